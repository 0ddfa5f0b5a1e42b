"""The top of every room: the plan, the day it is seen from, the language, and the rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive

from tracker.i18n import N_, _, formats, lang
from tracker.tui.answers import Standpoint
from tracker.tui.cells import clip, right, said
from tracker.tui.commands import BY_ID
from tracker.tui.widgets.bar import Bar, Spot

ROOMS = (
    ("1", "overview", N_("Overview")),
    ("2", "tasks", N_("Tasks")),
    ("3", "reports", N_("Reports")),
    ("4", "review", N_("Review")),
    ("5", "sheet", N_("Sheet")),
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


class Beside(Enum):
    """In which line a room's count stands; beside nothing it has a line of its own."""

    ROOMS = auto()
    PLAN = auto()
    NOTHING = auto()


def _fitted(rooms: Sequence[tuple[str, str, str]], here: str, width: int) -> list[Tab]:
    """All rooms in ``width`` cells: closer together where they must, and at last with the name of
    the one that is open alone."""
    for gap, names_all in ((3, True), (2, True), (1, True), (2, False), (1, False)):
        tabs = [
            Tab(number, name, _(label) if names_all or name == here else "", gap)
            for number, name, label in rooms
        ]
        if sum(tab.width for tab in tabs) + 1 <= width:
            break
    return tabs


class Title(Bar):
    """Two lines: the plan and the day; the rooms, with ``room`` the one that is open.

    ``aside`` stands at the right of the second line; where it has no room there, beside the plan,
    and at last in a line of its own: it is never cut.
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
        tabs, left = self._tabs()
        place = self._aside_place()
        lines = [
            self._plan_line(width, self.aside if place is Beside.PLAN else ""),
            self._room_line(tabs, left, self.aside if place is Beside.ROOMS else ""),
        ]
        if place is Beside.NOTHING:
            said_aside = clip(self.aside, width - 2)
            lines.append(Content.styled(right(said_aside, width - 1), ".ink--muted"))
        return Content("\n").join(lines)

    def _tabs(self) -> tuple[list[Tab], int]:
        """The rooms, and how many cells they leave in their line."""
        # Without a plan there is nowhere to go to.
        width = self.size.width - len(self._language)
        tabs = _fitted(ROOMS if self.room else (), self.room, width)
        return tabs, width - sum(tab.width for tab in tabs) - 1

    def _aside_place(self) -> Beside:
        """Where what stands aside is not cut."""
        if not self.aside or not self.size.width:
            return Beside.ROOMS
        wanted = cell_len(self.aside)
        if wanted + 1 <= self._tabs()[1]:
            return Beside.ROOMS
        if wanted <= self.size.width - cell_len(self._day) - 1 - LEAST_TITLE:
            return Beside.PLAN
        return Beside.NOTHING

    def watch_aside(self) -> None:
        self._share_lines()

    def watch_standpoint(self) -> None:
        self._share_lines()

    def on_resize(self) -> None:
        self._share_lines()

    def relabel(self) -> None:
        self._share_lines()
        self.refresh()

    def _share_lines(self) -> None:
        lines = 3 if self._aside_place() is Beside.NOTHING else 2
        if self.styles.height is None or self.styles.height.value != lines:
            self.styles.height = lines

    @property
    def _language(self) -> str:
        return f"  {lang()} "

    @property
    def _day(self) -> str:
        """The day that is shown, and up to which entry it is known."""
        if self.standpoint is None:
            return _("opening …") if self.room and self.waiting else ""
        wording = _("seen from {day}") if self.chosen_day else _("as of {day}")
        day = wording.format(day=formats.day(self.standpoint.day))
        if self.standpoint.known_on is not None:
            day += _(", recorded by #{number}").format(number=self.standpoint.known_on.number)
        return day

    def _plan_line(self, width: int, aside: str) -> Content:
        """The plan and the day; and ``aside``, where the rooms leave no place for it."""
        day = self._day
        day_start = width - cell_len(day) - 1
        self._spot("app.as_of", 0, day_start, day_start + cell_len(day))
        aside_start = day_start - (cell_len(aside) + 3 if aside else 0)
        title = said(self.standpoint.plan.title) if self.standpoint else _(PROGRAM)
        title = clip(title, max(aside_start - 3, 0))
        gap = " " * max(aside_start - 1 - cell_len(title), 1)
        ink = ".ink--accent" if self.chosen_day else ".ink--strong"
        beside = (f"{aside}   ", ".ink--muted") if aside else ""
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
        parts += [" " * max(left - cell_len(aside), 0), (aside, ".ink--muted")]
        parts.append((self._language, ".ink--faint"))
        width = self.size.width
        self._spot("app.language", 1, width - len(self._language), width)
        return Content.assemble(*parts)

    def _spot(self, command: str, line: int, start: int, end: int) -> None:
        found = BY_ID[command]
        self.spots.append(Spot(line, start, end, found.action, found.explained))
