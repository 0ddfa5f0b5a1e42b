"""One task with all that stands behind it, and its history."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.origin import DATED_FIELDS, Document, Field, Origin
from tracker.domain.period import periods, read_period
from tracker.domain.quantity import Qualifier
from tracker.domain.report_state import ReportState
from tracker.domain.task import Change, ReportVersion, TaskDetail, UnknownTask
from tracker.domain.text import near
from tracker.domain.timeline import counting_versions, pace, pace_end
from tracker.domain.words import Words
from tracker.store.columns import JOURNAL
from tracker.store.journal import change_of
from tracker.store.read.tasks import sentences_of, task_rows
from tracker.store.read.view import View, directives
from tracker.store.states import STOPPED, figures_of, is_there, term_on, terms_of
from tracker.store.tables import JournalRow, TaskRecord


def find_task(session: Session, view: View, code: str) -> TaskRecord:
    """The task with ``code``, upper or lower case. Raises UnknownTask with the nearest code."""
    wanted, task = code.strip(), view.known.task
    of_plan, there = task.c.plan_id == view.plan_id, is_there(task.c.id, view.known)
    exact: TaskRecord | None = session.scalar(
        select(task.rows).where(of_plan, there, task.c.code == wanted)
    )
    if exact is not None:
        return exact
    codes = list(session.scalars(select(task.c.code).where(of_plan, there)))
    for known in codes:
        if known.lower() == wanted.lower():
            return find_task(session, view, known)
    raise UnknownTask(code=code, plan=view.plan.code, near=near(code, codes))


def task_detail(session: Session, view: View, code: str) -> TaskDetail:
    """The task as it stands on the view's day. Raises UnknownTask."""
    task = find_task(session, view, code)
    row = task_rows(session, view, [task.id])[0]
    directive = next(d for d in directives(session, view) if d.code == row.directive)
    figures = figures_of(session, [task.id], view.known)[task.id]
    counted = {(f.period, f.version) for f in counting_versions(figures, view.day).values()}
    report = view.known.report
    statement = select(report.rows).where(report.c.task_id == task.id)
    reports = [
        ReportVersion(
            period=read_period(r.period),
            version=r.version,
            figure=r.figure,
            qualifier=Qualifier(r.qualifier) if r.qualifier else None,
            given=r.given,
            cumulative=r.cumulative,
            own_day=r.own_day,
            recorded_at=r.recorded_at,
            who=r.who,
            note=r.note,
            evidence=r.evidence,
            counts=(read_period(r.period), r.version) in counted,
            state=ReportState(r.state),
            comment=r.comment,
            word=r.word,
            after_closing=r.after_closing,
        )
        for r in session.scalars(statement)
    ]
    reports.sort(key=lambda r: (r.period.index, r.version))
    terms = terms_of(session, [task.id], view.known)[task.id]
    documents = {
        Field(name): Document(found["number"], _day(found["day"]))
        for name, found in json.loads(task.documents).items()
    }
    in_force = {field: term_on(terms, field, view.day) for field in DATED_FIELDS}
    documents |= {
        field: Document(term.document, term.document_day)
        for field, term in in_force.items()
        if term is not None and term.document
    }
    stop = term_on(terms, STOPPED, view.day)
    return TaskDetail(
        row=row,
        directive_quote=directive.quote,
        directive_english=directive.english,
        sentence=directive.sentence,
        why=Words(task.why_vi, task.why_en),
        coordinating_names=tuple(view.unit_names[c] for c in row.coordinating),
        pace=pace(row.start, pace_end(view.plan.year, row.deadline), view.day),
        periods=periods(row.rhythm, view.plan.year),
        reports=tuple(reports),
        documents=documents,
        # What a user edited is no longer what the source says.
        sentences={
            field: number
            for field, number in sentences_of(task).items()
            if row.origin.get(field) in (Origin.SOURCE, Origin.INFERRED)
        },
        cancelled_because=stop.why if stop is not None and stop.number else "",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def history(session: Session, view: View, code: str) -> tuple[Change, ...]:
    """All journal entries about a task, the newest first. Raises UnknownTask."""
    task = find_task(session, view, code)
    statement = (
        select(JournalRow)
        .where(
            JOURNAL.plan_id == view.plan_id,
            JOURNAL.subject == task.code,
            view.known.was_there(JOURNAL.number),
        )
        .order_by(JOURNAL.number.desc())
    )
    return tuple(change_of(entry) for entry in session.scalars(statement))
