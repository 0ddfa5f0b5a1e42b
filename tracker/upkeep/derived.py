"""``task_state`` against the facts it is derived from; and derived anew where it differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tracker.domain.timeline import TaskState
from tracker.store.columns import PLAN, STATE, TASK, TERM
from tracker.store.journal import Entry, Stamp, add_entry
from tracker.store.states import TermLike, bring_up_to_date, figures_of, in_lots, states_of
from tracker.store.tables import STILL_KNOWN, PlanRow, StateRow, TaskRecord
from tracker.upkeep.findings import Finding, MoreTasksDiffer, StatesDiffer, StatesGap

FIRST = 5
"""Tasks that are named; the others are counted."""

ONE_DAY = timedelta(days=1)
_NAMES = tuple(field.name for field in fields(TaskState))
_values = attrgetter(*_NAMES)
_COLUMNS = tuple(STATE["unit_id" if name == "unit" else name] for name in _NAMES)


@dataclass(frozen=True, slots=True)
class Difference:
    """A task whose standing states are not those that follow from its facts."""

    plan_id: int
    task_id: int
    finding: Finding


def differences(session: Session) -> Iterator[Difference]:
    """Every task that differs, plan by plan."""
    for plan in session.scalars(select(PlanRow).order_by(PLAN.id)):
        ids = list(session.scalars(select(TASK.id).where(TASK.plan_id == plan.id)))
        for some in in_lots(ids):
            yield from _differences(session, plan, some)


def _differences(session: Session, plan: PlanRow, ids: Sequence[int]) -> Iterator[Difference]:
    columns = (TASK.id, TASK.code, TASK.measure, TASK.rhythm, TASK.start)
    tasks = session.execute(select(*columns).where(TASK.id.in_(ids)).order_by(TASK.code))
    terms, figures, stored = _terms(session, ids), figures_of(session, ids), _stored(session, ids)
    for task in tasks:
        meant = states_of(plan, task, terms[task.id], figures[task.id])
        finding = _difference(
            task.code, plan.year, stored[task.id], [_values(state) for state in meant]
        )
        if finding is not None:
            yield Difference(plan.id, task.id, finding)


def _terms(session: Session, ids: Sequence[int]) -> dict[int, list[TermLike]]:
    columns = (TERM.task_id, TERM.field, TERM.day_from, TERM.number, TERM.day, TERM.origin)
    standing = select(*columns).where(TERM.task_id.in_(ids), TERM.known_to == STILL_KNOWN)
    found: dict[int, list[TermLike]] = defaultdict(list)
    for term in session.execute(standing):
        found[term.task_id].append(term)
    return found


def _stored(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
    standing = (
        select(STATE.task_id, *_COLUMNS)
        .where(STATE.task_id.in_(ids), STATE.known_to == STILL_KNOWN)
        .order_by(STATE.day_from, STATE.id)
    )
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for task_id, *values in session.execute(standing):
        found[task_id].append(tuple(values))
    return found


def _difference(
    task: str, year: int, stored: Sequence[tuple[Any, ...]], meant: Sequence[tuple[Any, ...]]
) -> Finding | None:
    if list(stored) == list(meant):
        return None
    # Every span of either is the same from one of these days to the next.
    begins = {span[0] for span in (*stored, *meant)}
    begins |= {span[1] + ONE_DAY for span in stored if span[1] < date.max}
    for day in sorted(begins):
        covering = [span for span in stored if span[0] <= day <= span[1]]
        # The first spans begin before any year, and such a day says nothing to anybody.
        named = max(day, date(year, 1, 1))
        if len(covering) != 1:
            return StatesGap(task=task, day=named)
        should = next(span for span in meant if span[0] <= day <= span[1])
        names = zip(_NAMES[2:], covering[0][2:], should[2:], strict=True)
        if what := [name for name, here, there in names if here != there]:
            return StatesDiffer(task=task, day=named, what=", ".join(what))
    # The same on every day, in other spans.
    return StatesDiffer(task=task, day=date(year, 1, 1), what="day_to")


def state_findings(found: Sequence[Difference]) -> Iterator[Finding]:
    """The first of ``found`` in words, and how many more there are."""
    yield from (difference.finding for difference in found[:FIRST])
    if (more := len(found) - FIRST) > 0:
        yield MoreTasksDiffer(count=more)


def derive_anew(session: Session, who: str, now: datetime) -> list[int]:
    """Rebuild what differs, with one journal entry for each plan; the entries' numbers.

    What was wrong stays readable up to that entry, as it was shown. Rows of ``task_state`` that
    nobody ever knew are removed. Nothing else is touched.
    """
    session.execute(delete(StateRow).where(STATE.known_from >= STATE.known_to))
    by_plan: dict[int, list[int]] = defaultdict(list)
    for difference in differences(session):
        by_plan[difference.plan_id].append(difference.task_id)
    numbers = []
    for plan_id, ids in by_plan.items():
        plan = session.get_one(PlanRow, plan_id)
        codes = [task.code for task in _tasks(session, ids)]
        entry = Entry("repair", after={"tasks": ", ".join(codes)})
        number = add_entry(session, Stamp(plan_id, now, who), entry)
        for some in in_lots(ids):
            # Whole tasks, so that of two rows for one day none is left.
            standing = (STATE.task_id.in_(some), STATE.known_to == STILL_KNOWN)
            session.execute(update(StateRow).where(*standing).values(known_to=number))
        bring_up_to_date(session, plan, dict.fromkeys(ids, number))
        numbers.append(number)
    return numbers


def _tasks(session: Session, ids: Sequence[int]) -> list[TaskRecord]:
    found: list[TaskRecord] = []
    for some in in_lots(ids):
        found.extend(session.scalars(select(TaskRecord).where(TASK.id.in_(some))))
    return sorted(found, key=lambda task: task.code)
