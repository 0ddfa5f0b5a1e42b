"""The timeline against DOMAIN §3–4 told day by day.

``naive_year`` is written from DOMAIN's sentences alone: it walks through the days one by one, and
uses nothing of the timeline but its facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.examples import SCALE, YEAR, on, quick
from tracker.domain.measure import Measure
from tracker.domain.period import Rhythm, periods
from tracker.domain.status import at_risk, status_of
from tracker.domain.timeline import EVER, FOREVER, Figure, TaskFacts, Term, state_on, timeline

FIRST, LAST = date(YEAR - 1, 12, 30), date(YEAR + 1, 1, 20)
year_days = st.dates(on("01-01"), on("12-31"))


def terms_of(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Term[Any], ...]]:
    """One value from the beginning and up to three from days of the year, in any order."""
    later = st.lists(st.builds(Term, year_days, values), max_size=3, unique_by=lambda t: t.day_from)
    beginning = st.builds(Term, st.just(EVER), values)
    return st.tuples(beginning, later).flatmap(
        lambda both: st.permutations([both[0], *both[1]]).map(tuple)
    )


@st.composite
def figures_of(draw: st.DrawFn, measure: Measure, rhythm: Rhythm) -> tuple[Figure, ...]:
    values = st.sampled_from([0, SCALE]) if measure is Measure.MILESTONE else st.integers(0, 6000)
    figures = []
    for period in draw(st.lists(st.sampled_from(periods(rhythm, YEAR)), unique=True, max_size=6)):
        for version in range(1, draw(st.integers(1, 3)) + 1):
            own_day = draw(st.dates(period.first_day, on("12-31")))
            figures.append(Figure(period, version, draw(values), own_day))
    return tuple(draw(st.permutations(figures)))


@st.composite
def task_facts(draw: st.DrawFn) -> TaskFacts:
    measure, rhythm = draw(st.sampled_from(Measure)), draw(st.sampled_from(Rhythm))
    start = draw(st.dates(on("01-01"), on("04-30")))
    goals = st.just(SCALE) if measure is Measure.MILESTONE else st.integers(0, 12_000)
    return TaskFacts(
        measure=measure,
        rhythm=rhythm,
        year=YEAR,
        start=start,
        margin=draw(st.integers(0, 100)),
        units=draw(terms_of(st.integers(1, 3))),
        targets=draw(terms_of(st.none() | goals)),
        deadlines=draw(terms_of(st.none() | st.dates(start, on("12-31")))),
        weights=draw(terms_of(st.integers(1, 3))),
        stops=draw(st.just(()) | terms_of(st.booleans())),
        figures=draw(figures_of(measure, rhythm)),
    )


@dataclass
class NaiveDay:
    """What DOMAIN says of a task on one day."""

    day: date
    unit: int
    target: int | None
    deadline: date | None
    weight: int
    cancelled: bool
    value: int | None
    percent: Fraction | None
    exceeded: bool
    reported: bool
    reached: bool
    done_day: date | None
    status: str
    at_risk: bool


def _holding(terms: tuple[Term[Any], ...], day: date, otherwise: Any = None) -> Any:
    value, since = otherwise, None
    for term in terms:
        if term.day_from <= day and (since is None or term.day_from > since):
            value, since = term.value, term.day_from
    return value


def _naive_day(facts: TaskFacts, day: date, run_began: date | None) -> NaiveDay:
    goal, deadline = _holding(facts.targets, day), _holding(facts.deadlines, day)
    counted = {}
    for period in periods(facts.rhythm, facts.year):
        known = [f for f in facts.figures if f.period == period and f.own_day <= day]
        if known:
            counted[period.first_day] = sorted(known, key=lambda f: f.version)[-1].value
    value = percent = None
    exceeded = reached = False
    if counted and facts.measure in (Measure.SUM, Measure.CEILING):
        value = sum(counted.values())
    elif counted:
        value = counted[max(counted)]
    if facts.measure is Measure.MILESTONE:
        reached = value == 1 * SCALE
        percent = Fraction(100 if reached else 0)
    elif facts.measure is Measure.CEILING and goal is not None:
        by = deadline or date(facts.year, 12, 31)
        beginnings = [p.first_day for p in periods(facts.rhythm, facts.year) if p.last_day <= by]
        completing = beginnings[-1] if beginnings else date(facts.year, 1, 1)
        exceeded = value is not None and value > goal
        percent = Fraction(100 if value is not None and value <= goal else 0)
        reached = completing in counted and not exceeded
    elif facts.measure in (Measure.SUM, Measure.LATEST) and goal is not None and goal > 0:
        percent = Fraction((value or 0) * 100, goal)
        reached = value is not None and value >= goal
    done_day = (run_began or day) if reached else None
    cancelled = bool(_holding(facts.stops, day, otherwise=False))
    status = _naive_status(day, deadline, done_day, cancelled=cancelled, reported=bool(counted))
    end = deadline or date(facts.year, 12, 31)
    passed = sum(1 for d in _days(facts.start, end) if d <= day)
    behind = Fraction(100 * passed, (end - facts.start).days + 1) - (percent or 0) > facts.margin
    open_status = status in ("not_started", "in_progress")
    return NaiveDay(
        day=day,
        unit=_holding(facts.units, day),
        target=goal,
        deadline=deadline,
        weight=_holding(facts.weights, day),
        cancelled=cancelled,
        value=value,
        percent=percent,
        exceeded=exceeded,
        reported=bool(counted),
        reached=reached,
        done_day=done_day,
        status=status,
        at_risk=open_status and percent is not None and behind,
    )


def _naive_status(
    day: date, deadline: date | None, done_day: date | None, *, cancelled: bool, reported: bool
) -> str:
    if cancelled:
        return "cancelled"
    if done_day and deadline is None:
        return "done_no_deadline"
    if done_day and deadline:
        return "done_on_time" if done_day <= deadline else "done_late"
    if deadline and day > deadline:
        return "overdue"
    return "in_progress" if reported else "not_started"


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=i) for i in range((last - first).days + 1))


def naive_year(facts: TaskFacts, days: set[date]) -> list[NaiveDay]:
    """The given days; the ones between are walked through for the done-day alone."""
    told, run_began = [], None
    for day in _days(FIRST, LAST):
        changes = any(f.own_day == day for f in facts.figures) or day == FIRST
        dated = (*facts.targets, *facts.deadlines)
        if day in days or changes or any(t.day_from == day for t in dated):
            on_day = _naive_day(facts, day, run_began)
            run_began = on_day.done_day
            if day in days:
                told.append(on_day)
    return told


@quick
@given(task_facts(), st.sets(st.dates(FIRST, LAST), min_size=10, max_size=40))
def test_the_spans_say_of_every_day_what_domain_says_of_it(
    facts: TaskFacts, days: set[date]
) -> None:
    turning = {f.own_day for f in facts.figures} | {
        t.day_from for t in (*facts.targets, *facts.deadlines, *facts.stops) if t.day_from > EVER
    }
    states = timeline(facts)
    turning |= {s.risk_from for s in states if s.risk_from}
    days |= turning | {day - timedelta(days=1) for day in turning}
    for naive in naive_year(facts, days):
        day = naive.day
        state = state_on(states, day)
        percent = None if state.goal is None else Fraction(100 * state.credit, state.goal)
        told = NaiveDay(
            day=day,
            unit=state.unit,
            target=state.target,
            deadline=state.deadline,
            weight=state.weight,
            cancelled=state.cancelled,
            value=state.value,
            percent=percent,
            exceeded=state.exceeded,
            reported=state.reported,
            reached=state.done_day is not None,
            done_day=state.done_day,
            status=status_of(state, day).value,
            at_risk=at_risk(state, day),
        )
        assert told == naive


@quick
@given(task_facts())
def test_the_spans_cover_every_day_once_and_no_two_neighbours_are_alike(facts: TaskFacts) -> None:
    states = timeline(facts)
    assert states[0].day_from == EVER
    assert states[-1].day_to == FOREVER
    for earlier, later in pairwise(states):
        assert earlier.day_from <= earlier.day_to
        assert later.day_from == earlier.day_to + timedelta(days=1)
        whole = replace(later, day_from=earlier.day_from, risk_from=None)
        assert whole != replace(earlier, day_to=later.day_to, risk_from=None)
    for state in states:
        assert state.risk_from is None or state.day_from <= state.risk_from <= state.day_to


@quick
@given(task_facts(), st.data())
def test_the_order_of_reports_and_of_terms_does_not_matter(
    facts: TaskFacts, data: st.DataObject
) -> None:
    shuffled = replace(
        facts,
        figures=tuple(data.draw(st.permutations(facts.figures))),
        targets=tuple(data.draw(st.permutations(facts.targets))),
        stops=tuple(data.draw(st.permutations(facts.stops))),
    )
    assert timeline(shuffled) == timeline(facts)


@quick
@given(task_facts(), st.dates(FIRST, LAST))
def test_what_is_of_a_later_day_changes_nothing_before_it(facts: TaskFacts, day: date) -> None:
    known = replace(facts, figures=tuple(f for f in facts.figures if f.own_day <= day))
    now, then = state_on(timeline(known), day), state_on(timeline(facts), day)
    assert replace(now, day_to=day, risk_from=None) == replace(then, day_to=day, risk_from=None)
    assert status_of(now, day) is status_of(then, day)
    assert at_risk(now, day) == at_risk(then, day)
