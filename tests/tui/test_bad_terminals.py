"""Terminals that are tiny, change while one types, or send what nobody typed: all stays alive."""

from __future__ import annotations

import re

import pytest
from textual.events import Paste

from tests.tui.stage import Stage, staged

ROOMS = ("1", "2", "3", "4", "5", "6", "7")
OVER = (
    ("2", "enter"),
    ("2", "r"),
    ("2", "e"),
    ("2", "a"),
    ("2", "s"),
    ("2", "c"),
    ("2", "m"),
    ("2", "space", "e"),
    ("2", "f"),
    ("w",),
    ("x",),
    ("d",),
    ("y",),
    ("p",),
    ("question_mark",),
    ("ctrl+p",),
)
SIZES = ((20, 5), (250, 70), (80, 24))
STRANGE = (
    "\x1b[31mđỏ\x1b[0m",
    "a\u0301\u0323\u0302" * 20,
    "漢字かな交じり文" * 10,
    "👩‍👩‍👧‍👦" * 10,
    "\u202egnud\u202c",
    "Nguye\u0302\u0303n",
    "\x00\x07\x9b",
)


def without_bars(text: str) -> list[str]:
    """The lines without the end of a scroll bar's thumb, which the library draws when it comes to
    it."""
    return [re.sub(r"[ ▁▂▃▄▅▆▇]+$", "", line) for line in text.splitlines()]


async def resized(stage: Stage) -> None:
    for size in SIZES:
        await stage.pilot.resize_terminal(*size)
        await stage.settle()


@pytest.mark.parametrize("keys", [(room,) for room in ROOMS] + list(OVER), ids=" ".join)
async def test_any_size_is_drawn_and_the_last_one_as_before(
    database: str, keys: tuple[str, ...]
) -> None:
    async with staged(database) as stage:
        await stage.press(*keys)
        room, before = stage.room, without_bars(stage.text)
        await resized(stage)
        assert stage.room == room
        assert without_bars(stage.text) == before


async def paste(stage: Stage, text: str) -> None:
    target = stage.app.focused or stage.app.screen
    target.post_message(Paste(text))
    await stage.settle()


@pytest.mark.parametrize("keys", [("2", "slash"), ("2", "r"), ("2", "e"), ("2", "m"), ("5",)])
async def test_a_megabyte_that_is_pasted_is_taken_in_part_or_not_at_all(
    database: str, keys: tuple[str, ...]
) -> None:
    async with staged(database) as stage:
        await stage.press(*keys)
        room = stage.room
        await paste(stage, "đối thoại " * 100_000)
        assert stage.room == room
        await stage.press("escape")


@pytest.mark.parametrize("text", STRANGE, ids=ascii)
async def test_strange_characters_are_shown_as_what_they_are(database: str, text: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await paste(stage, text)
        assert stage.room == "TasksRoom"
        await stage.press("escape", "escape", "r")
        await paste(stage, text)
        assert stage.room == "ReportForm"
        assert "\x1b[31m" not in stage.text
        await stage.press("escape")
        assert stage.room in ("TasksRoom", "OverviewRoom")
