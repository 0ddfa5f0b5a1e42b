"""Backups: whole, verified, never half there; made each day and before a migration."""

from __future__ import annotations

import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.service.office import Office, task
from tests.store.test_faults import rights_again, unwritable_folder, without_rights
from tracker.domain.backups import kept
from tracker.domain.problem import Failed
from tracker.files import FileIsThere
from tracker.settings import backup_folder
from tracker.store.engine import open_engine
from tracker.store.tables import SealRow
from tracker.upkeep import backup as backup_module
from tracker.upkeep import keeping
from tracker.upkeep.backup import (
    BackupFailed,
    NotWhole,
    ServerBacksUp,
    back_up,
    backups_of,
    file_of,
)
from tracker.upkeep.doctor import examine
from tracker.upkeep.keeping import before_migration, daily
from tracker.upkeep.migrate import migrate
from tracker.upkeep.restore import prepared, restore

CODE = "D7.1-my-xuyen"
NOW = datetime(2021, 7, 15, 9, 30, 1, tzinfo=UTC)


@pytest.fixture
def seeded(sqlite_office: Office) -> Office:
    sqlite_office.seed(task())
    sqlite_office.report(CODE, "2021-Q1", 4)
    return sqlite_office


def names(office: Office) -> list[str]:
    """Everything among the backups, hidden leftovers as well."""
    folder = backup_folder(file_of(office.engine))
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_backup_is_the_database_in_one_file(seeded: Office, tmp_path: Path) -> None:
    path = tmp_path / "backup.sqlite"
    made = back_up(seeded.engine, path, NOW)
    assert (made.path, made.entry) == (path, 3)
    assert made.seal is not None
    assert made.seal.last == 3
    copy = Office(str(path))
    assert copy.everything() == seeded.everything()
    assert examine(copy.engine).clean
    copy.close()
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as opened:
        assert opened.execute("PRAGMA journal_mode").fetchone() != ("off",)
    assert not list(tmp_path.glob(".*.part"))


def test_a_backup_without_a_name_lies_among_the_others(seeded: Office) -> None:
    back_up(seeded.engine, None, NOW)
    assert names(seeded) == ["2021-07-15-093001.sqlite"]
    (found,) = backups_of(file_of(seeded.engine))
    assert found.size == found.path.stat().st_size


def test_a_backup_writes_over_nothing_unasked(seeded: Office, tmp_path: Path) -> None:
    path = tmp_path / "backup.sqlite"
    path.write_text("của tôi", encoding="utf-8")
    with pytest.raises(FileIsThere):
        back_up(seeded.engine, path, NOW)
    assert path.read_text(encoding="utf-8") == "của tôi"
    back_up(seeded.engine, path, NOW, overwrite=True)
    assert path.read_bytes().startswith(b"SQLite")


def test_a_backup_never_replaces_the_database_itself(seeded: Office) -> None:
    before = seeded.everything()
    with pytest.raises(BackupFailed, match="itself"):
        back_up(seeded.engine, file_of(seeded.engine), NOW, overwrite=True)
    assert seeded.everything() == before


def test_what_is_not_on_the_disk_yet_is_in_the_backup(seeded: Office, tmp_path: Path) -> None:
    """A program that is killed leaves its last writes in the log beside the file."""
    other = Office(str(file_of(seeded.engine)))
    other.report(CODE, "2021-Q2", 5)  # stays open, so its log is not worked in
    back_up(seeded.engine, tmp_path / "backup.sqlite", NOW)
    copy = Office(str(tmp_path / "backup.sqlite"))
    assert copy.row(CODE).value == 9_000
    copy.close()
    other.close()


def test_a_damaged_database_has_no_backup(seeded: Office, tmp_path: Path) -> None:
    with seeded.engine.begin() as connection:
        connection.execute(text("CREATE TABLE ballast (x TEXT)"))
        connection.execute(
            text("INSERT INTO ballast SELECT hex(randomblob(500)) FROM sqlite_master")
        )
    seeded.close()
    path = file_of(seeded.engine)
    whole = bytearray(path.read_bytes())
    whole[-4096:] = b"\xff" * 4096
    path.write_bytes(whole)
    with pytest.raises(NotWhole) as failed:
        back_up(seeded.engine, tmp_path / "backup.sqlite", NOW)
    assert "\n" not in str(failed.value)
    assert not (tmp_path / "backup.sqlite").exists()
    assert not list(tmp_path.glob(".*.part*"))


def cut_short(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - PAGE)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def zeroed_from_the_middle(path: Path) -> None:
    with path.open("r+b") as file:
        half = path.stat().st_size // PAGE // 2 * PAGE
        file.seek(half)
        file.write(bytes(path.stat().st_size - half))


