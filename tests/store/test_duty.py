"""Who owes which reports: SQL and ``domain.duty`` say the same, on every day and of every past."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.office import UNITS, Office, on, plan, task
from tests.store.duties import naive_cells, naive_duties, turn
from tracker.domain.condition import By, Condition, Owing, Sort
from tracker.domain.duty import DutyCounts, DutyState, PeriodDue
from tracker.domain.duty_grid import Duty, DutyGrid
from tracker.domain.origin import Field
from tracker.domain.period import Rhythm, read_period
from tracker.domain.plan import ReportingDay
from tracker.domain.problem import Refused
from tracker.domain.report_state import ReportState
from tracker.domain.unit import UnknownUnit
from tracker.service.stops import cancel_task, resume_task
from tracker.store.read import duty
from tracker.store.read.rollup import summary
from tracker.store.read.tasks import task_ids
from tracker.store.read.view import UnknownDirective
from tracker.store.tables import JournalRow, ReportRow

Q1, Q2, Q3 = (read_period(f"2021-Q{n}") for n in (1, 2, 3))
HERE = timezone(timedelta(hours=7))


@pytest.fixture
def seeded(office: Office) -> Office:
    office.today = on("03-20")
    office.seed(
        task("D7.1-my-xuyen"),
        task("D7.1-dai-tam", unit="dai-tam"),
        task("D7.1-ke-sach", unit="ke-sach"),
        task("D8.1-ke-sach", unit="ke-sach"),
        task("D8.2-ke-sach", unit="ke-sach", rhythm=Rhythm.MONTH),
    )
    return office


def grid(
    office: Office,
    day: str,
    *rhythms: Rhythm,
    condition: Condition | None = None,
    known_on: int | None = None,
) -> DutyGrid:
    with office.view(on(day), known_on) as (session, view):
        asked = duty.due(view, *(rhythms or (Rhythm.QUARTER,)))
        return duty.grid(session, view, UTC, asked, condition)


def listed(
    office: Office, day: str, *states: DutyState, condition: Condition | None = None
) -> list[Duty]:
    with office.view(on(day)) as (session, view):
        asked = duty.due(view, *Rhythm)
        return duty.listed(session, view, UTC, asked, states, condition)


def cell(found: DutyGrid, unit: str, period: str) -> DutyCounts:
    row = next(row for row in found.rows if row.code == unit)
    return row.of(read_period(period))


def test_the_reporting_days_follow_the_plans_rule_and_the_holidays(seeded: Office) -> None:
    with seeded.view() as (_session, view):
        days = {one.period.code: one.day for one in duty.due(view, *Rhythm)}
    # 5 June 2021 is a Saturday; 1 May 2021 too, so that 3 May was off in its place.
    assert days["2021-05"] == on("06-07")
    assert days["2021-12"] == date(2022, 1, 5)
    seeded.seed(plan=plan(reporting=ReportingDay(30, within=True)))
    with seeded.view() as (_session, view):
        days = {one.period.code: one.day for one in duty.due(view, *Rhythm)}
    assert days["2021-04"] == on("05-04")


def test_a_grid_counts_by_lead_unit_and_period(seeded: Office) -> None:
    seeded.today = on("04-02")
    seeded.report("D7.1-ke-sach", "2021-Q1", 1)
    found = grid(seeded, "04-06")
    assert [row.code for row in found.rows] == ["my-xuyen", "dai-tam", "ke-sach"]
    assert cell(found, "my-xuyen", "2021-Q1").count(DutyState.LATE) == 1
    both = cell(found, "ke-sach", "2021-Q1")
    assert (both.owed, both.count(DutyState.LATE), both.count(DutyState.ACCEPTED)) == (2, 1, 1)
    assert cell(found, "ke-sach", "2021-Q2").count(DutyState.NOT_DUE) == 2
    assert cell(found, "ke-sach", "2021-Q3") == DutyCounts()
    assert cell(grid(seeded, "04-05"), "my-xuyen", "2021-Q1").worst is DutyState.MISSING
    monthly = grid(seeded, "04-06", Rhythm.MONTH)
    assert [row.code for row in monthly.rows] == ["ke-sach"]
    assert monthly.totals.count(DutyState.LATE) == 3


def test_unit_and_directive_narrow_it(seeded: Office) -> None:
    below = grid(seeded, "04-06", condition=Condition(unit="my-xuyen"))
    assert [row.code for row in below.rows] == ["my-xuyen", "dai-tam"]
    alone = grid(seeded, "04-06", condition=Condition(unit="my-xuyen", below=False))
    assert [row.code for row in alone.rows] == ["my-xuyen"]
    directive = grid(seeded, "04-06", condition=Condition(directive="d8"))
    assert directive.totals.count(DutyState.LATE) == 1
    with pytest.raises(UnknownUnit):
        grid(seeded, "04-06", condition=Condition(unit="my-xuyn"))
    with pytest.raises(UnknownDirective):
        grid(seeded, "04-06", condition=Condition(directive="D1"))


def test_the_single_reports_are_those_that_are_counted(seeded: Office) -> None:
    found = listed(seeded, "04-06", DutyState.LATE)
    assert [(d.due.period.code, d.task) for d in found][-4:] == [
        ("2021-Q1", "D7.1-my-xuyen"),
        ("2021-Q1", "D7.1-dai-tam"),
        ("2021-Q1", "D7.1-ke-sach"),
        ("2021-Q1", "D8.1-ke-sach"),
    ]
    assert len(found) == grid(seeded, "04-06", *Rhythm).totals.count(DutyState.LATE)
    assert found[-1].due.day == on("04-05")


def test_a_list_of_tasks_narrows_to_them(seeded: Office) -> None:
    seeded.today = on("04-02")
    seeded.report("D7.1-ke-sach", "2021-Q1", 1)
    seeded.edit("D7.1-dai-tam", {Field.UNIT: "ke-sach"}, day_from=on("04-03"))
    late = frozenset({DutyState.LATE})

    def codes(owing: Owing) -> list[str]:
        with seeded.view(on("04-06")) as (session, view):
            wanted = Condition(owing=owing)
            assert summary(session, view, By.UNIT, wanted).totals.tasks == len(
                task_ids(session, view, wanted, Sort())
            )
        return list(seeded.rows(on("04-06"), wanted))

    assert codes(Owing(Q1, late)) == ["D7.1-dai-tam", "D7.1-my-xuyen", "D8.1-ke-sach"]
    # The unit that led then owes it, whoever leads now.
    assert codes(Owing(Q1, late, "dai-tam")) == ["D7.1-dai-tam"]
    assert codes(Owing(Q1, late, "ke-sach")) == ["D8.1-ke-sach"]
    assert codes(Owing(Q1, unit="ke-sach")) == ["D7.1-ke-sach", "D8.1-ke-sach"]
    assert codes(Owing(Q3)) == []


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2021, 4, 5, 16, 59, 59, tzinfo=UTC), 0),
        (datetime(2021, 4, 5, 17, 0, 0, tzinfo=UTC), 1),
    ],
)
def test_the_day_is_told_by_the_offices_clock(
    seeded: Office, moment: datetime, late: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Midnight of 5 April in Việt Nam is 17:00 in Greenwich."""
    monkeypatch.setattr(seeded, "now", lambda: moment)
    seeded.today = moment.date()
    object.__setattr__(seeded.desk, "now", lambda: moment)
    seeded.report("D7.1-my-xuyen", "2021-Q1", 1)
    with seeded.view(on("04-30")) as (session, view):
        found = duty.grid(session, view, HERE, duty.due(view, Rhythm.QUARTER))
    assert found.totals.submitted_late == late


