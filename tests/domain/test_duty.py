"""Which reports are owed, by which day, and how they stand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.examples import YEAR, facts, figure, on, quick, terms
from tests.domain.test_timeline_properties import task_facts
from tracker.domain.duty import (
    OUTSTANDING,
    DutyCounts,
    DutyState,
    all_of,
    duty_state,
    owing,
    period_due,
)
from tracker.domain.period import Period, Rhythm, periods, read_period
from tracker.domain.plan import ReportingDay
from tracker.domain.report_state import ReportState
from tracker.domain.timeline import TaskFacts, timeline

HOLIDAYS = {on("02-12"), on("04-30"), on("05-03"), date(2022, 1, 3)}
all_periods = st.sampled_from(Rhythm).flatmap(lambda r: st.sampled_from(periods(r, YEAR)))
rules = st.builds(ReportingDay, st.integers(1, 31), st.booleans(), st.booleans())
some_days = st.dates(date(YEAR - 1, 12, 1), date(YEAR + 1, 3, 1))


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def due_on(period: str, rule: ReportingDay | None = None) -> date:
    return period_due(read_period(period), rule or ReportingDay(), works).day


class TestReportingDay:
    def test_it_is_in_the_month_after_the_period(self) -> None:
        assert due_on("2021-Q1") == on("04-05")
        assert due_on("2021-12") == date(2022, 1, 5)
        assert due_on("2021", ReportingDay(15)) == date(2022, 1, 17)

    def test_or_in_the_periods_own_last_month(self) -> None:
        assert due_on("2021-Q1", ReportingDay(25, within=True)) == on("03-25")
        assert due_on("2021-H1", ReportingDay(25, within=True)) == on("06-25")

    def test_a_shorter_month_takes_its_last_day(self) -> None:
        assert due_on("2021-01", ReportingDay(31, moves=False)) == on("02-28")
        assert due_on("2021-03", ReportingDay(31, moves=False)) == on("04-30")
        assert due_on("2021-02", ReportingDay(30, within=True, moves=False)) == on("02-28")

    def test_from_a_day_off_it_moves_to_the_next_working_day(self) -> None:
        # 5 September 2021 is a Sunday; 30 April a holiday, on a Friday before one on Monday.
        assert due_on("2021-08") == on("09-06")
        assert due_on("2021-03", ReportingDay(31)) == on("05-04")

    def test_unless_the_plan_says_otherwise(self) -> None:
        assert due_on("2021-08", ReportingDay(moves=False)) == on("09-05")
        moved = period_due(read_period("2021-08"), ReportingDay(), works)
        assert moved.ruled == on("09-05")

    @quick
    @given(all_periods, rules)
    def test_it_is_a_working_day_at_most_a_few_days_after_the_rules(
        self, period: Period, rule: ReportingDay
    ) -> None:
        due = period_due(period, rule, works)
        assert due.day == due.ruled or rule.moves
        assert timedelta(0) <= due.day - due.ruled <= timedelta(5)
        if rule.moves:
            assert works(due.day)
            between = (due.day - due.ruled).days
            assert not any(works(due.ruled + timedelta(n)) for n in range(between))
        month = period.last_day if rule.within else period.last_day + timedelta(1)
        assert (due.ruled.year, due.ruled.month) == (month.year, month.month)
        assert due.ruled.day == rule.day or (due.ruled + timedelta(1)).day == 1


def unit_owing(task: TaskFacts, period: str, day: str = "12-31") -> int | None:
    state = owing(timeline(task), task.start, read_period(period), on(day))
    return state.unit if state else None


class TestWhatIsOwed:
    def test_every_period_of_the_rhythm_once_it_has_begun(self) -> None:
        assert unit_owing(facts(), "2021-Q1", "01-01") == 1
        assert unit_owing(facts(), "2021-Q2", "03-31") is None
        assert unit_owing(facts(), "2021-Q2", "04-01") == 1

    def test_none_before_the_task_starts(self) -> None:
        late_start = facts(start=on("04-01"))
        assert unit_owing(late_start, "2021-Q1") is None
        assert unit_owing(facts(start=on("03-31")), "2021-Q1") == 1

    def test_a_period_wholly_stopped_is_not_owed(self) -> None:
        stopped = facts(stops=terms(False, d0401=True, d0701=False))
        assert [unit_owing(stopped, f"2021-Q{n}") for n in (1, 2, 3)] == [1, None, 1]

    def test_one_day_at_work_is_enough(self) -> None:
        assert unit_owing(facts(stops=terms(False, d0402=True)), "2021-Q2") == 1
        assert unit_owing(facts(stops=terms(True, d0630=False)), "2021-Q2") == 1
        # It worked before its start alone.
        stops = terms(False, d0501=True)
        assert unit_owing(facts(start=on("05-01"), stops=stops), "2021-Q2") is None

    def test_the_lead_unit_of_the_periods_last_day_owes_it(self) -> None:
        moved = facts(units=terms(1, d0331=2, d0815=3))
        assert [unit_owing(moved, f"2021-Q{n}") for n in (1, 2, 3)] == [2, 2, 3]
        assert unit_owing(moved, "2021-Q3", "08-14") == 2

    def test_an_overdue_task_is_still_reported_on(self) -> None:
        assert unit_owing(facts(deadlines=terms(on("06-30"))), "2021-Q3") == 1

    def test_one_done_before_a_period_after_its_deadline_is_not(self) -> None:
        done = facts(figure("2021-Q2", 10), deadlines=terms(on("06-30")))
        assert unit_owing(done, "2021-Q2") == 1
        assert unit_owing(done, "2021-Q3") is None

    def test_one_done_before_its_deadline_is(self) -> None:
        done = facts(figure("2021-Q1", 10), deadlines=terms(on("09-30")))
        assert [unit_owing(done, f"2021-Q{n}") for n in (2, 3, 4)] == [1, 1, None]

    def test_one_done_late_still_owes_the_period_in_which_it_was_done(self) -> None:
        done = facts(figure("2021-Q3", 10, "08-01"), deadlines=terms(on("06-30")))
        assert unit_owing(done, "2021-Q3") == 1
        assert unit_owing(done, "2021-Q4") is None

    @quick
    @given(task_facts(), some_days)
    def test_told_day_by_day(self, task: TaskFacts, day: date) -> None:
        states = timeline(task)
        for period in periods(task.rhythm, YEAR):
            found = owing(states, task.start, period, day)
            span = (period.last_day - period.first_day).days + 1
            days = [period.first_day + timedelta(n) for n in range(span)]
            worked = [d for d in days if d >= task.start and not _stopped(task, d)]
            if day < period.first_day or not worked:
                assert found is None
            elif found is None:
                deadline = next(s for s in states if s.day_to >= min(day, days[-1])).deadline
                assert deadline is not None
                assert deadline < days[0]
            else:
                assert found.day_from <= min(day, days[-1]) <= found.day_to


def _stopped(task: TaskFacts, day: date) -> bool:
    begun = [stop for stop in task.stops if stop.day_from <= day]
    return bool(begun) and max(begun, key=lambda stop: stop.day_from).value


def state(day: str | date, *versions: ReportState, rule: ReportingDay | None = None) -> DutyState:
    due = period_due(read_period("2021-Q1"), rule or ReportingDay(), works)
    when = day if isinstance(day, date) else on(day)
    return duty_state(list(enumerate(versions, start=1)), due, when)


class TestState:
    def test_nothing_reported(self) -> None:
        assert state("03-31") is DutyState.NOT_DUE
        assert state("04-01") is DutyState.MISSING
        assert state("04-05") is DutyState.MISSING
        assert state("04-06") is DutyState.LATE

    def test_a_reporting_day_before_the_periods_end(self) -> None:
        rule = ReportingDay(25, within=True)
        assert state("03-24", rule=rule) is DutyState.NOT_DUE
        assert state("03-25", rule=rule) is DutyState.MISSING
        assert state("03-26", rule=rule) is DutyState.LATE

    @pytest.mark.parametrize(
        ("versions", "expected"),
        [
            ("draft", DutyState.LATE),
            ("withdrawn", DutyState.LATE),
            ("submitted", DutyState.SUBMITTED),
            ("returned", DutyState.RETURNED),
            ("accepted", DutyState.ACCEPTED),
            ("accepted submitted", DutyState.SUBMITTED),
            ("submitted accepted", DutyState.ACCEPTED),
            ("returned submitted", DutyState.SUBMITTED),
            ("accepted returned", DutyState.ACCEPTED),
            ("accepted withdrawn draft", DutyState.ACCEPTED),
            ("submitted returned", DutyState.RETURNED),
            ("accepted submitted returned", DutyState.ACCEPTED),
        ],
    )
    def test_what_the_versions_say(self, versions: str, expected: DutyState) -> None:
        assert state("04-06", *map(ReportState, versions.split())) is expected

    @quick
    @given(all_periods, rules, some_days)
    def test_without_a_report_it_only_gets_worse(
        self, period: Period, rule: ReportingDay, day: date
    ) -> None:
        due = period_due(period, rule, works)
        order = [DutyState.NOT_DUE, DutyState.MISSING, DutyState.LATE]
        today, tomorrow = (duty_state((), due, d) for d in (day, day + timedelta(1)))
        assert order.index(today) <= order.index(tomorrow)
        assert duty_state((), due, due.day) is DutyState.MISSING
        assert duty_state((), due, due.day + timedelta(1)) is DutyState.LATE


counts = st.builds(
    DutyCounts, st.dictionaries(st.sampled_from(DutyState), st.integers(0, 50)), st.integers(0, 9)
)


class TestCounts:
    @quick
    @given(counts)
    def test_the_parts_add_up(self, one: DutyCounts) -> None:
        assert one.owed == one.outstanding + one.count(DutyState.SUBMITTED, DutyState.ACCEPTED)
        assert one.reports == one.owed + one.count(DutyState.NOT_DUE)
        assert one.outstanding == sum(one.count(s) for s in OUTSTANDING)

    @quick
    @given(st.lists(counts))
    def test_of_several_sets_together(self, parts: list[DutyCounts]) -> None:
        whole = all_of(parts)
        assert whole.reports == sum(part.reports for part in parts)
        assert whole.submitted_late == sum(part.submitted_late for part in parts)

    def test_the_worst_comes_first(self) -> None:
        assert DutyCounts().worst is None
        assert DutyCounts({DutyState.ACCEPTED: 2, DutyState.NOT_DUE: 1}).worst is DutyState.ACCEPTED
        assert DutyCounts({DutyState.ACCEPTED: 2, DutyState.LATE: 1}).worst is DutyState.LATE

    def test_each_state_has_a_sign_of_its_own(self) -> None:
        assert len({state.glyph for state in DutyState}) == len(DutyState)
