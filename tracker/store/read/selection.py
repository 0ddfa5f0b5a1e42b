"""The SQL of a condition and of an order on one day, over ``task_state``."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import Session

from tracker.domain.condition import Condition, Sort, SortKey
from tracker.domain.query import About, OfText
from tracker.domain.status import Status
from tracker.store.columns import STATE
from tracker.store.read.duty import owing_tasks
from tracker.store.read.standing import (
    at_risk_on,
    exceeded,
    status_case,
    status_number,
)
from tracker.store.read.view import View, directive_id
from tracker.store.read.where import text, where
from tracker.store.tables import StateRow

S = STATE


def standing_on(view: View) -> ColumnElement[bool]:
    """The one state of each of the plan's tasks that holds on the view's day."""
    return and_(S.plan_id == view.plan_id, holding_on(view))


def holding_on(view: View) -> ColumnElement[bool]:
    """The same for tasks that are named anyway. Without the plan, which they are all of, SQLite
    looks each of them up instead of walking through the whole plan's states."""
    known = view.known.stands(S.known_from, S.known_to)
    return and_(known, S.day_from <= view.day, S.day_to >= view.day)


def with_tasks(view: View, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """``statement`` over states joined with their tasks."""
    task = view.known.task
    return statement.select_from(StateRow).join(task.rows, task.c.id == S.task_id)


def narrowed(
    statement: Select[*tuple[Any, ...]], session: Session, view: View, condition: Condition
) -> Select[*tuple[Any, ...]]:
    """``statement`` (over states with their tasks), narrowed to ``condition``.

    Raises UnknownUnit or UnknownDirective.
    """
    statement = statement.where(standing_on(view))
    task = view.known.task.c
    for word in condition.words:
        statement = statement.where(text(view, OfText(About.TEXT, word)))
    if condition.unit is not None:
        top = view.tree.get(condition.unit, view.plan.code).code
        within = view.tree.subtree(top) if condition.below else (top,)
        ids = [view.unit_ids[code] for code in within]
        statement = statement.where(S.unit_id.in_(ids))
    if condition.directive is not None:
        wanted = directive_id(session, view, condition.directive)
        statement = statement.where(task.directive_id == wanted)
    if condition.due_before is not None:
        statement = statement.where(S.deadline < condition.due_before)
    if condition.owing is not None:
        statement = statement.where(task.id.in_(owing_tasks(view, condition.owing)))
    if condition.where is not None:
        statement = statement.where(where(session, view, condition.where))
    standings: list[ColumnElement[bool]] = []
    if condition.statuses:
        names = sorted(status.value for status in condition.statuses)
        standings.append(status_case(view.day).in_(names))
    if condition.at_risk:
        standings.append(at_risk_on(view.day))
    if condition.exceeded:
        standings.append(exceeded())
    return statement.where(or_(*standings)) if standings else statement


def ordering(view: View, sort: Sort) -> list[ColumnElement[Any]]:
    """ORDER BY for ``sort``; ties by task code. Where there is nothing to sort by, last."""
    task, unit = view.known.task.c, view.known.unit.c
    status = status_case(view.day)
    needs = case(
        (exceeded(), 0),
        (status == Status.OVERDUE.value, 1),
        (at_risk_on(view.day), 2),
        (status == Status.IN_PROGRESS.value, 3),
        (status == Status.NOT_STARTED.value, 4),
        (status == Status.CANCELLED.value, 6),
        else_=5,
    )
    # Only the order is read from this quotient, so floating point does no harm.
    share = S.credit * 1.0 / S.goal
    keys: dict[SortKey, list[ColumnElement[Any]]] = {
        SortKey.CODE: [task.code_key],
        SortKey.TITLE: [task.sort_key],
        SortKey.UNIT: [select(unit.sort_key).where(unit.id == S.unit_id).scalar_subquery()],
        SortKey.STATUS: [status_number(view.day)],
        SortKey.DEADLINE: [S.deadline.is_(None), S.deadline],
        SortKey.PERCENT: [S.goal.is_(None), share],
        SortKey.NEED: [needs, S.deadline.is_(None), S.deadline],
    }
    *before, last = keys[sort.key]
    if sort.descending:
        last = last.desc()
        before = [needs.desc(), *before[1:]] if sort.key is SortKey.NEED else before
    return [*before, last, task.code_key.asc()]
