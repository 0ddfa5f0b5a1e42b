"""The reports due on screen: a grid that says who owes what, and opens what is behind a figure."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.reactive import reactive

from tests.tui.stage import (
    DIRECTIVES,
    HOSTILE,
    TASKS,
    UNITS,
    Stage,
    desk_at,
    lines_with,
    staged,
)
from tracker import i18n
from tracker.domain.condition import Condition, Owing
from tracker.domain.duty import DutyCounts, DutyState, PeriodDue
from tracker.domain.duty_grid import DutyGrid, DutyRow
from tracker.domain.origin import Origin
from tracker.domain.period import Rhythm, periods
from tracker.domain.plan import Plan, PlanDraft, ReportingDay, Source
from tracker.domain.task import TaskDraft
from tracker.domain.words import Words
from tracker.tui.app import TrackerApp
from tracker.tui.screens.report import ReportForm
from tracker.tui.screens.reports import ReportsRoom
from tracker.tui.screens.tasks import TasksRoom
from tracker.tui.themes import DARK, OWN_VARIABLES
from tracker.tui.widgets.duty_table import DutyTable, cell_said

LATER = datetime(2021, 7, 7, 9, 0, tzinfo=timezone(timedelta(hours=7)))
"""Two days after the second quarter's reporting day."""


def put(database: str, plan: PlanDraft, tasks: Sequence[TaskDraft]) -> None:
    """Another plan into an empty database."""
    from tracker.service.plans import apply_plan

    desk = desk_at(database)
    apply_plan(desk, plan, tasks)
    desk.engine.dispose()


def table(stage: Stage) -> DutyTable:
    return stage.app.screen.query_one(DutyTable)


def tasks_room(stage: Stage) -> TasksRoom:
    assert isinstance(stage.app.screen, TasksRoom)
    return stage.app.screen


