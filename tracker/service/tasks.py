"""Tasks and their fields: added, edited, assigned, stopped, confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.condition import Condition, Sort
from tracker.domain.origin import DATED_FIELDS, Document, Field, Origin
from tracker.domain.problem import N_, Refused
from tracker.domain.task import OutsideYear, TaskDraft
from tracker.domain.text import clean
from tracker.domain.timeline import FOREVER
from tracker.service.desk import Desk, locked, plan_at, whole_plan_at
from tracker.service.fields import (
    Rewrite,
    bound,
    check_unit,
    cleaned,
    drafts_of,
    in_force,
    new_tasks,
    plain,
    refuse_if_reported,
    rewrite,
    said,
    seeded_of,
)
from tracker.service.terms import TermBook
from tracker.store.columns import TASK
from tracker.store.engine import writing
from tracker.store.journal import Entry, add_entries, add_entry
from tracker.store.read.detail import find_task
from tracker.store.read.tasks import task_ids
from tracker.store.read.view import View
from tracker.store.states import STOPPED, bring_up_to_date, term_on, terms_of
from tracker.store.tables import PlanRow, TaskRecord, TermRow


class TaskExists(Refused):
    wording = N_("There is a task {code} in plan {plan} already.")


class NothingToChange(Refused):
    wording = N_("{task}: nothing changes; it says so already.")


class NotDated(Refused):
    wording = N_(
        "{task}: its {field} holds for the whole year and cannot change from a day on. These can:"
        " {allowed}."
    )


class ReasonMissing(Refused):
    wording = N_("{task}: say why it is stopped.")


class StoppedAlready(Refused):
    wording = N_("{task} is stopped already, from {day} on.")


class NotStopped(Refused):
    wording = N_("{task} is not stopped.")


class ResumedTooEarly(Refused):
    wording = N_("{task} is stopped from {stopped} on; it cannot go on from {day}, before that.")


class DocumentMissing(Refused):
    wording = N_("Give the number of the document that confirms, such as 12-KH/BDVTU.")


class DocumentDayMissing(Refused):
    wording = N_("Give the date of document {number} as well, as in 15/1/2021.")


class DocumentToCome(Refused):
    wording = N_("Document {number} is of {day}, which is still to come.")


class NoTaskMeets(Refused):
    wording = N_("No task is found that way.")


class NothingToConfirm(Refused):
    wording = N_("There is nothing to confirm: on {day} no field there is proposed or inferred.")


@dataclass(frozen=True, slots=True)
class Edited:
    """What a write did to one task: field → (before, after), in plain text.

    ``later``: field → the first day from which another value, given earlier, stays in force.
    """

    task: str
    entry: int
    fields: Mapping[Field, tuple[str, str]]
    later: Mapping[Field, date]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Which fields of which tasks now stand under the document."""

    entries: tuple[int, ...]
    fields: Mapping[str, tuple[Field, ...]]


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
            TASK.plan_id == plan.id, func.lower(TASK.code) == draft.code.lower()
        )
        if (known := session.scalar(statement)) is not None:
            raise TaskExists(code=known, plan=plan.code)
        for code in draft.coordinating:
            check_unit(view, code, draft.start)
        after = {field.value: said(draft, field) for field in Field if said(draft, field)}
        entry = add_entry(session, desk.stamp(plan.id), Entry("add_task", draft.code, after=after))
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
    dry_run: bool = False,
) -> Edited:
    """Give fields of a task new values, typed as ``TaskDraft`` has them.

    Dated fields (lead unit, target, deadline, weight) change from ``day_from`` on; with None the
    value in force on ``as_of`` (None: the day the plan is asked about) is corrected from its own
    first day. Either way a value that begins later stays. With ``document`` the new values are
    confirmed, without they are proposals; but a field that says again what the plan file says is
    the file's again. Raises UnknownTask, NothingToChange, NotDated, ReportsBindField,
    DocumentMissing, DocumentDayMissing, DocumentToCome, UnknownUnit, UnitNotYet, UnitNoMore, or
    what ``TaskDraft`` refuses.

    ``dry_run`` only looks whether it would be refused, and writes nothing.
    """
    why, document = clean(why), document and _checked(document, desk.today)
    with writing(desk.engine) as session:
        view, plan = plan_at(desk, session, plan_code, as_of)
        task = _locked_task(session, view, code)
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
        different = [f for f in values if plain(before)[f] != plain(after)[f]]
        if not different:
            raise NothingToChange(task=task.code)
        refuse_if_reported(session, task, bound(before, after))
        _check_units(view, terms[task.id], after, different, day_from, day)
        origins = {f: _new_origin(task, after, f, document) for f in different}
        after = replace(after, origin={**before.origin, **origins})
        fields = {field: (said(before, field), said(after, field)) for field in different}
        entry = add_entry(
            session,
            desk.stamp(plan.id),
            _entry("edit_task", task.code, fields, why, document, day_from),
        )
        book = TermBook(view)
        change = Rewrite(before, after, entry, day, day_from is not None, why, document)
        rewrite(session, book, [(task, terms[task.id], change)])
        book.send(session)
        bring_up_to_date(session, plan, {task.id: entry})
        edited = Edited(task.code, entry, fields, _later(terms[task.id], change))
        if dry_run:
            session.rollback()
        return edited


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


