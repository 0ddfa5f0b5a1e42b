"""Whether a database is whole: its file, its tables and guards, and where its rows point."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Table, func, inspect, select, text
from sqlmodel import SQLModel

from tracker.domain.reason import quoted
from tracker.store.columns import LOCK, STATE, TERM
from tracker.store.guards import GUARDS, missing_guards
from tracker.store.tables import PAST
from tracker.upkeep.findings import (
    ColumnMissing,
    FileDamaged,
    Finding,
    GuardMissing,
    IndexMissing,
    NeverKnown,
    PointsNowhere,
    TableMissing,
)

MOST_FAULTS = 10
"""Faults of a damaged file that are listed: they come by the thousand."""

_FAULTS_OF_SERVER = text(
    "SELECT 'index ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid"
    " UNION ALL SELECT 'constraint ' || conname FROM pg_constraint WHERE NOT convalidated"
    " UNION ALL SELECT 'pages that failed their checksum: ' || checksum_failures"
    " FROM pg_stat_database WHERE datname = current_database() AND checksum_failures > 0"
)


def file_findings(connection: Connection) -> Iterator[Finding]:
    """SQLite reads its whole file; a server says what it knows to be invalid."""
    if connection.dialect.name == "postgresql":
        faults = list(connection.scalars(_FAULTS_OF_SERVER))
    else:
        said = connection.execute(text(f"PRAGMA integrity_check({MOST_FAULTS})")).scalars()
        faults = [line for line in said if line != "ok"]
    for fault in faults[:MOST_FAULTS]:
        yield FileDamaged(reason=quoted(fault))


def schema_findings(connection: Connection) -> Iterator[Finding]:
    """Tables, columns, indexes and guards that this program needs and that are not there."""
    there = inspect(connection)
    names = set(there.get_table_names())
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in names:
            yield TableMissing(table=table.name)
            continue
        columns = {column["name"] for column in there.get_columns(table.name)}
        for column in table.columns:
            if column.name not in columns:
                yield ColumnMissing(table=table.name, column=column.name)
        indexes = {index["name"] for index in there.get_indexes(table.name)}
        for index in sorted(index.name or "" for index in table.indexes):
            if index not in indexes:
                yield IndexMissing(table=table.name, index=index)
    for guard in missing_guards(connection):
        yield GuardMissing(guard=guard, table=GUARDS[connection.dialect.name][guard])


def reference_findings(connection: Connection) -> Iterator[Finding]:
    """Rows whose foreign key leads to no row."""
    for table in SQLModel.metadata.sorted_tables:
        for key in table.foreign_keys:
            other = key.column.table.alias()
            is_there = select(1).where(other.c[key.column.name] == key.parent).exists()
            lost = select(func.count()).where(key.parent.is_not(None), ~is_there)
            if count := connection.scalar(lost):
                yield PointsNowhere(table=table.name, other=key.column.table.name, count=count)


def past_findings(connection: Connection) -> Iterator[Finding]:
    """Rows whose knowledge ends before it begins."""
    dated: list[Table] = [*PAST.values(), *(c.known_from.table for c in (TERM, LOCK, STATE))]
    for table in dated:
        never = select(func.count()).where(table.c.known_from >= table.c.known_to)
        if count := connection.scalar(never):
            yield NeverKnown(table=table.name, count=count)
