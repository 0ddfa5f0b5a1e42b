"""The list of reports and accounts that await review, with a box to mark each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content

from tracker.domain.account import Part
from tracker.domain.measure import Measure
from tracker.domain.period import Period
from tracker.domain.quantity import SCALE
from tracker.domain.review import Awaiting, AwaitingAccount, Queue
from tracker.domain.text import excerpt, shown
from tracker.i18n import _, formats, p_
from tracker.tui.cells import clip, left, right, said
from tracker.tui.story import short_period
from tracker.tui.unit_names import UnitNames
from tracker.tui.widgets.lines import LineList

MARKED, UNMARKED, DOUBTFUL = "■", "□", "▲"
_PERIOD, _FIGURE, _CODE = 10, 14, 8


@dataclass(frozen=True, slots=True)
class _Cells:
    """What stands in a line."""

    code: str
    unit: str
    period: Period
    figure: str
    title: str
    doubtful: bool = False


class AwaitingList(LineList):
    """The reports and accounts that wait, one in a line, with a box to mark it."""

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
    def here(self) -> Awaiting | AwaitingAccount | None:
        """The report or account under the cursor."""
        return self.queue.awaiting[self.cursor] if self.queue and self.count else None

    @property
    def meant(self) -> list[Awaiting | AwaitingAccount]:
        """Those that a command is about: those marked, else the one under the cursor."""
        if self.queue is None:
            return []
        if self.marked:
            return [self.queue.awaiting[i] for i in sorted(self.marked)]
        return [self.here] if self.here else []

    def show(self, queue: Queue, unit_names: UnitNames) -> None:
        """Show these; what was marked before and still waits stays marked."""
        before = {waiting.is_of for waiting in self.meant} if self.marked else set()
        self.queue, self.unit_names = queue, unit_names
        self.marked = {i for i, waiting in enumerate(queue.awaiting) if waiting.is_of in before}
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
        every = {i for i, waiting in enumerate(awaiting) if not is_doubtful(waiting)}
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
            " ",
            left(_("Code"), _CODE),
            left(_("Lead unit"), unit),
            left(_("Period"), _PERIOD),
            right(_("Figure"), _FIGURE),
            "  " + _("Task"),
        ]
        return Content(" " + " ".join(cells))

    def line(self, index: int, width: int) -> Content:
        assert self.queue is not None  # noqa: S101 - else there is no line
        cells = _cells(self.queue.awaiting[index])
        unit = self._unit_width(width)
        name = said(self.unit_names(cells.unit)) if self.unit_names else cells.unit
        mark = MARKED if index in self.marked else UNMARKED
        used = 2 + _CODE + unit + _PERIOD + _FIGURE + 6
        return Content.assemble(
            (mark, ".ink--accent" if index in self.marked else ".ink--faint"),
            " ",
            (left(clip(cells.code, _CODE), _CODE), ".ink--muted"),
            " ",
            left(clip(name, unit), unit),
            " ",
            (left(clip(short_period(cells.period), _PERIOD), _PERIOD), ".ink--muted"),
            " ",
            (right(clip(cells.figure, _FIGURE), _FIGURE), ".ink--strong"),
            " ",
            (DOUBTFUL, ".ink--risk") if cells.doubtful else " ",
            (clip(cells.title, max(width - used, 1)), ".ink--muted"),
        )

    def empty(self, width: int) -> Content:
        if self.queue is None:
            return Content("")
        text = _("Nothing awaits review.")
        if not self.queue.review:
            text = _("Nothing awaits review: in this plan a report counts when it is entered.")
        return Content(" " + clip(text, width - 2))


def queue_signs() -> list[tuple[str, str, str]]:
    """The signs of the list, each with its ink and its meaning."""
    return [
        (DOUBTFUL, ".ink--risk", _("doubtful: look at it")),
        (MARKED, ".ink--accent", _("marked")),
        (UNMARKED, ".ink--faint", _("not marked")),
    ]


def is_doubtful(waiting: Awaiting | AwaitingAccount) -> bool:
    """Whether somebody has to look at it: also where a word of why was given once."""
    return isinstance(waiting, Awaiting) and bool(waiting.doubts or waiting.word)


def _cells(waiting: Awaiting | AwaitingAccount) -> _Cells:
    if isinstance(waiting, Awaiting):
        return _Cells(
            waiting.task.removesuffix(f"-{waiting.unit}"),
            waiting.unit,
            waiting.period,
            figure_said(waiting),
            said(waiting.title),
            is_doubtful(waiting),
        )
    about, texts = waiting.about, waiting.account.texts
    beginning = next(text for part in Part if (text := texts.of(part)))
    return _Cells(
        about.directive or formats.NOTHING,
        about.unit,
        about.period,
        _("in words"),
        excerpt(beginning),
    )


def figure_said(report: Awaiting) -> str:
    if report.measure is Measure.MILESTONE:
        return (
            p_("milestone", "done")
            if report.figure.value == SCALE
            else p_("milestone", "not done yet")
        )
    return shown(formats.amount(report.figure))
