"""A task's fields between its rows and its draft: read, compared, written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from tracker.domain.measure import Measure
from tracker.domain.origin import DATED_FIELDS, Document, Field, Origin
from tracker.domain.period import Rhythm
from tracker.domain.problem import N_, Refused
from tracker.domain.report_state import ReportState
from tracker.domain.task import TaskDraft, TaskRow, check_days
from tracker.domain.text import clean, fold, sort_key
from tracker.domain.words import Words
from tracker.service.terms import TermBook
from tracker.store.codes import code_key
from tracker.store.columns import COORDINATING, DIRECTIVE, REPORT, TASK
from tracker.store.past import keep
from tracker.store.read.tasks import baseline_of, sentences_of
from tracker.store.read.view import View, directive_id
from tracker.store.states import in_lots, term_on
from tracker.store.tables import CoordinatingRow, TaskRecord, TermRow


class ReportsBindField(Refused):
    wording = N_(
        "{task}: its {field} cannot change, since reports were made by it. Stop the task and add"
        " a new one."
    )


BOUND_BY_REPORTS = (Field.MEASURE, Field.UNIT_OF_MEASURE, Field.RHYTHM)
"""Fields that give the reports on record their meaning."""


def cleaned(draft: TaskDraft) -> TaskDraft:
    """``draft`` as it is stored: texts NFC, no coordinating unit twice. Raises NulInText."""
    return replace(
        draft,
        title=_clean_words(draft.title),
        unit_of_measure=_clean_words(draft.unit_of_measure),
        why=_clean_words(draft.why),
        coordinating=tuple(dict.fromkeys(draft.coordinating)),
    )


def _clean_words(words: Words) -> Words:
    return Words(clean(words.vi), clean(words.en))


def drafts_of(
    session: Session,
    view: View,
    tasks: Sequence[TaskRecord],
    terms: Mapping[int, Iterable[TermRow]],
    day: date,
) -> dict[int, TaskDraft]:
    """Tasks as drafts, by id, with the dated fields that are in force on ``day``."""
    units = {unit_id: code for code, unit_id in view.unit_ids.items()}
    stated = select(DIRECTIVE.id, DIRECTIVE.code).where(DIRECTIVE.plan_id == view.plan_id)
    directives: dict[int, str] = {row.id: row.code for row in session.execute(stated)}
    coordinating: dict[int, list[str]] = defaultdict(list)
    for some in in_lots([task.id for task in tasks]):
        statement = select(COORDINATING.task_id, COORDINATING.unit_id).where(
            COORDINATING.task_id.in_(some)
        )
        for task_id, unit_id in session.execute(statement.order_by(COORDINATING.position)):
            coordinating[task_id].append(units[unit_id])
    return {
        task.id: _draft(
            task, view, directives[task.directive_id], coordinating[task.id], terms[task.id], day
        )
        for task in tasks
    }


def _draft(
    task: TaskRecord,
    view: View,
    directive: str,
    coordinating: Iterable[str],
    terms: Iterable[TermRow],
    day: date,
) -> TaskDraft:
    units = {unit_id: code for code, unit_id in view.unit_ids.items()}
    dated = {field: in_force(terms, field, day) for field in DATED_FIELDS}
    origins = {Field(name): Origin(value) for name, value in json.loads(task.origins).items()}
    origins |= {field: Origin(term.origin) for field, term in dated.items()}
    lead = units[dated[Field.UNIT].number or 0]
    return TaskDraft(
        code=task.code,
        directive=directive,
        year=view.plan.year,
        title=Words(task.title_vi, task.title_en),
        unit=lead,
        measure=Measure(task.measure),
        unit_of_measure=Words(task.unit_of_measure_vi, task.unit_of_measure_en),
        rhythm=Rhythm(task.rhythm),
        start=task.start,
        deadline=dated[Field.DEADLINE].day,
        # Coordinating has no dates: a unit that leads on this day does not coordinate as well.
        coordinating=tuple(code for code in coordinating if code != lead),
        baseline=baseline_of(task),
        target=dated[Field.TARGET].number,
        weight=dated[Field.WEIGHT].number or 0,
        template=task.template,
        why=Words(task.why_vi, task.why_en),
        origin=origins,
        sentences=sentences_of(task),
    )


def in_force(terms: Iterable[TermRow], field: Field, day: date) -> TermRow:
    """The term of a dated field on ``day``."""
    term = term_on(terms, field, day)
    assert term is not None  # noqa: S101 - every task has a term of each from the beginning
    return term


def plain(draft: TaskDraft | TaskRow) -> dict[Field, Any]:
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


def as_seeded(draft: TaskDraft) -> str:
    """What ``task.seeded`` holds after a file gave this."""
    return json.dumps(with_origins(draft), ensure_ascii=False)


def seeded_of(task: TaskRecord) -> dict[str, list[Any]]:
    """What a plan file last gave, field by field; empty for a user's own task."""
    seeded: dict[str, list[Any]] = json.loads(task.seeded) if task.seeded else {}
    return seeded


