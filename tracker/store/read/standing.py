"""The SQL of a status on one day, over ``task_state``.

``status_case`` says in SQL what ``domain.status.status_of`` says in Python; a property test holds
the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, case, or_

from tracker.domain.status import Status
from tracker.store.columns import STATE as S

T_ = TypeVar("T_")


def status_case(day: date) -> ColumnElement[str]:
    """The status of a state on ``day``: the first row of DOMAIN §4's table that holds."""
    return _by_status(day, {status: status.value for status in Status})


STATUSES = tuple(Status)


def status_number(day: date) -> ColumnElement[int]:
    """The same as its place in STATUSES: numbers are quicker to group by, and both databases sort
    them alike."""
    return _by_status(day, {status: number for number, status in enumerate(STATUSES)})


def _by_status(day: date, values: Mapping[Status, T_]) -> ColumnElement[T_]:
    done = S.done_day.is_not(None)
    return case(
        (S.cancelled, values[Status.CANCELLED]),
        (and_(done, S.deadline.is_(None)), values[Status.DONE_NO_DEADLINE]),
        (and_(done, S.done_day <= S.deadline), values[Status.DONE_ON_TIME]),
        (done, values[Status.DONE_LATE]),
        (S.deadline < day, values[Status.OVERDUE]),
        (S.reported, values[Status.IN_PROGRESS]),
        else_=values[Status.NOT_STARTED],
    )


def at_risk_on(day: date) -> ColumnElement[bool]:
    """``domain.status.at_risk`` in SQL; ``risk_from`` is only set while the task is open."""
    return and_(
        S.risk_from.is_not(None),
        S.risk_from <= day,
        or_(S.deadline.is_(None), S.deadline >= day),
    )


def exceeded() -> ColumnElement[bool]:
    """A broken ceiling that nobody has stopped."""
    return and_(S.exceeded, S.cancelled.is_(False))
