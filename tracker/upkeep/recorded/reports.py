"""The reports against the journal, which is sealed: each is still what its entry says."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, Select, literal, select, union_all
from sqlalchemy.orm import Session

from tracker.domain.quantity import Qualifier
from tracker.domain.report_state import ReportState
from tracker.store.columns import JOURNAL, REPORT, TASK
from tracker.store.tables import PAST, STILL_KNOWN, ReportRow
from tracker.upkeep.findings import (
    Finding,
    MoreReportsDiffer,
    ReportDiffers,
    ReportMissing,
    ReportNotRecorded,
)
from tracker.upkeep.recorded.locks import Closings, closings
from tracker.upkeep.recorded.sayings import (
    AT_A_TIME,
    REVERSALS,
    as_stored,
    entries_table,
    first_of,
    said_in,
    undone_before,
    written,
)
from tracker.upkeep.recorded.versions import (
    STEPS,
    SUBMIT,
    brought_back,
    differences,
    entries_alone,
    gaps,
)

_WORDS = {qualifier.value: qualifier.vi for qualifier in Qualifier}
_NEVER_CHANGED = (
    *("task_id", "plan_id", "period", "version", "qualifier", "given", "note", "evidence"),
    *("own_day", "stated", "cumulative"),
)
"""What no step and no undoing changes of a report."""
_CHANGES = ("figure", "state", "comment", "word", "who", "recorded_at", "after_closing")
_AS_STORED = ("own_day", "recorded_at", "cumulative", "after_closing")


def report_findings(session: Session) -> Iterator[Finding]:
    """The first reports that are not what the journal says, and how many more there are."""
    return first_of(differing_reports(session), MoreReportsDiffer)


def differing_reports(session: Session) -> Generator[Finding]:
    """Every report that is not what its entries say, or has none; and entries without one."""
    closed = closings(session)
    with closing(
        session.execute(_with_entries(), execution_options={"yield_per": AT_A_TIME})
    ) as rows:
        place, version, entered = None, 0, 0
        for _id, of_report in groupby(rows, key=attrgetter("id")):
            spans = list(of_report)
            first = spans[0]
            if place != (first.task_id, first.period):
                place, version, entered = (first.task_id, first.period), 0, 0
            # Versions are counted in the order of their entries.
            in_order = first.version == version + 1 and first.known_from > entered
            version, entered = first.version, first.known_from
            yield from _of_report(spans, closed, in_order=in_order)
    for entry in entries_alone(session, ReportRow, "report", of_tasks=True):
        yield ReportMissing(entry=entry)


def _with_entries() -> Select[Any]:
    """Every report, as it was known before as well, with the entries under which it was so."""
    present, past = REPORT.id.table, PAST[ReportRow]
    plain = [name for name in (*_NEVER_CHANGED, *_CHANGES) if name not in _AS_STORED]
    known = union_all(
        *(
            select(
                *(table.c[name] for name in ("id", "known_from", *plain)),
                *(as_stored(table.c[name]) for name in _AS_STORED),
                ended.label("known_to"),
            )
            for table, ended in ((present, literal(STILL_KNOWN)), (past, past.c.known_to))
        )
    ).subquery()
    entry, undone = JOURNAL.number.table, entries_table()
    return (
        select(
            *known.c,
            TASK.code,
            *(entry.c[name] for name in ("what", "subject", "after", "why")),
            entry.c.who.label("entry_who"),
            entry.c.plan_id.label("entry_plan"),
            as_stored(entry.c.recorded_at).label("entry_at"),
            undone_before(undone).label("back_to"),
        )
        .select_from(known)
        .outerjoin(TASK.id.table, TASK.id == known.c.task_id)
        .outerjoin(entry, entry.c.number == known.c.known_from)
        .outerjoin(undone, undone.c.number == entry.c.undoes)
        .order_by(*(known.c[name] for name in ("task_id", "period", "version", "id", "known_from")))
    )


def _of_report(spans: Sequence[Row[Any]], closed: Closings, *, in_order: bool) -> Iterator[Finding]:
    """What does not fit of one report, of which ``spans`` are from its first entry on."""
    first = spans[0]
    if first.what != "report":
        yield ReportNotRecorded(**_named(first), entry=first.known_from)
    elif what := _differing(first, closed, in_order=in_order):
        yield ReportDiffers(**_named(first), entry=first.known_from, what=", ".join(what))
    for place in range(1, len(spans)):
        if what := _changed(spans, place, closed):
            entry = spans[place].known_from
            yield ReportDiffers(**_named(first), entry=entry, what=", ".join(what))
    for entry in gaps(spans):
        yield ReportDiffers(**_named(first), entry=entry, what="known_to")


def _named(row: Row[Any]) -> dict[str, Any]:
    return {"task": row.code or "?", "period": row.period, "version": row.version}


def _differing(row: Row[Any], closed: Closings, *, in_order: bool) -> list[str]:
    """The names of what a report and the entry that recorded it say differently."""
    after = said_in(row.after)
    same = {
        "task": row.subject == row.code,
        "plan_id": row.entry_plan == row.plan_id,
        "version": in_order,
        "period": row.period in after,
        "figure": _says(row, after.get(row.period)),
        "given": after.get("given") == row.given,
        "own_day": after.get("own_day") == str(row.own_day),
        "stated": _states_total(row, after),
        "note": after.get("note", "") == row.note,
        "evidence": after.get("evidence", "") == row.evidence,
        # The first versions knew no states: what was reported counted.
        "state": after.get("state", ReportState.ACCEPTED.value) == row.state,
        "word": row.word == row.why,
        "comment": row.comment == "",
        "who": row.who == row.entry_who,
        "recorded_at": row.recorded_at == row.entry_at,
        "after_closing": row.after_closing == _after_closing(row, closed),
    }
    return [name for name, holds in same.items() if not holds]


def _states_total(row: Row[Any], after: Mapping[str, Any]) -> bool:
    if bool(row.cumulative) != (row.stated is not None):
        return False
    said = after.get("stated")
    # The first versions did not say it.
    return said is None or said == ("" if row.stated is None else written(row.stated))


def _after_closing(row: Row[Any], closed: Closings) -> bool:
    return closed.over(row.plan_id, row.period, row.known_from)


def _changed(spans: Sequence[Row[Any]], place: int, closed: Closings) -> list[str]:
    """The names of what a later entry, which is of a step or of undoing, did not change so."""
    row, before = spans[place], spans[place - 1]
    if row.what in REVERSALS and row.back_to is not None:
        expected = brought_back(spans, place, (*_NEVER_CHANGED, *_CHANGES))
        expected["after_closing"] = expected["after_closing"] or _after_closing(row, closed)
        return differences(row, expected)
    if row.what not in STEPS:
        return ["known_from"]
    after = said_in(row.after)
    handed_in = row.what == SUBMIT
    expected = {name: getattr(before, name) for name in _NEVER_CHANGED}
    expected |= {
        "state": after.get("state"),
        "comment": "" if handed_in else row.why,
        "who": row.entry_who if handed_in else before.who,
        "recorded_at": row.entry_at if handed_in else before.recorded_at,
        "after_closing": (before.after_closing and not handed_in) or _after_closing(row, closed),
    }
    names = differences(row, expected)
    # A step says the figure, from which the parts of a total may be subtracted anew.
    same = {
        "task": row.subject == row.code,
        "figure": _says(row, after.get(row.period)),
        "word": row.word in _words(row, before, after),
    }
    return [*names, *(name for name, holds in same.items() if not holds)]


def _words(row: Row[Any], before: Row[Any], after: Mapping[str, Any]) -> tuple[Any, ...]:
    """The words of why that a report may have after a step: a draft's is said as it is handed in;
    where it was not said yet, its own, the one given then, or none."""
    if row.what != SUBMIT:
        return (before.word,)
    return (after["word"],) if "word" in after else (before.word, before.word or row.why, "")


def _says(row: Row[Any], said: str | None) -> bool:
    number = written(row.figure)
    if number is None:
        return False
    if row.qualifier is None:
        return said == number
    if said == f"{_WORDS.get(row.qualifier)} {number}":
        return True
    # The first version wrote the number alone; the word was read later in what was typed.
    return said == number and row.given.lstrip()[:1].isalpha()