def changed(before: TaskDraft, after: TaskDraft) -> list[Field]:
    """The fields whose value or origin differs."""
    old, new = with_origins(before), with_origins(after)
    return [field for field in Field if old[field.value] != new[field.value]]


def new_tasks(
    session: Session,
    view: View,
    drafts: Sequence[tuple[TaskDraft, int]],
    book: TermBook,
    *,
    seeded: bool,
) -> list[int]:
    """Write tasks that are not there yet, each with the number of its journal entry; their ids.

    Raises UnknownUnit, UnitNotYet, UnitNoMore, UnknownDirective, OutsideYear.
    """
    directives: dict[str, int] = {}
    rows = []
    for draft, entry in drafts:
        check_days(draft.code, view.plan.year, draft.start, draft.deadline)
        check_unit(view, draft.unit, draft.start)
        if draft.directive not in directives:
            directives[draft.directive] = directive_id(session, view, draft.directive)
        rows.append(
            _columns(draft)
            | {
                "plan_id": view.plan_id,
                "directive_id": directives[draft.directive],
                "code": draft.code,
                "code_key": code_key(draft.code),
                "documents": "{}",
                "seeded": as_seeded(draft) if seeded else "",
                "known_from": entry,
            }
        )
    if not rows:
        return []
    ids = _put_rows(session, view, rows)
    _put_coordinating(
        session, view, [(i, draft, entry) for i, (draft, entry) in zip(ids, drafts, strict=True)]
    )
    for task_id, (draft, entry) in zip(ids, drafts, strict=True):
        book.begin(task_id, draft, entry)
    return ids


