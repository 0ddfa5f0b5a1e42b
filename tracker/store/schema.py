"""Which revision of the schema this program reads and writes."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

HEAD = "0005"
"""The newest revision in ``migrations/versions``. Stated here so that a start need not load
Alembic; a test holds the two together."""


def revision(connection: Connection) -> str | None:
    """The database's revision; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def is_empty(connection: Connection) -> bool:
    """Whether the database holds no table at all."""
    return not inspect(connection).get_table_names()
