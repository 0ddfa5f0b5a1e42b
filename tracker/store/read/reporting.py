"""What a report on a task is checked against, before it is sent and when it is taken."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from tracker.domain.measure import Measure
from tracker.domain.origin import Field
from tracker.domain.period import Rhythm
from tracker.domain.report import Reporting
from tracker.domain.timeline import Figure, Term
from tracker.store.read.detail import find_task
from tracker.store.read.view import View
from tracker.store.states import STOPPED, figures_of, terms_of
from tracker.store.tables import TaskRecord, TermRow


def reporting(session: Session, view: View, code: str) -> Reporting:
    """What a report on the task with ``code`` is checked against, judged on the view's day.

    Raises UnknownTask.
    """
    task = find_task(session, view, code)
    terms = terms_of(session, [task.id], view.known)
    figures = figures_of(session, [task.id], view.known)
    return reporting_of(view, task, terms[task.id], figures[task.id])


def reporting_of(
    view: View, task: TaskRecord, terms: Sequence[TermRow], figures: Sequence[Figure]
) -> Reporting:
    """The same from rows at hand."""
    return Reporting(
        task=task.code,
        measure=Measure(task.measure),
        rhythm=Rhythm(task.rhythm),
        year=view.plan.year,
        start=task.start,
        targets=tuple(Term(t.day_from, t.number) for t in terms if t.field == Field.TARGET),
        deadlines=tuple(Term(t.day_from, t.day) for t in terms if t.field == Field.DEADLINE),
        stops=tuple(Term(t.day_from, bool(t.number)) for t in terms if t.field == STOPPED),
        figures=tuple(figures),
        day=view.day,
    )