def test_a_draft_is_submitted_when_it_is_sent(seeded: Office) -> None:
    seeded.today = on("04-02")
    seeded.report("D7.1-my-xuyen", "2021-Q1", 1)
    (report,) = (row.id for row in seeded.stored(ReportRow, "id"))
    turn(seeded, report, ReportState.DRAFT, from_the_first=True)
    assert cell(grid(seeded, "04-06"), "my-xuyen", "2021-Q1").count(DutyState.LATE) == 1
    seeded.today = on("04-07")
    turn(seeded, report, ReportState.SUBMITTED)
    sent = cell(grid(seeded, "04-08"), "my-xuyen", "2021-Q1")
    assert (sent.count(DutyState.SUBMITTED), sent.submitted_late) == (1, 1)
    before = max(row.number for row in seeded.stored(JournalRow, "number")) - 1
    then = cell(grid(seeded, "04-08", known_on=before), "my-xuyen", "2021-Q1")
    assert (then.count(DutyState.LATE), then.submitted_late) == (1, 0)


def test_one_returned_stays_on_time_when_it_was(seeded: Office) -> None:
    seeded.today = on("04-02")
    seeded.report("D7.1-my-xuyen", "2021-Q1", 1)
    (report,) = (row.id for row in seeded.stored(ReportRow, "id"))
    turn(seeded, report, ReportState.SUBMITTED, from_the_first=True)
    seeded.today = on("04-09")
    turn(seeded, report, ReportState.RETURNED)
    found = cell(grid(seeded, "04-10"), "my-xuyen", "2021-Q1")
    assert (found.count(DutyState.RETURNED), found.submitted_late) == (1, 0)
    assert [d.state for d in listed(seeded, "04-10", DutyState.RETURNED)] == [DutyState.RETURNED]


