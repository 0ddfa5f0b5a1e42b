"""A report keeps the “trên” or “gần” that was said beside its figure.

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


def downgrade() -> None:
    op.drop_column("report", "qualifier")
