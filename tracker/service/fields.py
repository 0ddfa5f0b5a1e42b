"""A task's fields between its rows and its draft: read, compared, written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.domain.measure import Measure
from tracker.domain.origin import DATED_FIELDS, Document, Field, Origin
from tracker.domain.period import Rhythm
from tracker.domain.problem import N_, Refused
from tracker.domain.quantity import Amount
from tracker.domain.task import TaskDraft, check_days
from tracker.domain.text import fold, sort_key
from tracker.domain.timeline import EVER
from tracker.domain.words import Words
from tracker.store.codes import code_key
from tracker.store.columns import COORDINATING, REPORT
from tracker.store.read.tasks import baseline_of
from tracker.store.read.view import View, directive_id
from tracker.store.states import STOPPED
from tracker.store.tables import (
    CoordinatingRow,
    DirectiveRow,
    TaskRecord,
    TermRow,
)


class ReportsBindField(Refused):
    wording = N_(
        "{task}: its {field} cannot change, since reports were made by it. Stop the task and add"
        " a new one."
    )


BOUND_BY_REPORTS = (Field.MEASURE, Field.RHYTHM)
"""Fields that give the reports on record their meaning."""


def draft_of(
    session: Session, view: View, task: TaskRecord, terms: Iterable[TermRow], day: date
) -> TaskDraft:
    """The task as a draft, with the dated fields that are in force on ``day``."""
    dated = {field: term_on(terms, field, day) for field in DATED_FIELDS}
    codes = {unit_id: code for code, unit_id in view.unit_ids.items()}
    coordinating = session.scalars(
        select(COORDINATING.unit_id)
        .where(COORDINATING.task_id == task.id)
        .order_by(COORDINATING.position)
    )
    origins = {Field(name): Origin(value) for name, value in json.loads(task.origins).items()}
    origins |= {field: Origin(term.origin) for field, term in dated.items()}
    lead = dated[Field.UNIT].number
    weight = dated[Field.WEIGHT].number
    assert lead is not None  # noqa: S101 - written by `put_term` alone, never empty
    assert weight is not None  # noqa: S101
    return TaskDraft(
        code=task.code,
        directive=session.get_one(DirectiveRow, task.directive_id).code,
        year=view.plan.year,
        title=Words(task.title_vi, task.title_en),
        unit=codes[lead],
        measure=Measure(task.measure),
        unit_of_measure=Words(task.unit_of_measure_vi, task.unit_of_measure_en),
        rhythm=Rhythm(task.rhythm),
        start=task.start,
        deadline=dated[Field.DEADLINE].day,
        coordinating=tuple(codes[unit_id] for unit_id in coordinating),
        baseline=baseline_of(task),
        target=dated[Field.TARGET].number,
        weight=weight,
        template=task.template,
        why=Words(task.why_vi, task.why_en),
        origin=origins,
    )


def term_on(terms: Iterable[TermRow], field: str, day: date) -> TermRow:
    """The term of ``field`` in force on ``day``."""
    return max(
        (t for t in terms if t.field == field and t.day_from <= day), key=lambda t: t.day_from
    )


def plain(draft: TaskDraft) -> dict[Field, Any]:
    """Every field as JSON holds it, to compare drafts and to remember what was seeded."""
    baseline = draft.baseline
    return {
        Field.TITLE: [draft.title.vi, draft.title.en],
        Field.UNIT: draft.unit,
        Field.COORDINATING: list(draft.coordinating),
        Field.MEASURE: draft.measure.value,
        Field.UNIT_OF_MEASURE: [draft.unit_of_measure.vi, draft.unit_of_measure.en],
        Field.RHYTHM: draft.rhythm.value,
        Field.BASELINE: baseline and [baseline.value, baseline.qualifier],
        Field.TARGET: draft.target,
        Field.START: draft.start.isoformat(),
        Field.DEADLINE: draft.deadline and draft.deadline.isoformat(),
        Field.WEIGHT: draft.weight,
    }


def with_origins(draft: TaskDraft) -> dict[str, list[Any]]:
    """Every field's plain value and origin, as ``task.seeded`` keeps them."""
    return {
        field.value: [value, draft.origin_of(field).value] for field, value in plain(draft).items()
    }


def said(draft: TaskDraft, field: Field) -> str:
    """One field as the journal writes it."""
    value: object = getattr(draft, field.value)
    if field is Field.TARGET and draft.target is not None:
        value = Amount(draft.target)
    if isinstance(value, Words):
        return " / ".join(filter(None, (value.vi, value.en)))
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def changed(before: TaskDraft, after: TaskDraft) -> list[Field]:
    """The fields whose value or origin differs."""
    old, new = with_origins(before), with_origins(after)
    return [field for field in Field if old[field.value] != new[field.value]]


def new_task(session: Session, view: View, draft: TaskDraft, entry: int) -> TaskRecord:
    """Write a task that is not there yet, with its first terms. Raises UnknownUnit."""
    directive = directive_row(session, view, draft.directive)
    task = TaskRecord(
        plan_id=view.plan_id,
        directive_id=directive.id,
        code=draft.code,
        code_key=code_key(draft.code),
        template=draft.template,
        title_vi="",
        title_en="",
        why_vi=draft.why.vi,
        why_en=draft.why.en,
        measure=draft.measure,
        unit_of_measure_vi="",
        unit_of_measure_en="",
        rhythm=draft.rhythm,
        start=draft.start,
        origins="{}",
        folded="",
        sort_key="",
    )
    _set_columns(task, draft, directive)
    session.add(task)
    session.flush()
    _put_coordinating(session, view, task, draft)
    for field in DATED_FIELDS:
        put_term(session, view, task, draft, field, entry)
    return task


