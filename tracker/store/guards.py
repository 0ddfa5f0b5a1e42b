"""The triggers by which the database itself holds to what must not change."""

from __future__ import annotations

from sqlalchemy import Connection, text

GUARDS: dict[str, dict[str, str]] = {
    "sqlite": {
        "journal_keeps_entries": "journal",
        "journal_loses_no_entry": "journal",
        "journal_replaces_no_entry": "journal",
        "seal_stays": "seal",
        "seal_is_not_lost": "seal",
        "seal_replaces_none": "seal",
    },
    "postgresql": {"journal_keeps_entries": "journal", "seal_stays": "seal"},
}
"""Each kind of database's triggers, and the tables they guard."""

_WHEN = {
    "journal_keeps_entries": "BEFORE UPDATE ON journal",
    "journal_loses_no_entry": "BEFORE DELETE ON journal",
    "journal_replaces_no_entry": (
        "BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE number = NEW.number)"
    ),
    "seal_stays": "BEFORE UPDATE ON seal",
    "seal_is_not_lost": "BEFORE DELETE ON seal",
    "seal_replaces_none": (
        "BEFORE INSERT ON seal WHEN EXISTS (SELECT 1 FROM seal WHERE last = NEW.last)"
    ),
}
_FOUND_ON_SERVER = text(
    "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
    " WHERE tgenabled IN ('O', 'A') AND prosrc LIKE '%BEGIN RAISE EXCEPTION%'"
    " AND pg_get_triggerdef(pg_trigger.oid) LIKE '%BEFORE DELETE OR UPDATE OR TRUNCATE ON%'"
)


def missing_guards(connection: Connection) -> list[str]:
    """The triggers that are not there, are switched off, or say something else."""
    wanted = GUARDS[connection.dialect.name]
    if connection.dialect.name == "postgresql":
        found = set(connection.scalars(_FOUND_ON_SERVER))
        return [name for name in wanted if name not in found]
    statement = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    there = {name: " ".join(sql.split()) for name, sql in connection.execute(statement)}
    return [
        name
        for name in wanted
        if not there.get(name, "").startswith(
            f"CREATE TRIGGER {name} {_WHEN[name]} BEGIN SELECT RAISE(ABORT,"
        )
    ]
