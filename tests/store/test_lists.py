"""Lists of tasks: which are meant, in which order, and on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.service.office import PLAN, Office, on, plan, task
from tracker.domain.condition import ATTENTION, Condition, Sort, SortKey
from tracker.domain.measure import Measure
from tracker.domain.review import Meant, Step
from tracker.domain.status import Status
from tracker.domain.task import UnknownTask
from tracker.domain.unit import UnknownUnit
from tracker.domain.words import Words
from tracker.service.review import take_step
from tracker.service.stops import cancel_task
from tracker.store.read.tasks import task_ids, task_rows
from tracker.store.read.view import NoPlan, UnknownDirective, UnknownPlan, open_view, plans

TODAY = on("07-15")

TASKS = (
    task("D7.2-my-xuyen", title=Words("Đối thoại với Nhân dân"), deadline=on("06-30")),
    task("D7.10-ke-sach", title=Words("Ấp văn hóa"), unit="ke-sach", deadline=on("12-31")),
    task("D7.9-dai-tam", title=Words("ăn ở hợp vệ sinh"), unit="dai-tam"),
    task("D8.1-tinh", 0, title=Words("Điểm nóng"), unit="tinh", measure=Measure.CEILING),
    task("D8.2-ke-sach", None, title=Words("Zalo 100%_của dân"), unit="ke-sach"),
)
DIALOGUE, CULTURE, HYGIENE, HOTSPOT, ZALO = (draft.code for draft in TASKS)


@pytest.fixture
def seeded(office: Office) -> Office:
    office.today = TODAY
    office.seed(*TASKS)
    return office


class TestDay:
    def test_within_the_year_it_is_today(self, seeded: Office) -> None:
        assert seeded.summary().as_of == TODAY

    def test_before_the_year_it_is_its_first_day(self, seeded: Office) -> None:
        seeded.today = date(2020, 12, 31)
        assert seeded.summary().as_of == on("01-01")

    def test_after_the_year_it_is_the_latest_day_that_counts(self, seeded: Office) -> None:
        seeded.report(DIALOGUE, "2021-Q2", 1, own_day=on("05-20"))
        seeded.report(HYGIENE, "2021-Q1", 1)
        seeded.today = date(2026, 1, 1)
        assert seeded.summary().as_of == on("05-20")

    def test_a_report_that_awaits_review_does_not_move_it(self, office: Office) -> None:
        office.today = date(2022, 1, 10)
        office.seed(*TASKS, plan=plan(review=True))
        office.report(DIALOGUE, "2021-Q1", 1)
        take_step(office.desk, None, Step.ACCEPT, Meant(Condition()))
        office.report(DIALOGUE, "2021-Q4", 1)
        assert office.summary().as_of == on("03-31")
        take_step(office.desk, None, Step.ACCEPT, Meant(Condition()))
        assert office.summary().as_of == on("12-31")

    def test_or_the_first_day_where_nothing_is_reported(self, seeded: Office) -> None:
        seeded.today = date(2026, 1, 1)
        assert seeded.summary().as_of == on("01-01")

    def test_reports_of_another_plan_do_not_move_it(self, seeded: Office) -> None:
        seeded.report(DIALOGUE, "2021-Q2", 1, own_day=on("05-20"))
        seeded.today = date(2026, 1, 1)
        seeded.seed(plan=plan(code="plan-b"))
        assert seeded.summary().as_of == on("01-01")

    def test_a_day_that_is_asked_for_is_taken_as_it_is(self, seeded: Office) -> None:
        assert seeded.summary(day=on("03-08")).as_of == on("03-08")


class TestPlan:
    def test_none_yet(self, office: Office) -> None:
        with pytest.raises(NoPlan), office.view():
            pass

    def test_by_code_or_the_current_one(self, seeded: Office) -> None:
        seeded.seed(plan=plan(code="plan-b"))
        with seeded.view() as (session, view):
            assert view.plan.code == "plan-b"
            assert open_view(session, PLAN.plan.code, None, TODAY).plan.code == PLAN.plan.code
            assert [p.code for p in plans(session)] == ["plan-b", PLAN.plan.code]
            with pytest.raises(UnknownPlan) as error:
                open_view(session, "soc-trang-2012", None, TODAY)
        assert error.value.near == PLAN.plan.code


class TestCondition:
    def test_without_one_every_task_is_meant(self, seeded: Office) -> None:
        assert set(seeded.codes()) == {draft.code for draft in TASKS}

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            (("doi thoai",), {DIALOGUE, CULTURE, HYGIENE}),  # a title, and a directive
            (("Đối", "MỸ XUYÊN"), {DIALOGUE}),  # a title and a unit
            (("d8.1",), {HOTSPOT}),
            (("nong", "tinh uy"), {HOTSPOT}),
            (("thoa dang",), {DIALOGUE, CULTURE, HYGIENE}),  # a directive's quotation
            (("ăn ở",), {HYGIENE}),
            (("khong co",), set()),
            (("100%_c",), {ZALO}),  # no pattern, but these very signs
            (("1__%",), set()),
            (("",), {draft.code for draft in TASKS}),
        ],
    )
    def test_words_are_looked_for_in_code_title_directive_and_unit(
        self, seeded: Office, words: tuple[str, ...], found: set[str]
    ) -> None:
        assert set(seeded.codes(Condition(words=words))) == found

    def test_words_find_a_unit_and_a_directive_by_their_new_names(self, seeded: Office) -> None:
        renamed = replace(
            PLAN,
            units=(*PLAN.units[:3], replace(PLAN.units[3], name=Words("Thới An Hội"))),
            directives=(replace(PLAN.directives[0], quote="gặp gỡ"), PLAN.directives[1]),
        )
        seeded.seed(*TASKS, plan=renamed)
        assert set(seeded.codes(Condition(words=("thoi an",)))) == {CULTURE, ZALO}
        assert set(seeded.codes(Condition(words=("gap go",)))) == {DIALOGUE, CULTURE, HYGIENE}
        assert seeded.codes(Condition(words=("thoa dang",))) == []

    def test_a_unit_means_all_below_it_or_itself_alone(self, seeded: Office) -> None:
        assert set(seeded.codes(Condition(unit="my-xuyen"))) == {DIALOGUE, HYGIENE}
        assert seeded.codes(Condition(unit="my-xuyen", below=False)) == [DIALOGUE]
        assert len(seeded.codes(Condition(unit="tinh"))) == len(TASKS)

    @pytest.mark.parametrize("code", ["D8", "d8", " D8 "])
    def test_a_directive(self, seeded: Office, code: str) -> None:
        assert set(seeded.codes(Condition(directive=code))) == {HOTSPOT, ZALO}

    def test_due_before_a_day_leaves_that_day_out(self, seeded: Office) -> None:
        assert seeded.codes(Condition(due_before=on("06-30"))) == []
        assert seeded.codes(Condition(due_before=on("07-01"))) == [DIALOGUE]

    def test_statuses_and_signs_widen_each_other_and_narrow_the_rest(self, seeded: Office) -> None:
        seeded.report(HOTSPOT, "2021-Q1", 1)
        overdue = frozenset({Status.OVERDUE})
        assert seeded.codes(Condition(statuses=overdue)) == [DIALOGUE]
        assert seeded.codes(Condition(statuses=overdue, exceeded=True)) == [DIALOGUE, HOTSPOT]
        assert seeded.codes(Condition(exceeded=True, directive="D7")) == []
        assert set(seeded.codes(Condition(at_risk=True))) == {CULTURE, HYGIENE, HOTSPOT}
        assert set(seeded.codes(ATTENTION)) == {DIALOGUE, CULTURE, HYGIENE, HOTSPOT}

    def test_a_stopped_task_calls_for_no_attention(self, seeded: Office) -> None:
        seeded.report(HOTSPOT, "2021-Q1", 1)
        for code in (DIALOGUE, HOTSPOT):
            cancel_task(seeded.desk, None, code, "lý do")
        assert set(seeded.codes(ATTENTION)) == {CULTURE, HYGIENE}
        assert not seeded.row(HOTSPOT).exceeded

    def test_what_is_not_there_is_answered_with_the_nearest(self, seeded: Office) -> None:
        with pytest.raises(UnknownUnit) as unit:
            seeded.codes(Condition(unit="my-xuyem"))
        assert unit.value.near == "my-xuyen"
        with pytest.raises(UnknownDirective) as directive:
            seeded.codes(Condition(directive="D77"))
        assert directive.value.near == "D7"
        assert "D7, D8" in str(directive.value)
        with pytest.raises(UnknownTask) as missing:
            seeded.detail("D8.1-tin")
        assert missing.value.near == HOTSPOT


class TestOrder:
    @pytest.mark.parametrize(
        ("key", "codes"),
        [
            (SortKey.CODE, [DIALOGUE, HYGIENE, CULTURE, HOTSPOT, ZALO]),
            # ă before â, both before đ, which is before e … z.
            (SortKey.TITLE, [HYGIENE, CULTURE, HOTSPOT, DIALOGUE, ZALO]),
            (SortKey.UNIT, [HOTSPOT, CULTURE, ZALO, DIALOGUE, HYGIENE]),
            (SortKey.STATUS, [HYGIENE, CULTURE, ZALO, HOTSPOT, DIALOGUE]),
            (SortKey.DEADLINE, [DIALOGUE, CULTURE, HYGIENE, HOTSPOT, ZALO]),
            (SortKey.PERCENT, [HYGIENE, CULTURE, HOTSPOT, DIALOGUE, ZALO]),
            (SortKey.NEED, [HOTSPOT, DIALOGUE, CULTURE, HYGIENE, ZALO]),
        ],
    )
    def test_each_key(self, seeded: Office, key: SortKey, codes: list[str]) -> None:
        seeded.report(DIALOGUE, "2021-Q1", 4)
        seeded.report(HOTSPOT, "2021-Q1", 1)
        assert seeded.codes(sort=Sort(key)) == codes

    @pytest.mark.parametrize("key", [SortKey.DEADLINE, SortKey.PERCENT])
    def test_what_has_nothing_to_sort_by_comes_last_in_both_directions(
        self, seeded: Office, key: SortKey
    ) -> None:
        seeded.report(DIALOGUE, "2021-Q1", 4)
        for descending in (False, True):
            assert seeded.codes(sort=Sort(key, descending))[-1] == ZALO
        first = DIALOGUE if key is SortKey.PERCENT else CULTURE
        assert seeded.codes(sort=Sort(key, descending=True))[0] == first

    def test_descending_need_begins_with_what_needs_nothing(self, seeded: Office) -> None:
        cancel_task(seeded.desk, None, DIALOGUE, "lý do")
        found = seeded.codes(sort=Sort(SortKey.NEED, descending=True))
        assert found[:2] == [DIALOGUE, ZALO]
        assert set(found[2:]) == {CULTURE, HYGIENE, HOTSPOT}  # at risk

    def test_ties_are_in_the_order_of_codes(self, office: Office) -> None:
        office.seed(*(task(f"D7.{n}-my-xuyen") for n in (10, 9, 100, 1)))
        in_order = [f"D7.{n}-my-xuyen" for n in (1, 9, 10, 100)]
        for key in SortKey:
            for descending in (False, True):
                found = office.codes(sort=Sort(key, descending))
                assert found == in_order or (key is SortKey.CODE and found == in_order[::-1])


def test_rows_come_in_the_order_asked_for_and_strangers_are_left_out(seeded: Office) -> None:
    with seeded.view() as (session, view):
        ids = task_ids(session, view, Condition(), Sort())[::-1]
        assert [row.id for row in task_rows(session, view, [*ids, 4711])] == ids
        assert task_rows(session, view, []) == []


def test_rows_of_more_tasks_than_a_statement_can_bind(office: Office) -> None:
    office.seed(*(task(f"D7.{n}-my-xuyen") for n in range(600)))
    assert len(office.rows()) == 600