def of_an_earlier_moment(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copied:
        copied.execute("DROP TRIGGER journal_loses_no_entry")
        copied.execute("DELETE FROM journal WHERE number = 3")
        copied.commit()


def with_another_seal(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copied:
        copied.execute("INSERT INTO seal VALUES (4, 'x', '', 'x', '2021-01-01')")
        copied.commit()


PAGE = 4096
DAMAGES = (
    cut_short,
    emptied,
    zeroed,
    zeroed_from_the_middle,
    of_an_earlier_moment,
    with_another_seal,
)


def damaging(monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]) -> None:
    """What is copied is damaged as soon as it is written."""
    whole = backup_module.copy_into

    def copied(source: sqlite3.Connection, target: Path, named: Path) -> None:
        whole(source, target, named)
        damage(target)

    monkeypatch.setattr(backup_module, "copy_into", copied)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_copy_that_is_not_what_was_copied_gets_no_name(
    seeded: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Path], None],
) -> None:
    before, files = seeded.everything(), set(tmp_path.iterdir())
    with monkeypatch.context() as patched:
        damaging(patched, damage)
        with pytest.raises(NotWhole, match=r"backup\.sqlite"):
            back_up(seeded.engine, tmp_path / "backup.sqlite", NOW)
        with pytest.raises(NotWhole):
            before_migration(seeded.engine, "0004", NOW)
        assert "was not made" in str(daily(seeded.engine, NOW))
    assert names(seeded) == []
    assert set(tmp_path.iterdir()) - files <= {backup_folder(file_of(seeded.engine))}
    after = seeded.everything()
    assert {table for table in after if after[table] != before[table]} <= {"seal"}
    back_up(seeded.engine, tmp_path / "backup.sqlite", NOW)


