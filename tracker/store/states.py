"""Keeping ``task_state`` true: recompute the spans of the tasks a write touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from sqlalchemy import Column, ColumnElement, Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.period import Period, Rhythm, read_period
from tracker.domain.quantity import Qualifier
from tracker.domain.report_state import ReportState
from tracker.domain.timeline import Figure, TaskFacts, TaskState, Term, timeline
from tracker.store.columns import STATE, TASK, TERM
from tracker.store.read.known import NOW, Known
from tracker.store.tables import STILL_KNOWN, PlanRow, TermRow

STOPPED = "stopped"
"""The term that says from which day a task is cancelled (1) or taken up again (0)."""

MANY = 500
"""Ids bound in one statement: under every database's limit on parameters."""

# A state's fields and the columns that hold them, in one order.
_NAMES = tuple(field.name for field in fields(TaskState))
_of_state = attrgetter(*_NAMES)
_COLUMNS = tuple(STATE["unit_id" if name == "unit" else name] for name in _NAMES)


T = TypeVar("T")


class TermLike(Protocol):
    """What a state follows from in a term: its row, or these columns of it."""

    @property
    def field(self) -> str: ...
    @property
    def day_from(self) -> date: ...
    @property
    def number(self) -> int | None: ...
    @property
    def day(self) -> date | None: ...
    @property
    def origin(self) -> str: ...


class TaskLike(Protocol):
    """The same of a task."""

    @property
    def measure(self) -> str: ...
    @property
    def rhythm(self) -> str: ...
    @property
    def start(self) -> date: ...


_state = cache(ReportState)


@cache
def _period(code: str) -> Period:
    return read_period(code)


def figures_of(
    session: Session, task_ids: Sequence[int], known: Known = NOW
) -> dict[int, list[Figure]]:
    """All versions of all reports that were known, per task."""
    found: dict[int, list[Figure]] = defaultdict(list)
    for some in in_lots(task_ids):
        report = known.report.c
        statement = select(
            report.task_id,
            report.period,
            report.version,
            report.figure,
            report.own_day,
            report.stated,
            report.qualifier,
            report.state,
        ).where(report.task_id.in_(some))
        for row in session.execute(statement):
            qualifier = Qualifier(row.qualifier) if row.qualifier else None
            found[row.task_id].append(
                Figure(
                    _period(row.period),
                    row.version,
                    row.figure,
                    row.own_day,
                    row.stated,
                    qualifier,
                    _state(row.state),
                )
            )
    return found


def terms_of(
    session: Session, task_ids: Sequence[int], known: Known = NOW
) -> dict[int, list[TermRow]]:
    """The terms that stand, per task."""
    found: dict[int, list[TermRow]] = defaultdict(list)
    for some in in_lots(task_ids):
        statement = select(TermRow).where(
            TERM.task_id.in_(some), known.stands(TERM.known_from, TERM.known_to)
        )
        for term in session.scalars(statement):
            found[term.task_id].append(term)
    return found


def is_there(task_id: Column[Any], known: Known = NOW) -> ColumnElement[bool]:
    """Whether a task has terms that stand: one whose adding was undone has none."""
    standing = select(TERM.id).where(
        TERM.task_id == task_id,
        TERM.field == Field.UNIT.value,
        known.stands(TERM.known_from, TERM.known_to),
    )
    return standing.exists()


def term_on(terms: Iterable[TermRow], field: str, day: date) -> TermRow | None:
    """The term of ``field`` in force on ``day``; None where none has begun."""
    begun = (t for t in terms if t.field == field and t.day_from <= day)
    return max(begun, key=lambda t: t.day_from, default=None)


def in_lots(ids: Sequence[T]) -> Iterable[Sequence[T]]:
    """``ids``, or codes, in parts that one statement may bind."""
    return (ids[start : start + MANY] for start in range(0, len(ids), MANY))