def test_a_task_done_by_its_deadline_owes_nothing_after_it(seeded: Office) -> None:
    seeded.edit("D7.1-my-xuyen", {Field.DEADLINE: on("06-30"), Field.TARGET: 3_000})
    seeded.edit("D7.1-dai-tam", {Field.DEADLINE: on("06-30"), Field.TARGET: 3_000})
    seeded.today = on("08-02")
    seeded.report("D7.1-my-xuyen", "2021-Q1", 3, own_day=on("06-30"))
    seeded.report("D7.1-dai-tam", "2021-Q1", 3, own_day=on("07-01"))
    found = grid(seeded, "08-02")
    assert cell(found, "my-xuyen", "2021-Q2").owed == 1
    assert cell(found, "my-xuyen", "2021-Q3").reports == 0
    # Done on the first day of the quarter: not before it began.
    assert cell(found, "dai-tam", "2021-Q3").reports == 1


def test_a_stop_ends_the_duty_for_the_periods_it_covers(seeded: Office) -> None:
    seeded.edit("D7.1-ke-sach", {Field.START: on("05-01")})
    for code in ("D7.1-my-xuyen", "D7.1-ke-sach"):
        cancel_task(seeded.desk, None, code, "lý do", day=on("04-20"))
    found = grid(seeded, "09-30")
    assert [cell(found, "my-xuyen", f"2021-Q{n}").reports for n in (1, 2, 3)] == [1, 1, 0]
    # It was at work in the quarter, but not since its start.
    assert [cell(found, "ke-sach", f"2021-Q{n}").reports for n in (1, 2, 3)] == [1, 1, 1]
    resume_task(seeded.desk, None, "D7.1-ke-sach", "lý do", day=on("09-30"))
    assert cell(grid(seeded, "09-30"), "ke-sach", "2021-Q3").reports == 2


