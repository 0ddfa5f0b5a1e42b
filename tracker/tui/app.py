"""The program in the terminal. The first frame stands before the database layer is loaded."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path, PurePath
from threading import Thread
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.reactive import reactive
from textual.screen import Screen

from tracker.domain.condition import Condition
from tracker.domain.known import Asked
from tracker.i18n import Lang, lang, next_steps_by, use
from tracker.tui.answers import (
    Ask,
    Changed,
    CorrectionsWanted,
    DayChosen,
    NewestSeen,
    PlaceSeen,
    PlanChosen,
    ReadFailed,
    RoomWanted,
    SheetWanted,
    Standpoint,
    StandpointLoaded,
    TaskOpened,
    TotalOpened,
)
from tracker.tui.errands import Errands
from tracker.tui.next_steps import next_step
from tracker.tui.screens import doors
from tracker.tui.screens.empty import EmptyRoom
from tracker.tui.screens.overview import OverviewRoom
from tracker.tui.screens.room import Room
from tracker.tui.themes import DARK, LIGHT, OWN, OWN_VARIABLES, theme_name

if TYPE_CHECKING:
    from tracker.tui.office import Office
    from tracker.tui.screens.matrix import MatrixRoom
    from tracker.tui.screens.reports import ReportsRoom
    from tracker.tui.screens.sheet import SheetRoom
    from tracker.tui.screens.tasks import TasksRoom
    from tracker.tui.screens.timeline import TimelineRoom

_HERE = Path(__file__).parent
_WEB_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_FONTS = "'Fira Code', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"
REVIEW = "review"
REPORTS = "reports"
MATRIX = "matrix"
TIMELINE = "timeline"
SHEET = "sheet"
LOOK_SECONDS = 0.7
"""How often it is looked whether somebody else has written something."""
FILTER = "filter"
"""The list of tasks with the cursor in its filter."""


class TrackerApp(App[None]):
    """Holds what all rooms share: which plan and day are asked about, and the language."""

    TITLE = "tracker"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        _HERE / "tracker.tcss",
        *sorted((_HERE / "screens").glob("*.tcss")),
    ]
    BINDINGS: ClassVar[list[BindingType]] = []
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - the base's type
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - likewise
    ENABLE_COMMAND_PALETTE = False

    lang: reactive[Lang] = reactive[Lang]("vi")
    ask: reactive[Ask] = reactive(Ask(), init=False)

    def __init__(self, errands: Errands, ask: Ask, theme: str | None = None) -> None:
        super().__init__()
        self.errands = errands
        for own in OWN:
            self.register_theme(own)
        self.theme = DARK.name if theme is None else theme_name(theme)
        self.set_reactive(TrackerApp.lang, lang())
        self.set_reactive(TrackerApp.ask, ask)
        self._overview = OverviewRoom(errands)
        self._tasks_room: TasksRoom | None = None
        self._reports_room: ReportsRoom | None = None
        self._matrix_room: MatrixRoom | None = None
        self._timeline_room: TimelineRoom | None = None
        self._sheet_room: SheetRoom | None = None
        self._standpoint: Standpoint | None = None
        self._newest = 0
        self._to_say = ""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        # For the library's own themes, which have none of these.
        like = DARK if self.current_theme.dark else LIGHT
        return {name: like.variables[name] for name in OWN_VARIABLES}

    def get_default_screen(self) -> Screen[None]:
        return self._overview

    def on_mount(self) -> None:
        next_steps_by(next_step)
        self._read()
        # Also where it is gone already: it may close while the program starts.
        if not (self.is_headless or self.is_web):
            self.set_interval(1, self._leave_without_terminal)
        if not self.is_headless:
            self.set_interval(LOOK_SECONDS, self.look_for_news)

    def _leave_without_terminal(self) -> None:
        """End when the terminal is gone. A window that closes tells its own program, and not what
        that started (`make run`); the library would go on reading from it for ever."""
        if not _has_terminal():
            self.exit()

    def on_unmount(self) -> None:
        next_steps_by(None)
        self.errands.close()

    # Reading ------------------------------------------------------------------------------------

    def _read(self) -> None:
        ask = self.ask
        # Asked for together, the first figures are one walk to the office sooner.
        overview = self.screen is self._overview
        self.errands.read(self, lambda office: office.look(ask, overview=overview), "standpoint")

    def on_standpoint_loaded(self, loaded: StandpointLoaded) -> None:
        if self._standpoint is None:
            self.call_after_refresh(self._look_at_the_place)
        self._standpoint, self._newest = loaded.standpoint, loaded.standpoint.newest
        if isinstance(self.screen, EmptyRoom):
            self.pop_screen()
        self._overview.brought = loaded.overview
        for room in self._rooms():
            room.trouble = None
            self._tell_standpoint(room)
        if isinstance(self.screen, Room) and self._to_say:
            self.screen.tell(self._to_say)
        self._to_say = ""

    def look_for_news(self) -> None:
        """See whether somebody else has written something, or the database has gone."""
        if self._standpoint is not None:
            self.errands.read(self, lambda office: NewestSeen(office.newest()), "news")

    def on_newest_seen(self, seen: NewestSeen) -> None:
        troubled = any(room.trouble is not None for room in self._rooms())
        if seen.number != self._newest or troubled:
            self._newest = seen.number
            self._read()

    def _look_at_the_place(self) -> None:
        self.errands.read(self, lambda office: office.place(), "place")

    def on_place_seen(self, seen: PlaceSeen) -> None:
        if seen.warning and isinstance(self.screen, Room):
            self.screen.tell(seen.warning, loud=True)

    def _tell_standpoint(self, room: Room) -> None:
        room.chosen_day = self.ask.as_of is not None or self.ask.known_on is not None
        room.standpoint = self._standpoint

    def on_nothing_here(self) -> None:
        """No database, or no plan in it: offer one."""
        if not isinstance(self.screen, EmptyRoom):
            self.push_screen(EmptyRoom(self.errands))

    def on_read_failed(self, failed: ReadFailed) -> None:
        for room in self._rooms():
            room.trouble = failed.problem

    def _rooms(self) -> list[Room]:
        rooms = [screen for screen in self.screen_stack if isinstance(screen, Room)]
        kept = (
            self._tasks_room,
            self._reports_room,
            self._sheet_room,
            self._matrix_room,
            self._timeline_room,
        )
        return [*rooms, *(room for room in kept if room is not None and room not in rooms)]

    def watch_ask(self) -> None:
        self._read()

    def on_changed(self, changed: Changed) -> None:
        # Said when the new figures are there, in whichever room then stands.
        self._to_say = changed.said
        self._read()

    # Walking ------------------------------------------------------------------------------------

    async def action_go(self, name: str) -> None:
        here = self.screen
        if name == SHEET and self._sheet_room is None and isinstance(here, Room):
            # Where it was left; the first time, of what is at hand.
            self._sheet.wanted = (here.unit_at_hand, here.period_at_hand)
        await self._go(name)

    async def action_view(self, name: str) -> None:
        """The list of tasks, filtered by the saved view ``name``."""
        await self._go("tasks")
        self._tasks.show_view(name)

    async def on_sheet_wanted(self, wanted: SheetWanted) -> None:
        self._sheet.turn_to(wanted.unit, wanted.period)
        await self._go(SHEET)

    async def on_room_wanted(self, wanted: RoomWanted) -> None:
        await self._go(wanted.name)
        if wanted.condition is not None:
            self._tasks.narrow(wanted.condition, behind_a_figure=True)
        if wanted.name == FILTER:
            self._tasks.action_filter()

    async def _go(self, name: str) -> None:
        room = self._room(name)
        if room in self.screen_stack:
            while self.screen is not room:
                self.pop_screen()
            return
        if name in (REPORTS, MATRIX):
            # The tasks stand behind their figures, never the other way round.
            while self.screen is not self._overview:
                self.pop_screen()
        await self._open(room)

    def _room(self, name: str) -> Room:
        if name == OverviewRoom.NAME:
            return self._overview
        if name == REPORTS:
            return self._reports
        if name == MATRIX:
            return self._matrix
        if name == TIMELINE:
            return self._timeline
        if name == SHEET:
            return self._sheet
        return self._review if name == REVIEW else self._tasks

    async def _open(self, room: Room) -> None:
        self._tell_standpoint(room)
        await self.push_screen(room)

    async def on_task_opened(self, opened: TaskOpened) -> None:
        from tracker.tui.screens.task import TaskRoom  # noqa: PLC0415 - not in the first frame

        await self._open(TaskRoom(self.errands, opened.code))

    async def on_total_opened(self, opened: TotalOpened) -> None:
        from tracker.tui.screens.explain import ExplainRoom  # noqa: PLC0415 - likewise

        await self._open(ExplainRoom(self.errands, opened.condition))

    async def on_corrections_wanted(self, wanted: CorrectionsWanted) -> None:
        from tracker.tui.screens.corrections import CorrectionsRoom  # noqa: PLC0415 - likewise

        await self._open(CorrectionsRoom(self.errands, wanted.since))

    def on_room_left(self) -> None:
        if self.screen is not self._overview:
            self.pop_screen()

    @property
    def _tasks(self) -> TasksRoom:
        """The list of tasks, made when it is first gone to, and kept."""
        if self._tasks_room is None:
            from tracker.tui.screens.tasks import TasksRoom  # noqa: PLC0415 - likewise

            self._tasks_room = TasksRoom(self.errands)
            self.install_screen(self._tasks_room, TasksRoom.NAME)
        return self._tasks_room

    @property
    def _review(self) -> Room:
        """The reports that await review; made anew each time, since they are read anew."""
        from tracker.tui.screens.review import ReviewRoom  # noqa: PLC0415 - likewise

        here = next((s for s in self.screen_stack if isinstance(s, ReviewRoom)), None)
        return here or ReviewRoom(self.errands)

    @property
    def _reports(self) -> ReportsRoom:
        """The reports due, made when they are first gone to, and kept."""
        if self._reports_room is None:
            from tracker.tui.screens.reports import ReportsRoom  # noqa: PLC0415 - likewise

            self._reports_room = ReportsRoom(self.errands)
            self.install_screen(self._reports_room, ReportsRoom.NAME)
        return self._reports_room

    @property
    def _sheet(self) -> SheetRoom:
        """The sheet, made when it is first gone to, and kept."""
        if self._sheet_room is None:
            from tracker.tui.screens.sheet import SheetRoom  # noqa: PLC0415 - likewise

            self._sheet_room = SheetRoom(self.errands)
            self.install_screen(self._sheet_room, SheetRoom.NAME)
        return self._sheet_room

    @property
    def _matrix(self) -> MatrixRoom:
        """Units and directives, made when they are first gone to, and kept."""
        if self._matrix_room is None:
            from tracker.tui.screens.matrix import MatrixRoom  # noqa: PLC0415 - likewise

            self._matrix_room = MatrixRoom(self.errands)
            self.install_screen(self._matrix_room, MatrixRoom.NAME)
        return self._matrix_room

    @property
    def _timeline(self) -> TimelineRoom:
        """The tasks of the list across the year, made when they are first gone to, and kept."""
        if self._timeline_room is None:
            from tracker.tui.screens.timeline import TimelineRoom  # noqa: PLC0415 - likewise

            self._timeline_room = TimelineRoom(self.errands, self._listed)
            self.install_screen(self._timeline_room, TimelineRoom.NAME)
        return self._timeline_room

    def _listed(self) -> Condition:
        """What the list of tasks is narrowed to."""
        return self._tasks_room.condition if self._tasks_room is not None else Condition()

    def on_day_chosen(self, chosen: DayChosen) -> None:
        self.ask = Ask(self.ask.plan, chosen.day, chosen.known_on)

    def on_plan_chosen(self, chosen: PlanChosen) -> None:
        self.ask = Ask(chosen.code, None)

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """The screen as SVG. It names no font on another machine: a picture asks nobody."""
        svg = super().export_screenshot(title=title, simplify=simplify)
        return _WEB_FONT.sub("", svg).replace("Fira Code, monospace", _FONTS)

    # Commands -----------------------------------------------------------------------------------

    def action_language(self) -> None:
        other: Lang = "en" if self.lang == "vi" else "vi"
        use(other)
        self.lang = other

    def action_next_theme(self) -> None:
        """Dark, light, more contrast, and round again."""
        names = [own.name for own in OWN]
        now = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(now + 1) % len(names)]

    def action_explain(self) -> None:
        place = getattr(self.screen, "PLACE", None)
        if place is not None:
            sample = self._standpoint is not None and self._standpoint.plan.sample
            self.push_screen(doors.help_page(place, sample=sample))

    def action_command_palette(self) -> None:
        from tracker.tui.palette import palette  # noqa: PLC0415 - not in the first frame

        self.push_screen(palette())

    def action_reread(self) -> None:
        self._read()

    async def action_quit(self) -> None:
        """The library's own key, ctrl+q, which works in forms as well."""
        self.action_leave()

    def action_leave(self) -> None:
        """Leave; asks first where something typed would be lost."""
        from tracker.tui.screens.over import Form  # noqa: PLC0415 - the first frame needs none

        for screen in self.screen_stack:
            if isinstance(screen, Form) and not screen.put_aside():
                return
        if self.errands.drafts:
            self.push_screen(doors.leave_question(list(self.errands.drafts.values())), self._leave)
        else:
            self.exit()

    def _leave(self, answer: str | None) -> None:
        if answer == "leave":
            self.exit()


