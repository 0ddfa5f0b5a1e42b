"""The periods closed and opened again against the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from tracker.domain.period import Period, read_period
from tracker.domain.problem import Refused
from tracker.store.columns import JOURNAL, LOCK
from tracker.upkeep.findings import (
    Finding,
    LockDiffers,
    LockMissing,
    LockNotRecorded,
    MoreLocksDiffer,
)
from tracker.upkeep.recorded.sayings import REVERSALS, first_of, said_in
from tracker.upkeep.recorded.spans import (
    EntrySaid,
    Facts,
    Key,
    Kind,
    Meant,
    Misfit,
    Span,
    misfits,
)

_NAMES = ("closed", "until", "why")


def lock_findings(session: Session) -> Iterator[Finding]:
    """The first closings and openings that are not what the journal says, and how many more."""
    return first_of(differing_locks(session), MoreLocksDiffer)


def differing_locks(session: Session) -> Iterator[Finding]:
    """All of them. There are few: all are held in memory."""
    spans: dict[int, list[Span]] = defaultdict(list)
    until = type_coerce(LOCK.until, String).label("until")
    statement = select(
        *(LOCK[name] for name in ("plan_id", "period", "closed", "why", "known_from", "known_to")),
        until,
    )
    for row in session.execute(statement.order_by(LOCK.plan_id, LOCK.id)):
        values = (row.closed, None if row.until is None else str(row.until), row.why)
        span = Span((row.period,), values, row.known_from, row.known_to)
        spans[row.plan_id].append(span)
    said = _entries(session)
    touched = {n for of_plan in spans.values() for s in of_plan for n in (s.known_from, s.known_to)}
    for plan_id, of_plan in spans.items():
        entries = said.get(plan_id, {})
        for misfit in misfits(of_plan, entries, _meaning, _NAMES):
            yield _finding(misfit)
    for of_plan_said in said.values():
        for number, entry in of_plan_said.items():
            records = entry.undoes in touched if entry.what in REVERSALS else True
            if records and number not in touched:
                yield LockMissing(entry=number)


def _entries(session: Session) -> dict[int, dict[int, EntrySaid]]:
    """The entries that can be about closed periods, by plan and number."""
    kinds = ("close", "reopen", *REVERSALS)
    columns = ("number", "plan_id", "what", "before", "after", "why", "undoes")
    statement = select(*(JOURNAL[name] for name in columns)).where(
        JOURNAL.what.in_(kinds), JOURNAL.subject == ""
    )
    found: dict[int, dict[int, EntrySaid]] = defaultdict(dict)
    for row in session.execute(statement.order_by(JOURNAL.number)):
        found[row.plan_id][row.number] = EntrySaid(
            row.number, row.what, said_in(row.before), said_in(row.after), row.why, row.undoes
        )
    return found


def _meaning(entry: EntrySaid, before: Facts, begun: Facts, ended: AbstractSet[Key]) -> Meant:
    del begun, ended
    values: tuple[Any, ...]
    if entry.what == "close":
        period, values = entry.after.get("closed"), (True, None, entry.why)
    else:
        period = entry.after.get("reopened")
        values = (False, entry.after.get("until"), entry.why)
    key = (str(period),)
    return Meant({key: values}, before.keys() & {key})


def _finding(misfit: Misfit) -> Finding:
    if misfit.kind is Kind.MISSING:
        return LockMissing(entry=misfit.number)
    (period,) = misfit.key
    if misfit.kind is Kind.NOT_RECORDED:
        return LockNotRecorded(period=period, entry=misfit.number)
    return LockDiffers(period=period, entry=misfit.number, what=", ".join(misfit.what))


@dataclass(frozen=True, slots=True)
class Closings:
    """Which decisions about closed periods stood when an entry was made."""

    _of_plans: dict[int, Sequence[tuple[Period, int, int]]]

    def over(self, plan_id: int, period: str, number: int) -> bool:
        """Whether ``period`` had been closed, or closed and opened again, when entry ``number``
        was made."""
        of_plan = self._of_plans.get(plan_id)
        if not of_plan:
            return False
        asked = _period(period)
        return asked is not None and any(
            begun < number < ended
            and lock.first_day <= asked.first_day
            and asked.last_day <= lock.last_day
            for lock, begun, ended in of_plan
        )


@cache
def _period(code: str) -> Period | None:
    """None for what is no period: that is found where the rows are compared."""
    try:
        return read_period(code)
    except Refused:
        return None


def closings(session: Session) -> Closings:
    """All that were ever decided."""
    found: dict[int, list[tuple[Period, int, int]]] = defaultdict(list)
    columns = (LOCK.plan_id, LOCK.period, LOCK.known_from, LOCK.known_to)
    for row in session.execute(select(*columns)):
        if (period := _period(row.period)) is not None:
            found[row.plan_id].append((period, row.known_from, row.known_to))
    return Closings(dict(found))
