"""One summary, five files, the same figures to the last digit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.export.factory import figures, nasty_plan, summary, task, tasks
from tests.export.readers import FIGURES, READ, TaskBack, Value
from tracker.domain.condition import By, Condition
from tracker.domain.quantity import SCALE
from tracker.domain.status import Status
from tracker.domain.summary import Figures, Rate, Summary, SummaryRow
from tracker.domain.task import TaskRow
from tracker.domain.words import Words
from tracker.export import Format, render


def by_status() -> Summary:
    shown = tasks()
    rows = tuple(
        SummaryRow(s.value, Words(s.value), figures([r for r in shown if r.status is s]))
        for s in Status
    )
    return replace(summary(), by=By.STATUS, rows=rows, condition=Condition(at_risk=True))


def many() -> Summary:
    """Counts with thousands separators, and percents that binary fractions get wrong."""
    big = Figures(
        {Status.DONE_ON_TIME: 1_234_567, Status.OVERDUE: 2_345, Status.CANCELLED: 9_999},
        at_risk=1_000,
        exceeded=12_345,
        credit=Fraction(2_849, 2_000),
        weight=10,
    )
    row = SummaryRow("x", Words("x"), big, big + Figures({Status.DONE_LATE: 1}))
    return replace(summary(()), totals=big, rows=(row,))


SUMMARIES: dict[str, Callable[[], Summary]] = {
    "by unit": summary,
    "by status": by_status,
    "large": many,
    "empty plan": lambda: summary(()),
    "without annex": lambda: summary(annex=False),
    "sample with hostile words": lambda: summary(plan=nasty_plan()),
}


@pytest.mark.usefixtures("both_languages")
@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("kind", SUMMARIES)
def test_a_file_says_what_the_summary_says(form: Format, kind: str) -> None:
    whole = SUMMARIES[kind]()
    back = READ[form](render(whole, form))
    assert back.totals == expected(whole.totals)
    assert back.rows == [expected(row.own) for row in whole.rows]
    assert back.subtrees == [
        expected(row.subtree)
        for row in whole.rows
        if row.subtree is not None and expected(row.subtree) != expected(row.own)
    ]
    assert back.tasks == [expected_task(row) for row in whole.tasks]


HARD = [
    (Fraction(1, 16) * 100, "6.3"),
    (Fraction(835, 100), "8.4"),
    (Fraction(25, 1000), "0.0"),
    (Fraction(5, 100), "0.1"),
    (Fraction(100_050, 1000), "100.1"),
    (Fraction(99_950, 1000), "100.0"),
    (Fraction(2, 3) * 100, "66.7"),
    (Fraction(145, 100), "1.5"),
    (Fraction(10**9, 7), "142857142.9"),
]


@pytest.mark.parametrize("form", Format)
def test_percents_are_rounded_half_up_everywhere(form: Format) -> None:
    rows = tuple(task(i, percent=exact) for i, (exact, _said) in enumerate(HARD))
    back = READ[form](render(summary(rows), form))
    assert [row.percent for row in back.tasks] == [said for _exact, said in HARD]


def expected(of: Figures) -> dict[str, Value]:
    found: dict[str, Value] = {status.value: of.count(status) for status in Status}
    found |= {"tasks": of.tasks, "at_risk": of.at_risk, "exceeded": of.exceeded}
    found |= {"done_of_all": rate(of.done_of_all), "done_of_due": rate(of.done_of_due)}
    found["completion_percent"] = None if of.completion is None else half_up(of.completion)
    assert set(found) == set(FIGURES)
    return found


def expected_task(row: TaskRow) -> TaskBack:
    return TaskBack(
        row.code,
        row.deadline,
        quantity(row.target),
        quantity(row.value),
        None if row.percent is None else half_up(row.percent),
        quantity(row.baseline.value if row.baseline else None),
    )


def quantity(thousandths: int | None) -> Decimal | None:
    return None if thousandths is None else Decimal(thousandths) / SCALE


def rate(of: Rate) -> tuple[int, int, str | None]:
    percent = half_up(Fraction(100 * of.numerator, of.denominator)) if of.denominator else None
    return of.numerator, of.denominator, percent


def half_up(exact: Fraction) -> str:
    tenths = (exact * 20 + 1) // 2
    return f"{tenths // 10}.{tenths % 10}"
