"""What entries altered: the states of a day, and the rows that have no days.

Only what was written since is read: states and rows that became known after the entry, and those
that they replaced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeVar

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from tracker.domain.condition import Condition
from tracker.domain.corrections import About, Altered, Values, altered
from tracker.domain.fingerprint import percent_shown, quantity_shown
from tracker.domain.quantity import SCALE
from tracker.domain.status import at_risk, status_of
from tracker.store.columns import STATE
from tracker.store.read.selection import holding_on
from tracker.store.read.view import View, directive_id
from tracker.store.states import in_lots
from tracker.store.tables import PAST, DirectiveRow, PlanRow, TaskRecord, UnitRow

S = STATE
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Found:
    """What entry ``number`` changed of one thing; ``key`` is the store's id."""

    number: int
    about: About
    key: int
    altered: tuple[Altered, ...]


class Narrow:
    """Which units and directives, by the store's ids; None for all. Raises UnknownUnit,
    UnknownDirective."""

    def __init__(self, session: Session, view: View, condition: Condition) -> None:
        self.units: frozenset[int] | None = None
        self.directive: int | None = None
        if condition.unit is not None:
            top = view.tree.get(condition.unit, view.plan.code).code
            self.units = frozenset(view.unit_ids[code] for code in view.tree.subtree(top))
        if condition.directive is not None:
            self.directive = directive_id(session, view, condition.directive)

    @property
    def everything(self) -> bool:
        return self.units is None and self.directive is None

    def leads(self, unit_ids: Iterable[int]) -> bool:
        return self.units is None or not self.units.isdisjoint(unit_ids)


# The states of the day ------------------------------------------------------------------------


def altered_states(
    session: Session, view: View, span: tuple[int, int], narrow: Narrow
) -> Iterable[Found]:
    """Figures, targets, deadlines, lead units, weights and stops."""
    since, until = span
    on_the_day = and_(S.plan_id == view.plan_id, S.day_from <= view.day, S.day_to >= view.day)
    # What was replaced since, or came since; a task whose adding was undone has no state left.
    changed = select(S.task_id).where(
        on_the_day,
        or_(
            and_(S.known_from > since, S.known_from <= until),
            and_(S.known_from <= since, S.known_to > since, S.known_to <= until),
        ),
    )
    rows = session.execute(
        select(*_STATE)
        .where(on_the_day, S.known_to > since, S.known_from <= until, S.task_id.in_(changed))
        .order_by(S.task_id, S.known_from)
    )
    codes = {unit_id: code for code, unit_id in view.unit_ids.items()}
    for task_id, versions in _grouped(rows, lambda row: row.task_id).items():
        if narrow.leads(row.unit_id for row in versions):
            for number, before, after in _turns(versions, span):
                old, new = (row and _state_values(row, view.day, codes) for row in (before, after))
                if values := altered(old, new):
                    yield Found(number, About.TASK, task_id, values)


def _turns(
    versions: Sequence[Row[Any]], span: tuple[int, int]
) -> Iterable[tuple[int, Row[Any] | None, Row[Any] | None]]:
    """Each entry within ``span`` at which one state of the day gave way to another, or to none."""
    since, until = span
    before: Row[Any] | None = None
    for row in versions:
        if row.known_from > since:
            if before is not None and before.known_to < row.known_from:
                yield before.known_to, before, None
                before = None
            yield row.known_from, before, row
        before = row
    if before is not None and before.known_to <= until:
        yield before.known_to, before, None


_STATE = (
    S.task_id,
    S.known_from,
    S.known_to,
    S.unit_id,
    S.target,
    S.deadline,
    S.weight,
    S.value,
    S.credit,
    S.goal,
    S.reported,
    S.cancelled,
    S.exceeded,
    S.done_day,
    S.risk_from,
)


def _state_values(state: Row[Any], day: date, codes: Mapping[int, str]) -> Values:
    percent = None if state.goal is None else Fraction(100 * state.credit, state.goal)
    return {
        "value": _quantity(state.value),
        "target": _quantity(state.target),
        "percent": percent_shown(percent),
        "status": status_of(state, day).value,
        "at_risk": str(int(at_risk(state, day))),
        "exceeded": str(int(state.exceeded and not state.cancelled)),
        "deadline": state.deadline.isoformat() if state.deadline else "",
        "unit": codes.get(state.unit_id, ""),
        "weight": str(state.weight),
    }


