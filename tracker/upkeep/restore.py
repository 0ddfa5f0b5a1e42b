"""Putting a backup in the place of an embedded database.

What is put there is a copy that was checked, and migrated, before anything is replaced; and what it
replaces is backed up first. The content goes into the database's own file in one transaction of
SQLite, so that a crash leaves the old one or the new one, and a program that comes to open it
meanwhile waits. Only a file that is damaged is itself replaced.
"""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, exc, func, select

from tracker.domain.known import Recorded
from tracker.domain.problem import N_, Failed, Problem, Refused
from tracker.domain.reason import reason_of
from tracker.files import check_folder, flush_folder, made_beside, whole_path
from tracker.settings import backup_folder
from tracker.store.columns import JOURNAL, PLAN
from tracker.store.engine import BUSY_SECONDS, open_engine, reading
from tracker.store.faults import DatabaseBusy
from tracker.store.schema import is_empty, revision
from tracker.upkeep.backup import (
    ENDING,
    BackupFailed,
    NotWhole,
    check_whole,
    copy_into,
    make_folder,
    make_like,
    sqlite_faults,
)
from tracker.upkeep.lacking import Lacking, lacking
from tracker.upkeep.migrate import ForeignDatabase, NewerDatabase, migrate

_BESIDE = ("-wal", "-shm", "-journal")
"""Files that SQLite keeps beside a database."""
_HEADER = b"SQLite format 3\x00"


class NoBackupThere(Refused):
    wording = N_("{path} does not exist or is no file.")


class NotABackup(Refused):
    wording = N_("{path} is not a database of this program; nothing was replaced.")


class BackupDamaged(Refused):
    wording = N_("{path} is damaged or not whole; nothing was replaced: {reason}")


class SameFile(Refused):
    wording = N_("{path} is the database itself; nothing was replaced.")


class WrittenMeanwhile(Refused):
    wording = N_(
        "Somebody has written to {database} since it was looked at; nothing was replaced. Restore"
        " again to see what would be left out now."
    )


class InUse(Failed):
    wording = N_(
        "{database} is open in another program; nothing was replaced. Close it there and try again."
    )


@dataclass(frozen=True, slots=True)
class Holding:
    """What a database holds: the codes of its plans, how many entries, and the last of them."""

    plans: tuple[str, ...]
    entries: int
    last: Recorded | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A checked copy of a backup at ``copied``, brought to this program's revision.

    ``replaces`` is what the database holds now: None where there is none, or it is damaged.
    ``lacks`` is what of that is not in the backup; None where that cannot be told. ``kept`` is
    where what is replaced will lie; None where nothing is there.
    """

    source: Path
    database: Path
    copied: Path
    holds: Holding
    replaces: Holding | None
    lacks: Lacking | None
    kept: Path | None


@contextmanager
def prepared(database: Path, source: str, now: datetime) -> Iterator[Prepared]:
    """Check ``source`` and copy it beside ``database``; the copy is gone at the end of the block.

    Nothing is replaced yet; what is replaced will be kept under a name with the time ``now``.
    Raises NoBackupThere, NotABackup, BackupDamaged, SameFile, NewerDatabase, NoFolderThere, or the
    Failed that fits a fault.
    """
    path = whole_path(source)
    _check_source(path, database)
    check_folder(database)
    with _scratch(database) as copied:
        with closing(_open_to_read(path)) as opened:
            try:
                make_like(copied, database if database.exists() else path, path)
                copy_into(opened, copied, path)
                _check(copied, path)
            except NotWhole as not_whole:
                raise BackupDamaged(path=path, reason=not_whole.facts["reason"]) from None
        holds, replaces = _brought_up(copied, path), _standing(database)
        lacks = lacking(database, copied) if replaces is not None else None
        kept = _place_kept(database, now) if _is_there(database) else None
        yield Prepared(path, database, copied, holds, replaces, lacks, kept)


def _is_there(database: Path) -> bool:
    return database.exists() and database.stat().st_size > 0


def _place_kept(database: Path, now: datetime) -> Path:
    return backup_folder(database) / f"replaced-{now:%Y-%m-%d-%H%M%S}{ENDING}"


def _check(copied: Path, named: Path) -> None:
    """Raises NotWhole."""
    with sqlite_faults(named), closing(sqlite3.connect(copied)) as connection:
        check_whole(connection, named, thorough=True)


def _check_source(path: Path, database: Path) -> None:
    if not path.is_file():
        raise NoBackupThere(path=path)
    if database.exists() and path.samefile(database):
        raise SameFile(path=path)
    with path.open("rb") as file:
        if file.read(len(_HEADER)) != _HEADER:
            raise NotABackup(path=path)


def _open_to_read(path: Path) -> sqlite3.Connection:
    """The backup, unchanged by being read, also where nothing can be written beside it."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.DatabaseError:
        pass  # it is damaged, as copying it will say
    return connection


@contextmanager
def _scratch(database: Path) -> Iterator[Path]:
    """A file beside the database for the block, gone with what SQLite keeps beside it."""
    path = database.with_name(f".{secrets.token_hex(8)}.part")
    try:
        yield path
    finally:
        for ending in ("", *_BESIDE):
            with suppress(OSError):
                path.with_name(path.name + ending).unlink(missing_ok=True)


