"""The tasks of a calendar, by lead unit or directive: which there are, in order."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.condition import By, Condition, Sort, SortKey
from tracker.domain.schedule import Group
from tracker.store.read.rollup import codes_of
from tracker.store.read.selection import S, narrowed, ordering, with_tasks
from tracker.store.read.view import View, directives


def schedule(
    session: Session, view: View, by: By, condition: Condition | None = None
) -> tuple[Group, ...]:
    """The tasks that match, by unit (or, with ``By.DIRECTIVE``, directive) in the plan's order, and
    in each by deadline; groups without a task are left out.

    Raises UnknownUnit or UnknownDirective.
    """
    task = view.known.task.c
    key = task.directive_id if by is By.DIRECTIVE else S.unit_id
    statement = with_tasks(view, select(task.id, key.label("group")))
    statement = narrowed(statement, session, view, condition or Condition())
    codes = codes_of(session, view, by)
    if by is By.DIRECTIVE:
        order = [directive.code for directive in directives(session, view)]
    else:
        order = [unit.code for _depth, unit in view.tree.walk()]
    found: dict[str, list[int]] = {code: [] for code in order}
    for task_id, group in session.execute(
        statement.order_by(*ordering(view, Sort(SortKey.DEADLINE)))
    ):
        found[codes[group]].append(task_id)
    return tuple(Group(code, ids) for code, ids in found.items() if ids)
