"""The top of every room: the plan, the day it is seen from, the language, and the rooms."""

from __future__ import annotations

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
)
PROGRAM = N_("Mass mobilization tracker")


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
        lines = [self._plan_line(self.size.width), self._room_line(self.size.width)]
        return Content("\n").join(lines)

    def _plan_line(self, width: int) -> Content:
        day = _("opening …") if self.room and self.waiting else ""
        if self.standpoint is not None:
            wording = _("seen from {day}") if self.chosen_day else _("as of {day}")
            day = wording.format(day=formats.day(self.standpoint.day))
            if self.standpoint.known_on is not None:
                day += _(", recorded by #{number}").format(number=self.standpoint.known_on.number)
        day_start = width - cell_len(day) - 1
        self._spot("app.as_of", 0, day_start, day_start + cell_len(day))
        title = said(self.standpoint.plan.title) if self.standpoint else _(PROGRAM)
        title = clip(title, day_start - 3)
        gap = " " * max(day_start - 1 - cell_len(title), 1)
        ink = ".ink--accent" if self.chosen_day else ".ink--strong"
        return Content.assemble(" ", (title, ".ink--strong"), gap, (day, ink), " ")

    def _room_line(self, width: int) -> Content:
        parts: list[tuple[str, str] | str] = [" "]
        x = 1
        # Without a plan there is nowhere to go to.
        rooms = ROOMS if self.room else ()
        for number, name, label in rooms:
            here = name == self.room
            text = _(label)
            parts.append((f"{number} ", ".ink--faint" if here else ".ink--key"))
            parts.append((text, ".ink--tab-here" if here else ".ink--tab"))
            parts.append("   ")
            self._spot(f"app.{name}", 1, x, x + 2 + cell_len(text))
            x += 5 + cell_len(text)
        language = f"   {lang()} "
        room = max(width - x - len(language), 0)
        aside = clip(self.aside, room)
        parts += [" " * (room - cell_len(aside)), (aside, ".ink--muted")]
        parts.append((language, ".ink--faint"))
        self._spot("app.language", 1, width - len(language), width)
        return Content.assemble(*parts)

    def _spot(self, command: str, line: int, start: int, end: int) -> None:
        found = BY_ID[command]
        self.spots.append(Spot(line, start, end, found.action, found.explained))
