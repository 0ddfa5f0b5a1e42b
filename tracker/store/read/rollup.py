"""Summaries: one grouped statement over ``task_state``, added up exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from tracker.domain.condition import By, Condition, Sort
from tracker.domain.status import Status
from tracker.domain.summary import Figures, Summary, SummaryRow, total
from tracker.domain.words import Words
from tracker.store.read.beside import beside
from tracker.store.read.known import newest_entry
from tracker.store.read.selection import S, narrowed, with_tasks
from tracker.store.read.standing import STATUSES, at_risk_on, exceeded, status_number
from tracker.store.read.tasks import task_ids, task_rows
from tracker.store.read.view import View, directives
from tracker.store.seals import latest_seal
from tracker.store.tables import StateRow

_HALF = 10**6
"""Sums of weight × quantity are taken in two halves, since a whole one may pass 64 bits."""


def summary(
    session: Session,
    view: View,
    by: By = By.UNIT,
    condition: Condition | None = None,
    *,
    with_tasks: bool = False,
) -> Summary:
    """The figures of all tasks that match, per unit, directive or status.

    ``with_tasks`` adds the tasks themselves, for an export's annex. Raises UnknownUnit or
    UnknownDirective.
    """
    wanted = condition or Condition()
    figures = _figures(session, view, by, wanted)
    stated = directives(session, view)
    if by is By.UNIT:
        rows = _unit_rows(view, figures, wanted)
    elif by is By.DIRECTIVE:
        rows = [
            SummaryRow(d.code, d.short, figures.get(d.code, Figures()))
            for d in stated
            if wanted.directive is None or d.code in figures
        ]
    else:
        rows = [
            SummaryRow(s.value, Words(s.value), figures.get(s.value, Figures())) for s in Status
        ]
    tasks = task_rows(session, view, task_ids(session, view, wanted, Sort())) if with_tasks else ()
    return Summary(
        plan=view.plan,
        issuer=view.unit_names.get(view.plan.issuer, Words(view.plan.issuer)),
        as_of=view.day,
        by=by,
        condition=wanted,
        totals=total(figures.values()),
        rows=tuple(rows),
        directives=stated,
        tasks=tuple(tasks),
        unit_names=view.unit_names,
        known_on=view.known_on,
        recorded=view.known_on or newest_entry(session),
        seal=latest_seal(session),
    )


def _unit_rows(view: View, figures: dict[str, Figures], wanted: Condition) -> list[SummaryRow]:
    """Units that lead a matching task or stand above one that does, in the plan's order."""
    within = set(view.tree.subtree(wanted.unit)) if wanted.unit else set(view.tree.units)
    rows = []
    for depth, unit in view.tree.walk():
        below = [figures[c] for c in view.tree.subtree(unit.code) if c in figures]
        if unit.code in within and below:
            own = figures.get(unit.code, Figures())
            rows.append(SummaryRow(unit.code, unit.name, own, total(below), depth))
    return rows


def _figures(session: Session, view: View, by: By, wanted: Condition) -> dict[str, Figures]:
    """The figures of each row's own tasks, keyed by the row's code."""
    keys: dict[By, ColumnElement[Any]] = {
        By.UNIT: S.unit_id,
        By.DIRECTIVE: view.known.task.c.directive_id,
        By.STATUS: status_number(view.day),
    }
    found = figures_by(session, view, (keys[by],), wanted, of_tasks=by is By.DIRECTIVE)
    codes = codes_of(session, view, by)
    return {codes[row]: figures for (row,), figures in found.items()}


def figures_by(
    session: Session,
    view: View,
    keys: Sequence[ColumnElement[Any]],
    wanted: Condition,
    *,
    of_tasks: bool,
) -> dict[tuple[Any, ...], Figures]:
    """The figures of the tasks that match, by the values of ``keys``, in one statement.

    ``of_tasks`` says that a key is a column of the tasks themselves.
    """
    labelled = [key.label(f"key_{number}") for number, key in enumerate(keys)]
    counts = and_(S.goal.is_not(None), S.cancelled.is_(False))
    partial = and_(counts, S.credit < S.goal)
    # Shares are added exactly: whole ones as weights, partial ones per goal as integers. No label
    # is a column's name: PostgreSQL would group by the column.
    statement = select(
        *labelled,
        status_number(view.day).label("standing"),
        case((partial, S.goal), else_=None).label("divisor"),
        func.count(),
        func.sum(case((at_risk_on(view.day), 1), else_=0)),
        func.sum(case((exceeded(), 1), else_=0)),
        func.sum(case((counts, S.weight), else_=0)),
        func.sum(case((and_(counts, S.credit >= S.goal), S.weight), else_=0)),
        func.sum(case((partial, S.weight * (S.credit // _HALF)), else_=0)),
        func.sum(case((partial, S.weight * (S.credit % _HALF)), else_=0)),
    ).group_by(*(key.name for key in labelled), "standing", "divisor")
    asked = (wanted.words, wanted.directive, wanted.owing, wanted.where)
    if of_tasks or any(part not in ((), None) for part in asked):
        statement = with_tasks(view, statement)
    else:
        statement = statement.select_from(StateRow)  # nothing is asked of the tasks themselves
    sets: dict[tuple[Any, ...], list[Figures]] = defaultdict(list)
    for found in session.execute(narrowed(statement, session, view, wanted)):
        *row, standing, divisor, tasks, risk, over, weights, full, high, low = found
        credit = Fraction(int(full))
        if divisor is not None:
            credit += Fraction(int(high) * _HALF + int(low), divisor)
        part = Figures({STATUSES[standing]: tasks}, int(risk), int(over), credit, int(weights))
        sets[tuple(row)].append(part)
    for key, part in beside(session, view, keys, wanted).items():
        sets[key].append(part)
    return {key: total(parts) for key, parts in sets.items()}


def codes_of(session: Session, view: View, by: By) -> dict[int, str]:
    """The codes of units, directives or statuses by what a statement groups them by."""
    if by is By.UNIT:
        return {unit_id: code for code, unit_id in view.unit_ids.items()}
    if by is By.STATUS:
        return {number: status.value for number, status in enumerate(STATUSES)}
    directive = view.known.directive.c
    stated = select(directive.id, directive.code).where(directive.plan_id == view.plan_id)
    return {row.id: row.code for row in session.execute(stated)}
