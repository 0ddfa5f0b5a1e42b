"""Units down, periods across: who owes which reports. Heads and unit names stay in sight.

Only what the window shows is drawn. A cell says without colour what is worst in it, how many
reports that are, and of how many: ``! 2/5``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive

from tracker.domain.duty import LATE_GLYPH, OUTSTANDING, DutyCounts, DutyState, PeriodDue, all_of
from tracker.domain.duty_grid import DutyGrid, DutyRow
from tracker.domain.lock import CLOSED_GLYPH
from tracker.domain.period import Period
from tracker.domain.words import Words
from tracker.i18n import N_, _, formats, names
from tracker.tui.cells import clip, left, right, said
from tracker.tui.columns import Cut, NameOf
from tracker.tui.widgets.lines import LineList

INKS = {
    DutyState.LATE: ".ink--overdue",
    DutyState.RETURNED: ".ink--risk",
    DutyState.MISSING: "",
    DutyState.SUBMITTED: ".ink--accent",
    DutyState.ACCEPTED: ".ink--done",
    DutyState.NOT_DUE: ".ink--faint",
}
ALL_UNITS = N_("All units")
MOST_NAME, LEAST_NAME = 40, 14
HERE = "▸"
"""Stands before the cell of the cursor."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit's code, None for all of them, and a period."""

    unit: str | None
    due: PeriodDue
    counts: DutyCounts


def cell_said(counts: DutyCounts) -> tuple[str, str]:
    """What stands in a cell, and its ink."""
    worst = counts.worst
    if worst is None:
        return "", ""
    of = formats.count(counts.reports)
    if worst is DutyState.ACCEPTED and counts.count(worst) == counts.reports:
        return f"{LATE_GLYPH if counts.submitted_late else worst.glyph} {of}", INKS[worst]
    if worst is DutyState.NOT_DUE:
        return f"{worst.glyph} {of}", INKS[worst]
    return f"{worst.glyph} {formats.count(counts.count(worst))}/{of}", INKS[worst]


def by_need(grid: DutyGrid) -> list[DutyRow]:
    """The units with the most late reports first, then those with the most outstanding; else in
    the plan's order."""

    def need(row: DutyRow) -> tuple[int, int]:
        total = row.total
        return -total.count(DutyState.LATE), -total.outstanding

    return sorted(grid.rows, key=need)


