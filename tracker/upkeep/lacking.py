"""What of the present database is not in a backup, and would be left out by restoring it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker.domain.known import Recorded
from tracker.store.engine import BUSY_SECONDS
from tracker.upkeep.backup import NotWhole, sqlite_faults

_COUNTED = """
    SELECT count(*), min(entry.number) FROM journal AS entry WHERE NOT EXISTS (
        SELECT 1 FROM backup.journal AS other
        WHERE other.number = entry.number AND other.recorded_at = entry.recorded_at
            AND other.who = entry.who AND other.what = entry.what
            AND other.plan_id = entry.plan_id AND other.subject = entry.subject
            AND other.before = entry.before AND other.after = entry.after
            AND other.why = entry.why
    )
"""
"""Compares the columns that a journal of every revision has."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """``count`` journal entries are not in the backup, from the entry ``first`` on (None: none).

    An entry is in it under the same number with the same content: after an earlier restore, or in
    another office's database, the same numbers stand for other things.
    """

    count: int
    first: Recorded | None


def lacking(database: Path, backup: Path) -> Lacking | None:
    """The entries of ``database`` that ``backup`` lacks; both are files of this program.

    None where the database is damaged and that cannot be told. Raises BackupFailed.
    """
    try:
        with (
            sqlite_faults(database),
            closing(sqlite3.connect(database, BUSY_SECONDS, isolation_level=None)) as connection,
        ):
            connection.execute("ATTACH DATABASE ? AS backup", (str(backup),))
            count, first = connection.execute(_COUNTED).fetchone()
            moment = "SELECT recorded_at FROM journal WHERE number = ?"
            found = connection.execute(moment, (first,)).fetchone()
    except NotWhole:
        return None
    return Lacking(count, Recorded(first, _read(found[0])) if found else None)


def _read(stored: str) -> datetime:
    """A moment as the file has it: in UTC, without saying so."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)
