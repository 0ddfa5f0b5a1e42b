"""What explains a total adds up to it, and says who is behind each figure."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.office import DECISION, Office, on, plan, task
from tests.store.naive import same
from tests.store.test_rollup import days, plans_with_reports
from tracker.domain.condition import ATTENTION, Condition
from tracker.domain.explanation import Explanation
from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.quantity import SCALE
from tracker.domain.report import ReportDraft
from tracker.domain.report_state import ReportState
from tracker.domain.review import Meant, Step
from tracker.domain.status import Status
from tracker.domain.summary import total
from tracker.domain.task import TaskDraft
from tracker.service.reports import report_many
from tracker.service.review import take_step
from tracker.service.stops import cancel_task
from tracker.store.read.explain import explanation
from tracker.store.tables import JournalRow, PlanRow

CODE = "D7.1-my-xuyen"


def explained(
    office: Office,
    condition: Condition | None = None,
    day: date | None = None,
    limit: int = 50,
    known_on: int | None = None,
) -> Explanation:
    with office.view(day, known_on) as (session, view):
        return explanation(session, view, condition or Condition(), limit)


def assert_adds_up(found: Explanation) -> None:
    """By hand, from the tasks that are told of and what is said of the others."""
    parts = [task.figures for task in found.tasks]
    assert same(total([*parts, found.rest]), found.figures)
    if not found.more:
        assert same(total(parts), found.figures)
    for one in found.tasks:
        values = {report.period: report.figure for report in one.reports}
        measure = one.row.measure
        if not values:
            assert one.row.value is None
        elif measure.adds:
            assert one.row.value == sum(values.values())
        else:
            assert one.row.value == values[max(values)]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=plans_with_reports(), day=days, limit=st.integers(1, 8), attention=st.booleans())
def test_any_total_can_be_added_up_from_its_explanation(
    office: Office,
    made: tuple[list[TaskDraft], list[ReportDraft]],
    day: date,
    limit: int,
    attention: bool,
) -> None:
    tasks, reports = made
    office.today = date(2022, 1, 15)
    office.seed(*tasks, plan=plan(code=f"plan-{len(office.stored(PlanRow, 'id'))}"))
    report_many(office.desk, None, reports)
    condition = ATTENTION if attention else Condition()
    found = explained(office, condition, day, limit)
    assert same(found.figures, office.summary(condition=condition, day=day).totals)
    assert len(found.tasks) == min(limit, found.figures.tasks)
    assert_adds_up(found)


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(
        task(CODE, 10, weight=3),
        task("D7.1-ke-sach", 3, unit="ke-sach"),
        task("D8.1-ke-sach", None, unit="ke-sach", directive="D8"),
        task("D8.2-tinh", 0, unit="tinh", directive="D8", measure=Measure.CEILING),
    )
    return office


def entries(office: Office) -> list[int]:
    return [row.number for row in office.stored(JournalRow, "number")]


def test_each_task_says_what_it_adds_and_why_it_adds_nothing(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    seeded.report("D7.1-ke-sach", "2021-Q1", 6)
    cancel_task(seeded.desk, None, "D8.2-tinh", "lý do", day=on("05-01"))
    found = explained(seeded)
    told = {t.row.code: (t.counts, t.share, t.credit) for t in found.tasks}
    assert told == {
        CODE: (True, Fraction(4, 10), Fraction(12, 10)),
        "D7.1-ke-sach": (True, Fraction(1), Fraction(1)),
        "D8.1-ke-sach": (False, Fraction(0), Fraction(0)),
        "D8.2-tinh": (False, Fraction(0), Fraction(0)),
    }
    assert (found.figures.credit, found.figures.weight) == (Fraction(22, 10), 4)
    assert found.tasks[3].row.status is Status.CANCELLED


def test_a_report_says_what_was_typed_who_entered_it_and_when(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4, note="Hồ sơ", evidence="12-BC")
    seeded.report(CODE, "2021-Q1", 5)
    (first, *_others) = explained(seeded, Condition(unit="my-xuyen")).tasks
    (report,) = first.reports
    assert (report.version, report.figure, report.given) == (2, 5 * SCALE, "5")
    assert (report.entered.number, report.entered.who) == (entries(seeded)[-1], "Văn phòng")
    assert (report.state, report.accepted, report.came_from) == (ReportState.ACCEPTED, None, None)
    before = explained(seeded, Condition(unit="my-xuyen"), known_on=entries(seeded)[-2])
    assert before.tasks[0].reports[0].note == "Hồ sơ"
    assert before.tasks[0].reports[0].evidence == "12-BC"


def test_who_accepted_a_report_is_named_beside_who_entered_it(office: Office) -> None:
    office.seed(task(), plan=plan(review=True))
    office.desk = type(office.desk)(office.engine, office.now, "Cán bộ")
    office.report(CODE, "2021-Q1", 4)
    entered = entries(office)[-1]
    office.desk = type(office.desk)(office.engine, office.now, "Trưởng ban")
    take_step(office.desk, None, Step.ACCEPT, Meant(Condition()), "")
    (report,) = explained(office).tasks[0].reports
    assert (report.entered.number, report.entered.who) == (entered, "Cán bộ")
    assert report.accepted is not None
    assert report.accepted.who == "Trưởng ban"
    assert report.accepted.number == entries(office)[-1] > entered


def test_the_target_names_its_term_and_its_document(seeded: Office) -> None:
    (before,) = (t for t in explained(seeded).tasks if t.row.code == CODE)
    assert before.target is not None
    assert (before.target.day_from, before.target.origin) == (None, Origin.PROPOSED)
    assert before.target.document is None
    seeded.edit(CODE, {Field.TARGET: 12 * SCALE}, day_from=on("07-01"), document=DECISION)
    changed = entries(seeded)[-1]
    (after,) = (t for t in explained(seeded, day=on("07-15")).tasks if t.row.code == CODE)
    assert after.target is not None
    assert (after.target.day_from, after.target.document) == (on("07-01"), DECISION)
    assert after.target.entered is not None
    assert after.target.entered.number == changed
    (none,) = (t for t in explained(seeded).tasks if t.row.code == "D8.1-ke-sach")
    assert none.target is None


def test_a_window_says_how_many_more_there_are(seeded: Office) -> None:
    found = explained(seeded, limit=1)
    assert [t.row.code for t in found.tasks] == ["D7.1-ke-sach"]
    assert (found.more, found.rest.tasks) == (3, 3)
    assert_adds_up(found)


def test_a_report_that_waits_is_told_beside_those_that_count(office: Office) -> None:
    office.seed(task(), plan=plan(review=True))
    office.report(CODE, "2021-Q1", 3)
    take_step(office.desk, None, Step.ACCEPT, Meant(CODE))
    office.report(CODE, "2021-Q1", 4)
    office.report(CODE, "2021-Q2", 2)
    (one,) = explained(office).tasks
    assert [(r.period.code, r.figure) for r in one.reports] == [("2021-Q1", 3 * SCALE)]
    waiting = [("2021-Q1", 4 * SCALE), ("2021-Q2", 2 * SCALE)]
    assert [(r.period.code, r.figure) for r in one.waiting] == waiting
    assert_adds_up(explained(office))
    # Returned, it waits no more; as it was known before, it did.
    number = max(row.number for row in office.stored(JournalRow, "number"))
    take_step(office.desk, None, Step.RETURN, Meant(CODE, period=one.waiting[0].period), "Thiếu.")
    (one,) = explained(office).tasks
    assert [r.period.code for r in one.waiting] == ["2021-Q2"]
    (then,) = explained(office, known_on=number).tasks
    assert [r.period.code for r in then.waiting] == ["2021-Q1", "2021-Q2"]
    assert explained(office, day=on("03-30")).tasks[0].waiting == ()