class DutyTable(LineList):
    """The first line is all units together; the column before the periods, what is outstanding."""

    HEADS = 2
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "across(-1)", show=False),
        Binding("right,l", "across(1)", show=False),
    ]

    column: reactive[int] = reactive(0, repaint=False)

    def __init__(self, *, dom_id: str | None = None) -> None:
        super().__init__(id=dom_id)
        self.grid: DutyGrid | None = None
        self.rows: Sequence[DutyRow] = ()
        self.empty_text = ""
        self._first = 0
        self._locked: Collection[Period] = ()
        self._unit_name: NameOf = Words
        self._cut: Cut = clip
        self._totals: dict[Period, DutyCounts] = {}
        self._sums: list[DutyCounts] = []
        self._across = 0

    # What it shows ------------------------------------------------------------------------------

    def show(self, grid: DutyGrid, name: NameOf, cut: Cut, closed: Collection[Period] = ()) -> None:
        """Show this, with a sign at the periods that are ``closed``.

        The cursor stays on its unit, and on its period where there is the same.
        """
        here, before = self.cell, self.grid
        self._locked = closed
        self.grid, self._unit_name, self._cut = grid, name, cut
        self.rows = by_need(grid)
        self._totals = {due.period: grid.total_of(due.period) for due in grid.periods}
        self._sums = [all_of(self._totals.values()), *(row.total for row in self.rows)]
        self._across = self._cell_width()
        codes = [None, *(row.code for row in self.rows)]
        if here is not None and here.unit in codes:
            self.set_reactive(LineList.cursor, codes.index(here.unit))
        if before is None or [d.period for d in before.periods] != [d.period for d in grid.periods]:
            self.set_reactive(DutyTable.column, self._newest())
            self._first = 0
        self.changed()
        self._bring_into_sight()
        self._bring_column_into_sight()

    def _newest(self) -> int:
        """The last period whose reports are asked for."""
        assert self.grid is not None  # noqa: S101 - called once it is there
        day = self.grid.as_of
        asked = [n for n, due in enumerate(self.grid.periods) if due.asked_from <= day]
        return asked[-1] if asked else 0

    def relabel(self) -> None:
        self._across = self._cell_width()
        self.refresh()

    @property
    def periods(self) -> Sequence[PeriodDue]:
        return self.grid.periods if self.grid else ()

    @property
    def count(self) -> int:
        return len(self.rows) + 1 if self.rows else 0

    @property
    def cell(self) -> Cell | None:
        """What the cursor is on."""
        if not self.rows or not self.periods:
            return None
        due = self.periods[min(self.column, len(self.periods) - 1)]
        if self.cursor == 0:
            return Cell(None, due, self._totals[due.period])
        row = self.rows[self.cursor - 1]
        return Cell(row.code, due, row.of(due.period))

    # Widths -------------------------------------------------------------------------------------

    def _cell_width(self) -> int:
        """Cells that one period takes, without the gap before it."""
        texts = [cell_said(c)[0] for c in self._totals.values()]
        texts += [cell_said(c)[0] for row in self.rows for c in row.cells.values()]
        texts += [self._period(due.period) for due in self.periods]
        texts += [self._day(due) for due in self.periods]
        return max(map(cell_len, texts), default=0)

    def _period(self, period: Period) -> str:
        sign = f"{CLOSED_GLYPH} " if period in self._locked else ""
        return sign + names.period_short(period)

    def _day(self, due: PeriodDue) -> str:
        """The reporting day, with its year where that is not the plan's, and its origin's mark."""
        assert self.grid is not None  # noqa: S101 - it has periods
        day = formats.day(due.day)
        if due.day.year == self.grid.plan.year:
            day = day.rpartition("/")[0]
        return day + self.grid.plan.reporting.origin.mark

    def _widths(self, width: int) -> tuple[int, int, int]:
        """Cells of the names and of the sums, and how many periods fit beside them."""
        sums = max([cell_len(_("Still owed")), *(cell_len(self._sum(s)[0]) for s in self._sums)])
        called = [_(ALL_UNITS), *(said(self._unit_name(row.code)) for row in self.rows)]
        longest = max(map(cell_len, called))
        every = len(self.periods) * (self._across + 2)
        room = width - sums - 1 - every
        # All periods at once if the names leave room for it, else names of a fair length.
        name = min(longest, MOST_NAME, room if room >= LEAST_NAME else max(width // 3, LEAST_NAME))
        fit = (width - name - 1 - sums) // (self._across + 2)
        return name, sums, max(1, min(fit, len(self.periods)))

    def _window(self, width: int) -> range:
        """The periods in sight."""
        fit = self._widths(width)[2]
        first = max(0, min(self._first, len(self.periods) - fit))
        return range(first, first + fit)

    # Drawing ------------------------------------------------------------------------------------

    def _sum(self, counts: DutyCounts) -> tuple[str, str]:
        if not counts.outstanding:
            return formats.NOTHING, ".ink--muted"
        worst = next(state for state in OUTSTANDING if counts.count(state))
        return formats.count(counts.outstanding), INKS[worst]

    def head_line(self, y: int, width: int) -> Content:
        if not self.rows:
            return Content("")
        name, sums, _fit = self._widths(width - 1)
        window = self._window(width - 1)
        if y == 0:
            parts = [Content.styled(left(_("Unit"), name), ".ink--strong")]
            parts.append(Content.styled(right(_("Still owed"), sums), ".ink--strong"))
            texts = [self._period(self.periods[n].period) for n in window]
        else:
            parts = [Content(left(_("due on"), name)), Content(" " * sums)]
            texts = [self._day(self.periods[n]) for n in window]
        cells = []
        for number, text in zip(window, texts, strict=True):
            ink = ".ink--strong" if y == 0 and number == self.column else ""
            cells.append(Content.styled(f"  {right(text, self._across)}", ink))
        line = Content(" ") + parts[0] + " " + parts[1] + Content("").join(cells)
        return self._with_arrows(line, window, width) if y == 0 else line

    def _with_arrows(self, line: Content, window: range, width: int) -> Content:
        """Says that there are more periods to the left or to the right."""
        name, sums, _fit = self._widths(width - 1)
        if window.start > 0:
            edge = 1 + name + 1 + sums
            line = line[:edge] + Content.styled(" ‹", ".ink--key") + line[edge + 2 :]
        if window.stop < len(self.periods) and line.cell_length < width:
            line += Content.styled("›", ".ink--key")
        return line

    def line(self, index: int, width: int) -> Content:
        name, sums, _fit = self._widths(width)
        row = self.rows[index - 1] if index else None
        called = said(self._unit_name(row.code)) if row else _(ALL_UNITS)
        owed, owed_ink = self._sum(self._sums[index])
        parts = [
            Content.styled(left(self._cut(called, name), name), "" if row else ".ink--strong"),
            Content.styled(" " + right(owed, sums), owed_ink),
        ]
        for number in self._window(width):
            period = self.periods[number].period
            counts = row.of(period) if row else self._totals[period]
            text, ink = cell_said(counts)
            here = index == self.cursor and number == self.column
            gap = self._across - cell_len(text)
            parts.append(Content(" "))
            if here:
                inside = Content.assemble(" " * gap, (HERE, ".ink--accent"), (text, ink))
                parts.append(inside.stylize(".ink--cell"))
            else:
                parts.append(Content.assemble(" " * (gap + 1), (text, ink)))
        return Content("").join(parts)

    def empty(self, width: int) -> Content:
        return Content(" " + clip(self.empty_text, width - 2))

    # Moving -------------------------------------------------------------------------------------

    def validate_column(self, column: int) -> int:
        return max(0, min(column, len(self.periods) - 1))

    def action_across(self, by: int) -> None:
        self.column += by

    def watch_column(self, before: int, after: int) -> None:
        self._bring_column_into_sight()
        self.refresh()
        if before != after:
            self.post_message(self.Highlighted(self, self.cursor))

    def on_resize(self) -> None:
        super().on_resize()
        self._bring_column_into_sight()

    def _bring_column_into_sight(self) -> None:
        if not self.rows:
            return
        window = self._window(max(self.scrollable_content_region.width - 1, 1))
        first = window.start
        if self.column < first:
            first = self.column
        elif self.column >= window.stop:
            first = self.column - len(window) + 1
        self._first = first

    def _column_at(self, x: int) -> int | None:
        width = self.scrollable_content_region.width - 1
        name, sums, _fit = self._widths(width)
        window, start = self._window(width), 1 + name + 1 + sums
        place = (x - start) // (self._across + 2)
        return window[place] if x >= start and place < len(window) else None

    def clicked_line(self, index: int, x: int) -> None:  # noqa: ARG002 - the cursor is there
        column = self._column_at(x)
        if column is not None:
            self.column = column

    def clicked_head(self, x: int) -> None:
        if self.rows:
            self.clicked_line(self.cursor, x)
