"""Days as people write them (DOMAIN §7)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.examples import quick, refusal
from tracker.domain.days import (
    NoSuchDay,
    NotADay,
    TwoDigitYear,
    day_of,
    long_day,
    read_day,
    with_year,
    without_year,
)


class TestReadDay:
    @pytest.mark.parametrize(
        "text",
        [
            "16/1/2021",
            "16/01/2021",
            "16-1-2021",
            "16.1.2021",
            "2021-01-16",
            "ngày 16 tháng 01 năm 2021",
            "Ngày 16 tháng 1, năm 2021",
            "16 tháng 1 năm 2021",
            "ngày 16/1/2021",
            " 16/1/2021\n",
            "16 January 2021",
            "16 Jan 2021",
        ],
    )
    def test_reads_every_usual_form(self, text: str) -> None:
        assert read_day(text) == date(2021, 1, 16)

    @pytest.mark.parametrize(
        "text",
        ["2/1/2021", "2-1-2021", "2.1.2021", "2021-01-02", "2 tháng 1 năm 2021", "2 jan 2021"],
    )
    def test_the_day_comes_first_and_never_changes_place(self, text: str) -> None:
        assert read_day(text) == date(2021, 1, 2)

    @pytest.mark.parametrize(
        "text",
        [
            "31/2/2021",
            "2/13/2021",
            "0/1/2021",
            "1/0/2021",
            "29.2.2021",
            "1/1/0000",
            "2021-02-29",
            "2021-13-01",
            "ngày 31 tháng 4 năm 2021",
        ],
    )
    def test_a_day_not_in_the_calendar_is_refused(self, text: str) -> None:
        assert refusal(NoSuchDay, read_day, text) == (
            f"“{text}” is not in the calendar. The day comes first, then the month (1 to 12), then"
            " the year."
        )

    @pytest.mark.parametrize("text", ["16/1/21", "16-1-21", "1.1.99", "ngày 16/1/21"])
    def test_a_year_of_two_digits_is_refused(self, text: str) -> None:
        assert refusal(TwoDigitYear, read_day, text) == (
            f"“{text}” has a year of two digits. Write all four, as in 16/1/2021."
        )

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "16",
            "16/1",
            "1/2021",
            "2021",
            "2021-01",
            "tháng 1 năm 2021",
            "ngày 16 tháng 1",
            "16/1-2021",
            "16/1/02021",
            "16/1/2021 10:30",
            "2021-1-16",
            "20210116",
            "16 January",
            "5 mon 2021",
            "5 am 2021",
            "16 mon 2021",
            "16 utc 2021",
            "16 abc 2021",
            "30 Feb 2021",
            "January 2021",
            "hôm nay",
            "1６/1/2021",
            "16/1/2021\x1b[0m",
        ],
    )
    def test_anything_incomplete_or_unclear_is_refused(self, text: str) -> None:
        visible = text.replace("\x1b", "␛")
        assert refusal(NotADay, read_day, text) == (
            f"“{visible}” is not a day. Write day, month and four-digit year, as in 16/1/2021, or"
            " 2021-01-16."
        )


class TestDayOf:
    @pytest.mark.parametrize(
        ("text", "whole"),
        [
            ("30/6", "30/6/2020"),
            ("30-06", "30-06-2020"),
            (" 30.6 ", "30.6.2020"),
            ("ngày 30/6", "ngày 30/6/2020"),
            ("Ngày 30 tháng 6", "Ngày 30 tháng 6 năm 2020"),
            ("30 June", "30 June 2020"),
        ],
    )
    def test_a_day_without_its_year_is_of_the_year_given(self, text: str, whole: str) -> None:
        assert without_year(text)
        assert with_year(text, 2020) == whole
        assert day_of(text, 2020) == date(2020, 6, 30)

    @pytest.mark.parametrize(
        "text", ["30/6/2021", "2021-06-30", "ngày 30 tháng 6 năm 2021", "30 June 2021"]
    )
    def test_a_year_that_is_written_stays(self, text: str) -> None:
        assert not without_year(text)
        assert with_year(text, 2020) == text
        assert day_of(text, 2020) == date(2021, 6, 30)

    @pytest.mark.parametrize("text", ["", "30", "6/2021", "tháng 6", "30 foo", "30/6/21"])
    def test_what_is_no_day_is_refused_as_it_was_typed(self, text: str) -> None:
        with pytest.raises((NotADay, TwoDigitYear)) as refused:
            day_of(text, 2020)
        assert refused.value.facts["text"] == text

    def test_only_a_leap_year_has_its_day(self) -> None:
        assert day_of("29/2", 2020) == date(2020, 2, 29)
        with pytest.raises(NoSuchDay):
            day_of("29/2", 2021)


class TestLongDay:
    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2021, 1, 16), "ngày 16 tháng 01 năm 2021"),
            (date(2021, 2, 9), "ngày 09 tháng 02 năm 2021"),
            (date(2021, 3, 10), "ngày 10 tháng 3 năm 2021"),
            (date(2021, 9, 2), "ngày 02 tháng 9 năm 2021"),
            (date(2021, 12, 31), "ngày 31 tháng 12 năm 2021"),
        ],
    )
    def test_a_zero_before_small_days_and_the_first_two_months(self, day: date, words: str) -> None:
        assert long_day(day) == words


@quick
@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from("/-."))
def test_every_day_reads_back_in_every_form(day: date, mark: str) -> None:
    assert read_day(f"{day.day}{mark}{day.month}{mark}{day.year}") == day
    assert read_day(day.isoformat()) == day
    assert read_day(long_day(day)) == day
