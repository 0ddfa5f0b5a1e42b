"""The figures of the whole plan, each with what it is counted from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from tracker.domain.condition import Condition
from tracker.domain.status import DONE, Status
from tracker.domain.summary import Figures, Rate
from tracker.i18n import N_, _, formats, n_
from tracker.tui.answers import Owed
from tracker.tui.cells import clip, left
from tracker.tui.widgets.bar import Bar

_WAITING = "·"
ROOM_FOR_OWED = 104
"""Cells from which all six tiles stand side by side."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure: what it says, in which ink, under which label; ``opens`` the tasks behind it,
    None the reports that are owed."""

    label: str
    opens: Condition | None
    figure: str
    aside: str = ""
    ink: str = ".ink--strong"


LABELS = (
    N_("done of due"),
    N_("done of all"),
    N_("overdue"),
    N_("at risk"),
    N_("completion"),
)
_DUE = frozenset({Status.DONE_ON_TIME, Status.DONE_LATE, Status.OVERDUE})
_OPENS = (
    Condition(statuses=_DUE),
    Condition(statuses=DONE),
    Condition(statuses=frozenset({Status.OVERDUE})),
    Condition(at_risk=True),
    Condition(),
)


def tiles(figures: Figures | None) -> list[Tile]:
    """The tiles of ``figures``; their places while there are none yet."""
    if figures is None:
        return [
            Tile(_(label), opens, _WAITING, ink=".ink--faint")
            for label, opens in zip(LABELS, _OPENS, strict=True)
        ]
    overdue = figures.count(Status.OVERDUE)
    shown = [
        _rate(figures.done_of_due),
        _rate(figures.done_of_all),
        (f"{formats.count(overdue)} !" if overdue else "0", "", _loud(overdue, ".ink--overdue")),
        (
            f"{formats.count(figures.at_risk)} ▲" if figures.at_risk else "0",
            "",
            _loud(figures.at_risk, ".ink--risk"),
        ),
        (formats.percent(figures.completion), "", ".ink--strong"),
    ]
    return [
        Tile(_(label), opens, figure, aside, ink)
        for label, opens, (figure, aside, ink) in zip(LABELS, _OPENS, shown, strict=True)
    ]


def owed_tile(owed: Owed | None) -> Tile:
    """Reports that are late, and how many units owe them; their place while that is not known."""
    label = _("reports late")
    if owed is None:
        return Tile(label, None, _WAITING, ink=".ink--faint")
    figure = f"{formats.count(owed.late)} !" if owed.late else "0"
    units = n_("{count} unit", "{count} units", owed.units).format(count=formats.count(owed.units))
    return Tile(label, None, figure, units if owed.late else "", _loud(owed.late, ".ink--overdue"))


def _rate(rate: Rate) -> tuple[str, str, str]:
    figure = f"{formats.count(rate.numerator)}/{formats.count(rate.denominator)}"
    percent = formats.percent(rate.percent) if rate.denominator else ""
    return figure, percent, ".ink--strong"


def _loud(count: int, ink: str) -> str:
    return ink if count else ".ink--muted"


class Tiles(Bar, can_focus=True):
    """Two lines: the figures, and what they are. Left and right walk, Enter opens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "walk(-1)", show=False),
        Binding("right,l", "walk(1)", show=False),
    ]

    figures: reactive[Figures | None] = reactive(None)
    owed: reactive[Owed | None] = reactive(None)
    chosen: reactive[int] = reactive(0)

    class Opened(Message):
        """A tile was opened: it is asked where its figure comes from; None: who owes reports."""

        def __init__(self, condition: Condition | None) -> None:
            super().__init__()
            self.condition = condition

    @property
    def has_room(self) -> bool:
        """Whether the reports that are owed have a tile: it needs a wide screen."""
        return self.size.width >= ROOM_FOR_OWED

    @property
    def _shown(self) -> list[Tile]:
        shown = tiles(self.figures)
        return [*shown, owed_tile(self.owed)] if self.has_room else shown

    def render(self) -> Content:
        shown = self._shown
        edges = self._edges(shown)
        top, below = Content(""), Content("")
        for index, tile in enumerate(shown):
            width = edges[index + 1] - edges[index]
            here = self.has_focus and index == self.chosen
            mark = ("▌", ".ink--accent") if here else " "
            # A percent gives way whole: a figure is never cut.
            fits = cell_len(f"{tile.figure}  {tile.aside}") < width - 1
            aside = f"  {tile.aside}" if tile.aside and fits else ""
            figure = Content.assemble(mark, (tile.figure, tile.ink), (aside, ".ink--muted"))
            top += figure.truncate(width, pad=True)
            # The last one stands against no other.
            gap = 0 if tile is shown[-1] else 1
            label = left(clip(tile.label, width - 1 - gap), width - 1)
            below += Content.assemble(mark, (label, ".ink--muted"))
        return Content("\n").join([top, below])

    def _edges(self, shown: list[Tile]) -> list[int]:
        """Where each tile begins, and where the last ends: in proportion to their labels."""
        width = max(self.size.width, len(shown))
        shares = [cell_len(tile.label) + 2 for tile in shown]
        # Each label has its mark before it and a gap behind; none stands behind the last.
        shares[-1] -= 1
        return [width * sum(shares[:i]) // sum(shares) for i in range(len(shown) + 1)]

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def action_walk(self, by: int) -> None:
        self.chosen = (self.chosen + by) % len(self._shown)

    @property
    def condition(self) -> Condition:
        """The tasks behind the tile of the cursor; of reports that are owed, all."""
        return self._here.opens or Condition()

    @property
    def _here(self) -> Tile:
        shown = self._shown
        return shown[min(self.chosen, len(shown) - 1)]

    def choose(self) -> None:
        """Open the tile of the cursor."""
        self.post_message(self.Opened(self._here.opens))

    async def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None:
            shown = self._shown
            edges = self._edges(shown)
            self.chosen = max(i for i in range(len(shown)) if edges[i] <= offset.x)
            self.choose()
