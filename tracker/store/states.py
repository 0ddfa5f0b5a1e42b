"""Keeping ``task_state`` true: recompute the spans of the tasks a write touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.period import Rhythm, read_period
from tracker.domain.timeline import Figure, TaskFacts, TaskState, Term, timeline
from tracker.store.columns import REPORT, STATE, TASK, TERM
from tracker.store.tables import (
    STILL_KNOWN,
    PlanRow,
    StateRow,
    TaskRecord,
    TermRow,
)

STOPPED = "stopped"
"""The term that says from which day a task is cancelled (1) or taken up again (0)."""

_MANY = 500
_SAME_NAME = frozenset(field.name for field in fields(TaskState)) - {"unit"}


def figures_of(session: Session, task_ids: Sequence[int]) -> dict[int, list[Figure]]:
    """All versions of all reports, per task."""
    statement = select(
        REPORT.task_id, REPORT.period, REPORT.version, REPORT.figure, REPORT.own_day
    ).where(REPORT.task_id.in_(task_ids))
    found: dict[int, list[Figure]] = defaultdict(list)
    for task_id, period, version, value, own_day in session.execute(statement):
        found[task_id].append(Figure(read_period(period), version, value, own_day))
    return found


def terms_of(session: Session, task_ids: Sequence[int]) -> dict[int, list[TermRow]]:
    """The terms that stand now, per task."""
    statement = select(TermRow).where(TERM.task_id.in_(task_ids), TERM.known_to == STILL_KNOWN)
    found: dict[int, list[TermRow]] = defaultdict(list)
    for term in session.scalars(statement):
        found[term.task_id].append(term)
    return found


def facts_of(
    plan: PlanRow, task: TaskRecord, terms: Iterable[TermRow], figures: Iterable[Figure]
) -> TaskFacts:
    """What a task's states follow from."""
    by_field: dict[str, list[TermRow]] = defaultdict(list)
    for term in terms:
        by_field[term.field].append(term)

    def numbers(name: str) -> tuple[Term[Any], ...]:
        return tuple(Term(t.day_from, t.number, Origin(t.origin)) for t in by_field[name])

    return TaskFacts(
        measure=Measure(task.measure),
        rhythm=Rhythm(task.rhythm),
        year=plan.year,
        start=task.start,
        margin=plan.margin,
        units=numbers(Field.UNIT),
        targets=numbers(Field.TARGET),
        deadlines=tuple(
            Term(t.day_from, t.day, Origin(t.origin)) for t in by_field[Field.DEADLINE]
        ),
        weights=numbers(Field.WEIGHT),
        stops=tuple(Term(t.day_from, bool(t.number)) for t in by_field[STOPPED]),
        figures=tuple(figures),
    )


def bring_up_to_date(session: Session, plan: PlanRow, task_ids: Sequence[int], entry: int) -> None:
    """Recompute the spans of ``task_ids`` and close those that journal entry ``entry`` changed.

    A span that stays the same keeps its row, so that what was known earlier can be read again.
    """
    session.flush()
    for start in range(0, len(task_ids), _MANY):
        some = task_ids[start : start + _MANY]
        terms, figures = terms_of(session, some), figures_of(session, some)
        standing: dict[int, dict[tuple[Any, ...], StateRow]] = defaultdict(dict)
        statement = select(StateRow).where(STATE.task_id.in_(some), STATE.known_to == STILL_KNOWN)
        for row in session.scalars(statement):
            standing[row.task_id][_identity(_columns_of(row))] = row
        fresh: list[dict[str, Any]] = []
        stale: list[StateRow] = []
        for task in session.scalars(select(TaskRecord).where(TASK.id.in_(some))):
            old = standing[task.id]
            for state in timeline(facts_of(plan, task, terms[task.id], figures[task.id])):
                columns = _columns_of_state(state)
                if old.pop(_identity(columns), None) is None:
                    known = {"plan_id": plan.id, "task_id": task.id, "known_from": entry}
                    fresh.append(columns | known | {"known_to": STILL_KNOWN})
            stale.extend(old.values())
        _close(session, stale, entry)
        if fresh:
            session.execute(insert(StateRow), fresh)


def _close(session: Session, stale: Sequence[StateRow], entry: int) -> None:
    # What one entry wrote and replaced itself was never known to anybody.
    never_known = [row.id for row in stale if row.known_from == entry]
    ended = [row.id for row in stale if row.known_from != entry]
    for row in stale:
        session.expunge(row)
    if never_known:
        session.execute(delete(StateRow).where(STATE.id.in_(never_known)))
    if ended:
        session.execute(
            update(StateRow).where(STATE.id.in_(ended)).values(known_to=entry),
            execution_options={"synchronize_session": False},
        )


def _columns_of_state(state: TaskState) -> dict[str, Any]:
    columns = {name: getattr(state, name) for name in _SAME_NAME}
    return columns | {"unit_id": state.unit}


def _columns_of(row: StateRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _SAME_NAME} | {"unit_id": row.unit_id}


def _identity(columns: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(columns[name] for name in sorted(columns))
