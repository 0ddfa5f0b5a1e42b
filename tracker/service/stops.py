"""Tasks stopped with a reason, and taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.problem import N_, Refused
from tracker.domain.task import OutsideYear
from tracker.domain.text import clean
from tracker.domain.timeline import FOREVER
from tracker.service.desk import Desk, locked, locked_task, plan_at, tasks_with
from tracker.service.terms import TermBook
from tracker.store.engine import writing
from tracker.store.journal import Entry, add_entries, add_entry
from tracker.store.states import STOPPED, bring_up_to_date, term_on, terms_of
from tracker.store.tables import PlanRow, TaskRecord, TermRow


class ReasonMissing(Refused):
    wording = N_("{task}: say why it is stopped.")


class StoppedAlready(Refused):
    wording = N_("{task} is stopped already, from {day} on.")


class NotStopped(Refused):
    wording = N_("{task} is not stopped.")


class ResumedTooEarly(Refused):
    wording = N_("{task} is stopped from {stopped} on; it cannot go on from {day}, before that.")


@dataclass(frozen=True, slots=True)
class Stopped:
    """Which tasks (their codes) one call stopped, and which were stopped before."""

    stopped: tuple[str, ...]
    before: tuple[str, ...]


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


def cancel_tasks(
    desk: Desk,
    plan_code: str | None,
    codes: Sequence[str],
    why: str,
    *,
    day: date | None = None,
    dry_run: bool = False,
) -> Stopped:
    """Stop many tasks from ``day`` on, in one transaction, undone as one; those that are stopped
    already are left as they are. Raises StoppedAlready where all are, or what ``cancel_task``
    raises for any of them; then none is stopped.
    """
    why = clean(why)
    with writing(desk.engine) as session:
        view, plan = plan_at(desk, session, plan_code)
        since = day or view.day
        tasks = list(locked(session, tasks_with(session, view, codes)).values())
        terms = terms_of(session, [task.id for task in tasks])
        latest = {task.id: term_on(terms[task.id], STOPPED, FOREVER) for task in tasks}
        going_on = [task for task in tasks if not _is_on(latest[task.id])]
        for task in going_on or tasks[:1]:
            _check(task, latest[task.id], why, since, plan, stopped=True)
        stop = {"day": since.isoformat()}
        changes = [Entry("cancel_task", task.code, after=stop, why=why) for task in going_on]
        numbers = add_entries(session, desk.stamp(plan.id), changes)
        book = TermBook(view)
        for task, number in zip(going_on, numbers, strict=True):
            book.stop(task.id, terms[task.id], since, why, number, on=True)
        book.send(session)
        touched = {task.id: number for task, number in zip(going_on, numbers, strict=True)}
        bring_up_to_date(session, plan, touched)
        stopped = {task.code for task in going_on}
        every = [task.code for task in tasks]
        if dry_run:
            session.rollback()
        return Stopped(
            tuple(code for code in every if code in stopped),
            tuple(code for code in every if code not in stopped),
        )


def _stop(
    desk: Desk, plan_code: str | None, code: str, why: str, day: date | None, *, stopped: bool
) -> int:
    why = clean(why)
    with writing(desk.engine) as session:
        view, plan = plan_at(desk, session, plan_code)
        task = locked_task(session, view, code)
        terms = terms_of(session, [task.id])[task.id]
        latest = term_on(terms, STOPPED, FOREVER)
        since = day or (view.day if stopped or latest is None else latest.day_from)
        _check(task, latest, why, since, plan, stopped=stopped)
        what = "cancel_task" if stopped else "resume_task"
        change = Entry(what, task.code, after={"day": since.isoformat()}, why=why)
        entry = add_entry(session, desk.stamp(plan.id), change)
        book = TermBook(view)
        book.stop(task.id, terms, since, why, entry, on=stopped)
        book.send(session)
        bring_up_to_date(session, plan, {task.id: entry})
        return entry


def _is_on(latest: TermRow | None) -> bool:
    """Whether the task is stopped, by its last stop."""
    return latest is not None and bool(latest.number)


def _check(
    task: TaskRecord, latest: TermRow | None, why: str, since: date, plan: PlanRow, *, stopped: bool
) -> None:
    """Raises OutsideYear, ReasonMissing, StoppedAlready, NotStopped, ResumedTooEarly."""
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
