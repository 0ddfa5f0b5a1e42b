"""The dated values of tasks (lead unit, target, deadline, weight, stops) against the journal."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, Select, select, union
from sqlalchemy.orm import Session

from tracker.domain.origin import DATED_FIELDS, Field, Origin
from tracker.domain.timeline import EVER
from tracker.store.columns import JOURNAL, PLAN, TASK, TERM, UNIT
from tracker.store.journal import TERMS
from tracker.store.states import STOPPED
from tracker.store.tables import STILL_KNOWN
from tracker.upkeep.findings import (
    Finding,
    MoreTermsDiffer,
    TermDiffers,
    TermMissing,
    TermNotRecorded,
)
from tracker.upkeep.recorded.sayings import (
    AT_A_TIME,
    REVERSALS,
    as_stored,
    entries_table,
    first_of,
    said_in,
    written,
)
from tracker.upkeep.recorded.spans import (
    EntrySaid,
    Facts,
    Key,
    Kind,
    Meant,
    Misfit,
    Span,
    Values,
    misfits,
)

_STOPS = ("cancel_task", "resume_task")
_WRITERS = ("apply_plan", "add_task", "edit_task", "confirm", *_STOPS)
_DATED = tuple(field.value for field in DATED_FIELDS)
_ORIGINS = frozenset(origin.value for origin in Origin)
_NAMES = ("value", "origin", "document", "why", "plan")
_FROM_THE_BEGINNING = EVER.isoformat()
_OF_ENTRY = ("what", "subject", "before", "after", "why", "undoes")


def term_findings(session: Session) -> Iterator[Finding]:
    """The first dated values that are not what the journal says, and how many more there are."""
    return first_of(differing_terms(session), MoreTermsDiffer)


def differing_terms(session: Session) -> Generator[Finding]:
    """Every dated value that is not what its entries say; and entries whose values are nowhere."""
    units = {unit.id: unit.code for unit in session.execute(select(UNIT.id, UNIT.code))}
    years = {plan.id: plan.year for plan in session.execute(select(PLAN.id, PLAN.year))}
    with closing(
        session.execute(_with_entries(), execution_options={"yield_per": AT_A_TIME})
    ) as rows:
        for _task_id, of_task in groupby(rows, key=attrgetter("task_id")):
            yield from _of_task(list(of_task), units, years)
    yield from _entries_alone(session)


def _with_entries() -> Select[Any]:
    """Every term that there ever was, with the entries that began and that ended it."""
    begun, ended = JOURNAL.number.table, entries_table()
    names = ("task_id", "plan_id", "field", "number", "origin", "document")
    days = [as_stored(TERM[name]) for name in ("day_from", "day", "document_day")]
    return (
        select(
            *(TERM[name] for name in (*names, "why", "known_from", "known_to")),
            *days,
            TASK.code,
            TASK.plan_id.label("of_plan"),
            *(begun.c[name].label(f"begun_{name}") for name in _OF_ENTRY),
            *(ended.c[name].label(f"ended_{name}") for name in _OF_ENTRY),
        )
        .select_from(TERM.id.table)
        .outerjoin(TASK.id.table, TASK.id == TERM.task_id)
        .outerjoin(begun, begun.c.number == TERM.known_from)
        .outerjoin(ended, ended.c.number == TERM.known_to)
        .order_by(TERM.task_id)
    )


def _of_task(
    rows: Sequence[Row[Any]], units: Mapping[Any, str], years: Mapping[Any, int]
) -> Iterator[Finding]:
    code, year = rows[0].code, years.get(rows[0].of_plan)
    spans = [_span(row, units) for row in rows]
    entries: dict[int, EntrySaid] = {}
    for row in rows:
        if row.known_from not in entries and row.begun_subject == code:
            entries[row.known_from] = _entry(row, "begun", row.known_from)
        if row.ended_subject == code and row.known_to not in entries:
            entries[row.known_to] = _entry(row, "ended", row.known_to)
    for misfit in misfits(spans, entries, _meaning, _NAMES):
        yield _finding(code or "?", year, misfit)


def _span(row: Row[Any], units: Mapping[Any, str]) -> Span:
    document = row.document
    if row.document_day is not None:
        document = f"{document} ({row.document_day})"
    plan = row.plan_id == row.of_plan
    values = (_value(row, units), row.origin, document, row.why, plan)
    return Span((row.field, str(row.day_from)), values, row.known_from, row.known_to)


def _value(row: Row[Any], units: Mapping[Any, str]) -> str | None:
    """A value as the journal writes it; None for what the program never writes."""
    if row.field == Field.DEADLINE:
        return None if row.number is not None else str(row.day or "")
    if row.day is not None:
        return None
    if row.field == Field.UNIT:
        return units.get(row.number)
    if row.field == Field.TARGET:
        return "" if row.number is None else written(row.number)
    return str(row.number)


def _entry(row: Row[Any], kind: str, number: int) -> EntrySaid:
    what, _subject, before, after, why, undoes = (
        getattr(row, f"{kind}_{name}") for name in _OF_ENTRY
    )
    return EntrySaid(number, what, said_in(before), said_in(after), why, undoes)


def _meaning(entry: EntrySaid, before: Facts, begun: Facts, ended: AbstractSet[Key]) -> Meant:
    if entry.what not in _WRITERS:
        return Meant()
    meant_begun: dict[Key, Values] = {}
    meant_ended: set[Key] = set()
    nothing_there = False
    if (since := _stops_from(entry)) is not None:
        on = "0" if entry.what == "resume_task" else "1"
        confirmed = Origin.CONFIRMED.value
        meant_begun[STOPPED, since] = (on, confirmed, "", entry.why, True)
        meant_ended |= {key for key in before if key[0] == STOPPED and key[1] >= since}
    for field, (said_since, origin) in _terms_said(entry).items():
        since = said_since or _since_in_rows(field, begun, ended)
        if since is None:
            nothing_there = True
            continue
        key = (field, since)
        meant_ended |= before.keys() & {key}
        values = _values(entry, key, origin, before, begun)
        if not _goes_on(key, values, before):
            meant_begun[key] = values
    return Meant(meant_begun, meant_ended, nothing_there)


def _stops_from(entry: EntrySaid) -> str | None:
    """The day from which the entry stops the task, or takes it up again; None for any other."""
    return entry.after.get("day")


def _terms_said(entry: EntrySaid) -> dict[str, tuple[str | None, str | None]]:
    """The dated fields that the entry changes, each with the first day and the origin.

    None where that was not said yet: the first versions said the values alone.
    """
    if (text := entry.after.get(TERMS)) is not None:
        found: dict[str, tuple[str | None, str | None]] = {}
        for part in str(text).split(", "):
            field, *day, origin = part.split(" ")
            found[field] = (day[0] if day else _FROM_THE_BEGINNING, origin)
        return found
    if not entry.before and "measure" in entry.after:
        return dict.fromkeys(_DATED, (_FROM_THE_BEGINNING, None))
    since = entry.after.get("from")
    return {field: (since, None) for field in _DATED if field in entry.after}


def _since_in_rows(field: str, begun: Facts, ended: AbstractSet[Key]) -> str | None:
    """Where the entry does not say it: the first day of what it wrote or ended."""
    days = [key[1] for key in (*begun, *ended) if key[0] == field]
    return min(days, default=None)


def _values(entry: EntrySaid, key: Key, origin: str | None, before: Facts, begun: Facts) -> Values:
    """What the term says by the entry; from the row itself only what the entry leaves open."""
    field = key[0]
    value = entry.after.get(field, "")
    here = begun.get(key, before.get(key))
    if entry.before.get(field) in _ORIGINS and value in _ORIGINS:
        # Only the origin changed.
        origin, value = origin or value, before[key][0] if key in before else None
    if origin is None:
        origin = here[1] if here else Origin.PROPOSED.value
    return value, origin, entry.after.get("document", ""), entry.why, True


def _goes_on(key: Key, values: Values, before: Facts) -> bool:
    """Whether the term before it says the same, and just goes on."""
    field, since = key
    document = values[2]
    earlier = max((k for k in before if k[0] == field and k[1] < since), default=None)
    return not document and earlier is not None and before[earlier][:2] == values[:2]


def _finding(task: str, year: int | None, misfit: Misfit) -> Finding:
    if misfit.kind is Kind.MISSING:
        return TermMissing(entry=misfit.number)
    name, since = misfit.key
    field = Field(name) if name in _DATED else name
    about: dict[str, Any] = {"task": task, "field": field, "since": _named(since, year)}
    about |= {"entry": misfit.number}
    if misfit.kind is Kind.NOT_RECORDED:
        return TermNotRecorded(**about)
    return TermDiffers(**about, what=", ".join(misfit.what))


def _named(since: str, year: int | None) -> date | str:
    """The first day as people know it: what holds from the beginning, from the year's first day."""
    try:
        day = date.fromisoformat(since)
    except ValueError:
        return since
    return day if year is None else max(day, date(year, 1, 1))