def test_before_its_start_a_task_owes_nothing(seeded: Office) -> None:
    seeded.edit("D7.1-dai-tam", {Field.START: on("05-20")})
    found = grid(seeded, "05-05")
    assert cell(found, "dai-tam", "2021-Q1").reports == 0
    assert cell(found, "dai-tam", "2021-Q2").reports == 1
    cancel_task(seeded.desk, None, "D7.1-dai-tam", "lý do", day=on("05-10"))
    assert "dai-tam" not in [row.code for row in grid(seeded, "05-05").rows]
    seeded.edit("D7.1-my-xuyen", {Field.START: on("02-01")})
    cancel_task(seeded.desk, None, "D7.1-my-xuyen", "lý do", day=on("01-10"))
    resume_task(seeded.desk, None, "D7.1-my-xuyen", "lý do", day=on("05-01"))
    found = grid(seeded, "05-05")
    assert cell(found, "my-xuyen", "2021-Q1").reports == 0
    assert cell(found, "my-xuyen", "2021-Q2").reports == 1


def test_who_leads_a_period_that_still_runs_is_seen_from_the_day(seeded: Office) -> None:
    seeded.edit("D7.1-my-xuyen", {Field.UNIT: "dai-tam"}, day_from=on("05-01"))
    assert [row.code for row in grid(seeded, "04-30").rows if row.of(Q2).reports] == [
        "my-xuyen",
        "dai-tam",
        "ke-sach",
    ]
    assert cell(grid(seeded, "05-01"), "dai-tam", "2021-Q2").reports == 2


def test_what_had_not_been_reported_by_the_day_is_missing_on_it(seeded: Office) -> None:
    seeded.today = on("05-02")
    seeded.report("D7.1-my-xuyen", "2021-Q1", 1, own_day=on("05-01"))
    assert cell(grid(seeded, "04-30"), "my-xuyen", "2021-Q1").count(DutyState.LATE) == 1
    assert cell(grid(seeded, "05-01"), "my-xuyen", "2021-Q1").count(DutyState.ACCEPTED) == 1


def test_a_submitted_amendment_of_an_accepted_figure_waits(seeded: Office) -> None:
    seeded.today = on("04-02")
    for value in (1, 2, 3):
        seeded.report("D7.1-my-xuyen", "2021-Q1", value)
    *_others, last = (row.id for row in seeded.stored(ReportRow, "id"))
    turn(seeded, last, ReportState.SUBMITTED)
    assert cell(grid(seeded, "04-06"), "my-xuyen", "2021-Q1").worst is DutyState.SUBMITTED
    turn(seeded, last, ReportState.RETURNED)
    assert cell(grid(seeded, "04-06"), "my-xuyen", "2021-Q1").worst is DutyState.ACCEPTED


def test_a_plan_without_tasks_owes_nothing(office: Office) -> None:
    office.seed()
    with office.view() as (session, view):
        assert duty.rhythms_of(session, view) == ()
        found = duty.grid(session, view, UTC, duty.due(view))
        assert (found.rows, found.totals.reports) == ((), 0)
        assert duty.listed(session, view, UTC, (), tuple(DutyState)) == []


def test_the_rhythms_are_those_of_the_plans_tasks(seeded: Office) -> None:
    with seeded.view() as (session, view):
        assert duty.rhythms_of(session, view) == (Rhythm.MONTH, Rhythm.QUARTER)


days = st.dates(date(2021, 1, 1), date(2021, 12, 31))
codes = st.integers(0, 3).map(lambda n: f"D{7 + n % 2}.{n}-x")
acts = st.one_of(
    st.tuples(st.just("report"), codes, st.integers(1, 12), st.integers(0, 6), st.none() | days),
    st.tuples(st.just("lead"), codes, st.sampled_from([unit.code for unit in UNITS]), days),
    st.tuples(st.just("deadline"), codes, st.none() | days, days),
    st.tuples(st.just("stop"), codes, days),
    st.tuples(st.just("resume"), codes, days),
    st.tuples(st.just("turn"), st.integers(0, 9), st.sampled_from(ReportState)),
    st.tuples(st.just("wait"), st.integers(1, 60)),
)
_ONWARD = {
    ReportState.DRAFT: {ReportState.SUBMITTED, ReportState.WITHDRAWN},
    ReportState.SUBMITTED: {ReportState.ACCEPTED, ReportState.RETURNED, ReportState.WITHDRAWN},
    ReportState.ACCEPTED: {ReportState.WITHDRAWN, ReportState.SUBMITTED},
    ReportState.RETURNED: {ReportState.WITHDRAWN, ReportState.SUBMITTED},
    ReportState.WITHDRAWN: {ReportState.ACCEPTED},
}


