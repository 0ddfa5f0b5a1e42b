"""Tasks of one's own, and other values for the fields of any: added, edited, assigned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.edit import EditedMeanwhile, Seen
from tracker.domain.origin import DATED_FIELDS, Document, Field, Origin
from tracker.domain.problem import N_, Refused
from tracker.domain.task import OutsideYear, TaskDraft, TaskRow
from tracker.domain.text import clean
from tracker.service.confirming import checked_document
from tracker.service.desk import Desk, locked_task, plan_at, whole_plan_at
from tracker.service.entries import all_said, field_entry, said
from tracker.service.fields import (
    bound,
    check_unit,
    cleaned,
    drafts_of,
    in_force,
    plain,
    refuse_if_reported,
    seeded_of,
)
from tracker.service.task_rows import Rewrite, new_tasks, rewrite
from tracker.service.terms import TermBook
from tracker.store.columns import JOURNAL, TASK
from tracker.store.engine import writing
from tracker.store.journal import Entry, add_entry
from tracker.store.read.view import View
from tracker.store.states import bring_up_to_date, is_there, terms_of
from tracker.store.tables import JournalRow, PlanRow, TaskRecord, TermRow


class TaskExists(Refused):
    wording = N_("There is a task {code} in plan {plan} already.")


class NothingToChange(Refused):
    wording = N_("{task}: nothing changes; it says so already.")


class NotDated(Refused):
    wording = N_(
        "{task}: its {field} holds for the whole year and cannot change from a day on. These can:"
        " {allowed}."
    )


@dataclass(frozen=True, slots=True)
class Edited:
    """What a write did to one task: field → (before, after), in plain text.

    ``later``: field → the first day from which another value, given earlier, stays in force.
    """

    task: str
    entry: int
    fields: Mapping[Field, tuple[str, str]]
    later: Mapping[Field, date]


def add_task(desk: Desk, plan_code: str | None, draft: TaskDraft) -> int:
    """Add a task of the user's own; returns the journal number.

    Raises TaskExists, UnknownUnit, UnitNotYet, UnitNoMore, UnknownDirective, OutsideYear.
    """
    draft = cleaned(draft)
    with writing(desk.engine) as session:
        # No other writer beside this one, who might be adding the same code.
        view, plan = whole_plan_at(desk, session, plan_code)
        # People write codes in upper and lower case: two that differ in nothing else are one.
        statement = select(TASK.code).where(
            TASK.plan_id == plan.id,
            func.lower(TASK.code) == draft.code.lower(),
            is_there(TASK.id),
        )
        if (known := session.scalar(statement)) is not None:
            raise TaskExists(code=known, plan=plan.code)
        for code in draft.coordinating:
            check_unit(view, code, draft.start)
        change = Entry("add_task", draft.code, after=all_said(draft))
        entry = add_entry(session, desk.stamp(plan.id), change)
        book = TermBook(view)
        (task_id,) = new_tasks(session, view, [(draft, entry)], book, seeded=False)
        book.send(session)
        bring_up_to_date(session, plan, {task_id: entry})
        return entry


def edit_task(
    desk: Desk,
    plan_code: str | None,
    code: str,
    values: Mapping[Field, Any],
    *,
    day_from: date | None = None,
    as_of: date | None = None,
    why: str = "",
    document: Document | None = None,
    seen: Seen | None = None,
    dry_run: bool = False,
) -> Edited:
    """Give fields of a task new values, typed as ``TaskDraft`` has them.

    Dated fields (lead unit, target, deadline, weight) change from ``day_from`` on; with None the
    value in force on ``as_of`` (None: the day the plan is asked about) is corrected from its own
    first day. Either way a value that begins later stays. With ``document`` the new values are
    confirmed, without they are proposals; but a field that says again what the plan file says is
    the file's again. A value that is not the one ``seen`` any more is not written over.

    Raises UnknownTask, EditedMeanwhile, NothingToChange, NotDated, ReportsBindField,
    DocumentMissing, DocumentDayMissing, DocumentToCome, UnknownUnit, UnitNotYet, UnitNoMore, or
    what ``TaskDraft`` refuses.

    ``dry_run`` only looks whether it would be refused, and writes nothing.
    """
    why, document = clean(why), document and checked_document(document, desk.today)
    with writing(desk.engine) as session:
        view, plan = plan_at(desk, session, plan_code, as_of)
        task = locked_task(session, view, code)
        terms = terms_of(session, [task.id])
        if day_from is not None:
            _check_dated(task, plan, values, day_from)
        day = day_from or view.day
        before = drafts_of(session, view, [task], terms, day)[task.id]
        if Field.COORDINATING not in values:
            # Coordinating has no dates: a unit that takes over the lead just stops to coordinate.
            others = tuple(c for c in before.coordinating if c != values.get(Field.UNIT))
            before = replace(before, coordinating=others)
        after = cleaned(replace(before, **{field.value: value for field, value in values.items()}))
        if seen is not None:
            now = drafts_of(session, view, [task], terms, seen.day)[task.id]
            _check_seen(session, task, seen.row, now, after, values)
        different = [f for f in values if plain(before)[f] != plain(after)[f]]
        if not different:
            raise NothingToChange(task=task.code)
        refuse_if_reported(session, task, bound(before, after))
        _check_units(view, terms[task.id], after, different, day_from, day)
        origins = {f: _new_origin(task, after, f, document) for f in different}
        after = replace(after, origin={**before.origin, **origins})
        fields = {field: (said(before, field), said(after, field)) for field in different}
        change = Rewrite(before, after, day, day_from is not None, why, document)
        written = change.terms(terms[task.id])
        entry = add_entry(
            session,
            desk.stamp(plan.id),
            field_entry("edit_task", task.code, fields, why, document, day_from, written),
        )
        book = TermBook(view)
        rewrite(session, book, [(task, terms[task.id], change, entry)])
        book.send(session)
        bring_up_to_date(session, plan, {task.id: entry})
        edited = Edited(task.code, entry, fields, _later(terms[task.id], change))
        if dry_run:
            session.rollback()
        return edited


def _check_seen(
    session: Session,
    task: TaskRecord,
    seen: TaskRow,
    now: TaskDraft,
    after: TaskDraft,
    fields: Iterable[Field],
) -> None:
    """Refuse fields that somebody has changed since they were ``seen``. Raises EditedMeanwhile."""
    for field in fields:
        if plain(seen)[field] != plain(now)[field] != plain(after)[field]:
            last = session.scalars(
                select(JournalRow)
                .where(JOURNAL.plan_id == task.plan_id, JOURNAL.subject == task.code)
                .order_by(JOURNAL.number.desc())
                .limit(1)
            ).one()
            raise EditedMeanwhile(
                task=task.code,
                field=field,
                who=last.who,
                number=last.number,
                seen=said(seen, field),
                theirs=said(now, field),
                yours=said(after, field),
            )


def _later(terms: Iterable[TermRow], change: Rewrite) -> dict[Field, date]:
    """The changed fields that have another value later, with the first day of it."""
    standing, later = list(terms), {}
    for field in change.fields:
        if field not in DATED_FIELDS:
            continue
        since = change.since(standing, field)
        days = [t.day_from for t in standing if t.field == field and t.day_from > since]
        if days:
            later[field] = min(days)
    return later


def _check_units(
    view: View,
    terms: Sequence[TermRow],
    after: TaskDraft,
    changed: Iterable[Field],
    day_from: date | None,
    day: date,
) -> None:
    """Refuse units on days on which they do not exist. Raises UnknownUnit, UnitNotYet, UnitNoMore.

    A lead must be there when it takes over, and when one looks.
    """
    fields = set(changed)
    if Field.UNIT in fields:
        since = day_from or in_force(terms, Field.UNIT, day).day_from
        check_unit(view, after.unit, max(since, after.start))
        check_unit(view, after.unit, max(day, after.start))
    elif Field.START in fields:
        lead = in_force(terms, Field.UNIT, after.start).number
        check_unit(view, view.unit_code(lead), after.start)
    if Field.COORDINATING in fields:
        for code in after.coordinating:
            check_unit(view, code, day)


def _new_origin(
    task: TaskRecord, after: TaskDraft, field: Field, document: Document | None
) -> Origin:
    if document is not None:
        return Origin.CONFIRMED
    value, origin = seeded_of(task).get(field.value, (None, Origin.PROPOSED))
    return Origin(origin) if plain(after)[field] == value else Origin.PROPOSED


def assign_task(
    desk: Desk,
    plan_code: str | None,
    code: str,
    unit: str | None,
    coordinating: Sequence[str] | None = None,
    *,
    day_from: date | None = None,
    as_of: date | None = None,
    why: str = "",
    document: Document | None = None,
) -> Edited:
    """Give a task another lead unit, other coordinating units, or both. Raises as ``edit_task``."""
    values: dict[Field, Any] = {}
    if unit is not None:
        values[Field.UNIT] = unit
    if coordinating is not None:
        values[Field.COORDINATING] = tuple(coordinating)
    return edit_task(
        desk,
        plan_code,
        code,
        values,
        day_from=day_from,
        as_of=as_of,
        why=why,
        document=document,
    )


def _check_dated(task: TaskRecord, plan: PlanRow, values: Iterable[Field], day_from: date) -> None:
    for field in values:
        if field not in DATED_FIELDS:
            raise NotDated(task=task.code, field=field, allowed=DATED_FIELDS)
    if day_from.year != plan.year:
        raise OutsideYear(task=task.code, day=day_from, year=plan.year)
