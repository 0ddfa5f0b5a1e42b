"""How the state of the record is asked for (DOMAIN §4)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.domain.examples import refusal
from tracker.domain.days import NoSuchDay, TwoDigitYear
from tracker.domain.known import Asked, NotOnRecord, read_known_on


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("#123", 123),
        (" #1 ", 1),
        ("16/1/2021", date(2021, 1, 16)),
        ("2021-01-16", date(2021, 1, 16)),
        ("16/1/2021 14:30", datetime(2021, 1, 16, 14, 30, 59, 999_999)),  # noqa: DTZ001 - as it is typed
        ("2021-01-16T14:30:59", datetime(2021, 1, 16, 14, 30, 59, 999_999)),  # noqa: DTZ001
        ("ngày 16 tháng 01 năm 2021 00:00", datetime(2021, 1, 16, 0, 0, 59, 999_999)),  # noqa: DTZ001
    ],
)
def test_a_day_a_time_or_a_number_of_the_journal(text: str, asked: Asked) -> None:
    assert read_known_on(text) == asked
    assert type(read_known_on(text)) is type(asked)


@pytest.mark.parametrize(
    "text", ["", "#", "#-1", "#1,5", "123", "hôm qua", "16/1/2021 25:00", "16/1/2021 14:60"]
)
def test_anything_else_is_refused_with_what_is_allowed(text: str) -> None:
    assert refusal(NotOnRecord, read_known_on, text) == (
        f"“{text}” is no day, time or journal number. Write 16/1/2021, 16/1/2021 14:30 or #123."
    )


def test_a_day_that_is_none_is_refused_as_everywhere() -> None:
    refusal(NoSuchDay, read_known_on, "31/2/2021")
    refusal(NoSuchDay, read_known_on, "31/2/2021 14:30")
    refusal(TwoDigitYear, read_known_on, "16/1/21")
