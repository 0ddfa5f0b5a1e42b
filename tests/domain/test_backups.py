"""7 daily, 5 weekly and 12 monthly backups are kept."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.backups import DAILY, MONTHLY, WEEKLY, kept

DAYS = st.sets(st.dates(date(2020, 1, 1), date(2023, 12, 31)), max_size=200)
NEW_YEAR = date(2021, 1, 1)


def daily(count: int, step: int = 1) -> list[date]:
    return [NEW_YEAR + timedelta(days=step * n) for n in range(count)]


def test_a_year_of_days() -> None:
    stay = kept(daily(365))
    assert sorted(stay)[:10] == [
        date(2021, month, {2: 28, 4: 30, 6: 30, 9: 30}.get(month, 31)) for month in range(1, 11)
    ]
    week_ends = {date(2021, 12, 5), date(2021, 12, 12), date(2021, 12, 19), date(2021, 12, 26)}
    last_week = set(daily(365)[-7:])
    assert stay == {*sorted(stay)[:10], date(2021, 11, 30), *week_ends, *last_week}


@given(DAYS)
def test_as_many_as_promised_and_the_newest_of_all(days: set[date]) -> None:
    stay = kept(days)
    assert stay <= days
    assert len(stay) <= DAILY + WEEKLY + MONTHLY
    assert set(sorted(days)[-DAILY:]) <= stay
    weeks = sorted({day.isocalendar()[:2] for day in days})[-WEEKLY:]
    assert set(weeks) <= {day.isocalendar()[:2] for day in stay}
    months = sorted({(day.year, day.month) for day in days})[-MONTHLY:]
    for month in months:
        assert max(day for day in days if (day.year, day.month) == month) in stay


@given(DAYS)
def test_keeping_twice_removes_nothing_more(days: set[date]) -> None:
    assert kept(kept(days)) == kept(days)


@given(DAYS)
def test_removing_day_by_day_keeps_what_removing_once_keeps(days: set[date]) -> None:
    there: set[date] = set()
    for day in sorted(days):
        there = kept({*there, day})
    assert there == kept(days)
