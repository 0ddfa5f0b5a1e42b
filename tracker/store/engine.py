"""Opening a database: an embedded SQLite file, or a PostgreSQL server by URL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, exc
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from tracker.domain.problem import N_, Refused
from tracker.files import check_folder, whole_path
from tracker.store.faults import fault
from tracker.store.seals import sealing

BUSY_SECONDS = 15
_PASSWORDS = ("password", "sslpassword")
"""The options of a PostgreSQL URL that are secret."""


class BadDatabaseUrl(Refused):
    wording = N_("“{text}” is not a database: give a file's path or postgresql://user@host/name.")


class SignInPassword(Refused):
    wording = N_("“{text}”: an @ within the name or the password is written %40.")


def is_url(location: str) -> bool:
    return "://" in location


def database_name(engine: Engine) -> str:
    """How messages name the database: the file's path, or the URL without its password."""
    if engine.dialect.name == "sqlite":
        return engine.url.database or ""
    return _shown(engine.url.set(drivername="postgresql"))


def open_engine(location: str) -> Engine:
    """An engine for ``location``: a SQLite file's path, or a PostgreSQL URL.

    Opens no connection yet. Raises BadDatabaseUrl or NoFolderThere.
    """
    if is_url(location):
        return _postgresql(location)
    path = whole_path(location)
    check_folder(path)
    # The driver commits nothing by itself: `_begin_sqlite` says when a transaction begins.
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
    )
    event.listen(engine, "do_connect", _open_sqlite)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "checkin", _let_go_of_unguarded)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(location: str) -> Engine:
    try:
        url = make_url(location)
    except (exc.ArgumentError, ValueError) as error:
        raise BadDatabaseUrl(text=_without_password(location)) from error
    if "@" in (url.host or ""):
        # Of an address that was not meant so, nothing before the last @ is shown.
        raise SignInPassword(text=_without_password(location))
    if url.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise BadDatabaseUrl(text=_shown(url))
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"connect_timeout": BUSY_SECONDS},
    )


def _shown(url: URL) -> str:
    """Without any password; one may stand among the options, too."""
    return url.difference_update_query(_PASSWORDS).render_as_string(hide_password=True)


def _without_password(malformed: str) -> str:
    hidden = re.sub(r"(?<=://).*@", "***@", malformed)
    return re.sub(rf"({'|'.join(_PASSWORDS)})=[^&]*", r"\1=***", hidden)


_UNGUARDED = "?mode=ro&immutable=1"
"""Asks SQLite to read a file as it stands, without locks and without the files beside it."""
_NO_PLACE_BESIDE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
"""What SQLite says on reading where it cannot make those files."""


def _open_sqlite(
    _dialect: Dialect,
    entry: ConnectionPoolEntry,
    arguments: Sequence[Any],
    options: Mapping[str, Any],
) -> sqlite3.Connection:
    """Open the file; where nothing can be made beside it, as on a read-only disk, for reading."""
    connection: sqlite3.Connection = sqlite3.connect(*arguments, **options)
    try:
        connection.execute("PRAGMA schema_version")
    except sqlite3.OperationalError as error:
        connection.close()
        path = Path(arguments[0])
        if error.sqlite_errorcode & 0xFF not in _NO_PLACE_BESIDE or not _stands_alone(path):
            raise
        connection = sqlite3.connect(path.as_uri() + _UNGUARDED, uri=True, **options)
        entry.info[_UNGUARDED] = True
    return connection


def _stands_alone(path: Path) -> bool:
    """Whether the file holds all there is: a log beside it would have to be worked in first."""
    logs = (path.with_name(path.name + ending) for ending in ("-wal", "-journal"))
    return path.is_file() and not any(log.exists() and log.stat().st_size for log in logs)


def _let_go_of_unguarded(_connection: object, entry: ConnectionPoolEntry) -> None:
    # It would not notice what others write, and answer the next question from its memory.
    if entry.info.pop(_UNGUARDED, False):
        entry.invalidate()


def _set_up_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    for pragma in (
        "foreign_keys = ON",  # SQLite leaves them off
        "synchronous = FULL",  # a report is on the disk when the screen says so
    ):
        connection.execute(f"PRAGMA {pragma}")
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode != "wal" and not _is_another_programs(connection):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # A file that cannot be written is still read, in the mode it has; and while another
            # program is at it, it may be switching the mode itself.
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY):
                raise


def _is_another_programs(connection: sqlite3.Connection) -> bool:
    """Whether the file holds tables and not ours: switching its mode would change it."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return bool(found) and ("task_state",) not in found


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: one that reads first and writes later could be refused
    # in the middle (SQLITE_BUSY_SNAPSHOT).
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the database. Raises the Failed that fits a fault."""
    if engine.dialect.name == "postgresql":
        # By itself it would show each statement what others have committed in the meantime.
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with _faults_named(engine), Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine, *, alone: bool = False) -> Iterator[Session]:
    """One transaction: committed at the end of the block, or rolled back whole.

    Seals of the journal that are due are part of it. ``alone`` waits until no other program is
    writing.
    """
    writer = engine.execution_options(writes=True)
    with (
        _faults_named(engine),
        Session(writer) as session,
        session.begin(),
        sealing(session, alone=alone),
    ):
        yield session


@contextmanager
def _faults_named(engine: Engine) -> Iterator[None]:
    try:
        yield
    except exc.DBAPIError as error:
        raise fault(error, database_name(engine)) from error
