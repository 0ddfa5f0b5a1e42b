"""Which reports and accounts a step of the cycle is about, and what it did to them (DOMAIN §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.account import AccountOf, AccountVersion
from tracker.domain.condition import Condition
from tracker.domain.doubt import Doubt
from tracker.domain.measure import Measure
from tracker.domain.period import Period
from tracker.domain.problem import Refused
from tracker.domain.quantity import Amount
from tracker.domain.report_state import ReportState
from tracker.domain.words import Words


class Step(StrEnum):
    """A draft is handed in; what was handed in is accepted, or returned with a comment."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"

    @property
    def takes(self) -> ReportState:
        """The state of the reports that it is for."""
        return ReportState.DRAFT if self is Step.SUBMIT else ReportState.SUBMITTED


Version = tuple[str, Period, int]
"""A task's code, a period and the number of its report's version."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The reports on one task (its code) or on all that meet a condition, of one period or of
    every one; with ``seen`` only the versions that somebody had in sight."""

    tasks: Condition | str
    period: Period | None = None
    seen: frozenset[Version] | None = None


VersionOfAccount = tuple[AccountOf, int]
"""An account, and the number of its version."""


@dataclass(frozen=True, slots=True)
class MeantAccounts:
    """The accounts of one unit (its code) and all below it, or of every unit; of one directive (its
    code), or of any and of the units as a whole; of one period or of every one. With ``seen`` only
    the versions that somebody had in sight."""

    unit: str | None = None
    directive: str | None = None
    period: Period | None = None
    seen: frozenset[VersionOfAccount] | None = None


@dataclass(frozen=True, slots=True)
class Stepped:
    """One report that took the step, under journal number ``entry`` (0 on a dry run)."""

    task: str
    period: Period
    version: int
    figure: Amount
    state: ReportState
    entry: int

    @property
    def is_of(self) -> Version:
        return self.task, self.period, self.version


@dataclass(frozen=True, slots=True)
class SteppedAccount:
    """One account that took the step, under journal number ``entry`` (0 on a dry run)."""

    about: AccountOf
    version: int
    state: ReportState
    entry: int

    @property
    def is_of(self) -> VersionOfAccount:
        return self.about, self.version


@dataclass(frozen=True, slots=True)
class Steps:
    """All that took a step together, in one call that is undone as one; and why the reports that
    were ``left`` did not."""

    reports: tuple[Stepped, ...] = ()
    accounts: tuple[SteppedAccount, ...] = ()
    left: tuple[Refused, ...] = ()

    def __len__(self) -> int:
        return len(self.reports) + len(self.accounts)


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A report that awaits review, with what a reviewer compares it with.

    ``earlier`` are the figures that count in the periods before it, ``last_year`` the one of the
    same period then (thousandths), ``replaces`` the accepted one it would replace. ``doubts`` are
    what looks wrong about it, and ``word`` why it is right all the same.
    """

    task: str
    title: Words
    unit: str
    unit_of_measure: Words
    measure: Measure
    target: int | None
    period: Period
    version: int
    figure: Amount
    given: str
    cumulative: bool
    own_day: date
    recorded_at: datetime
    who: str
    note: str
    evidence: str
    word: str
    doubts: tuple[Doubt, ...]
    earlier: tuple[tuple[Period, int], ...]
    last_year: int | None
    replaces: int | None

    @property
    def is_of(self) -> Version:
        return self.task, self.period, self.version


@dataclass(frozen=True, slots=True)
class AwaitingAccount:
    """An account that awaits review; ``before`` is the version before it, which it amends."""

    account: AccountVersion
    before: AccountVersion | None

    @property
    def about(self) -> AccountOf:
        return self.account.about

    @property
    def is_of(self) -> VersionOfAccount:
        return self.account.about, self.account.version


@dataclass(frozen=True, slots=True)
class Queue:
    """The reports and accounts that await review, the oldest first: at most so many as one looks
    through, of ``count`` in all. ``review`` says whether the plan reviews any."""

    awaiting: tuple[Awaiting | AwaitingAccount, ...]
    count: int
    review: bool
