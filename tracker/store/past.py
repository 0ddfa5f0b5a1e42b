"""Keeping what an entry replaces, so that what was known before it can be read again."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from tracker.store.tables import PAST, CoordinatingRow


def keep(session: Session, row: type[SQLModel], entries: Mapping[int, int]) -> None:
    """Copy the rows that ``entries`` maps, by id, to the journal number that is about to replace
    each. To be called before they change.

    Of coordinating units the id is the task's: all of its rows are copied.
    """
    if not entries:
        return
    present, past = SQLModel.metadata.tables[str(row.__tablename__)], PAST[row]
    this_row = (present.c.task_id if row is CoordinatingRow else present.c.id) == bindparam("row")
    entry = bindparam("entry", type_=past.c.known_to.type)
    # What an entry wrote and replaced itself was never known to anybody.
    copied = select(*present.c, entry).where(this_row, present.c.known_from < entry)
    session.connection().execute(
        insert(past).from_select(past.c.keys(), copied),
        [{"row": key, "entry": number} for key, number in entries.items()],
    )
