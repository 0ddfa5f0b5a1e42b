"""One task with all that stands behind it, on the day asked about."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.service.office import Office, on, task
from tracker.domain.period import Rhythm
from tracker.domain.task import UnknownTask
from tracker.domain.words import Words
from tracker.service.tasks import add_task

CODE = "D7.1-my-xuyen"


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(
        task(
            start=on("03-01"),
            deadline=on("06-08"),
            coordinating=("tinh", "ke-sach"),
            why=Words("vì có khiếu nại", "complaints"),
            rhythm=Rhythm.HALF,
        )
    )
    return office


def test_its_directives_words_and_why_the_unit_has_it(seeded: Office) -> None:
    detail = seeded.detail(CODE)
    assert detail.directive_quote == "đối thoại giải quyết thỏa đáng"
    assert (detail.directive_english, detail.sentence) == ("dialogue to settle", 11)
    assert detail.why == Words("vì có khiếu nại", "complaints")
    assert detail.coordinating_names == (
        Words("Ban Dân vận Tỉnh ủy", "Tinh"),
        Words("Kế Sách", "Ke-Sach"),
    )


def test_its_pace_and_the_periods_it_reports_in(seeded: Office) -> None:
    assert seeded.detail(CODE, on("02-28")).pace == 0
    assert seeded.detail(CODE, on("03-25")).pace == Fraction(25, 100)
    assert seeded.detail(CODE, on("12-31")).pace == 1
    assert [period.code for period in seeded.detail(CODE).periods] == ["2021-H1", "2021-H2"]


def test_reports_stand_by_period_and_version_and_say_which_count(seeded: Office) -> None:
    seeded.report(CODE, "2021-H2", 1, own_day=on("07-10"))
    seeded.report(CODE, "2021-H1", 2, own_day=on("04-01"))
    seeded.report(CODE, "2021-H1", 3, own_day=on("05-01"))

    def counting(day: str) -> list[tuple[str, int, bool]]:
        reports = seeded.detail(CODE, on(day)).reports
        return [(r.period.code, r.version, r.counts) for r in reports]

    assert counting("04-15") == [("2021-H1", 1, True), ("2021-H1", 2, False), ("2021-H2", 1, False)]
    assert counting("07-10") == [("2021-H1", 1, False), ("2021-H1", 2, True), ("2021-H2", 1, True)]


@pytest.mark.parametrize("code", [CODE, CODE.lower(), f" {CODE} "])
def test_a_code_is_found_however_it_is_typed(seeded: Office, code: str) -> None:
    assert seeded.detail(code).row.code == CODE


def test_an_unknown_code_is_answered_with_the_nearest(seeded: Office) -> None:
    add_task(seeded.desk, None, task("D7.2-dai-tam", unit="dai-tam"))
    with pytest.raises(UnknownTask) as error:
        seeded.detail("D7.2-dai-tan")
    assert error.value.near == "D7.2-dai-tam"
    with pytest.raises(UnknownTask) as error:
        seeded.detail("")
    assert error.value.near is None
