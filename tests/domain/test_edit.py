"""A task's fields as people type them."""

from __future__ import annotations

import pytest

from tests.domain.examples import SCALE, on, refusal
from tracker.domain.days import NotADay
from tracker.domain.edit import (
    NegativeQuantity,
    NotAChoice,
    NotAWeight,
    QualifiedTarget,
    read_field,
    read_optional_day,
    read_quantity,
)
from tracker.domain.measure import Measure
from tracker.domain.origin import Field
from tracker.domain.period import Rhythm
from tracker.domain.quantity import Amount, OtherUnit, Qualifier
from tracker.domain.words import Words

MEETINGS = Words("cuộc", "meetings")


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (Field.MEASURE, "ceiling", Measure.CEILING),
        (Field.MEASURE, " Latest ", Measure.LATEST),
        (Field.RHYTHM, "quarter", Rhythm.QUARTER),
        (Field.BASELINE, "trên 4 cuộc", Amount(4 * SCALE, Qualifier.OVER)),
        (Field.BASELINE, "-", None),
        (Field.TARGET, "1.000", 1000 * SCALE),
        (Field.TARGET, "0", 0),
        (Field.TARGET, " ", None),
        (Field.TARGET, "—", None),
        (Field.START, "2/1/2021", on("01-02")),
        (Field.DEADLINE, "30/6/2021", on("06-30")),
        (Field.DEADLINE, " - ", None),
        (Field.WEIGHT, " 7 ", 7),
        (Field.WEIGHT, "101", 101),
    ],
)
def test_each_field_is_read_in_its_own_way(field: Field, text: str, value: object) -> None:
    assert read_field(field, text, MEETINGS) == value


def test_a_measure_that_does_not_exist_is_refused_with_the_list_and_the_nearest() -> None:
    assert refusal(NotAChoice, read_field, Field.MEASURE, "Milstone", MEETINGS) == (
        "“Milstone” is not a measure. Allowed: sum, latest, milestone, ceiling."
        " Did you mean “milestone”?"
    )


def test_so_is_a_rhythm() -> None:
    assert refusal(NotAChoice, read_field, Field.RHYTHM, "week", MEETINGS) == (
        "“week” is not a rhythm. Allowed: month, quarter, half, year."
    )


@pytest.mark.parametrize("text", ["", "x", "-1", "1,5", "²", "٣", "9" * 5000])
def test_a_weight_is_a_whole_number(text: str) -> None:
    assert refusal(NotAWeight, read_field, Field.WEIGHT, text, MEETINGS) == (
        f"“{text}” is not a weight. Allowed: a whole number from 1 to 100."
    )


@pytest.mark.parametrize("field", [Field.TARGET, Field.BASELINE])
def test_a_quantity_below_zero_is_refused(field: Field) -> None:
    assert refusal(NegativeQuantity, read_field, field, "-4 cuộc", MEETINGS) == (
        f"The {field} -4 is below 0; it counts from 0 up."
    )
    assert read_quantity(field, "0", MEETINGS) == Amount(0)


def test_a_target_is_exact_and_a_baseline_need_not_be() -> None:
    assert refusal(QualifiedTarget, read_field, Field.TARGET, "trên 4 cuộc", MEETINGS) == (
        "The target “trên 4 cuộc” must be exact: leave out “trên”."
    )


def test_a_quantity_in_another_unit_is_refused() -> None:
    assert "“lần”" in refusal(OtherUnit, read_field, Field.TARGET, "4 lần", MEETINGS)


def test_a_day_may_be_none_where_a_task_may_have_none() -> None:
    assert read_optional_day("") is None
    assert "“”" in refusal(NotADay, read_field, Field.START, "", MEETINGS)
    assert "“soon”" in refusal(NotADay, read_field, Field.DEADLINE, "soon", MEETINGS)


def test_a_day_without_its_year_is_of_the_plans_where_that_is_known() -> None:
    assert read_field(Field.START, "2/1", MEETINGS, 2021) == on("01-02")
    assert read_field(Field.DEADLINE, "30/6", MEETINGS, 2021) == on("06-30")
    assert read_optional_day("-", 2021) is None
    assert read_optional_day("30/6", 2021) == on("06-30")
    assert "“30/6”" in refusal(NotADay, read_optional_day, "30/6")
