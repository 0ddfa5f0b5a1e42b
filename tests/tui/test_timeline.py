"""The timeline on screen: bars by group, folded, filtered like the list, and worked from."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.events import Key
from textual.reactive import reactive
from textual.widgets import Input

from tests.tui.stage import (
    DIRECTIVES,
    HOSTILE,
    TASKS,
    UNITS,
    Stage,
    desk_at,
    lines_with,
    record,
    staged,
)
from tests.tui.test_windowed_table import row
from tracker import i18n
from tracker.domain.condition import By, Condition
from tracker.domain.plan import Plan, PlanDraft, Source
from tracker.domain.schedule import Group
from tracker.domain.words import Words
from tracker.tui.app import TrackerApp
from tracker.tui.screens.tasks import TasksRoom
from tracker.tui.screens.timeline import TimelineRoom
from tracker.tui.widgets.timeline_table import TimelineTable
from tracker.tui.widgets.windowed import KEPT_ROWS

DAY = date(2021, 6, 30)


def table(stage: Stage) -> TimelineTable:
    return stage.app.screen.query_one(TimelineTable)


def code(stage: Stage) -> str | None:
    found = table(stage).row
    return found.code if found else None


class TestTheBars:
    async def test_tasks_stand_under_their_units_by_deadline(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("7")
            assert stage.room == "TimelineRoom"
            assert lines_with(stage.text, "theo đơn vị chủ trì", "│30/6/2021")
            assert lines_with(stage.text, "Nhiệm vụ", "1  2  3", "Hạn")
            lines = stage.text.splitlines()
            names = ("▾ Tỉnh ủy", "D7.3", "▾ Huyện Mỹ Xuyên", "D7.1", "D8.1", "D7.2", "▾ Huyện Kế")
            places = [next(n for n, line in enumerate(lines) if name in line) for name in names]
            assert places == sorted(places)
            assert "6 / 6 nhiệm vụ" in stage.text

    async def test_an_overdue_task_says_so_without_colour(self, database: str) -> None:
        async with staged(database, as_of=date(2021, 9, 30)) as stage:
            await stage.press("7")
            (bar,) = lines_with(stage.text, "! D7.1")
            assert "█████████░░░░░░░░░◆*╍╍╍╍╍╍╍╍╍╍│" in bar
            assert bar.endswith("15/6*")
            (open_end,) = lines_with(stage.text, "D7.2 Ban hành")
            assert "›" in open_end
            assert open_end.endswith("—")

    async def test_the_days_line_goes_through_all_lines(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("7")
            column = lines_with(stage.text, "30/6/2021", "theo")[0].index("│")
            lines = [*lines_with(stage.text, "▾ "), *lines_with(stage.text, "D7.1")[:1]]
            assert len(lines) == 4
            assert {line[column] for line in lines} == {"│"}

    async def test_two_lines_tell_of_the_task_under_the_cursor(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("7")
            # The first task, not its group's line.
            assert code(stage) == "D7.3-tinh"
            assert "D7.3-tinh · Vận động Quỹ “Vì người nghèo”" in stage.text
            assert "Tỉnh ủy · từ ngày 1/1/2021 · hạn 31/12/2021" in stage.text
            await stage.press("G")
            assert "D7.1-ke-sach · Đối thoại với nông dân" in stage.text
            assert "hạn 15/6/2021 · 50,0 % · quá hạn" in stage.text

    async def test_b_turns_to_the_directives_and_the_cursor_stays_on_its_task(
        self, database: str
    ) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("7", "G", "b")
            assert lines_with(stage.text, "theo chỉ đạo")
            assert lines_with(stage.text, "▾ D7  Đối thoại", "4 nhiệm vụ")
            assert lines_with(stage.text, "D7.1 Huyện Mỹ Xuyên")
            assert code(stage) == "D7.1-ke-sach"
            await stage.press("ctrl+b")
            assert lines_with(stage.text, "theo đơn vị chủ trì")
            assert code(stage) == "D7.1-ke-sach"

    async def test_it_says_everything_in_english_too(self, database: str) -> None:
        async with staged(database, as_of=DAY, size=(140, 40)) as stage:
            await stage.press("7", "v")
            assert lines_with(stage.text, "by lead unit")
            assert lines_with(stage.text, "Task", "Jan", "Dec", "%", "Due")
            assert "from 1/1/2021 · due 31/12/2021" in stage.text
            assert "│ the day asked about" in stage.text
            assert i18n.lang() == "en"

    async def test_texts_of_users_are_data(self, tmp_path: Path, migrated_sqlite: Path) -> None:
        database = str(shutil.copy(migrated_sqlite, tmp_path / "hostile.db"))
        plan = Plan("la-2021", 2021, Words("Lạ"), "tinh", Source("–"))
        units = tuple(replace(unit, short=Words(HOSTILE)) for unit in UNITS)
        directives = tuple(replace(one, short=Words(HOSTILE)) for one in DIRECTIVES)
        tasks = tuple(replace(task, title=Words(HOSTILE)) for task in TASKS)
        put(database, PlanDraft(plan, units, directives), *tasks)
        async with staged(database, as_of=DAY, size=(160, 30)) as stage:
            for _ in range(2):
                await stage.press("7", "b")
                assert len(lines_with(stage.text, "[b]đậm[/b] {{ dấu }} <thẻ>")) >= 6
                assert "\x1b" not in stage.text

    async def test_without_tasks_it_says_what_to_do(
        self, tmp_path: Path, migrated_sqlite: Path
    ) -> None:
        database = str(shutil.copy(migrated_sqlite, tmp_path / "empty.db"))
        plan = Plan("trong-2021", 2021, Words("Trống"), "tinh", Source("–"))
        put(database, PlanDraft(plan, UNITS, DIRECTIVES))
        async with staged(database) as stage:
            await stage.press("7")
            assert "Chưa có nhiệm vụ nào. Bấm 2 rồi a để thêm nhiệm vụ." in stage.text
            await stage.press("enter", "left", "right", "down", "b", "r", "escape")
            assert stage.room == "OverviewRoom"

    @pytest.mark.parametrize("size", [(20, 5), (40, 12), (80, 24), (140, 40), (250, 70)])
    async def test_it_stands_in_any_window(self, database: str, size: tuple[int, int]) -> None:
        async with staged(database, as_of=DAY, size=size) as stage:
            await stage.press("7", "down", "b", "G", "6", "G", "right", "b", "o")
            assert all(len(line) <= size[0] for line in stage.text.splitlines())


def put(database: str, plan: PlanDraft, *tasks: object) -> None:
    from tracker.service.plans import apply_plan

    desk = desk_at(database)
    apply_plan(desk, plan, tasks)  # type: ignore[arg-type]
    desk.engine.dispose()


class TestFolding:
    async def test_a_group_is_folded_with_the_keys_of_a_tree(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("7", "left")
            assert table(stage).row is None
            assert "▌▾ Tỉnh ủy" in stage.text
            await stage.press("h")
            assert "▌▸ Tỉnh ủy" in stage.text
            assert not lines_with(stage.text, "D7.3 ")
            await stage.press("l")
            assert lines_with(stage.text, "D7.3 ")
            await stage.press("enter", "down")
            assert "▌▾ Huyện Mỹ Xuyên" in stage.text
            await stage.press("f5")
            assert "▸ Tỉnh ủy" in stage.text

    async def test_a_click_on_a_groups_line_folds_it(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("7")
            (line,) = lines_with(stage.text, "▾ Huyện Mỹ Xuyên")
            y = stage.text.splitlines().index(line) - table(stage).region.y
            await stage.pilot.click("#bars", offset=(4, y), times=2)
            await stage.settle()
            assert lines_with(stage.text, "▸ Huyện Mỹ Xuyên")


class TestWorking:
    async def test_enter_opens_the_task_and_escape_comes_back_to_it(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("7", "G", "enter")
            assert stage.room == "TaskRoom"
            await stage.press("escape")
            assert stage.room == "TimelineRoom"
            assert code(stage) == "D7.1-ke-sach"

    @pytest.mark.parametrize(("key", "form"), [("r", "ReportForm"), ("e", "EditForm")])
    async def test_the_task_is_reported_on_and_edited(
        self, database: str, key: str, form: str
    ) -> None:
        async with staged(database) as stage:
            await stage.press("7", "G", key)
            assert stage.room == form
            assert "D7.1-ke-sach" in stage.text

    async def test_a_report_is_seen_in_the_bar(self, database: str) -> None:
        async with staged(database) as stage:
            await stage.press("7", "G")
            before = lines_with(stage.text, "! D7.1")[0].count("█")
            await stage.press("r")
            await stage.fill(value="1")
            await stage.press("ctrl+s")
            assert stage.room == "TimelineRoom"
            assert lines_with(stage.text, "! D7.1")[0].count("█") > before
            record(database, "D7.1-ke-sach", "2021-Q3", 1)
            await stage.press("f5")
            assert "100,0 %" in stage.text

    async def test_on_a_groups_line_there_is_no_task_to_report_on(self, database: str) -> None:
        async with staged(database) as stage:
            await stage.press("7", "left", "r")
            assert stage.room == "TimelineRoom"
            assert "Chưa chọn nhiệm vụ nào." in stage.text

    async def test_an_earlier_state_of_the_record_is_shown_and_not_written_into(
        self, database: str
    ) -> None:
        record(database, "D7.1-ke-sach", "2021-Q2", 2)
        async with staged(database, as_of=DAY) as stage:
            await stage.press("7", "G")
            assert "100,0 %" in stage.text
            await stage.press("d")
            await stage.fill(known_on="#11")
            await stage.press("enter")
            assert "ghi sổ đến #11" in stage.text
            assert "50,0 %" in stage.text
            await stage.press("r")
            assert stage.room == "TimelineRoom"
            assert "bấm d để trở lại hiện tại" in stage.text


class TestWithTheList:
    async def test_the_filter_of_the_list_holds_here_as_well(self, database: str) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("2", "slash")
            await stage.type("ke-sach")
            await stage.press("enter", "7")
            assert "1 / 6 nhiệm vụ" in stage.text
            assert not lines_with(stage.text, "▾ Tỉnh ủy")
            await stage.press("slash")
            assert stage.room == "TasksRoom"
            await stage.type(" D8")
            await stage.press("alt+l")
            assert stage.room == "TimelineRoom"
            assert "Không có nhiệm vụ nào khớp bộ lọc của danh sách." in stage.text
            assert len([s for s in stage.app.screen_stack if isinstance(s, TimelineRoom)]) == 1

    async def test_where_the_list_lies_over_it_escape_brings_the_new_filter(
        self, database: str
    ) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("7", "slash")
            room = stage.app.screen
            assert isinstance(room, TasksRoom)
            await stage.type("my-xuyen")
            assert room.condition != Condition()
            await stage.press("alt+l")
            assert "3 / 6 nhiệm vụ" in stage.text
            await stage.press("ctrl+f", "enter", "escape", "escape")
            assert stage.room == "TimelineRoom"
            assert "6 / 6 nhiệm vụ" in stage.text

    @pytest.mark.parametrize(("key", "room"), [("alt+l", "TimelineRoom"), ("alt+m", "MatrixRoom")])
    async def test_from_a_field_the_other_key_leads_there_and_types_nothing(
        self, database: str, key: str, room: str
    ) -> None:
        async with staged(database, as_of=DAY) as stage:
            await stage.press("2", "slash")
            driver = stage.app._driver
            assert driver is not None
            # As a terminal sends it: with the letter.
            driver.send_message(Key(key, key[-1]))
            await stage.settle()
            assert stage.room == room
            await stage.press("2")
            assert stage.app.screen.query_one(Input).value == ""


class Host(App[None]):
    """Gives the timeline the rows that it asks for, and keeps account of what was drawn."""

    CSS_PATH = TrackerApp.CSS_PATH
    lang: reactive[i18n.Lang] = reactive[i18n.Lang]("vi")

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Sequence[int]] = []
        self.drawn: set[int] = set()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return TrackerApp.get_theme_variable_defaults(self)  # type: ignore[arg-type]

    def compose(self) -> ComposeResult:
        host = self

        class Watched(TimelineTable):
            def line(self, index: int, width: int) -> Content:
                host.drawn.add(index)
                return super().line(index, width)

        yield Watched(dom_id="bars")

    def on_windowed_rows_rows_missed(self, missed: TimelineTable.RowsMissed) -> None:
        self.asked.append(missed.ids)
        self.query_one(TimelineTable).take([row(i) for i in missed.ids])


async def test_of_many_tasks_only_the_window_is_asked_for_and_drawn() -> None:
    app = Host()
    groups = tuple(Group(f"u{n}", range(n * 100, n * 100 + 100)) for n in range(1000))
    async with app.run_test(size=(80, 24)) as pilot:
        bars = app.query_one(TimelineTable)
        bars.focus()
        bars.show(groups, [], By.UNIT, 2021, DAY, Words, Words, lambda t, w: t[:w])
        await pilot.pause()
        for key, last in (("end", 100_999), ("home", 0), ("pagedown", 22), ("G", 100_999)):
            app.asked.clear()
            await pilot.press(key)
            await pilot.pause()
            assert bars.cursor == last
            assert sum(map(len, app.asked)) <= 66
        assert bars.row is not None
        assert bars.row.id == 99_999
        assert len(app.drawn) < 200
        assert len(bars._rows) <= KEPT_ROWS


async def test_the_cursor_on_a_group_stays_when_the_list_grows_or_shrinks(database: str) -> None:
    """The group's line has another number then, which the lines before did not have."""
    async with staged(database, as_of=DAY) as stage:
        await stage.press("2", "slash")
        await stage.type("ke-sach")
        await stage.press("enter", "7", "up", "home")
        few = stage.app.screen.query_one(TimelineTable)
        group = few.group
        assert group is not None
        before = len(few.ids)
        await stage.press("2", "escape", "7")
        table = stage.app.screen.query_one(TimelineTable)
        assert len(table.ids) > before
        assert table.group is not None
        assert table.group.code == group.code
        assert table.row_at_hand is None
        await stage.press("2", "slash")
        await stage.type("ke-sach")
        await stage.press("enter", "7")
        assert stage.room == "TimelineRoom"
