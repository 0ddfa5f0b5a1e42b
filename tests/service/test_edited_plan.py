"""An edited plan file is applied: what no user has touched follows it, the rest is left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.service.office import DECISION, Office, on, task
from tracker.domain.condition import Condition
from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.period import Rhythm
from tracker.domain.quantity import Amount, Qualifier
from tracker.domain.task import TaskDraft
from tracker.domain.words import Words
from tracker.service.confirming import confirm
from tracker.service.editing import assign_task
from tracker.service.merge import CONFIRMED_HERE, DOES_NOT_FIT, HAS_REPORTS, USER_EDITED
from tracker.service.plans import PlanChanges
from tracker.service.stops import cancel_task, resume_task
from tracker.service.tasks import add_task

FILE = task(
    deadline=on("09-30"),
    coordinating=("tinh",),
    origin={Field.TARGET: Origin.INFERRED, Field.TITLE: Origin.SOURCE},
)
CODE = FILE.code

OTHER: dict[Field, Any] = {
    Field.TITLE: Words("Đối thoại định kỳ", "Regular dialogues"),
    Field.UNIT: "ke-sach",
    Field.COORDINATING: ("ke-sach", "dai-tam"),
    Field.MEASURE: Measure.LATEST,
    Field.UNIT_OF_MEASURE: Words("hội nghị", "conferences"),
    Field.RHYTHM: Rhythm.HALF,
    Field.BASELINE: Amount(7_000, Qualifier.OVER),
    Field.TARGET: 25_000,
    Field.START: on("02-01"),
    Field.DEADLINE: None,
    Field.WEIGHT: 5,
}
"""Another value for every field that has an origin."""

NEWEST: dict[Field, Any] = {
    Field.TITLE: Words("Tên mới"),
    Field.UNIT: "dai-tam",
    Field.COORDINATING: ("dai-tam",),
    Field.MEASURE: Measure.CEILING,
    Field.UNIT_OF_MEASURE: Words("buổi"),
    Field.RHYTHM: Rhythm.MONTH,
    Field.BASELINE: Amount(1_000),
    Field.TARGET: 30_000,
    Field.START: on("01-15"),
    Field.DEADLINE: on("11-30"),
    Field.WEIGHT: 9,
}
"""And a third."""


def edited(**changes: Any) -> TaskDraft:
    return replace(FILE, **changes)


def with_field(field: Field, value: Any) -> TaskDraft:
    return edited(**{field.value: value})


def shown(office: Office, field: Field) -> Any:
    return getattr(office.row(CODE), field.value)


def left_alone(changes: PlanChanges) -> list[tuple[Field, str]]:
    return [(left.field, left.because) for left in changes.left_alone]


def test_every_field_has_other_values_to_test_with() -> None:
    for field in Field:
        values = [getattr(FILE, field.value), OTHER[field], NEWEST[field]]
        assert all(values.count(value) == 1 for value in values)


@pytest.mark.parametrize("field", Field)
def test_a_field_that_nobody_touched_follows_the_file(sqlite_office: Office, field: Field) -> None:
    sqlite_office.seed(FILE)
    changes = sqlite_office.seed(with_field(field, OTHER[field]))
    assert [list(update.fields) for update in changes.updated] == [[field]]
    assert shown(sqlite_office, field) == OTHER[field]
    before = sqlite_office.everything()
    assert sqlite_office.seed(with_field(field, OTHER[field])).nothing
    assert sqlite_office.everything() == before
    sqlite_office.seed(FILE)
    assert shown(sqlite_office, field) == getattr(FILE, field.value)


@pytest.mark.parametrize("field", Field)
def test_a_field_that_a_user_edited_is_left_alone_and_listed(
    sqlite_office: Office, field: Field
) -> None:
    sqlite_office.seed(FILE)
    sqlite_office.edit(CODE, {field: OTHER[field]})
    file = with_field(field, NEWEST[field])
    changes = sqlite_office.seed(file)
    assert left_alone(changes) == [(field, USER_EDITED)]
    assert changes.nothing
    assert shown(sqlite_office, field) == OTHER[field]


def test_what_is_left_alone_is_listed_with_both_values_each_time(office: Office) -> None:
    office.seed(FILE)
    office.edit(CODE, {Field.TARGET: 12_000})
    for _again in range(2):
        (left,) = office.seed(edited(target=15_000)).left_alone
        assert (left.task, left.yours, left.file) == (CODE, "12", "15")


def test_the_other_fields_of_an_edited_task_still_follow_the_file(office: Office) -> None:
    office.seed(FILE)
    office.edit(CODE, {Field.TARGET: 12_000})
    changes = office.seed(edited(target=15_000, weight=4))
    assert left_alone(changes) == [(Field.TARGET, USER_EDITED)]
    row = office.row(CODE)
    assert (row.target, row.weight) == (12_000, 4)


def test_a_users_edit_is_listed_though_the_file_says_nothing_new(office: Office) -> None:
    office.seed(FILE)
    office.edit(CODE, {Field.TARGET: 12_000})
    confirm(office.desk, None, CODE, DECISION, (Field.WEIGHT,))
    changes = office.seed(FILE)
    assert left_alone(changes) == [(Field.TARGET, USER_EDITED)]
    assert changes.nothing


@pytest.mark.parametrize("field", [Field.TARGET, Field.TITLE, Field.WEIGHT])
def test_a_user_who_puts_the_files_value_back_gives_the_field_back(
    office: Office, field: Field
) -> None:
    office.seed(FILE)
    office.edit(CODE, {field: OTHER[field]})
    assert office.row(CODE).origin[field] is Origin.PROPOSED
    office.edit(CODE, {field: getattr(FILE, field.value)})
    assert office.row(CODE).origin[field] is FILE.origin_of(field)
    changes = office.seed(with_field(field, OTHER[field]))
    assert changes.left_alone == ()
    assert shown(office, field) == OTHER[field]


def test_a_user_who_comes_to_the_files_new_value_by_himself_is_not_listed(office: Office) -> None:
    office.seed(FILE)
    office.edit(CODE, {Field.TARGET: 12_000})
    file = edited(target=12_000)
    assert office.seed(file).left_alone == ()
    assert office.row(CODE).origin[Field.TARGET] is Origin.INFERRED
    office.seed(edited(target=15_000))
    assert office.row(CODE).target == 15_000


def test_a_value_revised_from_a_day_on_is_a_users(office: Office) -> None:
    office.seed(FILE)
    office.edit(CODE, {Field.TARGET: 12_000}, day_from=on("07-01"))
    assert left_alone(office.seed(edited(target=15_000))) == [(Field.TARGET, USER_EDITED)]
    assert office.row(CODE, on("06-30")).target == 10_000
    assert office.row(CODE, on("07-01")).target == 12_000


def test_a_revision_taken_back_is_none(office: Office) -> None:
    office.seed(FILE)
    office.edit(CODE, {Field.TARGET: 12_000}, day_from=on("07-01"))
    office.edit(CODE, {Field.TARGET: 10_000}, day_from=on("07-01"))
    assert office.seed(edited(target=15_000)).left_alone == ()
    assert office.row(CODE, on("06-30")).target == office.row(CODE, on("07-01")).target == 15_000


def test_a_confirmed_field_is_left_alone_and_stays_confirmed(office: Office) -> None:
    office.seed(FILE)
    confirm(office.desk, None, CODE, DECISION, (Field.TARGET, Field.TITLE))
    changes = office.seed(edited(target=15_000, title=Words("Tên mới"), weight=4))
    assert left_alone(changes) == [(Field.TARGET, CONFIRMED_HERE)]
    detail = office.detail(CODE)
    assert (detail.row.target, detail.row.weight) == (10_000, 4)
    assert detail.row.origin[Field.TARGET] is Origin.CONFIRMED
    assert detail.documents == {Field.TARGET: DECISION}
    # A title taken from the source needs no document.
    assert detail.row.title == Words("Tên mới")


def test_a_file_that_says_what_was_confirmed_leaves_the_document(office: Office) -> None:
    office.seed(FILE)
    office.edit(CODE, {Field.TARGET: 15_000}, document=DECISION)
    changes = office.seed(edited(target=15_000))
    assert changes.left_alone == ()
    assert office.row(CODE).origin[Field.TARGET] is Origin.CONFIRMED


@pytest.mark.parametrize("field", [Field.MEASURE, Field.RHYTHM, Field.UNIT_OF_MEASURE])
def test_a_field_that_reports_were_made_by_is_left_alone(office: Office, field: Field) -> None:
    office.seed(FILE)
    office.report(CODE, "2021-Q1", 3)
    changes = office.seed(with_field(field, OTHER[field]))
    assert left_alone(changes) == [(field, HAS_REPORTS)]
    assert shown(office, field) == getattr(FILE, field.value)


def test_a_target_does_not_come_without_its_unit_of_measure(office: Office) -> None:
    """500 million đồng are not 500 million meetings."""
    office.seed(FILE)
    office.report(CODE, "2021-Q1", 3)
    money = {"unit_of_measure": Words("đồng"), "target": 500_000_000_000, "weight": 4}
    changes = office.seed(edited(**money, baseline=Amount(400_000_000_000)))
    assert left_alone(changes) == [
        (Field.UNIT_OF_MEASURE, HAS_REPORTS),
        (Field.BASELINE, DOES_NOT_FIT),
        (Field.TARGET, DOES_NOT_FIT),
    ]
    row = office.row(CODE)
    assert (row.target, row.baseline, row.weight) == (10_000, None, 4)


def test_a_users_unit_of_measure_keeps_no_target_of_the_old_one_out(office: Office) -> None:
    office.seed(FILE)
    office.edit(CODE, {Field.UNIT_OF_MEASURE: Words("buổi")})
    changes = office.seed(edited(target=15_000))
    assert left_alone(changes) == [(Field.UNIT_OF_MEASURE, USER_EDITED)]
    assert office.row(CODE).target == 15_000


def test_a_measure_that_does_not_fit_keeps_its_target_out(office: Office) -> None:
    office.seed(FILE)
    office.edit(CODE, {Field.MEASURE: Measure.LATEST})
    office.edit(CODE, {Field.UNIT_OF_MEASURE: Words("%")})
    changes = office.seed(edited(measure=Measure.CEILING, target=0))
    assert (Field.MEASURE, USER_EDITED) in left_alone(changes)
    assert (Field.TARGET, DOES_NOT_FIT) in left_alone(changes)
    assert office.row(CODE).target == 10_000


def test_the_spelling_of_a_unit_of_measure_may_follow_the_file_after_reports(
    office: Office,
) -> None:
    office.seed(FILE)
    office.report(CODE, "2021-Q1", 3)
    office.seed(edited(unit_of_measure=Words("Cuộc", "dialogues")))
    assert office.row(CODE).unit_of_measure == Words("Cuộc", "dialogues")


def test_a_files_value_that_does_not_fit_a_users_is_left_alone(office: Office) -> None:
    office.seed(FILE, task("D7.2-my-xuyen"))
    office.edit(CODE, {Field.DEADLINE: on("03-31")})
    later = edited(start=on("05-01"), deadline=on("12-31"), weight=4)
    changes = office.seed(later, task("D7.2-my-xuyen", weight=7))
    assert (Field.DEADLINE, USER_EDITED) in left_alone(changes)
    assert (Field.START, DOES_NOT_FIT) in left_alone(changes)
    row = office.row(CODE)
    assert (row.start, row.deadline, row.weight) == (on("01-01"), on("03-31"), 4)
    assert office.row("D7.2-my-xuyen").weight == 7


def test_a_start_that_passes_an_earlier_deadline_of_the_users_is_left_alone(office: Office) -> None:
    office.seed(FILE)
    office.edit(CODE, {Field.DEADLINE: on("03-31")})
    office.edit(CODE, {Field.DEADLINE: on("11-30")}, day_from=on("03-01"))
    changes = office.seed(edited(start=on("05-01"), weight=4, why=Words("vì có khiếu nại")))
    assert left_alone(changes) == [
        (Field.DEADLINE, USER_EDITED),
        (Field.START, DOES_NOT_FIT),
    ]
    row = office.row(CODE)
    # One misfit does not keep the rest of the file out.
    assert (row.start, row.weight) == (on("01-01"), 4)
    assert office.detail(CODE).why == Words("vì có khiếu nại")


def test_of_two_fields_that_fit_together_only_both_are_left_alone(office: Office) -> None:
    office.seed(FILE)
    office.edit(CODE, {Field.UNIT: "ke-sach"})
    changes = office.seed(edited(coordinating=("ke-sach",), weight=4))
    assert left_alone(changes) == [
        (Field.UNIT, USER_EDITED),
        (Field.COORDINATING, DOES_NOT_FIT),
    ]
    assert office.row(CODE).weight == 4


def test_start_and_deadline_may_move_past_each_other_together(office: Office) -> None:
    office.seed(edited(deadline=on("03-31")))
    office.seed(edited(start=on("05-01"), deadline=on("11-30")))
    row = office.row(CODE)
    assert (row.start, row.deadline) == (on("05-01"), on("11-30"))


def test_a_changed_origin_alone_is_taken_over_and_recorded(office: Office) -> None:
    office.seed(FILE)
    changes = office.seed(edited(origin={**FILE.origin, Field.TARGET: Origin.SOURCE}))
    assert changes.updated[0].fields == {Field.TARGET: ("inferred", "source")}
    assert office.row(CODE).origin[Field.TARGET] is Origin.SOURCE
    assert office.history(CODE)[0].after == {
        "target": "source",
        "terms": "target source",
    }


def test_a_new_reason_why_a_unit_has_the_task_is_taken_over(office: Office) -> None:
    office.seed(FILE)
    changes = office.seed(edited(why=Words("vì có khiếu nại", "complaints")))
    assert [(update.task, update.fields) for update in changes.updated] == [(CODE, {})]
    assert office.detail(CODE).why == Words("vì có khiếu nại", "complaints")
    assert office.history(CODE)[0].after == {"why": "vì có khiếu nại"}


def test_a_fields_sentence_follows_the_file_and_not_a_users_value(office: Office) -> None:
    office.seed(FILE)
    office.seed(edited(sentences={Field.TARGET: 11}))
    assert office.detail(CODE).sentences == {Field.TARGET: 11}
    changes = office.seed(edited(sentences={Field.TARGET: 12}))
    assert [(update.task, update.fields) for update in changes.updated] == [(CODE, {})]
    assert office.detail(CODE).sentences == {Field.TARGET: 12}
    change = office.history(CODE)[0]
    assert (change.before, change.after) == (
        {"sentences": "target: 11"},
        {"sentences": "target: 12"},
    )
    office.edit(CODE, {Field.TARGET: 12_000})
    assert office.detail(CODE).sentences == {}


def test_a_task_of_the_users_own_is_not_taken_over_by_a_file_with_its_code(office: Office) -> None:
    office.seed(FILE)
    own = task("D7.9-ke-sach", unit="ke-sach")
    add_task(office.desk, None, own)
    changes = office.seed(FILE, replace(own, target=99_000))
    assert left_alone(changes) == [(Field.TARGET, USER_EDITED)]
    assert office.row(own.code).target == 10_000
    assert office.seed(FILE).gone == ()


def test_a_resumed_task_that_left_the_file_is_listed_as_gone_again(office: Office) -> None:
    office.seed(FILE, task("D7.2-my-xuyen"))
    cancel_task(office.desk, None, CODE, "trùng nhiệm vụ")
    assert office.seed(task("D7.2-my-xuyen")).gone == ()
    resume_task(office.desk, None, CODE)
    assert office.seed(task("D7.2-my-xuyen")).gone == (CODE,)


def test_an_assignment_by_a_user_is_respected(office: Office) -> None:
    office.seed(FILE)
    assign_task(office.desk, None, CODE, "ke-sach", ["my-xuyen"])
    changes = office.seed(edited(unit="dai-tam", coordinating=("tinh", "ke-sach")))
    assert left_alone(changes) == [
        (Field.UNIT, USER_EDITED),
        (Field.COORDINATING, USER_EDITED),
    ]
    row = office.row(CODE)
    assert (row.unit, row.coordinating) == ("ke-sach", ("my-xuyen",))
    assert office.codes(Condition(unit="ke-sach")) == [CODE]


def test_a_coordinating_unit_that_takes_over_the_lead_is_no_edit_of_the_others(
    office: Office,
) -> None:
    office.seed(edited(coordinating=("tinh", "ke-sach")))
    assign_task(office.desk, None, CODE, "ke-sach")
    assert left_alone(office.seed(edited(coordinating=("tinh", "ke-sach")))) == [
        (Field.UNIT, USER_EDITED)
    ]


def test_what_is_stopped_here_and_runs_in_the_file_is_listed(office: Office) -> None:
    office.seed(FILE)
    assert office.seed(FILE).stopped == ()
    cancel_task(office.desk, None, CODE, "lý do")
    changes = office.seed(FILE)
    assert (changes.stopped, changes.nothing) == ((CODE,), True)
    resume_task(office.desk, None, CODE)
    assert office.seed(FILE).stopped == ()
