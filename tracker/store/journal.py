"""The record of every change: one numbered entry for each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tracker.domain.task import Change
from tracker.store.columns import JOURNAL
from tracker.store.tables import JournalRow

TERMS = "terms"
"""The key of an entry's ``after`` under which it says, beside the values, which dated terms it
wrote. It is there to compare rows with, and is shown to nobody."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose entries they are: of which plan, made when and by whom."""

    plan_id: int
    recorded_at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. ``what`` is the name of the service call, ``subject`` the task's code or empty;
    ``before`` and ``after`` map what changed to plain text; ``undoes`` is the entry it reverses."""

    what: str
    subject: str = ""
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    undoes: int | None = None


def change_of(entry: JournalRow) -> Change:
    """The entry as it is read."""
    return Change(
        number=entry.number,
        recorded_at=entry.recorded_at,
        who=entry.who,
        what=entry.what,
        before=json.loads(entry.before),
        after=json.loads(entry.after),
        why=entry.why,
        subject=entry.subject,
        undoes=entry.undoes,
    )


def add_entries(session: Session, stamp: Stamp, entries: Sequence[Entry]) -> list[int]:
    """Write the entries of one service call and return their numbers, in order.

    All but the first point to it.
    """
    if not entries:
        return []
    first, *others = entries
    numbers = _add(session, stamp, [first], call=None)
    return numbers + _add(session, stamp, others, call=numbers[0])


def _add(session: Session, stamp: Stamp, entries: Sequence[Entry], call: int | None) -> list[int]:
    if not entries:
        return []
    rows = [
        {
            "recorded_at": stamp.recorded_at,
            "who": stamp.who,
            "what": entry.what,
            "plan_id": stamp.plan_id,
            "subject": entry.subject,
            "before": json.dumps(entry.before, ensure_ascii=False),
            "after": json.dumps(entry.after, ensure_ascii=False),
            "why": entry.why,
            "call": call,
            "undoes": entry.undoes,
        }
        for entry in entries
    ]
    statement = insert(JournalRow).returning(JOURNAL.number, sort_by_parameter_order=True)
    return list(session.scalars(statement, rows))


def add_entry(session: Session, stamp: Stamp, entry: Entry) -> int:
    """Write one entry and return its number."""
    return add_entries(session, stamp, [entry])[0]
