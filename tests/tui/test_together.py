"""Many tasks at once: marked, tried, said, changed, and taken back by one key."""

from __future__ import annotations

from datetime import date

from tests.tui.stage import Record, Stage, desk_at, lines_with, staged
from tracker.domain.origin import Field
from tracker.domain.status import Status
from tracker.service.editing import edit_task
from tracker.tui.screens.tasks import TasksRoom
from tracker.tui.widgets.table import MARKED, UNMARKED


def room(stage: Stage) -> TasksRoom:
    assert isinstance(stage.app.screen, TasksRoom)
    return stage.app.screen


def deadlines(database: str) -> dict[str, date | None]:
    return {row.code: row.deadline for row in Record(database).rows()}


async def test_marks_are_set_one_by_one_by_range_and_all_at_once(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2")
        assert UNMARKED not in stage.text
        await stage.press("space")
        assert "Đã đánh dấu 1 nhiệm vụ" in stage.text
        assert len(lines_with(stage.text, MARKED)) == 1
        await stage.press("down", "down", "V")
        assert len(room(stage).table.marked) == 4
        await stage.press("up", "space")
        assert len(room(stage).table.marked) == 3
        every = room(stage).table.count
        await stage.press("asterisk")
        assert len(room(stage).table.marked) == every
        await stage.press("asterisk")
        assert "Chưa đánh dấu nhiệm vụ nào" in stage.text
        await stage.press("space", "escape")
        assert stage.room == "TasksRoom"
        assert room(stage).table.marked == set()
        await stage.press("escape")
        assert stage.room == "OverviewRoom"


async def test_a_mark_stays_while_its_task_is_in_the_list(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "asterisk", "slash")
        await stage.type("my xuyen")
        few = room(stage).table.count
        assert 0 < len(room(stage).table.marked) == few
        await stage.press("enter", "escape")
        assert len(room(stage).table.marked) == 0


async def test_they_are_edited_together_after_one_question_and_undone_as_one(
    database: str,
) -> None:
    before = deadlines(database)
    async with staged(database) as stage:
        await stage.press("2", "space", "space", "space", "e")
        assert stage.room == "EditTogetherForm"
        assert "3 nhiệm vụ" in stage.text
        await stage.fill(deadline="30/9", why="kế hoạch mới")
        await stage.press("ctrl+s")
        assert stage.room == "ChoiceDialog"
        assert "thời hạn → 30/9/2021" in stage.text
        assert "Sửa 3 nhiệm vụ" in stage.text
        assert deadlines(database) == before
        # The other answer writes nothing and goes back to the form.
        await stage.press("down", "enter")
        assert stage.room == "EditTogetherForm"
        assert deadlines(database) == before
        await stage.press("ctrl+s", "enter")
        assert stage.room == "TasksRoom"
        assert "3 nhiệm vụ: đã sửa thời hạn" in stage.text
        assert room(stage).table.marked == set()
        changed = [c for c, day in deadlines(database).items() if day != before[c]]
        assert len(changed) == 3
        assert {deadlines(database)[code] for code in changed} == {date(2021, 9, 30)}
        await stage.press("u")
        assert deadlines(database) == before


async def test_what_says_so_already_is_counted(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "asterisk", "e")
        await stage.fill(unit="my-xuyen")
        await stage.press("ctrl+s")
        assert "đã đúng như vậy, để nguyên" in stage.text


async def test_bad_values_are_said_beneath_and_refusals_in_the_form(database: str) -> None:
    before = deadlines(database)
    async with staged(database) as stage:
        await stage.press("2", "asterisk", "e", "ctrl+s")
        assert "Không có gì thay đổi." in stage.text
        for field, typed, said in (
            ("unit", "my-xuyn", "my-xuyen"),
            ("deadline", "31/2", "31/2"),
            ("weight", "101", "1"),
            ("document", "12-KH", "Cần ghi ngày của văn bản."),
        ):
            await stage.fill(unit="", deadline="30/9", weight="", document="")
            await stage.fill(**{field: typed})
            await stage.press("ctrl+s")
            assert stage.room == "EditTogetherForm", field
            assert said in stage.run_on, field
        assert deadlines(database) == before


async def test_one_that_was_changed_meanwhile_is_not_written_over(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "asterisk", "e")
        desk = desk_at(database)
        edit_task(desk, None, "D7.1-my-xuyen", {Field.WEIGHT: 7})
        desk.engine.dispose()
        before = deadlines(database)
        await stage.fill(deadline="30/9")
        await stage.press("ctrl+s")
        assert stage.room == "EditTogetherForm"
        assert "D7.1-my-xuyen: trong lúc đó" in stage.run_on
        assert deadlines(database) == before


async def test_they_are_stopped_together_with_one_reason(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "space", "space", "s")
        assert stage.room == "StopTogetherForm"
        await stage.press("ctrl+s")
        assert stage.room == "StopTogetherForm"
        await stage.fill(why="trùng nội dung")
        await stage.press("ctrl+s")
        assert "Dừng từ ngày" in stage.text
        await stage.press("enter")
        assert "Đã dừng 2 nhiệm vụ" in stage.text
        stopped = [r for r in Record(database).rows() if r.status is Status.CANCELLED]
        assert len(stopped) >= 2
        await stage.press("u")
        after = [r for r in Record(database).rows() if r.status is Status.CANCELLED]
        assert len(after) == len(stopped) - 2


async def test_without_marks_the_task_under_the_cursor_is_edited(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "e")
        assert stage.room == "EditForm"
        await stage.press("escape", "s")
        assert stage.room == "StopForm"