class TestTheGrid:
    async def test_it_says_who_owes_what_and_of_how_many(self, database: str) -> None:
        async with staged(database, now=LATER) as stage:
            await stage.press("3")
            assert stage.room == "ReportsRoom"
            (head,) = lines_with(stage.text, "Đơn vị", "Quý I", "Quý IV")
            assert "Còn nợ" in head
            assert lines_with(stage.text, "chậm nhất", "5/4*", "5/7*", "5/10*", "5/1/2022*")
            # Made on 1 July: the first quarter's were late; of the second nothing is there.
            all_units = lines_with(stage.text, "Mọi đơn vị")[0]
            assert all_units.split()[-7:] == ["8", "!", "2/6", "▸!", "6/6", "·", "6"]
            (row,) = lines_with(stage.text, "Huyện Mỹ Xuyên")
            assert row.split()[-7:] == ["4", "!", "1/3", "!", "3/3", "·", "3"]
            assert "còn nợ 8 báo cáo" in stage.text

    async def test_the_cursor_waits_at_the_last_period_that_is_asked_for(
        self, database: str
    ) -> None:
        async with staged(database, now=LATER) as stage:
            await stage.press("3")
            assert "Mọi đơn vị · quý II/2021 · chậm nhất 5/7/2021*" in stage.text
            assert "6 báo cáo   ! 6 trễ hạn" in stage.text
            await stage.press("left", "down")
            assert "Huyện Mỹ Xuyên · quý I/2021 · chậm nhất 5/4/2021*" in stage.text
            assert "3 báo cáo   ! 1 trễ hạn   ● 2 đã báo cáo   ◌ 2 nộp trễ" in stage.text
            await stage.press("h", "h", "h", "G", "k", "g")
            assert "Mọi đơn vị · quý I/2021" in stage.text
            await stage.press("l", "l", "l", "l", "l")
            assert "quý IV/2021 · chậm nhất 5/1/2022*" in stage.text
            assert "không phải nộp báo cáo" in stage.text

    async def test_before_the_reporting_day_nothing_is_late(self, database: str) -> None:
        async with staged(database, as_of=date(2021, 7, 5)) as stage:
            await stage.press("3")
            all_units = lines_with(stage.text, "Mọi đơn vị")[0]
            assert all_units.split()[-7:] == ["8", "!", "2/6", "▸○", "6/6", "·", "6"]
            assert "6 báo cáo   ○ 6 chưa báo cáo" in stage.text

    async def test_a_moved_day_is_said_with_where_it_came_from(self, plan_2021: str) -> None:
        async with staged(plan_2021, as_of=date(2021, 6, 15)) as stage:
            await stage.press("3")
            assert "tháng 5/2021 · chậm nhất 7/6/2021*, dời từ 5/6/2021 là ngày nghỉ" in stage.text

    async def test_it_says_everything_in_english_too(self, database: str) -> None:
        async with staged(database, now=LATER) as stage:
            await stage.press("3", "v")
            assert lines_with(stage.text, "Unit", "Still owed", "Quarter 1")
            assert "All units · quarter 2/2021 · due on 5/7/2021*" in stage.text
            assert "6 reports   ! 6 late" in stage.text
            assert "! late  * proposed  ○ not reported yet  ● reported" in stage.text
            assert "8 quarterly reports owed" in stage.text
            assert i18n.lang() == "en"

    async def test_new_reports_are_seen_when_one_comes_back(self, database: str) -> None:
        async with staged(database, now=LATER) as stage:
            await stage.press("3", "down", "enter")
            assert stage.room == "TasksRoom"
            await stage.press("r")
            await stage.fill(value="1")
            await stage.press("ctrl+s", "escape")
            assert stage.room == "ReportsRoom"
            assert "còn nợ 7 báo cáo" in stage.text
            assert "Huyện Mỹ Xuyên · quý II/2021" in stage.text

    async def test_without_tasks_it_says_so(
        self, tmp_path: object, migrated_sqlite: object
    ) -> None:
        import shutil

        from tests.tui.stage import DIRECTIVES, UNITS
        from tracker.service.plans import apply_plan

        database = str(shutil.copy(str(migrated_sqlite), f"{tmp_path}/empty.db"))
        plan = Plan("trong-2021", 2021, Words("Trống"), "tinh", Source("–"))
        desk = desk_at(database)
        apply_plan(desk, PlanDraft(plan, UNITS, DIRECTIVES), ())
        desk.engine.dispose()
        async with staged(database) as stage:
            await stage.press("3")
            assert "Chưa có báo cáo nào phải nộp." in stage.text
            await stage.press("enter", "left", "down", "b", "escape", "escape")
            assert stage.room == "OverviewRoom"


class TestOpening:
    async def test_enter_opens_the_tasks_behind_and_escape_comes_back(self, database: str) -> None:
        async with staged(database, now=LATER) as stage:
            await stage.press("3", "left", "down", "enter")
            room = tasks_room(stage)
            q1 = periods(Rhythm.QUARTER, 2021)[0]
            owing = Owing(q1, frozenset({DutyState.LATE}), "my-xuyen")
            assert room.condition == Condition(owing=owing)
            assert "quý I: trễ hạn, Huyện Mỹ…" in stage.text
            assert [room.table.row and room.table.row.code] == ["D7.2-my-xuyen"]
            assert "1 / 6 nhiệm vụ" in stage.text
            await stage.press("escape")
            assert stage.room == "ReportsRoom"
            assert "Huyện Mỹ Xuyên · quý I/2021" in stage.text

    async def test_the_number_opened_is_the_one_that_stood_there(self, database: str) -> None:
        async with staged(database, now=LATER) as stage:
            await stage.press("3", "enter")
            assert "6 / 6 nhiệm vụ" in stage.text
            await stage.press("escape", "G", "left", "enter")
            # All there: what opens is all of it.
            assert "1 / 6 nhiệm vụ" in stage.text
            assert "quý I, " in stage.text

    async def test_a_report_is_for_the_period_one_came_from(self, database: str) -> None:
        async with staged(database, now=LATER) as stage:
            await stage.press("3", "down", "enter", "r")
            assert isinstance(stage.app.screen, ReportForm)
            assert stage.pick("period").value == "2021-Q2"

    async def test_the_filter_can_be_taken_away(self, database: str) -> None:
        async with staged(database, now=LATER) as stage:
            await stage.press("3", "down", "enter")
            tasks_room(stage).action_take_away("owing")
            await stage.settle()
            assert "6 / 6 nhiệm vụ" in stage.text

    async def test_where_nothing_is_owed_it_says_so(self, database: str) -> None:
        async with staged(database, now=LATER) as stage:
            await stage.press("3", "right", "right", "enter")
            assert stage.room == "ReportsRoom"
            assert "Ở đó không có báo cáo nào phải nộp." in stage.text

    async def test_a_click_chooses_a_cell_and_a_second_one_opens_it(self, database: str) -> None:
        async with staged(database, now=LATER) as stage:
            await stage.press("3")
            (row,) = lines_with(stage.text, "Huyện Mỹ Xuyên")
            y = stage.text.splitlines().index(row) - table(stage).region.y
            await stage.click("#grid", row.index("1/3"), y)
            assert "Huyện Mỹ Xuyên · quý I/2021" in stage.text
            await stage.pilot.click("#grid", offset=(row.index("1/3"), y), times=2)
            await stage.settle()
            assert stage.room == "TasksRoom"


