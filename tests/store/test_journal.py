"""The journal only grows: the database itself refuses anything else."""

from __future__ import annotations

import pytest
from sqlalchemy import exc, text

from tests.service.office import Office, task
from tracker.store.tables import JournalRow

COPY = (
    "SELECT number, recorded_at, 'ai khác', what, plan_id, subject, before, after, why"
    " FROM journal WHERE number = 1"
)
COLUMNS = "number, recorded_at, who, what, plan_id, subject, before, after, why"


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(task())
    return office


def attempts(dialect: str) -> list[str]:
    common = [
        "UPDATE journal SET who = 'ai khác'",
        "UPDATE journal SET number = 99 WHERE number = 2",
        "DELETE FROM journal WHERE number = 2",
        "DELETE FROM journal",
        f"INSERT INTO journal ({COLUMNS}) {COPY} ON CONFLICT (number) DO UPDATE SET who = 'x'"
        if dialect == "postgresql"
        else f"INSERT INTO journal ({COLUMNS}) {COPY}",
    ]
    if dialect == "postgresql":
        return [*common, "TRUNCATE journal CASCADE"]
    # Each resolves a conflict by removing the row that is there, and fires no trigger for that.
    return [
        *common,
        f"INSERT OR REPLACE INTO journal ({COLUMNS}) {COPY}",
        f"REPLACE INTO journal ({COLUMNS}) {COPY}",
        f"INSERT OR IGNORE INTO journal ({COLUMNS}) {COPY}",
        "UPDATE OR REPLACE journal SET number = 1 WHERE number = 2",
    ]


def test_no_entry_can_be_changed_removed_or_replaced(seeded: Office) -> None:
    before = seeded.stored(JournalRow)
    for attempt in attempts(seeded.engine.dialect.name):
        with pytest.raises(exc.DBAPIError), seeded.engine.begin() as connection:
            connection.execute(text(attempt))
        assert seeded.stored(JournalRow) == before, attempt


def test_it_still_grows(seeded: Office) -> None:
    before = seeded.stored(JournalRow)
    seeded.report("D7.1-my-xuyen", "2021-Q1", 4)
    after = seeded.stored(JournalRow)
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1
