"""Who writes, where and by which clock: handed to every service call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tracker.store.columns import PLAN, TASK
from tracker.store.journal import Stamp
from tracker.store.read.detail import find_task
from tracker.store.read.view import View, find_plan, open_view
from tracker.store.states import in_lots, is_there
from tracker.store.tables import PlanRow, TaskRecord

_ONE_FILE_AT_A_TIME = 0x706C616E
"""Key of a PostgreSQL advisory lock: a plan that is not there yet has no row to lock."""


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

    def stamp(self, plan_id: int) -> Stamp:
        """What every journal entry of one call carries."""
        return Stamp(plan_id, self.now(), self.who)


# PostgreSQL has many writers, and each must see what the one before it wrote. A writer of tasks
# shares its plan's row with others of its kind, and holds the rows of its tasks alone; who applies
# a file or adds a task holds the plan alone. SQLite has one writer at a time and needs no lock.


def plan_at(
    desk: Desk, session: Session, plan_code: str | None, as_of: date | None = None
) -> tuple[View, PlanRow]:
    """The plan for a writer of its tasks, on the day ``as_of`` (None: DOMAIN §4's).

    Raises NoPlan or UnknownPlan.
    """
    return _locked_plan(desk, session, plan_code, as_of, shared=True)


def whole_plan_at(desk: Desk, session: Session, plan_code: str | None) -> tuple[View, PlanRow]:
    """The plan for a writer that no other may write beside. Raises NoPlan or UnknownPlan."""
    return _locked_plan(desk, session, plan_code, None, shared=False)


def _locked_plan(
    desk: Desk, session: Session, plan_code: str | None, as_of: date | None, *, shared: bool
) -> tuple[View, PlanRow]:
    wanted = find_plan(session, plan_code)
    lock = select(PlanRow).where(PLAN.id == wanted.id).with_for_update(read=shared)
    plan = session.scalars(lock.execution_options(populate_existing=True)).one()
    return open_view(session, plan.code, as_of, desk.today), plan


def one_file_at_a_time(session: Session) -> None:
    """Wait until no other program is applying a plan file, and keep others waiting."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_ONE_FILE_AT_A_TIME)))


def locked(session: Session, task_ids: Sequence[int]) -> dict[int, TaskRecord]:
    """The tasks as they are now, by id, held until the transaction ends.

    In one order, so that no two writers wait for each other.
    """
    found: dict[int, TaskRecord] = {}
    for some in in_lots(sorted(task_ids)):
        statement = select(TaskRecord).where(TASK.id.in_(some)).order_by(TASK.id).with_for_update()
        for task in session.scalars(statement.execution_options(populate_existing=True)):
            found[task.id] = task
    return found


def tasks_with(session: Session, view: View, codes: Sequence[str]) -> list[int]:
    """The ids of the tasks with these ``codes``, in any order. Raises UnknownTask."""
    found: dict[str, int] = {}
    for some in in_lots(list(dict.fromkeys(codes))):
        statement = select(TASK.code, TASK.id).where(
            TASK.plan_id == view.plan_id, TASK.code.in_(some), is_there(TASK.id)
        )
        found |= {row.code: row.id for row in session.execute(statement)}
    for code in codes:
        if code not in found:
            found[code] = find_task(session, view, code).id
    return list(dict.fromkeys(found.values()))


def locked_task(session: Session, view: View, code: str) -> TaskRecord:
    """The task with ``code``, held until the transaction ends. Raises UnknownTask."""
    found = find_task(session, view, code)
    return locked(session, [found.id])[found.id]
