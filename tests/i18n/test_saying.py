"""Problems, numbers and days as the reader's language has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from tracker import i18n
from tracker.domain.measure import Measure
from tracker.domain.origin import DATED_FIELDS, Field
from tracker.domain.period import NotAPeriod, Period, Rhythm
from tracker.domain.quantity import Amount, Qualifier
from tracker.domain.status import Status
from tracker.domain.summary import Rate
from tracker.domain.task import OutsideYear, UnknownTask
from tracker.domain.words import Words
from tracker.i18n import formats, names
from tracker.service.editing import NotDated


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    i18n.use("vi")
    yield
    i18n.use("vi")


def test_a_problem_is_one_line_in_the_current_language():
    problem = NotAPeriod(text="2021-Q9")
    assert i18n.say(problem).startswith("“2021-Q9” không phải là kỳ báo cáo.")
    i18n.use("en")
    assert i18n.say(problem).startswith("“2021-Q9” is not a period.")


def test_a_near_match_is_asked_about():
    problem = UnknownTask(code="D7.1-mi-xuyen", plan="soc-trang-2021", near="D7.1-my-xuyen")
    assert i18n.say(problem).endswith("Có phải ý là “D7.1-my-xuyen”?")
    i18n.use("en")
    assert i18n.say(problem).endswith("Did you mean “D7.1-my-xuyen”?")


def test_facts_in_a_problem_are_data_and_never_break_the_line():
    said = i18n.say(NotAPeriod(text="a\nb\x1b[31m{year}[bold]"))
    assert "\n" not in said
    assert "\x1b" not in said
    assert "{year}[bold]" in said


def test_days_in_a_problem_are_written_the_vietnamese_way():
    assert "16/1/2022" in i18n.say(OutsideYear(task="T", day=date(2022, 1, 16), year=2021))


def test_fields_in_a_problem_have_their_screen_names():
    said = i18n.say(NotDated(task="T", field=Field.TITLE, allowed=DATED_FIELDS))
    assert "tên nhiệm vụ" in said
    assert "đơn vị chủ trì, chỉ tiêu, thời hạn, trọng số" in said


@pytest.mark.parametrize(
    ("value", "said"),
    [(1_234_567_800, "1.234.567,8"), (500, "0,5"), (0, "0"), (4000, "4"), (None, "—")],
)
def test_quantities_are_vietnamese_in_both_languages(value, said):
    assert formats.number(value) == said
    i18n.use("en")
    assert formats.number(value) == said


@pytest.mark.parametrize(
    ("exact", "said"),
    [
        (Fraction(100, 3), "33,3 %"),
        (Fraction(1, 20), "0,1 %"),  # 0.05 is rounded half up, not to even
        (Fraction(1250), "1.250,0 %"),
        (None, "—"),
    ],
)
def test_percents_are_rounded_half_up_to_one_decimal(exact, said):
    assert formats.percent(exact) == said


def test_a_rate_shows_its_denominator_and_no_percent_without_one():
    assert formats.rate(Rate(31, 38)) == "31/38 (81,6 %)"
    assert formats.rate(Rate(0, 0)) == "0/0"


def test_an_amount_keeps_its_qualifier():
    money = Amount(1_000_000_000_000, Qualifier.OVER)
    assert formats.amount(money, Words("đồng", "đồng")) == "trên 1.000.000.000 đồng"
    i18n.use("en")
    assert formats.amount(money, Words("đồng", "đồng")) == "over 1.000.000.000 đồng"


def test_days_are_said_as_documents_say_them():
    assert formats.long_day(date(2021, 1, 6)) == "ngày 06 tháng 01 năm 2021"
    i18n.use("en")
    assert formats.long_day(date(2021, 1, 6)) == "6 January 2021"


def test_periods_have_names():
    assert names.period(Period(2021, Rhythm.MONTH, 3)) == "Tháng 3/2021"
    assert names.period(Period(2021, Rhythm.QUARTER, 4)) == "Quý IV/2021"
    assert names.period(Period(2021, Rhythm.HALF, 2)) == "6 tháng cuối năm 2021"
    assert names.period(Period(2021, Rhythm.YEAR, 1)) == "Năm 2021"


def test_statuses_are_said_in_the_words_of_government_task_tracking():
    assert [names.status(s) for s in Status] == [
        "chưa thực hiện",
        "đang thực hiện, trong hạn",
        "chưa hoàn thành, quá hạn",
        "hoàn thành đúng hạn",
        "hoàn thành quá hạn",
        "hoàn thành (không có thời hạn)",
        "đã dừng",
    ]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_closed_list_has_a_name_in_both_languages(language):
    i18n.use(language)
    said = [names.measure(m) for m in Measure] + [names.field(f) for f in Field]
    assert all(said)
    assert len(set(said)) == len(said)
