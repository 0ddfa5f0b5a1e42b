"""A query in SQL finds the tasks that it means, and none is lost between it and its negation."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.office import DECISION, DIRECTIVES, UNITS, Office, on, refuses, task
from tests.store.queries import meets, queries
from tracker.domain.condition import By, Condition, Owing
from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.period import Rhythm, read_period
from tracker.domain.quantity import MAX_QUANTITY, SCALE, Amount, Qualifier
from tracker.domain.query import (
    LARGEST_PERCENT,
    MOST_DEPTH,
    MOST_TERMS,
    About,
    Comparison,
    OfDay,
    OfList,
    OfQuantity,
    OfReport,
    OfText,
    OfUnit,
    Query,
    all_of,
    any_of,
    depth,
    negated,
)
from tracker.domain.unit import UnitTree, UnknownUnit
from tracker.domain.words import Words
from tracker.service.confirming import confirm
from tracker.service.stops import cancel_task
from tracker.store.read.view import UnknownDirective

WORDS = ("doi thoai", "Đối", "xuyên", "D7", "7.1", "100%_", "_", "'; DROP TABLE task;--", "", "\\")
DAYS = (on("01-01"), on("03-31"), on("04-01"), on("06-30"), on("07-15"), on("12-31"))
HOSTILE = '100%_\' OR 1=1 --\\ "đậm"'


def some_office(office: Office) -> Office:
    """Tasks of every kind: with and without deadline, target, report and baseline; stopped ones."""
    chance = Random(7)  # noqa: S311 - chance that is the same every time
    units, measures = [u.code for u in UNITS], list(Measure)
    drafts = []
    for number in range(40):
        measure = measures[number % 4]
        target: Any = {Measure.MILESTONE: 1, Measure.CEILING: chance.choice([0, 2])}.get(
            measure, chance.choice([None, 3, 7, 10])
        )
        unit, other = chance.sample(units, 2)
        drafts.append(
            task(
                f"D{7 + number % 2}.{number}-{unit}",
                target,
                unit=unit,
                coordinating=(other,) if chance.random() < 0.5 else (),
                measure=measure,
                title=Words(HOSTILE if number == 3 else f"Đối thoại {number}", "Hold dialogues"),
                rhythm=chance.choice([Rhythm.QUARTER, Rhythm.HALF]),
                deadline=chance.choice([None, on("03-31"), on("06-30"), on("12-31")]),
                baseline=chance.choice([None, Amount(5 * SCALE, Qualifier.OVER)]),
                origin={f: chance.choice(list(Origin)[:3]) for f in chance.sample(list(Field), 5)},
            )
        )
    office.seed(*drafts)
    for draft in drafts[::2]:
        high = {Measure.MILESTONE: 1}.get(draft.measure, 12)
        first = {Rhythm.QUARTER: "2021-Q1", Rhythm.HALF: "2021-H1"}[draft.rhythm]
        office.report(draft.code, first, chance.randint(0, high), own_day=on("03-20"))
    for draft in drafts[10:30]:
        if draft.coordinating:  # from then on it leads, and coordinates no more
            lead = {Field.UNIT: draft.coordinating[0]}
            office.edit(draft.code, lead, day_from=on("06-01"))
    for draft in drafts[:6]:
        cancel_task(office.desk, None, draft.code, "lý do", day=on("05-01"))
    confirm(office.desk, None, Condition(directive="D8", unit="ke-sach"), DECISION, list(Field))
    return office


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from tracker.store.engine import open_engine
    from tracker.upkeep.migrate import migrate

    path = str(tmp_path_factory.mktemp("where") / "office.db")
    engine = open_engine(path)
    migrate(engine)
    engine.dispose()
    opened = some_office(Office(path))
    yield opened
    opened.close()


def found(office: Office, query: Query, day: date) -> set[str]:
    return set(office.rows(day, Condition(where=query)))


def meant(office: Office, query: Query, day: date) -> set[str]:
    def owing(report: OfReport) -> set[str]:
        return set(office.rows(day, Condition(owing=Owing(report.period, report.states))))

    tree = UnitTree(UNITS)
    return {
        code for code, row in office.rows(day).items() if meets(query, row, tree, DIRECTIVES, owing)
    }


ANY_QUERY = queries([u.code for u in UNITS], ["D7", "D8"], WORDS, DAYS)


@settings(max_examples=80, deadline=None)
@given(ANY_QUERY, st.sampled_from(DAYS))
def test_sql_finds_what_the_query_means(filled: Office, query: Query, day: date) -> None:
    assert found(filled, query, day) == meant(filled, query, day)


@settings(max_examples=30, deadline=None)
@given(ANY_QUERY)
def test_a_query_and_its_negation_share_all_tasks_between_them(
    filled: Office, query: Query
) -> None:
    every, yes, no = (
        set(filled.rows(on("07-15"))),
        found(filled, query, on("07-15")),
        found(filled, negated(query), on("07-15")),
    )
    assert not yes & no
    assert yes | no == every


@pytest.mark.postgres
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ANY_QUERY, st.sampled_from(DAYS))
def test_postgresql_finds_the_same(postgres_office: Office, query: Query, day: date) -> None:
    if not _has_plan(postgres_office):
        some_office(postgres_office)
    assert found(postgres_office, query, day) == meant(postgres_office, query, day)


def _has_plan(office: Office) -> bool:
    from tracker.store.read.view import NoPlan

    try:
        with office.view():
            return True
    except NoPlan:
        return False


def test_every_kind_of_term_finds_some_and_leaves_some(filled: Office) -> None:
    """The properties above would hold of an empty office as well."""
    day, every = on("07-15"), len(filled.rows(on("07-15")))
    for query in (
        OfText(About.TITLE, "thoai 2"),
        OfUnit(About.WITH, "ke-sach", below=False),
        OfUnit(About.UNIT, "my-xuyen"),
        OfList(About.STATUS, "attention"),
        OfList(About.STATUS, "done"),
        OfList(About.ORIGIN, "source"),
        OfList(About.ORIGIN, "confirmed"),
        OfDay(About.DUE, Comparison.AT_MOST, on("06-30")),
        OfDay(About.DONE, Comparison.EQUAL, None),
        OfQuantity(About.PERCENT, Comparison.AT_LEAST, 66_667),
        OfQuantity(About.VALUE, Comparison.EQUAL, None),
        OfQuantity(About.TARGET, Comparison.EQUAL, None),
        OfReport(read_period("2021-Q1")),
    ):
        assert 0 < len(found(filled, query, day)) < every, query


def test_without_a_deadline_nothing_is_due_before_a_day_and_so_not_is_true(office: Office) -> None:
    office.seed(task("D7.1-my-xuyen", deadline=on("06-30")), task("D7.2-my-xuyen"))
    before = OfDay(About.DUE, Comparison.LESS, on("07-01"))
    assert office.codes(Condition(where=before)) == ["D7.1-my-xuyen"]
    assert office.codes(Condition(where=negated(before))) == ["D7.2-my-xuyen"]
    nothing = OfDay(About.DUE, Comparison.EQUAL, None)
    assert office.codes(Condition(where=nothing)) == ["D7.2-my-xuyen"]


@pytest.mark.parametrize("goal", [1, 3, 99_999, 100_000, 10**9 + 7, MAX_QUANTITY // SCALE])
def test_percents_are_compared_exactly_up_to_the_largest_figures(office: Office, goal: int) -> None:
    """Two thirds are more than 66,666 % and less than 66,667 %, whatever the goal."""
    office.seed(task("D7.1-my-xuyen", goal))
    office.report("D7.1-my-xuyen", "2021-Q1", 2 * goal // 3)
    percent = office.row("D7.1-my-xuyen").percent
    assert percent is not None
    nearest = int(percent * SCALE)
    for asked in (nearest - 1, nearest, nearest + 1, 0, LARGEST_PERCENT):
        for comparison in Comparison:
            query = OfQuantity(About.PERCENT, comparison, max(asked, 0))
            assert found(office, query, on("07-15")) == meant(office, query, on("07-15")), query


def test_hostile_text_is_looked_for_as_it_is(office: Office) -> None:
    office.seed(
        task("D7.1-my-xuyen", title=Words(HOSTILE)), task("D7.2-my-xuyen", title=Words("1005 đậm"))
    )
    for text in (HOSTILE, "100%_'", "\\", "' OR 1=1"):
        for about in (About.TEXT, About.TITLE):
            query = OfText(about, text)
            assert office.codes(Condition(where=query)) == ["D7.1-my-xuyen"]
    assert office.codes(Condition(where=OfText(About.CODE, "%"))) == []


def test_a_query_narrows_roll_ups_as_it_narrows_lists(office: Office) -> None:
    some_office(office)
    query = any_of([OfList(About.STATUS, "overdue"), OfText(About.TITLE, "thoai 1")])
    codes = office.codes(Condition(where=query))
    assert codes
    for by in By:
        assert office.summary(by, Condition(where=query)).totals.tasks == len(codes)
    both = Condition(unit="my-xuyen", where=query)
    assert set(office.codes(both)) == set(codes) & set(office.codes(Condition(unit="my-xuyen")))


def test_a_unit_or_directive_that_is_not_there_is_refused(office: Office) -> None:
    office.seed(task())
    for query, problem in (
        (OfUnit(About.UNIT, "my-xuyem"), UnknownUnit),
        (OfUnit(About.WITH, "my-xuyem"), UnknownUnit),
        (OfList(About.DIRECTIVE, "D77"), UnknownDirective),
    ):
        condition = Condition(where=negated(query))
        assert refuses(problem, office, lambda c=condition: office.codes(c)).near  # type: ignore[misc]


def test_the_deepest_and_the_widest_query_are_answered(office: Office) -> None:
    office.seed(task())
    deep: Query = OfText(About.TEXT, "x")
    while depth(deep) < MOST_DEPTH - 2:
        deep = negated(
            any_of([OfText(About.TEXT, "y"), all_of([deep, OfUnit(About.UNIT, "tinh")])])
        )
    office.codes(Condition(where=deep))
    wide = any_of(
        OfUnit(About.WITH if n % 2 else About.UNIT, "tinh", below=n % 3 > 0)
        for n in range(MOST_TERMS)
    )
    assert office.codes(Condition(where=wide)) == ["D7.1-my-xuyen"]
