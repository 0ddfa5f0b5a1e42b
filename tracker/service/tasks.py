"""Tasks of one's own."""

from __future__ import annotations

from sqlalchemy import func, select

from tracker.domain.problem import N_, Refused
from tracker.domain.task import TaskDraft
from tracker.service.desk import Desk, whole_plan_at
from tracker.service.entries import all_said
from tracker.service.fields import (
    check_unit,
    cleaned,
)
from tracker.service.task_rows import new_tasks
from tracker.service.terms import TermBook
from tracker.store.columns import TASK
from tracker.store.engine import writing
from tracker.store.journal import Entry, add_entry
from tracker.store.states import bring_up_to_date, is_there


class TaskExists(Refused):
    wording = N_("There is a task {code} in plan {plan} already.")


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
