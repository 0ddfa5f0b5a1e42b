"""Telex and VNI: backspaces and letters that come in one burst keep their order."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.events import Key
from textual.widgets import Input, TextArea

from tests.tui.stage import BACKSPACE, Stage, staged
from tracker.tui.widgets.line_input import LineInput
from tracker.tui.widgets.text_area import WritingArea

ROOM = Path(__file__).parents[2] / "tracker" / "tui"


def corrected(*steps: tuple[str, str]) -> str:
    """A stream of letters typed, each stretch then taken back and put in its accented form."""
    return "".join(typed + BACKSPACE * len(typed) + put for typed, put in steps)


STREAMS = {
    "one word at a time": (corrected(("ddoois", "đối"), (" thoaij", " thoại")), "đối thoại"),
    "telex": (corrected(("d", "đ"), ("oo", "ô"), ("i", "i")) + BACKSPACE * 2 + "ối", "đối"),
    "vni": (corrected(("d9", "đ"), ("u7", "ư"), ("o7", "ơ"), ("ng2", "ng")) + "!", "đương!"),
    "vni, accents last": ("huyen6" + BACKSPACE * 3 + "ên5" + BACKSPACE * 3 + "ện", "huyện"),
}
PLACES = {
    "filter": (("2", "slash"), "#words"),
    "report": (("2", "r"), "#value Input"),
    "note": (("2", "r", "enter", "enter", "enter"), "#note Input"),
    "edit": (("2", "e", "enter"), "#title_en Input"),
    "add": (("2", "a", "enter"), "#code Input"),
    "day": (("d",), "#day Input"),
    "palette": (("ctrl+p",), "Input"),
    "account": (("2", "m"), "#results TextArea"),
    "proposals": (("2", "m", "tab", "tab", "tab"), "#proposals TextArea"),
}


@asynccontextmanager
async def writing(database: str, place: str) -> AsyncIterator[tuple[Stage, Input | TextArea]]:
    keys, selector = PLACES[place]
    async with staged(database) as stage:
        await stage.press(*keys)
        field = stage.app.screen.query_one(selector)
        assert isinstance(field, Input | TextArea)
        assert field.has_focus
        yield stage, field


def written_in(field: Input | TextArea) -> str:
    return field.value if isinstance(field, Input) else field.text


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("place", ["filter", "report", "account"])
async def test_a_burst_of_an_input_method_is_written_in_its_order(
    database: str, place: str, stream: str
) -> None:
    sent, written = STREAMS[stream]
    async with writing(database, place) as (stage, field):
        await stage.burst(sent)
        assert written_in(field) == written


@pytest.mark.parametrize("place", PLACES)
async def test_every_place_to_type_in_keeps_the_order(database: str, place: str) -> None:
    async with writing(database, place) as (stage, field):
        await stage.burst(corrected(("ddoois", "đối"), (" thoaij", " thoại")))
        assert written_in(field) == "đối thoại"


@pytest.mark.parametrize("place", ["filter", "account"])
async def test_moving_and_deleting_come_in_turn_and_a_selection_is_replaced(
    database: str, place: str
) -> None:
    async with writing(database, place) as (stage, field):
        driver = stage.app._driver
        assert driver is not None
        for key in ("a", "b", "c", "left", "left", "x", "delete", "home", "y", "end", "z"):
            driver.send_message(Key(key, key if len(key) == 1 else None))
        await stage.settle()
        assert written_in(field) == "yaxcz"
        for key in ("shift+left", "shift+left", "backspace", "b", "ctrl+u", "d"):
            driver.send_message(Key(key, key if len(key) == 1 else None))
        await stage.settle()
        assert written_in(field) == "d"


async def test_a_field_that_is_switched_off_takes_nothing(database: str) -> None:
    async with writing(database, "filter") as (stage, field):
        await stage.burst("ab")
        field.disabled = True
        await stage.burst(BACKSPACE)
        assert written_in(field) == "ab"


def test_no_other_field_is_used_anywhere() -> None:
    own = {ROOM / "widgets" / name for name in ("line_input.py", "text_area.py")}
    for file in ROOM.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if file not in own:
            assert not re.search(r"(?<!\w)(Input|TextArea|MaskedInput)\(", text), file
            assert not re.search(r"\(.*(?<!\w)(Input|TextArea)\):", text), file
    assert issubclass(LineInput, Input)
    assert issubclass(WritingArea, TextArea)
