"""The SQL of a condition and of a status on one day, over ``task_state``.

``status_case`` says in SQL what ``domain.status.status_of`` says in Python; a property test holds
the two together.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_
from sqlalchemy.orm import Session

from tracker.domain.condition import Condition, Sort, SortKey
from tracker.domain.status import Status
from tracker.domain.text import fold
from tracker.store.columns import DIRECTIVE, STATE, TASK, UNIT
from tracker.store.read.view import View, directive_id
from tracker.store.tables import STILL_KNOWN, DirectiveRow, StateRow, TaskRecord, UnitRow

S, T, U, D = STATE, TASK, UNIT, DIRECTIVE


def standing_on(view: View) -> ColumnElement[bool]:
    """The one state of each of the plan's tasks that holds on the view's day."""
    return and_(
        S.plan_id == view.plan_id,
        S.known_to == STILL_KNOWN,
        S.day_from <= view.day,
        S.day_to >= view.day,
    )


def status_case(day: date) -> ColumnElement[str]:
    """The status of a state on ``day``: the first row of DOMAIN §4's table that holds."""
    done = S.done_day.is_not(None)
    return case(
        (S.cancelled, Status.CANCELLED.value),
        (and_(done, S.deadline.is_(None)), Status.DONE_NO_DEADLINE.value),
        (and_(done, S.done_day <= S.deadline), Status.DONE_ON_TIME.value),
        (done, Status.DONE_LATE.value),
        (S.deadline < day, Status.OVERDUE.value),
        (S.reported, Status.IN_PROGRESS.value),
        else_=Status.NOT_STARTED.value,
    )


def at_risk_on(day: date) -> ColumnElement[bool]:
    """``domain.status.at_risk`` in SQL; ``risk_from`` is only set while the task is open."""
    return and_(
        S.risk_from.is_not(None),
        S.risk_from <= day,
        or_(S.deadline.is_(None), S.deadline >= day),
    )


def exceeded() -> ColumnElement[bool]:
    """A broken ceiling that nobody has stopped."""
    return and_(S.exceeded, S.cancelled.is_(False))


def joined(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """``statement`` over states joined with their tasks, lead units and directives."""
    return (
        statement.select_from(StateRow)
        .join(TaskRecord, T.id == S.task_id)
        .join(UnitRow, U.id == S.unit_id)
        .join(DirectiveRow, D.id == T.directive_id)
    )


def narrowed(
    statement: Select[*tuple[Any, ...]], session: Session, view: View, condition: Condition
) -> Select[*tuple[Any, ...]]:
    """``statement`` (as ``joined``), narrowed to ``condition``.

    Raises UnknownUnit or UnknownDirective.
    """
    statement = statement.where(standing_on(view))
    for word in condition.words:
        folded = fold(word)
        statement = statement.where(
            or_(
                T.folded.contains(folded, autoescape=True),
                U.folded.contains(folded, autoescape=True),
            )
        )
    if condition.unit is not None:
        unit = view.tree.get(condition.unit, view.plan.code)
        ids = [view.unit_ids[code] for code in view.tree.subtree(unit.code)]
        statement = statement.where(S.unit_id.in_(ids))
    if condition.directive is not None:
        wanted = directive_id(session, view.plan_id, view.plan.code, condition.directive)
        statement = statement.where(T.directive_id == wanted)
    if condition.due_before is not None:
        statement = statement.where(S.deadline < condition.due_before)
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
        SortKey.CODE: [T.code_key],
        SortKey.TITLE: [T.sort_key],
        SortKey.UNIT: [U.sort_key],
        SortKey.STATUS: [status],
        SortKey.DEADLINE: [S.deadline.is_(None), S.deadline],
        SortKey.PERCENT: [S.goal.is_(None), share],
        SortKey.NEED: [needs, S.deadline.is_(None), S.deadline],
    }
    *before, last = keys[sort.key]
    return [*before, last.desc() if sort.descending else last.asc(), T.code_key.asc()]
