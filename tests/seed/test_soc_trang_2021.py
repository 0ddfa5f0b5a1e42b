"""The bundled plan of Sóc Trăng for 2021 says what its source says, and marks what it adds."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import seed
from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.period import periods
from tracker.domain.quantity import SCALE, Amount, Qualifier
from tracker.domain.task import TaskDraft
from tracker.domain.unit import UnitKind

PLAN = seed.read("soc-trang-2021")
TASKS = seed.expand(PLAN)
UNITS = {unit.code: unit for unit in PLAN.draft.units}
DISTRICT_KINDS = (UnitKind.CITY, UnitKind.TOWN, UnitKind.DISTRICT)
DISTRICTS = [unit for unit in PLAN.draft.units if unit.kind in DISTRICT_KINDS]
ORGANISATIONS = [unit for unit in PLAN.draft.units if unit.kind is UnitKind.ORGANISATION]

ARTICLE = Path(__file__).parents[3] / "shared" / "source" / "article-2021.txt"
"""The article itself, where it lies beside the project."""
QUOTES = {
    "D1": (9, "thực hiện tốt công tác dân vận của Đảng trong cơ quan nhà nước"),
    "D2": (9, "đổi mới nội dung, phương thức để phù hợp với tình hình mới"),
    "D3": (10, "Tham mưu Tỉnh ủy tiếp tục chỉ đạo củng cố tổ chức bộ máy"),
    "D4": (10, "ổn định cán bộ"),
    "D5": (10, "nâng cao chất lượng hoạt động của dân vận, mặt trận, đoàn thể"),
    "D6": (
        11,
        "Tích cực phối hợp với các ngành thực hiện hiệu quả công tác dân tộc, tôn giáo",
    ),
    "D7": (11, "đối thoại giải quyết thỏa đáng những khiếu nại, khiếu kiện kéo dài"),
    "D8": (11, "không để hình thành điểm nóng"),
    "D9": (12, "Quan tâm thực hiện tốt Quy chế dân chủ"),
}


def tasks_of(unit: str) -> dict[str, TaskDraft]:
    """The unit's own tasks by their templates' codes."""
    return {str(task.template): task for task in TASKS if task.unit == unit}


def sentences() -> dict[int, str]:
    """The article's sentences by number; without the article, the quotations of each."""
    if not ARTICLE.exists():
        return {n: " ".join(q for m, q in QUOTES.values() if m == n) for n, _ in QUOTES.values()}
    # S1 begins the text; a picture's caption interrupts it, and the page's own lines follow it.
    text = "Năm 2020," + ARTICLE.read_text(encoding="utf-8").split("Năm 2020,", 1)[1]
    text = text.replace("Quang cảnh hội nghị", "").split("(baosoctrang")[0]
    return dict(enumerate(re.split(r"[.…]\s+", text), 1))


class TestDirectives:
    def test_the_nine_quotations_are_the_known_ones(self) -> None:
        assert {d.code: (d.sentence, d.quote) for d in PLAN.draft.directives} == QUOTES

    def test_every_quotation_is_exact_and_stands_in_its_sentence(self) -> None:
        said = sentences()
        for directive in PLAN.draft.directives:
            assert directive.sentence is not None
            assert directive.quote in said[directive.sentence]

    def test_every_directive_is_said_in_english_and_has_a_heading(self) -> None:
        for directive in PLAN.draft.directives:
            assert directive.english
            assert directive.short.vi
            assert directive.short.en

    def test_every_directive_has_tasks(self) -> None:
        assert {task.directive for task in TASKS} == set(QUOTES)

    def test_the_page_date_is_said_to_be_only_that(self) -> None:
        source = PLAN.draft.plan.source
        assert source.page_date == date(2021, 1, 16)
        assert "ngày ghi trên trang" in source.note.vi


