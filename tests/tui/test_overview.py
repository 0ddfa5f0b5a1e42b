"""The overview: the figures of the plan, who is behind, and what calls for somebody."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from tests.tui.stage import Record, lines_with, program, staged
from tracker import i18n
from tracker.domain.condition import ATTENTION
from tracker.tui.answers import Ask
from tracker.tui.errands import Errands
from tracker.tui.screens.overview import OverviewRoom, beside
from tracker.tui.widgets.bars import BarList
from tracker.tui.widgets.table import TaskTable
from tracker.tui.widgets.tiles import Tiles
from tracker.tui.widgets.title import Title


async def test_the_first_frame_has_title_rooms_places_and_keys_before_any_database() -> None:
    opened = threading.Event()

    def never() -> object:
        opened.wait()
        raise AssertionError

    app = program("nowhere")
    app.errands = Errands(never)  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = "\n".join(s.text for s in app.screen._compositor.render_strips())
        await pilot.press("2")
        reached = type(app.screen).__name__
        app.exit()
        # Before anything is asserted: a thread that waits would keep a failed test from ending.
        opened.set()
    for shown in ("Theo dõi công tác dân vận", "Tổng quan", "Nhiệm vụ", "/ đến hạn", "?"):
        assert shown in text
    assert reached == "TasksRoom"


async def test_totals_stand_with_both_rates_and_their_denominators(database: str) -> None:
    async with staged(database) as stage:
        totals = Record(database).summary().totals
        due, every = totals.done_of_due, totals.done_of_all
        assert f"{due.numerator}/{due.denominator}" in stage.text
        assert f"{every.numerator}/{every.denominator}" in stage.text
        assert "tính đến 1/7/2021" in stage.text


async def test_no_tiles_label_is_cut_at_the_least_size(database: str) -> None:
    async with staged(database) as stage:
        labels = "hoàn thành / đến hạn  hoàn thành / tất cả  quá hạn  có nguy cơ chậm  hoàn thành"
        assert labels in stage.text
        await stage.click("#tiles", labels.index("quá hạn") + 1, 1)
        assert stage.room == "ExplainRoom"
        assert "tình trạng: chưa hoàn thành, quá hạn" in stage.text


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_what_stands_beside_the_rooms_is_never_cut(
    database: str, language: i18n.Lang
) -> None:
    i18n.use(language)
    async with staged(database) as stage:
        title = stage.app.screen.query_one(Title)
        assert title.size.height == 2
        figures = replace(Record(database).summary().totals, awaiting=1_234, after_closing=56)
        room = stage.app.screen
        assert isinstance(room, OverviewRoom)
        room.query_one(Tiles).owed = None
        room._totals = figures
        room._say_beside()
        await stage.settle()
        _first, second, third = stage.text.splitlines()[:3]
        assert third.strip() == beside(figures)
        assert second.endswith(language)
        await stage.pilot.resize_terminal(140, 40)
        await stage.settle()
        assert beside(figures) in stage.text.splitlines()[1]
        room._totals = None
        room._say_beside()
        await stage.settle()
        assert title.size.height == 2


async def test_an_empty_denominator_is_shown_and_has_no_percent(database: str) -> None:
    first = Record(database).summary().plan.first_day
    async with staged(database, as_of=first) as stage:
        assert lines_with(stage.text, "Huyện Kế Sách", "0/0")
        tile, label = stage.text.splitlines()[3:5]
        assert tile.split()[0] == "0/0"
        assert "—" not in tile[: label.index("/ tất cả")]


async def test_units_come_by_need_with_their_own_figures(database: str) -> None:
    async with staged(database) as stage:
        units = stage.app.screen.query_one("#units", BarList)
        assert [row.code for row in units.rows] == ["ke-sach", "my-xuyen", "tinh"]
        own = {r.code: r.own for r in Record(database).summary().rows}
        assert {row.code: row.figures for row in units.rows} == own


async def test_enter_on_a_unit_shows_its_own_tasks_and_escape_comes_back(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("down", "down")
        await stage.press("enter")
        assert stage.room == "TasksRoom"
        assert "2 / 6 nhiệm vụ" in stage.text
        assert "riêng Tỉnh ủy" in stage.text
        await stage.press("escape")
        assert stage.room == "OverviewRoom"
        units = stage.app.screen.query_one("#units", BarList)
        assert units.row is not None
        assert units.row.code == "tinh"
        assert units.has_focus


async def test_directives_take_the_units_place_where_it_is_narrow(database: str) -> None:
    async with staged(database) as stage:
        assert "Điểm nóng" not in stage.text
        await stage.press("b")
        assert lines_with(stage.text, "D8", "Điểm nóng", "%")
        await stage.press("end", "enter")
        assert stage.room == "TasksRoom"
        assert "2 / 6 nhiệm vụ" in stage.text


async def test_both_stand_side_by_side_where_it_is_wide(database: str) -> None:
    async with staged(database, size=(140, 40)) as stage:
        assert lines_with(stage.text, "Đơn vị", "Nhiệm vụ chỉ đạo")


async def test_the_pace_in_the_head_is_whole_or_without_its_word(database: str) -> None:
    for width in range(60, 150, 5):
        async with staged(database, size=(width, 30)) as stage:
            (head, *_rest) = lines_with(stage.text, "%", "Đến hạn")
            assert "┃ nhịp độ 49,9 %" in head or "┃ 49,9 %" in head, width


async def test_what_needs_attention_is_listed_and_opens(database: str) -> None:
    async with staged(database) as stage:
        table = stage.app.screen.query_one("#attention", TaskTable)
        assert list(table.ids) == [r.id for r in needy(database)]
        table.focus()
        await stage.press("enter")
        assert stage.room == "TaskRoom"
        assert needy(database)[0].code in stage.text


def needy(database: str) -> list:  # type: ignore[type-arg]
    from tracker.domain.condition import Sort, SortKey

    return Record(database).rows(ATTENTION, Sort(SortKey.NEED))


async def test_an_empty_list_says_that_nothing_needs_attention(database: str) -> None:
    app_ask = Ask(None, Record(database).summary().plan.first_day)
    async with staged(database, as_of=app_ask.as_of) as stage:
        assert "Không có việc nào quá hạn hay có nguy cơ chậm." in stage.text


async def test_figures_give_way_to_no_width(database: str) -> None:
    async with staged(database, size=(60, 20)) as stage:
        totals = Record(database).summary().totals
        assert f"{totals.done_of_all.numerator}/{totals.done_of_all.denominator}" in stage.text
    async with staged(database, size=(20, 5)) as stage:
        await stage.press("2", "down", "1")
        assert stage.room == "OverviewRoom"


async def test_units_get_the_lines_that_the_tasks_below_leave_empty(plan_2021: str) -> None:
    first = Record(plan_2021).summary().plan.first_day
    async with staged(plan_2021, size=(140, 40), as_of=first) as stage:
        units = stage.app.screen.query_one("#units", BarList)
        table = stage.app.screen.query_one("#attention", TaskTable)
        assert table.count == 0
        assert units.count > 16
        assert len(units.in_sight) == units.count
        assert "Không có việc nào quá hạn hay có nguy cơ chậm." in stage.text
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert "Không có việc nào quá hạn hay có nguy cơ chậm." in stage.text


async def test_tasks_that_need_attention_keep_their_share(plan_2021: str) -> None:
    last = Record(plan_2021).summary().plan.last_day
    async with staged(plan_2021, size=(140, 40), as_of=last) as stage:
        units = stage.app.screen.query_one("#units", BarList)
        table = stage.app.screen.query_one("#attention", TaskTable)
        assert table.count > 20
        assert table.size.height * 5 >= units.size.height * 3


class TestReportsOwed:
    async def test_a_wide_screen_has_a_tile_that_opens_who_owes_them(self, database: str) -> None:
        async with staged(database, size=(140, 40)) as stage:
            labels = lines_with(stage.text, "báo cáo trễ hạn")[0]
            figures = stage.text.splitlines()[stage.text.splitlines().index(labels) - 1]
            # Made on 1 July: two reports of the first quarter are late, of two units.
            assert "2 !" in figures
            assert "2 đơn vị" in figures
            stage.app.screen.query_one(Tiles).focus()
            stage.app.screen.query_one(Tiles).chosen = 5
            await stage.press("enter")
            assert stage.room == "ReportsRoom"

    async def test_a_narrow_one_says_it_beside_and_in_both_languages(self, database: str) -> None:
        async with staged(database) as stage:
            assert "2 báo cáo trễ hạn" in stage.text
            await stage.press("v")
            assert "2 reports late" in stage.text
            tiles = stage.app.screen.query_one(Tiles)
            tiles.focus()
            await stage.press("left", "enter")
            # There is no sixth tile to walk to.
            assert stage.room == "ExplainRoom"
