"""Duty: which task owes a report for which period, by which day, and how that stands.

``late`` means after the reporting day, and nothing else: a period that takes no more reports is
*closed*, whoever was late.

Three things here have no source (DOMAIN §5 leaves the reporting day to the plan), and were decided:

- The unit that leads a task on a period's last day owes its report.
- A unit that owes any report of a period owes one account of it in words, of itself as a whole, by
  the same day. One of a single directive is nobody's duty.
- A deadline does not end the duty, being done does: a task that is overdue is still followed. A
  period that begins after the deadline of a task that was done before it began is not asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from tracker.domain.period import Period
from tracker.domain.plan import ReportingDay
from tracker.domain.problem import N_, Refused
from tracker.domain.report_state import REPORTED, ReportState
from tracker.domain.timeline import TaskState, state_on

IsWorkingDay = Callable[[date], bool]


class NoOneReportsThen(Refused):
    wording = N_("No task of plan {plan} reports in {period}. Its periods: {allowed}.")


class DutyState(StrEnum):
    """How one report stands on a day, the most pressing first.

    ``late``: the reporting day has passed and nothing was submitted. ``returned``: the unit has to
    submit it again. ``missing``: nothing yet, and there still is time. ``submitted``: it waits for
    the reviewer. ``not_due``: nothing yet, and it is not asked for yet.
    """

    LATE = "late"
    RETURNED = "returned"
    MISSING = "missing"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    NOT_DUE = "not_due"

    @property
    def glyph(self) -> str:
        """Says it without colour; those of a task's status where they mean the same."""
        return {
            DutyState.LATE: "!",
            DutyState.RETURNED: "↩",
            DutyState.MISSING: "○",
            DutyState.SUBMITTED: "◐",
            DutyState.ACCEPTED: "●",
            DutyState.NOT_DUE: "·",
        }[self]


OUTSTANDING = (DutyState.LATE, DutyState.RETURNED, DutyState.MISSING)
"""The unit has something to do."""

LATE_GLYPH = "◌"
"""All there, and some of it submitted late."""


@dataclass(frozen=True, slots=True)
class PeriodDue:
    """A period and the day by which its reports are due; ``ruled`` is the day before it moved."""

    period: Period
    day: date
    ruled: date

    @property
    def asked_from(self) -> date:
        """From this day on the report is asked for: the day after the period, or the reporting day
        where that comes before the period's end."""
        return min(self.period.last_day + timedelta(days=1), self.day)

    def judged_on(self, day: date) -> date:
        """The day whose lead unit owes the report, seen from ``day``."""
        return min(self.period.last_day, day)


def period_due(period: Period, rule: ReportingDay, is_working_day: IsWorkingDay) -> PeriodDue:
    """By when the reports of ``period`` are due.

    A month without the rule's day takes its last one. From a day off, a rule that moves goes on to
    the next working day.
    """
    start = period.last_day if rule.within else period.last_day + timedelta(days=1)
    ruled = start + relativedelta(day=rule.day)
    day = ruled
    while rule.moves and not is_working_day(day):
        day += timedelta(days=1)
    return PeriodDue(period, day, ruled)


def owing(states: Sequence[TaskState], start: date, period: Period, day: date) -> TaskState | None:
    """The state by which a task owes the report of ``period``, seen from ``day``; its ``unit``
    owes it. None where the task owes none.

    A period is owed once it has begun, if the task has a day in it, on or after its ``start``, on
    which it is not stopped.
    """
    last = min(period.last_day, day)
    if day < period.first_day or start > period.last_day:
        return None
    first = max(period.first_day, start)
    worked_on = any(
        not s.cancelled and s.day_from <= period.last_day and s.day_to >= first for s in states
    )
    state = state_on(states, last)
    over = state.deadline is not None and state.deadline < period.first_day
    done_before = state.done_day is not None and state.done_day < period.first_day
    return state if worked_on and not (over and done_before) else None


def duty_state(versions: Iterable[tuple[int, ReportState]], due: PeriodDue, day: date) -> DutyState:
    """How a report stands on ``day``, given its versions (number and state).

    The highest version that was handed in says it; but where that was returned and an earlier one
    is accepted, the accepted one stands. Drafts and withdrawn versions say nothing.
    """
    handed_in = [(number, s) for number, s in versions if s in (*REPORTED, ReportState.RETURNED)]
    if handed_in:
        last = max(handed_in)[1]
        if last is ReportState.RETURNED and any(s is ReportState.ACCEPTED for _n, s in handed_in):
            return DutyState.ACCEPTED
        return DutyState(last.value)
    if day < due.asked_from:
        return DutyState.NOT_DUE
    return DutyState.MISSING if day <= due.day else DutyState.LATE


@dataclass(frozen=True, slots=True)
class DutyCounts:
    """How many reports stand how; ``+`` joins disjoint sets.

    ``submitted_late`` counts those, among the submitted, returned and accepted, whose first
    submission was recorded after the reporting day.
    """

    by_state: Mapping[DutyState, int] = field(default_factory=dict)
    submitted_late: int = 0

    def __add__(self, other: DutyCounts) -> DutyCounts:
        return DutyCounts(
            {state: self.count(state) + other.count(state) for state in DutyState},
            self.submitted_late + other.submitted_late,
        )

    def count(self, *states: DutyState) -> int:
        return sum(self.by_state.get(state, 0) for state in states)

    @property
    def reports(self) -> int:
        """All of them, those included that are not asked for yet."""
        return sum(self.by_state.values())

    @property
    def owed(self) -> int:
        """Those that are asked for, or were submitted before they were."""
        return self.reports - self.count(DutyState.NOT_DUE)

    @property
    def outstanding(self) -> int:
        return self.count(*OUTSTANDING)

    @property
    def worst(self) -> DutyState | None:
        """The most pressing state among them; None where there is no report to make."""
        return next((state for state in DutyState if self.count(state)), None)


def all_of(parts: Iterable[DutyCounts]) -> DutyCounts:
    """The counts of all ``parts`` together."""
    return sum(parts, DutyCounts(dict.fromkeys(DutyState, 0)))