@st.composite
def drafts(draw: st.DrawFn) -> list[Any]:
    found = []
    for number in range(4):
        start, deadline = draw(days), draw(st.none() | st.dates(on("02-01"), on("07-15")))
        found.append(
            task(
                f"D{7 + number % 2}.{number}-x",
                draw(st.integers(1, 4)),
                unit=draw(st.sampled_from([unit.code for unit in UNITS])),
                rhythm=draw(st.sampled_from([Rhythm.MONTH, Rhythm.QUARTER, Rhythm.QUARTER])),
                start=min(start, deadline or start, on("06-30")),
                deadline=deadline,
            )
        )
    return found


def _do(office: Office, act: tuple[Any, ...]) -> None:
    kind, *rest = act
    rows = office.stored(ReportRow, "id", "state", "plan_id")
    mine = [row for row in rows if row.plan_id == max(r.plan_id for r in rows)] if rows else []
    if kind == "wait":
        office.today += timedelta(days=rest[0])
    elif kind == "report":
        name, month, value, own_day = rest
        rhythm = office.row(name).rhythm
        period = f"2021-{month:02}" if rhythm is Rhythm.MONTH else f"2021-Q{(month + 2) // 3}"
        office.report(name, period, value, own_day=own_day)
    elif kind == "lead":
        office.edit(rest[0], {Field.UNIT: rest[1]}, day_from=rest[2])
    elif kind == "deadline":
        office.edit(rest[0], {Field.DEADLINE: rest[1]}, day_from=rest[2])
    elif kind == "stop":
        cancel_task(office.desk, None, rest[0], "lý do", day=rest[1])
    elif kind == "resume":
        resume_task(office.desk, None, rest[0], "lý do", day=rest[1])
    elif mine:
        report = mine[rest[0] % len(mine)]
        if rest[1] in _ONWARD[ReportState(report.state)]:
            turn(office, report.id, rest[1])


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    tasks=drafts(),
    done=st.lists(acts, max_size=14),
    day=days,
    back=st.integers(0, 12),
    rule=st.builds(ReportingDay, st.integers(1, 31), st.booleans(), st.booleans()),
)
def test_whatever_is_written_sql_says_what_the_domain_says(
    office: Office,
    tasks: list[Any],
    done: list[tuple[Any, ...]],
    day: date,
    back: int,
    rule: ReportingDay,
) -> None:
    code = f"plan-{len(office.stored(JournalRow, 'number'))}"
    office.today = on("02-10")
    office.seed(*tasks, plan=plan(code=code, reporting=rule))
    first = max(row.number for row in office.stored(JournalRow, "number"))
    for act in done:
        try:
            _do(office, act)
        except Refused:
            continue
    last = max(row.number for row in office.stored(JournalRow, "number"))
    for known_on in (None, max(last - back, first)):
        with office.view(day, known_on) as (session, view):
            asked = duty.due(view, *Rhythm)
            expected = naive_duties(session, view, asked)
            cells = {
                (row.code, period): counts
                for row in duty.grid(session, view, UTC, asked).rows
                for period, counts in row.cells.items()
            }
            found = duty.listed(session, view, UTC, asked, tuple(DutyState))
        assert cells == naive_cells(expected)
        assert {
            (d.task, d.due.period): (d.unit, d.state, d.submitted_late) for d in found
        } == expected


def test_due_is_what_the_domain_says(seeded: Office) -> None:
    with seeded.view(on("04-06")) as (_session, view):
        (first, *_others) = duty.due(view, Rhythm.QUARTER)
    assert first == PeriodDue(Q1, on("04-05"), on("04-05"))
    assert datetime.combine(first.day, time.max) < datetime.combine(on("04-06"), time.min)
