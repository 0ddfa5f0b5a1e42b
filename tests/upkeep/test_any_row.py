"""Whatever is altered in any row on record, the doctor names it with its entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Executable, Row, Table, delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from tests.service.office import Office
from tests.upkeep.test_doctor import OF_RECORD, all_said, tampering
from tests.upkeep.year import whole_year
from tracker.store.columns import JOURNAL
from tracker.store.tables import STILL_KNOWN, JournalRow
from tracker.upkeep.doctor import examine
from tracker.upkeep.findings import Finding
from tracker.upkeep.recorded.accounts import differing_accounts
from tracker.upkeep.recorded.locks import differing_locks
from tracker.upkeep.recorded.reports import differing_reports
from tracker.upkeep.recorded.terms import differing_terms

Differing = Callable[[Session], Iterator[Finding]]

TABLES: dict[str, Differing] = {
    "report": differing_reports,
    "report_past": differing_reports,
    "task_term": differing_terms,
    "account": differing_accounts,
    "account_past": differing_accounts,
    "period_lock": differing_locks,
}


@pytest.fixture
def lived(office: Office) -> Office:
    whole_year(office)
    return office


def test_a_year_in_which_everything_was_done_is_as_the_journal_says(lived: Office) -> None:
    assert all_said(examine(lived.engine)) == []
    for table in TABLES:
        assert rows_of(lived, table)


@pytest.mark.parametrize("table", TABLES)
def test_a_row_altered_in_any_column_is_named_with_its_entry(lived: Office, table: str) -> None:
    source = SQLModel.metadata.tables[table]
    # A row's own key says nothing.
    columns = [column.name for column in source.columns if column.name != "id"]
    with unguarded(lived) as connection:
        for row in rows_of(lived, table):
            for column, value in ((c, other) for c in columns for other in others(row, c)):
                changed = update(source).where(*this(source, row)).values({column: value})
                # What the database itself refuses needs no finding.
                with suppress(IntegrityError), altered(connection, changed) as session:
                    assert_named(session, TABLES[table], row, column, value)


def test_a_row_that_was_taken_away_is_named_by_its_entry(lived: Office) -> None:
    with unguarded(lived) as connection:
        for table, differing in TABLES.items():
            source = SQLModel.metadata.tables[table]
            for row in rows_of(lived, table):
                with altered(connection, delete(source).where(*this(source, row))) as session:
                    assert_named(session, differing, row)


@pytest.mark.parametrize("left_out", [{"terms"}, {"stated"}, {"word"}])
def test_what_an_entry_did_not_say_yet_is_taken_as_it_stands(
    lived: Office, left_out: set[str]
) -> None:
    """The program's first versions wrote less into their entries."""
    entries = lived.stored(JournalRow, "number", "after")
    with tampering(lived) as connection:
        for number, said in entries:
            after = {k: v for k, v in json.loads(said).items() if k not in left_out}
            change = update(JournalRow).where(JOURNAL.number == number)
            connection.execute(change.values(after=json.dumps(after, ensure_ascii=False)))
    findings = examine(lived.engine).findings
    assert [findings[check] for check in OF_RECORD] == [(), (), (), ()]


def test_a_row_that_was_put_in_is_named(lived: Office) -> None:
    with unguarded(lived) as connection:
        for table in ("task_term", "period_lock"):
            source = SQLModel.metadata.tables[table]
            for row in rows_of(lived, table):
                put_in = insert(source).values(row._asdict() | {"id": 9_999})
                with altered(connection, put_in) as session:
                    assert_named(session, TABLES[table], row)


def rows_of(office: Office, table: str) -> Sequence[Row[Any]]:
    with office.engine.connect() as connection:
        return connection.execute(select(SQLModel.metadata.tables[table])).all()


def this(table: Table, row: Row[Any]) -> list[Any]:
    return [column == getattr(row, column.name) for column in table.primary_key]


def others(row: Row[Any], column: str) -> list[Any]:
    """Values that the column does not have."""
    value = getattr(row, column)
    if column in ("known_from", "known_to"):
        beside = [value - 1, value + 1] if value != STILL_KNOWN else [row.known_from + 1]
        return [number for number in beside if number > 0]
    if value is None:
        value = IN_PLACE_OF_NOTHING.get(column, "")
    for kind, change in CHANGES.items():
        if isinstance(value, kind):
            return [change(value)]
    raise AssertionError(f"{column} of {value!r}")


IN_PLACE_OF_NOTHING: dict[str, Any] = {
    **dict.fromkeys(("day", "until", "document_day"), date(2021, 3, 3)),
    **dict.fromkeys(("number", "stated"), 7_000),
}
CHANGES: dict[type, Callable[[Any], Any]] = {
    bool: lambda value: not value,
    int: lambda value: value + 1_000,
    datetime: lambda value: value + timedelta(seconds=1),
    date: lambda value: value + timedelta(days=1),
    str: lambda value: f"{value}x",
}


@contextmanager
def unguarded(office: Office) -> Iterator[Connection]:
    """A transaction that nothing comes of, in which foreign keys are not looked at."""
    with office.engine.connect() as connection:
        if office.engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        yield connection
        connection.rollback()
        connection.invalidate()


@contextmanager
def altered(connection: Connection, statement: Executable) -> Iterator[Session]:
    """What is seen once ``statement`` is done; then it was not."""
    step = connection.begin_nested()
    try:
        connection.execute(statement)
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
    finally:
        step.rollback()


ABOUT = ("plan_id", "task_id", "unit_id", "directive", "field", "day_from", "period", "version")
"""Columns that say what a row is about: the entry of another one knows nothing of it."""
SAID_AS = {
    **dict.fromkeys(("number", "day"), "value"),
    "document_day": "document",
    "qualifier": "figure",
    "cumulative": "stated",
}


def assert_named(
    session: Session, differing: Differing, row: Row[Any], column: str = "", value: Any = None
) -> None:
    """Among what is found is an entry that the row stands under, or now says that it does, and
    what is another there."""
    found = list(differing(session))
    of_row = {row.known_from, getattr(row, "known_to", None)}
    about = {finding.facts.get("entry") for finding in found}
    assert about & (of_row | ({value} if column.startswith("known") else set())), (column, row)
    if column and column not in (*ABOUT, "known_from", "known_to"):
        what = {name for finding in found for name in str(finding.facts.get("what")).split(", ")}
        assert {column, SAID_AS.get(column)} & what, (column, row, what)
