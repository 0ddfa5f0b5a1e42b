"""The rows of a sheet: one unit's tasks for one period, read at once."""

from __future__ import annotations

from datetime import date, tzinfo

from sqlalchemy.orm import Session

from tracker.domain.condition import Condition, Owing, Sort, SortKey
from tracker.domain.duty import DutyCounts, DutyState, PeriodDue, period_due
from tracker.domain.lock import lock_over
from tracker.domain.period import Period, Rhythm, periods
from tracker.domain.sheet import Sheet, SheetRow, in_time, period_to_fill
from tracker.store.read import duty
from tracker.store.read.locks import locks_of
from tracker.store.read.reporting import reportings
from tracker.store.read.tasks import task_ids, task_rows
from tracker.store.read.view import View
from tracker.working_days import is_working_day


def sheet(
    session: Session,
    view: View,
    zone: tzinfo | None,
    today: date,
    unit: str | None = None,
    period: Period | None = None,
) -> Sheet:
    """The sheet of ``unit`` for ``period``; None for either: where there is most to do.

    Raises UnknownUnit.
    """
    code = _neediest(session, view, zone) if unit is None else unit
    code = view.tree.get(code, view.plan.code).code
    every = sorted(duty.due(view, *duty.rhythms_of(session, view)), key=lambda d: in_time(d.period))
    found = _owed(session, view, zone, every, code)
    chosen = _chosen(view, every, found, period)
    owing = Condition(owing=Owing(chosen.period, unit=code))
    ids = task_ids(session, view, owing, Sort(SortKey.CODE))
    about = reportings(session, view, ids)
    rows = [SheetRow(row, about[row.id], chosen) for row in task_rows(session, view, ids)]
    lock = lock_over(locks_of(session, view), chosen.period)
    return Sheet(code, chosen, tuple(rows), found, lock, view.day, today)


def _neediest(session: Session, view: View, zone: tzinfo | None) -> str:
    """The unit with the most late reports, then with the most outstanding; else the first."""
    asked = duty.asked_for(session, view)
    rows = duty.grid(session, view, zone, asked).rows
    if not rows:
        return next(iter(view.tree.units))
    return max(rows, key=lambda row: _need(row.total)).code


def _need(counts: DutyCounts) -> tuple[int, int]:
    return counts.count(DutyState.LATE), counts.outstanding


def _owed(
    session: Session, view: View, zone: tzinfo | None, every: list[PeriodDue], unit: str
) -> tuple[tuple[PeriodDue, DutyCounts], ...]:
    rows = duty.grid(session, view, zone, every, Condition(unit=unit, below=False)).rows
    cells = rows[0].cells if rows else {}
    return tuple((due, cells[due.period]) for due in every if due.period in cells)


def _chosen(
    view: View,
    every: list[PeriodDue],
    owed: tuple[tuple[PeriodDue, DutyCounts], ...],
    wanted: Period | None,
) -> PeriodDue:
    if wanted is not None:
        return period_due(wanted, view.plan.reporting, is_working_day)
    if found := period_to_fill(owed, view.day):
        return found
    begun = [due for due in every if due.period.first_day <= view.day]
    if begun or every:
        return begun[-1] if begun else every[0]
    # A plan without tasks has no rhythm.
    return period_due(periods(Rhythm.YEAR, view.plan.year)[0], view.plan.reporting, is_working_day)
