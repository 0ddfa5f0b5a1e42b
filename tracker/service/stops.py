"""Tasks stopped with a reason, and taken up again."""

from __future__ import annotations

from datetime import date

from tracker.domain.problem import N_, Refused
from tracker.domain.task import OutsideYear
from tracker.domain.text import clean
from tracker.domain.timeline import FOREVER
from tracker.service.desk import Desk, locked_task, plan_at
from tracker.service.terms import TermBook
from tracker.store.engine import writing
from tracker.store.journal import Entry, add_entry
from tracker.store.states import STOPPED, bring_up_to_date, term_on, terms_of


class ReasonMissing(Refused):
    wording = N_("{task}: say why it is stopped.")


class StoppedAlready(Refused):
    wording = N_("{task} is stopped already, from {day} on.")


class NotStopped(Refused):
    wording = N_("{task} is not stopped.")


class ResumedTooEarly(Refused):
    wording = N_("{task} is stopped from {stopped} on; it cannot go on from {day}, before that.")


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