def facts_of(
    plan: PlanRow, task: TaskLike, terms: Iterable[TermLike], figures: Iterable[Figure]
) -> TaskFacts:
    """What a task's states follow from."""
    by_field: dict[str, list[TermLike]] = defaultdict(list)
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


def states_of(
    plan: PlanRow, task: TaskLike, terms: Sequence[TermLike], figures: Iterable[Figure]
) -> tuple[TaskState, ...]:
    """A task's states; none of one whose adding was undone, and which has no terms left."""
    return timeline(facts_of(plan, task, terms, figures)) if terms else ()


def bring_up_to_date(session: Session, plan: PlanRow, entries: Mapping[int, int]) -> None:
    """Recompute the spans of the tasks that ``entries`` maps to the number of the journal entry
    that changed each, and close the spans that are no longer so.

    A span that stays the same keeps its row, so that what was known earlier can be read again.
    """
    session.flush()
    for some in in_lots(list(entries)):
        tasks = select(TASK.id, TASK.measure, TASK.rhythm, TASK.start).where(TASK.id.in_(some))
        terms, figures = _bare_terms(session, some), figures_of(session, some)
        standing = _standing(session, some)
        fresh: list[dict[str, Any]] = []
        stale: list[tuple[int, int, int]] = []
        for task in session.execute(tasks):
            entry, old = entries[task.id], standing[task.id]
            for state in states_of(plan, task, terms[task.id], figures[task.id]):
                values = _of_state(state)
                if old.pop(values, None) is None:
                    columns = {c.name: value for c, value in zip(_COLUMNS, values, strict=True)}
                    known = {"plan_id": plan.id, "task_id": task.id, "known_from": entry}
                    fresh.append(columns | known | {"known_to": STILL_KNOWN})
            stale.extend((row, known_from, entry) for row, known_from in old.values())
        _close(session, stale)
        if fresh:
            session.execute(insert(_table()), fresh)


def _bare_terms(session: Session, task_ids: Sequence[int]) -> dict[int, list[TermLike]]:
    """The standing terms' columns alone: rows of a session are dear by the ten thousand."""
    statement = select(
        TERM.task_id, TERM.field, TERM.day_from, TERM.number, TERM.day, TERM.origin
    ).where(TERM.task_id.in_(task_ids), TERM.known_to == STILL_KNOWN)
    found: dict[int, list[TermLike]] = defaultdict(list)
    for term in session.execute(statement):
        found[term.task_id].append(term)
    return found


def _standing(
    session: Session, task_ids: Sequence[int]
) -> dict[int, dict[tuple[Any, ...], tuple[int, int]]]:
    """The spans that are known now, per task: what they say → their id and ``known_from``."""
    statement = select(STATE.task_id, STATE.id, STATE.known_from, *_COLUMNS).where(
        STATE.task_id.in_(task_ids), STATE.known_to == STILL_KNOWN
    )
    found: dict[int, dict[tuple[Any, ...], tuple[int, int]]] = defaultdict(dict)
    for task_id, row_id, known_from, *values in session.execute(statement):
        found[task_id][tuple(values)] = (row_id, known_from)
    return found


def _close(session: Session, stale: Iterable[tuple[int, int, int]]) -> None:
    """End spans, given as id, ``known_from`` and the entry that ended them."""
    # What one entry wrote and replaced itself was never known to anybody.
    never_known = [{"row": row} for row, known_from, entry in stale if known_from == entry]
    ended = [{"row": row, "entry": e} for row, known_from, e in stale if known_from != e]
    this_row = STATE.id == bindparam("row")
    if never_known:
        session.execute(delete(_table()).where(this_row), never_known)
    if ended:
        session.execute(update(_table()).where(this_row).values(known_to=bindparam("entry")), ended)


def _table() -> Table:
    """``task_state`` as a plain table: its rows are written without a class."""
    table = STATE.id.table
    assert isinstance(table, Table)  # noqa: S101 - tells the type checker what a column's table is
    return table
