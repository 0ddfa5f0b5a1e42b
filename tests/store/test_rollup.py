"""Roll-ups are exact, agree with each other, and come out the same at both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.office import UNITS, Office, on, plan, report_draft, task
from tests.store.naive import assert_reads_agree
from tracker.domain.condition import By, Condition
from tracker.domain.measure import Measure
from tracker.domain.period import Rhythm
from tracker.domain.quantity import MAX_QUANTITY, Amount, rounded
from tracker.domain.report import ReportDraft
from tracker.domain.status import Sign
from tracker.domain.summary import Rate
from tracker.domain.task import MAX_WEIGHT, TaskDraft
from tracker.domain.unit import UnknownUnit
from tracker.service.reports import report_many
from tracker.service.stops import cancel_task
from tracker.store.read.rollup import summary
from tracker.store.read.view import UnknownDirective
from tracker.store.tables import PlanRow


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(
        task("D7.1-my-xuyen", 10, deadline=on("06-30"), weight=2),
        task("D7.1-dai-tam", 3, unit="dai-tam"),
        task("D7.1-ke-sach", 7, unit="ke-sach", deadline=on("12-31")),
        task("D8.1-ke-sach", 0, unit="ke-sach", measure=Measure.CEILING),
        task("D8.2-ke-sach", None, unit="ke-sach"),
        task("D8.3-tinh", unit="tinh"),
    )
    office.report("D7.1-my-xuyen", "2021-Q1", 4)
    office.report("D7.1-dai-tam", "2021-Q1", 6)
    office.report("D7.1-ke-sach", "2021-Q2", 1)
    office.report("D8.1-ke-sach", "2021-Q1", 1)
    cancel_task(office.desk, None, "D8.3-tinh", "lý do", day=on("05-01"))
    return office


class TestRows:
    def test_units_that_lead_or_stand_above_in_the_plans_order(self, seeded: Office) -> None:
        rows = seeded.summary().rows
        assert [(row.code, row.depth) for row in rows] == [
            ("tinh", 0),
            ("my-xuyen", 1),
            ("dai-tam", 2),
            ("ke-sach", 1),
        ]
        assert [row.own.tasks for row in rows] == [1, 1, 1, 3]
        assert [row.subtree and row.subtree.tasks for row in rows] == [6, 2, 1, 3]

    def test_a_units_rows_are_its_own_and_those_below_it(self, seeded: Office) -> None:
        found = seeded.summary(condition=Condition(unit="my-xuyen"))
        assert [row.code for row in found.rows] == ["my-xuyen", "dai-tam"]
        assert found.totals.tasks == 2

    def test_directives_with_no_task_have_a_row_too(self, seeded: Office) -> None:
        found = seeded.summary(By.DIRECTIVE, Condition(unit="dai-tam"))
        assert [(row.code, row.own.tasks) for row in found.rows] == [("D7", 1), ("D8", 0)]
        one = seeded.summary(By.DIRECTIVE, Condition(directive="d8"))
        assert [(row.code, row.own.tasks) for row in one.rows] == [("D8", 3)]

    def test_every_status_has_a_row(self, seeded: Office) -> None:
        found = {row.code: row.own.tasks for row in seeded.summary(By.STATUS).rows}
        assert found == {
            "not_started": 1,
            "in_progress": 2,
            "overdue": 1,
            "done_on_time": 0,
            "done_late": 0,
            "done_no_deadline": 1,
            "cancelled": 1,
        }

    def test_a_plan_without_tasks_has_no_percent(self, office: Office) -> None:
        office.seed()
        for by in By:
            totals = office.summary(by).totals
            assert (totals.tasks, totals.completion, totals.sign) == (0, None, Sign.NONE)
            assert totals.done_of_all == totals.done_of_due == Rate(0, 0)

    def test_unknown_units_and_directives_are_refused(self, seeded: Office) -> None:
        with pytest.raises(UnknownUnit):
            seeded.summary(condition=Condition(unit="soc-trang"))
        with pytest.raises(UnknownDirective):
            seeded.summary(condition=Condition(directive="D1"))


class TestFigures:
    def test_the_completion_percent_is_exact(self, seeded: Office) -> None:
        # 2 × 4/10 + 1 (6 of 3 counts as all) + 1/7 + 0 (the ceiling is broken), over 2 + 1 + 1 + 1.
        totals = seeded.summary().totals
        assert totals.completion == 100 * (Fraction(8, 10) + 1 + Fraction(1, 7)) / 5
        assert totals.completion is not None
        assert str(rounded(totals.completion)) == "38.9"

    def test_both_rates_stand_with_numerator_and_denominator(self, seeded: Office) -> None:
        totals = seeded.summary().totals
        assert totals.done_of_all == Rate(1, 5)
        assert totals.done_of_due == Rate(0, 1)
        assert totals.exceeded == 1

    def test_a_sign_is_the_worst_below(self, seeded: Office) -> None:
        signs = {row.code: row.own.sign for row in seeded.summary().rows}
        assert signs == {
            "tinh": Sign.NONE,
            "my-xuyen": Sign.OVERDUE,
            "dai-tam": Sign.DONE,
            "ke-sach": Sign.AT_RISK,
        }

    def test_the_tasks_of_an_annex_are_those_that_are_counted(self, seeded: Office) -> None:
        with seeded.view() as (session, view):
            found = summary(session, view, condition=Condition(unit="ke-sach"), with_tasks=True)
        assert [row.code for row in found.tasks] == ["D7.1-ke-sach", "D8.1-ke-sach", "D8.2-ke-sach"]
        assert found.totals.tasks == len(found.tasks)

    @pytest.mark.parametrize("day", ["01-01", "03-31", "04-30", "06-30", "07-01", "12-31"])
    def test_rows_lists_and_roll_ups_say_the_same(self, seeded: Office, day: str) -> None:
        assert_reads_agree(seeded, on(day))


class TestHuge:
    def test_the_largest_quantities_do_not_overflow(self, office: Office) -> None:
        """Weight × figure over these tasks adds up to twenty times what 64 bits hold."""
        drafts = [huge(f"D7.{n}-my-xuyen", weight=MAX_WEIGHT) for n in range(200)]
        office.seed(*drafts)
        almost = Amount(MAX_QUANTITY - 1)
        reports = [report_draft(draft.code, "2021-Q1", 0) for draft in drafts]
        report_many(office.desk, None, [replace(report, amount=almost) for report in reports])
        for by in By:
            totals = office.summary(by).totals
            assert totals.completion == Fraction(100 * (MAX_QUANTITY - 1), MAX_QUANTITY)
            assert totals.weight == MAX_WEIGHT * len(drafts)

    def test_a_year_of_the_largest_figures_is_kept_exactly(self, office: Office) -> None:
        office.today = date(2022, 1, 10)
        office.seed(huge("D7.1-my-xuyen", rhythm=Rhythm.MONTH))
        reports = [report_draft("D7.1-my-xuyen", f"2021-{n:02}", 0) for n in range(1, 13)]
        most = Amount(MAX_QUANTITY)
        report_many(office.desk, None, [replace(report, amount=most) for report in reports])
        row = office.row("D7.1-my-xuyen", on("12-31"))
        assert (row.value, row.percent) == (12 * MAX_QUANTITY, Fraction(1200))
        assert office.summary(day=on("12-31")).totals.completion == 100


def huge(code: str, **changes: Any) -> TaskDraft:
    return replace(task(code), target=MAX_QUANTITY, **changes)


days = st.dates(date(2021, 1, 1), date(2021, 12, 31))


@st.composite
def drafts(draw: st.DrawFn) -> list[TaskDraft]:
    """A few tasks of any measure, led by any unit, with any dates."""
    found = []
    for number in range(draw(st.integers(1, 6))):
        measure = draw(st.sampled_from(Measure))
        goals = {Measure.MILESTONE: st.just(1), Measure.CEILING: st.integers(0, 4)}
        start, deadline = draw(days), draw(st.none() | days)
        found.append(
            task(
                f"D{draw(st.sampled_from([7, 8]))}.{number}-x",
                draw(st.none() | goals.get(measure, st.integers(1, 30))),
                measure=measure,
                unit=draw(st.sampled_from([unit.code for unit in UNITS])),
                start=min(start, deadline or start),
                deadline=deadline,
                weight=draw(st.integers(1, MAX_WEIGHT)),
            )
        )
    return found


@st.composite
def plans_with_reports(draw: st.DrawFn) -> tuple[list[TaskDraft], list[ReportDraft]]:
    tasks = draw(drafts())
    reports = []
    for chosen in tasks:
        for quarter in draw(st.sets(st.integers(1, 4))):
            most = 1 if chosen.measure is Measure.MILESTONE else 12
            own_day = draw(st.none() | st.dates(date(2021, 3 * quarter - 2, 1), date(2021, 12, 31)))
            figure = draw(st.integers(0, most))
            reports.append(report_draft(chosen.code, f"2021-Q{quarter}", figure, own_day=own_day))
    return tasks, reports


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=plans_with_reports(), order=st.randoms(use_true_random=False), day=days)
def test_any_plan_reads_the_same_however_its_reports_came_in(
    office: Office, made: tuple[list[TaskDraft], list[ReportDraft]], order: Random, day: date
) -> None:
    tasks, reports = made
    office.today = date(2022, 1, 15)
    before = len(office.stored(PlanRow, "id"))
    told = []
    for number in (before, before + 1):
        office.seed(*tasks, plan=plan(code=f"plan-{number}"))
        report_many(office.desk, None, reports)
        assert_reads_agree(office, day)
        told.append(
            (
                [replace(row, id=0) for row in office.rows(day).values()],
                {by: office.summary(by, day=day).rows for by in By},
            )
        )
        order.shuffle(reports)
    assert told[0] == told[1]
