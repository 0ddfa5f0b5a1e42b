"""Restoring: checked first, what is replaced is kept, and nothing is half there."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from tests.service.office import CODE as PLAN
from tests.service.office import Office, task
from tests.upkeep.test_migrate import WRITTEN_BY_0001
from tracker.domain.problem import Problem
from tracker.settings import backup_folder
from tracker.store import migrations
from tracker.store.engine import open_engine
from tracker.store.schema import HEAD
from tracker.upkeep.backup import back_up, file_of
from tracker.upkeep.doctor import examine
from tracker.upkeep.lacking import Lacking
from tracker.upkeep.migrate import ForeignDatabase, NewerDatabase
from tracker.upkeep.restore import (
    BackupDamaged,
    InUse,
    NoBackupThere,
    NotABackup,
    SameFile,
    WrittenMeanwhile,
    prepared,
    restore,
)

CODE = "D7.1-my-xuyen"
NOW = datetime(2021, 7, 15, 9, 30, 1, tzinfo=UTC)


@pytest.fixture
def seeded(sqlite_office: Office, tmp_path: Path) -> Office:
    """An office with a backup at ``backup.sqlite`` and one report since then."""
    sqlite_office.seed(task())
    sqlite_office.report(CODE, "2021-Q1", 4)
    back_up(sqlite_office.engine, tmp_path / "backup.sqlite", NOW)
    sqlite_office.report(CODE, "2021-Q2", 5)
    sqlite_office.close()
    return sqlite_office


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "backup.sqlite"


def put_back(office: Office, source: Path) -> Path | None:
    with prepared(file_of(office.engine), str(source), NOW) as ready:
        return restore(ready)


def left_over(office: Office) -> list[Path]:
    """Scratch files, and what SQLite keeps beside a database that is open."""
    office.close()
    path = file_of(office.engine)
    return [*path.parent.glob(".*.part*"), *path.parent.glob(f"{path.name}-*")]


def test_the_backup_takes_the_place_and_what_was_there_is_kept(
    seeded: Office, backup: Path
) -> None:
    newer = seeded.everything()
    seeded.close()
    original = backup.read_bytes()
    kept = put_back(seeded, backup)
    assert seeded.row(CODE).value == 4_000
    assert examine(seeded.engine).clean
    seeded.report(CODE, "2021-Q2", 6)
    assert kept is not None
    assert kept.parent == backup_folder(file_of(seeded.engine))
    before = Office(str(kept))
    assert before.everything() == newer
    before.close()
    assert backup.read_bytes() == original
    assert left_over(seeded) == []


def test_to_go_back_one_restores_what_was_kept(seeded: Office, backup: Path) -> None:
    newer = seeded.everything()
    seeded.close()
    kept = put_back(seeded, backup)
    assert kept is not None
    with prepared(file_of(seeded.engine), str(kept), NOW.replace(minute=31)) as ready:
        restore(ready)
    assert seeded.everything() == newer


def test_what_it_holds_and_what_it_replaces_is_told_before(seeded: Office, backup: Path) -> None:
    before = seeded.everything()
    seeded.close()
    with prepared(file_of(seeded.engine), str(backup), NOW) as ready:
        assert ready.replaces is not None
        assert (ready.holds.plans, ready.holds.entries) == ((PLAN,), 3)
        assert (ready.replaces.plans, ready.replaces.entries) == ((PLAN,), 4)
        assert ready.holds.last is not None
        assert ready.holds.last.recorded_at == datetime(2021, 7, 15, 9, 30, tzinfo=UTC)
    assert seeded.everything() == before
    assert left_over(seeded) == []


def test_what_would_be_left_out_is_counted_before(seeded: Office, backup: Path) -> None:
    seeded.today = date(2021, 7, 16)
    seeded.report(CODE, "2021-Q2", 6)
    seeded.close()
    kept = None
    with prepared(file_of(seeded.engine), str(backup), NOW) as ready:
        assert ready.lacks is not None
        assert ready.lacks.first is not None
        assert (ready.lacks.count, ready.lacks.first.number) == (2, 4)
        assert ready.lacks.first.recorded_at == datetime(2021, 7, 15, 9, 30, tzinfo=UTC)
        kept = restore(ready)
        assert kept == ready.kept
    # Nothing of the restored database is missing in what it came from.
    with prepared(file_of(seeded.engine), str(backup), NOW) as ready:
        assert ready.lacks == Lacking(0, None)
    # The same number stands for another report now.
    seeded.report(CODE, "2021-Q2", 8)
    seeded.close()
    with prepared(file_of(seeded.engine), str(kept), NOW) as ready:
        assert ready.lacks is not None
        assert ready.lacks.first is not None
        assert (ready.lacks.count, ready.lacks.first.number) == (1, 4)
    assert left_over(seeded) == []


def test_what_is_written_after_the_question_is_not_left_out_unseen(
    seeded: Office, backup: Path
) -> None:
    with prepared(file_of(seeded.engine), str(backup), NOW) as ready:
        seeded.report(CODE, "2021-Q2", 6)
        seeded.close()
        with pytest.raises(WrittenMeanwhile):
            restore(ready)
    assert seeded.row(CODE).value == 10_000


def test_it_is_refused_while_another_program_has_the_database_open(
    seeded: Office, backup: Path
) -> None:
    other = Office(str(file_of(seeded.engine)))
    assert other.row(CODE).value == 9_000
    before = other.everything()
    with pytest.raises(InUse):
        put_back(seeded, backup)
    assert other.everything() == before
    other.report(CODE, "2021-Q2", 6)
    other.close()
    assert left_over(seeded) == []


def test_it_is_refused_while_another_program_writes(seeded: Office, backup: Path) -> None:
    with closing(sqlite3.connect(file_of(seeded.engine), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(InUse):
            put_back(seeded, backup)
        other.execute("ROLLBACK")
    assert seeded.row(CODE).value == 9_000


@pytest.mark.usefixtures("seeded")
def test_where_there_is_no_database_yet(backup: Path, tmp_path: Path) -> None:
    place = tmp_path / "new.sqlite"
    place.with_name("new.sqlite-wal").write_bytes(b"left behind")
    with prepared(place, str(backup), NOW) as ready:
        assert ready.replaces is None
        assert restore(ready) is None
    office = Office(str(place))
    assert office.row(CODE).value == 4_000
    office.close()


@pytest.mark.parametrize("damage", ["header", "middle", "cut"])
def test_a_damaged_database_is_what_one_restores_over(
    seeded: Office, backup: Path, damage: str
) -> None:
    path = file_of(seeded.engine)
    whole = bytearray(path.read_bytes())
    if damage == "header":
        whole[:4096] = b"\xff" * 4096
    elif damage == "middle":
        whole[4096:] = b"\xff" * (len(whole) - 4096)
    else:
        whole = whole[:3000]
    path.write_bytes(whole)
    path.with_name(path.name + "-wal").write_bytes(b"log")
    kept = put_back(seeded, backup)
    assert seeded.row(CODE).value == 4_000
    assert examine(seeded.engine).clean
    assert kept is not None
    assert kept.read_bytes()[4096:] == bytes(whole)[4096:]


def an_older(path: Path) -> None:
    engine = open_engine(str(path))
    with engine.execution_options(writes=True).begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        command.upgrade(config, "0001")
        for statement in WRITTEN_BY_0001:
            connection.execute(text(statement))
    engine.dispose()


def test_an_older_backup_is_migrated_on_a_copy(seeded: Office, tmp_path: Path) -> None:
    older = tmp_path / "older.sqlite"
    an_older(older)
    original = older.read_bytes()
    put_back(seeded, older)
    with seeded.engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
        assert connection.scalar(text("SELECT count(*) FROM report")) == 4
    assert older.read_bytes() == original
    assert not backup_folder(older).exists()


def broken(path: Path, backup: Path, how: str) -> None:
    """A file at ``path`` that is no whole backup of this program and version."""
    shutil.copy(backup, path)
    if how == "no bytes":
        path.write_bytes(b"")
    elif how == "text":
        path.write_text("Chương trình công tác\n" * 500, encoding="utf-8")
    elif how == "cut":
        path.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    elif how == "changed":
        whole = bytearray(backup.read_bytes())
        whole[8192:12288] = b"\xff" * 4096
        path.write_bytes(whole)
    elif how == "foreign":
        path.unlink()
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE song (title TEXT)")
            other.commit()
    elif how == "newer":
        with closing(sqlite3.connect(path)) as newer:
            newer.execute("UPDATE alembic_version SET version_num = '9999'")
            newer.commit()
    elif how == "missing":
        path.unlink()


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ("no bytes", NotABackup),
        ("text", NotABackup),
        ("cut", BackupDamaged),
        ("changed", BackupDamaged),
        ("foreign", NotABackup),
        ("newer", NewerDatabase),
        ("missing", NoBackupThere),
    ],
)
def test_what_is_no_backup_is_refused_and_nothing_is_replaced(
    seeded: Office, backup: Path, tmp_path: Path, how: str, kind: type[Problem]
) -> None:
    before = seeded.everything()
    seeded.close()
    source = tmp_path / "source.sqlite"
    broken(source, backup, how)
    with pytest.raises(kind) as refused:
        put_back(seeded, source)
    assert str(source) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert seeded.everything() == before
    assert left_over(seeded) == []


def test_the_database_is_not_restored_from_itself(seeded: Office) -> None:
    with pytest.raises(SameFile):
        put_back(seeded, file_of(seeded.engine))


@pytest.mark.usefixtures("seeded")
def test_another_programs_database_is_not_replaced(backup: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "songs.sqlite"
    with closing(sqlite3.connect(theirs)) as other:
        other.execute("CREATE TABLE song (title TEXT)")
        other.commit()
    before = theirs.read_bytes()
    office = Office(str(theirs))
    with pytest.raises(ForeignDatabase):
        put_back(office, backup)
    assert theirs.read_bytes() == before
    office.close()
