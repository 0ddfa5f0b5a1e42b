"""Who owes which reports, counted by unit and period, and one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.condition import Condition
from tracker.domain.duty import DutyCounts, DutyState, PeriodDue, all_of
from tracker.domain.known import Recorded
from tracker.domain.period import Period
from tracker.domain.plan import Plan
from tracker.domain.words import Words


@dataclass(frozen=True, slots=True)
class Duty:
    """One report that ``unit`` owes or owed: of which task and period, and how it stands."""

    due: PeriodDue
    unit: str
    unit_name: Words
    task: str
    title: Words
    state: DutyState
    submitted_late: bool


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One lead unit's own reports; a period without any is missing in ``cells``.

    ``accounts``: how its account of each such period stands, as counts of the one.
    """

    code: str
    name: Words
    short: Words
    cells: Mapping[Period, DutyCounts]
    accounts: Mapping[Period, DutyCounts]

    def of(self, period: Period) -> DutyCounts:
        return self.cells.get(period, DutyCounts())

    @property
    def total(self) -> DutyCounts:
        return all_of(self.cells.values())


@dataclass(frozen=True, slots=True)
class DutyGrid:
    """What a screen and a command show: one object, so that they agree.

    ``periods`` are those asked about; ``rows`` the units that owe any of them, in the plan's order.
    ``known_on`` is None for what is known now.
    """

    plan: Plan
    as_of: date
    known_on: Recorded | None
    condition: Condition
    periods: tuple[PeriodDue, ...]
    rows: tuple[DutyRow, ...]

    def in_words(self) -> DutyGrid:
        """The same of accounts: what is counted are they, and no reports."""
        return replace(self, rows=tuple(replace(row, cells=row.accounts) for row in self.rows))

    def total_of(self, period: Period) -> DutyCounts:
        return all_of(row.of(period) for row in self.rows)

    @property
    def totals(self) -> DutyCounts:
        return all_of(row.total for row in self.rows)
