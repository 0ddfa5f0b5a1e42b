"""Plans, units, words and origins (DOMAIN §2–4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.examples import YEAR, on, refusal
from tracker.domain.condition import By, Condition, Sort, SortKey
from tracker.domain.origin import DATED_FIELDS, Field, Origin
from tracker.domain.plan import DEFAULT_MARGIN, Plan, Source, default_day
from tracker.domain.problem import Failed, Problem, Refused
from tracker.domain.unit import (
    Unit,
    UnitKind,
    UnitNoMore,
    UnitNotYet,
    UnitTree,
    UnknownUnit,
)
from tracker.domain.words import Words

PLAN = Plan("soc-trang-2021", YEAR, Words("Chương trình"), "ban-dan-van", Source("Hội nghị"))


class TestDefaultDay:
    @pytest.mark.parametrize(
        ("today", "latest", "day"),
        [
            (on("06-15"), on("12-01"), on("06-15")),
            (on("01-01"), on("11-20"), on("01-01")),
            (on("12-31"), on("11-20"), on("12-31")),
            (date(2020, 12, 31), on("03-01"), on("01-01")),
            (date(2022, 1, 1), on("11-20"), on("11-20")),
            (date(2026, 5, 1), None, on("01-01")),
        ],
    )
    def test_is_today_within_the_year_else_where_the_reports_end(
        self, today: date, latest: date | None, day: date
    ) -> None:
        assert default_day(PLAN, today, latest) == day

    def test_a_plan_has_its_margin_and_is_no_sample(self) -> None:
        assert (PLAN.margin, DEFAULT_MARGIN, PLAN.sample) == (15, 15, False)


def unit(code: str, parent: str | None = None, short: str = "") -> Unit:
    return Unit(code, UnitKind.DISTRICT, Words(f"Ban {code}"), Words(short or code), parent=parent)


class TestUnitTree:
    @property
    def tree(self) -> UnitTree:
        return UnitTree(
            [
                unit("province"),
                unit("my-xuyen", "province", "Mỹ Xuyên"),
                unit("ke-sach", "province", "Kế Sách"),
                unit("xa-a", "my-xuyen", "Xã A"),
                unit("front", "elsewhere", "Mặt trận"),
            ]
        )

    def test_siblings_keep_the_plans_order(self) -> None:
        assert self.tree.children("province") == ("my-xuyen", "ke-sach")
        assert self.tree.children("ke-sach") == ()

    def test_a_unit_whose_parent_is_not_in_the_plan_is_a_root(self) -> None:
        assert self.tree.children(None) == ("province", "front")

    def test_a_subtree_is_the_unit_and_everything_below_it_parents_first(self) -> None:
        assert self.tree.subtree("province") == ("province", "my-xuyen", "xa-a", "ke-sach")
        assert self.tree.subtree("xa-a") == ("xa-a",)

    def test_a_walk_meets_every_unit_once_with_its_depth(self) -> None:
        assert [(depth, u.code) for depth, u in self.tree.walk()] == [
            (0, "province"),
            (1, "my-xuyen"),
            (2, "xa-a"),
            (1, "ke-sach"),
            (0, "front"),
        ]

    def test_a_unit_is_found_by_its_code(self) -> None:
        assert self.tree.get("ke-sach", "soc-trang-2021").short.vi == "Kế Sách"

    @pytest.mark.parametrize("typed", ["ke-sac", "Kế Sách", "ke sach", "sách"])
    def test_an_unknown_one_is_refused_with_the_code_that_was_probably_meant(
        self, typed: str
    ) -> None:
        assert refusal(UnknownUnit, self.tree.get, typed, "soc-trang-2021") == (
            f"There is no unit “{typed}” in plan soc-trang-2021. Did you mean “ke-sach”?"
        )

    def test_the_guess_may_come_from_its_code_alone(self) -> None:
        assert refusal(UnknownUnit, self.tree.get, "fronts", "p") == (
            "There is no unit “fronts” in plan p. Did you mean “front”?"
        )

    def test_or_without_a_guess_where_nothing_is_near(self) -> None:
        assert refusal(UnknownUnit, self.tree.get, "zzzz", "p") == (
            "There is no unit “zzzz” in plan p."
        )


class TestWords:
    def test_are_said_in_the_language_asked_for(self) -> None:
        both = Words("đối thoại", "dialogue")
        assert (both.said("vi"), both.said("en")) == ("đối thoại", "dialogue")

    def test_fall_back_to_vietnamese(self) -> None:
        assert Words("đối thoại").said("en") == "đối thoại"


class TestOrigin:
    def test_only_proposed_and_inferred_values_carry_a_mark(self) -> None:
        assert {o.value: o.mark for o in Origin} == {
            "source": "",
            "inferred": "~",
            "proposed": "*",
            "confirmed": "",
        }

    def test_lead_unit_target_deadline_and_weight_change_from_a_day_on(self) -> None:
        assert set(DATED_FIELDS) == {Field.UNIT, Field.TARGET, Field.DEADLINE, Field.WEIGHT}


class TestProblem:
    def test_says_what_is_wrong_in_a_line_without_a_guess(self) -> None:
        assert str(UnknownUnit(code="x", plan="p")) == "There is no unit “x” in plan p."
        assert UnknownUnit(code="x", plan="p").facts == {"code": "x", "plan": "p"}
        assert UnknownUnit(code="x", plan="p").near is None

    def test_refusals_and_failures_are_told_apart(self) -> None:
        assert issubclass(Refused, Problem)
        assert issubclass(Failed, Problem)
        assert not issubclass(Failed, Refused)


def test_an_empty_condition_means_every_task() -> None:
    assert Condition() == Condition((), None, None, frozenset(), at_risk=False, due_before=None)
    assert Sort() == Sort(SortKey.CODE, descending=False)
    assert [by.value for by in By] == ["unit", "directive", "status"]


class TestDays:
    MERGED = Unit(
        "my-tu",
        UnitKind.DISTRICT,
        Words("Mỹ Tú"),
        Words("Mỹ Tú"),
        first_day=on("02-01"),
        last_day=on("06-30"),
        successor="my-xuyen",
    )

    @pytest.mark.parametrize("day", ["02-01", "06-30"])
    def test_both_days_are_its_own(self, day: str) -> None:
        self.MERGED.check_on(on(day))

    def test_a_unit_without_days_is_always_there(self) -> None:
        replace(self.MERGED, first_day=None, last_day=None).check_on(on("01-01"))

    def test_before_its_first_day_it_is_not_there_yet(self) -> None:
        assert refusal(UnitNotYet, self.MERGED.check_on, on("01-31")) == (
            "Unit “my-tu” exists from 2021-02-01 on, and not on 2021-01-31."
        )

    def test_after_its_last_day_the_successor_is_named(self) -> None:
        assert refusal(UnitNoMore, self.MERGED.check_on, on("07-01")) == (
            "Unit “my-tu” existed until 2021-06-30, and no more on 2021-07-01."
            " Did you mean “my-xuyen”?"
        )
