"""The states that follow from a task's facts, rule by rule (DOMAIN §3–4)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.domain.examples import SCALE, YEAR, facts, figure, on, target, terms
from tracker.domain.measure import Measure
from tracker.domain.origin import Origin
from tracker.domain.status import Status, at_risk, status_of
from tracker.domain.timeline import (
    EVER,
    FOREVER,
    TaskFacts,
    TaskState,
    Term,
    counting,
    in_force,
    pace,
    pace_end,
    state_on,
    timeline,
)


def state(task: TaskFacts, day: str) -> TaskState:
    return state_on(timeline(task), on(day))


def status(task: TaskFacts, day: str) -> Status:
    return status_of(state(task, day), on(day))


def spans(task: TaskFacts) -> list[tuple[date, date]]:
    return [(s.day_from, s.day_to) for s in timeline(task)]


class TestWhichFigureCounts:
    def test_a_figure_counts_from_its_own_day(self) -> None:
        task = facts(figure("2021-Q1", 4, "03-20"))
        assert state(task, "03-19").value is None
        assert state(task, "03-20").value == 4 * SCALE

    def test_an_amendment_with_the_same_own_day_counts_from_then_on(self) -> None:
        task = facts(figure("2021-Q1", 4), figure("2021-Q1", 3, version=2))
        assert state(task, "03-30").value is None
        assert state(task, "03-31").value == 3 * SCALE

    def test_an_amendment_of_a_later_day_leaves_the_days_before_it_alone(self) -> None:
        task = facts(figure("2021-Q1", 4), figure("2021-Q1", 3, "05-10", version=2))
        assert state(task, "05-09").value == 4 * SCALE
        assert state(task, "05-10").value == 3 * SCALE

    def test_an_amendment_of_an_earlier_day_hides_the_figure_it_replaces(self) -> None:
        task = facts(figure("2021-Q1", 4, "03-31"), figure("2021-Q1", 3, "03-10", version=2))
        assert state(task, "03-10").value == 3 * SCALE
        assert state(task, "04-30").value == 3 * SCALE

    def test_the_highest_version_counts_in_whatever_order_they_stand(self) -> None:
        first, second = figure("2021-Q1", 4), figure("2021-Q1", 3, version=2)
        assert counting([second, first], FOREVER) == counting([first, second], FOREVER)
        assert list(counting([second, first], FOREVER).values()) == [3 * SCALE]

    def test_each_period_has_its_own(self) -> None:
        both = counting([figure("2021-Q1", 4), figure("2021-Q2", 5)], on("06-30"))
        assert {str(period): value for period, value in both.items()} == {
            "2021-Q1": 4 * SCALE,
            "2021-Q2": 5 * SCALE,
        }


class TestDone:
    def test_the_done_day_is_the_day_the_target_was_reached(self) -> None:
        task = facts(figure("2021-Q1", 6), figure("2021-Q2", 4), figure("2021-Q3", 1))
        assert state(task, "06-29").done_day is None
        assert state(task, "06-30").done_day == on("06-30")
        assert state(task, "12-31").done_day == on("06-30")

    def test_a_falling_latest_ends_the_run_and_a_rise_begins_another(self) -> None:
        task = facts(
            figure("2021-Q1", 10),
            figure("2021-Q2", 9),
            figure("2021-Q3", 10),
            measure=Measure.LATEST,
        )
        assert state(task, "06-29").done_day == on("03-31")
        assert state(task, "06-30").done_day is None
        assert state(task, "12-31").done_day == on("09-30")

    def test_a_raised_target_ends_the_run(self) -> None:
        task = facts(figure("2021-Q1", 10), figure("2021-Q3", 5), targets=target(10, d0501=12))
        assert state(task, "04-30").done_day == on("03-31")
        assert status(task, "05-01") is Status.IN_PROGRESS
        assert state(task, "09-30").done_day == on("09-30")

    def test_a_lowered_target_is_reached_on_its_first_day(self) -> None:
        task = facts(figure("2021-Q1", 8), targets=target(10, d0501=8))
        assert state(task, "04-30").done_day is None
        assert state(task, "05-01").done_day == on("05-01")

    def test_a_lowering_amendment_ends_the_run(self) -> None:
        task = facts(figure("2021-Q1", 10), figure("2021-Q1", 9, "05-01", version=2))
        assert state(task, "04-30").done_day == on("03-31")
        assert state(task, "05-01").done_day is None

    def test_a_surplus_goes_on_with_the_same_run(self) -> None:
        task = facts(figure("2021-Q1", 10), figure("2021-Q2", 10), weights=terms(1, d0801=3))
        assert state(task, "12-31").done_day == on("03-31")

    def test_a_ceiling_is_done_when_its_last_period_is_reported(self) -> None:
        quarters = [figure(f"2021-Q{i}", 0) for i in (1, 2, 3, 4)]
        task = facts(*quarters, measure=Measure.CEILING, targets=target(0))
        assert state(task, "12-30").done_day is None
        assert state(task, "12-31").done_day == on("12-31")

    def test_a_ceilings_last_period_is_the_last_before_its_deadline(self) -> None:
        quarters = [figure(f"2021-Q{i}", 0) for i in (1, 2)]
        task = facts(
            *quarters,
            measure=Measure.CEILING,
            targets=target(0),
            deadlines=terms(on("07-15")),
        )
        assert status(task, "06-29") is Status.IN_PROGRESS
        assert status(task, "06-30") is Status.DONE_ON_TIME

    def test_a_broken_ceiling_calls_for_attention_at_once(self) -> None:
        task = facts(figure("2021-Q2", 1), measure=Measure.CEILING, targets=target(0))
        assert not state(task, "06-29").exceeded
        assert state(task, "06-30").exceeded
        assert (state(task, "06-30").credit, state(task, "06-30").goal) == (0, 1)

    def test_on_time_and_late_follow_the_deadline_in_force(self) -> None:
        task = facts(figure("2021-Q2", 10), deadlines=terms(on("05-31"), d0801=on("09-30")))
        assert status(task, "05-31") is Status.NOT_STARTED
        assert status(task, "06-01") is Status.OVERDUE
        assert status(task, "07-31") is Status.DONE_LATE
        assert status(task, "08-01") is Status.DONE_ON_TIME


class TestTermsInForce:
    def test_a_term_holds_from_its_first_day(self) -> None:
        units = terms("ke-sach", d0701="my-tu")
        assert in_force(units, on("06-30")).value == "ke-sach"
        assert in_force(units, on("07-01")).value == "my-tu"

    def test_their_order_does_not_matter(self) -> None:
        units = terms("ke-sach", d0701="my-tu")[::-1]
        assert in_force(units, on("06-30")).value == "ke-sach"
        assert in_force(units, on("12-31")).value == "my-tu"

    def test_of_two_from_the_same_day_the_later_given_corrects_the_other(self) -> None:
        day = on("07-01")
        assert in_force((Term(EVER, 1), Term(day, 2), Term(day, 3)), day).value == 3
        assert in_force((Term(EVER, 1), Term(EVER, 2)), EVER).value == 2

    def test_every_dated_field_stands_with_its_origin(self) -> None:
        day = on("07-01")
        task = facts(
            units=(Term(EVER, 1, Origin.INFERRED), Term(day, 2, Origin.CONFIRMED)),
            targets=(Term(EVER, None, Origin.INFERRED), Term(day, 5, Origin.SOURCE)),
            deadlines=(Term(EVER, None, Origin.SOURCE), Term(day, on("12-01"), Origin.INFERRED)),
            weights=(Term(EVER, 1), Term(day, 7, Origin.CONFIRMED)),
        )
        before, after = state(task, "06-30"), state(task, "07-01")
        assert (before.unit, before.unit_origin) == (1, Origin.INFERRED)
        assert (after.unit, after.unit_origin) == (2, Origin.CONFIRMED)
        assert (before.target, before.target_origin) == (None, Origin.INFERRED)
        assert (after.target, after.target_origin) == (5, Origin.SOURCE)
        assert (before.deadline, before.deadline_origin) == (None, Origin.SOURCE)
        assert (after.deadline, after.deadline_origin) == (on("12-01"), Origin.INFERRED)
        assert (before.weight, before.weight_origin) == (1, Origin.PROPOSED)
        assert (after.weight, after.weight_origin) == (7, Origin.CONFIRMED)

    def test_a_task_stops_and_is_taken_up_again(self) -> None:
        task = facts(stops=(Term(on("04-01"), value=True), Term(on("08-01"), value=False)))
        assert [state(task, d).cancelled for d in ("03-31", "04-01", "07-31", "08-01")] == [
            False,
            True,
            True,
            False,
        ]

    def test_a_cancelled_task_is_cancelled_whatever_it_has_reached(self) -> None:
        task = facts(figure("2021-Q1", 10), stops=(Term(on("05-01"), value=True),))
        assert status(task, "04-30") is Status.DONE_NO_DEADLINE
        assert status(task, "05-01") is Status.CANCELLED


class TestSpans:
    def test_a_task_without_reports_is_one_span_of_all_days(self) -> None:
        assert spans(facts()) == [(EVER, FOREVER)]

    def test_a_span_ends_on_the_day_before_the_next(self) -> None:
        assert spans(facts(figure("2021-Q1", 4), margin=100)) == [
            (EVER, on("03-30")),
            (on("03-31"), FOREVER),
        ]

    def test_a_change_that_changes_nothing_makes_no_span(self) -> None:
        assert spans(facts(weights=terms(1, d0301=1, d0601=2, d0901=2))) == [
            (EVER, on("05-31")),
            (on("06-01"), FOREVER),
        ]

    def test_the_deadline_itself_makes_no_span(self) -> None:
        assert spans(facts(deadlines=terms(on("06-30")))) == [(EVER, FOREVER)]

    def test_reported_means_that_a_figure_counts(self) -> None:
        task = facts(figure("2021-Q1", 0))
        assert (state(task, "03-30").reported, state(task, "03-31").reported) == (False, True)


class TestPace:
    def test_counts_both_ends(self) -> None:
        assert pace(on("01-01"), on("01-10"), on("01-01")) == Fraction(1, 10)
        assert pace(on("01-01"), on("01-10"), on("01-09")) == Fraction(9, 10)

    def test_is_nothing_before_the_start_and_all_from_the_end_on(self) -> None:
        assert pace(on("02-01"), on("02-10"), on("01-31")) == 0
        assert pace(on("02-01"), on("02-10"), on("02-10")) == 1
        assert pace(on("02-01"), on("02-10"), on("05-01")) == 1

    def test_of_a_single_day_is_all_on_that_day(self) -> None:
        assert pace(on("02-01"), on("02-01"), on("01-31")) == 0
        assert pace(on("02-01"), on("02-01"), on("02-01")) == 1

    def test_ends_at_the_deadline_or_the_years_last_day(self) -> None:
        assert pace_end(YEAR, on("06-30")) == on("06-30")
        assert pace_end(YEAR, None) == on("12-31")


class TestAtRisk:
    def test_begins_when_the_percent_is_more_than_the_margin_below_the_pace(self) -> None:
        # Of 100 days, 15 passed are exactly the margin: one more is needed.
        task = facts(start=on("01-01"), deadlines=terms(on("04-10")))
        assert state(task, "01-01").risk_from == on("01-16")

    def test_a_figure_pushes_it_back(self) -> None:
        task = facts(figure("2021-Q1", 2, "01-10"), deadlines=terms(on("04-10")))
        assert state(task, "01-10").risk_from == on("02-05")

    def test_a_span_that_begins_behind_is_at_risk_from_its_first_day(self) -> None:
        task = facts(figure("2021-Q1", 1, "03-20"), deadlines=terms(on("04-10")))
        assert state(task, "03-20").risk_from == on("03-20")

    def test_the_span_before_keeps_its_own_day(self) -> None:
        task = facts(figure("2021-Q1", 1, "01-15"), deadlines=terms(on("04-10")))
        assert state(task, "01-14").risk_from is None

    def test_a_span_that_ends_on_the_day_it_begins_has_that_day(self) -> None:
        task = facts(figure("2021-Q1", 5, "01-17"), deadlines=terms(on("04-10")))
        assert state(task, "01-16").risk_from == on("01-16")

    def test_ends_with_the_deadline(self) -> None:
        task = facts(deadlines=terms(on("04-10")))
        whole = state(task, "04-10")
        assert at_risk(whole, on("04-10"))
        assert not at_risk(whole, on("04-11"))

    def test_a_span_after_the_deadline_has_none(self) -> None:
        task = facts(figure("2021-Q2", 1, "04-11"), deadlines=terms(on("04-10")))
        assert state(task, "04-11").risk_from is None

    def test_without_a_deadline_it_lasts_past_the_year(self) -> None:
        assert at_risk(state(facts(), "12-31"), date(2022, 3, 1))

    @pytest.mark.parametrize(
        "task",
        [
            facts(figure("2021-Q1", 10, "01-02")),
            facts(targets=target(None)),
            facts(stops=(Term(EVER, value=True),)),
            facts(margin=100),
        ],
        ids=["done", "without a target", "cancelled", "a margin of the whole way"],
    )
    def test_is_never_said_of(self, task: TaskFacts) -> None:
        assert state(task, "12-31").risk_from is None

    def test_half_a_day_short_is_short_by_the_next_day(self) -> None:
        # Of 10 days, 95 percent are nine and a half.
        task = facts(deadlines=terms(on("01-10")), margin=95)
        assert state(task, "01-01").risk_from == on("01-10")

    def test_the_last_day_can_be_its_first(self) -> None:
        task = facts(deadlines=terms(on("04-10")), margin=99)
        assert state(task, "04-10").risk_from == on("04-10")

    def test_the_plans_margin_decides(self) -> None:
        assert state(facts(deadlines=terms(on("04-10")), margin=0), "01-01").risk_from == on(
            "01-01"
        )
        assert state(facts(deadlines=terms(on("04-10")), margin=30), "01-01").risk_from == on(
            "01-31"
        )


class TestStateOn:
    def test_both_ends_belong_to_a_span(self) -> None:
        states = timeline(facts(weights=terms(1, d0301=2, d0601=3)))
        assert [state_on(states, on(d)).weight for d in ("02-28", "03-01", "05-31", "06-01")] == [
            1,
            2,
            2,
            3,
        ]
        assert state_on(states, EVER).weight == 1
        assert state_on(states, FOREVER).weight == 3
