"""Periods closed to reports, and opened again for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from tracker.domain.lock import OPEN_DAYS, Lock, UntilGone, lock_over
from tracker.domain.period import Period
from tracker.domain.problem import N_, Refused
from tracker.domain.text import clean
from tracker.service.desk import Desk, whole_plan_at
from tracker.store.columns import LOCK
from tracker.store.engine import writing
from tracker.store.journal import Entry, add_entry
from tracker.store.read.locks import locks_of
from tracker.store.tables import STILL_KNOWN, LockRow


class ClosedAlready(Refused):
    wording = N_("{period} is closed already, by the closing of {closed}.")


class NotClosed(Refused):
    wording = N_("{period} is not closed.")


class NotBegunYet(Refused):
    wording = N_("{period} begins on {first_day}; it cannot be closed before that.")


class OtherYear(Refused):
    wording = N_("{period} is outside the plan's year {year}.")


class ReasonToReopenMissing(Refused):
    wording = N_("Say why {period} is opened again.")


@dataclass(frozen=True, slots=True)
class LockChanged:
    """A period that is closed, or open until a day, now."""

    lock: Lock
    entry: int


def close_period(desk: Desk, plan_code: str | None, period: Period) -> LockChanged:
    """Let no report of ``period``, or of one that lies in it, be made, amended or accepted.

    Raises OtherYear, NotBegunYet, ClosedAlready.
    """
    with writing(desk.engine) as session:
        view, plan = whole_plan_at(desk, session, plan_code)
        if period.year != plan.year:
            raise OtherYear(period=period, year=plan.year)
        if period.first_day > desk.today:
            raise NotBegunYet(period=period, first_day=period.first_day)
        locks = locks_of(session, view)
        over = lock_over(locks, period)
        if over is not None and over.is_closed(desk.today):
            raise ClosedAlready(period=period, closed=over.period)
        change = Entry("close", after={"closed": period.code})
        entry = add_entry(session, desk.stamp(plan.id), change)
        lock = Lock(period, closed=True, entry=entry)
        _put(session, plan.id, lock)
        return LockChanged(lock, entry)


def reopen_period(
    desk: Desk, plan_code: str | None, period: Period, why: str, until: date | None = None
) -> LockChanged:
    """Open ``period`` again until the end of the day ``until`` (None: ``OPEN_DAYS`` from today).

    Raises NotClosed, ReasonToReopenMissing, UntilGone.
    """
    why = clean(why).strip()
    if not why:
        raise ReasonToReopenMissing(period=period)
    until = until or desk.today + timedelta(days=OPEN_DAYS)
    if until < desk.today:
        raise UntilGone(day=until)
    with writing(desk.engine) as session:
        view, plan = whole_plan_at(desk, session, plan_code)
        over = lock_over(locks_of(session, view), period)
        if over is None or not over.is_closed(desk.today):
            raise NotClosed(period=period)
        change = Entry(
            "reopen", after={"reopened": period.code, "until": until.isoformat()}, why=why
        )
        entry = add_entry(session, desk.stamp(plan.id), change)
        lock = Lock(period, closed=False, entry=entry, until=until, why=why)
        _put(session, plan.id, lock)
        return LockChanged(lock, entry)


def _put(session: Session, plan_id: int, lock: Lock) -> None:
    """Write the decision in the place of the one before it about the same period."""
    of_period = (LOCK.plan_id == plan_id, LOCK.period == lock.period.code)
    session.execute(
        update(LockRow)
        .where(*of_period, LOCK.known_to == STILL_KNOWN)
        .values(known_to=lock.entry)
        .execution_options(synchronize_session=False)
    )
    row = {"plan_id": plan_id, "period": lock.period.code, "closed": lock.closed}
    row |= {"until": lock.until, "why": lock.why}
    session.execute(insert(LockRow), [row | {"known_from": lock.entry, "known_to": STILL_KNOWN}])
