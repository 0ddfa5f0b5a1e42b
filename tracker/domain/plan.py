"""A plan: one year's directives of one issuing unit (DOMAIN §1, §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.origin import Origin
from tracker.domain.unit import Unit
from tracker.domain.words import NO_WORDS, Words

DEFAULT_MARGIN = 15
"""How many percentage points below its pace a task is before it is at risk."""


SAMPLE = "DỮ LIỆU MẪU / SAMPLE DATA"
"""Stands on every screen and export of a plan with made-up reports, in both languages at once."""


@dataclass(frozen=True, slots=True)
class Directive:
    """One instruction: its exact quotation, the sentence it stands in, and its English meaning.

    ``short`` is a heading of a few words for tables.
    """

    code: str
    sentence: int | None
    quote: str
    english: str
    short: Words


@dataclass(frozen=True, slots=True)
class Source:
    """What the directives were taken from. ``page_date`` is the date on the page, as printed."""

    title: str
    publisher: str = ""
    page_date: date | None = None
    note: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class ReportingDay:
    """By when a period's reports are due: the ``day`` of the month after the period or, ``within``
    it, of its last month. A month that is shorter takes its last day.

    ``moves``: from a weekend or a public holiday it moves to the next working day.
    """

    day: int = 5
    within: bool = False
    moves: bool = True
    origin: Origin = Origin.PROPOSED


@dataclass(frozen=True, slots=True)
class Plan:
    """The head of a plan. Its days run from 1 January to 31 December of ``year``, inclusive.

    ``margin`` is in percentage points (0–100). ``sample`` marks made-up data. With ``review`` a
    report counts only once it is accepted.
    """

    code: str
    year: int
    title: Words
    issuer: str
    source: Source
    margin: int = DEFAULT_MARGIN
    sample: bool = False
    review: bool = False
    reporting: ReportingDay = ReportingDay()

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A whole plan but for its tasks, as a plan file states it."""

    plan: Plan
    units: tuple[Unit, ...]
    directives: tuple[Directive, ...]


def default_day(plan: Plan, today: date, latest_own_day: date | None) -> date:
    """The day asked about when none is given (DOMAIN §4, "The day asked about").

    Today within the plan's year; before it the first day; after it the latest own day of a
    report that counts, else the first day.
    """
    if plan.first_day <= today <= plan.last_day:
        return today
    if today < plan.first_day:
        return plan.first_day
    return latest_own_day or plan.first_day
