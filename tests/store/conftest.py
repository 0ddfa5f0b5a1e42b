"""An office at each kind of database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.office import Office


@pytest.fixture
def office(migrated_database_url: str) -> Iterator[Office]:
    """An empty office, once at SQLite and once at PostgreSQL."""
    opened = Office(migrated_database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    """An empty office at SQLite, for what is the same at every database."""
    opened = Office(str(shutil.copy(migrated_sqlite, tmp_path / "tracker.db")))
    yield opened
    opened.close()
