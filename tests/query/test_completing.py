"""What is suggested while a query is typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.examples import KNOWN
from tests.query.test_errors import ANY_TEXT
from tracker.query.completing import MOST, completions, without_unfinished


def suggested(text: str, lang: str = "en") -> list[str]:
    return [s.text for s in completions(text, len(text), KNOWN, lang)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("a ", []),
        ("u", ["unit:"]),
        ("(u", ["unit:"]),
        ("a or stat", ["status:"]),
        ("d", ["directive:", "due<=", "done<=", "đv:", "địnhkỳ:"]),
        ("ha", ["hạn<="]),
        ("unit:", ["tinh", "my-xuyen", "dai-tam", "ke-sach"]),
        ("unit:my", ["my-xuyen"]),
        ("unit:xuy", ["my-xuyen"]),
        ('unit:"mỹ x', ["my-xuyen"]),
        ("unit:tinh,k", ["ke-sach"]),
        ("đv:đại", ["dai-tam"]),
        ("directive:", ["D7", "D8"]),
        ("status:o", ["overdue", "open"]),
        ("status:quá", ["quá-hạn"]),
        ("tt:over", ["overdue"]),
        ("owed:2021-q", ["2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4"]),
        ("owed:2021-Q1/l", ["2021-Q1/late"]),
        ("owed:2021-Q1/late,re", ["2021-Q1/late,returned"]),
        ("due<n", ["none"]),
        ("title:a", []),
        ('"u', []),
        ('"a" u', ["unit:"]),
        ("x:y", []),
        ("directive:d7", []),
        ("directive:D7 or stat", ["status:"]),
        ("unit:my-xuyen", []),
    ],
)
def test_what_may_come_next(text: str, found: list[str]) -> None:
    assert suggested(text) == found


def test_a_vietnamese_screen_suggests_vietnamese_words_first() -> None:
    assert suggested("đ", "vi")[:2] == ["đơnvị:", "địnhkỳ:"]
    assert suggested("tt:", "vi")[:3] == ["chưa-thực-hiện", "đang-thực-hiện", "quá-hạn"]


def test_a_suggestion_is_put_where_the_cursor_stands() -> None:
    text = "status:ove unit:tinh"
    (first,) = completions(text, len("status:ove"), KNOWN, "en")
    assert first.taken(text) == ("status:overdue unit:tinh", len("status:overdue"))
    (quoted,) = completions('unit:"mỹ x', 10, KNOWN, "en")
    assert quoted.taken('unit:"mỹ x') == ("unit:my-xuyen", 13)


def test_a_saved_view_is_suggested_with_its_query() -> None:
    known = replace(KNOWN, views={"quá-hạn": "status:overdue", "khác": "a"})
    assert [s.text for s in completions("vi", 2, known, "en")] == ["view:"]
    assert [s.text for s in completions("lọ", 2, known, "vi")] == ["lọc:"]
    (view,) = completions("view:qua", 8, known, "en")
    assert (view.text, view.about.vi) == ("quá-hạn", "status:overdue")


def test_a_unit_is_suggested_with_its_name() -> None:
    (unit,) = completions("unit:ke", 7, KNOWN, "en")
    assert unit.about.vi == "Kế Sách"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("unit:x", " "),
        ("a unit:", "a "),
        ('a or (not unit:"x y', "a "),
        ("a trừ đv:x", "a "),
        ("floor unit:x", "floor "),
        ("a", None),
        ('"unit:x', None),
    ],
)
def test_a_query_without_the_value_that_is_being_typed(text: str, rest: str | None) -> None:
    assert without_unfinished(text, len(text)) == rest


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT, st.data())
def test_anything_typed_is_answered_with_a_few(text: str, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(text)))
    found = completions(text, cursor, KNOWN, "vi")
    assert len(found) <= MOST
    for suggestion in found:
        assert suggestion.end == cursor
        assert 0 <= suggestion.start <= cursor
