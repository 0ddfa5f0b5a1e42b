"""How figures become a value and when it reaches the target (DOMAIN §3, "Value", "Reached")."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.domain.examples import SCALE
from tracker.domain.measure import Measure, Standing, standing, value_of
from tracker.domain.period import read_period

LAST = read_period("2021-Q4")


def judged(measure: Measure, target: int | None, **quarters: int) -> Standing:
    """Judge figures in whole units: ``judged(Measure.SUM, 10, Q1=4, Q2=6)``."""
    figures = {read_period(f"2021-{code}"): value * SCALE for code, value in quarters.items()}
    goal = None if target is None else target * SCALE
    return standing(measure, figures, goal, last_period=LAST)


class TestSum:
    def test_adds_the_periods(self) -> None:
        assert judged(Measure.SUM, 10, Q1=4, Q3=5).value == 9 * SCALE

    def test_is_reached_at_the_target_and_not_below(self) -> None:
        assert judged(Measure.SUM, 10, Q1=4, Q2=6).reached
        assert not judged(Measure.SUM, 10, Q1=4, Q2=5).reached

    def test_its_percent_is_exact_and_not_clipped(self) -> None:
        assert judged(Measure.SUM, 3, Q1=1).percent == Fraction(100, 3)
        assert judged(Measure.SUM, 10, Q1=25).percent == 250

    def test_unreported_it_is_at_zero_percent(self) -> None:
        assert judged(Measure.SUM, 10) == Standing(
            None, 0, 10 * SCALE, reached=False, exceeded=False
        )

    @pytest.mark.parametrize("target", [None, 0])
    def test_without_a_target_above_zero_it_has_a_value_but_no_percent(
        self, target: int | None
    ) -> None:
        stands = judged(Measure.SUM, target, Q1=4)
        assert stands == Standing(4 * SCALE, 0, None, reached=False, exceeded=False)
        assert stands.percent is None

    def test_never_breaks_a_ceiling(self) -> None:
        assert not judged(Measure.SUM, 10, Q1=25).exceeded


class TestLatest:
    def test_takes_the_latest_period_whatever_the_order(self) -> None:
        assert judged(Measure.LATEST, 80, Q3=70, Q1=90).value == 70 * SCALE

    def test_is_reached_by_the_latest_figure_alone(self) -> None:
        assert judged(Measure.LATEST, 80, Q1=70, Q2=80).reached
        assert not judged(Measure.LATEST, 80, Q1=90, Q2=79).reached

    def test_without_a_target_it_shows_its_value(self) -> None:
        assert judged(Measure.LATEST, None, Q1=90).value == 90 * SCALE
        assert judged(Measure.LATEST, None, Q1=90).percent is None


class TestMilestone:
    def test_one_is_done(self) -> None:
        assert judged(Measure.MILESTONE, None, Q1=1) == Standing(
            SCALE, 1, 1, reached=True, exceeded=False
        )
        assert judged(Measure.MILESTONE, None, Q1=1).percent == 100

    def test_zero_or_nothing_is_not(self) -> None:
        assert judged(Measure.MILESTONE, 1, Q1=0) == Standing(
            0, 0, 1, reached=False, exceeded=False
        )
        assert judged(Measure.MILESTONE, 1).percent == 0

    def test_the_latest_answer_counts(self) -> None:
        assert not judged(Measure.MILESTONE, 1, Q1=1, Q2=0).reached


class TestCeiling:
    def test_is_reached_when_the_last_period_is_reported_and_the_sum_is_within(self) -> None:
        assert judged(Measure.CEILING, 2, Q1=1, Q4=1).reached

    def test_is_not_reached_before_the_last_period(self) -> None:
        stands = judged(Measure.CEILING, 0, Q1=0, Q2=0, Q3=0)
        assert stands == Standing(0, 1, 1, reached=False, exceeded=False)

    def test_is_exceeded_at_once(self) -> None:
        stands = judged(Measure.CEILING, 2, Q1=1, Q2=2)
        assert stands == Standing(3 * SCALE, 0, 1, reached=False, exceeded=True)

    def test_is_never_reached_once_exceeded(self) -> None:
        assert not judged(Measure.CEILING, 0, Q1=1, Q4=0).reached

    def test_its_percent_is_all_or_nothing(self) -> None:
        assert judged(Measure.CEILING, 5).percent == 0
        assert judged(Measure.CEILING, 5, Q1=5).percent == 100
        assert judged(Measure.CEILING, 5, Q1=6).percent == 0

    def test_without_a_target_it_has_a_value_only(self) -> None:
        assert judged(Measure.CEILING, None, Q4=3) == Standing(
            3 * SCALE, 0, None, reached=False, exceeded=False
        )


class TestValue:
    @pytest.mark.parametrize("measure", Measure)
    def test_without_figures_there_is_none(self, measure: Measure) -> None:
        assert value_of(measure, {}) is None

    def test_only_sums_and_ceilings_add(self) -> None:
        assert {m for m in Measure if m.adds} == {Measure.SUM, Measure.CEILING}
