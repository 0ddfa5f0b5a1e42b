"""How the accounts stand that are owed: a unit that owes any report of a period owes, for the same
reporting day, one account of itself as a whole.

Units and periods are few, so that ``domain.duty`` itself says it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, time, tzinfo
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.duty import DutyCounts, PeriodDue, duty_state
from tracker.domain.report_state import REPORTED, ReportState
from tracker.store.read.view import View

Owed = tuple[int, PeriodDue]
"""A unit's id, and the period that it owes an account of."""


class _Version(NamedTuple):
    number: int
    state: ReportState
    recorded_at: datetime


_HANDED_IN = [state.value for state in (*REPORTED, ReportState.RETURNED)]


def accounts_owed(
    session: Session, view: View, zone: tzinfo | None, owed: Collection[Owed]
) -> dict[Owed, DutyCounts]:
    """Each account of ``owed``, as counts of the one. ``zone`` is the office's."""
    versions = _versions(session, view, {due.period.code for _unit, due in owed})
    return {
        (unit, due): _counted(versions[unit, due.period.code], due, view, zone)
        for unit, due in owed
    }


def _versions(
    session: Session, view: View, codes: Collection[str]
) -> Mapping[tuple[int, str], Sequence[_Version]]:
    """The versions that were handed in, by unit and period."""
    account = view.known.account
    columns = (account.c.version, account.c.state, account.c.recorded_at)
    statement = select(account.c.unit_id, account.c.period, *columns).where(
        account.c.plan_id == view.plan_id,
        account.c.directive == "",
        account.c.period.in_(codes),
        account.c.state.in_(_HANDED_IN),
    )
    found: dict[tuple[int, str], list[_Version]] = defaultdict(list)
    for row in session.execute(statement):
        version = _Version(row.version, ReportState(row.state), row.recorded_at)
        found[row.unit_id, row.period].append(version)
    return found


def _counted(
    versions: Sequence[_Version],
    due: PeriodDue,
    view: View,
    zone: tzinfo | None,
) -> DutyCounts:
    # An account says how its period went, whenever it was written: once the period is over, one
    # that is recorded later speaks for it, as a report does that is entered later.
    if due.period.last_day > view.day:
        versions = [v for v in versions if v.recorded_at.astimezone(zone).date() <= view.day]
    state = duty_state([(v.number, v.state) for v in versions], due, view.day)
    until = datetime.combine(due.day, time.max, zone).astimezone(UTC)
    first = min((v.recorded_at for v in versions), default=until)
    return DutyCounts({state: 1}, int(first > until))