class TestUnits:
    def test_one_province_eleven_districts_six_organisations_eight_state_bodies(self) -> None:
        assert Counter(unit.kind for unit in UNITS.values()) == {
            UnitKind.PROVINCE: 1,
            UnitKind.CITY: 1,
            UnitKind.TOWN: 2,
            UnitKind.DISTRICT: 8,
            UnitKind.ORGANISATION: 6,
            UnitKind.AGENCY: 8,
        }

    def test_the_districts_have_109_places(self) -> None:
        wards = sum(unit.wards for unit in DISTRICTS)
        townships = sum(unit.townships for unit in DISTRICTS)
        communes = sum(unit.communes for unit in DISTRICTS)
        assert (wards, townships, communes) == (17, 12, 80)
        # The province's own task counts them too, over the units below it.
        assert tasks_of("tinh")["D3.3"].target == 109 * SCALE

    def test_official_numbers_run_from_941_to_951(self) -> None:
        assert [unit.official_number for unit in DISTRICTS] == [str(n) for n in range(941, 952)]

    def test_the_issuer_is_the_provincial_commission_and_the_districts_answer_to_it(self) -> None:
        assert PLAN.draft.plan.issuer == "tinh"
        assert {unit.parent for unit in DISTRICTS} == {"tinh"}

    def test_commissions_carry_the_names_they_use(self) -> None:
        assert UNITS["tp-soc-trang"].name.vi == "Ban Dân vận Thành ủy Sóc Trăng"
        assert UNITS["nga-nam"].name.vi == "Ban Dân vận Thị ủy Ngã Năm"
        assert UNITS["my-xuyen"].name.vi == "Ban Dân vận Huyện ủy Mỹ Xuyên"
        assert all(unit.name.en and unit.short.en for unit in UNITS.values())


class TestWhoDoesWhat:
    def test_there_are_100_to_250_tasks_with_a_code_each(self) -> None:
        assert 100 <= len(TASKS) <= 250
        assert len({task.code.lower() for task in TASKS}) == len(TASKS)

    @pytest.mark.parametrize("unit", ["tinh", *(u.code for u in (*DISTRICTS, *ORGANISATIONS))])
    def test_every_commission_and_organisation_leads_several_tasks(self, unit: str) -> None:
        assert len(tasks_of(unit)) >= 5

    def test_state_bodies_coordinate_and_lead_nothing(self) -> None:
        coordinating = {code for task in TASKS for code in task.coordinating}
        agencies = {unit.code for unit in UNITS.values() if unit.kind is UnitKind.AGENCY}
        assert agencies <= coordinating
        assert agencies.isdisjoint(task.unit for task in TASKS)

    def test_d3_and_d4_are_the_provinces_alone(self) -> None:
        assert {task.unit for task in TASKS if task.directive in ("D3", "D4")} == {"tinh"}

    def test_every_template_says_why_it_has_its_units(self) -> None:
        for template in PLAN.templates:
            assert template.fields.why
            assert template.fields.why.vi
            assert template.fields.why.en

    def test_lists_differ_where_the_facts_do(self) -> None:
        assert "D2.2" not in tasks_of("tp-soc-trang"), "the city has no communes"
        assert "D2.3" not in tasks_of("my-xuyen"), "a district has no wards"
        assert {"D2.2", "D2.3"} <= tasks_of("nga-nam").keys(), "a town has both"
        assert {t.unit for t in TASKS if t.template == "D8.3"} == {"my-xuyen"}, "its own model"

    @pytest.mark.parametrize("unit", [u.code for u in DISTRICTS])
    def test_titles_name_only_places_that_the_unit_has(self, unit: str) -> None:
        titles = " ".join(task.title.vi for task in tasks_of(unit).values())
        assert bool(re.search(r"\bphường\b", titles)) == bool(UNITS[unit].wards)
        assert bool(re.search(r"\bthị trấn\b", titles)) == bool(UNITS[unit].townships)
        # "xã hội" is society, not a commune.
        assert bool(re.search(r"\bxã\b(?! hội)", titles)) == bool(UNITS[unit].communes)

    def test_no_placeholder_is_left_in_a_title(self) -> None:
        assert not [t.code for t in TASKS if "{" in t.title.vi + t.title.en]
        assert all(task.title.en for task in TASKS)

    def test_organisations_have_what_fits_them(self) -> None:
        assert "nơi làm việc" in tasks_of("lien-doan-lao-dong")["D7.4"].title.vi
        assert "phản biện" in tasks_of("mat-tran")["D5.3"].title.vi
        assert "Mỗi xã một sản phẩm" in tasks_of("nong-dan")["D2.5"].title.vi
        assert "D5.4" not in tasks_of("mat-tran"), "an alliance admits no members"


