"""An account as one text with headings: read in either language, and read back as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.account import AccountTexts, Part, account_periods, without_empty_lines
from tracker.domain.account_text import (
    HeadingUnknown,
    PartTwice,
    TextBeforeHeading,
    read_account,
    written_account,
)
from tracker.domain.problem import Refused
from tracker.domain.text import NulInText, clean

SAID = AccountTexts("Đối thoại 4 cuộc.", "Thiếu cán bộ.", "Thêm 2 cuộc.", "Bổ sung kinh phí.")
VIETNAMESE = """\
I. Kết quả
Đối thoại 4 cuộc.
II. Hạn chế, nguyên nhân

Thiếu cán bộ.

III. Phương hướng, nhiệm vụ kỳ tới
Thêm 2 cuộc.
IV. Kiến nghị
Bổ sung kinh phí.
"""
ENGLISH = """\
# Results
Đối thoại 4 cuộc.
## II) Shortcomings and causes:
Thiếu cán bộ.
NEXT STEPS
Thêm 2 cuộc.
  4. not a heading, but text
"""


def test_headings_in_vietnamese() -> None:
    assert read_account(VIETNAMESE) == SAID
    assert read_account(VIETNAMESE.replace("\n", "\r\n")) == SAID


def test_headings_in_english_by_hashes_numerals_or_alone() -> None:
    read = read_account(ENGLISH)
    assert (read.results, read.shortcomings, read.proposals) == (
        "Đối thoại 4 cuộc.",
        "Thiếu cán bộ.",
        "",
    )
    assert read.next_steps == "Thêm 2 cuộc.\n  4. not a heading, but text"


@pytest.mark.parametrize(
    "heading", ["ket qua", "KẾT QUẢ", "Kết quả:", "I.Kết quả", "#I. kết quả", "  I. Kê\u0301t quả "]
)
def test_accents_capitals_and_marks_do_not_matter(heading: str) -> None:
    assert read_account(f"{heading}\nx").results == "x"


def test_parts_may_be_left_out_and_come_in_any_order() -> None:
    assert read_account("Kiến nghị\na\nKết quả\nb") == AccountTexts("b", proposals="a")
    assert read_account("") == AccountTexts()


@pytest.mark.parametrize(
    ("text", "because", "line", "near"),
    [
        ("// ghi chú\n\nTrong quý\nI. Kết quả", TextBeforeHeading, 3, None),
        ("I. Kết quả\na\n\nV. Kiến nghi khác\nb", HeadingUnknown, 4, "Kiến nghị"),
        ("# Tồn tại", HeadingUnknown, 1, None),
        ("Results\na\nI. Kết quả\nb", PartTwice, 3, None),
    ],
)
def test_refused_with_the_number_of_the_line(
    text: str, because: type[Refused], line: int, near: str | None
) -> None:
    with pytest.raises(because) as error:
        read_account(text)
    assert error.value.facts["line"] == line
    assert error.value.near == near
    assert "\n" not in str(error.value)


def test_nul_is_refused() -> None:
    with pytest.raises(NulInText):
        read_account("I. Kết quả\na\0")


def test_remarks_are_no_text_before_the_first_heading_and_text_behind_it() -> None:
    written = written_account(SAID, "vi", ("một", "hai"))
    assert written.startswith("// một\n// hai\n\nI. Kết quả\n\nĐối thoại")
    assert read_account(written) == SAID
    assert read_account("Kết quả\n// đường dẫn").results == "// đường dẫn"


TEXTS = st.lists(
    st.sampled_from(
        [
            "Kết quả",
            "I. Kết quả",
            "V. I. Lê-nin",
            "# a",
            "\\",
            "\\# a",
            "  next steps",
            "",
            "//",
            "x",
        ]
    )
    | st.text(st.characters(exclude_characters="\0\n\r", exclude_categories=["Cs"])),
    max_size=6,
).map(lambda lines: without_empty_lines(clean("\n".join(lines))))


@given(st.builds(AccountTexts, TEXTS, TEXTS, TEXTS, TEXTS), st.sampled_from(["vi", "en"]))
def test_any_text_is_read_back_as_it_was_written(texts: AccountTexts, language: str) -> None:
    assert read_account(written_account(texts, language)) == texts


def test_the_headings_are_those_of_a_document() -> None:
    assert [f"{part.numeral}. {part.heading.vi}" for part in Part] == [
        "I. Kết quả",
        "II. Hạn chế, nguyên nhân",
        "III. Phương hướng, nhiệm vụ kỳ tới",
        "IV. Kiến nghị",
    ]


def test_the_periods_of_a_year_come_as_they_end() -> None:
    codes = [period.code for period in account_periods(2021)]
    assert codes[:5] == ["2021-01", "2021-02", "2021-03", "2021-Q1", "2021-04"]
    assert codes[-4:] == ["2021-12", "2021-Q4", "2021-H2", "2021"]
    assert len(codes) == 19
