"""Where a total comes from, on screen."""

from __future__ import annotations

import pytest

from tests.tui.stage import Record, staged
from tracker import i18n
from tracker.domain.condition import Condition
from tracker.domain.status import Status
from tracker.i18n import formats
from tracker.tui.screens import explain
from tracker.tui.screens.explain import Explained
from tracker.tui.widgets.tiles import Tiles

SIZES = [(80, 24), (140, 40)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_enter_on_a_figure_explains_it(
    database: str, size: tuple[int, int], language: i18n.Lang
) -> None:
    i18n.use(language)
    async with staged(database, size=size) as stage:
        stage.app.screen.query_one(Tiles).focus()
        await stage.press("right", "right", "right", "right", "enter")
        assert stage.room == "ExplainRoom"
        totals = Record(database).summary().totals
        percent = formats.percent(totals.completion)
        assert f"÷ {totals.weight}" in stage.text
        assert percent in stage.text
        assert "D7.1-ke-sach" in stage.text
        await stage.press("escape")
        assert stage.room == "OverviewRoom"


async def test_a_click_on_a_tile_does_the_same(database: str) -> None:
    async with staged(database) as stage:
        await stage.click("#tiles", 70, 0)
        assert stage.room == "ExplainRoom"
        assert "Giải trình 6 nhiệm vụ" in stage.text


async def test_its_first_line_leads_to_the_tasks_behind_the_figure(database: str) -> None:
    async with staged(database) as stage:
        stage.app.screen.query_one(Tiles).focus()
        await stage.press("right", "right", "enter", "enter")
        late = Record(database).rows(Condition(statuses=frozenset({Status.OVERDUE})))
        assert f"{len(late)} / 6 nhiệm vụ" in stage.text
        await stage.press("escape")
        assert stage.room == "ExplainRoom"


async def test_enter_on_a_task_opens_it_and_escape_comes_back(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("w")
        lines = stage.app.screen.query_one(Explained)
        while lines.task_code is None:
            await stage.press("down")
        code = lines.task_code
        await stage.press("enter")
        assert stage.room == "TaskRoom"
        assert code in stage.text
        await stage.press("escape")
        assert stage.room == "ExplainRoom"


@pytest.mark.parametrize("key", ["w", "ctrl+k"])
async def test_a_key_explains_the_row_under_the_cursor_and_the_list(
    database: str, key: str
) -> None:
    async with staged(database) as stage:
        await stage.press(key)
        assert isinstance(stage.app.screen, explain.ExplainRoom)
        unit = stage.app.screen.condition.unit
        assert unit is not None
        assert not stage.app.screen.condition.below
        await stage.press("escape", "2", "slash")
        await stage.type("doi thoai")
        await stage.press("down", key)
        assert stage.app.screen.condition.words == ("doi", "thoai")


async def test_more_tasks_are_told_of_when_asked(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explain, "WINDOW", 2)
    async with staged(database) as stage:
        stage.app.screen.query_one(Tiles).focus()
        stage.app.screen.query_one(Tiles).chosen = 4
        await stage.press("enter", "G")
        assert "… và 4 nhiệm vụ nữa" in stage.text
        await stage.press("enter", "G")
        assert "… và 2 nhiệm vụ nữa" in stage.text
        await stage.press("v")
        assert "… and 2 more tasks" in stage.text


async def test_a_report_made_from_there_is_told_at_once(database: str) -> None:
    async with staged(database) as stage:
        stage.app.screen.query_one(Tiles).focus()
        stage.app.screen.query_one(Tiles).chosen = 4
        await stage.press("enter")
        lines = stage.app.screen.query_one(Explained)
        while lines.task_code is None:
            await stage.press("down")
        await stage.press("r")
        assert stage.room == "ReportForm"
