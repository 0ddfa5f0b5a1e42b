"""The sample fills a plan's year with made-up reports that say so, the same ones each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import seed
from tests.service.office import PLAN, Office, on, plan, task
from tests.service.truth import assert_states_follow
from tests.store.naive import assert_reads_agree
from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.period import Rhythm
from tracker.domain.plan import SAMPLE, PlanDraft
from tracker.domain.status import Status
from tracker.domain.task import TaskDraft
from tracker.domain.words import Words
from tracker.service.plan_head import RealPlan
from tracker.service.sample import DOCUMENT, make_sample
from tracker.store.tables import JournalRow, ReportRow, TaskRecord, TermRow
from tracker.upkeep.doctor import examine
from tracker.upkeep.migrate import migrate

LONG_AFTER = date(2026, 3, 3)


@pytest.fixture(scope="module")
def plan_2021() -> tuple[PlanDraft, list[TaskDraft]]:
    """The plan that the program brings."""
    read = seed.read("soc-trang-2021")
    return read.draft, seed.expand(read)


@pytest.fixture(scope="module")
def sample(
    tmp_path_factory: pytest.TempPathFactory, plan_2021: tuple[PlanDraft, list[TaskDraft]]
) -> Iterator[Office]:
    """The sample of that plan, made once and only looked at."""
    office = Office(str(tmp_path_factory.mktemp("sample") / "sample.db"), LONG_AFTER)
    migrate(office.engine)
    make_sample(office.desk, *plan_2021)
    yield office
    office.close()


def test_the_doctor_finds_nothing(sample: Office) -> None:
    assert examine(sample.engine).clean


def reports(office: Office) -> list[Any]:
    return office.stored(ReportRow)


def test_the_plan_is_marked_as_sample_data(sample: Office) -> None:
    assert sample.summary().plan.sample


def test_every_report_every_reason_and_every_hand_says_that_it_is_made_up(sample: Office) -> None:
    assert {report.note for report in reports(sample)} == {SAMPLE}
    assert {entry.who for entry in sample.stored(JournalRow, "who")} == {SAMPLE}
    assert {entry.why for entry in sample.stored(JournalRow, "why")} == {"", SAMPLE}
    assert {term.document for term in sample.stored(TermRow, "document")} == {"", DOCUMENT}


def test_reports_are_recorded_over_the_whole_year_and_some_are_late(sample: Office) -> None:
    recorded = Counter((r.recorded_at.year, r.recorded_at.month) for r in reports(sample))
    assert set(recorded) >= {(2021, month) for month in range(2, 13)} | {(2022, 1)}
    behind = [(r.recorded_at.date() - r.own_day).days for r in reports(sample)]
    assert min(behind) >= 0
    assert sum(days > 14 for days in behind) > 20


def test_journal_numbers_follow_the_days(sample: Office) -> None:
    moments = [entry.recorded_at for entry in sample.stored(JournalRow, "recorded_at")]
    assert moments == sorted(moments)


def test_it_shows_every_way_a_task_can_stand(sample: Office) -> None:
    totals = sample.summary().totals
    for status in set(Status) - {Status.DONE_NO_DEADLINE}:  # every task of that plan has a deadline
        assert totals.count(status) > 0, status
    assert totals.at_risk > 0
    assert totals.exceeded > 0


def test_at_midyear_it_is_no_sea_of_one_colour(sample: Office) -> None:
    totals = sample.summary(day=on("06-30")).totals
    for status in (Status.NOT_STARTED, Status.IN_PROGRESS, Status.OVERDUE, Status.DONE_ON_TIME):
        assert 0 < totals.count(status) < 0.9 * totals.tasks, status


def test_units_fare_differently(sample: Office) -> None:
    completions = {row.own.completion for row in sample.summary().rows if row.own.completion}
    assert min(completions) < 60
    assert max(completions) > 90


def test_it_shows_what_a_year_brings(sample: Office) -> None:
    rows = sample.rows()
    versions = Counter(report.version for report in reports(sample))
    assert versions[2] >= 3
    assert any(report.cumulative for report in reports(sample))
    assert [code for code, row in rows.items() if row.exceeded]
    confirmed = [r for r in rows.values() if r.origin[Field.TARGET] is Origin.CONFIRMED]
    assert len(confirmed) == 3
    earlier = sample.rows(on("06-30"))
    assert len([code for code, row in rows.items() if row.target != earlier[code].target]) == 1
    assert falling(sample)


def falling(sample: Office) -> list[str]:
    """Tasks whose latest figure is below the one before it."""
    latest = {
        row.id
        for row in sample.stored(TaskRecord, "id", "measure")
        if row.measure == Measure.LATEST
    }
    figures: dict[int, list[int]] = {}
    for report in reports(sample):
        if report.task_id in latest:
            figures.setdefault(report.task_id, []).append(report.figure)
    return [str(t) for t, found in figures.items() if len(found) > 1 and found[-1] < found[-2]]


def test_percentages_end_at_a_hundred(sample: Office) -> None:
    for row in sample.rows().values():
        if row.unit_of_measure.vi == "%" and row.value is not None:
            assert row.value <= 100_000


def test_states_follow_and_reads_agree(sample: Office) -> None:
    assert_states_follow(sample)
    for day in ("03-31", "06-30", "12-31"):
        assert_reads_agree(sample, on(day))


def test_the_same_plan_gives_the_same_year(
    tmp_path: Path, sample: Office, plan_2021: tuple[PlanDraft, list[TaskDraft]]
) -> None:
    again = Office(str(tmp_path / "again.db"), LONG_AFTER)
    migrate(again.engine)
    make_sample(again.desk, *plan_2021)
    assert again.everything() == sample.everything()
    again.close()


def test_making_it_again_adds_nothing(office: Office) -> None:
    few = [task_of(n) for n in range(6)]
    office.today = LONG_AFTER
    make_sample(office.desk, PLAN, few)
    before = office.everything()
    make_sample(office.desk, PLAN, few)
    assert office.everything() == before
    assert_reads_agree(office, on("12-31"))


def test_within_the_year_nobody_has_recorded_tomorrows_report(sqlite_office: Office) -> None:
    sqlite_office.today = on("05-20")
    make_sample(sqlite_office.desk, PLAN, [task_of(n) for n in range(20)])
    moments = [entry.recorded_at.date() for entry in sqlite_office.stored(JournalRow)]
    assert on("04-01") < max(moments) <= on("05-20")


def test_it_never_joins_real_data(office: Office) -> None:
    office.seed(task_of(1))
    before = office.everything()
    with pytest.raises(RealPlan):
        make_sample(office.desk, PLAN, [task_of(1)])
    assert office.everything() == before


def task_of(number: int, **changes: Any) -> TaskDraft:
    measures = [*Measure]
    measure = measures[number % len(measures)]
    goal = 1 if measure is Measure.MILESTONE else 10
    return task(f"D7.{number}-my-xuyen", goal, measure=measure, **changes)


days = st.dates(date(2021, 1, 1), date(2021, 12, 31))


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_plan_can_be_made_a_sample(sqlite_office: Office, data: st.DataObject) -> None:
    """Whatever its tasks are: no made-up report is one that the program would refuse."""
    sqlite_office.today = LONG_AFTER
    number = len(sqlite_office.stored(JournalRow, "number"))
    tasks = []
    for n in range(data.draw(st.integers(0, 8))):
        start, deadline = data.draw(days), data.draw(st.none() | days)
        tasks.append(
            task_of(
                n,
                rhythm=data.draw(st.sampled_from(Rhythm)),
                start=min(start, deadline or start),
                deadline=deadline,
                unit_of_measure=Words(data.draw(st.sampled_from(["đồng", "xã", "mô hình"]))),
            )
        )
    make_sample(sqlite_office.desk, plan(code=f"plan-{number}"), tasks)
    assert_states_follow(sqlite_office)
