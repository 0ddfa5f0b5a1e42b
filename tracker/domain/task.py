"""Tasks as they are proposed (drafts) and as they are read (rows)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from tracker.domain.measure import Measure
from tracker.domain.origin import Document, Field, Origin
from tracker.domain.period import Period, Rhythm
from tracker.domain.problem import N_, Refused
from tracker.domain.quantity import SCALE, Amount, Qualifier, is_percent
from tracker.domain.report_state import ReportState
from tracker.domain.status import Status
from tracker.domain.words import NO_WORDS, Words

MAX_WEIGHT = 100
CODE_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


class UnknownTask(Refused):
    wording = N_("There is no task “{code}” in plan {plan}.")


class BadCode(Refused):
    wording = N_(
        "“{code}” is not a task code. Use letters without accents, digits, “.”, “-” and “_”, at"
        " most 80 characters."
    )


class EmptyTitle(Refused):
    wording = N_("Task {task} needs a title.")


class BadWeight(Refused):
    wording = N_("Task {task}: the weight {weight} is not a whole number from 1 to 100.")


class DeadlineBeforeStart(Refused):
    wording = N_("Task {task}: the deadline {deadline} is before the start {start}.")


class OutsideYear(Refused):
    wording = N_("Task {task}: {day} is outside the plan's year {year}.")


class BadMilestoneTarget(Refused):
    wording = N_("Task {task}: a milestone's target is 1 (done) and cannot be {target}.")


class NegativeTarget(Refused):
    wording = N_("Task {task}: the target {target} is below 0.")


class ZeroTarget(Refused):
    wording = N_(
        "Task {task}: a target of 0 can never be reached, since more is better there. Leave the"
        " target out, or measure it as “ceiling”."
    )


class PercentSummed(Refused):
    wording = N_(
        "Task {task}: percentages cannot be summed. Measure it as “latest”, or count something"
        " else than “{unit}”."
    )


class LeadCoordinates(Refused):
    wording = N_("Task {task}: {unit} leads it and cannot coordinate it as well.")


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task as a plan file or a user proposes it; refuses itself when it makes no sense.

    ``target`` is in thousandths of the unit of measure, None where there is none yet.
    ``template`` names the plan file's template it came from. ``why`` says in a line why this
    unit has it. Fields missing from ``origin`` are ``proposed``; ``sentences`` are the numbers of
    the source's sentences that state a field or from which it is inferred.
    """

    code: str
    directive: str
    year: int
    title: Words
    unit: str
    measure: Measure
    unit_of_measure: Words
    rhythm: Rhythm
    start: date
    deadline: date | None = None
    coordinating: tuple[str, ...] = ()
    baseline: Amount | None = None
    target: int | None = None
    weight: int = 1
    template: str | None = None
    why: Words = NO_WORDS
    origin: Mapping[Field, Origin] = field(default_factory=dict)
    sentences: Mapping[Field, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not CODE_FORM.fullmatch(self.code):
            raise BadCode(code=self.code)
        if not self.title.vi.strip():
            raise EmptyTitle(task=self.code)
        if not 1 <= self.weight <= MAX_WEIGHT:
            raise BadWeight(task=self.code, weight=self.weight)
        check_days(self.code, self.year, self.start, self.deadline)
        check_target(self.code, self.measure, self.target)
        if self.measure is Measure.SUM and is_percent(self.unit_of_measure):
            raise PercentSummed(task=self.code, unit=self.unit_of_measure.vi)
        if self.unit in self.coordinating:
            raise LeadCoordinates(task=self.code, unit=self.unit)

    def origin_of(self, name: Field) -> Origin:
        return self.origin.get(name, Origin.PROPOSED)


def check_days(task: str, year: int, start: date, deadline: date | None) -> None:
    """Refuse a start or deadline outside ``year``, or a deadline before the start."""
    for day in (start, deadline):
        if day is not None and day.year != year:
            raise OutsideYear(task=task, day=day, year=year)
    if deadline is not None and deadline < start:
        raise DeadlineBeforeStart(task=task, deadline=deadline, start=start)


def check_target(task: str, measure: Measure, target: int | None) -> None:
    """Refuse a target below 0, a milestone's other than 1, and 0 where more is better.

    None is allowed everywhere.
    """
    if target is not None and target < 0:
        raise NegativeTarget(task=task, target=Amount(target))
    if measure is Measure.MILESTONE and target not in (None, SCALE):
        raise BadMilestoneTarget(task=task, target=Amount(target or 0))
    if target == 0 and measure in (Measure.SUM, Measure.LATEST):
        raise ZeroTarget(task=task)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task on one day, as lists, screens and annexes show it.

    Quantities are thousandths; ``percent`` is exact, 0 and up, not clipped, None without a
    target. ``done_on`` is the done-day while the task is done. ``id`` is the store's.
    """

    id: int
    code: str
    title: Words
    directive: str
    unit: str
    unit_name: Words
    coordinating: tuple[str, ...]
    measure: Measure
    unit_of_measure: Words
    rhythm: Rhythm
    baseline: Amount | None
    target: int | None
    value: int | None
    percent: Fraction | None
    status: Status
    at_risk: bool
    exceeded: bool
    start: date
    deadline: date | None
    done_on: date | None
    weight: int
    origin: Mapping[Field, Origin]


def open_fields(task: TaskDraft | TaskRow) -> tuple[Field, ...]:
    """The fields that a document may still confirm: no document says that nothing was there."""
    empty = {Field.BASELINE: task.baseline, Field.TARGET: task.target}
    return tuple(
        name
        for name in Field
        if task.origin.get(name, Origin.PROPOSED).is_open and empty.get(name, True) is not None
    )


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """One version of a report as it stands in the record.

    ``figure`` is the period's own, in thousandths, with the ``qualifier`` it was given with;
    ``given`` is what was typed. ``recorded_at`` is in UTC. ``counts`` is whether it is the one
    that counts on the day asked about. ``comment`` was said when its state changed last, and
    ``word`` is why a figure that looks wrong is right. ``after_closing``: its period had been
    closed once before.
    """

    period: Period
    version: int
    figure: int
    qualifier: Qualifier | None
    given: str
    cumulative: bool
    own_day: date
    recorded_at: datetime
    who: str
    note: str
    evidence: str
    counts: bool
    state: ReportState = ReportState.ACCEPTED
    comment: str = ""
    word: str = ""
    after_closing: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One journal entry: ``before`` and ``after`` map field names to plain text. ``subject`` is the
    task's code, or empty for the whole plan; ``undoes`` the number of the entry it reverses."""

    number: int
    recorded_at: datetime
    who: str
    what: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    why: str
    subject: str = ""
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """A task with what stands behind it: its directive's words, reports and confirmations.

    ``sentence`` is the directive's in the source; ``sentences`` are those of single fields.
    """

    row: TaskRow
    directive_quote: str
    directive_english: str
    sentence: int | None
    why: Words
    coordinating_names: tuple[Words, ...]
    pace: Fraction
    periods: tuple[Period, ...]
    reports: tuple[ReportVersion, ...]
    documents: Mapping[Field, Document]
    sentences: Mapping[Field, int]
    cancelled_because: str
