"""A query (``domain.query``) as one SQL condition over states with their tasks.

Every term is true or false and never null, so that ``not`` turns it round: a comparison with a
column that may be empty also says that it is not. All that a user typed is bound.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import Session

from tracker.domain.condition import Owing
from tracker.domain.origin import Field
from tracker.domain.quantity import SCALE
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
    Standing,
    Term,
)
from tracker.domain.text import fold
from tracker.store.columns import STATE as S
from tracker.store.read.duty import owing_tasks
from tracker.store.read.standing import at_risk_on, exceeded, status_case
from tracker.store.read.view import View, directive_id


def where(session: Session, view: View, query: Query) -> ColumnElement[bool]:
    """Whether a state of the view's day, with its task, meets ``query``.

    Raises UnknownUnit or UnknownDirective.
    """
    if isinstance(query, Not):
        return not_(where(session, view, query.of))
    if isinstance(query, And):
        return and_(*(where(session, view, part) for part in query.parts))
    if isinstance(query, Or):
        return or_(*(where(session, view, part) for part in query.parts))
    return _term(session, view, query)


def _term(session: Session, view: View, term: Term) -> ColumnElement[bool]:
    found: ColumnElement[bool]
    if isinstance(term, OfText):
        found = text(view, term)
    elif isinstance(term, OfUnit):
        found = _unit(view, term)
    elif isinstance(term, OfDay):
        found = _day(view, term)
    elif isinstance(term, OfQuantity):
        found = _quantity(term)
    elif isinstance(term, OfReport):
        owing = owing_tasks(view, Owing(term.period, term.states))
        found = view.known.task.c.id.in_(owing)
    else:
        found = _of_list(session, view, term)
    return found


def text(view: View, term: OfText) -> ColumnElement[bool]:
    """Whether the text occurs, folded."""
    task, unit, directive = view.known.task.c, view.known.unit.c, view.known.directive.c
    folded = fold(term.text)
    if term.about is About.CODE:
        return _says(func.lower(task.code), folded)
    if term.about is About.TITLE:
        # What is folded is “code title title”; a code has no space, so the rest is the titles.
        return _says(func.substr(task.folded, func.length(task.code) + 2), folded)
    # Units and directives are few: they are searched once, and not for each task.
    units = select(unit.id).where(unit.plan_id == view.plan_id, _says(unit.folded, folded))
    stated = select(directive.id).where(
        directive.plan_id == view.plan_id, _says(directive.folded, folded)
    )
    return or_(_says(task.folded, folded), S.unit_id.in_(units), task.directive_id.in_(stated))


def _says(folded: ColumnElement[str], word: str) -> ColumnElement[bool]:
    return folded.contains(word, autoescape=True)


def _unit(view: View, term: OfUnit) -> ColumnElement[bool]:
    top = view.tree.get(term.unit, view.plan.code).code
    within = view.tree.subtree(top) if term.below else (top,)
    # Our own numbers, written out: many terms may name more units than a statement can bind.
    ids = bindparam(
        None,
        [view.unit_ids[code] for code in within],
        Integer,
        expanding=True,
        literal_execute=True,
    )
    if term.about is About.UNIT:
        return S.unit_id.in_(ids)
    part = view.known.coordinating.c
    # Coordinating has no dates: a unit that leads on this day does not coordinate as well.
    coordinates: ColumnElement[bool] = (
        select(literal(1))
        .select_from(view.known.coordinating.rows)
        .where(part.task_id == S.task_id, part.unit_id.in_(ids), part.unit_id != S.unit_id)
        .exists()
    )
    return coordinates


def _day(view: View, term: OfDay) -> ColumnElement[bool]:
    columns = {
        About.DUE: S.deadline,
        About.START: view.known.task.c.start,
        About.DONE: case((S.cancelled, None), else_=S.done_day),
    }
    return _compared(columns[term.about], term.comparison, term.day)


def _quantity(term: OfQuantity) -> ColumnElement[bool]:
    if term.about is About.PERCENT:
        return _percent(term)
    column = S.value if term.about is About.VALUE else S.target
    return _compared(column, term.comparison, term.quantity)


def _compared(column: Any, comparison: Comparison, with_: object) -> ColumnElement[bool]:
    """``with_`` None: the column is empty."""
    if with_ is None:
        empty: ColumnElement[bool] = column.is_(None)
        return empty
    return and_(column.is_not(None), _signed(column, comparison, with_))


def _signed(left: Any, comparison: Comparison, right: Any) -> ColumnElement[bool]:
    signed: dict[Comparison, ColumnElement[bool]] = {
        Comparison.LESS: left < right,
        Comparison.AT_MOST: left <= right,
        Comparison.EQUAL: left == right,
        Comparison.AT_LEAST: left >= right,
        Comparison.MORE: left > right,
    }
    return signed[comparison]


_WHOLE = 100 * SCALE
"""A whole, in thousandths of a percent."""


def _percent(term: OfQuantity) -> ColumnElement[bool]:
    """The exact percent compared, without a fraction and within 64 bits.

    ``credit`` is compared with ``goal × asked ÷ whole``, which is taken in two parts: the goal's
    whole lots of 100,000, and what remains of it.
    """
    if term.quantity is None:
        return S.goal.is_(None)
    asked = literal(term.quantity, Integer)
    rest = S.goal % _WHOLE * asked
    down = S.goal // _WHOLE * asked + rest // _WHOLE
    up = S.goal // _WHOLE * asked + (rest + (_WHOLE - 1)) // _WHOLE
    meets: dict[Comparison, ColumnElement[bool]] = {
        Comparison.LESS: S.credit < up,
        Comparison.AT_MOST: S.credit <= down,
        Comparison.EQUAL: and_(S.credit == down, down == up),
        Comparison.AT_LEAST: S.credit >= up,
        Comparison.MORE: S.credit > down,
    }
    return and_(S.goal.is_not(None), meets[term.comparison])


def _of_list(session: Session, view: View, term: OfList) -> ColumnElement[bool]:
    task = view.known.task.c
    found: ColumnElement[bool]
    if term.about is About.DIRECTIVE:
        found = task.directive_id == directive_id(session, view, term.value)
    elif term.about is About.MEASURE:
        found = task.measure == term.value
    elif term.about is About.RHYTHM:
        found = task.rhythm == term.value
    elif term.about is About.ORIGIN:
        found = _origin(view, term.value)
    else:
        found = _stands(view, Standing(term.value))
    return found


def _stands(view: View, standing: Standing) -> ColumnElement[bool]:
    meets: list[ColumnElement[bool]] = []
    if standing.statuses:
        names = sorted(status.value for status in standing.statuses)
        meets.append(status_case(view.day).in_(names))
    if standing.at_risk:
        meets.append(at_risk_on(view.day))
    if standing.exceeded:
        meets.append(exceeded())
    return or_(false(), *meets)


def _origin(view: View, origin: str) -> ColumnElement[bool]:
    """``domain.task.open_fields``, for any origin: an empty baseline or target does not count."""
    task = view.known.task.c
    of_baseline = f'"{Field.BASELINE.value}": "{origin}"'
    return or_(
        S.unit_origin == origin,
        S.deadline_origin == origin,
        S.weight_origin == origin,
        and_(S.target.is_not(None), S.target_origin == origin),
        and_(task.baseline.is_not(None), task.origins.contains(of_baseline)),
        func.replace(task.origins, of_baseline, "").contains(f'"{origin}"'),
    )
