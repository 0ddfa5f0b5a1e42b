"""From a task's dated facts to its states: the one place where the year is told as spans.

A *state* holds from ``day_from`` to ``day_to``, both inclusive. A task's states cover every day
from the first to the last that a date can name, once each. Everything else (lists, roll-ups,
as-of questions) reads states and never computes from reports again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Generic, TypeVar

from tracker.domain.measure import Measure, standing
from tracker.domain.origin import Origin
from tracker.domain.period import Period, Rhythm, last_period
from tracker.domain.quantity import Qualifier
from tracker.domain.report_state import REPORTED, ReportState

EVER = date.min
"""First day of a value that holds from the task's beginning."""
FOREVER = date.max

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Term(Generic[T]):
    """A value in force from ``day_from`` until the next term's first day."""

    day_from: date
    value: T
    origin: Origin = Origin.PROPOSED


@dataclass(frozen=True, slots=True)
class Figure:
    """One version of a report: the period's own figure, in thousandths.

    ``stated`` is the total from the year's beginning, where it was given as that; ``value`` is
    then its period's part. ``qualifier`` is what was said beside it, “trên” or “gần”. Only an
    accepted one counts.
    """

    period: Period
    version: int
    value: int
    own_day: date
    stated: int | None = None
    qualifier: Qualifier | None = None
    state: ReportState = ReportState.ACCEPTED


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """All that a task's states follow from.

    Each sequence of terms has one that holds from EVER; ``targets`` are thousandths. ``stops``
    says from which day the task is cancelled (True) or taken up again (False). ``margin`` is in
    percentage points.
    """

    measure: Measure
    rhythm: Rhythm
    year: int
    start: date
    margin: int
    units: tuple[Term[int], ...]
    targets: tuple[Term[int | None], ...]
    deadlines: tuple[Term[date | None], ...]
    weights: tuple[Term[int], ...]
    stops: tuple[Term[bool], ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskState:
    """What is true of a task on each day of one span.

    ``credit`` over ``goal`` is the percent as a share (``goal`` None: no percent). ``done_day``
    is the first day of the unbroken run on which the task was reached, None while it is not.
    ``risk_from`` is the first day of the span on which the task is at risk, if any.
    """

    day_from: date
    day_to: date
    unit: int
    unit_origin: Origin
    target: int | None
    target_origin: Origin
    deadline: date | None
    deadline_origin: Origin
    weight: int
    weight_origin: Origin
    value: int | None
    credit: int
    goal: int | None
    reported: bool
    cancelled: bool
    exceeded: bool
    done_day: date | None
    risk_from: date | None = None


def in_force(terms: Sequence[Term[T]], day: date) -> Term[T]:
    """The term in force on ``day``: the one with the latest first day on or before it.

    Of two with the same first day the one given later: it corrects the other.
    """
    return sorted((t for t in terms if t.day_from <= day), key=lambda t: t.day_from)[-1]


def counting(figures: Iterable[Figure], day: date) -> dict[Period, int]:
    """The value that counts in each period on ``day`` (DOMAIN §3, "Which figure counts")."""
    return {period: figure.value for period, figure in counting_versions(figures, day).items()}


def counting_versions(figures: Iterable[Figure], day: date) -> dict[Period, Figure]:
    """The version that counts in each period: of the accepted ones whose own day has come, the
    highest."""
    return highest(f for f in figures if f.own_day <= day and f.state is ReportState.ACCEPTED)


def highest(figures: Iterable[Figure]) -> dict[Period, Figure]:
    """The highest version in each period."""
    best: dict[Period, Figure] = {}
    for figure in figures:
        other = best.get(figure.period)
        if other is None or figure.version > other.version:
            best[figure.period] = figure
    return best


def pace(start: date, end: date, day: date) -> Fraction:
    """The share (0–1) of the days from ``start`` to ``end``, both inclusive, passed by ``day``."""
    if day < start:
        return Fraction(0)
    if day >= end:
        return Fraction(1)
    return Fraction((day - start).days + 1, (end - start).days + 1)


def pace_end(year: int, deadline: date | None) -> date:
    """The day by which all of a task should be done: its deadline, or the plan's last day."""
    return deadline or date(year, 12, 31)


def timeline(facts: TaskFacts) -> tuple[TaskState, ...]:
    """The task's states, in order of days."""
    terms = (facts.units, facts.targets, facts.deadlines, facts.weights, facts.stops)
    turns = {EVER, *(f.own_day for f in facts.figures if f.state in REPORTED)}
    turns |= {term.day_from for dated in terms for term in dated}
    ordered = sorted(turns)
    ends = [later - timedelta(days=1) for later in ordered[1:]] + [FOREVER]
    states: list[TaskState] = []
    for first, last in zip(ordered, ends, strict=True):
        state = _state(facts, first, last, states[-1] if states else None)
        if states and replace(state, day_from=states[-1].day_from) == replace(
            states[-1], day_to=last
        ):
            states[-1] = replace(states[-1], day_to=last)
        else:
            states.append(state)
    return tuple(replace(s, risk_from=_risk_from(facts, s)) for s in states)


def _state(facts: TaskFacts, first: date, last: date, before: TaskState | None) -> TaskState:
    unit, target = in_force(facts.units, first), in_force(facts.targets, first)
    deadline, weight = in_force(facts.deadlines, first), in_force(facts.weights, first)
    stops = [term for term in facts.stops if term.day_from <= first]
    figures = counting(facts.figures, first)
    stands = standing(
        facts.measure,
        figures,
        target.value,
        last_period=last_period(facts.rhythm, facts.year, deadline.value),
    )
    done_day = None
    if stands.reached:
        done_day = before.done_day if before and before.done_day else first
    return TaskState(
        day_from=first,
        day_to=last,
        unit=unit.value,
        unit_origin=unit.origin,
        target=target.value,
        target_origin=target.origin,
        deadline=deadline.value,
        deadline_origin=deadline.origin,
        weight=weight.value,
        weight_origin=weight.origin,
        value=stands.value,
        credit=stands.credit,
        goal=stands.goal,
        reported=any(f.own_day <= first and f.state in REPORTED for f in facts.figures),
        cancelled=bool(stops) and in_force(stops, first).value,
        exceeded=stands.exceeded,
        done_day=done_day,
    )


def _risk_from(facts: TaskFacts, state: TaskState) -> date | None:
    """First day of the span on which 100 × pace − margin exceeds the percent.

    The pace only rises while a state lasts, so one day says it for the whole span.
    """
    if state.cancelled or state.done_day is not None or state.goal is None:
        return None
    end = pace_end(facts.year, state.deadline)
    days = (end - facts.start).days + 1
    needed = Fraction(state.credit, state.goal) + Fraction(facts.margin, 100)
    # The smallest count of passed days whose share of all days is more than `needed`.
    passed = needed * days // 1 + 1
    if passed > days:
        return None
    first = max(state.day_from, facts.start + timedelta(days=int(passed) - 1))
    last = state.day_to if state.deadline is None else min(state.day_to, state.deadline)
    return first if first <= last else None


def state_on(states: Sequence[TaskState], day: date) -> TaskState:
    """The state that holds on ``day``."""
    return next(s for s in states if s.day_from <= day <= s.day_to)
