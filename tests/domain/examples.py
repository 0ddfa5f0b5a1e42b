"""Small builders for the domain's tests: the year is 2021, quantities are given in whole units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from tracker.domain.measure import Measure
from tracker.domain.period import Rhythm, read_period
from tracker.domain.problem import Refused
from tracker.domain.quantity import SCALE
from tracker.domain.task import TaskDraft
from tracker.domain.timeline import EVER, Figure, TaskFacts, Term
from tracker.domain.words import Words

YEAR = 2021

# These tests are run after every change, and for every mutant.
quick = settings(max_examples=60)

T = TypeVar("T")


def on(month_and_day: str) -> date:
    """``on("06-30")`` is 30 June of the plan's year."""
    return date.fromisoformat(f"{YEAR}-{month_and_day}")


def terms(first: T, **later: T) -> tuple[Term[T], ...]:
    """``first`` from the beginning, then each later value from its day: ``terms(1, d0701=2)``."""
    dated = [Term(on(f"{key[1:3]}-{key[3:5]}"), value) for key, value in later.items()]
    return (Term(EVER, first), *dated)


def target(first: int | None, **later: int | None) -> tuple[Term[int | None], ...]:
    """Targets in whole units."""
    return terms(
        None if first is None else first * SCALE,
        **{day: None if v is None else v * SCALE for day, v in later.items()},
    )


def figure(
    period: str,
    value: int,
    own_day: str | None = None,
    *,
    version: int = 1,
    stated: int | None = None,
) -> Figure:
    """A figure in whole units; its own day is the period's last one unless given."""
    p = read_period(period)
    day = on(own_day) if own_day else p.last_day
    total = None if stated is None else stated * SCALE
    return Figure(p, version, value * SCALE, day, total)


def facts(*figures: Figure, **changes: Any) -> TaskFacts:
    """A task to hold ten dialogues in the year, reported by quarter, without a deadline."""
    usual: dict[str, Any] = {
        "measure": Measure.SUM,
        "rhythm": Rhythm.QUARTER,
        "year": YEAR,
        "start": on("01-01"),
        "margin": 15,
        "units": terms(1),
        "targets": target(10),
        "deadlines": terms(None),
        "weights": terms(1),
        "figures": figures,
    }
    return TaskFacts(**usual | changes)


def draft(**changes: Any) -> TaskDraft:
    """A task that makes sense, but for ``changes``."""
    usual: dict[str, Any] = {
        "code": "D7.2-my-xuyen",
        "directive": "D7",
        "year": YEAR,
        "title": Words("Tổ chức đối thoại", "Hold dialogues"),
        "unit": "my-xuyen",
        "measure": Measure.SUM,
        "unit_of_measure": Words("cuộc", "meetings"),
        "rhythm": Rhythm.QUARTER,
        "start": on("01-01"),
    }
    return TaskDraft(**usual | changes)


@dataclass(frozen=True)
class Span:
    """What a status is derived from, and no more."""

    cancelled: bool = False
    done_day: date | None = None
    deadline: date | None = None
    reported: bool = False
    risk_from: date | None = None


days = st.dates(on("01-01"), on("12-31"))
spans = st.builds(
    Span, st.booleans(), st.none() | days, st.none() | days, st.booleans(), st.none() | days
)


def refusal(kind: type[Refused], call: Callable[..., object], *args: Any, **kwargs: Any) -> str:
    """The line with which ``call`` refuses its arguments; it must be exactly of ``kind``."""
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    assert type(refused.value) is kind
    return str(refused.value)
