"""A report keeps the “trên” or “gần” said beside its figure, and the total it was given as; a task,
which sentence of the source states a field.

Revision 0002.
"""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_QUALIFIERS = {
    "tren": "over",
    "hon": "over",
    "over": "over",
    "gan": "nearly",
    "nearly": "nearly",
    "khoang": "about",
    "about": "about",
}
# Codes of periods of one rhythm are in the order of the year. What was subtracted then were the
# highest versions of the periods before it.
_STATED = """
UPDATE report SET stated = figure + COALESCE((
  SELECT SUM(earlier.figure) FROM report AS earlier
  WHERE earlier.task_id = report.task_id AND earlier.period < report.period
  AND earlier.version = (
    SELECT MAX(v.version) FROM report AS v
    WHERE v.task_id = earlier.task_id AND v.period = earlier.period
    AND v.known_from < report.known_from
  )
), 0) WHERE cumulative
"""


def upgrade() -> None:
    op.add_column("report", sa.Column("qualifier", sa.String(), nullable=True))
    op.add_column("report", sa.Column("stated", sa.BigInteger(), nullable=True))
    # The default is for the rows that are there; the program always writes its own.
    op.add_column(
        "task", sa.Column("sentences", sa.Text(), nullable=False, server_default=sa.text("'{}'"))
    )
    op.execute(_STATED)
    _read_qualifiers(op.get_bind())


def _read_qualifiers(connection: sa.Connection) -> None:
    """What stands before the number in what was typed."""
    report = sa.table("report", sa.column("id"), sa.column("given"), sa.column("qualifier"))
    found = []
    for row in connection.execute(sa.select(report.c.id, report.c.given)):
        word = re.match(r"\s*([^\W\d]+)\s", row.given)
        parts = unicodedata.normalize("NFD", word[1].lower()) if word else ""
        said = _QUALIFIERS.get("".join(c for c in parts if not unicodedata.combining(c)))
        if said:
            found.append({"row": row.id, "said": said})
    if found:
        statement = sa.update(report).where(report.c.id == sa.bindparam("row"))
        connection.execute(statement.values(qualifier=sa.bindparam("said")), found)


def downgrade() -> None:
    op.drop_column("task", "sentences")
    op.drop_column("report", "stated")
    op.drop_column("report", "qualifier")
