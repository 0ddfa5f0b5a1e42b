"""What was known at a journal number: where the rows of that time are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, func, select, true, union_all
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import SQLModel

from tracker.domain.known import Asked, NothingKnown, Recorded, UnknownEntry
from tracker.store.columns import JOURNAL
from tracker.store.tables import (
    PAST,
    STILL_KNOWN,
    AccountRow,
    CoordinatingRow,
    DirectiveRow,
    JournalRow,
    PlanRow,
    ReportRow,
    TaskRecord,
    UnitRow,
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows of one kind are read: ``rows`` to select them whole, ``c`` for their columns."""

    rows: Any
    c: ReadOnlyColumnCollection[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """All that was known when the journal had come to ``number``; None: all that is known now."""

    number: int | None
    plan: Source
    unit: Source
    directive: Source
    task: Source
    coordinating: Source
    report: Source
    account: Source

    def stands(self, known_from: Column[Any], known_to: Column[Any]) -> ColumnElement[bool]:
        """Whether a term or a state was known and not replaced yet."""
        if self.number is None:
            return known_to == STILL_KNOWN
        return and_(known_from <= self.number, known_to > self.number)

    def was_there(self, known_from: Column[Any]) -> ColumnElement[bool]:
        """Whether a row that nothing replaces, such as a journal entry, was known."""
        return true() if self.number is None else known_from <= self.number


@lru_cache(maxsize=32)
def known_at(number: int | None) -> Known:
    """Where what was known at ``number`` is read."""
    return Known(
        number,
        plan=_source(PlanRow, number),
        unit=_source(UnitRow, number),
        directive=_source(DirectiveRow, number),
        task=_source(TaskRecord, number),
        coordinating=_source(CoordinatingRow, number),
        report=_source(ReportRow, number),
        account=_source(AccountRow, number),
    )


def _source(row: type[SQLModel], number: int | None) -> Source:
    present = SQLModel.metadata.tables[str(row.__tablename__)]
    if number is None:
        return Source(row, present.c)
    past = PAST[row]
    of_then = union_all(
        select(*present.c).where(present.c.known_from <= number),
        select(*(past.c[column.name] for column in present.c)).where(
            past.c.known_from <= number, past.c.known_to > number
        ),
    ).subquery(f"{present.name}_then")
    return Source(aliased(row, of_then, adapt_on_names=True), of_then.c)


def entry_of(session: Session, asked: Asked, now: datetime) -> Recorded:
    """The last journal entry that ``asked`` lets one know; days and times are in the zone of
    ``now``. Raises UnknownEntry, NothingKnown.

    What a moment knows ends before the first entry that was recorded after it. So it is never less
    than what an earlier moment knows, also where the clock was once set back: an entry that has an
    earlier time than the one before it is known no sooner than that one.
    """
    newest = select(JournalRow).order_by(JOURNAL.number.desc()).limit(1)
    if isinstance(asked, int):
        last = session.scalar(newest)
        # A number may lack its entry: a server gives none back when a write is refused.
        entry = session.scalar(newest.where(JOURNAL.number <= asked))
        if last is None or entry is None or asked > last.number:
            raise UnknownEntry(number=asked, last=last.number if last else 0)
        return Recorded(entry.number, entry.recorded_at)
    if not isinstance(asked, datetime):
        asked = datetime.combine(asked, time.max)
    moment = asked.replace(tzinfo=now.tzinfo)
    # Of a bare number SQLite would look for the least by reading the journal from its beginning;
    # so it looks into the index of times alone.
    later = session.scalar(select(func.min(JOURNAL.number + 0)).where(JOURNAL.recorded_at > moment))
    entry = session.scalar(newest if later is None else newest.where(JOURNAL.number < later))
    if entry is None:
        first = session.scalar(select(JOURNAL.recorded_at).order_by(JOURNAL.number).limit(1))
        raise NothingKnown(moment=moment, first=first)
    return Recorded(entry.number, entry.recorded_at)


def newest_entry(session: Session) -> Recorded | None:
    """The journal's last entry; None where there is none yet."""
    newest = select(JOURNAL.number, JOURNAL.recorded_at).order_by(JOURNAL.number.desc()).limit(1)
    found = session.execute(newest).first()
    return Recorded(found.number, found.recorded_at) if found else None


NOW = known_at(None)
"""All that is known now."""
