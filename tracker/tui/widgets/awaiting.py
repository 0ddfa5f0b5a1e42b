"""The list of reports that await review, with a box to mark each."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content

from tracker.domain.measure import Measure
from tracker.domain.quantity import SCALE
from tracker.domain.review import Awaiting, Queue
from tracker.domain.text import shown
from tracker.i18n import _, formats, p_
from tracker.tui.cells import clip, left, right, said
from tracker.tui.story import short_period
from tracker.tui.unit_names import UnitNames
from tracker.tui.widgets.lines import LineList

MARKED, UNMARKED, DOUBTFUL = "■", "□", "▲"
_PERIOD, _FIGURE, _CODE = 10, 14, 8


class AwaitingList(LineList):
    """The reports that wait, one in a line, with a box to mark it."""

    HEADS: ClassVar[int] = 1

    def __init__(self, dom_id: str) -> None:
        super().__init__(id=dom_id)
        self.queue: Queue | None = None
        self.marked: set[int] = set()
        self.unit_names: UnitNames | None = None

    @property
    def count(self) -> int:
        return len(self.queue.awaiting) if self.queue else 0

    @property
    def here(self) -> Awaiting | None:
        """The report under the cursor."""
        return self.queue.awaiting[self.cursor] if self.queue and self.count else None

    @property
    def meant(self) -> list[Awaiting]:
        """The reports that a command is about: those marked, else the one under the cursor."""
        if self.queue is None:
            return []
        if self.marked:
            return [self.queue.awaiting[i] for i in sorted(self.marked)]
        return [self.here] if self.here else []

    def show(self, queue: Queue, unit_names: UnitNames) -> None:
        """Show these; what was marked before and still waits stays marked."""
        before = {report.is_of for report in self.meant} if self.marked else set()
        self.queue, self.unit_names = queue, unit_names
        self.marked = {i for i, report in enumerate(queue.awaiting) if report.is_of in before}
        self.changed()

    def mark(self) -> None:
        """Mark the line of the cursor, or take its mark away, and go on."""
        if self.count:
            self.marked ^= {self.cursor}
            self.refresh()
            self.action_move(1)

    def mark_all(self) -> None:
        """Mark every line but the doubtful ones, which want to be looked at; or none."""
        awaiting = self.queue.awaiting if self.queue else ()
        every = {i for i, report in enumerate(awaiting) if not report.doubts}
        self.marked = set() if self.marked >= every else self.marked | every
        self.refresh()

    def clicked_line(self, index: int, x: int) -> None:
        if x <= len(MARKED) + 1:
            self.marked ^= {index}
            self.refresh()

    def _unit_width(self, width: int) -> int:
        return min(max(width // 4, 12), 30)

    def head(self, width: int) -> Content:
        unit = self._unit_width(width)
        cells = [
            "  ",
            left(_("Code"), _CODE),
            left(_("Lead unit"), unit),
            left(_("Period"), _PERIOD),
            right(_("Figure"), _FIGURE),
            "  " + _("Task"),
        ]
        return Content(" " + " ".join(cells))

    def line(self, index: int, width: int) -> Content:
        assert self.queue is not None  # noqa: S101 - else there is no line
        report = self.queue.awaiting[index]
        unit = self._unit_width(width)
        name = said(self.unit_names(report.unit)) if self.unit_names else report.unit
        mark = MARKED if index in self.marked else UNMARKED
        doubt = (DOUBTFUL, ".ink--risk") if report.doubts else " "
        used = 2 + _CODE + unit + _PERIOD + _FIGURE + 6
        return Content.assemble(
            (mark, ".ink--accent" if index in self.marked else ".ink--faint"),
            " ",
            (left(clip(report.task.removesuffix(f"-{report.unit}"), _CODE), _CODE), ".ink--muted"),
            " ",
            left(clip(name, unit), unit),
            " ",
            (left(clip(short_period(report.period), _PERIOD), _PERIOD), ".ink--muted"),
            " ",
            (right(clip(figure_said(report), _FIGURE), _FIGURE), ".ink--strong"),
            " ",
            doubt,
            (clip(said(report.title), max(width - used, 1)), ".ink--muted"),
        )

    def empty(self, width: int) -> Content:
        if self.queue is None:
            return Content("")
        text = _("No report awaits review.")
        if not self.queue.review:
            text += " " + _("This plan reviews none: a report counts when it is entered.")
        return Content(" " + clip(text, width - 2))


def figure_said(report: Awaiting) -> str:
    if report.measure is Measure.MILESTONE:
        return (
            p_("milestone", "done")
            if report.figure.value == SCALE
            else p_("milestone", "not done yet")
        )
    return shown(formats.amount(report.figure))
