"""Bringing a database to the revision this program knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, exc, inspect, text

from tracker.domain.problem import N_, Failed
from tracker.store import migrations
from tracker.store.engine import database_name
from tracker.store.faults import fault
from tracker.store.schema import HEAD, is_empty, revision
from tracker.store.tables import StateRow
from tracker.upkeep.sealing import MIGRATION, seal_now

_ONE_MIGRATION_AT_A_TIME = 0x7472636B
"""Key of the PostgreSQL advisory lock: two programs that start at once must not both migrate."""


class NewerDatabase(Failed):
    wording = N_(
        "{database} was written by a newer version of this program (revision {revision}, this one"
        " knows {known}); nothing was changed."
    )


class ForeignDatabase(Failed):
    wording = N_("{database} holds tables of another program; nothing was changed.")


def _clock() -> datetime:
    return datetime.now().astimezone()


def migrate(
    engine: Engine, *, keep: bool = True, now: Callable[[], datetime] = _clock
) -> Path | None:
    """Make sure the database has this program's tables, at this program's revision.

    One plain query when it has them already. An embedded database with something in it is backed
    up first, unless not to ``keep``; the backup's path is returned. Raises NewerDatabase,
    ForeignDatabase, or the Failed that fits a fault; of a backup, too.
    """
    kept = None
    try:
        with engine.connect() as connection:
            found = revision(connection)
            if found == HEAD:
                return None
            if found is not None:
                _check(connection, found, database_name(engine))
        if found is not None and keep:
            from tracker.upkeep.keeping import before_migration  # noqa: PLC0415 - seldom needed

            kept = before_migration(engine, found, now())
        with engine.execution_options(writes=True).begin() as connection:
            _upgrade(connection, database_name(engine))
    except exc.DBAPIError as error:
        raise fault(error, database_name(engine)) from error
    if found is not None:
        seal_now(engine, MIGRATION)
    return kept


def _check(connection: Connection, found: str, name: str) -> None:
    """Raises NewerDatabase, ForeignDatabase."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - costs a second

    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    if found not in {script.revision for script in scripts.walk_revisions()}:
        # Other programs keep their revision in a table of this name as well.
        if not inspect(connection).has_table(StateRow.__tablename__):
            raise ForeignDatabase(database=name)
        raise NewerDatabase(database=name, revision=found, known=HEAD)


def _upgrade(connection: Connection, name: str) -> None:
    from alembic import command  # noqa: PLC0415 - most starts need none of it
    from alembic.config import Config  # noqa: PLC0415

    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_MIGRATION_AT_A_TIME}
        )
    found = revision(connection)  # again, under the lock: another program may have migrated
    if found is None and not is_empty(connection):
        raise ForeignDatabase(database=name)
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    if found is not None:
        _check(connection, found, name)
    command.upgrade(config, HEAD)
