"""Backups of an embedded database: whole copies, verified before they are called done."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, select

from tracker.domain.problem import N_, Failed, Refused
from tracker.domain.reason import DiskIsFull, Reason, quoted, reason_of
from tracker.domain.seal import Seal
from tracker.files import flush, made_beside, place_for
from tracker.settings import backup_folder
from tracker.store.columns import JOURNAL
from tracker.store.engine import database_name, reading
from tracker.upkeep.read_back import Ending, ending, fault_of
from tracker.upkeep.sealing import BACKUP, seal_now

ENDING = ".sqlite"
_READ_AND_WRITE = 0o666


class BackupFailed(Failed):
    wording = N_("The backup {path} could not be made: {reason}")


class NotWhole(Failed):
    wording = N_("{path} is not a whole database: {reason}")


class ServerBacksUp(Refused):
    wording = N_(
        "{database} is a server's database; it is backed up and restored with the server's own"
        " programs: pg_dump and pg_restore."
    )


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is there: its file, and the last journal number and newest seal in it."""

    path: Path
    entry: int
    seal: Seal | None


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A file among a database's backups; ``made`` is when, ``size`` is in bytes."""

    path: Path
    made: datetime
    size: int


def file_of(engine: Engine) -> Path:
    """The embedded database's file. Raises ServerBacksUp."""
    if engine.dialect.name != "sqlite":
        raise ServerBacksUp(database=database_name(engine))
    return Path(engine.url.database or "")


def place_by_time(database: Path, now: datetime) -> Path:
    """Where a backup goes that was given no name."""
    return backup_folder(database) / f"{now:%Y-%m-%d-%H%M%S}{ENDING}"


def back_up(
    engine: Engine,
    path: Path | None,
    now: datetime,
    *,
    overwrite: bool = False,
) -> Backup:
    """Copy the database to ``path`` (None: among its backups, by the time), its journal sealed
    first.

    Raises ServerBacksUp, BackupFailed, NotWhole, or what ``files.place_for`` raises.
    """
    database = file_of(engine)
    if path is None:
        path = place_by_time(database, now)
        make_folder(database)
    whole = place_for(path, overwrite=overwrite)
    if whole == database or (whole.exists() and whole.samefile(database)):
        raise BackupFailed(path=whole, reason=ItselfMeant())
    seal_now(engine, BACKUP, now)
    with made_beside(whole, overwrite=overwrite) as beside:
        copied = copy(engine, beside, whole)
    return Backup(whole, copied.entry, copied.seal)


class ItselfMeant(Reason):
    wording = N_("it is the database itself")


def make_folder(database: Path) -> None:
    """The folder of the backups of ``database``, where there is none yet: its owner's alone, or
    of all who may write in the database. Raises BackupFailed.
    """
    folder = backup_folder(database)
    try:
        if not folder.is_dir():
            folder.mkdir(stat.S_IRWXU, exist_ok=True)
            folder.chmod(stat.S_IRWXU | _of_writers(database))
    except OSError as error:
        raise BackupFailed(path=folder, reason=reason_of(error)) from error


def _of_writers(database: Path) -> int:
    """All rights for the group, or for everybody, where the database's mode lets them write."""
    mode = database.stat().st_mode
    of_group = stat.S_IRWXG if mode & stat.S_IWGRP else 0
    return of_group | (stat.S_IRWXO if mode & stat.S_IWOTH else 0)


def make_like(target: Path, database: Path, named: Path) -> None:
    """An empty file that nobody may read or write who may not do so with ``database``.

    Messages call it ``named``. Raises BackupFailed.
    """
    try:
        target.touch(stat.S_IRUSR | stat.S_IWUSR, exist_ok=False)
        # Whoever copies writes, also from a database that is only read.
        mode = database.stat().st_mode & _READ_AND_WRITE | stat.S_IRUSR | stat.S_IWUSR
        with suppress(OSError):  # not every file system has them
            target.chmod(mode)
    except OSError as error:
        raise BackupFailed(path=named, reason=reason_of(error)) from error


def copy(engine: Engine, target: Path, named: Path) -> Ending:
    """The database as it is in one moment, to the new file ``target``, which gets its mode; where
    its record ends. Every page of the database is checked, and the copy is read back.

    Others read and write meanwhile. Messages call the target ``named``. Raises BackupFailed,
    NotWhole.
    """
    with ThreadPoolExecutor(1) as another, _driver(engine) as source, sqlite_faults(named):
        # What is damaged would be copied faithfully, and in time take the place of what is whole.
        make_like(target, file_of(engine), named)
        expected = ending(source)
        whole = another.submit(_check_source, engine, named)
        copy_into(source, target, named)
        flush(target)
        whole.result()
        fault = fault_of(target, expected)
    if fault is not None:
        raise NotWhole(path=named, reason=fault)
    return expected


def check_copy(path: Path, named: Path) -> None:
    """Have SQLite read a copy as well, which takes as long again as making it. Raises NotWhole."""
    with sqlite_faults(named), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as it:
        check_whole(it, named, thorough=False)


@contextmanager
def _driver(engine: Engine) -> Iterator[sqlite3.Connection]:
    """SQLite's own connection, in one state of the database."""
    with reading(engine) as session:
        connection = session.connection().connection.driver_connection
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - what the engine opens
        yield connection


def _check_source(engine: Engine, named: Path) -> None:
    with _driver(engine) as connection:
        check_whole(connection, named, thorough=False)


def copy_into(source: sqlite3.Connection, target: Path, named: Path) -> None:
    """Copy every page, checking none. Raises BackupFailed, NotWhole."""
    with sqlite_faults(named), closing(sqlite3.connect(target, isolation_level=None)) as copied:
        # Of a file that is thrown away after a fault no step needs to be undone.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = 20"):
            copied.execute(f"PRAGMA {pragma}")
        source.backup(copied)
        # Not the source's own: a backup is one file, which may lie on a disk that is read-only.
        copied.execute("PRAGMA journal_mode = DELETE")


def check_whole(connection: sqlite3.Connection, named: Path, *, thorough: bool) -> None:
    """Read every page; if ``thorough``, compare indexes with their tables as well, which takes
    three times as long. Raises NotWhole.
    """
    check = "integrity_check" if thorough else "quick_check"
    (said,) = connection.execute(f"PRAGMA {check}(1)").fetchone()
    if said != "ok":
        raise NotWhole(path=named, reason=quoted(said))


@contextmanager
def sqlite_faults(named: Path) -> Iterator[None]:
    """What SQLite says while a copy is made, as a BackupFailed; of a damaged source, NotWhole."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        reason = DiskIsFull() if code == sqlite3.SQLITE_FULL else quoted(str(error))
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise NotWhole(path=named, reason=reason) from error
        raise BackupFailed(path=named, reason=reason) from error


def backups_of(database: Path) -> list[BackupFile]:
    """The files among the backups of ``database``, the newest first."""
    found: list[BackupFile] = []
    with suppress(OSError):
        for path in backup_folder(database).iterdir():
            if path.suffix == ENDING and path.is_file():
                seen = path.stat()
                made = datetime.fromtimestamp(seen.st_mtime).astimezone()
                found.append(BackupFile(path, made, seen.st_size))
    return sorted(found, key=lambda backup: (backup.made, backup.path.name), reverse=True)


def is_empty(engine: Engine) -> bool:
    """Whether nothing was ever recorded."""
    with reading(engine) as session:
        return session.scalar(select(func.max(JOURNAL.number))) is None
