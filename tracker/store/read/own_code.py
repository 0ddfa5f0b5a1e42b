"""A code for a task that a user adds and names no code for."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.store.columns import TASK
from tracker.store.read.view import View, directive_id, directives


def free_code(session: Session, view: View, directive: str, unit: str) -> tuple[str, str]:
    """The directive's code as the plan spells it, and a task code that nobody has yet.

    The task codes of users have a ``u``, which no template's code gets by itself:
    ``D7.u1-my-xuyen``. Raises UnknownDirective, UnknownUnit.
    """
    directive_id(session, view, directive)
    wanted = directive.strip().upper()
    stated = next(d.code for d in directives(session, view) if d.code.upper() == wanted)
    lead = view.tree.get(unit, view.plan.code).code
    statement = select(func.lower(TASK.code)).where(TASK.plan_id == view.plan_id)
    taken = set(session.scalars(statement))
    number = 1
    while f"{stated}.u{number}-{lead}".lower() in taken:
        number += 1
    return stated, f"{stated}.u{number}-{lead}"
