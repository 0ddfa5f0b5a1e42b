"""The list of tasks: narrowed as one types, sorted, with tree and story."""

from __future__ import annotations

from textual.widgets import Input

from tests.tui.stage import BACKSPACE, Record, Stage, lines_with, staged
from tracker.domain.condition import Condition, Sort, SortKey
from tracker.tui.screens.tasks import TasksRoom
from tracker.tui.widgets.reader import Reader
from tracker.tui.widgets.table import TaskTable
from tracker.tui.widgets.tree import Units


def room(stage: Stage) -> TasksRoom:
    screen = stage.app.screen
    assert isinstance(screen, TasksRoom)
    return screen


def codes(stage: Stage) -> list[str]:
    table = room(stage).table
    return [table._rows[i].code for i in table.ids]


def ordered(database: str, key: SortKey, *, descending: bool = False) -> list[str]:
    return [r.code for r in Record(database).rows(sort=Sort(key, descending=descending))]


async def test_the_neediest_come_first_and_the_denominator_is_in_sight(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2")
        assert codes(stage) == ordered(database, SortKey.NEED)
        assert "6 / 6 nhiệm vụ" in stage.text


async def test_typing_narrows_the_list_folded(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("doi nong dan")
        assert codes(stage) == ["D7.1-ke-sach", "D7.1-my-xuyen"]
        assert "2 / 6 nhiệm vụ" in stage.text
        await stage.press("enter")
        assert room(stage).table.has_focus


async def test_letters_of_commands_are_text_while_the_filter_has_the_focus(database: str) -> None:
    """A Telex stream: letters, backspaces and the letters that take their place."""
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.burst("ddo" + 3 * BACKSPACE + "đôrqx123")
        assert stage.room == "TasksRoom"
        assert room(stage).words.value == "đôrqx123"


async def test_filter_from_the_overview_waits_in_the_field(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("slash")
        assert room(stage).words.has_focus


async def test_no_match_says_how_to_get_out(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("không có chữ này")
        assert "Không có nhiệm vụ nào khớp" in stage.text
        assert "0 / 6 nhiệm vụ" in stage.text
        await stage.press("escape", "escape")
        assert "6 / 6 nhiệm vụ" in stage.text
        assert room(stage).words.value == ""


async def test_status_is_chosen_and_taken_away_again(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "f", "down", "down", "down", "enter")
        assert codes(stage) == ["D7.1-ke-sach"]
        assert "quá hạn ✕" in stage.text
        await stage.click("#parts", 2, 0)
        assert "6 / 6 nhiệm vụ" in stage.text


async def test_at_risk_is_a_choice_too(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "f", *["down"] * 4, "enter")
        wanted = [r.code for r in Record(database).rows(Condition(at_risk=True))]
        assert sorted(codes(stage)) == sorted(wanted)
        assert wanted


async def test_a_directive_is_chosen(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "i", "down", "down", "enter")
        assert sorted(codes(stage)) == ["D8.1-my-xuyen", "D8.2-tinh"]
        await stage.press("i", "home", "enter")
        assert len(codes(stage)) == 6


async def test_sort_by_key_and_the_same_again_turns_it_round(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "o", "home", "enter")
        assert codes(stage) == ordered(database, SortKey.CODE)
        await stage.press("o", "enter")
        assert codes(stage) == ordered(database, SortKey.CODE, descending=True)
        assert "theo mã" in stage.text


async def test_a_click_on_the_head_sorts(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2")
        head = lines_with(stage.text, "KQ/CT", "Hạn")[0]  # type: ignore[index]
        await stage.click("#table", head.index("Hạn"), 0)
        assert codes(stage) == ordered(database, SortKey.DEADLINE)
        await stage.click("#table", head.index("Hạn"), 0)
        assert codes(stage) == ordered(database, SortKey.DEADLINE, descending=True)


async def test_the_cursor_stays_on_its_task_when_the_order_changes(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "down", "down")
        here = room(stage).table.row
        assert here is not None
        await stage.press("o", "home", "enter")
        assert room(stage).table.row == here


async def test_the_tree_chooses_a_unit_with_all_below_it(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "t")
        tree = stage.app.screen.query_one(Units)
        assert tree.has_focus
        assert lines_with(stage.text, "Mọi đơn vị", "6")
        await stage.press("down")
        assert len(codes(stage)) == 6
        await stage.press("down")
        assert sorted(codes(stage)) == ["D7.1-my-xuyen", "D7.2-my-xuyen", "D8.1-my-xuyen"]
        assert lines_with(stage.text, "Huyện Kế Sách", "1")
        await stage.press("enter")
        assert room(stage).table.has_focus


async def test_branches_close_and_open(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "t", "down", "left")
        assert not lines_with(stage.text, "Huyện Kế Sách", "1")
        await stage.press("right")
        assert lines_with(stage.text, "Huyện Kế Sách", "1")
        await stage.press("down", "left")
        assert room(stage).condition.unit == "tinh"


async def test_the_tree_stands_there_at_once_where_it_is_wide(database: str) -> None:
    async with staged(database, size=(140, 40)) as stage:
        await stage.press("2")
        assert "Mọi đơn vị" in stage.text
        await stage.press("t")
        assert "Mọi đơn vị" not in stage.text


async def test_the_story_says_what_was_promised_and_reported(database: str) -> None:
    async with staged(database, size=(140, 40)) as stage:
        await stage.press("2", "slash")
        await stage.type("d7.1-my-xuyen")
        story = stage.app.screen.query_one(Reader).text
        for said in (
            "D7.1-my-xuyen",
            "phối hợp: Công an tỉnh*",
            "“đối thoại giải quyết thỏa đáng những khiếu nại, khiếu kiện kéo dài” (câu 11)",
            "Chỉ tiêu 4* cuộc",
            "Kết quả 1  25,0 %",
            "31/12/2021*",
            "cần 3 cuộc nữa",
            "Quý I: 1",
            "Quý II: —",
        ):
            assert said in story


async def test_the_whole_story_has_amended_figures_and_history(database: str) -> None:
    from tests.tui.stage import record

    record(database, "D7.1-my-xuyen", "2021-Q1", 2)
    async with staged(database, size=(140, 40)) as stage:
        await stage.press("2", "slash")
        await stage.type("d7.1-my-xuyen")
        await stage.press("enter", "enter")
        assert stage.room == "TaskRoom"
        story = stage.app.screen.query_one(Reader).text
        assert "Quý I: 2 (đã sửa, trước là 1)" in story
        assert "đã thay" in story
        assert "Lịch sử" in story
        assert story.count("người thử") >= 2
        await stage.press("escape")
        assert stage.room == "TasksRoom"
        assert room(stage).words.value == "d7.1-my-xuyen"


async def test_last_year_keeps_its_origin_and_long_figures_stay_whole(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("nguoi ngheo")
        assert "—/1.200.000.000*" in stage.text
        assert "1.000.000.000 đồng" in stage.app.screen.query_one(Reader).text


async def test_escape_goes_from_field_to_list_to_all_tasks_to_the_overview(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("voi nong")
        await stage.press("escape")
        assert room(stage).table.has_focus
        assert len(codes(stage)) == 2
        await stage.press("escape")
        assert len(codes(stage)) == 6
        await stage.press("escape")
        assert stage.room == "OverviewRoom"


async def test_mouse_moves_the_cursor_and_a_second_click_opens(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2")
        await stage.click("#table", 20, 3)
        assert room(stage).table.cursor == 2
        await stage.pilot.click("#table", offset=(20, 3), times=2)
        await stage.settle()
        assert stage.room == "TaskRoom"


async def test_cancelled_task_and_its_reason_are_in_its_story(database: str) -> None:
    from tests.tui.stage import desk_at
    from tracker.service.stops import cancel_task

    desk = desk_at(database)
    cancel_task(desk, None, "D7.2-my-xuyen", "gộp vào kế hoạch khác")
    desk.engine.dispose()
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("ke hoach")
        assert "gộp vào kế hoạch khác" in stage.app.screen.query_one(Reader).text
        assert isinstance(stage.app.screen.query_one("#table"), TaskTable)


async def test_words_that_are_told_late_take_no_letter_from_a_fast_hand(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("doi nong dan")
        words = room(stage).words
        words.post_message(Input.Changed(words, "doi"))
        await stage.settle()
        assert words.value == "doi nong dan"
        assert codes(stage) == ["D7.1-ke-sach", "D7.1-my-xuyen"]
