"""Roll-ups: how many tasks stand where, both rates, and the completion percent (DOMAIN §3–4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tracker.domain.condition import By, Condition
from tracker.domain.known import Recorded
from tracker.domain.plan import Directive, Plan
from tracker.domain.seal import Seal
from tracker.domain.status import DONE, Sign, Status
from tracker.domain.task import TaskRow
from tracker.domain.words import Words


@dataclass(frozen=True, slots=True)
class Rate:
    """A share that never travels without its numerator and denominator."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> Fraction | None:
        """Exact percent 0–100; None with an empty denominator."""
        return Fraction(100 * self.numerator, self.denominator) if self.denominator else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of any set of tasks; ``+`` joins disjoint sets.

    ``credit`` is the sum of weight × share reached (each share at most 1) and ``weight`` the sum
    of weights, both over the tasks that count towards completion.
    """

    by_status: Mapping[Status, int] = field(default_factory=dict)
    at_risk: int = 0
    exceeded: int = 0
    credit: Fraction = Fraction(0)
    weight: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            {s: self.count(s) + other.count(s) for s in Status},
            self.at_risk + other.at_risk,
            self.exceeded + other.exceeded,
            self.credit + other.credit,
            self.weight + other.weight,
        )

    def count(self, status: Status) -> int:
        return self.by_status.get(status, 0)

    @property
    def tasks(self) -> int:
        """All tasks, cancelled ones included."""
        return sum(self.by_status.values())

    @property
    def done(self) -> int:
        return sum(self.count(s) for s in DONE)

    @property
    def done_of_all(self) -> Rate:
        return Rate(self.done, self.tasks - self.count(Status.CANCELLED))

    @property
    def done_of_due(self) -> Rate:
        done = self.count(Status.DONE_ON_TIME) + self.count(Status.DONE_LATE)
        return Rate(done, done + self.count(Status.OVERDUE))

    @property
    def completion(self) -> Fraction | None:
        """Completion percent 0–100, exact; None where no task counts."""
        return 100 * self.credit / self.weight if self.weight else None

    @property
    def sign(self) -> Sign:
        """The worst among the tasks; cancelled ones say nothing."""
        if self.count(Status.OVERDUE):
            return Sign.OVERDUE
        if self.at_risk or self.exceeded:
            return Sign.AT_RISK
        if self.count(Status.IN_PROGRESS):
            return Sign.IN_PROGRESS
        if self.count(Status.NOT_STARTED):
            return Sign.NOT_STARTED
        return Sign.DONE if self.done else Sign.NONE


def total(parts: Iterable[Figures]) -> Figures:
    """The figures of all ``parts`` together."""
    return sum(parts, Figures(dict.fromkeys(Status, 0)))


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One row: ``own`` figures add up to the totals over all rows; ``subtree`` (by unit only)
    holds the unit's and everything's below it."""

    code: str
    name: Words
    own: Figures
    subtree: Figures | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What a screen, a command and every export show: one object, so that they agree.

    ``tasks`` is the annex, empty unless asked for. ``unit_names`` has every unit of the plan, so
    that the condition's and the coordinating ones can be named. ``known_on`` is None for what is
    known now; ``recorded`` is the entry up to which the record was read in either case, None for
    an empty one, and ``seal`` the record's newest seal then.
    """

    plan: Plan
    issuer: Words
    as_of: date
    by: By
    condition: Condition
    totals: Figures
    rows: tuple[SummaryRow, ...]
    directives: tuple[Directive, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    unit_names: Mapping[str, Words] = field(default_factory=dict)
    known_on: Recorded | None = None
    recorded: Recorded | None = None
    seal: Seal | None = None