def _quantity(thousandths: int | None) -> str:
    return quantity_shown(None if thousandths is None else Decimal(thousandths) / SCALE)


# What has no days -----------------------------------------------------------------------------


def altered_tasks(
    session: Session, view: View, span: tuple[int, int], narrow: Narrow
) -> Iterable[Found]:
    """Titles and the other fields that hold for the whole year."""
    stated = _codes(session, view, DirectiveRow)

    def values(row: Row[Any]) -> Values:
        return {
            "title": row.title_vi,
            "measure": row.measure,
            "unit_of_measure": row.unit_of_measure_vi,
            "rhythm": row.rhythm,
            "baseline": _quantity(row.baseline),
            "start": row.start.isoformat(),
            "directive": stated.get(row.directive_id, ""),
        }

    found = list(_versions(session, view, TaskRecord, About.TASK, span, values))
    leads = leads_of(session, view, {one.key for one in found}) if narrow.units else {}
    return [one for one in found if narrow.units is None or leads.get(one.key) in narrow.units]


def altered_names(
    session: Session, view: View, span: tuple[int, int], narrow: Narrow
) -> Iterable[Found]:
    """The names of the plan, its units and its directives."""
    if narrow.everything:
        yield from _versions(
            session, view, PlanRow, About.PLAN, span, lambda row: {"title": row.title_vi}
        )
    if narrow.directive is None:
        for found in _versions(
            session, view, UnitRow, About.UNIT, span, lambda row: {"name": row.name_vi}
        ):
            if narrow.leads([found.key]):
                yield found
    if narrow.units is None:
        for found in _versions(
            session, view, DirectiveRow, About.DIRECTIVE, span, lambda row: {"name": row.short_vi}
        ):
            if narrow.directive in (None, found.key):
                yield found


def _versions(
    session: Session,
    view: View,
    kind: type[SQLModel],
    about: About,
    span: tuple[int, int],
    values: Callable[[Row[Any]], Values],
) -> Iterable[Found]:
    """The rows of one kind that were replaced since, with what replaced them."""
    since, until = span
    present, past = SQLModel.metadata.tables[str(kind.__tablename__)], PAST[kind]
    own = present.c.id if kind is PlanRow else present.c.plan_id
    old = past.c.id if kind is PlanRow else past.c.plan_id
    replaced = session.execute(
        select(past).where(old == view.plan_id, past.c.known_to > since, past.c.known_from <= until)
    )
    rows = _grouped(replaced, lambda row: row.id)
    for some in in_lots(list(rows)):
        statement = select(present).where(
            own == view.plan_id, present.c.id.in_(some), present.c.known_from <= until
        )
        for row in session.execute(statement):
            rows[row.id].append(row)
    for key, versions in rows.items():
        versions.sort(key=lambda row: row.known_from)
        for before, after in pairwise(versions):
            if found := altered(values(before), values(after)):
                yield Found(after.known_from, about, key, found)


def _grouped(rows: Iterable[Any], key: Callable[[Row[Any]], K]) -> dict[K, list[Row[Any]]]:
    found: dict[K, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _codes(session: Session, view: View, kind: type[SQLModel]) -> dict[int, str]:
    table = SQLModel.metadata.tables[str(kind.__tablename__)]
    rows = session.execute(select(table.c.id, table.c.code).where(table.c.plan_id == view.plan_id))
    return {row.id: row.code for row in rows}


def leads_of(session: Session, view: View, task_ids: Iterable[int]) -> dict[int, int]:
    """Each task's lead unit on the view's day."""
    found: dict[int, int] = {}
    for some in in_lots(list(task_ids)):
        statement = select(S.task_id, S.unit_id).where(holding_on(view), S.task_id.in_(some))
        found |= {row.task_id: row.unit_id for row in session.execute(statement)}
    return found
