"""Tasks and their fields: added, edited, assigned, stopped, confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.condition import Condition, Sort
from tracker.domain.origin import DATED_FIELDS, Document, Field, Origin
from tracker.domain.problem import N_, Refused
from tracker.domain.task import OutsideYear, TaskDraft
from tracker.domain.timeline import FOREVER
from tracker.service.desk import Desk, locked
from tracker.service.fields import draft_of, new_task, plain, rewrite, said, stop
from tracker.store.columns import PLAN, TASK
from tracker.store.engine import writing
from tracker.store.journal import add_entry
from tracker.store.read.detail import find_task
from tracker.store.read.tasks import task_ids
from tracker.store.read.view import View, open_view
from tracker.store.states import STOPPED, bring_up_to_date, terms_of
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


class DocumentMissing(Refused):
    wording = N_("Give the number of the document that confirms, such as 12-KH/BDVTU.")


class NothingToConfirm(Refused):
    wording = N_("There is nothing to confirm: no field there is proposed or inferred.")


@dataclass(frozen=True, slots=True)
class Edited:
    """What a write did to one task: field → (before, after), in plain text."""

    task: str
    entry: int
    fields: Mapping[Field, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Which fields of which tasks now stand under the document."""

    entries: tuple[int, ...]
    fields: Mapping[str, tuple[Field, ...]]


def add_task(desk: Desk, plan_code: str | None, draft: TaskDraft) -> int:
    """Add a task of the user's own; returns the journal number.

    Raises TaskExists, UnknownUnit, UnknownDirective.
    """
    with writing(desk.engine) as session:
        view, plan = _plan(session, desk, plan_code)
        statement = select(TASK.id).where(TASK.plan_id == plan.id, TASK.code == draft.code)
        if session.scalar(statement) is not None:
            raise TaskExists(code=draft.code, plan=plan.code)
        entry = add_entry(
            session,
            plan_id=plan.id,
            recorded_at=desk.now(),
            who=desk.who,
            what="add_task",
            subject=draft.code,
            after={field.value: said(draft, field) for field in Field if said(draft, field)},
        )
        task = new_task(session, view, draft, entry)
        bring_up_to_date(session, plan, [task.id], entry)
        return entry


def edit_task(
    desk: Desk,
    plan_code: str | None,
    code: str,
    values: Mapping[Field, Any],
    *,
    day_from: date | None = None,
    why: str = "",
    document: Document | None = None,
) -> Edited:
    """Give fields of a task new values, typed as ``TaskDraft`` has them.

    Dated fields (lead unit, target, deadline, weight) change from ``day_from`` on; with None
    their latest value is corrected from its own first day. With ``document`` the new values are
    confirmed, without they are proposals. Raises UnknownTask, NothingToChange, NotDated, or what
    ``TaskDraft`` refuses.
    """
    with writing(desk.engine) as session:
        view, plan = _plan(session, desk, plan_code)
        task = locked(session, find_task(session, plan.id, plan.code, code))
        terms = terms_of(session, [task.id])[task.id]
        if day_from is not None:
            _check_dated(task, plan, values, day_from)
        before = draft_of(session, view, task, terms, day_from or FOREVER)
        after = replace(before, **{field.value: value for field, value in values.items()})
        different = [f for f in values if plain(before)[f] != plain(after)[f]]
        if not different:
            raise NothingToChange(task=task.code)
        origin = Origin.CONFIRMED if document else Origin.PROPOSED
        after = replace(after, origin={**before.origin, **dict.fromkeys(different, origin)})
        fields = {field: (said(before, field), said(after, field)) for field in different}
        entry = _entry(session, desk, plan, "edit_task", task.code, fields, why, document, day_from)
        rewrite(
            session,
            view,
            task,
            before,
            after,
            entry=entry,
            terms=terms,
            day_from=day_from,
            why=why,
            document=document,
        )
        bring_up_to_date(session, plan, [task.id], entry)
        return Edited(task.code, entry, fields)


