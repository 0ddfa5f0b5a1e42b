"""What was known at a journal number: where the rows of that time are read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, select, true, union_all
from sqlalchemy.orm import aliased
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import SQLModel

from tracker.store.tables import (
    PAST,
    STILL_KNOWN,
    CoordinatingRow,
    DirectiveRow,
    PlanRow,
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

    def stands(self, known_from: Column[Any], known_to: Column[Any]) -> ColumnElement[bool]:
        """Whether a term or a state was known and not replaced yet."""
        if self.number is None:
            return known_to == STILL_KNOWN
        return and_(known_from <= self.number, known_to > self.number)

    def was_there(self, known_from: Column[Any]) -> ColumnElement[bool]:
        """Whether a row that nothing replaces, such as a report's version, was known."""
        return true() if self.number is None else known_from <= self.number


@cache
def known_at(number: int | None) -> Known:
    """Where what was known at ``number`` is read."""
    kinds = (PlanRow, UnitRow, DirectiveRow, TaskRecord, CoordinatingRow)
    return Known(number, *(_source(row, number) for row in kinds))


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


NOW = known_at(None)
"""All that is known now."""
