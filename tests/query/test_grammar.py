"""What each text asks for; the canonical text says it, and reads back to the same query."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.examples import KNOWN, any_query, canonical
from tracker.domain.condition import Condition
from tracker.domain.duty import DutyState
from tracker.domain.period import read_period
from tracker.domain.query import (
    About,
    And,
    Comparison,
    Not,
    OfDay,
    OfList,
    OfQuantity,
    OfReport,
    OfText,
    OfUnit,
    Or,
    Query,
)
from tracker.domain.status import DONE, Status
from tracker.domain.text import clean
from tracker.query.fields import NAMES, VALUES, VIETNAMESE, bare
from tracker.query.reading import asked, narrowed_by, text_of

OVERDUE, WORD = OfList(About.STATUS, "overdue"), OfText(About.TEXT, "a")
DUE = OfDay(About.DUE, Comparison.LESS, date(2021, 6, 30))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", None),
        ("  \t", None),
        ("a", WORD),
        ('"đối thoại"', OfText(About.TEXT, "đối thoại")),
        ("“đối thoại”", OfText(About.TEXT, "đối thoại")),
        ("„đối thoại“", OfText(About.TEXT, "đối thoại")),
        (r'"a \"b\" \\"', OfText(About.TEXT, 'a "b" \\')),
        ('"or"', OfText(About.TEXT, "or")),
        ("không", OfText(About.TEXT, "không")),
        ("hoac", OfText(About.TEXT, "hoac")),
        ("unit:my-xuyen", OfUnit(About.UNIT, "my-xuyen")),
        ("unit=my-xuyen", OfUnit(About.UNIT, "my-xuyen", below=False)),
        ('đv:"Mỹ Xuyên"', OfUnit(About.UNIT, "my-xuyen")),
        ("donvi:mỹ", OfUnit(About.UNIT, "my-xuyen")),
        ("with:ke-sach", OfUnit(About.WITH, "ke-sach")),
        (
            "unit:ke-sach,tinh",
            Or((OfUnit(About.UNIT, "ke-sach"), OfUnit(About.UNIT, "tinh"))),
        ),
        ("directive:d7", OfList(About.DIRECTIVE, "D7")),
        ("status:overdue", OVERDUE),
        ("tt:quá-hạn", OVERDUE),
        ('STATUS:"Quá hạn"', OVERDUE),
        ("status:done_late", OfList(About.STATUS, "done-late")),
        ("status:at_risk", OfList(About.STATUS, "at-risk")),
        ("due<2021-06-30", DUE),
        ("due < 30/6", DUE),
        ("hạn<30/6/2021", DUE),
        ('due<"30 tháng 6"', DUE),
        ("due:none", OfDay(About.DUE, Comparison.EQUAL, None)),
        ("done≥1/2", OfDay(About.DONE, Comparison.AT_LEAST, date(2021, 2, 1))),
        ("start:1/1", OfDay(About.START, Comparison.EQUAL, date(2021, 1, 1))),
        ("value>=80%", OfQuantity(About.PERCENT, Comparison.AT_LEAST, 80_000)),
        ("percent>=80", OfQuantity(About.PERCENT, Comparison.AT_LEAST, 80_000)),
        ("tỷlệ<66,667", OfQuantity(About.PERCENT, Comparison.LESS, 66_667)),
        ("value>=3", OfQuantity(About.VALUE, Comparison.AT_LEAST, 3000)),
        ("value=1.234,5", OfQuantity(About.VALUE, Comparison.EQUAL, 1_234_500)),
        ('ct>="1,5 tỷ"', OfQuantity(About.TARGET, Comparison.AT_LEAST, 1_500_000_000_000)),
        ("target:none", OfQuantity(About.TARGET, Comparison.EQUAL, None)),
        ("code:D7.1", OfText(About.CODE, "D7.1")),
        ('title:"đối thoại"', OfText(About.TITLE, "đối thoại")),
        ("measure:ceiling", OfList(About.MEASURE, "ceiling")),
        ("rhythm:quý", OfList(About.RHYTHM, "quarter")),
        ("origin:proposed", OfList(About.ORIGIN, "proposed")),
        ("owed:2021-Q1", OfReport(read_period("2021-Q1"))),
        (
            "nợ:2021-q1/trễ,returned",
            OfReport(read_period("2021-Q1"), frozenset({DutyState.LATE, DutyState.RETURNED})),
        ),
        ("a status:overdue", And((WORD, OVERDUE))),
        ("a and status:overdue", And((WORD, OVERDUE))),
        ("a VÀ status:overdue", And((WORD, OVERDUE))),
        ("a or status:overdue", Or((WORD, OVERDUE))),
        ("a hoặc status:overdue", Or((WORD, OVERDUE))),
        ("not a", Not(WORD)),
        ("trừ a", Not(WORD)),
        ("not not a", WORD),
        ("a due<30/6 or status:overdue", Or((And((WORD, DUE)), OVERDUE))),
        ("a (due<30/6 or status:overdue)", And((WORD, Or((DUE, OVERDUE))))),
        ("not (a or status:overdue)", Not(Or((WORD, OVERDUE)))),
        ("not a status:overdue", And((Not(WORD), OVERDUE))),
        ("((a))", WORD),
        ("a(status:overdue)", And((WORD, OVERDUE))),
        ("(a or status:overdue) or due<30/6", Or((WORD, OVERDUE, DUE))),
    ],
)
def test_what_a_text_asks_for(text: str, query: Query | None) -> None:
    assert asked(text, KNOWN) == query


def test_the_example_of_the_guide_in_one_piece() -> None:
    text = (
        'unit:my-xuyen status:overdue due<2021-06-30 directive:D7 value>=80% "đối thoại"'
        " or not (origin:proposed)"
    )
    assert canonical(text) == text.replace("value>", "percent>").replace(
        "(origin:proposed)", "origin:proposed"
    )


# Anything but what no database stores and what `clean` changes.
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(clean)


@settings(max_examples=200, deadline=None)
@given(any_query(WORDS.map(str.strip).filter(lambda text: any(c.isalnum() for c in text))))
def test_every_query_is_written_as_a_text_that_reads_back_to_it(query: Query) -> None:
    assert asked(str(query), KNOWN) == query


def test_words_alone_are_words_as_they_always_were() -> None:
    before = Condition(unit="tinh")
    found = narrowed_by(before, "Đối thoại  không", KNOWN)
    assert found == Condition(unit="tinh", words=("Đối", "thoại", "không"))
    assert text_of(found) == "Đối thoại không"
    assert narrowed_by(found, "", KNOWN) == before


def test_a_query_takes_the_place_of_words_and_is_written_again() -> None:
    found = narrowed_by(Condition(words=("x",)), "a or b", KNOWN)
    assert (found.words, text_of(found)) == ((), "a or b")
    both = Condition(words=("x",), where=found.where)
    assert text_of(both) == "x (a or b)"


def test_no_two_names_or_values_mean_different_things() -> None:
    spelled = [bare(name) for names in VIETNAMESE.values() for name in names]
    assert len(set(spelled) | set(map(bare, About))) == len(spelled) + len(About)
    assert {NAMES[name] for name in spelled} == set(About)
    for values in VALUES.values():
        both = [*map(bare, values), *map(bare, values.values())]
        assert len(set(both)) == len(both)


def test_done_and_open_are_made_of_statuses() -> None:
    from tracker.domain.query import Standing

    assert Standing.DONE.statuses == DONE
    assert Standing.OPEN.statuses == set(Status) - DONE - {Status.CANCELLED}
    for status in Status:
        assert Standing(status.value.replace("_", "-")).statuses == {status}


def test_a_saved_view_means_what_it_was_saved_for() -> None:
    views = {"Quá-hạn": "status:overdue or due<30/6", "cả-hai": "view:qua-han unit:tinh"}
    known = replace(KNOWN, views=views)
    assert str(asked("a view:qua-han", known)) == "a (status:overdue or due<2021-06-30)"
    assert str(asked("not lọc:CA-HAI", known)) == (
        "not ((status:overdue or due<2021-06-30) unit:tinh)"
    )


def test_the_parser_is_loaded_when_the_first_query_is_read() -> None:
    program = """
import sys
from tracker.query import completing, known, problems, reading
assert "lark" not in sys.modules
reading.warm()
assert "lark" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
