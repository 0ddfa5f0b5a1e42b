"""Periods closed to reports, and opened again for a while.

Closed is not late: a late report is still taken, a closed period takes none (DOMAIN §3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.domain.period import Period
from tracker.domain.problem import N_, Refused

OPEN_DAYS = 7
"""How many days after today a period stays open where nobody says until when."""
CLOSED_GLYPH = "⊘"


class UntilGone(Refused):
    wording = N_("{day} is over; a period is opened again until today or a later day.")


@dataclass(frozen=True, slots=True)
class Lock:
    """What was decided last about one period, under journal number ``entry``.

    ``until`` is the last day on which a period that was opened again stays open; after it, it is
    closed by itself. ``why`` is the reason given.
    """

    period: Period
    closed: bool
    entry: int
    until: date | None = None
    why: str = ""

    def is_closed(self, today: date) -> bool:
        return self.closed or (self.until is not None and today > self.until)


def lock_over(locks: Iterable[Lock], period: Period) -> Lock | None:
    """The decision that holds for ``period``: of all about it or a longer one that it lies in,
    the latest."""
    over = [
        lock
        for lock in locks
        if lock.period.first_day <= period.first_day and period.last_day <= lock.period.last_day
    ]
    return max(over, key=lambda lock: lock.entry, default=None)
