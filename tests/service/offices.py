"""An office at each kind of database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from tests.postgres import PostgresServer
from tests.service.office import Office


@pytest.fixture(scope="session")
def postgres_office_url(postgres_server: PostgresServer, migrated_postgres: str) -> str:
    """One database for all tests of a process: to make one for each costs half a second."""
    return postgres_server.url(postgres_server.create_database(migrated_postgres))


@pytest.fixture
def postgres_office(postgres_office_url: str) -> Iterator[Office]:
    """An empty office at PostgreSQL."""
    opened = Office(postgres_office_url)
    tables = ", ".join(SQLModel.metadata.tables)
    with opened.engine.begin() as connection:
        # The record lets nobody do this but who takes its guards away.
        for table in ("journal", "seal"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
        for table in ("journal", "seal"):
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
    yield opened
    opened.close()


@pytest.fixture
def sqlite_office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    """An empty office at SQLite, for what is the same at every database."""
    opened = Office(str(shutil.copy(migrated_sqlite, tmp_path / "office.db")))
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest) -> Office:
    """An empty office, once at SQLite and once at PostgreSQL."""
    name = "sqlite_office" if request.param == "sqlite" else "postgres_office"
    opened: Office = request.getfixturevalue(name)
    return opened
