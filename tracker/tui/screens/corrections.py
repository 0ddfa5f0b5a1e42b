"""What was corrected since a moment, in what the day's summaries show."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tracker.domain.known import Asked
from tracker.i18n import _, formats, n_, say
from tracker.tui.answers import CorrectionsLoaded, ReadFailed, Standpoint, TaskOpened
from tracker.tui.commands import Place, bindings
from tracker.tui.errands import Errands
from tracker.tui.screens.room import Room
from tracker.tui.widgets.lines import LineList
from tracker.tui.widgets.title import Title
from tracker.tui.widgets.told import ToldLines

if TYPE_CHECKING:
    from tracker.domain.corrections import Corrections

WINDOW = 200
"""How many corrections are told of at first, and how many more each time."""


class CorrectionsRoom(Room):
    """The totals before and after, and each entry that changed something since."""

    PLACE = Place.CORRECTIONS
    NAME = "overview"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.CORRECTIONS)]

    def __init__(self, errands: Errands, since: Asked) -> None:
        super().__init__(errands)
        self.since = since
        self._first = WINDOW
        self._found: Corrections | None = None

    def body(self) -> ComposeResult:
        yield ToldLines(dom_id="corrections")

    def on_mount(self) -> None:
        self.query_one(ToldLines).focus()
        self.watch(self.app, "lang", self._say_count, init=False)

    def load(self, standpoint: Standpoint) -> None:
        since = self.since
        self.errands.read(
            self,
            lambda office: CorrectionsLoaded(office.corrections(standpoint, since)),
            "corrections",
        )

    def on_corrections_loaded(self, loaded: CorrectionsLoaded) -> None:
        self._found = loaded.found
        self._show(loaded.found)

    def _show(self, found: Corrections) -> None:
        from tracker.export.corrected import corrected  # noqa: PLC0415 - loaded when first needed

        first = self._first
        self.query_one(ToldLines).show(lambda: corrected(found, first))
        self._say_count()

    def on_read_failed(self, failed: ReadFailed) -> None:
        lines = self.query_one(ToldLines)
        lines.empty_text = say(failed.problem)
        lines.refresh()

    def _say_count(self) -> None:
        if self._found is not None:
            count = len(self._found.found)
            said = n_("{count} correction", "{count} corrections", count)
            self.query_one(Title).aside = said.format(count=formats.count(count))

    @on(LineList.Chosen, "#corrections")
    def open_line(self) -> None:
        """The task that the line tells of; at the end, more of them."""
        lines, found = self.query_one(ToldLines), self._found
        if lines.task_code is not None:
            self.post_message(TaskOpened(lines.task_code))
        elif found and len(found.found) > self._first and lines.cursor >= lines.end_of_tasks:
            self._first += WINDOW
            self._show(found)
        else:
            self.tell(_("No single task stands behind this line."))