GRACE_SECONDS = 4
"""What the program gets to end by itself when its terminal is gone."""


def _end_without_terminal() -> None:
    """The last resort, from a thread of its own: the library may wait for ever to write to a
    terminal that is gone, and then nothing of the program runs any more. What is being written to
    the database is whole or not there at all.
    """
    while _has_terminal():
        time.sleep(1)
    time.sleep(GRACE_SECONDS)
    os._exit(1)


def _has_terminal() -> bool:
    return sys.__stdin__ is not None and sys.__stdin__.isatty()


def run(
    location: str,
    plan: str | None,
    as_of: date | None,
    known_on: Asked | None,
    who: str,
    now: Callable[[], datetime],
    theme: str | None = None,
) -> None:
    """Open the screens on the database at ``location`` until the user leaves.

    ``plan`` None means the current one; ``as_of`` None means DOMAIN §4's day; ``known_on`` None,
    all that is recorded; ``who`` is put into the journal; ``now`` gives the moment with its time
    zone; ``theme`` None, the dark one. Raises UnknownTheme.
    """

    def office() -> Office:
        from tracker.tui.office import Office  # noqa: PLC0415 - loads the database layer

        return Office(location, who, now)

    app = TrackerApp(Errands(office), Ask(plan, as_of, known_on), theme)
    if not app.is_web:
        Thread(target=_end_without_terminal, daemon=True).start()
    app.run()
