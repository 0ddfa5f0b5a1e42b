"""Roll-ups: rates, completion, signs, and parts that equal the whole (DOMAIN §3–4)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import reduce
from operator import add

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.examples import Span, days, on, quick, spans
from tracker.domain.quantity import rounded
from tracker.domain.status import Sign, Status, at_risk, status_of
from tracker.domain.summary import Figures, Rate, total


def counts(**by_status: int) -> Figures:
    return Figures({Status(name): n for name, n in by_status.items()})


def one(span: Span, day: date, weight: int = 1, share: Fraction = Fraction(0)) -> Figures:
    """The figures of a single task."""
    status = status_of(span, day)
    if status is Status.CANCELLED:
        return Figures({status: 1})
    return Figures(
        {status: 1}, int(at_risk(span, day)), 0, weight * min(share, Fraction(1)), weight
    )


rollups = st.builds(
    Figures,
    st.dictionaries(st.sampled_from(Status), st.integers(0, 20)),
    st.integers(0, 9),
    st.integers(0, 9),
    st.fractions(0, 50, max_denominator=99),
    st.integers(50, 99),
)


class TestRates:
    figures = counts(
        not_started=1,
        in_progress=2,
        overdue=3,
        done_on_time=4,
        done_late=5,
        done_no_deadline=6,
        cancelled=7,
    )

    def test_all_tasks_are_counted_cancelled_ones_too(self) -> None:
        assert self.figures.tasks == 28
        assert self.figures.done == 15

    def test_done_of_all_leaves_out_the_cancelled(self) -> None:
        assert self.figures.done_of_all == Rate(15, 21)

    def test_done_of_due_leaves_out_what_has_no_deadline_and_what_is_not_due(self) -> None:
        assert self.figures.done_of_due == Rate(9, 12)

    def test_a_rate_is_exact_and_rounded_only_at_the_end(self) -> None:
        assert Rate(1, 3).percent == Fraction(100, 3)
        assert Rate(1, 1).percent == 100
        assert str(rounded(Rate(15, 21).percent or Fraction(0))) == "71.4"

    def test_with_an_empty_denominator_there_is_no_percent(self) -> None:
        assert Figures().done_of_all == Rate(0, 0)
        assert Rate(0, 0).percent is None
        assert counts(cancelled=3).done_of_all.percent is None
        assert counts(in_progress=3).done_of_due.percent is None

    def test_an_absent_status_counts_zero(self) -> None:
        assert counts(overdue=1).count(Status.CANCELLED) == 0


class TestCompletion:
    def test_is_the_mean_by_weight(self) -> None:
        figures = total(
            [
                one(Span(), on("06-30"), weight=3, share=Fraction(1, 2)),
                one(Span(), on("06-30"), weight=1, share=Fraction(1)),
            ]
        )
        assert figures.completion == Fraction(125, 2)

    def test_one_surplus_does_not_hide_anothers_shortfall(self) -> None:
        figures = total([one(Span(), on("06-30"), share=Fraction(3)), one(Span(), on("06-30"))])
        assert figures.completion == 50

    def test_there_is_none_where_no_task_counts(self) -> None:
        assert Figures({Status.CANCELLED: 2}).completion is None


class TestSign:
    @pytest.mark.parametrize(
        ("figures", "sign"),
        [
            (counts(overdue=1, in_progress=5, done_on_time=9), Sign.OVERDUE),
            (Figures({Status.IN_PROGRESS: 1, Status.OVERDUE: 1}, at_risk=1), Sign.OVERDUE),
            (Figures({Status.IN_PROGRESS: 1, Status.DONE_LATE: 1}, at_risk=1), Sign.AT_RISK),
            (Figures({Status.IN_PROGRESS: 1}, exceeded=1), Sign.AT_RISK),
            (counts(in_progress=1, not_started=1, done_late=1), Sign.IN_PROGRESS),
            (counts(not_started=1, done_on_time=4), Sign.NOT_STARTED),
            (counts(done_no_deadline=1, cancelled=1), Sign.DONE),
            (counts(cancelled=1), Sign.NONE),
            (Figures(), Sign.NONE),
        ],
    )
    def test_is_the_worst_among_the_tasks(self, figures: Figures, sign: Sign) -> None:
        assert figures.sign is sign


class TestPartsAndWhole:
    def test_of_no_parts_every_status_is_zero(self) -> None:
        assert total([]) == Figures(dict.fromkeys(Status, 0))
        assert set(total([]).by_status) == set(Status)


@quick
@given(st.lists(rollups, max_size=6))
def test_every_figure_of_the_whole_is_the_sum_of_the_parts(parts: list[Figures]) -> None:
    whole = total(parts)
    for status in Status:
        assert whole.count(status) == sum(p.count(status) for p in parts)
    assert whole.tasks == sum(p.tasks for p in parts)
    assert whole.done == sum(p.done for p in parts)
    assert whole.at_risk == sum(p.at_risk for p in parts)
    assert whole.exceeded == sum(p.exceeded for p in parts)
    assert whole.credit == sum(p.credit for p in parts)
    assert whole.weight == sum(p.weight for p in parts)
    for rate in ("done_of_all", "done_of_due"):
        of_parts = [getattr(p, rate) for p in parts]
        assert getattr(whole, rate).numerator == sum(r.numerator for r in of_parts)
        assert getattr(whole, rate).denominator == sum(r.denominator for r in of_parts)


@quick
@given(st.lists(rollups, min_size=2, max_size=6), st.data())
def test_it_does_not_matter_how_the_parts_are_grouped(
    parts: list[Figures], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(parts) - 1))
    shuffled = data.draw(st.permutations(parts))
    assert total([total(shuffled[:cut]), total(shuffled[cut:])]) == total(parts)
    assert reduce(add, parts[1:], parts[0] + Figures()) == total(parts)


@quick
@given(st.lists(st.tuples(spans, st.integers(1, 5), st.fractions(0, 2)), max_size=12), days)
def test_the_statuses_partition_the_tasks(
    tasks: list[tuple[Span, int, Fraction]], day: date
) -> None:
    figures = total(one(span, day, weight, share) for span, weight, share in tasks)
    assert figures.tasks == len(tasks)
    assert sum(figures.count(s) for s in Status) == len(tasks)
    assert figures.count(Status.CANCELLED) == sum(span.cancelled for span, _, _ in tasks)
    open_tasks = figures.count(Status.IN_PROGRESS) + figures.count(Status.NOT_STARTED)
    all_done = figures.done_of_all
    assert all_done.denominator - all_done.numerator == open_tasks + figures.count(Status.OVERDUE)
    assert figures.completion is None or 0 <= figures.completion <= 100
