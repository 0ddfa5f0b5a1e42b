"""Which periods are closed, and which are open again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.lock import Lock
from tracker.domain.period import read_period
from tracker.store.columns import LOCK
from tracker.store.read.view import View
from tracker.store.tables import LockRow


def locks_of(session: Session, view: View) -> tuple[Lock, ...]:
    """The last decision about each period of the plan, by period and day."""
    statement = select(LockRow).where(
        LOCK.plan_id == view.plan_id, view.known.stands(LOCK.known_from, LOCK.known_to)
    )
    locks = [
        Lock(read_period(row.period), row.closed, row.known_from, row.until, row.why)
        for row in session.scalars(statement)
    ]
    return tuple(sorted(locks, key=lambda lock: (lock.period.first_day, lock.period.last_day)))
