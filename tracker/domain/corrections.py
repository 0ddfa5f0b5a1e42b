"""What has changed, since an entry of the journal, in what a day's summaries show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.fingerprint import Shown
from tracker.domain.known import Recorded
from tracker.domain.plan import Plan
from tracker.domain.problem import N_, Refused
from tracker.domain.task import Change
from tracker.domain.words import Words


class PlanCameLater(Refused):
    wording = N_(
        "Plan {plan} came into the record after entry #{number}; before, there was nothing to"
        " correct."
    )


class About(StrEnum):
    """What a correction is about."""

    TASK = "task"
    UNIT = "unit"
    DIRECTIVE = "directive"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Altered:
    """One value, before and after, as a canonical text (``domain.fingerprint``); None where there
    was no such task yet, or is none any more."""

    figure: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """One journal entry and what it changed of one thing on the day; nothing (an empty
    ``altered``) where it touched other days alone."""

    change: Change
    about: About
    code: str
    name: Words
    altered: tuple[Altered, ...]


@dataclass(frozen=True, slots=True)
class Corrections:
    """``before`` and ``after`` are the totals of the day, as known at ``since`` and at ``until``;
    ``found`` is in the order of the entries."""

    plan: Plan
    day: date
    since: Recorded
    until: Recorded
    before: Shown
    after: Shown
    found: tuple[Correction, ...]


Values = Mapping[str, str]
"""Figure to canonical text: what is shown of a thing on the day."""


def altered(before: Values | None, after: Values | None) -> tuple[Altered, ...]:
    """What differs; of what was not there before, or is no more, all that says something."""
    if before is None or after is None:
        told = [(key, text) for key, text in (before or after or {}).items() if text]
        if before is None:
            return tuple(Altered(key, None, text) for key, text in told)
        return tuple(Altered(key, text, None) for key, text in told)
    return tuple(
        Altered(key, before[key], text) for key, text in after.items() if before[key] != text
    )
