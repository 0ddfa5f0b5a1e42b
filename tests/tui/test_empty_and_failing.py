"""Where there is nothing yet, and where the database cannot be used."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.tui.stage import Record, staged


async def test_no_database_offers_the_bundled_plan_and_enter_seeds_it(tmp_path: Path) -> None:
    database = tmp_path / "tracker.db"
    async with staged(database) as stage:
        assert stage.room == "EmptyRoom"
        assert "Chưa có chương trình nào." in stage.text
        assert "nạp chương trình 2021" in stage.text
        assert not database.exists()
        await stage.press("enter")
        await stage.settle()
        assert stage.room == "OverviewRoom"
        assert "Chương trình công tác dân vận" in stage.text
        assert "/191" in stage.text
        assert "Đã có 191 nhiệm vụ" in stage.text
    assert len(Record(str(database)).rows()) == 191


async def test_a_database_without_a_plan_offers_it_too(
    tmp_path: Path, migrated_sqlite: Path
) -> None:
    database = shutil.copy(migrated_sqlite, tmp_path / "tracker.db")
    async with staged(database) as stage:
        assert stage.room == "EmptyRoom"
        await stage.press("v")
        assert "There is no plan here yet." in stage.text
        await stage.press("question_mark", "escape", "q")
        assert not stage.app.is_running


async def test_a_folder_that_is_not_there_is_named_and_the_program_lives(tmp_path: Path) -> None:
    async with staged(tmp_path / "nowhere" / "tracker.db") as stage:
        assert "nowhere" in stage.run_on
        await stage.press("2", "1", "question_mark", "escape")
        assert stage.room == "OverviewRoom"


async def test_a_damaged_database_is_named_and_read_again_once_it_is_whole(
    tmp_path: Path, database: str
) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"not a database at all, and longer than its head " * 50)
    async with staged(damaged) as stage:
        assert "damaged.db" in stage.run_on
        assert stage.room == "OverviewRoom"
        await stage.press("v")
        assert "is not a database of this program" in " ".join(stage.text.split())
        shutil.copy(database, damaged)
        await stage.press("f5")
        assert "0/6" in stage.text
        assert "is not a database" not in stage.text


async def test_a_newer_database_is_not_touched(database: str) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    async with staged(database) as stage:
        assert "9999" in stage.text


async def test_a_refused_write_is_one_line_and_what_was_typed_stays(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.service import reports
    from tracker.store.faults import DiskFull

    def full(*_arguments: object) -> object:
        raise DiskFull(database=database)

    async with staged(database) as stage:
        monkeypatch.setattr(reports, "report", full)
        await stage.press("2", "r")
        await stage.type("1")
        await stage.press("ctrl+s")
        assert stage.room == "ReportForm"
        assert "tracker.db" in stage.run_on
        assert stage.entry("value").value == "1"
        monkeypatch.undo()
        await stage.press("ctrl+s")
        assert stage.room == "TasksRoom"


async def test_an_unknown_plan_is_said_with_those_there_are(database: str) -> None:
    async with staged(database, plan="nho-2022") as stage:
        assert "nho-2021" in stage.text


async def test_a_network_share_is_warned_of(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.tui.office.opened.on_network_share", lambda _path: "nfs4")
    async with staged(database) as stage:
        assert "nfs4" in stage.run_on
        await stage.press("f5")


async def test_a_fault_of_the_program_while_it_writes_is_one_line_and_all_stays(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.service import reports

    def broken(*_arguments: object) -> object:
        raise ZeroDivisionError("a secret")

    async with staged(database) as stage:
        monkeypatch.setattr(reports, "report", broken)
        await stage.press("2", "r")
        await stage.type("1")
        await stage.press("ctrl+s")
        assert stage.room == "ReportForm"
        assert "ZeroDivisionError" in stage.run_on
        assert "không mất" in stage.text
        assert stage.entry("value").value == "1"
        monkeypatch.undo()
        await stage.press("ctrl+s")
        assert stage.room == "TasksRoom"


@pytest.mark.parametrize(("question", "keys"), [("story", ("2",)), ("look", ("f5",))])
async def test_a_fault_of_the_program_while_it_reads_is_one_line_too(
    database: str, monkeypatch: pytest.MonkeyPatch, question: str, keys: tuple[str, ...]
) -> None:
    from tracker.tui.office import Office

    def broken(*_arguments: object, **_rest: object) -> object:
        raise KeyError(question)

    async with staged(database) as stage:
        monkeypatch.setattr(Office, question, broken)
        await stage.press(*keys)
        assert "KeyError" in stage.run_on
        assert stage.app.is_running
