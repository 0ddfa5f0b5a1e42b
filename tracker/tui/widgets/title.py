"""The top of every room: the plan, the day it is seen from, the language, and the rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive

from tracker.i18n import N_, _, formats, lang
from tracker.tui.answers import Standpoint
from tracker.tui.cells import clip, said
from tracker.tui.commands import BY_ID
from tracker.tui.widgets.bar import Bar, Spot

ROOMS = (
    ("1", "overview", N_("Overview")),
    ("2", "tasks", N_("Tasks")),
    ("3", "reports", N_("Reports")),
    ("4", "review", N_("Review")),
    ("6", "matrix", N_("Matrix")),
    ("7", "timeline", N_("Timeline")),
)
PROGRAM = N_("Mass mobilization tracker")
LEAST_TITLE = 24
"""Cells that the plan's title keeps, whatever else stands in its line."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A room's key and name, and the cells after it."""

    number: str
    name: str
    text: str
    gap: int

    @property
    def width(self) -> int:
        return cell_len(self.number) + (1 + cell_len(self.text) if self.text else 0) + self.gap


def _fitted(rooms: Sequence[tuple[str, str, str]], here: str, width: int) -> list[Tab]:
    """All rooms in ``width`` cells: closer together where they must, and at last with the name of
    the one that is open alone."""
    for gap, names_all in ((3, True), (2, True), (2, False), (1, False)):
        tabs = [
            Tab(number, name, _(label) if names_all or name == here else "", gap)
            for number, name, label in rooms
        ]
        if sum(tab.width for tab in tabs) + 1 <= width:
            break
    return tabs


class Title(Bar):
    """Two lines: the plan and the day; the rooms, with ``room`` the one that is open.

    ``aside`` stands at the right of the second line.
    """

    standpoint: reactive[Standpoint | None] = reactive(None)
    chosen_day: reactive[bool] = reactive(False)
    aside: reactive[str] = reactive("")
    waiting: reactive[bool] = reactive(True)

    def __init__(self, room: str) -> None:
        super().__init__()
        self.room = room

    def render(self) -> Content:
        self.spots = []
        width = self.size.width
        # Without a plan there is nowhere to go to.
        tabs = _fitted(ROOMS if self.room else (), self.room, width - len(self._language))
        left = width - sum(tab.width for tab in tabs) - 1 - len(self._language)
        aside = f"{self.aside} " if self.aside else ""
        below = cell_len(aside) <= left
        lines = [
            self._plan_line(width, "" if below else self.aside),
            self._room_line(tabs, left, self.aside if below else ""),
        ]
        return Content("\n").join(lines)

    @property
    def _language(self) -> str:
        return f"  {lang()} "

    def _plan_line(self, width: int, aside: str) -> Content:
        """The plan and the day; and ``aside``, where the rooms leave no place for it."""
        day = _("opening …") if self.room and self.waiting else ""
        if self.standpoint is not None:
            wording = _("seen from {day}") if self.chosen_day else _("as of {day}")
            day = wording.format(day=formats.day(self.standpoint.day))
            if self.standpoint.known_on is not None:
                day += _(", recorded by #{number}").format(number=self.standpoint.known_on.number)
        day_start = width - cell_len(day) - 1
        self._spot("app.as_of", 0, day_start, day_start + cell_len(day))
        said_aside = clip(aside, max(day_start - LEAST_TITLE, 0))
        aside_start = day_start - (cell_len(said_aside) + 3 if said_aside else 0)
        title = said(self.standpoint.plan.title) if self.standpoint else _(PROGRAM)
        title = clip(title, max(aside_start - 3, 0))
        gap = " " * max(aside_start - 1 - cell_len(title), 1)
        ink = ".ink--accent" if self.chosen_day else ".ink--strong"
        beside = (f"{said_aside}   ", ".ink--muted") if said_aside else ""
        return Content.assemble(" ", (title, ".ink--strong"), gap, beside, (day, ink), " ")

    def _room_line(self, tabs: Sequence[Tab], left: int, aside: str) -> Content:
        parts: list[tuple[str, str] | str] = [" "]
        x = 1
        for tab in tabs:
            here = tab.name == self.room
            number = f"{tab.number} " if tab.text else tab.number
            parts.append((number, ".ink--faint" if here else ".ink--key"))
            parts.append((tab.text, ".ink--tab-here" if here else ".ink--tab"))
            parts.append(" " * tab.gap)
            self._spot(f"app.{tab.name}", 1, x, x + tab.width - tab.gap)
            x += tab.width
        said_aside = clip(aside, max(left, 0))
        parts += [" " * max(left - cell_len(said_aside), 0), (said_aside, ".ink--muted")]
        parts.append((self._language, ".ink--faint"))
        width = self.size.width
        self._spot("app.language", 1, width - len(self._language), width)
        return Content.assemble(*parts)

    def _spot(self, command: str, line: int, start: int, end: int) -> None:
        found = BY_ID[command]
        self.spots.append(Spot(line, start, end, found.action, found.explained))
