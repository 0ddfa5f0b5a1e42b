"""The database itself refuses to change or remove an entry of the journal.

Revision 0004. SQLite needs a trigger before inserting too: ``INSERT OR REPLACE`` fires no other.
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SQLITE = {
    "journal_keeps_entries": "BEFORE UPDATE ON journal",
    "journal_loses_no_entry": "BEFORE DELETE ON journal",
    "journal_replaces_no_entry": (
        "BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE number = NEW.number)"
    ),
}
_REFUSAL = "the journal only grows"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, when in _SQLITE.items():
            op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END")
        return
    op.execute(
        "CREATE FUNCTION journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER journal_keeps_entries BEFORE UPDATE OR DELETE OR TRUNCATE ON journal"
        " FOR EACH STATEMENT EXECUTE FUNCTION journal_only_grows()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in _SQLITE:
            op.execute(f"DROP TRIGGER {name}")
        return
    op.execute("DROP TRIGGER journal_keeps_entries ON journal")
    op.execute("DROP FUNCTION journal_only_grows()")