def _put_rows(session: Session, view: View, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Write the rows of new tasks; their ids, in order.

    A task whose adding was undone has left its row behind, which a new one of its code takes over.
    """
    left: dict[str, int] = {}
    for some in in_lots([row["code"] for row in rows]):
        statement = select(TASK.code, TASK.id).where(
            TASK.plan_id == view.plan_id, TASK.code.in_(some)
        )
        left |= {row.code: row.id for row in session.execute(statement)}
    again = [row | {"id": left[row["code"]]} for row in rows if row["code"] in left]
    keep(session, TaskRecord, {row["id"]: row["known_from"] for row in again})
    if again:
        session.execute(update(TaskRecord), again)
    new = [row for row in rows if row["code"] not in left]
    if new:
        adding = insert(TaskRecord).returning(TASK.id, sort_by_parameter_order=True)
        ids = session.scalars(adding, new)
        left |= {row["code"]: found for row, found in zip(new, ids, strict=True)}
    return [left[row["code"]] for row in rows]


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What brings a task from one draft to another, both as they are on ``day``.

    Dated fields change ``from_then_on``, or else the terms in force on ``day`` are corrected, each
    from its own first day. Either way a later term stays.
    """

    before: TaskDraft
    after: TaskDraft
    day: date
    from_then_on: bool = False
    why: str = ""
    document: Document | None = None

    def since(self, terms: Iterable[TermRow], field: Field) -> date:
        """The first day on which the dated ``field`` has its new value."""
        return self.day if self.from_then_on else in_force(terms, field, self.day).day_from

    @property
    def fields(self) -> list[Field]:
        return changed(self.before, self.after)

    def terms(self, standing: Sequence[TermRow]) -> dict[Field, tuple[date, Origin]]:
        """The dated fields that change, each with the first day and the origin of its new value."""
        return {
            field: (self.since(standing, field), self.after.origin_of(field))
            for field in self.fields
            if field in DATED_FIELDS
        }


def rewrite(
    session: Session,
    book: TermBook,
    changes: Sequence[tuple[TaskRecord, Sequence[TermRow], Rewrite, int]],
) -> None:
    """Write each change to the rows of its task, whose standing terms stand beside it, under the
    number of its journal entry.

    Raises UnknownUnit, DeadlineBeforeStart.
    """
    keep(session, TaskRecord, {task.id: entry for task, _terms, _change, entry in changes})
    for task, terms, change, entry in changes:
        _rewrite_one(book, task, terms, change, entry)
    _put_coordinating(
        session,
        book.view,
        [
            (task.id, change.after, entry)
            for task, _terms, change, entry in changes
            if Field.COORDINATING in change.fields
        ],
    )


def _rewrite_one(
    book: TermBook, task: TaskRecord, terms: Sequence[TermRow], change: Rewrite, entry: int
) -> None:
    after, fields = change.after, change.fields
    if Field.START in fields:
        check_start(after, terms, change.day)
    for name, value in _columns(after).items():
        setattr(task, name, value)
    task.known_from = entry
    _note_documents(task, fields, change.document)
    for field in DATED_FIELDS:
        if field in fields:
            book.change(
                task.id,
                terms,
                after,
                field,
                entry,
                since=change.since(terms, field),
                why=change.why,
                document=change.document,
            )


def check_unit(view: View, code: str, day: date) -> None:
    """Refuse a unit that does not exist on ``day``. Raises UnknownUnit, UnitNotYet, UnitNoMore."""
    view.tree.get(code, view.plan.code).check_on(day)


def check_start(draft: TaskDraft, terms: Sequence[TermRow], day: date) -> None:
    """Refuse a start after a deadline of other days; the draft has that of ``day``."""
    checked = in_force(terms, Field.DEADLINE, day)
    for term in terms:
        if term.field == Field.DEADLINE and term is not checked:
            check_days(draft.code, draft.year, draft.start, term.day)


def bound(before: TaskDraft, after: TaskDraft) -> list[Field]:
    """The changed fields by which reports on record would lose their meaning.

    A unit of measure keeps its meaning when only its spelling is corrected.
    """
    old, new = plain(before), plain(after)
    return [
        field
        for field in BOUND_BY_REPORTS
        if (
            fold(before.unit_of_measure.vi) != fold(after.unit_of_measure.vi)
            if field is Field.UNIT_OF_MEASURE
            else old[field] != new[field]
        )
    ]


def refuse_if_reported(session: Session, task: TaskRecord, fields: Iterable[Field]) -> None:
    """Raise ReportsBindField for the first of ``fields`` when the task has a report."""
    for field in fields:
        if (
            session.scalar(
                select(REPORT.id)
                .where(REPORT.task_id == task.id, REPORT.state != ReportState.WITHDRAWN)
                .limit(1)
            )
            is not None
        ):
            raise ReportsBindField(task=task.code, field=field.value)


def _columns(draft: TaskDraft) -> dict[str, Any]:
    """The columns of ``task`` that follow from the draft."""
    baseline = draft.baseline
    undated = [field for field in Field if field not in DATED_FIELDS]
    return {
        "template": draft.template,
        "title_vi": draft.title.vi,
        "title_en": draft.title.en,
        "why_vi": draft.why.vi,
        "why_en": draft.why.en,
        "measure": draft.measure.value,
        "unit_of_measure_vi": draft.unit_of_measure.vi,
        "unit_of_measure_en": draft.unit_of_measure.en,
        "rhythm": draft.rhythm.value,
        "start": draft.start,
        "baseline": baseline.value if baseline else None,
        "baseline_qualifier": baseline.qualifier.value if baseline and baseline.qualifier else None,
        "origins": json.dumps({f.value: draft.origin_of(f).value for f in undated}),
        "sentences": json.dumps({f.value: number for f, number in draft.sentences.items()}),
        "folded": " ".join(fold(text) for text in (draft.code, draft.title.vi, draft.title.en)),
        "sort_key": sort_key(draft.title.vi),
    }


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


def _put_coordinating(
    session: Session, view: View, drafts: Sequence[tuple[int, TaskDraft, int]]
) -> None:
    """Write which units coordinate, per task id with its journal number. Raises UnknownUnit."""
    rows = [
        {
            "task_id": task_id,
            "unit_id": view.unit_ids[view.tree.get(code, view.plan.code).code],
            "plan_id": view.plan_id,
            "position": position,
            "known_from": entry,
        }
        for task_id, draft, entry in drafts
        for position, code in enumerate(draft.coordinating)
    ]
    keep(session, CoordinatingRow, {task_id: entry for task_id, _draft, entry in drafts})
    for some in in_lots([task_id for task_id, _draft, _entry in drafts]):
        session.execute(delete(CoordinatingRow).where(COORDINATING.task_id.in_(some)))
    if rows:
        session.execute(insert(CoordinatingRow), rows)
