"""Tasks' rows as one transaction writes them: new ones, and those that change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from tracker.domain.origin import DATED_FIELDS, Document, Field, Origin
from tracker.domain.task import TaskDraft, check_days
from tracker.domain.text import fold, sort_key
from tracker.service.fields import as_seeded, changed, check_start, check_unit, in_force
from tracker.service.terms import TermBook
from tracker.store.codes import code_key
from tracker.store.columns import COORDINATING, TASK
from tracker.store.past import keep
from tracker.store.read.view import View, directive_id
from tracker.store.states import in_lots
from tracker.store.tables import CoordinatingRow, TaskRecord, TermRow


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
