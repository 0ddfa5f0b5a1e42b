"""Which of the daily backups are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from datetime import date

DAILY, WEEKLY, MONTHLY = 7, 5, 12
"""How many days, weeks (from Monday) and months keep their last backup each."""


def kept(days: Collection[date]) -> set[date]:
    """Of the days on which a backup was made, those whose backup stays.

    The last one of each of the newest 7 days, 5 weeks and 12 months that have one: a machine that
    stood still for a month loses none by it.
    """
    newest_first = sorted(set(days), reverse=True)
    return {
        *_last_of_each(newest_first, DAILY, lambda day: day),
        *_last_of_each(newest_first, WEEKLY, lambda day: day.isocalendar()[:2]),
        *_last_of_each(newest_first, MONTHLY, lambda day: (day.year, day.month)),
    }


def _last_of_each(
    newest_first: list[date], count: int, span_of: Callable[[date], Hashable]
) -> list[date]:
    last: dict[Hashable, date] = {}
    for day in newest_first:
        last.setdefault(span_of(day), day)
    return list(last.values())[:count]
