"""What looks wrong about a figure, and what does not."""

from __future__ import annotations

import pytest

from tracker.domain.doubt import (
    AboveWhole,
    Compared,
    DoesNotFollow,
    Doubt,
    FarOverTarget,
    Jumps,
    TimesAsMuch,
    TimesLess,
    doubts_of,
    doubts_of_size,
)
from tracker.domain.period import read_period
from tracker.domain.problem import Refused
from tracker.domain.quantity import SCALE, OtherUnit
from tracker.domain.share import NoWhole, Share, read_figure
from tracker.domain.words import Words

BEFORE, THEN = read_period("2021-Q1"), read_period("2020-Q2")
PERCENT = Words("%", "%")


def doubts(
    figure: float, before: float | None = None, last_year: float | None = None
) -> list[type[Doubt]]:
    def compared(period: object, value: float | None) -> Compared | None:
        return None if value is None else Compared(period, round(value * SCALE))  # type: ignore[arg-type]

    found = doubts_of(
        round(figure * SCALE), compared(BEFORE, before), compared(THEN, last_year), None
    )
    return [type(doubt) for doubt in found]


@pytest.mark.parametrize(
    ("figure", "before", "last_year", "expected"),
    [
        (1500, 1500, 1400, []),
        (15000, 1500, None, [TimesAsMuch]),
        (1500000, 1500, None, [TimesAsMuch]),
        (1.5, 1500, None, [TimesLess]),
        (150, 1400, None, [TimesLess]),
        (1500, None, 150, [TimesAsMuch]),
        (400, 390, 100, [Jumps]),
        (100, 90, 400, [Jumps]),
        (290, 280, 100, []),
        (500, 100, None, []),  # five times the period before is no slip of the hand
        (0, 100, None, []),
        (0, 100, 100, [Jumps]),
        (100, 0, 0, []),
        (10, 1, 1, []),  # small counts
        (19, 2, 2, []),
        (20, 2, None, [TimesAsMuch]),
        (-5, 100, None, []),
        (100, None, None, []),
    ],
)
def test_slips_and_jumps(
    figure: float, before: float | None, last_year: float | None, expected: list[type[Doubt]]
) -> None:
    assert doubts(figure, before, last_year) == expected


def test_each_says_what_it_is_compared_with() -> None:
    (slip,) = doubts_of(15_000 * SCALE, Compared(BEFORE, 1_500 * SCALE), None, None)
    assert str(slip) == "15.000 is about 10 times 1.500 of 2021-Q1"


@pytest.mark.parametrize(
    ("text", "value", "stated"),
    [
        ("93/109", 85_321, None),
        ("93 / 109 = 85,3%", 85_321, 85_300),
        ("93/109 (85,3 %)", 85_321, 85_300),
        ("1/3: 33%", 33_333, 33_000),
        ("1.000/2.000", 50_000, None),
        ("0/109", 0, None),
    ],
)
def test_a_percentage_may_be_given_by_its_figures(
    text: str, value: int, stated: int | None
) -> None:
    amount, share = read_figure(text, PERCENT)
    assert (amount.value, amount.qualifier) == (value, None)
    assert share is not None
    assert (share.stated, share.contradicts_itself) == (stated, False)


@pytest.mark.parametrize(
    ("text", "contradicts"),
    [
        ("93/109 = 80%", True),
        ("93/109 = 85,4%", True),
        ("1/8 = 12,5%", False),
        ("1/8 = 13%", False),
    ],
)
def test_a_stated_one_must_follow_from_them(text: str, contradicts: bool) -> None:
    _amount, share = read_figure(text, PERCENT)
    found = doubts_of(0, None, None, share)
    assert [type(doubt) for doubt in found] == ([DoesNotFollow] if contradicts else [])


def test_the_mismatch_is_named() -> None:
    share = Share(93 * SCALE, 109 * SCALE, stated=80 * SCALE)
    (doubt,) = doubts_of(0, None, None, share)
    assert str(doubt) == "93 of 109 is 85,321 %, not 80 %"


@pytest.mark.parametrize(
    ("text", "unit", "refused"),
    [("93/0", PERCENT, NoWhole), ("93/109", Words("cuộc", "meetings"), OtherUnit)],
)
def test_a_share_of_nothing_and_of_what_is_counted_are_refused(
    text: str, unit: Words, refused: type[Refused]
) -> None:
    with pytest.raises(refused):
        read_figure(text, unit)


@pytest.mark.parametrize(
    ("figure", "target", "percent", "expected"),
    [
        (117.204, 90, True, [AboveWhole]),
        (100, 90, True, []),
        (400, 4, False, [FarOverTarget]),
        (40, 4, False, [FarOverTarget]),
        (39, 4, False, []),
        (19, 1, False, []),
        (400, None, False, []),
    ],
)
def test_sizes_that_look_wrong_by_themselves(
    figure: float, target: int | None, percent: bool, expected: list[type[Doubt]]
) -> None:
    goal = None if target is None else target * SCALE
    found = doubts_of_size(round(figure * SCALE), goal, percent=percent)
    assert [type(doubt) for doubt in found] == expected
