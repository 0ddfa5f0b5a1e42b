"""Periods and rhythms (DOMAIN §3, "Periods")."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.examples import YEAR, on, quick, refusal
from tracker.domain.period import (
    NotAPeriod,
    Period,
    Rhythm,
    WindowNotPeriod,
    last_period,
    periods,
    read_period,
)


class TestReadPeriod:
    @pytest.mark.parametrize(
        ("text", "period"),
        [
            ("2021-03", Period(2021, Rhythm.MONTH, 3)),
            ("2021-12", Period(2021, Rhythm.MONTH, 12)),
            ("2021-Q1", Period(2021, Rhythm.QUARTER, 1)),
            (" 2021-q4 ", Period(2021, Rhythm.QUARTER, 4)),
            ("2021-H2", Period(2021, Rhythm.HALF, 2)),
            ("2021", Period(2021, Rhythm.YEAR, 1)),
            ("0001", Period(1, Rhythm.YEAR, 1)),
        ],
    )
    def test_reads_a_month_a_quarter_a_half_and_a_year(self, text: str, period: Period) -> None:
        assert read_period(text) == period

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "2021-13",
            "2021-00",
            "2021-3",
            "2021-Q5",
            "2021-H3",
            "0000",
            "21-Q1",
            "2021-Y",
            "2021Q1",
        ],
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        assert refusal(NotAPeriod, read_period, text) == (
            f"“{text}” is not a period. Write a month 2021-03, a quarter 2021-Q1, a half 2021-H1"
            " or a year 2021."
        )

    @pytest.mark.parametrize("text", ["2021-9M", "2021-9m", "2021-12M"])
    def test_a_summarys_window_is_refused_as_such(self, text: str) -> None:
        assert refusal(WindowNotPeriod, read_period, text) == (
            f"“{text}” is a window of a summary, not a reporting period. Write a month 2021-03, a"
            " quarter 2021-Q1, a half 2021-H1 or a year 2021."
        )


class TestPeriod:
    @pytest.mark.parametrize(
        ("code", "first", "last"),
        [
            ("2021-02", "2021-02-01", "2021-02-28"),
            ("2020-02", "2020-02-01", "2020-02-29"),
            ("2021-Q2", "2021-04-01", "2021-06-30"),
            ("2021-H2", "2021-07-01", "2021-12-31"),
            ("2021", "2021-01-01", "2021-12-31"),
        ],
    )
    def test_both_its_days_are_inside_it(self, code: str, first: str, last: str) -> None:
        period = read_period(code)
        assert (period.first_day.isoformat(), period.last_day.isoformat()) == (first, last)

    def test_is_ordered_by_time(self) -> None:
        assert read_period("2020-12") < read_period("2021-01") < read_period("2021-02")
        assert not read_period("2021-02") < read_period("2021-02")
        assert max(map(read_period, ["2021-Q1", "2021-Q3", "2021-Q2"])).code == "2021-Q3"

    @pytest.mark.parametrize(
        ("rhythm", "count"), [("month", 12), ("quarter", 4), ("half", 2), ("year", 1)]
    )
    def test_the_periods_of_a_rhythm_cover_the_year_once(self, rhythm: str, count: int) -> None:
        year = periods(Rhythm(rhythm), YEAR)
        assert len(year) == count
        assert (year[0].first_day, year[-1].last_day) == (date(YEAR, 1, 1), date(YEAR, 12, 31))
        assert all(a.last_day + timedelta(days=1) == b.first_day for a, b in pairwise(year))
        assert list(year) == sorted(year)


class TestLastPeriod:
    @pytest.mark.parametrize(
        ("rhythm", "deadline", "code"),
        [
            ("quarter", None, "2021-Q4"),
            ("quarter", "12-31", "2021-Q4"),
            ("quarter", "12-30", "2021-Q3"),
            ("quarter", "06-30", "2021-Q2"),
            ("quarter", "07-15", "2021-Q2"),
            ("month", "06-29", "2021-05"),
            ("year", "06-30", "2021"),
            ("half", "03-31", "2021-H1"),
        ],
    )
    def test_is_the_last_that_ends_by_the_deadline(
        self, rhythm: str, deadline: str | None, code: str
    ) -> None:
        day = on(deadline) if deadline else None
        assert last_period(Rhythm(rhythm), YEAR, day).code == code


@quick
@given(st.integers(1000, 9999), st.sampled_from(Rhythm), st.data())
def test_a_periods_code_reads_back(year: int, rhythm: Rhythm, data: st.DataObject) -> None:
    period = data.draw(st.sampled_from(periods(rhythm, year)))
    assert read_period(str(period)) == period
