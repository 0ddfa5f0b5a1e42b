"""Which tasks are meant: the one form in which every list, roll-up and export is narrowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.duty import DutyState
from tracker.domain.period import Period
from tracker.domain.query import Query
from tracker.domain.status import Status


@dataclass(frozen=True, slots=True)
class Owing:
    """Tasks that owe the report of ``period`` and whose report stands in one of ``states``.

    ``unit`` is the one that owes it, alone, whoever leads the task on the day asked about; None
    for any.
    """

    period: Period
    states: frozenset[DutyState] = frozenset(DutyState)
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """All parts must hold; an empty condition means every task of the plan.

    ``words`` must each occur (folded) in a task's code, title, directive or unit. ``unit`` means
    that unit and everything below it as lead; without ``below``, that unit alone. ``due_before`` is
    exclusive. ``statuses``, ``at_risk`` and ``exceeded`` widen each other: a task that meets one of
    them is meant. ``owing`` narrows to the reports of one period, ``where`` to what a query asks
    for.
    """

    words: tuple[str, ...] = ()
    unit: str | None = None
    directive: str | None = None
    statuses: frozenset[Status] = frozenset()
    at_risk: bool = False
    exceeded: bool = False
    due_before: date | None = None
    below: bool = True
    owing: Owing | None = None
    where: Query | None = None


ATTENTION = Condition(statuses=frozenset({Status.OVERDUE}), at_risk=True, exceeded=True)
"""What calls for somebody to act now."""


class By(StrEnum):
    """What a summary's rows are."""

    UNIT = "unit"
    DIRECTIVE = "directive"
    STATUS = "status"


class SortKey(StrEnum):
    """How a list of tasks is ordered; ``need`` puts the tasks that call for attention first."""

    CODE = "code"
    TITLE = "title"
    UNIT = "unit"
    STATUS = "status"
    DEADLINE = "deadline"
    PERCENT = "percent"
    NEED = "need"


@dataclass(frozen=True, slots=True)
class Sort:
    key: SortKey = SortKey.CODE
    descending: bool = False
