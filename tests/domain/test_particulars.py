"""What a file says of itself comes back whole, and a fingerprint is of the figures alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.factory import summary, task, tasks
from tests.store.queries import queries
from tracker.domain.condition import By, Condition, Owing
from tracker.domain.duty import DutyState
from tracker.domain.fingerprint import FiguresShown, differences, shown_of
from tracker.domain.known import Recorded
from tracker.domain.particulars import (
    WORD,
    BrokenParticulars,
    Particulars,
    Question,
    particulars_of,
    question_of,
    read_particulars,
)
from tracker.domain.period import read_period
from tracker.domain.quantity import SCALE
from tracker.domain.query import About, OfUnit
from tracker.domain.seal import Seal, read_seal
from tracker.domain.status import Status
from tracker.domain.words import Words

NOW = datetime(2021, 7, 1, tzinfo=UTC)
DIGITS = "0123 4567 89ab cdef 0123 4567 89ab cdef"
SEAL = Seal(132, "3f2a99c012ab77de" * 4)

texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20)
conditions = st.builds(
    Condition,
    words=st.lists(texts, max_size=3).map(tuple),
    unit=st.none() | texts,
    directive=st.none() | texts,
    statuses=st.sets(st.sampled_from(Status)).map(frozenset),
    at_risk=st.booleans(),
    exceeded=st.booleans(),
    due_before=st.none() | st.dates(),
    below=st.booleans(),
    owing=st.none()
    | st.builds(
        Owing,
        st.sampled_from(["2021-03", "2021-Q1", "2021-H1", "2021"]).map(read_period),
        st.sets(st.sampled_from(DutyState)).map(frozenset),
        st.none() | texts,
    ),
    where=st.none()
    | queries(["tinh", "my-xuyen"], ["D7"], ["đối thoại", "a&b=c", " ", "not", ""], [NOW.date()]),
)


def said(condition: Condition, plan: str = "soc-trang-2021") -> Particulars:
    question = Question(plan, By.DIRECTIVE, date(2021, 6, 30), condition)
    return Particulars(question, 132, 12, "vi", DIGITS, read_seal(str(SEAL)))


@given(conditions, texts)
def test_any_question_is_one_word_and_comes_back(condition: Condition, plan: str) -> None:
    if condition.unit is None:
        condition = replace(condition, below=True)  # without a unit it says nothing
    word = str(said(condition, plan))
    assert WORD.fullmatch(word)
    assert read_particulars(word) == said(condition, plan)


@pytest.mark.parametrize(
    "change",
    [
        ("as-of=2021-06-30", "as-of=2021-06-31"),
        ("by=directive", "by=colour"),
        ("entry=132", "entry=x"),
        ("&tasks=12", ""),
        ("seal=132-3f2a", "seal=132-"),
        ("fingerprint=0123", "fingerprint="),
        ("plan=", "plan=a&plan="),
        ("&lang", "&status=late&lang"),
        ("&lang", "&where=not&lang"),
        ("&lang", "&where=text:a&where=text:b&lang"),
        ("&lang", "&where=text:a&where=and:2&lang"),
        ("&lang", "&where=text:a&where=text:b&where=and:1&lang"),
        ("&lang", "&where=colour:red&lang"),
        ("&lang", "&where=text&lang"),
        ("&lang", "&where=status:late&lang"),
        ("&lang", "&where=unit<tinh&lang"),
        ("&lang", "&where=due:2021-06-30&lang"),
        ("&lang", "&where=due<none&lang"),
        ("&lang", "&where=percent<20000%25&lang"),
        ("&lang", "&where=owed:2021-Q9&lang"),
        ("&lang", "&where=owed:2021-Q1/paid&lang"),
        ("&lang", f"&where={'&where='.join(['text:a', *['not', 'text:b', 'and:2'] * 50])}&lang"),
        ("&lang", f"{'&where=text:a' * 399}&lang"),
        ("&lang", f"{'&where=text:a' * 999}&lang"),
    ],
)
def test_what_is_damaged_is_named(change: tuple[str, str]) -> None:
    word = str(said(Condition()))
    assert change[0] in word
    with pytest.raises(BrokenParticulars):
        read_particulars(word.replace(*change))


def fingerprint(**changes: object) -> str:
    whole = replace(summary(), **changes)  # type: ignore[arg-type]  # any field, by name
    return shown_of(whole).fingerprint(str(question_of(whole)))


def test_words_the_record_and_the_order_of_tasks_do_not_change_a_fingerprint() -> None:
    whole = summary()
    renamed = tuple(replace(row, title=Words("khác")) for row in tasks())
    entry = Recorded(7, NOW)
    for changes in (
        {"tasks": renamed},
        {"tasks": tuple(reversed(tasks()))},
        {"recorded": entry, "known_on": entry, "seal": SEAL},
        {"rows": tuple(replace(row, name=Words("khác")) for row in whole.rows)},
    ):
        assert fingerprint(**changes) == fingerprint()


def test_any_figure_and_the_question_change_it() -> None:
    whole = summary()
    others = [
        {"as_of": date(2021, 7, 1)},
        {"by": By.DIRECTIVE},
        {"condition": Condition(unit="tinh")},
        {"condition": Condition(where=OfUnit(About.UNIT, "tinh"))},
        {"plan": replace(whole.plan, code="khac")},
        {"totals": replace(whole.totals, at_risk=whole.totals.at_risk + 1)},
        {"rows": whole.rows[:-1]},
        {"rows": tuple(reversed(whole.rows))},
        {"tasks": whole.tasks[:-1]},
        *(
            {"tasks": (task(1, **change), *whole.tasks[1:])}
            for change in (
                {"value": 1 * SCALE + 1},
                {"target": None},
                {"deadline": None},
                {"status": Status.OVERDUE},
                {"at_risk": True},
                {"exceeded": True},
                {"done_on": date(2021, 2, 1)},
                {"code": "D7.99-my-xuyen"},
            )
        ),
    ]
    found = [fingerprint(**changes) for changes in others]
    assert len({fingerprint(), *found}) == 1 + len(others)


def test_a_file_speaks_of_the_summary_that_it_shows() -> None:
    whole = replace(summary(), recorded=Recorded(9, NOW), seal=SEAL)
    found = particulars_of(whole, "en")
    assert (found.entry, found.tasks, found.lang) == (9, len(whole.tasks), "en")
    assert found.seal is not None
    assert found.seal.is_of(SEAL)
    assert found.fingerprint == fingerprint()


def test_differences_name_totals_first_and_what_is_new_or_gone_once() -> None:
    whole = summary()
    other = replace(
        whole,
        totals=replace(whole.totals, at_risk=9),
        rows=whole.rows[:-1],
        tasks=(task(1, value=2 * SCALE), *whole.tasks[2:]),
    )
    found = differences(shown_of(whole), shown_of(other))
    told = [(d.where, d.which, d.figure, d.before, d.after) for d in found]
    assert told[0] == ("totals", "", "at_risk", str(whole.totals.at_risk), "9")
    assert ("row", "nga-nam", "tasks", "1", None) in told
    assert ("task", "D7.1-my-xuyen", "value", "1", "2") in told
    assert [t for t in told if t[1] == "D7.2-my-xuyen"] == [
        ("task", "D7.2-my-xuyen", "deadline", "2021-06-30", None)
    ]


def test_the_same_figures_do_not_differ() -> None:
    shown: FiguresShown = shown_of(summary())
    assert differences(shown, shown) == ()
