"""Users add tasks, give them other values, assign and stop them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.service.office import DECISION, PLAN, UNITS, YEAR, Office, on, refuses, task
from tracker.domain.condition import Condition
from tracker.domain.edit import EditedMeanwhile, Seen
from tracker.domain.measure import Measure
from tracker.domain.origin import Document, Field, Origin
from tracker.domain.period import Rhythm
from tracker.domain.problem import Refused
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.status import Status
from tracker.domain.task import (
    BadMilestoneTarget,
    BadWeight,
    DeadlineBeforeStart,
    EmptyTitle,
    LeadCoordinates,
    NegativeTarget,
    OutsideYear,
    TaskDraft,
    UnknownTask,
)
from tracker.domain.text import NulInText
from tracker.domain.unit import UnitNoMore, UnitNotYet, UnknownUnit
from tracker.domain.words import Words
from tracker.service.confirming import DocumentMissing
from tracker.service.editing import NotDated, NothingToChange, assign_task
from tracker.service.fields import ReportsBindField
from tracker.service.tasks import TaskExists, add_task
from tracker.store.read.view import UnknownDirective

CODE = "D7.1-my-xuyen"
JULY = on("07-01")


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(task(deadline=on("09-30")))
    return office


class TestAdd:
    def test_a_task_of_the_users_own(self, seeded: Office) -> None:
        own = task("X1-ke-sach", unit="ke-sach", directive="D8", coordinating=("tinh",), weight=2)
        entry = add_task(seeded.desk, None, own)
        row = seeded.row("X1-ke-sach")
        assert (row.unit, row.directive, row.coordinating) == ("ke-sach", "D8", ("tinh",))
        assert set(row.origin.values()) == {Origin.PROPOSED}
        change = seeded.history("X1-ke-sach")[0]
        assert (change.number, change.what, change.before) == (entry, "add_task", {})
        assert change.after["unit"] == "ke-sach"
        assert change.after["target"] == "10"

    @pytest.mark.parametrize("code", [CODE, CODE.lower(), CODE.upper()])
    def test_a_code_is_taken_in_whatever_case(self, seeded: Office, code: str) -> None:
        refuses(TaskExists, seeded, lambda: add_task(seeded.desk, None, task(code, directive="D7")))

    @pytest.mark.parametrize(
        ("draft", "because"),
        [
            (task("D7.9", unit="my-xuyem"), UnknownUnit),
            (task("D7.9", coordinating=("my-xuyem",)), UnknownUnit),
            (task("D7.9", directive="D9"), UnknownDirective),
            (task("D7.9", title=Words("a\0b")), NulInText),
            (task("D7.9", year=YEAR + 1, start=date(YEAR + 1, 1, 1)), OutsideYear),
        ],
    )
    def test_one_that_does_not_fit_the_plan_is_refused(
        self, seeded: Office, draft: TaskDraft, because: type[Refused]
    ) -> None:
        refuses(because, seeded, lambda: add_task(seeded.desk, None, draft))


class TestEdit:
    def test_a_value_is_corrected_for_the_whole_year_and_is_a_proposal(
        self, seeded: Office
    ) -> None:
        edited = seeded.edit(CODE, {Field.TARGET: 12_000, Field.TITLE: Words("Tên mới")}, why="sai")
        assert edited.fields[Field.TARGET] == ("10", "12")
        for day in (on("01-01"), on("12-31")):
            row = seeded.row(CODE, day)
            assert (row.target, row.title) == (12_000, Words("Tên mới"))
            assert row.origin[Field.TARGET] is Origin.PROPOSED
        change = seeded.history(CODE)[0]
        assert (change.number, change.what, change.why) == (edited.entry, "edit_task", "sai")
        assert change.before["target"] == "10"
        assert change.after["target"] == "12"

    def test_with_a_document_it_is_confirmed(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.TARGET: 12_000, Field.START: on("02-01")}, document=DECISION)
        detail = seeded.detail(CODE)
        assert detail.row.origin[Field.TARGET] is Origin.CONFIRMED
        assert detail.row.origin[Field.START] is Origin.CONFIRMED
        assert detail.documents == {Field.TARGET: DECISION, Field.START: DECISION}
        assert seeded.history(CODE)[0].after["document"] == "12-KH/BDVTU (2021-03-01)"

    def test_without_one_the_earlier_document_no_longer_stands(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.TARGET: 12_000, Field.START: on("02-01")}, document=DECISION)
        seeded.edit(CODE, {Field.TARGET: 13_000, Field.START: on("02-02")})
        detail = seeded.detail(CODE)
        assert detail.documents == {}
        assert detail.row.origin[Field.TARGET] is Origin.PROPOSED

    def test_a_document_needs_a_number(self, seeded: Office) -> None:
        blank = Document(" ")
        act = lambda: seeded.edit(CODE, {Field.TARGET: 12_000}, document=blank)  # noqa: E731
        refuses(DocumentMissing, seeded, act)

    def test_an_edit_that_changes_nothing_is_refused(self, seeded: Office) -> None:
        same = {Field.TARGET: 10_000, Field.WEIGHT: 1, Field.DEADLINE: on("09-30")}
        refuses(NothingToChange, seeded, lambda: seeded.edit(CODE, same))

    def test_what_stays_the_same_beside_a_change_keeps_its_origin(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.TARGET: 12_000}, document=DECISION)
        edited = seeded.edit(CODE, {Field.TARGET: 12_000, Field.WEIGHT: 4})
        assert list(edited.fields) == [Field.WEIGHT]
        assert seeded.row(CODE).origin[Field.TARGET] is Origin.CONFIRMED

    @pytest.mark.parametrize(
        ("values", "because"),
        [
            ({Field.TITLE: Words(" ")}, EmptyTitle),
            ({Field.TITLE: Words("a\0b")}, NulInText),
            ({Field.UNIT: "my-xuyem"}, UnknownUnit),
            ({Field.COORDINATING: ("my-xuyem",)}, UnknownUnit),
            ({Field.COORDINATING: ("my-xuyen",)}, LeadCoordinates),
            ({Field.TARGET: -1_000}, NegativeTarget),
            ({Field.MEASURE: Measure.MILESTONE}, BadMilestoneTarget),
            ({Field.WEIGHT: 0}, BadWeight),
            ({Field.START: on("10-01")}, DeadlineBeforeStart),
            ({Field.DEADLINE: date(2022, 1, 1)}, OutsideYear),
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, seeded: Office, values: dict[Field, Any], because: type[Refused]
    ) -> None:
        refuses(because, seeded, lambda: seeded.edit(CODE, values))

    def test_a_mistyped_task_is_answered_with_the_nearest(self, seeded: Office) -> None:
        problem = refuses(
            UnknownTask, seeded, lambda: seeded.edit("D7.1-my-xuyem", {Field.WEIGHT: 2})
        )
        assert problem.near == CODE

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            (Field.RHYTHM, Rhythm.MONTH),
            (Field.MEASURE, Measure.LATEST),
            (Field.UNIT_OF_MEASURE, Words("triệu đồng")),
        ],
    )
    def test_what_reports_were_made_by_changes_only_before_the_first(
        self, seeded: Office, field: Field, value: Any
    ) -> None:
        seeded.edit(CODE, {field: value})
        seeded.edit(CODE, {field: getattr(task(), field.value)})
        seeded.report(CODE, "2021-Q1", 4)
        refuses(ReportsBindField, seeded, lambda: seeded.edit(CODE, {field: value}))

    def test_the_spelling_of_a_unit_of_measure_may_be_corrected_after_reports(
        self, seeded: Office
    ) -> None:
        seeded.report(CODE, "2021-Q1", 4)
        seeded.edit(CODE, {Field.UNIT_OF_MEASURE: Words("cuôc", "dialogues")})
        assert seeded.row(CODE).unit_of_measure == Words("cuôc", "dialogues")

    def test_baseline_and_target_may_be_taken_away(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.BASELINE: Amount(3_000)})
        seeded.edit(CODE, {Field.BASELINE: None, Field.TARGET: None, Field.DEADLINE: None})
        row = seeded.row(CODE)
        assert (row.baseline, row.target, row.deadline, row.percent) == (None, None, None, None)

    def test_words_find_a_task_by_its_new_title(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.TITLE: Words("Hòa giải ở cơ sở")})
        assert seeded.codes(Condition(words=("hoa giai",))) == [CODE]
        assert seeded.codes(Condition(words=("nhan dan",))) == []


class TestFromADayOn:
    def test_the_earlier_value_holds_until_the_day_before(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.TARGET: 20_000, Field.WEIGHT: 5}, day_from=JULY, document=DECISION)
        before, after = seeded.row(CODE, on("06-30")), seeded.row(CODE, JULY)
        assert (before.target, before.weight, before.origin[Field.TARGET]) == (
            10_000,
            1,
            Origin.PROPOSED,
        )
        assert (after.target, after.weight, after.origin[Field.TARGET]) == (
            20_000,
            5,
            Origin.CONFIRMED,
        )
        assert seeded.detail(CODE, on("06-30")).documents == {}
        assert seeded.detail(CODE, JULY).documents == {
            Field.TARGET: DECISION,
            Field.WEIGHT: DECISION,
        }
        assert seeded.history(CODE)[0].after["from"] == "2021-07-01"

    def test_a_later_value_without_a_document_is_not_shown_under_the_earlier_ones(
        self, seeded: Office
    ) -> None:
        seeded.edit(CODE, {Field.TARGET: 20_000}, document=DECISION)
        seeded.edit(CODE, {Field.TARGET: 30_000}, day_from=JULY)
        assert seeded.detail(CODE, on("06-30")).documents == {Field.TARGET: DECISION}
        assert seeded.detail(CODE, JULY).documents == {}

    def test_a_raised_target_ends_the_run_of_done_days(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 10)
        seeded.edit(CODE, {Field.TARGET: 20_000}, day_from=JULY)
        assert seeded.row(CODE, on("06-30")).status is Status.DONE_ON_TIME
        assert seeded.row(CODE, JULY).status is Status.IN_PROGRESS

    def test_a_unit_that_takes_over_leads_from_then_on(self, seeded: Office) -> None:
        assign_task(seeded.desk, None, CODE, "ke-sach", day_from=JULY, why="điều chuyển")
        assert seeded.codes(Condition(unit="my-xuyen"), day=on("06-30")) == [CODE]
        assert seeded.codes(Condition(unit="my-xuyen"), day=JULY) == []
        assert seeded.codes(Condition(unit="ke-sach"), day=JULY) == [CODE]

    def test_a_coordinating_unit_may_take_over_the_lead(self, seeded: Office) -> None:
        assign_task(seeded.desk, None, CODE, None, ["ke-sach", "tinh"])
        assign_task(seeded.desk, None, CODE, "ke-sach", day_from=JULY)
        assert seeded.row(CODE, on("06-30")).coordinating == ("ke-sach", "tinh")
        assert seeded.row(CODE, JULY).coordinating == ("tinh",)
        # Nor does it stand in the way of another change of a day on which it led.
        seeded.edit(CODE, {Field.WEIGHT: 2}, day_from=on("08-01"))
        assert seeded.row(CODE, on("08-01")).coordinating == ("tinh",)
        assert seeded.row(CODE, on("06-30")).coordinating == ("ke-sach", "tinh")

    def test_the_same_day_again_replaces_what_was_said_for_it(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.TARGET: 20_000}, day_from=JULY)
        seeded.edit(CODE, {Field.TARGET: 30_000}, day_from=JULY)
        assert seeded.row(CODE, JULY).target == 30_000
        assert seeded.row(CODE, on("06-30")).target == 10_000

    def test_without_a_day_the_value_of_the_day_asked_about_is_corrected(
        self, seeded: Office
    ) -> None:
        """The value that one sees, and no other; a later one stays and is named."""
        seeded.edit(CODE, {Field.TARGET: 20_000}, day_from=JULY)
        edited = seeded.edit(CODE, {Field.TARGET: 12_000}, as_of=on("06-30"))
        assert edited.fields == {Field.TARGET: ("10", "12")}
        assert edited.later == {Field.TARGET: JULY}
        assert seeded.row(CODE, on("01-01")).target == 12_000
        assert seeded.row(CODE, on("06-30")).target == 12_000
        assert seeded.row(CODE, JULY).target == 20_000
        assert seeded.edit(CODE, {Field.TARGET: 25_000}).later == {}

    def test_a_value_from_a_day_on_names_the_later_one_that_ends_it(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.TARGET: 20_000}, day_from=JULY)
        edited = seeded.edit(CODE, {Field.TARGET: 15_000}, day_from=on("04-01"))
        assert edited.later == {Field.TARGET: JULY}

    def test_without_a_day_the_latest_value_is_corrected(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.TARGET: 20_000}, day_from=JULY)
        seeded.edit(CODE, {Field.TARGET: 30_000})
        assert seeded.row(CODE, JULY).target == 30_000
        assert seeded.row(CODE, on("06-30")).target == 10_000

    def test_an_earlier_day_leaves_the_later_value(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.TARGET: 20_000}, day_from=JULY)
        seeded.edit(CODE, {Field.TARGET: 15_000}, day_from=on("04-01"))
        found = [seeded.row(CODE, on(day)).target for day in ("03-31", "04-01", "06-30", "07-01")]
        assert found == [10_000, 15_000, 15_000, 20_000]

    @pytest.mark.parametrize("field", [Field.TITLE, Field.COORDINATING, Field.START])
    def test_what_holds_for_the_whole_year_has_no_day(self, seeded: Office, field: Field) -> None:
        values = {Field.TITLE: Words("x"), Field.COORDINATING: (), Field.START: on("02-01")}
        act = lambda: seeded.edit(CODE, {field: values[field]}, day_from=JULY)  # noqa: E731
        refuses(NotDated, seeded, act)

    def test_a_day_of_another_year_is_refused(self, seeded: Office) -> None:
        act = lambda: seeded.edit(CODE, {Field.WEIGHT: 2}, day_from=date(2022, 1, 1))  # noqa: E731
        refuses(OutsideYear, seeded, act)

    def test_a_start_after_a_deadline_that_held_earlier_is_refused(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.DEADLINE: on("12-31")}, day_from=JULY)
        act = lambda: seeded.edit(CODE, {Field.START: on("10-01")})  # noqa: E731
        refuses(DeadlineBeforeStart, seeded, act)

    def test_start_and_deadline_may_move_past_each_other_together(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.START: on("10-01"), Field.DEADLINE: on("12-31")})
        row = seeded.row(CODE)
        assert (row.start, row.deadline) == (on("10-01"), on("12-31"))


def test_an_edit_that_is_only_tried_leaves_no_trace(seeded: Office) -> None:
    before = seeded.everything()
    tried = seeded.edit(CODE, {Field.TARGET: 12_000, Field.UNIT: "ke-sach"}, dry_run=True)
    assert tried.fields[Field.TARGET] == ("10", "12")
    assert seeded.everything() == before


class TestUnitsWithDays:
    """Kế Sách is merged into Mỹ Xuyên after 30 June."""

    @pytest.fixture
    def merged(self, office: Office) -> Office:
        ending = [
            replace(u, last_day=on("06-30"), successor="my-xuyen") if u.code == "ke-sach" else u
            for u in UNITS
        ]
        office.seed(task(), plan=replace(PLAN, units=tuple(ending)))
        return office

    def test_no_task_goes_to_a_unit_that_is_no_more(self, merged: Office) -> None:
        for values in ({Field.UNIT: "ke-sach"}, {Field.COORDINATING: ("ke-sach",)}):
            act = lambda v=values: merged.edit(CODE, v)  # noqa: E731
            refused = refuses(UnitNoMore, merged, act)
            assert refused.near == "my-xuyen"
        late = task("D7.9-ke-sach", unit="ke-sach", start=on("07-01"))
        refuses(UnitNoMore, merged, lambda: add_task(merged.desk, None, late))

    def test_on_its_days_it_takes_tasks(self, merged: Office) -> None:
        merged.edit(CODE, {Field.UNIT: "ke-sach"}, day_from=on("06-30"))
        add_task(merged.desk, None, task("D7.9-ke-sach", unit="ke-sach"))
        assert merged.row(CODE, on("06-30")).unit == "ke-sach"

    def test_a_correction_from_the_beginning_needs_it_from_the_tasks_start(
        self, merged: Office
    ) -> None:
        """Without a day the unit would lead on days on which it is not there."""
        beginning = tuple(
            replace(u, first_day=on("07-01")) if u.code == "ke-sach" else u for u in UNITS
        )
        from_july = replace(PLAN, units=beginning)
        merged.seed(task(), plan=from_july)
        july = {"as_of": on("08-01")}
        refuses(UnitNotYet, merged, lambda: merged.edit(CODE, {Field.UNIT: "ke-sach"}, **july))
        merged.edit(CODE, {Field.UNIT: "ke-sach"}, day_from=on("07-01"))
        late = task("D7.9-ke-sach", unit="ke-sach", start=on("08-01"))
        add_task(merged.desk, None, late)
        early = {Field.START: on("01-01")}
        refuses(UnitNotYet, merged, lambda: merged.edit("D7.9-ke-sach", early))
        from_a_file = task("D7.3-ke-sach", unit="ke-sach")
        refuses(UnitNotYet, merged, lambda: merged.seed(task(), from_a_file, plan=from_july))


class TestTwoAtOnce:
    """The second is told what the first changed, and writes over it only knowingly."""

    def test_the_same_field_is_refused_with_both_values(self, seeded: Office) -> None:
        seen = Seen(seeded.today, seeded.row(CODE))
        first = seeded.edit(CODE, {Field.TARGET: 12 * SCALE}, seen=seen)
        problem = refuses(
            EditedMeanwhile,
            seeded,
            lambda: seeded.edit(CODE, {Field.TARGET: 15 * SCALE}, seen=seen),
        )
        said = str(problem)
        for part in (f"#{first.entry}", "“10”", "“12”", "“15”", "Văn phòng"):
            assert part in said
        now = Seen(seeded.today, seeded.row(CODE))
        seeded.edit(CODE, {Field.TARGET: 15 * SCALE}, seen=now)
        assert seeded.row(CODE).target == 15 * SCALE

    def test_another_field_is_not_in_the_way(self, seeded: Office) -> None:
        seen = Seen(seeded.today, seeded.row(CODE))
        seeded.edit(CODE, {Field.WEIGHT: 3}, seen=seen)
        seeded.edit(CODE, {Field.TARGET: 15 * SCALE, Field.TITLE: Words("Tiếp dân")}, seen=seen)
        row = seeded.row(CODE)
        assert (row.weight, row.target, row.title.vi) == (3, 15 * SCALE, "Tiếp dân")

    def test_the_same_new_value_is_no_conflict(self, seeded: Office) -> None:
        seen = Seen(seeded.today, seeded.row(CODE))
        seeded.edit(CODE, {Field.TARGET: 15 * SCALE}, seen=seen)
        with pytest.raises(NothingToChange):
            seeded.edit(CODE, {Field.TARGET: 15 * SCALE}, seen=seen)
