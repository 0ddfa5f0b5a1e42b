"""Task drafts refuse themselves when they make no sense (DOMAIN §1, §3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.domain.examples import SCALE, draft, on, refusal
from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.problem import Refused
from tracker.domain.task import (
    BadCode,
    BadMilestoneTarget,
    BadWeight,
    DeadlineBeforeStart,
    EmptyTitle,
    LeadCoordinates,
    NegativeTarget,
    OutsideYear,
    PercentSummed,
    ZeroTarget,
    check_days,
    check_target,
    open_fields,
)
from tracker.domain.words import Words


@pytest.mark.parametrize("code", ["D7.2-my-xuyen", "a", "7", "A_b.c-d", "x" * 80])
def test_a_code_is_letters_digits_and_three_signs(code: str) -> None:
    assert draft(code=code).code == code


@pytest.mark.parametrize("code", ["", "-a", ".a", "_a", "mỹ-xuyên", "a b", "a/b", "a\n", "x" * 81])
def test_another_code_is_refused(code: str) -> None:
    assert refusal(BadCode, draft, code=code) == (
        f"“{code}” is not a task code. Use letters without accents, digits, “.”, “-” and “_”, at"
        " most 80 characters."
    )


@pytest.mark.parametrize("title", [Words(""), Words("  \n"), Words("", "Hold dialogues")])
def test_a_task_needs_a_vietnamese_title(title: Words) -> None:
    assert refusal(EmptyTitle, draft, title=title) == "Task D7.2-my-xuyen needs a title."


@pytest.mark.parametrize(
    ("changes", "kind", "line"),
    [
        (
            {"weight": 0},
            BadWeight,
            "Task D7.2-my-xuyen: the weight 0 is not a whole number from 1 to 100.",
        ),
        (
            {"weight": 101},
            BadWeight,
            "Task D7.2-my-xuyen: the weight 101 is not a whole number from 1 to 100.",
        ),
        (
            {"start": date(2020, 12, 31)},
            OutsideYear,
            "Task D7.2-my-xuyen: 2020-12-31 is outside the plan's year 2021.",
        ),
        (
            {"deadline": date(2022, 1, 1)},
            OutsideYear,
            "Task D7.2-my-xuyen: 2022-01-01 is outside the plan's year 2021.",
        ),
        (
            {"start": on("03-02"), "deadline": on("03-01")},
            DeadlineBeforeStart,
            "Task D7.2-my-xuyen: the deadline 2021-03-01 is before the start 2021-03-02.",
        ),
        (
            {"target": -1},
            NegativeTarget,
            "Task D7.2-my-xuyen: the target -0,001 is below 0.",
        ),
        (
            {"measure": Measure.MILESTONE, "target": 2 * SCALE},
            BadMilestoneTarget,
            "Task D7.2-my-xuyen: a milestone's target is 1 (done) and cannot be 2.",
        ),
        (
            {"measure": Measure.MILESTONE, "target": 0},
            BadMilestoneTarget,
            "Task D7.2-my-xuyen: a milestone's target is 1 (done) and cannot be 0.",
        ),
        (
            {"target": 0},
            ZeroTarget,
            "Task D7.2-my-xuyen: a target of 0 can never be reached, since more is better there."
            " Leave the target out, or measure it as “ceiling”.",
        ),
        (
            {"measure": Measure.LATEST, "target": 0},
            ZeroTarget,
            "Task D7.2-my-xuyen: a target of 0 can never be reached, since more is better there."
            " Leave the target out, or measure it as “ceiling”.",
        ),
        (
            {"unit_of_measure": Words("% hộ dân", "% of households")},
            PercentSummed,
            "Task D7.2-my-xuyen: percentages cannot be summed. Measure it as “latest”, or count"
            " something else than “% hộ dân”.",
        ),
        (
            {"unit_of_measure": Words("%")},
            PercentSummed,
            "Task D7.2-my-xuyen: percentages cannot be summed. Measure it as “latest”, or count"
            " something else than “%”.",
        ),
        (
            {"coordinating": ("ke-sach", "my-xuyen")},
            LeadCoordinates,
            "Task D7.2-my-xuyen: my-xuyen leads it and cannot coordinate it as well.",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(
    changes: dict[str, Any], kind: type[Refused], line: str
) -> None:
    assert refusal(kind, draft, **changes) == line


@pytest.mark.parametrize(
    "changes",
    [
        {"weight": 1},
        {"weight": 100},
        {"start": on("01-01"), "deadline": on("12-31")},
        {"start": on("03-01"), "deadline": on("03-01")},
        {"target": None},
        {"measure": Measure.MILESTONE, "target": SCALE},
        {"measure": Measure.MILESTONE, "target": None},
        {"measure": Measure.CEILING, "target": 0},
        {"measure": Measure.LATEST, "unit_of_measure": Words("%")},
        {"measure": Measure.LATEST, "unit_of_measure": Words("% hộ dân")},
        {"measure": Measure.CEILING, "unit_of_measure": Words("%")},
        {"coordinating": ("ke-sach", "my-tu")},
    ],
)
def test_what_lies_on_the_edge_is_taken(changes: dict[str, Any]) -> None:
    taken = draft(**changes)
    assert {name: getattr(taken, name) for name in changes} == changes


def test_percent_in_words_is_a_percentage_too() -> None:
    assert "“Phần trăm”" in refusal(PercentSummed, draft, unit_of_measure=Words("Phần trăm"))


def test_the_checks_stand_alone_for_what_changes_later() -> None:
    check_days("D7.2", 2021, on("01-01"), None)
    check_target("D7.2", Measure.SUM, None)
    assert refusal(OutsideYear, check_days, "D7.2", 2022, on("01-01"), None) == (
        "Task D7.2: 2021-01-01 is outside the plan's year 2022."
    )
    assert refusal(NegativeTarget, check_target, "D7.2", Measure.MILESTONE, -SCALE) == (
        "Task D7.2: the target -1 is below 0."
    )


def test_a_field_is_proposed_unless_its_origin_says_otherwise() -> None:
    task = draft(origin={Field.TARGET: Origin.INFERRED})
    assert task.origin_of(Field.TARGET) is Origin.INFERRED
    assert task.origin_of(Field.DEADLINE) is Origin.PROPOSED


def test_a_draft_has_no_deadline_target_or_coordinating_unit_unless_given() -> None:
    task = draft()
    assert (task.deadline, task.target, task.baseline, task.coordinating) == (None, None, None, ())
    assert (task.weight, task.template, task.why) == (1, None, Words(""))


def test_a_document_may_still_confirm_what_is_there_and_neither_source_nor_confirmed() -> None:
    origin = {
        Field.TITLE: Origin.SOURCE,
        Field.UNIT: Origin.CONFIRMED,
        Field.START: Origin.INFERRED,
    }
    task = draft(target=None, origin=origin)
    gone = {Field.TITLE, Field.UNIT, Field.TARGET, Field.BASELINE}
    assert open_fields(task) == tuple(field for field in Field if field not in gone)
    assert Field.TARGET in open_fields(draft(target=SCALE))
