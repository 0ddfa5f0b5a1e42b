"""The disk is full: one clear line, a sound database, and nothing half-written.

SQLite's own limit on a file's pages and the system's on a file's size stand in for the disk; each
write is tried with every little more room until it succeeds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.cli.running import in_a_process
from tests.faults.counts import count
from tests.service.office import Office, report_draft, task
from tests.upkeep.test_restore import an_older
from tracker.cli.main import main
from tracker.cli.problems import ExitCode
from tracker.domain.problem import Failed
from tracker.export import Format
from tracker.files import FileFailed
from tracker.service.reports import report_many
from tracker.settings import backup_folder
from tracker.store.engine import open_engine, reading
from tracker.store.faults import DiskFull
from tracker.upkeep.backup import BackupFailed, back_up, file_of
from tracker.upkeep.doctor import examine
from tracker.upkeep.findings import Check
from tracker.upkeep.keeping import daily
from tracker.upkeep.migrate import migrate
from tracker.upkeep.restore import prepared, restore

CODE = "D7.1-my-xuyen"
NOW = datetime(2021, 7, 15, 9, 30, 1, tzinfo=UTC)
STEP = count(full=1, sample=5)
"""Pages more at each try."""

resource = pytest.importorskip("resource", reason="limits of a process are Unix's")


@pytest.fixture
def seeded(sqlite_office: Office) -> Office:
    sqlite_office.seed(task())
    sqlite_office.close()
    return sqlite_office


@contextmanager
def room_for(engine: Engine, pages: int) -> Iterator[None]:
    """For the block the file may grow by ``pages``."""

    def limit(connection: sqlite3.Connection, *_rest: Any) -> None:
        now = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {max(now + pages, 1)}")

    engine.dispose()
    event.listen(engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        engine.dispose()


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """For the block no file of this process may grow beyond ``size`` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


WRITES: dict[str, Callable[[Office], object]] = {
    "report": lambda office: report_many(
        office.desk, None, [report_draft(CODE, "2021-Q1", 4, note="Nhân dân " * 4_000)]
    ),
    "seed": lambda office: office.seed(*(task(f"D7.{n}-my-xuyen") for n in range(1, 40))),
}


@pytest.mark.parametrize("what", WRITES)
def test_a_write(what: str, seeded: Office) -> None:
    before = seeded.everything()
    refused = 0
    for pages in range(0, 400, STEP):
        try:
            with room_for(seeded.engine, pages):
                WRITES[what](seeded)
        except DiskFull as full:
            refused += 1
            assert str(file_of(seeded.engine)) in str(full)
            assert seeded.everything() == before
        else:
            break
    assert refused >= 3
    assert seeded.everything() != before
    assert examine(seeded.engine).clean


def test_a_migration(tmp_path: Path) -> None:
    path = tmp_path / "older.sqlite"
    an_older(path)
    with closing(sqlite3.connect(path)) as connection:
        before = list(connection.iterdump())
    engine = open_engine(str(path))
    refused = 0
    for pages in range(0, 400, 2 * STEP):
        try:
            with room_for(engine, pages):
                migrate(engine, now=lambda: NOW)
        except DiskFull:
            refused += 1
            with closing(sqlite3.connect(path)) as connection:
                assert list(connection.iterdump()) == before
        else:
            break
    assert refused >= 3
    found = examine(engine).findings
    assert [found[c] for c in (Check.FILE, Check.SCHEMA, Check.JOURNAL)] == [(), (), ()]
    (kept,) = backup_folder(path).iterdir()
    with closing(sqlite3.connect(kept)) as connection:
        assert list(connection.iterdump()) == before
    engine.dispose()


def test_there_is_no_migration_without_the_backup_before_it(tmp_path: Path) -> None:
    path = tmp_path / "older.sqlite"
    an_older(path)
    engine = open_engine(str(path))
    with files_of_at_most(65_536), pytest.raises(BackupFailed):
        migrate(engine, now=lambda: NOW)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    assert list(backup_folder(path).iterdir()) == []
    engine.dispose()


