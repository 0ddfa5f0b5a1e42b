"""The reports against the journal, which is sealed: each is still what its entry says."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import Row, Select, String, and_, func, null, or_, select, type_coerce
from sqlalchemy.orm import Session

from tracker.domain.quantity import Amount, Qualifier
from tracker.domain.report_state import ReportState
from tracker.domain.review import Step
from tracker.store.columns import JOURNAL, REPORT, TASK
from tracker.store.tables import PAST, ReportRow
from tracker.upkeep.findings import (
    EarlierReportsDiffer,
    Finding,
    MoreReportsDiffer,
    ReportDiffers,
    ReportMissing,
    ReportNotRecorded,
)

FIRST = 5
"""Reports that are named; the others are counted."""
_AT_A_TIME = 5_000
"""Rows that are held in memory."""
_STEPS = frozenset(step.value for step in Step)
_WORDS = {qualifier.value: qualifier.vi for qualifier in Qualifier}
_KEPT = (
    *("task_id", "period", "version", "figure", "qualifier", "stated", "given", "cumulative"),
    *("own_day", "note", "evidence"),
)
"""What no step and no undoing ever changes of a report."""


def report_findings(session: Session) -> Iterator[Finding]:
    """The first reports that are not what the journal says, and how many more there are."""
    found = differing_reports(session)
    yield from islice(found, FIRST)
    if more := sum(1 for _finding in found):
        yield MoreReportsDiffer(count=more)


def differing_reports(session: Session) -> Generator[Finding]:
    """Every report that is not what its entry says, or has none; and entries without one."""
    yield from _against_entries(session)
    for entry in session.scalars(_entries_alone()):
        yield ReportMissing(entry=entry)
    if count := session.scalar(_earlier_states_that_differ()):
        yield EarlierReportsDiffer(count=count)


def _against_entries(session: Session) -> Iterator[Finding]:
    key, version, entry = None, 0, 0
    with session.execute(_with_entries(), execution_options={"yield_per": _AT_A_TIME}) as rows:
        for row in rows:
            if key != (row.task_id, row.period):
                key, version, entry = (row.task_id, row.period), 0, 0
            # Versions are counted in the order of their entries.
            in_order = row.version == version + 1 and row.entry > entry
            version, entry = row.version, row.entry
            report = {"task": row.code or "?", "period": row.period, "version": row.version}
            if row.what != "report":
                yield ReportNotRecorded(**report)
            elif what := _differing(row, in_order=in_order):
                yield ReportDiffers(**report, entry=row.entry, what=", ".join(what))


def _with_entries() -> Select[Any]:
    """Every report with the entry that recorded it, and the one that changed its state last."""
    past = PAST[ReportRow].c
    begun = select(past.id, func.min(past.known_from).label("entry")).group_by(past.id).subquery()
    entry = func.coalesce(begun.c.entry, REPORT.known_from)
    journal = JOURNAL.number.table
    first, last = journal.alias("first"), journal.alias("last")
    changed_since = and_(begun.c.entry.is_not(None), last.c.number == REPORT.known_from)
    tables = (
        REPORT.id.table.outerjoin(TASK.id.table, TASK.id == REPORT.task_id)
        .outerjoin(begun, begun.c.id == REPORT.id)
        .outerjoin(first, first.c.number == entry)
        .outerjoin(last, changed_since)
    )
    names = ("task_id", "period", "version", "figure", "qualifier", "given", "note", "evidence")
    return (
        select(
            *(REPORT[name] for name in (*names, "state")),
            # As it is stored: of a day only its text is compared.
            type_coerce(REPORT.own_day, String).label("own_day"),
            TASK.code,
            entry.label("entry"),
            first.c.what,
            first.c.subject,
            first.c.after,
            last.c.what.label("last_what"),
            last.c.after.label("last_after"),
        )
        .select_from(tables)
        .order_by(REPORT.task_id, REPORT.period, REPORT.version)
    )


def _differing(row: Row[Any], *, in_order: bool) -> list[str]:
    """The names of what the report and its entries say differently."""
    after = _object(row.after)
    same = {
        "task": row.subject == row.code,
        "version": in_order,
        "period": row.period in after,
        "figure": _says(row, after.get(row.period)),
        "given": after.get("given") == row.given,
        "own_day": after.get("own_day") == str(row.own_day),
        "note": after.get("note", "") == row.note,
        "evidence": after.get("evidence", "") == row.evidence,
        "state": _is_in_state(row, after),
    }
    return [name for name, holds in same.items() if not holds]


def _object(said: str) -> dict[str, Any]:
    """A JSON object; an empty one where the journal holds what the program never writes."""
    try:
        found = json.loads(said)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _says(row: Row[Any], said: str | None) -> bool:
    number = _written(row.figure)
    if number is None:
        return False
    if row.qualifier is None:
        return said == number
    if said == f"{_WORDS.get(row.qualifier)} {number}":
        return True
    # The first version wrote the number alone; the word was read later in what was typed.
    return said == number and row.given.lstrip()[:1].isalpha()


@lru_cache(maxsize=10_000)
def _written(figure: object) -> str | None:
    """None for what is no quantity at all: SQLite keeps anything in a column."""
    return str(Amount(figure)) if isinstance(figure, int) else None


def _is_in_state(row: Row[Any], after: dict[str, Any]) -> bool:
    if row.last_what is None:
        # The first versions knew no states: what was reported counted.
        return bool(after.get("state", ReportState.ACCEPTED.value) == row.state)
    # Of what was undone the entry does not say which state it got.
    return row.last_what not in _STEPS or _object(row.last_after).get("state") == row.state


def _entries_alone() -> Any:
    """The numbers of entries that record a report which is in no table."""
    past = PAST[ReportRow].c
    recorded = select(JOURNAL.number).where(JOURNAL.what == "report")
    return recorded.except_(select(REPORT.known_from), select(past.known_from)).order_by("number")


def _earlier_states_that_differ() -> Select[Any]:
    past = PAST[ReportRow]
    differ = [past.c[name].is_distinct_from(REPORT[name]) for name in _KEPT]
    joined = past.outerjoin(REPORT.id.table, REPORT.id == past.c.id)
    return select(func.count()).select_from(joined).where(or_(REPORT.id.is_(null()), *differ))