def _brought_up(copied: Path, source: Path) -> Holding:
    """Bring the copy to this program's revision; what it holds."""
    engine = open_engine(str(copied))
    try:
        with reading(engine) as session:
            tables = session.connection().exec_driver_sql(
                "SELECT count(*) FROM sqlite_master WHERE name IN ('journal', 'alembic_version')"
            )
            if tables.scalar() != 2:
                raise NotABackup(path=source)
        migrate(engine, keep=False)
        return _holding(engine)
    except NewerDatabase as newer:
        newer.facts["database"] = source
        raise
    except ForeignDatabase:
        raise NotABackup(path=source) from None
    finally:
        engine.dispose()


def _standing(database: Path) -> Holding | None:
    if not _is_there(database):
        return None
    engine = open_engine(str(database))
    try:
        with engine.connect() as connection:
            if revision(connection) is None and not is_empty(connection):
                raise ForeignDatabase(database=database)
        return _holding(engine)
    except (DatabaseBusy, ForeignDatabase):
        raise
    except (Problem, exc.DBAPIError):
        return None  # it is damaged: the more reason to restore one that is not
    finally:
        engine.dispose()


def _holding(engine: Engine) -> Holding:
    with reading(engine) as session:
        plans = tuple(session.scalars(select(PLAN.code).order_by(PLAN.chosen.desc())))
        entries = session.scalar(select(func.count()).select_from(JOURNAL.number.table)) or 0
        columns = select(JOURNAL.number, JOURNAL.recorded_at).order_by(JOURNAL.number.desc())
        last = session.execute(columns.limit(1)).first()
        return Holding(plans, entries, Recorded(*last) if last else None)


def restore(ready: Prepared) -> Path | None:
    """Put the copy in the database's place; returns where what was there is kept, if anything.

    Cannot be undone but by restoring that. Raises InUse, WrittenMeanwhile, BackupFailed, NotWhole
    or what ``files`` raises.
    """
    database, kept = ready.database, ready.kept
    if kept is None:
        _remove_left_behind(database)
        _put_whole(ready)
        return None
    make_folder(database)
    if ready.replaces is None:
        _keep_damaged(database, kept)
        _remove_left_behind(database)
        _put_whole(ready)
    else:
        _put_into(ready, kept, ready.replaces)
    return kept


def _put_whole(ready: Prepared) -> None:
    with made_beside(ready.database, overwrite=True) as beside:
        make_like(beside, ready.copied, ready.database)
        shutil.copyfile(ready.copied, beside)


def _put_into(ready: Prepared, kept: Path, seen: Holding) -> None:
    """Back up what is there and put the copy into the same file, alone with it all the while."""
    with (
        sqlite_faults(ready.database),
        closing(sqlite3.connect(ready.database, BUSY_SECONDS, isolation_level=None)) as standing,
    ):
        _take_alone(standing, ready.database)
        if _newest(standing) != (seen.last.number if seen.last else None):
            raise WrittenMeanwhile(database=ready.database)
        with made_beside(kept, overwrite=False) as beside:
            make_like(beside, ready.database, kept)
            copy_into(standing, beside, kept)
            _check(beside, kept)
        with closing(sqlite3.connect(ready.copied)) as copied:
            copied.backup(standing)
        check_whole(standing, ready.database, thorough=True)
        _leave_no_journal(standing)
    flush_folder(ready.database.parent)


def _take_alone(connection: sqlite3.Connection, database: Path) -> None:
    """Keep every other program out until ``connection`` is closed. Raises InUse."""
    connection.execute("PRAGMA busy_timeout = 500")  # who has it open will not close it soon
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        # Works the log in and does away with it, which it can only while nobody else has the file
        # open; in the mode that follows the lock is on the file itself.
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        busy = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in busy:
            raise InUse(database=database) from error
        raise


def _newest(connection: sqlite3.Connection) -> int | None:
    (number,) = connection.execute("SELECT max(number) FROM journal").fetchone()
    return number  # type: ignore[no-any-return]


def _leave_no_journal(connection: sqlite3.Connection) -> None:
    """Who was alone leaves an empty rollback journal behind; SQLite takes it away itself.

    Where another program has come in already it stays, and does no harm.
    """
    with suppress(sqlite3.OperationalError):
        for pragma in ("locking_mode = NORMAL", "journal_mode = WAL", "journal_mode = DELETE"):
            connection.execute(f"PRAGMA {pragma}")


def _keep_damaged(database: Path, kept: Path) -> None:
    """What is there cannot be read as a database: its files are kept as they are."""
    for ending in ("", *_BESIDE):
        beside = database.with_name(database.name + ending)
        if beside.exists():
            with made_beside(kept.with_name(kept.name + ending), overwrite=False) as place:
                make_like(place, database, kept)
                shutil.copyfile(beside, place)


def _remove_left_behind(database: Path) -> None:
    """A log beside the place would be worked into the new file."""
    for ending in _BESIDE:
        try:
            database.with_name(database.name + ending).unlink(missing_ok=True)
        except OSError as error:
            raise BackupFailed(path=database, reason=reason_of(error)) from error
