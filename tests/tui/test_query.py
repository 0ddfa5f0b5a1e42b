"""The filter takes a query: read at each key, refused with its column, completed with Tab."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Static

from tests.tui.stage import BACKSPACE, HOSTILE, Record, Stage, staged
from tests.tui.test_tasks import codes, room
from tracker import i18n
from tracker.domain.condition import Condition, Sort, SortKey
from tracker.domain.query import About, OfList, OfText, Or
from tracker.query.reading import asked
from tracker.settings import views_file
from tracker.tui.answers import RoomWanted
from tracker.views import save_view

QUERY = "unit:my-xuyen status:at-risk or directive:d8 not value:none"


def beneath(stage: Stage) -> str:
    return str(stage.app.screen.query_one("#query", Static).render())


def answered(stage: Stage, database: str) -> list[str]:
    """What the record answers to the query in the field, in the list's order."""
    known = room(stage)._known
    assert known is not None
    where = asked(room(stage).words.value, known)
    rows = Record(database).rows(Condition(where=where), Sort(SortKey.NEED))
    return [row.code for row in rows]


async def test_a_query_narrows_the_list_as_it_is_typed(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type(QUERY)
        assert codes(stage) == answered(stage, database)
        assert 0 < len(codes(stage)) < 6
        assert f"{len(codes(stage))} / 6 nhiệm vụ" in stage.text
        await stage.press("enter")
        assert room(stage).table.has_focus
        assert room(stage).words.value == QUERY


async def test_words_alone_stay_what_they_were(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("nong dan")
        assert room(stage).condition == Condition(words=("nong", "dan"))


async def test_a_text_that_cannot_be_read_leaves_the_list_and_says_where(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("directive:d8")
        before = codes(stage)
        assert len(before) == 2
        await stage.type(" unit:nowhere")
        assert codes(stage) == before
        assert "2 / 6 nhiệm vụ" in stage.text
        assert "Ký tự 19: chương trình nho-2021 không có đơn vị “nowhere”." in beneath(stage)
        # It stands above the list, not over it: all of the list's lines are still there.
        assert all(code.split("-")[0] in stage.text for code in before)
        await stage.press(*["backspace"] * len(":nowhere"))
        await stage.type("=tinh")
        assert codes(stage) == ["D8.2-tinh"]
        assert "Ký tự" not in beneath(stage)


async def test_what_is_wrong_is_still_said_when_one_has_gone_to_the_list(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("(a")
        await stage.press("escape")
        assert room(stage).table.has_focus
        assert room(stage).words.value == "(a"
        assert "Ký tự 1: dấu “(” này chưa được đóng" in stage.text
        await stage.press("escape")
        assert room(stage).words.value == ""
        assert room(stage).condition == Condition()
        assert "Ký tự" not in stage.text


async def test_what_is_wrong_is_said_in_the_language_that_is_turned_to(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("(a")
        await stage.press("escape", "v")
        assert "Column 1: the “(” here is never closed" in stage.text


async def test_tab_and_right_take_the_first_suggestion(database: str) -> None:
    i18n.use("en")
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("dir")
        assert "Tab directive:" in beneath(stage)
        await stage.press("tab")
        assert room(stage).words.value == "directive:"
        assert "D7 Dialogue" in beneath(stage)
        await stage.type("d8 or stat")
        await stage.press("right")
        await stage.type("o")
        await stage.press("tab")
        assert room(stage).words.value == "directive:d8 or status:overdue"
        assert room(stage).words.has_focus
        assert codes(stage) == answered(stage, database)


async def test_a_unit_is_completed_by_its_name(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("đv:mỹ")
        assert "Tab my-xuyen Huyện Mỹ Xuyên" in beneath(stage)
        await stage.press("tab")
        assert room(stage).words.value == "đv:my-xuyen"


async def test_without_a_suggestion_tab_goes_on_and_right_moves(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("zz")
        await stage.press("left", "right")
        assert room(stage).words.cursor_position == 2
        await stage.press("tab")
        assert not room(stage).words.has_focus
        assert room(stage).words.value == "zz"


async def test_an_input_method_may_write_a_query_in_bursts(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.burst("ddv" + 3 * BACKSPACE + "đv:myx" + 2 * BACKSPACE + "ỹ xuyên")
        assert room(stage).words.value == "đv:mỹ xuyên"
        await stage.burst(5 * BACKSPACE + '"' + 4 * BACKSPACE + ' "quas hanj"' + 10 * BACKSPACE)
        await stage.settle()
        assert room(stage).words.has_focus


@pytest.mark.parametrize("text", [HOSTILE, "[/]", '"; DROP TABLE task; --', "%_\\", "x" * 5000])
async def test_hostile_text_is_text(database: str, text: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type(text[:3])
        room(stage).words.value = text
        await stage.settle()
        assert room(stage).words.value == text
        assert "\x1b" not in stage.text
        assert len(Record(database).rows()) == 6


async def test_a_megabyte_is_refused_and_the_list_stands(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        room(stage).words.value = "đối thoại " * 100_000
        await stage.settle()
        assert "chỉ đọc tối đa 1000" in beneath(stage)
        assert len(codes(stage)) == 6


async def test_what_other_keys_narrow_by_stands_beside_the_query(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("d7 or d8")
        await stage.press("enter")
        where = Or((OfText(About.TEXT, "d7"), OfText(About.TEXT, "d8")))
        assert room(stage).condition.where == where
        room(stage).narrow(replace(room(stage).condition, unit="my-xuyen"))
        await stage.settle()
        assert room(stage).words.value == "d7 or d8"
        assert {code.partition("-")[2] for code in codes(stage)} == {"my-xuyen"}
        room(stage).action_take_away("unit")
        await stage.settle()
        assert len(codes(stage)) == 6


async def test_a_condition_from_elsewhere_is_written_into_the_field(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("abc def or ghi")
        wanted = Condition(where=OfList(About.DIRECTIVE, "D8"))
        stage.app.post_message(RoomWanted("tasks", wanted))
        await stage.settle()
        assert room(stage).words.value == "directive:D8"
        assert set(codes(stage)) == {"D8.1-my-xuyen", "D8.2-tinh"}


async def test_the_parser_is_loaded_before_a_key_needs_it(database: str) -> None:
    from tracker.query.grammar import _built

    _built.cache_clear()
    async with staged(database) as stage:
        assert _built.cache_info().currsize == 0
        await stage.press("2")
        assert _built.cache_info().currsize == 1


async def test_a_saved_view_is_used_in_a_query_and_found_in_the_palette(database: str) -> None:
    save_view("Điểm-nóng", "directive:d8")
    i18n.use("en")
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("view:diem-nong tinh")
        assert codes(stage) == ["D8.2-tinh"]
        await stage.press("escape", "escape", "1", "ctrl+p")
        await stage.type("diem nong")
        await stage.press("enter")
        await stage.settle()
        assert stage.room == "TasksRoom"
        assert room(stage).words.value == "view:Điểm-nóng"
        assert set(codes(stage)) == {"D8.1-my-xuyen", "D8.2-tinh"}


async def test_a_damaged_file_of_views_is_said_and_stops_nothing(database: str) -> None:
    views_file().parent.mkdir(parents=True, exist_ok=True)
    views_file().write_text("a = ", encoding="utf-8")
    async with staged(database) as stage:
        await stage.press("2")
        assert "views.toml" in stage.run_on
        await stage.press("slash")
        await stage.type("directive:d8")
        assert len(codes(stage)) == 2
