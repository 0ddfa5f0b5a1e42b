"""The matrix on screen: signs and percents, sorted, turned, opened and come back from."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from fractions import Fraction
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
    Record,
    Stage,
    desk_at,
    lines_with,
    make_plan,
    record,
    staged,
)
from tracker import i18n
from tracker.domain.condition import Condition
from tracker.domain.matrix import Matrix, MatrixLine, MatrixRow, all_units
from tracker.domain.plan import Directive, Plan, PlanDraft, Source
from tracker.domain.status import Status
from tracker.domain.summary import Figures, total
from tracker.domain.words import Words
from tracker.tui.app import TrackerApp
from tracker.tui.screens.matrix import MatrixRoom
from tracker.tui.screens.tasks import TasksRoom
from tracker.tui.themes import DARK, OWN_VARIABLES
from tracker.tui.widgets.grid import WHOLE
from tracker.tui.widgets.matrix_table import MatrixTable, Order, cell_said

DAY = date(2021, 6, 30)


def table(stage: Stage) -> MatrixTable:
    return stage.app.screen.query_one(MatrixTable)


def units_of(stage: Stage) -> list[str]:
    return [row.code for row in table(stage).rows]


def tasks_room(stage: Stage) -> TasksRoom:
    assert isinstance(stage.app.screen, TasksRoom)
    return stage.app.screen


class TestTheGrid:
    async def test_a_cell_is_a_sign_and_a_percent(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("6")
            assert stage.room == "MatrixRoom"
            assert lines_with(stage.text, "Đơn vị", "Tất cả▾", "D7", "D8")
            assert lines_with(stage.text, "việc riêng, theo mức cần", "%")
            (row,) = lines_with(stage.text, "Huyện Kế Sách")
            # Two of four, and its deadline has passed; no task under D8.
            assert row.split()[-5:] == ["!", "50,0", "!", "50,0", "·"]
            assert units_of(stage)[0] == "ke-sach"

    async def test_the_total_row_and_the_total_column_are_the_summarys(self, database: str) -> None:
        summary = Record(database, DAY).summary()
        async with staged(database, as_of=DAY) as stage:
            await stage.press("6")
            grid = table(stage)
            assert grid.whole_said(0) == cell_said(summary.totals)
            for index, row in enumerate(grid.rows, 1):
                (own,) = [found.own for found in summary.rows if found.code == row.code]
                assert grid.whole_said(index) == cell_said(own)

    async def test_two_lines_say_what_the_cursor_is_on(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("6")
            assert "Mọi đơn vị · mọi nhiệm vụ chỉ đạo" in stage.text
            await stage.press("down", "right")
            assert "Huyện Kế Sách · D7 Đối thoại" in stage.text
            assert "! hoàn thành 50,0 %" in stage.text
            assert "hoàn thành 0/1 đến hạn, 0/1 tất cả   ! 1 quá hạn" in stage.text
            await stage.press("l")
            assert "Huyện Kế Sách · D8 Điểm nóng" in stage.text
            assert "không có nhiệm vụ" in stage.text
            await stage.press("h", "h", "h", "g")
            assert table(stage).column == WHOLE
            assert "Mọi đơn vị · mọi nhiệm vụ chỉ đạo" in stage.text

    async def test_where_there_is_no_room_words_give_way_and_no_figure(
        self, plan_2021: str
    ) -> None:
        totals = Record(plan_2021, date(2021, 12, 31)).summary().totals
        async with staged(plan_2021, as_of=date(2021, 12, 31)) as stage:
            await stage.press("6")
            line = lines_with(stage.text, "đến hạn")[-1]
            due, every = totals.done_of_due, totals.done_of_all
            assert f"{due.numerator}/{due.denominator}" in line
            assert f"{every.numerator}/{every.denominator}" in line
            assert f"! {totals.count(Status.OVERDUE)}" in line
            assert len(line) <= 80

    async def test_what_awaits_review_is_said(self, tmp_path: Path, migrated_sqlite: Path) -> None:
        database = str(shutil.copy(migrated_sqlite, tmp_path / "reviewed.db"))
        make_plan(database, review=True)
        async with staged(database, as_of=DAY, size=(120, 30)) as stage:
            await stage.press("6")
            assert "4 báo cáo chờ duyệt" in stage.text

    async def test_it_says_everything_in_english_too(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("6", "v")
            assert lines_with(stage.text, "Unit", "All▾", "D7", "D8")
            assert lines_with(stage.text, "own tasks, by need")
            assert "All units · all directives" in stage.text
            assert "done of due 0/1 (0,0 %)   done of all 0/6 (0,0 %)   ! 1 overdue" in stage.text
            assert i18n.lang() == "en"

    async def test_without_tasks_it_says_what_to_do(
        self, tmp_path: Path, migrated_sqlite: Path
    ) -> None:
        database = str(shutil.copy(migrated_sqlite, tmp_path / "empty.db"))
        plan = Plan("trong-2021", 2021, Words("Trống"), "tinh", Source("–"))
        put(database, PlanDraft(plan, UNITS, DIRECTIVES))
        async with staged(database) as stage:
            await stage.press("6")
            assert "Chưa có nhiệm vụ nào. Bấm 2 rồi a để thêm nhiệm vụ." in stage.text
            await stage.press("enter", "left", "down", "b", "o", "w", "escape")
            assert stage.room == "OverviewRoom"

    async def test_texts_of_users_are_data(self, tmp_path: Path, migrated_sqlite: Path) -> None:
        database = str(shutil.copy(migrated_sqlite, tmp_path / "hostile.db"))
        plan = Plan("la-2021", 2021, Words("Lạ"), "tinh", Source("–"))
        units = tuple(replace(unit, short=Words(HOSTILE)) for unit in UNITS)
        directives = tuple(replace(one, short=Words(HOSTILE)) for one in DIRECTIVES)
        put(database, PlanDraft(plan, units, directives), *TASKS)
        async with staged(database, as_of=DAY, size=(140, 30)) as stage:
            await stage.press("6", "down", "right")
            assert len(lines_with(stage.text, "[b]đậm[/b] {{ dấu }} <thẻ> ␛[31mđỏ␇")) >= 4
            assert "\x1b" not in stage.text


def put(database: str, plan: PlanDraft, *tasks: object) -> None:
    from tracker.service.plans import apply_plan

    desk = desk_at(database)
    apply_plan(desk, plan, tasks)  # type: ignore[arg-type]
    desk.engine.dispose()


class TestTurning:
    async def test_o_turns_the_order_and_the_cursor_stays_on_its_unit(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("6", "down", "right")
            assert units_of(stage) == ["ke-sach", "my-xuyen", "tinh"]
            await stage.press("o")
            assert "việc riêng, theo chương trình" in stage.text
            assert units_of(stage) == ["tinh", "my-xuyen", "ke-sach"]
            assert lines_with(stage.text, "▌  Huyện Kế Sách")
            await stage.press("right", "o")
            assert lines_with(stage.text, "D7", "D8▾")
            assert "theo D8" in stage.text
            # Nobody is behind there but those without a task come last.
            assert units_of(stage)[-1] == "ke-sach"
            cell = table(stage).cell
            assert cell is not None
            assert cell.unit == "ke-sach"
            await stage.press("o")
            assert table(stage).order is Order.NEED

    async def test_b_counts_all_below_and_the_total_stays(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("6")
            before = lines_with(stage.text, "Mọi đơn vị")[0]
            await stage.press("ctrl+o", "b")
            assert "cả cấp dưới, theo chương trình" in stage.text
            province = lines_with(stage.text, "Tỉnh ủy ")[-1]
            # All units but the police, who lead none, lie below the province.
            assert province.split()[-6:] == before.replace("▸", "").split()[-6:]
            await stage.press("down")
            assert "Tỉnh ủy và mọi cấp dưới" in stage.text
            await stage.press("ctrl+b")
            assert "riêng Tỉnh ủy" in stage.text

    async def test_a_click_on_a_head_sorts_by_that_column(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("6")
            (head,) = lines_with(stage.text, "Tất cả▾")
            await stage.click("#grid", head.index("D8"), 0)
            assert lines_with(stage.text, "D8▾")
            assert table(stage).sorted_by == "D8"
            await stage.click("#grid", head.index("Tất cả") + 2, 0)
            assert lines_with(stage.text, "Tất cả▾")
            assert units_of(stage)[0] == "ke-sach"


class TestOpening:
    async def test_enter_opens_the_tasks_and_escape_comes_back_to_the_cell(
        self, database: str
    ) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("6", "down", "down", "right", "enter")
            wanted = Condition(unit="my-xuyen", directive="D7", below=False)
            assert tasks_room(stage).condition == wanted
            assert "2 / 6 nhiệm vụ" in stage.text
            await stage.press("escape")
            assert stage.room == "MatrixRoom"
            assert "Huyện Mỹ Xuyên · D7 Đối thoại" in stage.text
            await stage.press("b", "left", "enter")
            assert tasks_room(stage).condition == Condition(unit="my-xuyen", below=True)

    async def test_the_number_of_tasks_opened_is_that_of_the_cell(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            for keys in (("6",), ("right",), ("down",), ("b",), ("left",)):
                await stage.press(*keys)
                cell = table(stage).cell
                assert cell is not None
                await stage.press("enter")
                assert f"{cell.figures.tasks} / 6 nhiệm vụ" in stage.text
                await stage.press("escape")

    async def test_where_there_is_no_task_it_says_so(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("6", "down", "right", "right", "enter")
            assert stage.room == "MatrixRoom"
            assert "Ở đó không có nhiệm vụ nào." in stage.text

    async def test_a_click_chooses_a_cell_and_a_second_one_opens_it(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("6")
            (row,) = lines_with(stage.text, "Huyện Kế Sách")
            y = stage.text.splitlines().index(row) - table(stage).region.y
            x = row.rindex("50,0")
            await stage.click("#grid", x, y)
            assert "Huyện Kế Sách · D7 Đối thoại" in stage.text
            await stage.click("#grid", row.index("50,0"), y)
            assert "Huyện Kế Sách · mọi nhiệm vụ chỉ đạo" in stage.text
            await stage.pilot.click("#grid", offset=(x, y), times=2)
            await stage.settle()
            assert stage.room == "TasksRoom"

    async def test_w_takes_the_figure_apart(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("6", "down", "right", "w")
            assert stage.room == "ExplainRoom"
            assert "D7.1-ke-sach" in stage.text
            await stage.press("escape")
            assert stage.room == "MatrixRoom"


class TestWalking:
    async def test_it_stands_beside_the_other_rooms(self, database: str) -> None:
        async with staged(database) as stage:
            await stage.press("2", "enter", "alt+m")
            assert stage.room == "MatrixRoom"
            await stage.press("3", "6", "2", "6")
            assert len([s for s in stage.app.screen_stack if isinstance(s, MatrixRoom)]) == 1
            await stage.press("escape")
            assert stage.room == "OverviewRoom"

    async def test_what_was_reported_meanwhile_is_seen(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("6", "down", "right")
            record(database, "D7.1-ke-sach", "2021-Q2", 1)
            await stage.press("f5")
            assert "75,0" in lines_with(stage.text, "Huyện Kế Sách")[0]
            assert "Huyện Kế Sách · D7 Đối thoại" in stage.text

    async def test_an_earlier_state_of_the_record_is_shown(self, database: str) -> None:
        record(database, "D7.1-ke-sach", "2021-Q2", 1)
        async with staged(database, as_of=DAY) as stage:
            await stage.press("6", "d")
            await stage.fill(known_on="#11")
            await stage.press("enter")
            assert "ghi sổ đến #11" in stage.text
            assert "50,0" in lines_with(stage.text, "Huyện Kế Sách")[0]


def a_matrix(units: int, directives: int) -> Matrix:
    """Units whose tasks are the further behind the higher their number, modulo seven."""
    stated = tuple(
        Directive(f"D{n}", n, "lời", "words", Words(f"Việc {n}")) for n in range(directives)
    )
    rows = []
    for number in range(units):
        late = number % 7
        figures = Figures(
            {Status.OVERDUE: late, Status.IN_PROGRESS: 9 - late},
            credit=Fraction(9 - late, 9),
            weight=1,
        )
        cells = {d.code: figures for d in stated}
        line = MatrixLine(cells, total(cells.values()))
        name = Words(f"Xã {number}")
        rows.append(MatrixRow(f"u{number}", name, name, 0, line, line))
    plan = Plan("p", 2021, Words("Kế hoạch"), "u0", Source("–"))
    totals = all_units(rows, [d.code for d in stated])
    return Matrix(plan, DAY, None, Condition(), stated, tuple(rows), totals)


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

        class Watched(MatrixTable):
            def line(self, index: int, width: int) -> Content:
                host.drawn.add(index)
                return super().line(index, width)

        yield Watched(dom_id="grid")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {name: DARK.variables[name] for name in OWN_VARIABLES}

    @property
    def text(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]


def named(code: str) -> Words:
    return Words(f"Xã {code}")


class TestManyUnits:
    async def test_only_the_window_is_drawn_and_the_heads_stay(self) -> None:
        app = Host()
        async with app.run_test(size=(80, 24)) as pilot:
            grid = app.query_one(MatrixTable)
            grid.focus()
            grid.show(a_matrix(900, 20), named, lambda t, w: t[:w])
            await pilot.pause()
            assert max(app.drawn) < 60
            await pilot.press("G", *["right"] * 25)
            await pilot.pause()
            assert "D19" in app.text[0]
            assert "‹" in app.text[0]
            assert grid.cursor == 900
            assert len(app.drawn) < 120
            assert len(app.text) == 24

    @pytest.mark.parametrize("width", [40, 60, 80, 140, 200])
    async def test_every_column_can_be_walked_to_and_is_seen(self, width: int) -> None:
        app = Host()
        async with app.run_test(size=(width, 24)) as pilot:
            grid = app.query_one(MatrixTable)
            grid.focus()
            grid.show(a_matrix(11, 12), named, lambda t, w: t[:w])
            await pilot.pause()
            assert grid.column == WHOLE
            for number in range(12):
                await pilot.press("right")
                await pilot.pause()
                head = re.findall(r"D(\d+)", app.text[0])
                assert str(number) in head
                assert all(len(line) <= width for line in app.text)
                assert sum("▸" in line for line in app.text) == 1
                assert ("‹" in app.text[0]) == (head[0] != "0")
            assert "›" not in app.text[0]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (Figures(), "·"),
        (Figures({Status.IN_PROGRESS: 1}), "◐     —"),
        (Figures({Status.CANCELLED: 1}), "–     —"),
        (Figures({Status.OVERDUE: 1}, credit=Fraction(1, 4), weight=1), "!  25,0"),
        (Figures({Status.NOT_STARTED: 1}, at_risk=1, weight=1), "▲   0,0"),
        (Figures({Status.DONE_ON_TIME: 2}, credit=Fraction(2), weight=2), "● 100,0"),
        (Figures({Status.DONE_LATE: 1, Status.NOT_STARTED: 2}, weight=3), "○   0,0"),
    ],
)
def test_a_cell_says_what_is_worst_and_how_far_it_is(figures: Figures, expected: str) -> None:
    text, _ink = cell_said(figures)
    assert text == expected