def rewrite(
    session: Session,
    view: View,
    task: TaskRecord,
    before: TaskDraft,
    after: TaskDraft,
    *,
    entry: int,
    terms: Iterable[TermRow] = (),
    day_from: date | None = None,
    why: str = "",
    document: Document | None = None,
) -> None:
    """Bring the rows of ``task`` from ``before`` to ``after``.

    Dated fields get a new term from ``day_from`` on; with None the latest term is corrected, from
    its own first day. Raises ReportsBindField, UnknownUnit, DeadlineBeforeStart.
    """
    fields = changed(before, after)
    for field in BOUND_BY_REPORTS:
        if field in fields and plain(before)[field] != plain(after)[field]:
            _refuse_if_reported(session, task, field)
    standing = list(terms)
    if Field.START in fields:
        for term in (t for t in standing if t.field == Field.DEADLINE):
            check_days(task.code, view.plan.year, after.start, term.day)
    _set_columns(task, after, directive_row(session, view, after.directive))
    if Field.COORDINATING in fields:
        _put_coordinating(session, view, task, after)
    _note_documents(task, fields, document)
    for field in DATED_FIELDS:
        if field in fields:
            latest = max(t.day_from for t in standing if t.field == field)
            since = latest if day_from is None else day_from
            for term in standing:
                if term.field == field and term.day_from == since:
                    close_term(session, term, entry)
            put_term(
                session, view, task, after, field, entry, day_from=since, why=why, document=document
            )


def _set_columns(task: TaskRecord, draft: TaskDraft, directive: DirectiveRow) -> None:
    task.title_vi, task.title_en = draft.title.vi, draft.title.en
    task.measure, task.rhythm, task.start = draft.measure.value, draft.rhythm.value, draft.start
    task.unit_of_measure_vi = draft.unit_of_measure.vi
    task.unit_of_measure_en = draft.unit_of_measure.en
    task.baseline = draft.baseline.value if draft.baseline else None
    qualifier = draft.baseline.qualifier if draft.baseline else None
    task.baseline_qualifier = qualifier.value if qualifier else None
    undated = [field for field in Field if field not in DATED_FIELDS]
    task.origins = json.dumps({f.value: draft.origin_of(f).value for f in undated})
    task.folded = " ".join(
        fold(text) for text in (draft.code, draft.title.vi, draft.title.en, directive.folded)
    )
    task.sort_key = sort_key(draft.title.vi)


def _note_documents(task: TaskRecord, fields: Iterable[Field], document: Document | None) -> None:
    """Keep the document that confirms an undated field; a field changed without one loses it."""
    documents: dict[str, Any] = json.loads(task.documents)
    for field in fields:
        if field in DATED_FIELDS:
            continue
        documents.pop(field.value, None)
        if document is not None:
            day = document.day and document.day.isoformat()
            documents[field.value] = {"number": document.number, "day": day}
    task.documents = json.dumps(documents, ensure_ascii=False)


def _put_coordinating(session: Session, view: View, task: TaskRecord, draft: TaskDraft) -> None:
    session.execute(delete(CoordinatingRow).where(COORDINATING.task_id == task.id))
    for position, code in enumerate(draft.coordinating):
        unit = view.tree.get(code, view.plan.code)
        session.add(
            CoordinatingRow(
                task_id=task.id,
                unit_id=view.unit_ids[unit.code],
                plan_id=view.plan_id,
                position=position,
            )
        )


def put_term(
    session: Session,
    view: View,
    task: TaskRecord,
    draft: TaskDraft,
    field: Field,
    entry: int,
    *,
    day_from: date = EVER,
    why: str = "",
    document: Document | None = None,
) -> None:
    """Write the term of a dated field as ``draft`` has it."""
    number: int | None = None
    if field is Field.UNIT:
        number = view.unit_ids[view.tree.get(draft.unit, view.plan.code).code]
    elif field is Field.TARGET:
        number = draft.target
    elif field is Field.WEIGHT:
        number = draft.weight
    session.add(
        TermRow(
            plan_id=view.plan_id,
            task_id=task.id,
            field=field.value,
            day_from=day_from,
            number=number,
            day=draft.deadline if field is Field.DEADLINE else None,
            origin=draft.origin_of(field).value,
            document=document.number if document else "",
            document_day=document.day if document else None,
            why=why,
            known_from=entry,
        )
    )


def stop(
    session: Session, task: TaskRecord, day: date, why: str, entry: int, *, stopped: bool = True
) -> None:
    """Write that the task is stopped from ``day`` on, or taken up again."""
    session.add(
        TermRow(
            plan_id=task.plan_id,
            task_id=task.id,
            field=STOPPED,
            day_from=day,
            number=int(stopped),
            origin=Origin.CONFIRMED.value,
            why=why,
            known_from=entry,
        )
    )


def close_term(session: Session, term: TermRow, entry: int) -> None:
    """End a term in what is known; one that ``entry`` itself wrote goes without a trace."""
    if term.known_from == entry:
        session.delete(term)
    else:
        term.known_to = entry


def _refuse_if_reported(session: Session, task: TaskRecord, field: Field) -> None:
    if session.scalar(select(REPORT.id).where(REPORT.task_id == task.id).limit(1)) is not None:
        raise ReportsBindField(task=task.code, field=field)


def directive_row(session: Session, view: View, code: str) -> DirectiveRow:
    """The plan's directive ``code``. Raises UnknownDirective."""
    return session.get_one(DirectiveRow, directive_id(session, view.plan_id, view.plan.code, code))
