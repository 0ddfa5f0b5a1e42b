"""A plan file is put into the database: once, again, edited, and only to look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.service.office import CODE, DIRECTIVES, PLAN, UNITS, YEAR, Office, on, plan, task, unit
from tracker.domain.origin import Field, Origin
from tracker.domain.plan import Directive, PlanDraft, ReportingDay
from tracker.domain.status import Status
from tracker.domain.task import OutsideYear
from tracker.domain.unit import UnknownUnit
from tracker.domain.words import Words
from tracker.service.plan_head import PlanOfAnotherYear, RealPlan, SamplePlan
from tracker.service.stops import cancel_task, resume_task
from tracker.store.read.view import UnknownDirective
from tracker.store.tables import JournalRow, StateRow, TaskRecord, UnitRow

DIALOGUE, HOTSPOTS = task(), task("D8.1-ke-sach", unit="ke-sach")


def test_a_new_plan_brings_its_units_directives_and_tasks(office: Office) -> None:
    changes = office.seed(DIALOGUE, HOTSPOTS)
    assert changes.new_plan
    assert changes.units == tuple(unit.code for unit in UNITS)
    assert changes.directives == ("D7", "D8")
    assert changes.added == (DIALOGUE.code, HOTSPOTS.code)
    assert list(office.rows()) == [DIALOGUE.code, HOTSPOTS.code]


def test_a_task_reads_as_the_file_gave_it(office: Office) -> None:
    given = task(
        coordinating=("ke-sach", "tinh"),
        deadline=on("06-30"),
        weight=3,
        why=Words("vì có khiếu nại kéo dài", "prolonged complaints"),
        origin={Field.TITLE: Origin.SOURCE, Field.TARGET: Origin.INFERRED},
    )
    office.seed(given)
    detail = office.detail(given.code)
    row = detail.row
    assert (row.title, row.unit, row.measure, row.rhythm) == (
        given.title,
        given.unit,
        given.measure,
        given.rhythm,
    )
    assert (row.target, row.deadline, row.start, row.weight) == (
        10_000,
        on("06-30"),
        given.start,
        3,
    )
    assert row.coordinating == ("ke-sach", "tinh")
    assert detail.why == given.why
    assert row.origin[Field.TITLE] is Origin.SOURCE
    assert row.origin[Field.TARGET] is Origin.INFERRED
    assert row.origin[Field.UNIT] is Origin.PROPOSED


def test_applying_twice_changes_nothing_at_all(office: Office) -> None:
    office.seed(DIALOGUE, HOTSPOTS)
    before = office.everything()
    assert office.seed(DIALOGUE, HOTSPOTS).nothing
    assert office.everything() == before


def test_applying_twice_changes_nothing_after_reports_and_edits_either(office: Office) -> None:
    office.seed(DIALOGUE, HOTSPOTS)
    office.report(DIALOGUE.code, "2021-Q1", 3)
    office.edit(HOTSPOTS.code, {Field.TARGET: 20_000})
    before = office.everything()
    assert office.seed(DIALOGUE, HOTSPOTS).nothing
    assert office.everything() == before


def test_a_dry_run_says_what_would_change_and_writes_nothing(office: Office) -> None:
    said = office.seed(DIALOGUE, dry_run=True)
    assert said.new_plan
    assert said.added == (DIALOGUE.code,)
    assert not any(office.everything().values())
    office.seed(DIALOGUE, HOTSPOTS)
    before = office.everything()
    renamed = replace(PLAN, units=(*UNITS[:3], replace(UNITS[3], name=Words("Kế Sách mới"))))
    edited = replace(DIALOGUE, target=12_000)
    said = office.seed(edited, plan=renamed, dry_run=True, prune=True)
    assert said.units == ("ke-sach",)
    assert [update.task for update in said.updated] == [DIALOGUE.code]
    assert said.pruned == (HOTSPOTS.code,)
    assert office.everything() == before


def test_a_dry_run_says_the_same_as_the_run_that_follows(office: Office) -> None:
    office.seed(DIALOGUE, HOTSPOTS)
    edited = replace(DIALOGUE, target=12_000)
    assert office.seed(edited, dry_run=True, prune=True) == office.seed(edited, prune=True)


def test_renamed_units_and_directives_are_brought_up_to_date(office: Office) -> None:
    office.seed(DIALOGUE)
    renamed = PlanDraft(
        PLAN.plan,
        (UNITS[0], replace(UNITS[1], name=Words("Thị xã Mỹ Xuyên", "Town")), *UNITS[2:]),
        (replace(DIRECTIVES[0], quote="đối thoại mới"), *DIRECTIVES[1:]),
    )
    changes = office.seed(DIALOGUE, plan=renamed)
    assert (changes.units, changes.directives) == (("my-xuyen",), ("D7",))
    detail = office.detail(DIALOGUE.code)
    assert detail.row.unit_name == Words("Thị xã Mỹ Xuyên", "Town")
    assert detail.directive_quote == "đối thoại mới"
    entry = office.stored(JournalRow, "before", "after")[-1]
    assert "Mỹ Xuyên" in entry.before
    assert "Thị xã Mỹ Xuyên" in entry.after


def test_units_and_directives_that_a_file_adds_come_in_its_order(office: Office) -> None:
    office.seed(DIALOGUE)
    first = unit("an-ninh", "An ninh")
    more = PlanDraft(
        PLAN.plan, (first, *UNITS), (Directive("D6", 11, "q", "e", Words("Dân tộc")), *DIRECTIVES)
    )
    changes = office.seed(DIALOGUE, plan=more)
    # The others moved by one place, which is a change as well.
    assert changes.units == ("an-ninh", *(u.code for u in UNITS))
    with office.view() as (_session, view):
        assert list(view.tree.units) == ["an-ninh", *(u.code for u in UNITS)]
    assert [d.code for d in office.summary().directives] == ["D6", "D7", "D8"]


def test_a_unit_that_left_the_file_stays_with_its_tasks(office: Office) -> None:
    office.seed(DIALOGUE, HOTSPOTS)
    office.seed(DIALOGUE, HOTSPOTS, plan=replace(PLAN, units=UNITS[:3]))
    assert "ke-sach" in [row.code for row in office.stored(UnitRow, "code")]
    assert office.row(HOTSPOTS.code).unit == "ke-sach"


def test_another_margin_moves_the_days_from_which_tasks_are_at_risk(office: Office) -> None:
    office.seed(DIALOGUE)
    # Nothing is reported: at risk when 15 of 100 days have passed, or 60 with a margin of 60.
    assert not office.row(DIALOGUE.code, on("02-20")).at_risk
    assert office.row(DIALOGUE.code, on("03-10")).at_risk
    changes = office.seed(DIALOGUE, plan=plan(margin=60))
    assert changes.head
    assert not office.row(DIALOGUE.code, on("03-10")).at_risk
    assert office.row(DIALOGUE.code, on("08-20")).at_risk


def test_review_and_reporting_day_follow_the_file(office: Office) -> None:
    rule = ReportingDay(25, within=True, moves=False, origin=Origin.SOURCE)
    office.seed(DIALOGUE)
    first = max(row.number for row in office.stored(JournalRow, "number"))
    file = plan(review=True, reporting=rule)
    changes = office.seed(DIALOGUE, plan=file)
    assert changes.head
    assert (office.summary().plan.review, office.summary().plan.reporting) == (True, rule)
    with office.view(known_on=first) as (_session, view):
        assert (view.plan.review, view.plan.reporting) == (False, ReportingDay())
    before = office.everything()
    assert office.seed(DIALOGUE, plan=file).nothing
    assert office.everything() == before


def test_a_file_for_another_year_does_not_replace_the_plan(office: Office) -> None:
    office.seed(DIALOGUE)
    before = office.everything()
    with pytest.raises(PlanOfAnotherYear) as refused:
        office.seed(plan=plan(year=2022))
    assert "2021" in str(refused.value)
    assert "2022" in str(refused.value)
    assert office.everything() == before


def test_sample_and_real_data_do_not_mix(office: Office) -> None:
    office.seed(plan=plan(code="mau", sample=True))
    with pytest.raises(SamplePlan):
        office.seed(plan=plan(code="mau"))
    office.seed(DIALOGUE)
    with pytest.raises(RealPlan):
        office.seed(DIALOGUE, plan=plan(sample=True))
    assert not office.summary().plan.sample


def test_the_plan_last_applied_is_the_current_one(office: Office) -> None:
    office.seed(DIALOGUE)
    office.seed(plan=plan(code="plan-b"))
    assert office.summary().plan.code == "plan-b"
    assert office.seed(DIALOGUE).nothing
    assert office.summary().plan.code == CODE


def test_two_plans_keep_their_tasks_apart(office: Office) -> None:
    office.seed(DIALOGUE)
    office.seed(replace(DIALOGUE, target=1_000), plan=plan(code="plan-b"))
    assert office.row(DIALOGUE.code).target == 1_000
    office.seed(DIALOGUE)
    assert office.row(DIALOGUE.code).target == 10_000


def test_a_task_for_a_unit_or_directive_that_is_not_there_is_refused_whole(office: Office) -> None:
    with pytest.raises(UnknownUnit):
        office.seed(DIALOGUE, replace(HOTSPOTS, coordinating=("my-xuyem",)))
    with pytest.raises(UnknownDirective):
        office.seed(DIALOGUE, replace(HOTSPOTS, directive="D9"))
    with pytest.raises(OutsideYear):
        office.seed(replace(DIALOGUE, year=YEAR + 1, start=date(YEAR + 1, 1, 1)))
    assert not any(office.everything().values())


def test_a_task_gone_from_the_file_is_listed_and_stays(office: Office) -> None:
    office.seed(DIALOGUE, HOTSPOTS)
    changes = office.seed(DIALOGUE)
    assert changes.gone == (HOTSPOTS.code,)
    assert changes.pruned == ()
    assert changes.nothing
    assert office.row(HOTSPOTS.code).status is Status.NOT_STARTED


def test_a_task_gone_from_the_file_is_stopped_when_that_is_asked_for(office: Office) -> None:
    office.seed(DIALOGUE, HOTSPOTS)
    office.report(HOTSPOTS.code, "2021-Q1", 1)
    office.today = on("07-15")
    assert office.seed(DIALOGUE, prune=True).pruned == (HOTSPOTS.code,)
    detail = office.detail(HOTSPOTS.code)
    assert detail.row.status is Status.CANCELLED
    assert "tệp chương trình" in detail.cancelled_because
    assert office.row(HOTSPOTS.code, on("07-14")).status is Status.IN_PROGRESS
    assert [report.figure for report in detail.reports] == [1_000]


def test_a_stopped_task_is_not_listed_as_gone_again(office: Office) -> None:
    office.seed(DIALOGUE, HOTSPOTS)
    office.seed(DIALOGUE, prune=True)
    before = office.everything()
    assert office.seed(DIALOGUE, prune=True).gone == ()
    assert office.everything() == before


def test_a_pruned_task_is_not_taken_up_again_by_what_was_said_before(office: Office) -> None:
    office.seed(DIALOGUE, HOTSPOTS)
    cancel_task(office.desk, None, HOTSPOTS.code, "tạm dừng", day=on("06-01"))
    resume_task(office.desk, None, HOTSPOTS.code, day=on("09-01"))
    office.seed(DIALOGUE, prune=True)
    assert office.row(HOTSPOTS.code, on("12-31")).status is Status.CANCELLED


def test_texts_are_stored_composed_however_the_file_writes_them(office: Office) -> None:
    decomposed = Words("Đo\u0302\u0301i thoa\u0323i")
    given = replace(DIALOGUE, title=decomposed, why=decomposed, unit_of_measure=decomposed)
    office.seed(given)
    detail = office.detail(DIALOGUE.code)
    composed = Words("Đối thoại")
    assert (detail.row.title, detail.why, detail.row.unit_of_measure) == (composed,) * 3
    assert office.seed(given).nothing


def test_a_coordinating_unit_named_twice_coordinates_once(office: Office) -> None:
    twice = replace(DIALOGUE, coordinating=("ke-sach", "tinh", "ke-sach"))
    office.seed(twice)
    assert office.row(DIALOGUE.code).coordinating == ("ke-sach", "tinh")
    assert office.seed(twice).nothing


def test_the_states_of_an_update_keep_those_that_stay_the_same(office: Office) -> None:
    office.seed(DIALOGUE, HOTSPOTS)
    first = {row.id: row for row in office.stored(StateRow)}
    office.seed(replace(DIALOGUE, target=12_000), HOTSPOTS)
    task_ids = {row.code: row.id for row in office.stored(TaskRecord, "code", "id")}
    for row in office.stored(StateRow):
        if row.task_id == task_ids[HOTSPOTS.code]:
            assert row == first[row.id]


def test_units_and_directives_gone_from_the_file_are_listed_and_stay(office: Office) -> None:
    office.seed(DIALOGUE)
    smaller = replace(PLAN, units=UNITS[:-1], directives=DIRECTIVES[:1])
    changes = office.seed(DIALOGUE, plan=smaller)
    assert (changes.gone_units, changes.gone_directives) == (("ke-sach",), ("D8",))
    assert changes.nothing
    with office.view() as (_session, view):
        assert "ke-sach" in view.tree.units
