"""Other values for the fields of tasks: one edited or assigned, or many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.edit import EditedMeanwhile, Seen
from tracker.domain.origin import DATED_FIELDS, Document, Field, Origin
from tracker.domain.problem import N_, Refused
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.task import OutsideYear, TaskDraft, TaskRow
from tracker.domain.text import clean
from tracker.service.confirming import checked_document
from tracker.service.desk import Desk, locked, locked_task, plan_at, tasks_with
from tracker.service.entries import field_entry, said
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
from tracker.service.task_rows import Rewrite, rewrite
from tracker.service.terms import TermBook
from tracker.store.columns import JOURNAL
from tracker.store.engine import writing
from tracker.store.journal import add_entries
from tracker.store.read.view import View
from tracker.store.states import bring_up_to_date, terms_of
from tracker.store.tables import JournalRow, PlanRow, TaskRecord, TermRow


class NothingToChange(Refused):
    wording = N_("{task}: nothing changes; it says so already.")


class NotDated(Refused):
    wording = N_(
        "{task}: its {field} holds for the whole year and cannot change from a day on. These can:"
        " {allowed}."
    )


class NothingChangesThere(Refused):
    wording = N_("Nothing changes: all {count} tasks say so already.")


class ChangedMeanwhile(Refused):
    wording = N_(
        "{task}: meanwhile {who} changed this task (entry #{number}). None of the tasks was"
        " changed; look at it and send yours again."
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


@dataclass(frozen=True, slots=True)
class EditedTogether:
    """What one call did to many tasks; the ``unchanged`` (their codes) said so already."""

    edited: tuple[Edited, ...]
    unchanged: tuple[str, ...]


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
    how = _How(day_from, clean(why), document and checked_document(document, desk.today))
    with writing(desk.engine) as session:
        view, plan = plan_at(desk, session, plan_code, as_of)
        task = locked_task(session, view, code)
        (planned,) = _planned(session, view, plan, [task], values, how, seen)
        if planned.change is None:
            raise NothingToChange(task=task.code)
        (edited,) = _write(desk, session, view, plan, [planned], how)
        if dry_run:
            session.rollback()
        return edited


def edit_tasks(
    desk: Desk,
    plan_code: str | None,
    codes: Sequence[str],
    values: Mapping[Field, Any],
    *,
    day_from: date | None = None,
    as_of: date | None = None,
    why: str = "",
    document: Document | None = None,
    known: int | None = None,
    dry_run: bool = False,
) -> EditedTogether:
    """Give fields of many tasks the same new values, as ``edit_task`` does for one: in one
    transaction, and undone as one. A task that says so already is left as it is.

    ``known`` is the last journal entry that whoever chose the tasks had in sight: one of them that
    was changed since is not written over. Raises NothingChangesThere, ChangedMeanwhile, or what
    ``edit_task`` raises for any of them; then none is changed.
    """
    how = _How(day_from, clean(why), document and checked_document(document, desk.today))
    with writing(desk.engine) as session:
        view, plan = plan_at(desk, session, plan_code, as_of)
        tasks = list(locked(session, tasks_with(session, view, codes)).values())
        planned = _planned(session, view, plan, tasks, values, how)
        changing = [one for one in planned if one.change is not None]
        if not changing:
            raise NothingChangesThere(count=Amount(len(tasks) * SCALE))
        if known is not None:
            _check_known(session, changing, known)
        edited = _write(desk, session, view, plan, changing, how)
        unchanged = tuple(one.task.code for one in planned if one.change is None)
        if dry_run:
            session.rollback()
        return EditedTogether(tuple(edited), unchanged)


@dataclass(frozen=True, slots=True)
class _How:
    """From which day on, why, and by which document."""

    day_from: date | None
    why: str
    document: Document | None


@dataclass(frozen=True, slots=True)
class _Planned:
    """What a call is to do with one task; no ``change`` where it says so already."""

    task: TaskRecord
    terms: Sequence[TermRow]
    change: Rewrite | None


def _planned(
    session: Session,
    view: View,
    plan: PlanRow,
    tasks: Sequence[TaskRecord],
    values: Mapping[Field, Any],
    how: _How,
    seen: Seen | None = None,
) -> list[_Planned]:
    """Each task with its change, if it may be made; raises why one may not."""
    terms = terms_of(session, [task.id for task in tasks])
    if how.day_from is not None:
        for task in tasks:
            _check_dated(task, plan, values, how.day_from)
    day = how.day_from or view.day
    drafts = drafts_of(session, view, tasks, terms, day)
    planned = []
    for task in tasks:
        before = drafts[task.id]
        if Field.COORDINATING not in values:
            # Coordinating has no dates: a unit that takes over the lead just stops to coordinate.
            others = tuple(c for c in before.coordinating if c != values.get(Field.UNIT))
            before = replace(before, coordinating=others)
        after = cleaned(replace(before, **{field.value: value for field, value in values.items()}))
        if seen is not None:
            now = drafts_of(session, view, [task], terms, seen.day)[task.id]
            _check_seen(session, task, seen.row, now, after, values)
        different = [f for f in values if plain(before)[f] != plain(after)[f]]
        change = None
        if different:
            refuse_if_reported(session, task, bound(before, after))
            _check_units(view, terms[task.id], after, different, how.day_from, day)
            origins = {f: _new_origin(task, after, f, how.document) for f in different}
            after = replace(after, origin={**before.origin, **origins})
            change = Rewrite(before, after, day, how.day_from is not None, how.why, how.document)
        planned.append(_Planned(task, terms[task.id], change))
    return planned


def _write(
    desk: Desk,
    session: Session,
    view: View,
    plan: PlanRow,
    planned: Sequence[_Planned],
    how: _How,
) -> list[Edited]:
    """Write the changes, in one call of the journal."""
    made = [(one.task, one.terms, one.change) for one in planned if one.change is not None]
    fields = [
        {f: (said(change.before, f), said(change.after, f)) for f in _different(change)}
        for _task, _terms, change in made
    ]
    entries = add_entries(
        session,
        desk.stamp(plan.id),
        [
            field_entry(
                "edit_task",
                task.code,
                of_task,
                how.why,
                how.document,
                how.day_from,
                change.terms(terms),
            )
            for (task, terms, change), of_task in zip(made, fields, strict=True)
        ],
    )
    book = TermBook(view)
    rewrite(
        session,
        book,
        [(*parts, entry) for parts, entry in zip(made, entries, strict=True)],
    )
    book.send(session)
    bring_up_to_date(
        session,
        plan,
        {task.id: entry for (task, *_rest), entry in zip(made, entries, strict=True)},
    )
    return [
        Edited(task.code, entry, of_task, _later(terms, change))
        for (task, terms, change), entry, of_task in zip(made, entries, fields, strict=True)
    ]


def _different(change: Rewrite) -> list[Field]:
    """The fields whose value changes; a new origin alone is not said as a change."""
    return [f for f in Field if plain(change.before)[f] != plain(change.after)[f]]


def _check_known(session: Session, planned: Iterable[_Planned], known: int) -> None:
    """Refuse a task that somebody has changed after entry ``known``. Raises ChangedMeanwhile."""
    for one in planned:
        last = max([one.task.known_from, *(term.known_from for term in one.terms)])
        if last > known:
            entry = session.get_one(JournalRow, last)
            raise ChangedMeanwhile(task=one.task.code, who=entry.who, number=last)


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
