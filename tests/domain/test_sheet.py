"""A row of a sheet: what would come of what is typed, and which period has to be filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.doubt import TimesAsMuch
from tracker.domain.duty import DutyCounts, DutyState, PeriodDue
from tracker.domain.measure import Measure
from tracker.domain.period import read_period
from tracker.domain.quantity import SCALE, DotForComma, Qualifier
from tracker.domain.report import CumulativeNotSummed, ReportedMeanwhile, Reporting
from tracker.domain.report_state import ReportState
from tracker.domain.sheet import (
    SheetRow,
    Typed,
    draft_of,
    in_time,
    is_on_record,
    outcome,
    period_to_fill,
)
from tracker.domain.status import Status
from tracker.domain.task import TaskRow
from tracker.domain.text import NulInText
from tracker.domain.timeline import EVER, Figure, Term
from tracker.domain.words import Words

Q1, Q2, Q3 = (read_period(f"2021-Q{n}") for n in (1, 2, 3))
TODAY = date(2021, 7, 1)


def row(*figures: Figure, measure: Measure = Measure.SUM) -> SheetRow:
    task = TaskRow(
        id=1,
        code="D7.1-my-xuyen",
        title=Words("Đối thoại"),
        directive="D7",
        unit="my-xuyen",
        unit_name=Words("Mỹ Xuyên"),
        coordinating=(),
        measure=measure,
        unit_of_measure=Words("cuộc", "meetings"),
        rhythm=Q2.rhythm,
        baseline=None,
        target=4 * SCALE,
        value=None,
        percent=None,
        status=Status.NOT_STARTED,
        at_risk=False,
        exceeded=False,
        start=date(2021, 1, 1),
        deadline=None,
        done_on=None,
        weight=1,
        origin={},
    )
    reporting = Reporting(
        task=task.code,
        measure=measure,
        rhythm=Q2.rhythm,
        year=2021,
        start=task.start,
        targets=(Term(EVER, 4 * SCALE),),
        deadlines=(Term(EVER, None),),
        stops=(),
        figures=figures,
        day=TODAY,
    )
    return SheetRow(task, reporting, due(Q2))


def due(period: object) -> PeriodDue:
    assert isinstance(period, type(Q2))
    day = date(2021, min(period.last_day.month + 1, 12), 5)
    return PeriodDue(period, day, day)


def figure(period: object, version: int, value: int, **rest: object) -> Figure:
    assert isinstance(period, type(Q2))
    return Figure(period, version, value * SCALE, period.last_day, **rest)  # type: ignore[arg-type]


class TestWhatComesOfARow:
    def test_the_new_total_and_what_it_replaces(self) -> None:
        before = row(figure(Q1, 1, 1), figure(Q2, 1, 2))
        found = outcome(before, Typed("3", seen=1), TODAY)
        assert found.can_be_taken
        assert found.checked is not None
        assert found.checked.standing.value == 4 * SCALE
        assert found.checked.amends == figure(Q2, 1, 2)

    def test_what_cannot_be_read_or_taken_is_its_problem(self) -> None:
        for text, problem in (("1.5", DotForComma), ("3\0", NulInText)):
            found = outcome(row(), Typed(text), TODAY)
            assert isinstance(found.problem, problem)
            assert not found.can_be_taken
        found = outcome(row(measure=Measure.LATEST), Typed("=3"), TODAY)
        assert isinstance(found.problem, CumulativeNotSummed)

    def test_an_equals_sign_makes_it_cumulative(self) -> None:
        draft = draft_of(row(), Typed(" = trên 12 cuộc "))
        assert (draft.cumulative, draft.given) == (True, "trên 12 cuộc")
        assert (draft.amount.value, draft.amount.qualifier) == (12 * SCALE, Qualifier.OVER)

    def test_a_doubtful_one_wants_a_word(self) -> None:
        before = row(figure(Q1, 1, 3))
        found = outcome(before, Typed("30"), TODAY)
        assert found.checked is not None
        assert isinstance(found.checked.doubts[0], TimesAsMuch)
        assert found.wants_word
        assert not found.can_be_taken
        assert outcome(before, Typed("30", "gộp hai đợt"), TODAY).can_be_taken
        assert not outcome(before, Typed("30", "  "), TODAY).can_be_taken

    def test_what_came_after_it_was_typed_is_not_replaced(self) -> None:
        now = row(figure(Q2, 1, 2))
        assert isinstance(outcome(now, Typed("3", seen=0), TODAY).problem, ReportedMeanwhile)


class TestWhatStandsInARow:
    def test_the_newest_version_but_one_withdrawn(self) -> None:
        gone = figure(Q2, 3, 9, state=ReportState.WITHDRAWN)
        draft = figure(Q2, 2, 5, state=ReportState.DRAFT)
        found = row(figure(Q2, 1, 2), draft, gone)
        assert found.standing == draft
        assert found.seen == 2
        assert row(gone).seen == 0

    def test_the_period_before_is_the_last_that_was_reported(self) -> None:
        returned = figure(Q1, 2, 7, state=ReportState.RETURNED)
        assert row(figure(Q1, 1, 3), returned, figure(Q3, 1, 9)).before == figure(Q1, 1, 3)
        assert row().before is None

    def test_how_its_report_stands(self) -> None:
        assert row().duty(TODAY) is DutyState.MISSING
        assert row().duty(date(2021, 7, 6)) is DutyState.LATE
        assert row(figure(Q2, 1, 2)).duty(TODAY) is DutyState.ACCEPTED


class TestWhatWasHandedInBeforeItWasForgotten:
    @pytest.mark.parametrize(
        ("typed", "there"),
        [
            (Typed("3"), True),
            (Typed("3,0"), True),
            (Typed("3", seen=1), False),  # typed knowing of it: an amendment that says the same
            (Typed("4"), False),
            (Typed("trên 3"), False),
            (Typed("ba"), False),
            (Typed("=3"), False),
        ],
    )
    def test_a_later_version_with_the_same_figure(self, typed: Typed, there: bool) -> None:
        assert is_on_record(row(figure(Q2, 1, 3)), typed) is there

    def test_a_total_is_compared_with_the_total_that_was_stated(self) -> None:
        stated = figure(Q2, 1, 2, stated=3 * SCALE)
        assert is_on_record(row(stated), Typed("=3"))
        assert not is_on_record(row(stated), Typed("3"))

    def test_a_draft_or_a_returned_one_was_not_handed_in(self) -> None:
        for state in (ReportState.DRAFT, ReportState.RETURNED):
            assert not is_on_record(row(replace(figure(Q2, 1, 3), state=state)), Typed("3"))


class TestThePeriodToFill:
    def test_the_one_due_last_with_most_to_report(self) -> None:
        june, half = read_period("2021-06"), read_period("2021-H1")
        owed = DutyCounts({DutyState.LATE: 1})
        more = DutyCounts({DutyState.MISSING: 4})
        nothing, later = DutyCounts({DutyState.ACCEPTED: 3}), DutyCounts({DutyState.NOT_DUE: 2})
        periods = ((due(Q1), more), (due(june), owed), (due(Q2), more), (due(half), owed))
        found = period_to_fill((*periods, (due(Q3), later)), TODAY)
        assert found == due(Q2)
        assert period_to_fill(((due(Q1), owed), (due(Q2), nothing)), TODAY) == due(Q1)

    def test_where_nothing_is_owed_the_last_that_has_begun(self) -> None:
        nothing = DutyCounts({DutyState.ACCEPTED: 3})
        assert period_to_fill(((due(Q1), nothing), (due(Q2), nothing)), TODAY) == due(Q2)
        assert period_to_fill((), TODAY) is None

    def test_in_time_the_shorter_comes_first(self) -> None:
        codes = ("2021-H1", "2021-Q2", "2021-06", "2021-Q1", "2021")
        ordered = sorted(map(read_period, codes), key=in_time)
        assert [p.code for p in ordered] == ["2021-Q1", "2021-06", "2021-Q2", "2021-H1", "2021"]