class TestWhatIsKnown:
    def test_every_field_says_where_it_comes_from(self) -> None:
        for task in TASKS:
            assert task.origin.keys() == set(Field)

    def test_the_citys_baseline_is_the_only_value_from_the_source(self) -> None:
        from_source = [
            (task.code, field)
            for task in TASKS
            for field, origin in task.origin.items()
            if origin is Origin.SOURCE
        ]
        assert from_source == [("D9.7-tp-soc-trang", Field.BASELINE)]

    def test_the_citys_baseline_keeps_its_over_and_names_its_sentence(self) -> None:
        task = tasks_of("tp-soc-trang")["D9.7"]
        assert task.baseline == Amount(1_000_000_000 * SCALE, Qualifier.OVER)
        assert task.unit_of_measure.vi == "đồng"
        assert task.sentences == {Field.BASELINE: 5}

    def test_no_other_result_is_stated(self) -> None:
        assert [task.code for task in TASKS if task.baseline] == ["D9.7-tp-soc-trang"]

    def test_the_fund_for_the_poor_has_no_figures(self) -> None:
        fund = [task for task in TASKS if "Vì người nghèo" in task.title.vi]
        assert fund
        assert all(task.target is None and task.baseline is None for task in fund)

    def test_inferred_are_the_ceiling_and_the_titles_from_the_rest_of_sentence_12(self) -> None:
        inferred = {
            (str(task.template), field)
            for task in TASKS
            for field, origin in task.origin.items()
            if origin is Origin.INFERRED
        }
        assert inferred == {
            ("D8.1", Field.TARGET),
            ("D9.6", Field.TITLE),
            ("D9.7", Field.TITLE),
            ("D9.8", Field.TITLE),
        }
        for task in TASKS:
            if task.template in ("D9.6", "D9.7", "D9.8"):
                assert task.why.vi.startswith("Suy ra từ phần sau câu 12")
                assert task.why.en.startswith("Inferred from the rest of sentence 12")

    def test_hotspots_have_a_ceiling_of_zero_in_every_district(self) -> None:
        ceilings = [task for task in TASKS if task.measure is Measure.CEILING]
        assert {task.unit for task in ceilings} == {unit.code for unit in DISTRICTS}
        assert {task.target for task in ceilings} == {0}

    def test_no_person_is_named(self) -> None:
        said = " ".join(f"{t.title.vi} {t.title.en} {t.why.vi} {t.why.en}" for t in TASKS)
        assert "Hồ Thị" not in said
        assert not re.search(r"\b(đồng chí|ông|bà) [A-ZĐ]", said)


class TestHowTheYearRuns:
    def test_every_deadline_ends_a_period_of_its_tasks_rhythm(self) -> None:
        for task in TASKS:
            if task.deadline is not None:
                last_days = {period.last_day for period in periods(task.rhythm, 2021)}
                assert task.deadline in last_days, task.code

    def test_a_task_that_can_never_be_done_has_no_deadline(self) -> None:
        without_target = [task for task in TASKS if task.target is None]
        assert without_target
        assert all(task.deadline is None for task in without_target)

    def test_deadlines_are_spread_over_the_year(self) -> None:
        assert len({task.deadline for task in TASKS}) >= 6

    def test_every_measure_and_rhythm_is_used(self) -> None:
        assert {task.measure for task in TASKS} == set(Measure)
        assert len({task.rhythm for task in TASKS}) == 4


def test_reading_and_expanding_again_gives_the_same_tasks() -> None:
    assert seed.expand(seed.read("soc-trang-2021")) == TASKS
    assert seed.expand(PLAN) == TASKS


def test_the_plan_is_among_the_bundled_ones() -> None:
    assert "soc-trang-2021" in seed.bundled()


def test_the_reporting_day_is_a_proposal_since_no_rule_is_known() -> None:
    rule = PLAN.draft.plan.reporting
    assert (rule.day, rule.within, rule.moves, rule.origin) == (5, False, True, Origin.PROPOSED)
    assert not PLAN.draft.plan.review