def _entries_alone(session: Session) -> Iterator[Finding]:
    """Entries that say a dated value, or undo one, and neither began nor ended any."""
    touched = union(
        select(TERM.known_from.label("number")),
        select(TERM.known_to).where(TERM.known_to != STILL_KNOWN),
    ).cte("touched")
    undone = touched.alias("undone")
    statement = (
        select(*(JOURNAL[name] for name in ("number", *_OF_ENTRY)), undone.c.number.label("found"))
        .select_from(JOURNAL.number.table)
        .outerjoin(touched, touched.c.number == JOURNAL.number)
        .outerjoin(undone, undone.c.number == JOURNAL.undoes)
        .where(
            JOURNAL.what.in_((*_WRITERS, *REVERSALS)),
            JOURNAL.subject != "",
            touched.c.number.is_(None),
        )
        .order_by(JOURNAL.number)
    )
    for row in session.execute(statement, execution_options={"yield_per": AT_A_TIME}):
        if row.what in REVERSALS:
            if row.found is not None:
                yield TermMissing(entry=row.number)
            continue
        before, after = said_in(row.before), said_in(row.after)
        entry = EntrySaid(row.number, row.what, before, after, row.why, None)
        if _stops_from(entry) is not None or _terms_said(entry):
            yield TermMissing(entry=row.number)
