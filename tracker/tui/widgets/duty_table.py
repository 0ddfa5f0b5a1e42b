"""Units down, periods across: who owes which reports.

A cell says without colour what is worst in it, how many reports that are, and of how many:
``! 2/5``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from tracker.domain.duty import LATE_GLYPH, OUTSTANDING, DutyCounts, DutyState, PeriodDue, all_of
from tracker.domain.duty_grid import DutyGrid, DutyRow
from tracker.domain.lock import CLOSED_GLYPH
from tracker.domain.period import Period
from tracker.domain.words import Words
from tracker.i18n import N_, _, formats, names
from tracker.tui.cells import said
from tracker.tui.columns import Cut, NameOf
from tracker.tui.widgets.grid import Grid, Said
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


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit's code, None for all of them, and a period."""

    unit: str | None
    due: PeriodDue
    counts: DutyCounts


def cell_said(counts: DutyCounts) -> Said:
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


class DutyTable(Grid):
    """The first line is all units together; the column before the periods, what is outstanding."""

    def __init__(self, *, dom_id: str | None = None) -> None:
        super().__init__(dom_id=dom_id)
        self.grid: DutyGrid | None = None
        self.rows: Sequence[DutyRow] = ()
        self._locked: Collection[Period] = ()
        self._unit_name: NameOf = Words
        self._totals: dict[Period, DutyCounts] = {}
        self._sums: list[DutyCounts] = []

    # What it shows ------------------------------------------------------------------------------

    def show(self, grid: DutyGrid, name: NameOf, cut: Cut, closed: Collection[Period] = ()) -> None:
        """Show this, with a sign at the periods that are ``closed``.

        The cursor stays on its unit, and on its period where there is the same.
        """
        here, before = self.cell, self.grid
        self._locked = closed
        self.grid, self._unit_name, self.cut = grid, name, cut
        self.rows = by_need(grid)
        self._totals = {due.period: grid.total_of(due.period) for due in grid.periods}
        self._sums = [all_of(self._totals.values()), *(row.total for row in self.rows)]
        self.remeasure()
        codes = [None, *(row.code for row in self.rows)]
        if here is not None and here.unit in codes:
            self.set_reactive(LineList.cursor, codes.index(here.unit))
        if before is None or [d.period for d in before.periods] != [d.period for d in grid.periods]:
            self.set_reactive(Grid.column, self._newest())
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

    @property
    def periods(self) -> Sequence[PeriodDue]:
        return self.grid.periods if self.grid else ()

    @property
    def columns(self) -> int:
        return len(self.periods)

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

    # What stands in it --------------------------------------------------------------------------

    def measured(self) -> tuple[int, int, int]:
        texts = [cell_said(c)[0] for c in self._totals.values()]
        texts += [cell_said(c)[0] for row in self.rows for c in row.cells.values()]
        texts += [self.head_said(y, n) for n in range(self.columns) for y in range(self.HEADS)]
        called = [_(ALL_UNITS), *(said(self._unit_name(row.code)) for row in self.rows)]
        sums = [_("Still owed"), *(_sum_said(counts)[0] for counts in self._sums)]
        return _widest(called), _widest(sums), _widest(texts)

    def corner_said(self, y: int) -> tuple[str, str]:
        return (_("due on"), "") if y else (_("Unit"), _("Still owed"))

    def head_said(self, y: int, column: int) -> str:
        """The period's name, and below it the reporting day."""
        due = self.periods[column]
        return self._day(due) if y else self._period(due.period)

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

    def name_said(self, index: int) -> Said:
        if not index:
            return _(ALL_UNITS), ".ink--strong"
        return said(self._unit_name(self.rows[index - 1].code)), ""

    def whole_said(self, index: int) -> Said:
        return _sum_said(self._sums[index])

    def cell_said(self, index: int, column: int) -> Said:
        period = self.periods[column].period
        return cell_said(self.rows[index - 1].of(period) if index else self._totals[period])


def _sum_said(counts: DutyCounts) -> Said:
    if not counts.outstanding:
        return formats.NOTHING, ".ink--muted"
    worst = next(state for state in OUTSTANDING if counts.count(state))
    return formats.count(counts.outstanding), INKS[worst]


def _widest(texts: Iterable[str]) -> int:
    return max(map(cell_len, texts), default=0)
