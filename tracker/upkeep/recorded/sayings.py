"""What the entries of every kind have in common: how they are read, and how much is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, String, func, type_coerce

from tracker.domain.quantity import Amount
from tracker.store.columns import JOURNAL
from tracker.upkeep.findings import Finding

FIRST = 5
"""Rows that are named; the others are counted."""
AT_A_TIME = 5_000
"""Rows that are held in memory."""
REVERSALS: Final = ("undo", "redo")
"""The calls that bring back what was known before."""


def first_of(found: Iterator[Finding], more: type[Finding]) -> Iterator[Finding]:
    """The first that ``found`` has, and how many more there are."""
    yield from islice(found, FIRST)
    if count := sum(1 for _finding in found):
        yield more(count=count)


def said_in(text: str | None) -> dict[str, Any]:
    """A JSON object; an empty one where the journal holds what the program never writes."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


@lru_cache(maxsize=10_000)
def written(figure: object) -> str | None:
    """A quantity as the journal writes it; None for what is none at all: SQLite keeps anything in
    a column."""
    return str(Amount(figure)) if isinstance(figure, int) else None


def as_stored(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A day, a moment, a yes or no as the database gives it, which is quicker than reading it and
    enough to compare."""
    return type_coerce(column, String).label(getattr(column, "name", None))


def undone_before(undone: FromClause) -> ColumnElement[int]:
    """The first number of the call that an entry undoes: what was known before that comes back."""
    return func.coalesce(undone.c.call, undone.c.number)


def entries_table() -> FromClause:
    """The journal once more, to be joined a second time."""
    return JOURNAL.number.table.alias()
