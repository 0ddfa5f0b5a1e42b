"""A bar says without colour what is done, what is left, when it is due and how late it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from tests.tui.test_windowed_table import row
from tracker import i18n
from tracker.domain.origin import Field, Origin
from tracker.domain.status import Status
from tracker.domain.task import TaskRow
from tracker.tui.calendar import Calendar

DAY = date(2021, 6, 30)
WIDTH = 48
"""Four cells a month."""


def task(**changes: object) -> TaskRow:
    plain = replace(row(1), deadline=date(2021, 8, 31), percent=Fraction(50), origin={})
    return replace(plain, **changes)  # type: ignore[arg-type]


def bar(day: date = DAY, width: int = WIDTH, **changes: object) -> str:
    drawn = Calendar(2021, day, width).bar(task(**changes)).plain
    assert len(drawn) == width + 2
    return drawn


def test_a_bar_goes_from_the_start_to_the_deadline_and_is_full_as_far_as_it_is_done() -> None:
    drawn = bar(start=date(2021, 3, 1), percent=Fraction(25), day=date(2021, 12, 31))
    start, end = drawn.index("█"), drawn.index("◆")
    assert (start, end) == (1 + 7, 1 + 31)
    # 25 cells with the deadline's own, and a quarter of them.
    assert drawn[start:end] == "█" * 6 + "░" * 18


@pytest.mark.parametrize(
    ("percent", "full"), [(0, 0), (1, 0), (50, 16), (99, 31), (100, 31), (140, 31), (None, 0)]
)
def test_it_is_full_to_the_deadline_only_where_all_is_done(percent: int | None, full: int) -> None:
    exact = None if percent is None else Fraction(percent)
    drawn = bar(day=date(2021, 12, 31), percent=exact)
    assert drawn.count("█") == full
    assert drawn.count("█") + drawn.count("░") == 31


def test_the_day_asked_about_goes_through_the_bar_and_stands_in_the_head() -> None:
    calendar = Calendar(2021, DAY, WIDTH)
    here = calendar.day_cell
    assert here == 23
    assert bar()[1 + here] == "│"
    assert calendar.blank("3 nhiệm vụ").plain[1 + here] == "│"
    assert calendar.day_line().plain[here:].rstrip() == "│30/6/2021"
    late = Calendar(2021, date(2021, 12, 20), WIDTH)
    assert late.day_line().plain.rstrip() == "20/12/2021│".rjust((late.day_cell or 0) + 1)


def test_what_is_overdue_goes_on_to_the_day_asked_about() -> None:
    drawn = bar(status=Status.OVERDUE, deadline=date(2021, 3, 31))
    assert drawn[1 + 11] == "◆"
    assert drawn[1 + 12 : 1 + 23] == "╍" * 11
    assert drawn[1 + 23] == "│"
    assert "╍" not in bar(deadline=date(2021, 3, 31), status=Status.DONE_LATE)
    # Seen from after the year it goes to the year's end.
    after = bar(status=Status.OVERDUE, deadline=date(2021, 3, 31), day=date(2022, 2, 1))
    assert after[1 + 12 : 1 + WIDTH] == "╍" * 36


def test_without_a_deadline_the_bar_stays_open() -> None:
    drawn = bar(deadline=None)
    assert drawn[WIDTH] == "›"
    assert "◆" not in drawn


def test_a_stopped_task_is_neither_done_nor_to_do() -> None:
    drawn = bar(status=Status.CANCELLED)
    assert not set(drawn) & set("█░╍")
    assert drawn.count("·") == 30


def test_proposed_days_carry_their_mark() -> None:
    origin = {Field.START: Origin.PROPOSED, Field.DEADLINE: Origin.PROPOSED}
    drawn = bar(start=date(2021, 3, 1), origin=origin)
    assert drawn[7] == "*"
    assert drawn[1 + 32] == "*"
    whole_year = bar(start=date(2021, 1, 1), deadline=date(2021, 12, 31), origin=origin)
    assert whole_year[0] == whole_year[-1] == "*"
    # There is no deadline that could have been proposed.
    assert "*" not in bar(deadline=None, origin={Field.DEADLINE: Origin.PROPOSED})
    assert "*" not in bar(origin={Field.DEADLINE: Origin.CONFIRMED})


@pytest.mark.parametrize("width", [1, 5, 12, 24, 36, 41, 48, 80, 200])
@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2021, 1, 1), DAY, date(2022, 1, 1)])
def test_every_line_is_as_wide_as_the_calendar(width: int, day: date) -> None:
    calendar = Calendar(2021, day, width)
    for lang in ("vi", "en"):
        i18n.use(lang)  # type: ignore[arg-type]
        assert calendar.month_line().cell_length == width
        assert calendar.day_line().cell_length == max(width, len(calendar.day_line().plain))
    for status in Status:
        bar(day, width, status=status)
        bar(day, width, status=status, deadline=None)
    assert calendar.blank("12 nhiệm vụ").cell_length == width + 2


@pytest.mark.parametrize(
    ("width", "lang", "expected"),
    [
        (80, "vi", "T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12"),
        (80, "en", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
        (41, "en", "1 2 3 4 5 6 7 8 9 10 11 12"),
        (20, "vi", "1 4 7 10"),
    ],
)
def test_months_are_named_as_long_as_they_fit(width: int, lang: str, expected: str) -> None:
    i18n.use(lang)  # type: ignore[arg-type]
    line = Calendar(2021, date(2022, 1, 1), width).month_line().plain
    assert " ".join(line.split()) == expected
