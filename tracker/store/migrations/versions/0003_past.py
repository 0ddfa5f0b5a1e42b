"""What an entry replaces in plans, units, directives, tasks and coordinating units is kept.

Revision 0003. What had been replaced before it is not on record: such a row is taken as known in
its present form from the first entry about it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BINARY_TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

_KEY = {"task_coordinating": ("task_id", "unit_id")}
_COLUMNS: dict[str, list[tuple[str, sa.types.TypeEngine[Any], bool]]] = {
    "plan": [
        ("id", sa.Integer(), False),
        ("code", BINARY_TEXT, False),
        ("year", sa.Integer(), False),
        ("title_vi", sa.String(), False),
        ("title_en", sa.String(), False),
        ("issuer", sa.String(), False),
        ("margin", sa.Integer(), False),
        ("source_title", sa.String(), False),
        ("source_publisher", sa.String(), False),
        ("source_day", sa.Date(), True),
        ("source_note_vi", sa.String(), False),
        ("source_note_en", sa.String(), False),
        ("sample", sa.Boolean(), False),
        ("chosen", sa.Integer(), False),
    ],
    "unit": [
        ("id", sa.Integer(), False),
        ("plan_id", sa.Integer(), False),
        ("position", sa.Integer(), False),
        ("code", BINARY_TEXT, False),
        ("kind", sa.String(), False),
        ("parent", sa.String(), True),
        ("official_number", sa.String(), True),
        ("name_vi", sa.String(), False),
        ("name_en", sa.String(), False),
        ("short_vi", sa.String(), False),
        ("short_en", sa.String(), False),
        ("wards", sa.Integer(), False),
        ("townships", sa.Integer(), False),
        ("communes", sa.Integer(), False),
        ("first_day", sa.Date(), True),
        ("last_day", sa.Date(), True),
        ("successor", sa.String(), True),
        ("folded", sa.Text(), False),
        ("sort_key", BINARY_TEXT, False),
    ],
    "directive": [
        ("id", sa.Integer(), False),
        ("plan_id", sa.Integer(), False),
        ("position", sa.Integer(), False),
        ("code", BINARY_TEXT, False),
        ("sentence", sa.Integer(), True),
        ("quote", sa.Text(), False),
        ("english", sa.Text(), False),
        ("short_vi", sa.String(), False),
        ("short_en", sa.String(), False),
        ("folded", sa.Text(), False),
    ],
    "task": [
        ("id", sa.Integer(), False),
        ("plan_id", sa.Integer(), False),
        ("directive_id", sa.Integer(), False),
        ("code", BINARY_TEXT, False),
        ("code_key", BINARY_TEXT, False),
        ("template", sa.String(), True),
        ("title_vi", sa.Text(), False),
        ("title_en", sa.Text(), False),
        ("why_vi", sa.Text(), False),
        ("why_en", sa.Text(), False),
        ("measure", sa.String(), False),
        ("unit_of_measure_vi", sa.String(), False),
        ("unit_of_measure_en", sa.String(), False),
        ("rhythm", sa.String(), False),
        ("start", sa.Date(), False),
        ("baseline", sa.BigInteger(), True),
        ("baseline_qualifier", sa.String(), True),
        ("origins", sa.Text(), False),
        ("documents", sa.Text(), False),
        ("sentences", sa.Text(), False),
        ("seeded", sa.Text(), False),
        ("folded", sa.Text(), False),
        ("sort_key", BINARY_TEXT, False),
    ],
    "task_coordinating": [
        ("task_id", sa.Integer(), False),
        ("unit_id", sa.Integer(), False),
        ("plan_id", sa.Integer(), False),
        ("position", sa.Integer(), False),
    ],
}
_FIRST_ENTRY = {
    "plan": "SELECT MIN(number) FROM journal WHERE plan_id = plan.id",
    "unit": "SELECT MIN(number) FROM journal WHERE plan_id = unit.plan_id",
    "directive": "SELECT MIN(number) FROM journal WHERE plan_id = directive.plan_id",
    "task": "SELECT MIN(number) FROM journal WHERE plan_id = task.plan_id AND subject = task.code",
    "task_coordinating": "SELECT known_from FROM task WHERE id = task_coordinating.task_id",
}


def upgrade() -> None:
    for name, columns in _COLUMNS.items():
        # The default is for the rows that are there; the program always writes its own.
        op.add_column(
            name,
            sa.Column("known_from", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        )
        op.execute(f"UPDATE {name} SET known_from = COALESCE(({_FIRST_ENTRY[name]}), 0)")  # noqa: S608
        key = (*_KEY.get(name, ("id",)), "known_from")
        op.create_table(
            f"{name}_past",
            *(
                sa.Column(column, kind, nullable=empty, autoincrement=False)
                for column, kind, empty in columns
            ),
            sa.Column("known_from", sa.BigInteger(), nullable=False, autoincrement=False),
            sa.Column("known_to", sa.BigInteger(), nullable=False),
            sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}_past")),
        )


def downgrade() -> None:
    for name in _COLUMNS:
        op.drop_table(f"{name}_past")
        op.drop_column(name, "known_from")
