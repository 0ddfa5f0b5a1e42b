"""What must be true of ``task_state`` after any writes: told again from the facts, day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from datetime import timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from tests.service.office import Office
from tracker.domain.timeline import EVER, FOREVER, TaskState
from tracker.store.states import figures_of, states_of, terms_of
from tracker.store.tables import STILL_KNOWN, PlanRow, StateRow, TaskRecord

NAMES = [field.name for field in fields(TaskState)]

Spans = dict[int, list[tuple[Any, ...]]]
"""The spans of each task by its id, in order of days, each as the values of ``TaskState``."""


def values_of(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, "unit_id" if name == "unit" else name) for name in NAMES)


def spans_known_at(rows: Iterable[Row[Any]], entry: int) -> Spans:
    """What was known once journal entry ``entry`` was made."""
    spans: Spans = defaultdict(list)
    for row in rows:
        if row.known_from <= entry < row.known_to:
            spans[row.task_id].append(values_of(row))
    return {task_id: sorted(found, key=lambda v: v[0]) for task_id, found in spans.items()}


def spans_from_facts(office: Office) -> Spans:
    """All spans, computed anew from terms and reports."""
    with Session(office.engine) as session:
        plans = {plan.id: plan for plan in session.scalars(select(PlanRow))}
        tasks = list(session.scalars(select(TaskRecord)))
        ids = [task.id for task in tasks]
        terms, figures = terms_of(session, ids), figures_of(session, ids)
        return {
            task.id: [
                tuple(getattr(state, name) for name in NAMES)
                for state in states_of(plans[task.plan_id], task, terms[task.id], figures[task.id])
            ]
            for task in tasks
            if terms[task.id]
        }


def assert_every_day_once(spans: Spans) -> None:
    """From the first day there is to the last, without a gap and without an overlap."""
    first, last = NAMES.index("day_from"), NAMES.index("day_to")
    for found in spans.values():
        assert found[0][first] == EVER
        assert found[-1][last] == FOREVER
        for before, after in pairwise(found):
            assert after[first] == before[last] + timedelta(days=1)


def assert_states_follow(office: Office) -> Spans:
    """The current spans are those that follow from the facts, and cover every day once."""
    current = spans_known_at(office.stored(StateRow), STILL_KNOWN - 1)
    assert_every_day_once(current)
    assert current == spans_from_facts(office)
    return current
