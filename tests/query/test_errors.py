"""A text that makes no query is refused with its column, what is allowed there, and the nearest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.examples import KNOWN
from tracker.domain.query import MOST_TERMS, NESTED
from tracker.i18n import LANGUAGES, say, use
from tracker.query import problems as p
from tracker.query.grammar import LONGEST
from tracker.query.reading import asked


def refused(text: str) -> p.CannotRead:
    with pytest.raises(p.CannotRead) as error:
        asked(text, KNOWN)
    return error.value


@pytest.mark.parametrize(
    ("text", "problem", "column", "near"),
    [
        ("a or", p.TermMissing, 5, None),
        ("a or  ", p.TermMissing, 5, None),
        ("or a", p.TermMissing, 1, None),
        ("a and or b", p.TermMissing, 7, None),
        ("not", p.TermMissing, 4, None),
        ("()", p.TermMissing, 2, None),
        ("a (", p.TermMissing, 4, None),
        ("(a", p.NotClosed, 1, None),
        ('(a (b) ")" (c', p.NotClosed, 12, None),
        ("a)", p.NotOpened, 2, None),
        (")", p.NotOpened, 1, None),
        ('a "b', p.QuoteNotClosed, 3, None),
        ("a “b", p.QuoteNotClosed, 3, None),
        ("a ” b", p.QuoteNotClosed, 3, None),
        ("<5", p.FieldMissing, 1, None),
        ("a :b", p.UnknownField, 1, "mã"),
        ("đối < 5", p.UnknownField, 1, "đơnvị"),
        ("statsu:overdue", p.UnknownField, 1, "status"),
        ("a uni:x", p.UnknownField, 3, "unit"),
        ("a uni:", p.UnknownField, 3, "unit"),
        ("trạngthia:x", p.UnknownField, 1, "trạngthái"),
        ("unit:", p.ValueMissing, 6, None),
        ("a (unit: )", p.ValueMissing, 10, None),
        ("unit:(a)", p.ValueMissing, 6, None),
        ('title:""', p.ValueMissing, 7, None),
        ("unit:,", p.ValueMissing, 6, None),
        ("owed:2021-Q1/", p.ValueMissing, 6, None),
        ("unit:my-xuyem", p.NoSuchUnit, 6, "my-xuyen"),
        ("unit:tinh,my-xuyem", p.NoSuchUnit, 6, "my-xuyen"),
        ('unit:"Ke Sáh"', p.NoSuchUnit, 6, "ke-sach"),
        ("directive:D77", p.NoSuchDirective, 11, "D7"),
        ("status:overdu", p.UnknownValue, 8, "overdue"),
        ("tt:quá-hạm", p.UnknownValue, 4, "quá-hạn"),
        ("measure:summ", p.UnknownValue, 9, "sum"),
        ("origin:x", p.UnknownValue, 8, None),
        ("owed:2021-Q1/lat", p.UnknownValue, 6, "late"),
        ("owed:2021-Q5", p.BadValue, 6, None),
        ("owed:2021-9M", p.BadValue, 6, None),
        ("status<overdue", p.NoSuchComparison, 7, None),
        ("a status < x", p.NoSuchComparison, 10, None),
        ("code=D7", p.NoSuchComparison, 5, None),
        ("unit>=tinh", p.NoSuchComparison, 5, None),
        ("owed>2021", p.NoSuchComparison, 5, None),
        ("due<31/2", p.BadValue, 5, None),
        ("due<30/6/21", p.BadValue, 5, None),
        ("due<x", p.BadValue, 5, None),
        ("due<none", p.NoneCompared, 5, None),
        ("value>1.5", p.BadValue, 7, None),
        ("value>x", p.BadValue, 7, None),
        ("percent>10001", p.PercentTooLarge, 9, None),
        ("percent>-1", p.PercentTooLarge, 9, None),
        ('value="trên 1 tỷ"', p.QualifierCompared, 7, None),
        ("a\0", p.BadValue, 1, None),
        ("code:\ud800", p.BadValue, 6, None),
    ],
)
def test_what_is_wrong_where_and_what_was_meant(
    text: str, problem: type[p.CannotRead], column: int, near: str | None
) -> None:
    found = refused(text)
    assert (type(found), found.column, found.near) == (problem, column, near)


def test_an_unknown_field_is_told_all_there_are_in_both_languages() -> None:
    said = str(refused("x:1"))
    assert "unit/đv" in said
    assert "owed/nợ" in said
    assert "quotation marks" in said


def test_the_pointer_stands_under_the_column() -> None:
    text, caret = refused("a unit:my-xuyem").pointer
    assert (text, caret) == ("a unit:my-xuyem", " " * 7 + "^")
    # A wide letter takes two cells, a combining mark none; what steers the terminal is a picture.
    text, caret = refused("文 e\u0301 \x1b[31m x:1").pointer
    assert text == "文 e\u0301 ␛[31m x:1"
    assert len(caret) == len("aa e ␛[31m ") + 1


def test_of_a_long_query_the_pointer_shows_what_is_around() -> None:
    found = refused("a " * 40 + "unit:x" + " b" * 40)
    text, caret = found.pointer
    assert text[len(caret) - 1] == "x"
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) < 80


def test_length_depth_and_terms_have_a_limit() -> None:
    megabyte = refused("đối thoại " * 100_000)
    assert isinstance(megabyte, p.TooLong)
    assert asked("x" * LONGEST, KNOWN)
    assert asked("(" * NESTED + "a" + ")" * NESTED, KNOWN)
    deep = refused("(" * 400 + "a" + ")" * 400)
    assert (type(deep), deep.column) == (p.TooDeep, NESTED + 1)
    assert isinstance(refused("not (a or " * 60 + "a" + ")" * 60), p.TooDeep)
    assert asked("a " * MOST_TERMS, KNOWN)
    many = refused("a " * (MOST_TERMS + 1))
    assert (type(many), many.column) == (p.TooManyTerms, 2 * MOST_TERMS + 1)


VIEWS = {
    "qua-han": "status:overdue",
    "hong": "a unit:nowhere",
    "vong": "b (view:vong-2)",
    "vong-2": "view:vong",
    "rong": " ",
    "dai": "x" * (LONGEST + 1),
    "nhieu": "a " * MOST_TERMS,
}


@pytest.mark.parametrize(
    ("text", "problem", "column", "near"),
    [
        ("view:qua-ham", p.NoView, 6, "qua-han"),
        ("view:", p.ValueMissing, 6, None),
        ("view=qua-han", p.NoSuchComparison, 5, None),
        ("a view:hong", p.BadView, 8, None),
        ("view:vong", p.BadView, 6, None),
        ("view:rong", p.BadView, 6, None),
        ("view:dai", p.BadView, 6, None),
        ("a view:nhieu", p.BadView, 8, None),
        ("view:nhieu a", p.TooManyTerms, 12, None),
        ("not " * NESTED + "view:qua-han", p.TooDeep, 4 * NESTED + 6, None),
        ("vieu:x", p.UnknownField, 1, "view"),
    ],
)
def test_a_view_that_is_not_there_or_cannot_be_read(
    text: str, problem: type[p.CannotRead], column: int, near: str | None
) -> None:
    with pytest.raises(p.CannotRead) as error:
        asked(text, replace(KNOWN, views=VIEWS))
    found = error.value
    assert (type(found), found.column, found.near) == (problem, column, near)


def test_what_is_wrong_in_a_view_is_told_with_its_own_column() -> None:
    with pytest.raises(p.BadView) as error:
        asked("view:hong", replace(KNOWN, views=VIEWS))
    assert "Column 8: there is no unit “nowhere”" in str(error.value)


PIECES = st.sampled_from(
    [
        *'()":=<>,/%\\“”„ ',
        *("or ", "not ", "and ", "hoặc ", "trừ "),
        *("unit:", "due<", "value>=", "status:", "owed:", "percent<=", "đv=", "x:"),
        *("my-xuyen", "overdue", "30/6", "none", "80%", "1,5", "2021-Q1", "/late", "đối"),
    ]
)
ANY_TEXT = st.text(max_size=40) | st.lists(PIECES, max_size=25).map("".join)


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT)
def test_any_text_is_read_or_refused_in_a_line_of_either_language(text: str) -> None:
    try:
        query = asked(text, KNOWN)
    except p.CannotRead as problem:
        assert 1 <= problem.column <= len(text) + 1
        line, caret = problem.pointer
        assert "\n" not in line + caret
        for language in LANGUAGES:
            use(language)
            assert say(problem)
        use("vi")
    else:
        assert query is None or asked(str(query), KNOWN) == query
