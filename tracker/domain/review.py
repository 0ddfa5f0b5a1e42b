"""Which reports a step of the cycle is about, and what it did to them (DOMAIN §3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.condition import Condition
from tracker.domain.period import Period
from tracker.domain.quantity import Amount
from tracker.domain.report_state import ReportState


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