class TestInWords:
    async def test_t_turns_to_the_accounts_and_back(self, database: str) -> None:
        async with staged(database, now=LATER) as stage:
            await stage.press("3", "t")
            all_units = lines_with(stage.text, "Mọi đơn vị")[0]
            units = len(table(stage).rows)
            assert all_units.split()[-4:] == ["▸!", f"{units}/{units}", "·", str(units)]
            (row,) = lines_with(stage.text, "Huyện Mỹ Xuyên")
            assert row.split()[-7:] == ["2", "!", "1/1", "!", "1/1", "·", "1"]
            assert f"nợ {2 * units} báo cáo bằng lời" in stage.text
            assert f"{units} báo cáo bằng lời   ! {units} trễ hạn" in stage.text
            await stage.press("t")
            assert "còn nợ 8 báo cáo" in stage.text

    async def test_enter_opens_the_account_and_what_is_written_is_owed_no_more(
        self, database: str
    ) -> None:
        async with staged(database, now=LATER) as stage:
            await stage.press("3", "t")
            await stage.press("enter")
            assert stage.room == "ReportsRoom"
            assert "Báo cáo bằng lời là của từng đơn vị" in stage.text
            while table(stage).cell.unit != "my-xuyen":  # type: ignore[union-attr]
                await stage.press("down")
            await stage.press("enter")
            assert stage.room == "AccountForm"
            assert "my-xuyen · Quý II/2021" in stage.text
            await stage.press("x", "ctrl+s")
            assert stage.room == "ReportsRoom"
            row = lines_with(stage.text, "Huyện Mỹ Xuyên")[0]
            # Handed in two days after the reporting day.
            assert row.split()[-6:] == ["!", "1/1", "▸◌", "1", "·", "1"]

    async def test_m_opens_it_from_the_figures_as_well(self, database: str) -> None:
        async with staged(database, now=LATER) as stage:
            await stage.press("3", "down", "m")
            assert stage.room == "AccountForm"


class TestWalking:
    async def test_the_rooms_stand_side_by_side(self, database: str) -> None:
        async with staged(database) as stage:
            await stage.press("2", "enter", "3")
            assert stage.room == "ReportsRoom"
            await stage.press("2")
            assert stage.room == "TasksRoom"
            await stage.press("ctrl+e")
            assert stage.room == "ReportsRoom"
            assert len([s for s in stage.app.screen_stack if isinstance(s, ReportsRoom)]) == 1
            await stage.press("escape")
            assert stage.room == "OverviewRoom"

    async def test_the_rhythm_is_chosen_among_those_of_the_tasks(self, plan_2021: str) -> None:
        async with staged(plan_2021, as_of=date(2021, 6, 15)) as stage:
            await stage.press("3", "b")
            offered = ["hằng tháng", "hằng quý", "6 tháng một lần", "hằng năm"]
            assert all(lines_with(stage.text, name) for name in offered)
            await stage.press("down", "enter")
            assert lines_with(stage.text, "Quý I", "Quý IV")
            assert "Mọi đơn vị · quý I/2021" in stage.text
            await stage.press("f5")
            assert lines_with(stage.text, "Quý I", "Quý IV")

    async def test_help_tells_late_from_closed(self, database: str) -> None:
        async with staged(database, size=(120, 70)) as stage:
            await stage.press("3", "question_mark")
            text = " ".join(stage.text.split())
            assert "trễ hạn" in text
            assert "Kỳ đã khóa" in text
            assert "bị trả lại" in text