def cancel_task(
    desk: Desk, plan_code: str | None, code: str, why: str, *, day: date | None = None
) -> int:
    """Stop a task from ``day`` on (None: the day the plan is asked about); its reports stay.

    Returns the journal number. Raises ReasonMissing, StoppedAlready, OutsideYear, UnknownTask.
    """
    return _stop(desk, plan_code, code, why, day, stopped=True)


def resume_task(
    desk: Desk, plan_code: str | None, code: str, why: str = "", *, day: date | None = None
) -> int:
    """Take a stopped task up again, from ``day`` on; None: as if it had never been stopped.

    Returns the journal number. Raises NotStopped, ResumedTooEarly, UnknownTask.
    """
    return _stop(desk, plan_code, code, why, day, stopped=False)


def confirm(
    desk: Desk,
    plan_code: str | None,
    condition: Condition | str,
    document: Document,
    fields: Iterable[Field] = tuple(Field),
    *,
    as_of: date | None = None,
    dry_run: bool = False,
) -> Confirmed:
    """Put proposed and inferred fields under a document: of one task (its code), or of all tasks
    that meet ``condition``, with the values in force on ``as_of`` (None: the day the plan is asked
    about). A value of other days keeps its own origin: the document need not speak of it.
    ``dry_run`` writes nothing, and so returns no entries.

    One transaction. Raises DocumentMissing, DocumentDayMissing, DocumentToCome, NoTaskMeets,
    NothingToConfirm, UnknownTask.
    """
    document = _checked(document, desk.today)
    wanted = set(fields)
    with writing(desk.engine) as session:
        view, plan = plan_at(desk, session, plan_code, as_of)
        if isinstance(condition, str):
            ids = [find_task(session, view, condition).id]
        else:
            ids = task_ids(session, view, condition, Sort())
        if not ids:
            raise NoTaskMeets
        tasks, terms = locked(session, ids), terms_of(session, ids)
        drafts = drafts_of(session, view, list(tasks.values()), terms, view.day)
        opened = {i: found for i in ids if (found := _to_confirm(drafts[i], wanted))}
        if not opened:
            raise NothingToConfirm(day=view.day)
        found_open = {tasks[i].code: tuple(f) for i, f in opened.items()}
        said_of = {
            i: {f: (drafts[i].origin_of(f).value, Origin.CONFIRMED.value) for f in open_fields}
            for i, open_fields in opened.items()
        }
        entries = [_entry("confirm", tasks[i].code, said_of[i], "", document, None) for i in opened]
        numbers = add_entries(session, desk.stamp(plan.id), entries)
        book = TermBook(view)
        changes = []
        for (i, open_fields), entry in zip(opened.items(), numbers, strict=True):
            confirmed = dict.fromkeys(open_fields, Origin.CONFIRMED)
            after = replace(drafts[i], origin={**drafts[i].origin, **confirmed})
            change = Rewrite(drafts[i], after, entry, view.day, document=document)
            changes.append((tasks[i], terms[i], change))
        rewrite(session, book, changes)
        book.send(session)
        bring_up_to_date(session, plan, dict(zip(opened, numbers, strict=True)))
        if dry_run:
            # Only now: where nothing can be written, that is said of a dry run as well.
            session.rollback()
            return Confirmed((), found_open)
        return Confirmed(tuple(numbers), found_open)


