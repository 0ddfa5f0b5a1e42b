"""A report keeps the “trên” or “gần” said beside its figure; a task, which sentence states a field.

Revision 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("report", sa.Column("qualifier", sa.String(), nullable=True))
    # The default is for the rows that are there; the program always writes its own.
    op.add_column(
        "task", sa.Column("sentences", sa.Text(), nullable=False, server_default=sa.text("'{}'"))
    )


def downgrade() -> None:
    op.drop_column("task", "sentences")
    op.drop_column("report", "qualifier")
