"""Lists of tasks: the ids of all that match, and the rows of those in sight."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from tracker.domain.condition import Condition, Sort
from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.period import Rhythm
from tracker.domain.quantity import Amount, Qualifier
from tracker.domain.status import at_risk, status_of
from tracker.domain.task import TaskRow
from tracker.domain.words import Words
from tracker.store.read.selection import (
    S,
    holding_on,
    narrowed,
    ordering,
    with_tasks,
)
from tracker.store.read.view import View
from tracker.store.states import in_lots
from tracker.store.tables import DirectiveRow, StateRow, TaskRecord, UnitRow


def task_ids(session: Session, view: View, condition: Condition, sort: Sort) -> list[int]:
    """The ids of all tasks that match, in order. Raises UnknownUnit or UnknownDirective."""
    ids = with_tasks(view, select(view.known.task.c.id))
    statement = narrowed(ids, session, view, condition)
    return list(session.scalars(statement.order_by(*ordering(view, sort))))


def task_codes(session: Session, view: View, ids: Sequence[int]) -> list[str]:
    """The codes of tasks, in the order of ``ids``."""
    task = view.known.task
    codes: dict[int, str] = {}
    for some in in_lots(ids):
        statement = select(task.c.id, task.c.code).where(task.c.id.in_(some))
        codes |= {row.id: row.code for row in session.execute(statement)}
    return [codes[number] for number in ids if number in codes]


def task_rows(session: Session, view: View, ids: Sequence[int]) -> list[TaskRow]:
    """The rows of ``ids`` on the view's day, in the order of ``ids``."""
    rows: dict[int, TaskRow] = {}
    task, unit, directive = view.known.task, view.known.unit, view.known.directive
    for some in in_lots(ids):
        statement = (
            with_tasks(view, select(StateRow, task.rows, unit.rows, directive.rows))
            .join(unit.rows, unit.c.id == S.unit_id)
            .join(directive.rows, directive.c.id == task.c.directive_id)
            .where(holding_on(view), S.task_id.in_(some))
        )
        coordinating = _coordinating(session, view, some)
        for found in session.execute(statement):
            row = task_row(view, found, coordinating)
            rows[row.id] = row
    return [rows[i] for i in ids if i in rows]


def _coordinating(session: Session, view: View, ids: Iterable[int]) -> dict[int, list[str]]:
    part, unit = view.known.coordinating, view.known.unit
    statement = (
        select(part.c.task_id, unit.c.code)
        .select_from(part.rows)
        .join(unit.rows, unit.c.id == part.c.unit_id)
        .where(part.c.task_id.in_(list(ids)))
        .order_by(part.c.position)
    )
    units: dict[int, list[str]] = {}
    for task_id, code in session.execute(statement):
        units.setdefault(task_id, []).append(code)
    return units


def task_row(
    view: View, found: Row[*tuple[Any, ...]], coordinating: dict[int, list[str]]
) -> TaskRow:
    """The row of a task from its state, itself, its lead unit and its directive."""
    state: StateRow
    task: TaskRecord
    unit: UnitRow
    directive: DirectiveRow
    state, task, unit, directive = found
    status = status_of(state, view.day)
    origins = {Field(name): Origin(value) for name, value in json.loads(task.origins).items()}
    origins |= {
        Field.UNIT: Origin(state.unit_origin),
        Field.TARGET: Origin(state.target_origin),
        Field.DEADLINE: Origin(state.deadline_origin),
        Field.WEIGHT: Origin(state.weight_origin),
    }
    return TaskRow(
        id=task.id,
        code=task.code,
        title=Words(task.title_vi, task.title_en),
        directive=directive.code,
        unit=unit.code,
        unit_name=Words(unit.name_vi, unit.name_en),
        # Coordinating has no dates: a unit that leads on this day does not coordinate as well.
        coordinating=tuple(c for c in coordinating.get(task.id, ()) if c != unit.code),
        measure=Measure(task.measure),
        unit_of_measure=Words(task.unit_of_measure_vi, task.unit_of_measure_en),
        rhythm=Rhythm(task.rhythm),
        baseline=baseline_of(task),
        target=state.target,
        value=state.value,
        percent=None if state.goal is None else Fraction(100 * state.credit, state.goal),
        status=status,
        at_risk=at_risk(state, view.day),
        exceeded=state.exceeded and not state.cancelled,
        start=task.start,
        deadline=state.deadline,
        done_on=state.done_day if status.done else None,
        weight=state.weight,
        origin=origins,
    )


def sentences_of(task: TaskRecord) -> dict[Field, int]:
    return {Field(name): number for name, number in json.loads(task.sentences).items()}


def baseline_of(task: TaskRecord) -> Amount | None:
    if task.baseline is None:
        return None
    qualifier = Qualifier(task.baseline_qualifier) if task.baseline_qualifier else None
    return Amount(task.baseline, qualifier)
