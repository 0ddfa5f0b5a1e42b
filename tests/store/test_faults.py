"""The disk or another program is in the way: one line says so, and nothing is half-written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import event, text

from tests.service.office import Office, task
from tracker.domain.problem import Failed
from tracker.domain.quantity import SCALE
from tracker.store import engine as engines
from tracker.store.engine import open_engine, reading
from tracker.store.faults import (
    DatabaseBusy,
    DatabaseFailed,
    DiskFails,
    DiskFull,
    NotADatabase,
    ReadOnlyDatabase,
)
from tracker.upkeep.migrate import migrate

CODE = "D7.1-my-xuyen"
NOBODY = 65534


class Usage(NamedTuple):
    """What ``shutil.disk_usage`` tells."""

    total: int
    used: int
    free: int


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


def test_a_database_in_a_folder_that_may_not_be_written_is_still_read() -> None:
    """As on a read-only disk, where SQLite finds no place for the files that it keeps beside."""
    with unwritable_folder() as path, without_rights():
        office = Office(str(path))
        migrate(office.engine)
        assert list(office.rows()) == [CODE]
        with refused(ReadOnlyDatabase, office):
            office.report(CODE, "2021-Q1", 3)
        office.close()
        assert [file.name for file in path.parent.iterdir()] == ["tracker.db"]


def test_what_is_read_in_such_a_folder_is_not_kept_from_the_time_before() -> None:
    with unwritable_folder() as path, without_rights():
        reader = Office(str(path))
        assert reader.row(CODE).value is None
        with rights_again(path):
            writer = Office(str(path))
            writer.report(CODE, "2021-Q1", 3)
            writer.close()
        assert reader.row(CODE).value == 3 * SCALE
        reader.close()


def test_changes_that_were_not_taken_in_are_not_read_over() -> None:
    """The file alone is older than what its owner has seen."""
    with unwritable_folder() as path:
        with rights_again(path):
            (path.parent / f"{path.name}-wal").write_bytes(b"x" * 5_000)
        with without_rights():
            engine = open_engine(str(path))
            with pytest.raises(ReadOnlyDatabase) as failed, reading(engine) as session:
                session.connection()
            assert str(path) in str(failed.value)
            engine.dispose()


def test_a_new_database_in_a_folder_that_may_not_be_written() -> None:
    with unwritable_folder() as path, without_rights():
        engine = open_engine(str(path.with_name("new.db")))
        with pytest.raises(ReadOnlyDatabase):
            migrate(engine)
        engine.dispose()


def test_a_file_that_may_not_be_read() -> None:
    with unwritable_folder() as path:
        path.chmod(0)
        with without_rights():
            engine = open_engine(str(path))
            with pytest.raises(DatabaseFailed, match="permission denied"):
                migrate(engine)
            engine.dispose()


@pytest.mark.parametrize(("free", "kind"), [(0, DiskFull), (10**9, DiskFails)])
def test_a_disk_that_takes_no_more(
    free: int, kind: type[Failed], seeded: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems say of a full disk only that something went wrong."""
    resource = pytest.importorskip("resource", reason="limits of a process are Unix's")
    seeded.close()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**9, 10**9 - free, free))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with refused(kind, seeded):
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, hard))
        try:
            seeded.report(CODE, "2021-Q1", 3)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            seeded.close()


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
def unwritable_folder() -> Iterator[Path]:
    """A database that all may read, in a folder in which nobody may make or change a file."""
    with unwritable_file() as path:
        path.parent.chmod(0o555)
        yield path
        path.parent.chmod(0o777)


@contextmanager
def rights_again(path: Path) -> Iterator[None]:
    """For the block, whoever owns the file writes it."""
    nobody = hasattr(os, "geteuid") and os.getuid() == 0 and os.geteuid() == NOBODY
    if nobody:
        os.seteuid(0)
    path.parent.chmod(0o777)
    path.chmod(0o666)
    try:
        yield
    finally:
        path.chmod(0o444)
        path.parent.chmod(0o555)
        if nobody:
            os.seteuid(NOBODY)


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
