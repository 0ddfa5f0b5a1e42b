"""What reports and accounts have in common: versions of which only the state ever changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Row, Table, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from tracker.domain.report_state import ReportState
from tracker.domain.review import Step
from tracker.store.columns import JOURNAL
from tracker.store.tables import PAST, STILL_KNOWN
from tracker.upkeep.recorded.sayings import AT_A_TIME, REVERSALS

STEPS: Final = frozenset(step.value for step in Step)
SUBMIT = Step.SUBMIT.value


def differences(row: Row[Any], expected: Mapping[str, Any]) -> list[str]:
    """The names of the columns that do not say what is expected."""
    return [name for name, value in expected.items() if getattr(row, name) != value]


def brought_back(spans: Sequence[Row[Any]], place: int, columns: Sequence[str]) -> dict[str, Any]:
    """What a version must say after an undoing: what was known before the entry that was undone,
    or, where it was made by that, what it said last, withdrawn."""
    row, before = spans[place], spans[place - 1]
    known = [s for s in spans[:place] if s.known_from < row.back_to]
    expected = {name: getattr(known[-1] if known else before, name) for name in columns}
    return expected if known else expected | {"state": ReportState.WITHDRAWN.value}


def gaps(spans: Sequence[Row[Any]]) -> Iterator[int]:
    """The entries by which a version does not go on as its row says that it does."""
    if len(spans) == 1 and spans[0].known_to == STILL_KNOWN:
        return
    following = [span.known_from for span in spans[1:]]
    for span, begins in zip(spans, [*following, STILL_KNOWN], strict=True):
        if span.known_to != begins:
            yield begins if begins != STILL_KNOWN else span.known_to


def entries_alone(
    session: Session, kind: type[SQLModel], what: str, *, of_tasks: bool
) -> Iterator[int]:
    """The numbers of entries that record a version of ``kind`` or a step of one, or undo that, and
    under which no row stands. Steps of reports are ``of_tasks``, those of accounts are not."""
    begun = [table.c.known_from for table in (_table(kind), PAST[kind])]
    subject = JOURNAL.subject != "" if of_tasks else JOURNAL.subject == ""
    recorded = select(JOURNAL.number).where(JOURNAL.what.in_((what, *STEPS)), subject)
    alone = recorded.except_(*(select(number) for number in begun)).order_by("number")
    yield from session.scalars(alone, execution_options={"yield_per": AT_A_TIME})
    yield from _undone_alone(session, begun, subject)


def _undone_alone(
    session: Session, begun: Sequence[Column[Any]], subject: ColumnElement[bool]
) -> Iterator[int]:
    columns = (JOURNAL.number, JOURNAL.call, JOURNAL.subject, JOURNAL.undoes)
    reversing = select(*columns).where(JOURNAL.what.in_(REVERSALS), subject)
    entries = list(session.execute(reversing.order_by(JOURNAL.number)))
    # Under these numbers rows stand.
    there: set[int] = set()
    for number in begun:
        for column in (JOURNAL.number, JOURNAL.undoes):
            of_reversal = select(column).where(JOURNAL.what.in_(REVERSALS), subject)
            there |= set(session.scalars(select(number).where(number.in_(of_reversal))))
    # What one call undid of a task stands under the last of its entries about that task; accounts
    # have one entry each, and no subject.
    calls = {(e.call or e.number, e.subject) for e in entries if e.number in there and e.subject}
    for entry in entries:
        stands = entry.number in there or (entry.call or entry.number, entry.subject) in calls
        if entry.undoes in there and not stands:
            yield entry.number


def _table(kind: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(kind.__tablename__)]
