"""What another program writes appears by itself; and a database may vanish and come back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.tui.stage import Record, Stage, record, staged
from tracker.tui.screens.tasks import TasksRoom

CODE = "D7.1-my-xuyen"


def write_elsewhere(database: str, figure: int) -> None:
    record(database, CODE, "2021-Q2", figure)


async def look(stage: Stage) -> None:
    stage.app.look_for_news()
    await stage.settle()


def tasks(stage: Stage) -> TasksRoom:
    assert isinstance(stage.app.screen, TasksRoom)
    return stage.app.screen


async def test_a_report_made_elsewhere_appears_and_the_cursor_stays(database: str) -> None:
    done = Record(database).summary().totals.done_of_all
    async with staged(database) as stage:
        await stage.press("2", "down", "down")
        here = tasks(stage).task_at_hand()
        write_elsewhere(database, 3)
        await look(stage)
        after = tasks(stage).task_at_hand()
        assert here is not None
        assert after is not None
        assert after.code == here.code
        await stage.press("1")
        assert f"{done.numerator + 1}/{done.denominator}" in stage.text


async def test_nothing_is_read_anew_where_nothing_was_written(database: str) -> None:
    async with staged(database) as stage:
        before = tasks_revision(stage)
        await look(stage)
        assert tasks_revision(stage) == before
        write_elsewhere(database, 3)
        await look(stage)
        assert tasks_revision(stage) != before


def tasks_revision(stage: Stage) -> int:
    standpoint = stage.app._standpoint
    assert standpoint is not None
    return standpoint.revision


async def test_what_is_typed_stays_while_others_write(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("d7.1-my-xuyen")
        await stage.press("enter", "r")
        await stage.type("2")
        write_elsewhere(database, 3)
        await look(stage)
        assert stage.room == "ReportForm"
        assert stage.entry("value").value == "2"


async def test_a_database_that_vanishes_is_said_and_nothing_is_written_into_the_void(
    database: str,
) -> None:
    path = Path(database)
    away = path.with_suffix(".away")
    async with staged(database) as stage:
        await stage.press("2", "r")
        await stage.type("1")
        # Its companions stay: they belong to the file, whatever its name.
        path.rename(away)
        await stage.press("ctrl+s")
        assert stage.room == "ReportForm"
        assert "không còn ở đó" in stage.run_on
        assert stage.entry("value").value == "1"
        assert not path.exists()
        await stage.press("escape")
        await look(stage)
        assert "không còn ở đó" in stage.run_on
        away.rename(path)
        await look(stage)
        assert "không còn ở đó" not in stage.run_on
        await stage.press("r")
        assert stage.entry("value").value == "1"
        await stage.press("ctrl+s")
        assert stage.room == "TasksRoom"


async def test_another_file_in_its_place_is_opened(database: str, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(other)) as target:
        source.backup(target)
    async with staged(database) as stage:
        write_elsewhere(str(other), 3)
        for end in ("-wal", "-shm"):
            Path(database + end).unlink(missing_ok=True)
        other.replace(database)
        await look(stage)
        done = Record(database).summary().totals.done_of_all
        assert f"{done.numerator}/{done.denominator}" in stage.text
