"""The derived status of a task on a day (DOMAIN §4). Never typed, never stored.

Written down here once in Python and once as SQL in ``store/read/selection.py``; a property test
holds the two together.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Protocol


class Status(StrEnum):
    """The groups of DOMAIN §4; they partition the tasks."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    OVERDUE = "overdue"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_NO_DEADLINE = "done_no_deadline"
    CANCELLED = "cancelled"

    @property
    def done(self) -> bool:
        return self in DONE

    @property
    def glyph(self) -> str:
        """The sign that carries the status without colour (SCREENS)."""
        return {
            Status.NOT_STARTED: "○",
            Status.IN_PROGRESS: "◐",
            Status.OVERDUE: "!",
            Status.DONE_ON_TIME: "●",
            Status.DONE_LATE: "◌",
            Status.DONE_NO_DEADLINE: "✓",
            Status.CANCELLED: "–",
        }[self]


DONE = frozenset({Status.DONE_ON_TIME, Status.DONE_LATE, Status.DONE_NO_DEADLINE})


class Judged(Protocol):
    """What a status is derived from: one of a task's states."""

    @property
    def cancelled(self) -> bool: ...
    @property
    def done_day(self) -> date | None: ...
    @property
    def deadline(self) -> date | None: ...
    @property
    def reported(self) -> bool: ...
    @property
    def risk_from(self) -> date | None: ...


def status_of(state: Judged, day: date) -> Status:
    """The first row of DOMAIN §4's table that holds on ``day``."""
    if state.cancelled:
        return Status.CANCELLED
    if state.done_day is not None:
        if state.deadline is None:
            return Status.DONE_NO_DEADLINE
        on_time = state.done_day <= state.deadline
        return Status.DONE_ON_TIME if on_time else Status.DONE_LATE
    if state.deadline is not None and day > state.deadline:
        return Status.OVERDUE
    return Status.IN_PROGRESS if state.reported else Status.NOT_STARTED


def at_risk(state: Judged, day: date) -> bool:
    """Whether the task is neither done nor overdue and too far below its pace (DOMAIN §3).

    A span may run past its deadline: from the next day on the task is overdue instead.
    """
    if state.risk_from is None or day < state.risk_from:
        return False
    return state.deadline is None or day <= state.deadline


class Sign(StrEnum):
    """A roll-up's one sign: the worst among its tasks."""

    OVERDUE = "overdue"
    AT_RISK = "at_risk"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"
    DONE = "done"
    NONE = "none"

    @property
    def glyph(self) -> str:
        return {
            Sign.OVERDUE: "!",
            Sign.AT_RISK: "▲",
            Sign.IN_PROGRESS: "◐",
            Sign.NOT_STARTED: "○",
            Sign.DONE: "●",
            Sign.NONE: "–",
        }[self]
