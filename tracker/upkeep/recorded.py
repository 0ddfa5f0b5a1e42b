"""The reports against the journal, which is sealed: each is still what its entry says."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence, Set
from functools import lru_cache
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, Select, String, select, type_coerce, union_all
from sqlalchemy.orm import Session

from tracker.domain.quantity import Amount, Qualifier
from tracker.domain.report_state import ReportState
from tracker.domain.review import Step
from tracker.store.columns import JOURNAL, REPORT, TASK
from tracker.store.tables import PAST, ReportRow
from tracker.upkeep.findings import (
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
_NEVER_CHANGED = ("task_id", "period", "version", "qualifier", "given", "note", "evidence")
"""What no step and no undoing changes of a report, beside the day it is about."""


def report_findings(session: Session) -> Iterator[Finding]:
    """The first reports that are not what the journal says, and how many more there are."""
    found = differing_reports(session)
    yield from islice(found, FIRST)
    if more := sum(1 for _finding in found):
        yield MoreReportsDiffer(count=more)


def differing_reports(session: Session) -> Generator[Finding]:
    """Every report that is not what its entries say, or has none; and entries without one."""
    with session.execute(_with_entries(), execution_options={"yield_per": _AT_A_TIME}) as rows:
        place, version, entered = None, 0, 0
        for _id, of_report in groupby(rows, key=attrgetter("id")):
            spans = list(of_report)
            first = spans[0]
            if place != (first.task_id, first.period):
                place, version, entered = (first.task_id, first.period), 0, 0
            # Versions are counted in the order of their entries.
            in_order = first.version == version + 1 and first.known_from > entered
            version, entered = first.version, first.known_from
            yield from _of_report(spans, in_order=in_order)
    for entry in session.scalars(_entries_alone()):
        yield ReportMissing(entry=entry)


def _with_entries() -> Select[Any]:
    """Every report, as it was known before as well, with the entries under which it was so."""
    tables = (REPORT.id.table, PAST[ReportRow])
    names = ("id", "known_from", *_NEVER_CHANGED, "figure", "state")
    day = [type_coerce(table.c.own_day, String).label("own_day") for table in tables]
    known = union_all(
        *(
            select(*(table.c[name] for name in names), own_day)
            for table, own_day in zip(tables, day, strict=True)
        )
    ).subquery()
    joined = known.outerjoin(TASK.id.table, TASK.id == known.c.task_id).outerjoin(
        JOURNAL.number.table, JOURNAL.number == known.c.known_from
    )
    order = (known.c.task_id, known.c.period, known.c.version, known.c.id, known.c.known_from)
    return (
        select(*known.c, TASK.code, JOURNAL.what, JOURNAL.subject, JOURNAL.after)
        .select_from(joined)
        .order_by(*order)
    )


def _of_report(spans: Sequence[Row[Any]], *, in_order: bool) -> Iterator[Finding]:
    """What does not fit of one report, of which ``spans`` are from its first entry on."""
    first = spans[0]
    report = {"task": first.code or "?", "period": first.period, "version": first.version}
    if first.what != "report":
        yield ReportNotRecorded(**report)
    elif what := _differing(first, in_order=in_order):
        yield ReportDiffers(**report, entry=first.known_from, what=", ".join(what))
    figures = {first.figure}
    for span in spans[1:]:
        if what := _changed(first, span, figures):
            yield ReportDiffers(**report, entry=span.known_from, what=", ".join(what))
        figures.add(span.figure)


def _differing(row: Row[Any], *, in_order: bool) -> list[str]:
    """The names of what a report and the entry that recorded it say differently."""
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
        # The first versions knew no states: what was reported counted.
        "state": after.get("state", ReportState.ACCEPTED.value) == row.state,
    }
    return [name for name, holds in same.items() if not holds]


def _changed(first: Row[Any], row: Row[Any], earlier: Set[int]) -> list[str]:
    """The names of what a later entry, which is of a step or of undoing, did not change so."""
    what = [n for n in (*_NEVER_CHANGED, "own_day") if getattr(row, n) != getattr(first, n)]
    if row.what in _STEPS:
        # A step says the figure, from which the parts of a total may be subtracted anew.
        after = _object(row.after)
        same = {
            "figure": _says(row, after.get(row.period)),
            "state": after.get("state") == row.state,
        }
        return what + [name for name, holds in same.items() if not holds]
    # Of undoing the entry does not say to which of the earlier ones.
    return what if row.figure in earlier else [*what, "figure"]


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


def _entries_alone() -> Any:
    """The numbers of entries that record a report which is in no table."""
    past = PAST[ReportRow].c
    recorded = select(JOURNAL.number).where(JOURNAL.what == "report")
    return recorded.except_(select(REPORT.known_from), select(past.known_from)).order_by("number")
