"""What went wrong beneath the database, told from what its driver says."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

from sqlalchemy import exc

from tracker.domain.problem import N_, Failed
from tracker.domain.reason import IsFolder, Reason, quoted, reason_of

LITTLE_ROOM = 1_000_000
"""Bytes left on a disk below which a failed write is put down to them."""


class DatabaseFailed(Failed):
    wording = N_("The database {database} cannot be used: {reason}")


class NotADatabase(Failed):
    wording = N_("{database} is not a database of this program, or it is damaged: {reason}")


class ReadOnlyDatabase(Failed):
    wording = N_(
        "The database {database} cannot be written: its file, its folder or the disk is read-only."
    )


class DiskFull(Failed):
    wording = N_("The disk that holds {database} is full; nothing was written.")


class DiskFails(Failed):
    wording = N_("The disk that holds {database} cannot be read or written: {reason}")


class DatabaseBusy(Failed):
    wording = N_("The database {database} is in use by another program; try again.")


_SQLITE_FAULTS: dict[int, type[Failed]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_CORRUPT: NotADatabase,
    sqlite3.SQLITE_NOTADB: NotADatabase,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: ReadOnlyDatabase,
}


def fault(error: exc.DBAPIError, database: str) -> Failed:
    """The Failed that says in one line what went wrong underneath."""
    reason = quoted(str(error.orig))
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is None:
        return DatabaseFailed(database=database, reason=reason)
    # The low byte is the primary code; the rest narrows it (SQLITE_READONLY_DBMOVED, …).
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_IOERR:
        return _disk_fault(Path(database), reason)
    if primary == sqlite3.SQLITE_CANTOPEN:
        return _closed_fault(Path(database), reason)
    kind = _SQLITE_FAULTS.get(primary, DatabaseFailed)
    return kind(database=database, reason=reason)


def _disk_fault(database: Path, reason: Reason) -> Failed:
    """Where SQLite gives a file its room beforehand, a full disk is an input/output error to it."""
    try:
        room = shutil.disk_usage(database.parent).free
    except OSError as error:
        return DiskFails(database=database, reason=reason_of(error))
    kind = DiskFull if room < LITTLE_ROOM else DiskFails
    return kind(database=database, reason=reason)


def _closed_fault(database: Path, reason: Reason) -> Failed:
    """SQLite does not say why it cannot open a file, or one of those it keeps beside."""
    if database.is_dir():
        return DatabaseFailed(database=database, reason=IsFolder())
    try:
        database.open("rb").close()
    except FileNotFoundError:
        pass  # it was to be made
    except OSError as error:
        return DatabaseFailed(database=database, reason=reason_of(error))
    if not _may_write(database.parent):
        return ReadOnlyDatabase(database=database)
    return DatabaseFailed(database=database, reason=reason)


def _may_write(folder: Path) -> bool:
    by_whom_we_act = os.access in os.supports_effective_ids
    return os.access(folder, os.W_OK, effective_ids=by_whom_we_act)