def pages_that_may_be_zero(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> set[int]:
    """The pages of a copy that may be overwritten with zeros, and it is a backup all the same."""
    path = back_up(office.engine, tmp_path / "whole.sqlite", NOW).path
    accepted: set[int] = set()
    for page in range(1, path.stat().st_size // PAGE + 1):

        def zero(copied: Path, page: int = page) -> None:
            with copied.open("r+b") as file:
                file.seek((page - 1) * PAGE)
                file.write(bytes(PAGE))

        with monkeypatch.context() as patched, suppress(NotWhole):
            damaging(patched, zero)
            made = back_up(office.engine, tmp_path / "zero.sqlite", NOW, overwrite=True).path
            accepted.add(page)
            with closing(sqlite3.connect(made)) as opened:
                assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return accepted


def test_no_page_of_a_copy_may_be_zero(
    seeded: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pages_that_may_be_zero(seeded, tmp_path, monkeypatch) == set()


def test_but_for_those_of_which_nothing_is_read(
    seeded: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with seeded.engine.begin() as connection:
        connection.execute(text("CREATE TABLE ballast (x TEXT)"))
        connection.execute(text("INSERT INTO ballast VALUES (hex(randomblob(20000)))"))
    with seeded.engine.begin() as connection:
        connection.execute(text("DROP TABLE ballast"))
        free = connection.scalar(text("PRAGMA freelist_count"))
    accepted = pages_that_may_be_zero(seeded, tmp_path, monkeypatch)
    # The one page that lists the others is read.
    assert len(accepted) == free - 1 > 5


def test_a_server_is_backed_up_by_its_own_programs(postgres_office: Office) -> None:
    with pytest.raises(ServerBacksUp, match="pg_dump"):
        back_up(postgres_office.engine, None, NOW)
    assert daily(postgres_office.engine, NOW) is None


def test_the_first_write_of_a_day_is_preceded_by_a_backup(seeded: Office) -> None:
    assert daily(seeded.engine, NOW) is None
    seeded.report(CODE, "2021-Q1", 7)
    assert daily(seeded.engine, NOW) is None
    assert names(seeded) == ["daily-2021-07-15.sqlite"]
    copy = Office(str(backup_folder(file_of(seeded.engine)) / "daily-2021-07-15.sqlite"))
    assert copy.row(CODE).value == 4_000
    copy.close()


def test_a_daily_backup_is_sealed_up_to_its_last_entry(seeded: Office) -> None:
    before = seeded.everything()
    daily(seeded.engine, NOW)
    copy = Office(str(backup_folder(file_of(seeded.engine)) / "daily-2021-07-15.sqlite"))
    for office in (seeded, copy):
        assert [(s.last, s.occasion) for s in office.stored(SealRow)] == [(3, "backup")]
    copy.close()
    after = seeded.everything()
    assert {table for table in after if after[table] != before[table]} == {"seal"}


def test_where_no_seal_can_be_put_a_daily_backup_is_made_all_the_same(seeded: Office) -> None:
    with seeded.engine.begin() as connection:
        connection.execute(
            text("CREATE TRIGGER no BEFORE INSERT ON seal BEGIN SELECT RAISE(ABORT, 'no'); END")
        )
    assert daily(seeded.engine, NOW) is None
    assert names(seeded) == ["daily-2021-07-15.sqlite"]
    seeded.report(CODE, "2021-Q2", 5)


def test_a_fault_while_sealing_keeps_nobody_from_writing(
    seeded: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoSeal(Failed):
        wording = "no seal"

    def fails(*_how: object) -> None:
        raise NoSeal

    monkeypatch.setattr(backup_module, "seal_now", fails)
    assert "no seal" in str(daily(seeded.engine, NOW))
    assert names(seeded) == []
    seeded.report(CODE, "2021-Q2", 5)


def test_of_daily_backups_some_are_kept(seeded: Office) -> None:
    back_up(seeded.engine, None, NOW)
    days = [date(2021, 1, 1) + timedelta(days=n) for n in range(60)]
    for day in days:
        daily(seeded.engine, datetime.combine(day, time(8), UTC))
    assert names(seeded) == sorted(
        ["2021-07-15-093001.sqlite", *(f"daily-{day}.sqlite" for day in kept(days))]
    )


def test_a_daily_backup_that_fails_says_so_and_keeps_nobody_from_writing(seeded: Office) -> None:
    backup_folder(file_of(seeded.engine)).write_text("", encoding="utf-8")
    warning = daily(seeded.engine, NOW)
    assert "today's backup was not made" in str(warning)
    assert "\n" not in str(warning)
    seeded.report(CODE, "2021-Q2", 5)


def test_a_daily_backup_in_a_folder_that_may_not_be_written() -> None:
    with unwritable_folder() as path, without_rights():
        engine = open_engine(str(path))
        assert "denied" in str(daily(engine, NOW))
        engine.dispose()


def test_a_new_database_has_nothing_to_back_up(sqlite_database: str) -> None:
    engine = open_engine(sqlite_database)
    assert migrate(engine) is None
    assert not backup_folder(Path(sqlite_database)).exists()
    engine.dispose()


def test_a_migration_is_preceded_by_a_backup_and_three_are_kept(
    seeded: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for minute in range(5):
        before_migration(seeded.engine, "0004", NOW + timedelta(minutes=minute))
    assert names(seeded) == [
        f"before-migration-2021-07-15-093{minute}01-0004.sqlite" for minute in (2, 3, 4)
    ]
    monkeypatch.setattr(keeping, "MIGRATIONS", 1)
    before_migration(seeded.engine, "0004", NOW + timedelta(minutes=6))
    assert len(names(seeded)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
@pytest.mark.parametrize(
    ("database", "folder"), [(0o600, 0o700), (0o640, 0o700), (0o644, 0o700), (0o660, 0o770)]
)
def test_a_backup_is_open_to_nobody_who_may_not_read_the_database(
    seeded: Office, tmp_path: Path, database: int, folder: int
) -> None:
    path = file_of(seeded.engine)
    path.chmod(database)
    daily(seeded.engine, NOW)
    back_up(seeded.engine, None, NOW)
    before_migration(seeded.engine, "0004", NOW)
    elsewhere = back_up(seeded.engine, tmp_path / "backup.sqlite", NOW).path
    seeded.close()
    with prepared(path, str(elsewhere), NOW) as ready:
        assert mode(ready.copied) == database
        replaced = restore(ready)
    assert replaced is not None
    assert replaced.parent == backup_folder(path)
    made = [*backup_folder(path).iterdir(), elsewhere, path]
    assert [mode(each) for each in made] == [database] * 6
    assert mode(backup_folder(path)) == folder


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_a_database_that_is_restored_where_none_was_is_as_closed_as_its_backup(
    seeded: Office, tmp_path: Path
) -> None:
    file_of(seeded.engine).chmod(0o600)
    made = back_up(seeded.engine, tmp_path / "backup.sqlite", NOW).path
    new = tmp_path / "new.db"
    with prepared(new, str(made), NOW) as ready:
        restore(ready)
    assert mode(new) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_who_may_not_look_into_the_folder_of_backups_is_told_so() -> None:
    with unwritable_folder() as path, rights_again(path):
        folder = backup_folder(path)
        folder.mkdir(0o000)
        with without_rights():
            engine = open_engine(str(path))
            assert "denied" in str(daily(engine, NOW))
            engine.dispose()
        folder.rmdir()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
