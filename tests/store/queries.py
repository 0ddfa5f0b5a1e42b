"""What a query means, told again in Python over one task as it was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from operator import eq, ge, gt, le, lt
from typing import Any

from hypothesis import strategies as st

from tracker.domain.duty import DutyState
from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.period import Rhythm, read_period
from tracker.domain.plan import Directive
from tracker.domain.quantity import SCALE
from tracker.domain.query import (
    LARGEST_PERCENT,
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
    Standing,
    all_of,
    any_of,
    negated,
)
from tracker.domain.task import TaskRow
from tracker.domain.text import fold
from tracker.domain.unit import UnitTree

_SIGNS: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.LESS: lt,
    Comparison.AT_MOST: le,
    Comparison.EQUAL: eq,
    Comparison.AT_LEAST: ge,
    Comparison.MORE: gt,
}


def meets(
    query: Query,
    row: TaskRow,
    tree: UnitTree,
    directives: Sequence[Directive],
    owing: Callable[[OfReport], set[str]],
) -> bool:
    """``owing`` says which tasks' codes owe a report."""

    def holds(part: Query) -> bool:
        return meets(part, row, tree, directives, owing)

    if isinstance(query, Not):
        return not holds(query.of)
    if isinstance(query, And):
        return all(map(holds, query.parts))
    if isinstance(query, Or):
        return any(map(holds, query.parts))
    if isinstance(query, OfReport):
        return row.code in owing(query)
    return _holds(query, row, tree, directives)


def _holds(
    term: OfText | OfUnit | OfDay | OfQuantity | OfList,
    row: TaskRow,
    tree: UnitTree,
    directives: Sequence[Directive],
) -> bool:
    if isinstance(term, OfText):
        return any(fold(term.text) in fold(text) for text in _texts(term, row, tree, directives))
    if isinstance(term, OfUnit):
        within = tree.subtree(term.unit) if term.below else (term.unit,)
        mine = (row.unit,) if term.about is About.UNIT else row.coordinating
        return not set(within).isdisjoint(mine)
    if isinstance(term, OfDay):
        days = {About.DUE: row.deadline, About.START: row.start, About.DONE: row.done_on}
        return _compared(days[term.about], term.comparison, term.day)
    if isinstance(term, OfQuantity):
        asked: Any = term.quantity
        if term.about is About.PERCENT and asked is not None:
            asked = Fraction(asked, SCALE)
        figures = {About.PERCENT: row.percent, About.VALUE: row.value, About.TARGET: row.target}
        return _compared(figures[term.about], term.comparison, asked)
    return _of_list(term, row)


def _compared(mine: Any, comparison: Comparison, asked: Any) -> bool:
    if asked is None:
        return mine is None
    return mine is not None and _SIGNS[comparison](mine, asked)


def _texts(
    query: OfText, row: TaskRow, tree: UnitTree, directives: Sequence[Directive]
) -> list[str]:
    if query.about is About.CODE:
        return [row.code]
    titles = f"{row.title.vi} {row.title.en}"
    if query.about is About.TITLE:
        return [titles]
    unit = tree.units[row.unit]
    (stated,) = (d for d in directives if d.code == row.directive)
    return [
        f"{row.code} {titles}",
        f"{unit.code} {unit.name.vi} {unit.name.en} {unit.short.vi}",
        f"{stated.code} {stated.quote} {stated.english} {stated.short.vi} {stated.short.en}",
    ]


def _of_list(query: OfList, row: TaskRow) -> bool:
    if query.about is About.STATUS:
        standing = Standing(query.value)
        return (
            row.status in standing.statuses
            or (standing.at_risk and row.at_risk)
            or (standing.exceeded and row.exceeded)
        )
    if query.about is About.ORIGIN:
        empty = {Field.BASELINE: row.baseline is None, Field.TARGET: row.target is None}
        return any(
            row.origin.get(field, Origin.PROPOSED) == query.value
            for field in Field
            if not empty.get(field)
        )
    mine = {
        About.DIRECTIVE: row.directive,
        About.MEASURE: row.measure.value,
        About.RHYTHM: row.rhythm.value,
    }
    return mine[query.about] == query.value


# Any query at all ---------------------------------------------------------------------------------


def queries(
    units: Sequence[str], directives: Sequence[str], words: Sequence[str], days: Sequence[date]
) -> st.SearchStrategy[Query]:
    """Queries that name these units, directives, words and days."""
    signs = st.sampled_from(Comparison)

    def listed(about: About, values: Sequence[str]) -> st.SearchStrategy[Query]:
        return st.sampled_from(values).map(lambda value: OfList(about, value))

    def compared(about: About, values: st.SearchStrategy[Any], kind: Any) -> st.SearchStrategy[Any]:
        some = st.builds(kind, st.just(about), signs, values)
        return some | st.just(kind(about, Comparison.EQUAL, None))

    whole = st.integers(0, 12).map(lambda number: number * SCALE)
    percents = st.sampled_from([0, 1, 33_333, 33_334, 50_000, 66_667, 99_999, 100_000, 100_001])
    term = st.one_of(
        st.builds(
            OfText, st.sampled_from((About.TEXT, About.CODE, About.TITLE)), st.sampled_from(words)
        ),
        st.builds(
            OfUnit, st.sampled_from((About.UNIT, About.WITH)), st.sampled_from(units), st.booleans()
        ),
        listed(About.DIRECTIVE, directives),
        listed(About.STATUS, [s.value for s in Standing]),
        listed(About.MEASURE, [m.value for m in Measure]),
        listed(About.RHYTHM, [r.value for r in Rhythm]),
        listed(About.ORIGIN, [o.value for o in Origin]),
        *(
            compared(about, st.sampled_from(days), OfDay)
            for about in (About.DUE, About.START, About.DONE)
        ),
        compared(About.PERCENT, percents | st.integers(0, LARGEST_PERCENT), OfQuantity),
        compared(About.VALUE, whole | st.integers(-5000, 20_000), OfQuantity),
        compared(About.TARGET, whole, OfQuantity),
        st.builds(
            OfReport,
            st.sampled_from(["2021-01", "2021-Q1", "2021-Q2", "2021-H1", "2021"]).map(read_period),
            st.frozensets(st.sampled_from(DutyState), min_size=1),
        ),
    )
    return st.recursive(
        term,
        lambda within: st.one_of(
            within.map(negated),
            st.lists(within, min_size=2, max_size=3).map(all_of),
            st.lists(within, min_size=2, max_size=3).map(any_of),
        ),
        max_leaves=8,
    )
