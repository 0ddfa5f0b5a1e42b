"""The matrix of units and directives: one grouped statement, added up exactly."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tracker.domain.condition import By, Condition
from tracker.domain.matrix import Matrix, all_units, matrix_rows
from tracker.store.read.rollup import codes_of, figures_by
from tracker.store.read.selection import S
from tracker.store.read.view import View, directive_id, directives


def matrix(session: Session, view: View, condition: Condition | None = None) -> Matrix:
    """The figures of all tasks that match, per unit and directive.

    Raises UnknownUnit or UnknownDirective.
    """
    wanted = condition or Condition()
    keys = (S.unit_id, view.known.task.c.directive_id)
    found = figures_by(session, view, keys, wanted, of_tasks=True)
    units, stated = (codes_of(session, view, by) for by in (By.UNIT, By.DIRECTIVE))
    figures = {(units[unit], stated[about]): part for (unit, about), part in found.items()}
    meant = directives(session, view)
    if wanted.directive is not None:
        only = stated[directive_id(session, view, wanted.directive)]
        meant = tuple(directive for directive in meant if directive.code == only)
    within = view.tree.get(wanted.unit, view.plan.code).code if wanted.unit else None
    rows = matrix_rows(view.tree, figures, within)
    return Matrix(
        plan=view.plan,
        as_of=view.day,
        known_on=view.known_on,
        condition=wanted,
        directives=meant,
        rows=rows,
        totals=all_units(rows, [directive.code for directive in meant]),
    )
