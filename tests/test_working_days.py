"""Which days offices work, as the library of holidays knows them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tracker.working_days import is_working_day

OFF_2021 = {
    "01-01",  # New Year, a Friday
    *(f"02-{day}" for day in (10, 11, 12, 15, 16)),  # Tết: it fell on the 12th, with days instead
    "04-21",  # the Hùng kings
    "04-30",
    "05-03",  # instead of Saturday 1 May
    "09-02",
    "09-03",  # National Day has two days since 2021
}


def test_the_days_off_of_2021_besides_weekends() -> None:
    days = [date(2021, 1, 1) + timedelta(n) for n in range(365)]
    off = {day for day in days if not is_working_day(day) and day.weekday() < 5}
    assert off == {date.fromisoformat(f"2021-{day}") for day in OFF_2021}
    assert not any(is_working_day(day) for day in days if day.weekday() >= 5)


@pytest.mark.parametrize("day", [date(2019, 5, 4), date(2024, 5, 4)])
def test_a_saturday_worked_instead_of_another_day_is_a_working_day(day: date) -> None:
    assert day.weekday() == 5
    assert is_working_day(day)


@pytest.mark.parametrize("year", [1900, 2350, 2999])
def test_of_a_year_without_known_holidays_weekends_are_off(year: int) -> None:
    days = [date(year, 2, 1) + timedelta(n) for n in range(28)]
    assert all(is_working_day(day) == (day.weekday() < 5) for day in days)
