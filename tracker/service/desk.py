"""Who writes, where and by which clock: handed to every service call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tracker.store.columns import TASK
from tracker.store.tables import TaskRecord


@dataclass(frozen=True, slots=True)
class Desk:
    """``now`` gives the moment with its time zone; ``who`` is the name put into the journal."""

    engine: Engine
    now: Callable[[], datetime]
    who: str

    @property
    def today(self) -> date:
        """The day in the time zone of ``now``."""
        return self.now().date()


def locked(session: Session, task: TaskRecord) -> TaskRecord:
    """``task`` as it is now, held until the transaction ends.

    Two writers of one PostgreSQL task would each compute its states without the other's facts.
    SQLite has one writer at a time and needs no lock.
    """
    statement = select(TaskRecord).where(TASK.id == task.id).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one()