def test_a_backup(seeded: Office, tmp_path: Path) -> None:
    path = tmp_path / "backup.sqlite"
    back_up(seeded.engine, path, NOW)  # sealed, so that only the copy is written below
    before, there = seeded.everything(), path.read_bytes()
    whole = path.stat().st_size
    for size in range(0, whole, 4_096 * 5 * STEP):
        for overwrite, place in ((True, path), (False, tmp_path / "new.sqlite")):
            with files_of_at_most(size), pytest.raises((BackupFailed, FileFailed)) as failed:
                back_up(seeded.engine, place, NOW, overwrite=overwrite)
            assert str(place) in str(failed.value)
            assert "\n" not in str(failed.value)
        assert path.read_bytes() == there
        assert sorted(p.name for p in tmp_path.glob("*.sqlite")) == ["backup.sqlite"]
        assert not list(tmp_path.glob(".*.part*"))
    assert seeded.everything() == before


def test_a_daily_backup_that_finds_no_room_keeps_nobody_from_writing(seeded: Office) -> None:
    with files_of_at_most(65_536):  # what SQLite keeps beside a database has room
        assert "was not made" in str(daily(seeded.engine, NOW))
    assert list(backup_folder(file_of(seeded.engine)).iterdir()) == []
    seeded.report(CODE, "2021-Q1", 4)
    assert examine(seeded.engine).clean


def test_a_restore(seeded: Office, tmp_path: Path) -> None:
    path = tmp_path / "backup.sqlite"
    back_up(seeded.engine, path, NOW)
    seeded.report(CODE, "2021-Q1", 4)
    before = seeded.everything()
    seeded.close()
    for size in range(0, path.stat().st_size + 100_000, 4_096 * 5 * STEP):
        try:
            with files_of_at_most(size), prepared(file_of(seeded.engine), str(path), NOW) as ready:
                restore(ready)
        except Failed as failed:
            assert "\n" not in str(failed)
            assert seeded.everything() == before
            assert not list(tmp_path.glob(".*.part*"))
            seeded.close()
            for kept in backup_folder(file_of(seeded.engine)).glob("replaced-*"):
                kept.unlink()
        else:
            break
    assert seeded.everything() != before
    assert examine(seeded.engine).clean


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the 2021 programme, whose exports need some room."""
    path = tmp_path_factory.mktemp("programme") / "tracker.db"
    assert in_a_process("--database", str(path), "seed", "soc-trang-2021").returncode == 0
    return path


@pytest.mark.parametrize("form", Format)
def test_an_export(
    programme: Path, tmp_path: Path, form: Format, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"tong-hop.{form.value}"
    path.write_text("bản cũ", encoding="utf-8")
    asked = ["--database", str(programme), "export", form.value, "-o", str(path), "--force"]
    assert main(asked) == ExitCode.DONE
    whole = path.stat().st_size
    path.write_text("bản cũ", encoding="utf-8")
    capsys.readouterr()
    engine = open_engine(str(programme))
    with reading(engine) as session:  # so that the files beside it need no room
        session.connection()
        with files_of_at_most(whole - 1):
            assert main(asked) == ExitCode.FAILED
    engine.dispose()
    (line,) = capsys.readouterr().err.splitlines()
    assert str(path) in line
    assert path.read_text(encoding="utf-8") == "bản cũ"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the full device is Linux's")
def test_an_export_to_a_device_that_is_full(programme: Path) -> None:
    for form in ("csv", "json")[: count(full=2, sample=1)]:
        with Path("/dev/full").open("wb") as out:
            ended = in_a_process(
                "--database", str(programme), "export", form, "-o", "-", stdout=out
            )
        assert ended.returncode == ExitCode.FAILED
        (line,) = ended.stderr.splitlines()
        assert "đầy" in line
