"""An earlier state of the record, seen on the screens."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from tests.tui.stage import Record, record, staged


async def test_the_record_as_it_was_is_seen_and_nothing_is_written_into_it(database: str) -> None:
    (old,) = Record(database).task("D7.1-ke-sach").reports
    record(database, "D7.1-ke-sach", "2021-Q1", 4)
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("d7.1-ke-sach")
        await stage.press("enter")
        assert "4/4*" in stage.text
        await stage.press("d", "tab")
        # Entry 1 is the plan's, then one for each of six tasks and of four reports.
        await stage.fill(known_on="#11")
        await stage.press("enter")
        assert "ghi sổ đến #11" in stage.text
        assert f"{old.figure // 1000}/4*" in stage.text
        for key in ("r", "e", "s", "c", "a"):
            await stage.press(key)
            assert stage.room == "TasksRoom", key
            assert "bấm d để trở lại hiện tại" in stage.text
        await stage.press("d")
        assert stage.entry("known_on").value == "#11"
        await stage.fill(known_on="")
        await stage.press("enter")
        assert "ghi sổ đến" not in stage.text
        assert "4/4*" in stage.text


async def test_what_cannot_be_read_or_is_not_there_is_said(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("d")
        await stage.fill(known_on="hôm qua")
        assert stage.entry("known_on").has_class("wrong")
        await stage.press("enter")
        assert stage.room == "DayDialog"
        await stage.fill(known_on="#999")
        await stage.press("enter")
        assert "mục cuối là #11" in stage.text


async def test_an_export_is_of_that_state_and_says_so(database: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    record(database, "D7.1-ke-sach", "2021-Q1", 4)
    async with staged(database, as_of=date(2021, 6, 30)) as stage:
        await stage.press("d")
        await stage.fill(known_on="#11")
        await stage.press("enter")
        await stage.settle()
        assert "ghi sổ đến #11" in stage.text
        await stage.press("x")
        stage.pick("format").value = "json"
        await stage.settle()
        await stage.fill(path=str(path))
        await stage.press("ctrl+s")
    found = json.loads(path.read_bytes())
    assert found["known_on"]["entry"] == 11
    assert next(t["value"] for t in found["tasks"] if t["code"] == "D7.1-ke-sach") == 2
