"""A task's fields between its rows and its draft: read, compared, checked."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.measure import Measure
from tracker.domain.origin import DATED_FIELDS, Field, Origin
from tracker.domain.period import Rhythm
from tracker.domain.problem import N_, Refused
from tracker.domain.report_state import ReportState
from tracker.domain.task import TaskDraft, TaskRow, check_days
from tracker.domain.text import clean, fold
from tracker.domain.words import Words
from tracker.store.columns import COORDINATING, DIRECTIVE, REPORT
from tracker.store.read.tasks import baseline_of, sentences_of
from tracker.store.read.view import View
from tracker.store.states import in_lots, term_on
from tracker.store.tables import TaskRecord, TermRow


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
