"""The accounts against the journal: their four parts, their state, what was said of them."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, Select, literal, select, union_all
from sqlalchemy.orm import Session

from tracker.domain.account import Part
from tracker.domain.report_state import ReportState
from tracker.store.columns import ACCOUNT, JOURNAL, UNIT
from tracker.store.tables import PAST, STILL_KNOWN, AccountRow
from tracker.upkeep.findings import (
    AccountDiffers,
    AccountMissing,
    AccountNotRecorded,
    Finding,
    MoreAccountsDiffer,
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
)
from tracker.upkeep.recorded.versions import (
    STEPS,
    SUBMIT,
    brought_back,
    differences,
    entries_alone,
    gaps,
)

_PARTS = tuple(part.value for part in Part)
_PLACE = ("unit_id", "directive", "period")
_CHANGES = ("state", "comment", "who", "recorded_at")
"""What a step, or undoing one, changes."""
_STAYS = ("plan_id", *_PLACE, "version", *_PARTS, "after_closing")
_PLAIN = ("id", "known_from", *_STAYS[:-1], "state", "comment", "who")


def account_findings(session: Session) -> Iterator[Finding]:
    """The first accounts that are not what the journal says, and how many more there are."""
    return first_of(differing_accounts(session), MoreAccountsDiffer)


def differing_accounts(session: Session) -> Generator[Finding]:
    """Every account that is not what its entries say, or has none; and entries without one."""
    closed = closings(session)
    with closing(
        session.execute(_with_entries(), execution_options={"yield_per": AT_A_TIME})
    ) as rows:
        for _place, of_place in groupby(rows, key=attrgetter(*_PLACE)):
            yield from _of_place(list(of_place), closed)
    for entry in entries_alone(session, AccountRow, "account", of_tasks=False):
        yield AccountMissing(entry=entry)


def _with_entries() -> Select[Any]:
    """Every account, as it was known before as well, with the entries under which it was so."""
    present, past = ACCOUNT.id.table, PAST[AccountRow]
    known = union_all(
        *(
            select(
                *(table.c[name] for name in _PLAIN),
                *(as_stored(table.c[name]) for name in ("recorded_at", "after_closing")),
                ended.label("known_to"),
            )
            for table, ended in ((present, literal(STILL_KNOWN)), (past, past.c.known_to))
        )
    ).subquery()
    entry, undone = JOURNAL.number.table, entries_table()
    names = ("what", "subject", "after", "why")
    return (
        select(
            *known.c,
            UNIT.code,
            *(entry.c[name] for name in names),
            entry.c.who.label("entry_who"),
            entry.c.plan_id.label("entry_plan"),
            as_stored(entry.c.recorded_at).label("entry_at"),
            undone_before(undone).label("back_to"),
        )
        .select_from(known)
        .outerjoin(UNIT.id.table, UNIT.id == known.c.unit_id)
        .outerjoin(entry, entry.c.number == known.c.known_from)
        .outerjoin(undone, undone.c.number == entry.c.undoes)
        .order_by(*(known.c[name] for name in (*_PLACE, "version", "id", "known_from")))
    )


def _of_place(rows: Sequence[Row[Any]], closed: Closings) -> Iterator[Finding]:
    """What does not fit of all versions of one account."""
    version, written = 0, 0
    for _id, of_version in groupby(rows, key=attrgetter("id")):
        spans = list(of_version)
        first = spans[0]
        about = {"account": _about(first), "version": first.version}
        in_order = first.version == version + 1 and first.known_from > written
        version, written = first.version, first.known_from
        if first.what != "account":
            yield AccountNotRecorded(**about, entry=first.known_from)
        elif what := _written_so(first, rows, closed, in_order=in_order):
            yield AccountDiffers(**about, entry=first.known_from, what=", ".join(what))
        for place in range(1, len(spans)):
            if what := _changed_so(spans, place):
                entry = spans[place].known_from
                yield AccountDiffers(**about, entry=entry, what=", ".join(what))
        for entry in gaps(spans):
            yield AccountDiffers(**about, entry=entry, what="known_to")


def _about(row: Row[Any]) -> str:
    return " · ".join(filter(None, (row.code or "?", row.directive, row.period)))


def _written_so(
    row: Row[Any], rows: Sequence[Row[Any]], closed: Closings, *, in_order: bool
) -> list[str]:
    """The names of what an account and the entry that recorded it say differently."""
    after = said_in(row.after)
    amended = _amended(row, rows)
    expected = {
        "plan_id": row.entry_plan,
        "code": after.get("unit"),
        "directive": after.get("directive", ""),
        "period": after.get("period"),
        **{part: after.get(part, getattr(amended, part, "")) for part in _PARTS},
        "state": after.get("state", ReportState.ACCEPTED.value),
        "comment": "",
        "who": row.entry_who,
        "recorded_at": row.entry_at,
        "after_closing": closed.over(row.plan_id, row.period, row.known_from),
    }
    names = ["unit_id" if name == "code" else name for name in differences(row, expected)]
    return names if in_order and row.subject == "" else [*names, "version"]


def _amended(row: Row[Any], rows: Sequence[Row[Any]]) -> Row[Any] | None:
    """The version that it amends: the highest before it that was not withdrawn then."""
    then = [r for r in rows if r.version < row.version and r.known_from < row.known_from]
    stood = [r for r in then if r.known_to >= row.known_from and r.state != ReportState.WITHDRAWN]
    return max(stood, key=lambda r: r.version, default=None)


def _changed_so(spans: Sequence[Row[Any]], place: int) -> list[str]:
    """The names of what a later entry, which is of a step or of undoing, did not change so."""
    row, before = spans[place], spans[place - 1]
    columns = (*_STAYS, *_CHANGES)
    if row.what in REVERSALS and row.back_to is not None:
        return differences(row, brought_back(spans, place, columns))
    if row.what not in STEPS:
        return ["known_from"]
    after = said_in(row.after)
    expected = {name: getattr(before, name) for name in _STAYS}
    expected |= {"state": after.get("state"), "comment": row.why}
    handed_in = row.what == SUBMIT
    expected |= {
        "who": row.entry_who if handed_in else before.who,
        "recorded_at": row.entry_at if handed_in else before.recorded_at,
    }
    names = differences(row, expected)
    said = (after.get("unit"), after.get("directive", ""), after.get("period"))
    return names if said == (row.code, row.directive, row.period) else [*names, "known_from"]
