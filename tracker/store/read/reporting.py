"""What a report on a task is checked against, before it is sent and when it is taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.lock import Lock
from tracker.domain.measure import Measure
from tracker.domain.origin import Field
from tracker.domain.period import Rhythm
from tracker.domain.quantity import is_percent
from tracker.domain.report import Reporting
from tracker.domain.timeline import Figure, Term, counting
from tracker.domain.words import Words
from tracker.store.columns import PLAN, TASK
from tracker.store.read.detail import find_task
from tracker.store.read.locks import locks_of
from tracker.store.read.view import View
from tracker.store.states import STOPPED, figures_of, in_lots, is_there, terms_of
from tracker.store.tables import TaskRecord, TermRow


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the reports on some tasks: closed periods, and last year's figures by
    task code and index of the period."""

    view: View
    locks: tuple[Lock, ...]
    last_year: Mapping[str, Mapping[int, int]]


def around(session: Session, view: View, tasks: Iterable[TaskRecord]) -> Around:
    """The same for ``tasks`` of the plan."""
    return Around(view, locks_of(session, view), _last_year(session, view, tasks))


def reporting(session: Session, view: View, code: str) -> Reporting:
    """What a report on the task with ``code`` is checked against, judged on the view's day.

    Raises UnknownTask.
    """
    task = find_task(session, view, code)
    terms = terms_of(session, [task.id], view.known)
    figures = figures_of(session, [task.id], view.known)
    return reporting_of(around(session, view, [task]), task, terms[task.id], figures[task.id])


def reportings(session: Session, view: View, ids: Sequence[int]) -> dict[int, Reporting]:
    """The same of many tasks, by their ids."""
    task = view.known.task
    tasks: list[TaskRecord] = []
    for some in in_lots(ids):
        tasks += session.scalars(select(task.rows).where(task.c.id.in_(some)))
    beside = around(session, view, tasks)
    figures, terms = figures_of(session, ids, view.known), terms_of(session, ids, view.known)
    return {task.id: reporting_of(beside, task, terms[task.id], figures[task.id]) for task in tasks}


def reporting_of(
    around: Around, task: TaskRecord, terms: Sequence[TermRow], figures: Sequence[Figure]
) -> Reporting:
    """The same from rows at hand."""
    plan = around.view.plan
    return Reporting(
        task=task.code,
        measure=Measure(task.measure),
        rhythm=Rhythm(task.rhythm),
        year=plan.year,
        start=task.start,
        targets=tuple(Term(t.day_from, t.number) for t in terms if t.field == Field.TARGET),
        deadlines=tuple(Term(t.day_from, t.day) for t in terms if t.field == Field.DEADLINE),
        stops=tuple(Term(t.day_from, bool(t.number)) for t in terms if t.field == STOPPED),
        figures=tuple(figures),
        day=around.view.day,
        review=plan.review,
        locks=around.locks,
        last_year=around.last_year.get(task.code, {}),
        percent=is_percent(Words(task.unit_of_measure_vi, task.unit_of_measure_en)),
    )


def _last_year(
    session: Session, view: View, tasks: Iterable[TaskRecord]
) -> dict[str, dict[int, int]]:
    """What counted in last year's plan of the same issuer, of tasks with the same code, measure,
    rhythm and unit of measure: others are not to be compared."""
    statement = (
        select(PLAN.id)
        .where(PLAN.year == view.plan.year - 1, PLAN.issuer == view.plan.issuer)
        .where(PLAN.sample.is_(view.plan.sample))
        .order_by(PLAN.chosen.desc())
        .limit(1)
    )
    plan_id = session.scalar(statement)
    if plan_id is None:
        return {}
    now = {_likeness(task): task.code for task in tasks}
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for some in in_lots(list(now.values())):
        then = select(TaskRecord).where(
            TASK.plan_id == plan_id, TASK.code.in_(some), is_there(TASK.id)
        )
        alike = {task.id: now.get(_likeness(task)) for task in session.scalars(then)}
        for task_id, figures in figures_of(session, list(alike)).items():
            if (code := alike[task_id]) is not None:
                for period, value in counting(figures, date.max).items():
                    found[code][period.index] = value
    return found


def _likeness(task: TaskRecord) -> tuple[str, ...]:
    return task.code, task.measure, task.rhythm, task.unit_of_measure_vi
