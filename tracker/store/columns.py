"""The tables' columns for use in statements: typed as columns, where the row classes' own
attributes are typed as the values they hold."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import SQLModel

from tracker.store.tables import (
    AccountRow,
    CoordinatingRow,
    DirectiveRow,
    JournalRow,
    LockRow,
    PlanRow,
    ReportRow,
    SealRow,
    StateRow,
    TaskRecord,
    TermRow,
    UnitRow,
)

Columns = ReadOnlyColumnCollection[str, Column[Any]]


def _columns(row: type[SQLModel]) -> Columns:
    return SQLModel.metadata.tables[str(row.__tablename__)].c


PLAN = _columns(PlanRow)
UNIT = _columns(UnitRow)
DIRECTIVE = _columns(DirectiveRow)
TASK = _columns(TaskRecord)
COORDINATING = _columns(CoordinatingRow)
TERM = _columns(TermRow)
REPORT = _columns(ReportRow)
ACCOUNT = _columns(AccountRow)
STATE = _columns(StateRow)
JOURNAL = _columns(JournalRow)
LOCK = _columns(LockRow)
SEAL = _columns(SealRow)
