"""Reports have a state; periods are closed and opened again; entries belong to a call, undo
another and are sealed; a plan says by when one reports and whether reports are reviewed; units
give accounts in words.

Revision 0005. What was reported before counted when it was entered, and so is accepted.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SEAL_TRIGGERS = {
    "seal_stays": "BEFORE UPDATE ON seal",
    "seal_is_not_lost": "BEFORE DELETE ON seal",
    "seal_replaces_none": (
        "BEFORE INSERT ON seal WHEN EXISTS (SELECT 1 FROM seal WHERE last = NEW.last)"
    ),
}
_REFUSAL = "seals only become more"

_PLAN: list[tuple[str, sa.types.TypeEngine[Any], Any]] = [
    ("review", sa.Boolean(), sa.false()),
    ("reporting_day", sa.Integer(), sa.text("5")),
    ("reporting_within", sa.Boolean(), sa.false()),
    ("reporting_moves", sa.Boolean(), sa.true()),
    ("reporting_origin", sa.String(), sa.text("'proposed'")),
]
# The defaults are for the rows that are there; the program always writes its own.
_NEW: dict[str, list[tuple[str, sa.types.TypeEngine[Any], Any]]] = {
    "report": [
        ("state", sa.String(), sa.text("'accepted'")),
        ("comment", sa.Text(), sa.text("''")),
        ("word", sa.Text(), sa.text("''")),
        ("after_closing", sa.Boolean(), sa.false()),
    ],
    "plan": _PLAN,
    "plan_past": _PLAN,
}
_REPORT_PAST: tuple[tuple[str, sa.types.TypeEngine[Any], bool], ...] = (
    ("id", sa.Integer(), False),
    ("plan_id", sa.Integer(), False),
    ("task_id", sa.Integer(), False),
    ("period", sa.String(), False),
    ("version", sa.Integer(), False),
    ("figure", sa.BigInteger(), False),
    ("qualifier", sa.String(), True),
    ("stated", sa.BigInteger(), True),
    ("given", sa.Text(), False),
    ("cumulative", sa.Boolean(), False),
    ("own_day", sa.Date(), False),
    ("recorded_at", sa.DateTime(timezone=True), False),
    ("who", sa.String(), False),
    ("note", sa.Text(), False),
    ("evidence", sa.Text(), False),
    ("state", sa.String(), False),
    ("comment", sa.Text(), False),
    ("word", sa.Text(), False),
    ("after_closing", sa.Boolean(), False),
)
_ACCOUNT: tuple[tuple[str, sa.types.TypeEngine[Any]], ...] = (
    ("id", sa.Integer()),
    ("plan_id", sa.Integer()),
    ("unit_id", sa.Integer()),
    ("directive", sa.Text().with_variant(sa.Text(collation="C"), "postgresql")),
    ("period", sa.String()),
    ("version", sa.Integer()),
    ("results", sa.Text()),
    ("shortcomings", sa.Text()),
    ("next_steps", sa.Text()),
    ("proposals", sa.Text()),
    ("recorded_at", sa.DateTime(timezone=True)),
    ("who", sa.String()),
    ("known_from", sa.BigInteger()),
    ("state", sa.String()),
    ("comment", sa.Text()),
    ("after_closing", sa.Boolean()),
)


def upgrade() -> None:
    for table, columns in _NEW.items():
        for name, kind, default in columns:
            op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))
    for name in ("call", "undoes"):
        op.add_column("journal", sa.Column(name, sa.BigInteger(), nullable=True))
    op.create_index("ix_journal_plan_id_who", "journal", ["plan_id", "who", "number"])
    op.create_index("ix_journal_undoes", "journal", ["undoes"])
    op.create_index("ix_journal_recorded_at", "journal", ["recorded_at"])
    op.create_index("ix_journal_call", "journal", ["call"])
    op.create_index("ix_report_plan_id_state", "report", ["plan_id", "state", "task_id"])
    op.create_index(
        "ix_report_after_closing",
        "report",
        ["plan_id", "task_id"],
        sqlite_where=sa.text("after_closing"),
        postgresql_where=sa.text("after_closing"),
    )
    op.create_table(
        "report_past",
        *(
            sa.Column(name, kind, nullable=empty, autoincrement=False)
            for name, kind, empty in _REPORT_PAST
        ),
        sa.Column("known_from", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", "known_from", name=op.f("pk_report_past")),
    )
    op.create_index("ix_report_past_task_id", "report_past", ["task_id", "period"])
    op.create_index("ix_report_past_plan_id", "report_past", ["plan_id", "state"])
    op.create_table(
        "period_lock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_period_lock_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_lock")),
    )
    op.create_index("ix_period_lock_plan_id_known_to", "period_lock", ["plan_id", "known_to"])
    op.create_table(
        "seal",
        sa.Column("last", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("last", name=op.f("pk_seal")),
    )
    _hold_seals()
    _make_accounts()


def _make_accounts() -> None:
    op.create_table(
        "account",
        *(sa.Column(name, kind, nullable=False) for name, kind in _ACCOUNT),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_account_plan_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_account_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint(
            *("unit_id", "directive", "period", "version"),
            name=op.f("uq_account_unit_id_directive_period_version"),
        ),
    )
    for column in ("state", "period"):
        op.create_index(f"ix_account_plan_id_{column}", "account", ["plan_id", column])
    op.create_table(
        "account_past",
        *(sa.Column(name, kind, nullable=False, autoincrement=False) for name, kind in _ACCOUNT),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", "known_from", name=op.f("pk_account_past")),
    )


def _hold_seals() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, when in _SEAL_TRIGGERS.items():
            op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END")
        return
    op.execute(
        "CREATE FUNCTION seals_only_become_more() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER seal_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON seal"
        " FOR EACH STATEMENT EXECUTE FUNCTION seals_only_become_more()"
    )


def downgrade() -> None:
    op.drop_table("account_past")
    op.drop_table("account")
    op.drop_table("seal")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION seals_only_become_more()")
    op.drop_table("period_lock")
    op.drop_table("report_past")
    op.drop_index("ix_report_after_closing", "report")
    op.drop_index("ix_report_plan_id_state", "report")
    op.drop_index("ix_journal_recorded_at", "journal")
    op.drop_index("ix_journal_call", "journal")
    op.drop_index("ix_journal_undoes", "journal")
    op.drop_index("ix_journal_plan_id_who", "journal")
    for name in ("call", "undoes"):
        op.drop_column("journal", name)
    for table, columns in _NEW.items():
        for name, _kind, _default in columns:
            op.drop_column(table, name)