class TestAnotherRule:
    async def test_a_stated_day_bears_no_mark_and_reviewed_reports_are_accepted(
        self, tmp_path: Path, migrated_sqlite: Path
    ) -> None:
        database = str(shutil.copy(migrated_sqlite, tmp_path / "reviewed.db"))
        plan = Plan(
            "duyet-2021",
            2021,
            Words("Chương trình có duyệt"),
            "tinh",
            Source("–"),
            review=True,
            reporting=ReportingDay(25, within=True, origin=Origin.SOURCE),
        )
        units = tuple(replace(unit, short=Words(HOSTILE)) for unit in UNITS)
        put(database, PlanDraft(plan, units, DIRECTIVES), TASKS)
        async with staged(database, as_of=date(2021, 3, 26)) as stage:
            await stage.press("3")
            assert "chậm nhất 25/3/2021\n" in stage.text
            assert "↩ bị trả lại" in stage.text
            assert "● đã duyệt" in stage.text
            assert "[b]đậm[/b]" in stage.text


def a_grid(units: int, rhythm: Rhythm = Rhythm.MONTH) -> DutyGrid:
    """Units with as many late reports as their number says, modulo seven."""
    due = tuple(
        PeriodDue(p, p.last_day + timedelta(5), p.last_day + timedelta(5))
        for p in periods(rhythm, 2021)
    )
    rows = tuple(
        DutyRow(
            f"u{n}",
            Words(f"Xã số {n}"),
            Words(f"Xã {n}"),
            {
                d.period: DutyCounts({DutyState.LATE: n % 7, DutyState.ACCEPTED: 9 - n % 7})
                for d in due
            },
            {},
        )
        for n in range(units)
    )
    plan = Plan("p", 2021, Words("Kế hoạch"), "u0", Source("–"))
    return DutyGrid(plan, date(2021, 12, 31), None, Condition(), due, rows)


class Host(App[None]):
    """Only the grid, and an account of what it drew."""

    CSS_PATH = TrackerApp.CSS_PATH
    lang: reactive[i18n.Lang] = reactive[i18n.Lang]("vi")

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name
        self.drawn: set[int] = set()

    def compose(self) -> ComposeResult:
        host = self

        class Watched(DutyTable):
            def line(self, index: int, width: int) -> Content:
                host.drawn.add(index)
                return super().line(index, width)

        yield Watched(dom_id="grid")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {name: DARK.variables[name] for name in OWN_VARIABLES}


def text_of(app: App[None]) -> list[str]:
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