def assign_task(
    desk: Desk,
    plan_code: str | None,
    code: str,
    unit: str | None,
    coordinating: Sequence[str] | None = None,
    *,
    day_from: date | None = None,
    why: str = "",
    document: Document | None = None,
) -> Edited:
    """Give a task another lead unit, other coordinating units, or both. Raises as ``edit_task``."""
    values: dict[Field, Any] = {}
    if unit is not None:
        values[Field.UNIT] = unit
    if coordinating is not None:
        values[Field.COORDINATING] = tuple(coordinating)
    return edit_task(desk, plan_code, code, values, day_from=day_from, why=why, document=document)


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

    Returns the journal number. Raises NotStopped, UnknownTask.
    """
    return _stop(desk, plan_code, code, why, day, stopped=False)


def confirm(
    desk: Desk,
    plan_code: str | None,
    condition: Condition | str,
    document: Document,
    fields: Iterable[Field] = tuple(Field),
) -> Confirmed:
    """Put proposed and inferred fields under a document: of one task (its code), or of all tasks
    that meet ``condition``.

    One transaction. Raises DocumentMissing, NothingToConfirm, UnknownTask.
    """
    if not document.number.strip():
        raise DocumentMissing
    wanted = set(fields)
    with writing(desk.engine) as session:
        view, plan = _plan(session, desk, plan_code)
        if isinstance(condition, str):
            ids = [find_task(session, plan.id, plan.code, condition).id]
        else:
            ids = task_ids(session, view, condition, Sort())
        terms = terms_of(session, ids)
        entries: list[int] = []
        confirmed: dict[str, tuple[Field, ...]] = {}
        for task_id in ids:
            task = session.get_one(TaskRecord, task_id)
            before = draft_of(session, view, task, terms[task_id], FOREVER)
            open_fields = _to_confirm(before, wanted)
            if not open_fields:
                continue
            after = replace(
                before, origin={**before.origin, **dict.fromkeys(open_fields, Origin.CONFIRMED)}
            )
            said_of = {f: (before.origin_of(f).value, Origin.CONFIRMED.value) for f in open_fields}
            entry = _entry(session, desk, plan, "confirm", task.code, said_of, "", document, None)
            rewrite(
                session,
                view,
                locked(session, task),
                before,
                after,
                entry=entry,
                terms=terms[task_id],
                document=document,
            )
            bring_up_to_date(session, plan, [task_id], entry)
            entries.append(entry)
            confirmed[task.code] = tuple(open_fields)
        if not confirmed:
            raise NothingToConfirm
        return Confirmed(tuple(entries), confirmed)


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
    with writing(desk.engine) as session:
        view, plan = _plan(session, desk, plan_code)
        task = locked(session, find_task(session, plan.id, plan.code, code))
        stops = [t for t in terms_of(session, [task.id])[task.id] if t.field == STOPPED]
        latest = max(stops, key=lambda t: t.day_from, default=None)
        since = day or (view.day if stopped or latest is None else latest.day_from)
        if since.year != plan.year:
            raise OutsideYear(task=task.code, day=since, year=plan.year)
        if stopped and not why.strip():
            raise ReasonMissing(task=task.code)
        if stopped and latest is not None and latest.number:
            raise StoppedAlready(task=task.code, day=latest.day_from)
        if not stopped and (latest is None or not latest.number):
            raise NotStopped(task=task.code)
        entry = add_entry(
            session,
            plan_id=plan.id,
            recorded_at=desk.now(),
            who=desk.who,
            what="cancel_task" if stopped else "resume_task",
            subject=task.code,
            after={"day": since.isoformat()},
            why=why,
        )
        _replace_stops(stops, since, entry)
        stop(session, task, since, why, entry, stopped=stopped)
        bring_up_to_date(session, plan, [task.id], entry)
        return entry


def _replace_stops(stops: Iterable[TermRow], since: date, entry: int) -> None:
    for term in stops:
        if term.day_from >= since:
            term.known_to = entry


def _plan(session: Session, desk: Desk, plan_code: str | None) -> tuple[View, PlanRow]:
    view = open_view(session, plan_code, None, desk.today)
    return view, session.scalars(select(PlanRow).where(PLAN.id == view.plan_id)).one()


def _check_dated(task: TaskRecord, plan: PlanRow, values: Iterable[Field], day_from: date) -> None:
    for field in values:
        if field not in DATED_FIELDS:
            raise NotDated(task=task.code, field=field, allowed=DATED_FIELDS)
    if day_from.year != plan.year:
        raise OutsideYear(task=task.code, day=day_from, year=plan.year)


def _entry(
    session: Session,
    desk: Desk,
    plan: PlanRow,
    what: str,
    subject: str,
    fields: Mapping[Field, tuple[str, str]],
    why: str,
    document: Document | None,
    day_from: date | None,
) -> int:
    after = {field.value: new for field, (_old, new) in fields.items()}
    if document is not None:
        day = f" ({document.day.isoformat()})" if document.day else ""
        after["document"] = document.number + day
    if day_from is not None:
        after["from"] = day_from.isoformat()
    return add_entry(
        session,
        plan_id=plan.id,
        recorded_at=desk.now(),
        who=desk.who,
        what=what,
        subject=subject,
        before={field.value: old for field, (old, _new) in fields.items()},
        after=after,
        why=why,
    )
