"""Reports are checked as they are handed in (DOMAIN §3, "Periods", "Own day", "Which figure")."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.examples import SCALE, YEAR, figure, on, quick, refusal
from tracker.domain.measure import Measure
from tracker.domain.period import Period, Rhythm, WrongRhythm, periods, read_period
from tracker.domain.quantity import Amount, Qualifier
from tracker.domain.report import (
    CheckedReport,
    CumulativeNotSummed,
    CumulativeOverGap,
    DayInFuture,
    DayOutsideYear,
    NegativeFigure,
    NotADoneMark,
    PeriodNotBegun,
    PeriodOutsideYear,
    QualifiedMark,
    ReportDraft,
    ReportedMeanwhile,
    Reporting,
    TaskStopped,
    TaskStoppedThen,
    WordNeeded,
    check_report,
    check_word,
)
from tracker.domain.timeline import EVER, Figure, Term

TASK = "D7.2-my-xuyen"


def task(*figures: Figure, **changes: Any) -> Reporting:
    """Ten dialogues in the year, reported by quarter."""
    usual: dict[str, Any] = {
        "task": TASK,
        "measure": Measure.SUM,
        "rhythm": Rhythm.QUARTER,
        "year": YEAR,
        "start": on("01-01"),
        "target": 10 * SCALE,
        "deadline": None,
        "figures": figures,
    }
    given = {"stops": (), "day": _default_day(figures)} | usual | changes
    target, deadline = given.pop("target"), given.pop("deadline")
    dated = {"targets": (Term(EVER, target),), "deadlines": (Term(EVER, deadline),)}
    return Reporting(**dated | given)


def _default_day(figures: tuple[Figure, ...]) -> date:
    """After the year: the latest own day of any report (DOMAIN §4)."""
    return max((f.own_day for f in figures), default=on("01-01"))


def draft(period: str, value: float, **changes: Any) -> ReportDraft:
    amount = Amount(round(value * SCALE))
    return ReportDraft(TASK, read_period(period), amount, given=str(amount), **changes)


def check(
    task: Reporting, report: ReportDraft, today: date = date(YEAR + 1, 1, 10)
) -> CheckedReport:
    return check_report(task, report, today)


class TestPeriod:
    def test_only_periods_of_the_tasks_rhythm_are_taken(self) -> None:
        assert refusal(WrongRhythm, check, task(), draft("2021-03", 1)) == (
            "D7.2-my-xuyen does not report in 2021-03. Its periods: 2021-Q1, 2021-Q2, 2021-Q3,"
            " 2021-Q4."
        )

    def test_only_periods_of_the_plans_year_are_taken(self) -> None:
        assert refusal(PeriodOutsideYear, check, task(), draft("2020-Q4", 1)) == (
            "D7.2-my-xuyen: 2020-Q4 is outside the plan's year 2021. Its periods: 2021-Q1,"
            " 2021-Q2, 2021-Q3, 2021-Q4."
        )

    def test_a_yearly_task_takes_the_year(self) -> None:
        yearly = task(rhythm=Rhythm.YEAR)
        assert check(yearly, draft("2021", 3)).figure.own_day == on("12-31")


class TestOwnDay:
    def test_is_the_periods_last_day_once_that_is_past(self) -> None:
        checked = check(task(), draft("2021-Q1", 4), on("04-08"))
        assert checked.figure == Figure(read_period("2021-Q1"), 1, 4 * SCALE, on("03-31"))

    def test_is_today_within_the_period(self) -> None:
        assert check(task(), draft("2021-Q1", 4), on("02-10")).figure.own_day == on("02-10")

    def test_decembers_figure_can_be_entered_in_january(self) -> None:
        late = check(task(), draft("2021-Q4", 4), date(YEAR + 1, 1, 5))
        assert late.figure.own_day == on("12-31")

    def test_a_given_day_is_kept(self) -> None:
        given_day = check(task(), draft("2021-Q1", 4, own_day=on("05-02")))
        assert given_day.figure.own_day == on("05-02")

    def test_a_period_that_has_not_begun_is_refused(self) -> None:
        assert refusal(PeriodNotBegun, check, task(), draft("2021-Q2", 1), on("03-31")) == (
            "D7.2-my-xuyen: period 2021-Q2 begins on 2021-04-01, after the day 2021-03-31 of the"
            " figure."
        )

    def test_it_may_be_the_periods_first_day(self) -> None:
        assert check(task(), draft("2021-Q2", 1), on("04-01")).figure.own_day == on("04-01")

    def test_a_day_after_the_year_is_refused(self) -> None:
        outside = draft("2021-Q4", 1, own_day=date(2022, 1, 1))
        assert refusal(DayOutsideYear, check, task(), outside) == (
            "D7.2-my-xuyen: the day of the figure 2022-01-01 is outside the plan's year 2021."
        )

    def test_a_day_still_to_come_is_refused(self) -> None:
        early = draft("2021-Q1", 1, own_day=on("03-02"))
        assert refusal(DayInFuture, check, task(), early, on("03-01")) == (
            "D7.2-my-xuyen: the day of the figure 2021-03-02 is still to come; today is 2021-03-01."
        )
        assert check(task(), early, on("03-02")).figure.own_day == on("03-02")

    def test_an_amendment_takes_the_day_of_what_it_amends(self) -> None:
        on_record = task(figure("2021-Q1", 4, "03-20"))
        assert check(on_record, draft("2021-Q1", 5)).figure.own_day == on("03-20")

    def test_an_amendment_may_give_its_own(self) -> None:
        on_record = task(figure("2021-Q1", 4, "03-20"))
        amended = check(on_record, draft("2021-Q1", 5, own_day=on("04-20")))
        assert amended.figure.own_day == on("04-20")


class TestVersions:
    def test_a_first_report_amends_nothing(self) -> None:
        checked = check(task(figure("2021-Q1", 4)), draft("2021-Q2", 5))
        assert (checked.amends, checked.figure.version) == (None, 1)

    def test_an_amendment_is_the_next_version_of_the_highest(self) -> None:
        second = figure("2021-Q1", 3, "05-01", version=2)
        checked = check(task(second, figure("2021-Q1", 4)), draft("2021-Q1", 5))
        assert checked.amends == second
        assert (checked.figure.version, checked.figure.own_day) == (3, on("05-01"))


class TestSeen:
    def test_what_came_meanwhile_is_not_amended_unseen(self) -> None:
        on_record = task(figure("2021-Q1", 2))
        assert refusal(ReportedMeanwhile, check, on_record, draft("2021-Q1", 1, seen=0)) == (
            "D7.2-my-xuyen: meanwhile 2 was reported for 2021-Q1 (figure of 2021-03-31). Nothing"
            " was written; send it again to amend that."
        )
        amended = task(figure("2021-Q1", 2), figure("2021-Q1", 3, version=2))
        assert refusal(ReportedMeanwhile, check, amended, draft("2021-Q1", 1, seen=1))

    def test_it_is_named_with_what_was_said_beside_it(self) -> None:
        over = task(replace(figure("2021-Q1", 2), qualifier=Qualifier.OVER))
        assert "meanwhile trên 2 was" in refusal(
            ReportedMeanwhile, check, over, draft("2021-Q1", 1, seen=0)
        )

    def test_what_was_seen_is_amended(self) -> None:
        assert check(task(), draft("2021-Q1", 1, seen=0)).amends is None
        assert check(task(figure("2021-Q1", 2)), draft("2021-Q1", 1, seen=1)).figure.version == 2
        elsewhere = task(figure("2021-Q2", 2))
        assert check(elsewhere, draft("2021-Q1", 1, seen=0)).figure.version == 1

    def test_who_did_not_look_amends_what_is_there(self) -> None:
        assert check(task(figure("2021-Q1", 2)), draft("2021-Q1", 1)).figure.version == 2


class TestFigure:
    def test_below_zero_is_refused(self) -> None:
        assert refusal(NegativeFigure, check, task(), draft("2021-Q1", -1.5)) == (
            "D7.2-my-xuyen: -1,5 is below 0; a report counts from 0 up."
        )

    def test_zero_is_a_report(self) -> None:
        assert check(task(), draft("2021-Q1", 0)).figure.value == 0

    @pytest.mark.parametrize("answer", [0, 1])
    def test_a_milestone_takes_one_or_zero(self, answer: int) -> None:
        milestone = task(measure=Measure.MILESTONE, target=None)
        assert check(milestone, draft("2021-Q1", answer)).standing.reached == bool(answer)

    @pytest.mark.parametrize("answer", [2, 0.5])
    def test_a_milestone_takes_nothing_else(self, answer: float) -> None:
        milestone = task(measure=Measure.MILESTONE, target=None)
        assert refusal(NotADoneMark, check, milestone, draft("2021-Q1", answer)) == (
            f"D7.2-my-xuyen is a milestone: report 1 (done) or 0 (not done), not"
            f" {Amount(int(answer * SCALE))}."
        )

    def test_other_measures_take_any_number(self) -> None:
        assert check(task(), draft("2021-Q1", 0.5)).figure.value == SCALE // 2


class TestCumulative:
    def test_becomes_the_periods_own_by_subtraction(self) -> None:
        on_record = task(figure("2021-Q1", 4), figure("2021-Q2", 3))
        checked = check(on_record, draft("2021-Q3", 9, cumulative=True))
        assert checked.figure.value == 2 * SCALE
        assert checked.standing.value == 9 * SCALE

    def test_subtracts_the_latest_versions_of_earlier_periods_only(self) -> None:
        on_record = task(
            figure("2021-Q1", 4),
            figure("2021-Q1", 2, version=2),
            figure("2021-Q2", 7),
            figure("2021-Q3", 5),
        )
        amended = check(on_record, draft("2021-Q2", 3, cumulative=True))
        assert amended.figure.value == 1 * SCALE
        assert amended.standing.value == 8 * SCALE

    def test_in_the_first_period_it_is_the_figure(self) -> None:
        assert check(task(), draft("2021-Q1", 4, cumulative=True)).figure.value == 4 * SCALE

    def test_may_stay_the_same_but_not_fall_without_a_word(self) -> None:
        on_record = task(figure("2021-Q1", 4))
        same = check(on_record, draft("2021-Q2", 4, cumulative=True))
        assert (same.figure.value, same.doubts) == (0, ())
        falls = check(on_record, draft("2021-Q2", 3, cumulative=True))
        assert (falls.figure.value, falls.standing.value) == (-1 * SCALE, 3 * SCALE)
        assert refusal(WordNeeded, check_word, on_record, falls, " ") == (
            "D7.2-my-xuyen, 2021-Q2: the cumulative figure 3 is below the 4 already reported for"
            " earlier periods. Say why it is right all the same."
        )
        check_word(on_record, falls, "quý I đếm trùng")

    def test_an_earlier_period_not_reported_yet_would_be_counted_twice(self) -> None:
        on_record = task(figure("2021-Q2", 1))
        gap = draft("2021-Q4", 10, cumulative=True)
        assert refusal(CumulativeOverGap, check, on_record, gap) == (
            "D7.2-my-xuyen: the cumulative figure 10 holds what 2021-Q1, 2021-Q3 brought, not"
            " reported yet. Report that first (0 if nothing), or give the figure of 2021-Q4 alone."
        )

    def test_periods_before_the_tasks_start_bring_nothing(self) -> None:
        late = task(start=on("04-01"))
        assert check(late, draft("2021-Q2", 10, cumulative=True)).figure.value == 10 * SCALE
        begun_in_march = task(start=on("03-31"))
        with pytest.raises(CumulativeOverGap):
            check(begun_in_march, draft("2021-Q2", 10, cumulative=True))

    def test_an_earlier_figure_changed_afterwards_names_the_totals_it_outdates(self) -> None:
        on_record = task(
            figure("2021-Q1", 4),
            figure("2021-Q2", 3, stated=7),
            figure("2021-Q3", 2),
            figure("2021-Q4", 1, stated=10),
        )
        q2, q4 = read_period("2021-Q2"), read_period("2021-Q4")
        assert check(on_record, draft("2021-Q1", 5)).outdated == (q2, q4)
        assert check(on_record, draft("2021-Q3", 5)).outdated == (q4,)
        assert check(on_record, draft("2021-Q4", 5)).outdated == ()
        assert check(on_record, draft("2021-Q1", 4)).outdated == ()

    def test_a_total_that_fits_again_is_not_outdated(self) -> None:
        on_record = task(
            figure("2021-Q1", 6, version=2),
            figure("2021-Q2", 5, stated=10),
            figure("2021-Q3", 5, stated=15),
        )
        assert check(on_record, draft("2021-Q2", 10, cumulative=True)).outdated == ()
        assert check(on_record, draft("2021-Q2", 11, cumulative=True)).outdated == (
            read_period("2021-Q3"),
        )

    def test_a_period_within_a_stop_brought_nothing(self) -> None:
        stops = (Term(on("04-01"), True), Term(on("07-01"), False))
        resumed = task(figure("2021-Q1", 4), stops=stops)
        assert check(resumed, draft("2021-Q3", 9, cumulative=True)).figure.value == 5 * SCALE
        one_day_of_it = task(
            figure("2021-Q1", 4), stops=(Term(on("04-02"), True), Term(on("07-01"), False))
        )
        with pytest.raises(CumulativeOverGap):
            check(one_day_of_it, draft("2021-Q3", 9, cumulative=True))
        last_day_of_it = task(
            figure("2021-Q1", 4), stops=(Term(on("04-01"), True), Term(on("06-30"), False))
        )
        with pytest.raises(CumulativeOverGap):
            check(last_day_of_it, draft("2021-Q3", 9, cumulative=True))

    def test_a_total_that_was_amended_by_the_periods_own_figure_is_not_outdated(self) -> None:
        on_record = task(
            figure("2021-Q1", 4),
            figure("2021-Q2", 3, stated=7),
            figure("2021-Q2", 3, version=2),
        )
        assert check(on_record, draft("2021-Q1", 5)).outdated == ()

    def test_a_periods_own_figure_may_fall(self) -> None:
        assert check(task(figure("2021-Q1", 4)), draft("2021-Q2", 3)).figure.value == 3 * SCALE

    def test_has_no_meaning_where_figures_are_not_added(self) -> None:
        latest = task(measure=Measure.LATEST)
        assert refusal(
            CumulativeNotSummed, check, latest, draft("2021-Q1", 4, cumulative=True)
        ) == ("D7.2-my-xuyen: its figures are not added up, so none can be cumulative.")

    def test_counts_towards_a_ceiling(self) -> None:
        ceiling = task(figure("2021-Q1", 1), measure=Measure.CEILING, target=2 * SCALE)
        checked = check(ceiling, draft("2021-Q2", 3, cumulative=True))
        assert checked.figure.value == 2 * SCALE
        assert checked.standing.exceeded


class TestQualifier:
    def test_what_was_said_beside_the_figure_stays_with_it(self) -> None:
        report = ReportDraft(
            TASK, read_period("2021-Q1"), Amount(4 * SCALE, Qualifier.OVER), given="trên 4"
        )
        assert check(task(), report).figure.qualifier is Qualifier.OVER
        assert check(task(), draft("2021-Q1", 4)).figure.qualifier is None

    def test_a_milestone_is_done_or_not(self) -> None:
        milestone = task(measure=Measure.MILESTONE, target=None)
        nearly = ReportDraft(
            TASK, read_period("2021-Q1"), Amount(SCALE, Qualifier.NEARLY), given="gần 1"
        )
        assert refusal(QualifiedMark, check, milestone, nearly) == (
            "D7.2-my-xuyen is a milestone: done or not done, without “gần”."
        )


class TestStopped:
    STOPPED = (Term(on("04-01"), True),)

    def test_from_its_first_day_on_no_report_is_taken(self) -> None:
        stopped = task(stops=self.STOPPED)
        assert refusal(TaskStopped, check, stopped, draft("2021-Q2", 1)) == (
            "D7.2-my-xuyen was stopped from 2021-04-01 on; it takes no report for the days since."
        )
        assert refusal(TaskStopped, check, stopped, draft("2021-Q2", 1, own_day=on("04-01")))
        assert check(stopped, draft("2021-Q1", 1)).figure.value == SCALE

    def test_once_it_goes_on_the_days_of_the_stop_are_named(self) -> None:
        resumed = task(stops=(*self.STOPPED, Term(on("07-01"), False)))
        assert refusal(TaskStoppedThen, check, resumed, draft("2021-Q2", 1)) == (
            "D7.2-my-xuyen was stopped from 2021-04-01 to 2021-06-30; it takes no report for those"
            " days."
        )
        assert check(resumed, draft("2021-Q3", 1)).figure.value == SCALE
        late = draft("2021-Q2", 1, own_day=on("07-01"))
        assert check(resumed, late).figure.value == SCALE


class TestStanding:
    def test_is_judged_by_the_target_in_force_on_the_day_counted(self) -> None:
        raised = task(targets=(Term(EVER, 4 * SCALE), Term(on("10-01"), 8 * SCALE)))
        in_july = check(replace(raised, day=on("07-01")), draft("2021-Q1", 4))
        assert (in_july.target, in_july.standing.reached) == (4 * SCALE, True)
        in_october = check(replace(raised, day=on("10-01")), draft("2021-Q1", 4))
        assert (in_october.target, in_october.standing.reached) == (8 * SCALE, False)
        # A figure of a later day moves the day that summaries are about.
        assert check(raised, draft("2021-Q3", 4)).target == 4 * SCALE
        assert check(raised, draft("2021-Q4", 4)).target == 8 * SCALE

    def test_before_and_after_are_judged_alike(self) -> None:
        raised = task(
            figure("2021-Q1", 4), targets=(Term(EVER, 4 * SCALE), Term(on("10-01"), 8 * SCALE))
        )
        checked = check(raised, draft("2021-Q4", 2))
        assert (checked.before.percent, checked.standing.percent) == (50, 75)

    def test_a_ceiling_is_judged_by_the_deadline_in_force_on_the_day_counted(self) -> None:
        longer = task(
            measure=Measure.CEILING,
            target=0,
            deadlines=(Term(EVER, on("06-30")), Term(on("10-01"), on("12-31"))),
        )
        in_time, late = replace(longer, day=on("09-30")), replace(longer, day=on("10-01"))
        assert check(in_time, draft("2021-Q2", 0)).standing.reached
        assert not check(late, draft("2021-Q2", 0)).standing.reached

    def test_says_what_the_task_stands_at_with_the_report(self) -> None:
        checked = check(task(figure("2021-Q1", 4)), draft("2021-Q2", 6))
        assert (checked.standing.value, checked.standing.reached) == (10 * SCALE, True)

    def test_counts_what_is_on_record_for_later_days_too(self) -> None:
        checked = check(task(figure("2021-Q3", 6)), draft("2021-Q1", 4))
        assert checked.standing.value == 10 * SCALE

    def test_counts_an_amendment_and_not_what_it_amends(self) -> None:
        checked = check(task(figure("2021-Q1", 9)), draft("2021-Q1", 4))
        assert checked.standing.value == 4 * SCALE

    def test_counts_a_report_of_a_later_day_than_any_on_record(self) -> None:
        checked = check(task(figure("2021-Q1", 9)), draft("2021-Q1", 4, own_day=on("05-01")))
        assert checked.standing.value == 4 * SCALE

    def test_a_ceiling_is_completed_by_the_last_period_before_its_deadline(self) -> None:
        ceiling = task(measure=Measure.CEILING, target=0, deadline=on("06-30"))
        assert not check(ceiling, draft("2021-Q1", 0)).standing.reached
        assert check(ceiling, draft("2021-Q2", 0)).standing.reached

    def test_nor_does_the_order_of_what_is_on_record(self) -> None:
        versions = [figure("2021-Q1", 4), figure("2021-Q1", 3, version=2), figure("2021-Q2", 1)]
        report = draft("2021-Q3", 9, cumulative=True)
        assert {check(task(*order), report).figure for order in permutations(versions)} == {
            Figure(Period(YEAR, Rhythm.QUARTER, 3), 1, 5 * SCALE, on("09-30"), stated=9 * SCALE)
        }


@quick
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_running_totals_give_the_same_figures_as_the_periods_own(own: list[int]) -> None:
    figures: tuple[Figure, ...] = ()
    for i, period in enumerate(periods(Rhythm.QUARTER, YEAR)):
        running = draft(period.code, sum(own[: i + 1]), cumulative=True)
        figures += (check(task(*figures), running).figure,)
    assert [f.value for f in figures] == [value * SCALE for value in own]


@quick
@given(st.permutations([("2021-Q1", 1), ("2021-Q2", 2), ("2021-Q3", 3), ("2021-Q4", 5)]))
def test_the_order_in_which_periods_are_reported_does_not_matter(
    reports: list[tuple[str, int]],
) -> None:
    figures: tuple[Figure, ...] = ()
    for period, value in reports:
        checked = check(task(*figures), draft(period, value))
        figures += (checked.figure,)
    assert checked.standing.value == 11 * SCALE
    assert {(f.period, f.value) for f in figures} == {
        (read_period(period), value * SCALE) for period, value in reports
    }