class TestManyUnits:
    async def test_only_the_window_is_drawn_and_the_heads_stay(self) -> None:
        app = Host()
        async with app.run_test(size=(80, 24)) as pilot:
            grid = app.query_one(DutyTable)
            grid.focus()
            grid.show(a_grid(900), lambda code: Words(f"Xã {code}"), lambda t, w: t[:w])
            await pilot.pause()
            assert max(app.drawn) < 60
            await pilot.press("G")
            await pilot.pause()
            lines = text_of(app)
            assert "Tháng 11" in lines[0]
            assert "chậm nhất" in lines[1]
            assert grid.cell is not None
            assert grid.cursor == 900
            assert len(app.drawn) < 120
            assert len(lines) == 24

    @pytest.mark.parametrize("width", [40, 60, 80, 140, 200])
    async def test_every_period_can_be_walked_to_and_is_seen(self, width: int) -> None:
        app = Host()
        async with app.run_test(size=(width, 24)) as pilot:
            grid = app.query_one(DutyTable)
            grid.focus()
            grid.show(a_grid(11), lambda code: Words(f"Xã {code}"), lambda t, w: t[:w])
            await pilot.press(*["left"] * 14)
            for number in range(1, 13):
                await pilot.pause()
                lines = text_of(app)
                assert f"Tháng {number}" in lines[0]
                assert all(len(line) <= width for line in lines)
                assert sum("▸" in line for line in lines) == 1
                assert lines[2].strip("▌ ").startswith("Mọi đơn vị")
                first = re.search(r"Tháng (\d+)", lines[0])
                assert first is not None
                assert ("‹" in lines[0]) == (first[1] != "1")
                await pilot.press("right")

    async def test_the_cursor_stays_on_its_unit_when_the_order_changes(self) -> None:
        app = Host()
        async with app.run_test(size=(80, 24)) as pilot:
            grid = app.query_one(DutyTable)
            grid.show(a_grid(11), Words, lambda t, w: t[:w])
            grid.cursor = 3
            before = grid.cell
            assert before is not None
            calm = a_grid(11)
            rows = [r for r in calm.rows if r.code != before.unit]
            chosen = next(r for r in calm.rows if r.code == before.unit)
            done = replace(
                chosen, cells={p: DutyCounts({DutyState.ACCEPTED: 9}) for p in chosen.cells}
            )
            grid.show(replace(calm, rows=(*rows, done)), Words, lambda t, w: t[:w])
            await pilot.pause()
            assert grid.cell is not None
            assert (grid.cell.unit, grid.cell.due) == (before.unit, before.due)
            assert grid.cursor > 3


LATE, BACK, NOT_YET = DutyState.LATE, DutyState.RETURNED, DutyState.MISSING
WAITS, THERE, NOT_DUE = DutyState.SUBMITTED, DutyState.ACCEPTED, DutyState.NOT_DUE


@pytest.mark.parametrize(
    ("states", "late", "expected"),
    [
        ({}, 0, ""),
        ({LATE: 2, THERE: 3}, 1, "! 2/5"),
        ({BACK: 1, LATE: 2}, 0, "! 2/3"),
        ({BACK: 1, NOT_YET: 2}, 0, "↩ 1/3"),
        ({NOT_YET: 2, WAITS: 1}, 0, "○ 2/3"),
        ({WAITS: 1, THERE: 4}, 0, "◐ 1/5"),
        ({THERE: 1200}, 0, "● 1.200"),
        ({THERE: 5}, 1, "◌ 5"),
        ({THERE: 1, NOT_DUE: 3}, 0, "● 1/4"),
        ({NOT_DUE: 4}, 0, "· 4"),
    ],
)
def test_a_cell_says_what_is_worst_how_many_and_of_how_many(
    states: dict[DutyState, int], late: int, expected: str
) -> None:
    text, _ink = cell_said(DutyCounts(states, late))
    assert text == expected


class TestClosing:
    """Closed is not late: a sign of its own at the period, and in words below."""

    async def test_a_period_is_closed_opened_again_and_undone(self, database: str) -> None:
        async with staged(database, now=LATER) as stage:
            await stage.press("3", "left", "c")
            assert lines_with(stage.text, "⊘ Quý I", "Quý II")
            assert "Quý I/2021 đã khóa sổ: còn nợ 2, chờ duyệt 0" in stage.text
            assert "⊘ khóa sổ" in stage.text
            await stage.press("2", "slash")
            await stage.type("d7.1-my-xuyen")
            await stage.press("enter", "r")
            stage.pick("period").value = "2021-Q1"
            await stage.fill(value="2")
            assert "đã khóa sổ" in stage.entry("value").said_beneath
            await stage.press("escape", "3", "home", "left", "c")
            assert stage.room == "ReopenForm"
            await stage.press("ctrl+s")
            assert "Cần nêu lý do" in stage.text
            await stage.fill(why=HOSTILE, until="1/7/2021")
            await stage.press("ctrl+s")
            assert "đã qua" in stage.entry("until").said_beneath
            await stage.fill(until="9/7")
            await stage.press("ctrl+s")
            assert "mở lại đến hết 9/7/2021" in stage.text
            assert not lines_with(stage.text, "⊘ Quý I")
            await stage.press("u")
            assert lines_with(stage.text, "⊘ Quý I")
            await stage.press("u")
            assert "khóa sổ" not in stage.text.splitlines()[-4]
