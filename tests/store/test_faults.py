"""The disk or another program is in the way: one line says so, and nothing is half-written."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from tests.service.office import Office, task
from tracker.domain.problem import Failed
from tracker.store import engine as engines
from tracker.store.engine import (
    DatabaseBusy,
    DatabaseFailed,
    DiskFull,
    NotADatabase,
    ReadOnlyDatabase,
    open_engine,
    reading,
)
from tracker.upkeep.migrate import migrate

CODE = "D7.1-my-xuyen"
NOBODY = 65534


@pytest.fixture
def seeded(sqlite_office: Office) -> Office:
    sqlite_office.seed(task())
    return sqlite_office


def file_of(office: Office) -> Path:
    return Path(str(office.engine.url.database))


@contextmanager
def refused(kind: type[Failed], office: Office) -> Iterator[None]:
    """The block fails in one line that names the file, and leaves the database as it was."""
    before = office.everything()
    with pytest.raises(kind) as failed:
        yield
    line = str(failed.value)
    assert str(file_of(office)) in line
    assert "\n" not in line
    assert office.everything() == before


def test_a_full_disk(seeded: Office) -> None:
    def fill(connection: sqlite3.Connection, *_rest: Any) -> None:
        # SQLite's own limit on a file's size gives the error of a full disk.
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    seeded.close()
    event.listen(seeded.engine, "connect", fill)
    with refused(DiskFull, seeded):
        seeded.report(CODE, "2021-Q1", 3, note="Nhân dân " * 5_000)


def test_a_file_that_may_not_be_written() -> None:
    with unwritable_file() as path, without_rights():
        office = Office(str(path))
        with refused(ReadOnlyDatabase, office):
            office.report(CODE, "2021-Q1", 3)
        office.close()


def test_a_file_that_may_not_be_written_is_still_read() -> None:
    with unwritable_file() as path, without_rights():
        office = Office(str(path))
        migrate(office.engine)
        assert list(office.rows()) == [CODE]
        office.close()


def test_a_file_that_another_program_writes_for_too_long(
    seeded: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)
    impatient = Office(str(file_of(seeded)))
    other = sqlite3.connect(file_of(seeded), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with refused(DatabaseBusy, seeded):
        impatient.report(CODE, "2021-Q1", 3)
    assert list(impatient.rows()) == [CODE]  # who only reads need not wait
    other.execute("ROLLBACK")
    other.close()
    impatient.report(CODE, "2021-Q1", 3)
    impatient.close()


def test_a_damaged_file(seeded: Office) -> None:
    seeded.close()
    path = file_of(seeded)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(NotADatabase) as failed:
        seeded.rows()
    assert str(path) in str(failed.value)
    assert "\n" not in str(failed.value)


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    engine = open_engine(str(tmp_path))
    with pytest.raises(DatabaseFailed) as failed:
        migrate(engine)
    assert str(tmp_path) in str(failed.value)
    engine.dispose()


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    engine = open_engine(f"postgresql://an:mat-khau@/name?host={tmp_path}")
    with pytest.raises(DatabaseFailed) as failed, reading(engine) as session:
        session.connection()
    line = str(failed.value)
    assert "postgresql://an:***@" in line
    assert "mat-khau" not in line
    assert "\n" not in line
    engine.dispose()


def test_a_server_that_was_restarted_between_two_calls(postgres_database: str) -> None:
    office, other = Office(postgres_database), Office(postgres_database)
    migrate(office.engine)
    office.seed(task())
    with other.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert list(office.rows()) == [CODE]
    office.close()
    other.close()


@contextmanager
def unwritable_file() -> Iterator[Path]:
    """A database that others than its owner may only read, where all may reach it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        path = Path(folder) / "tracker.db"
        office = Office(str(path))
        migrate(office.engine)
        office.seed(task())
        office.close()
        path.chmod(0o444)
        yield path
        path.chmod(0o666)  # Windows removes no file that is read-only


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may write everything: for the block, the test is run by nobody."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