def _checked(document: Document, today: date) -> Document:
    """``document`` with its number as it is stored.

    Raises DocumentMissing, DocumentDayMissing, DocumentToCome.
    """
    number = clean(document.number.strip())
    if not number:
        raise DocumentMissing
    if document.day is None:
        raise DocumentDayMissing(number=number)
    if document.day > today:
        raise DocumentToCome(number=number, day=document.day)
    return replace(document, number=number)


def _to_confirm(draft: TaskDraft, wanted: set[Field]) -> list[Field]:
    open_origins = (Origin.PROPOSED, Origin.INFERRED)
    empty = {Field.BASELINE: draft.baseline, Field.TARGET: draft.target}
    return [
        field
        for field in Field
        if field in wanted
        and draft.origin_of(field) in open_origins
        and empty.get(field, True) is not None
    ]


def _stop(
    desk: Desk, plan_code: str | None, code: str, why: str, day: date | None, *, stopped: bool
) -> int:
    why = clean(why)
    with writing(desk.engine) as session:
        view, plan = plan_at(desk, session, plan_code)
        task = _locked_task(session, view, code)
        terms = terms_of(session, [task.id])[task.id]
        latest = term_on(terms, STOPPED, FOREVER)
        since = day or (view.day if stopped or latest is None else latest.day_from)
        if since.year != plan.year:
            raise OutsideYear(task=task.code, day=since, year=plan.year)
        if stopped and not why.strip():
            raise ReasonMissing(task=task.code)
        if stopped and latest is not None and latest.number:
            raise StoppedAlready(task=task.code, day=latest.day_from)
        if not stopped and (latest is None or not latest.number):
            raise NotStopped(task=task.code)
        if not stopped and latest is not None and since < latest.day_from:
            raise ResumedTooEarly(task=task.code, day=since, stopped=latest.day_from)
        what = "cancel_task" if stopped else "resume_task"
        change = Entry(what, task.code, after={"day": since.isoformat()}, why=why)
        entry = add_entry(session, desk.stamp(plan.id), change)
        book = TermBook(view)
        book.stop(task.id, terms, since, why, entry, on=stopped)
        book.send(session)
        bring_up_to_date(session, plan, {task.id: entry})
        return entry


def _locked_task(session: Session, view: View, code: str) -> TaskRecord:
    """The task with ``code``, held until the transaction ends. Raises UnknownTask."""
    found = find_task(session, view, code)
    return locked(session, [found.id])[found.id]


def _check_dated(task: TaskRecord, plan: PlanRow, values: Iterable[Field], day_from: date) -> None:
    for field in values:
        if field not in DATED_FIELDS:
            raise NotDated(task=task.code, field=field, allowed=DATED_FIELDS)
    if day_from.year != plan.year:
        raise OutsideYear(task=task.code, day=day_from, year=plan.year)


def _entry(
    what: str,
    subject: str,
    fields: Mapping[Field, tuple[str, str]],
    why: str,
    document: Document | None,
    day_from: date | None,
) -> Entry:
    after = {field.value: new for field, (_old, new) in fields.items()}
    if document is not None:
        day = f" ({document.day.isoformat()})" if document.day else ""
        after["document"] = document.number + day
    if day_from is not None:
        after["from"] = day_from.isoformat()
    before = {field.value: old for field, (old, _new) in fields.items()}
    return Entry(what, subject, before, after, why)
