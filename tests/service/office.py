"""An office to test in: a real database with a small plan, and a clock that is set by hand.

The year is 2021; quantities are given in whole units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

import pytest
from sqlalchemy import Row, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from tracker.domain.condition import By, Condition, Sort
from tracker.domain.matrix import Matrix
from tracker.domain.measure import Measure
from tracker.domain.origin import Document, Field
from tracker.domain.period import Rhythm, read_period
from tracker.domain.plan import Directive, Plan, PlanDraft, Source
from tracker.domain.problem import Refused
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.report import ReportDraft
from tracker.domain.summary import Summary
from tracker.domain.task import Change, TaskDetail, TaskDraft, TaskRow
from tracker.domain.unit import Unit, UnitKind
from tracker.domain.words import Words
from tracker.service import editing, reports
from tracker.service.desk import Desk
from tracker.service.plans import PlanChanges, apply_plan
from tracker.store.engine import open_engine, reading
from tracker.store.read.detail import history, task_detail
from tracker.store.read.known import entry_of
from tracker.store.read.matrix import matrix
from tracker.store.read.rollup import summary
from tracker.store.read.tasks import task_ids, task_rows
from tracker.store.read.view import View, open_view

YEAR = 2021
R = TypeVar("R", bound=Refused)
CODE = "soc-trang-2021"
DECISION = Document("12-KH/BDVTU", date(2021, 3, 1))


def on(month_and_day: str) -> date:
    """``on("06-30")`` is 30 June of the plan's year."""
    return date.fromisoformat(f"{YEAR}-{month_and_day}")


def unit(code: str, name: str, parent: str | None = "tinh", **changes: Any) -> Unit:
    kind = UnitKind.DISTRICT if parent else UnitKind.PROVINCE
    return replace(Unit(code, kind, Words(name, code.title()), Words(name), parent), **changes)


UNITS = (
    unit("tinh", "Ban Dân vận Tỉnh ủy", None),
    unit("my-xuyen", "Mỹ Xuyên"),
    unit("dai-tam", "Xã Đại Tâm", "my-xuyen"),
    unit("ke-sach", "Kế Sách"),
)
DIRECTIVES = (
    Directive("D7", 11, "đối thoại giải quyết thỏa đáng", "dialogue to settle", Words("Đối thoại")),
    Directive("D8", 11, "không để hình thành điểm nóng", "let no hotspot", Words("Điểm nóng")),
)
PLAN = PlanDraft(
    Plan(CODE, YEAR, Words("Chương trình công tác", "Programme"), "tinh", Source("Bài báo")),
    UNITS,
    DIRECTIVES,
)


def plan(**changes: Any) -> PlanDraft:
    """The plan with another head."""
    return replace(PLAN, plan=replace(PLAN.plan, **changes))


def task(code: str = "D7.1-my-xuyen", target: int | None = 10, **changes: Any) -> TaskDraft:
    """Ten dialogues of Mỹ Xuyên in the year, reported by quarter, without a deadline."""
    usual: dict[str, Any] = {
        "code": code,
        "directive": code[:2],
        "year": YEAR,
        "title": Words("Tổ chức đối thoại với Nhân dân", "Hold dialogues"),
        "unit": "my-xuyen",
        "measure": Measure.SUM,
        "unit_of_measure": Words("cuộc", "meetings"),
        "rhythm": Rhythm.QUARTER,
        "start": on("01-01"),
        "target": None if target is None else target * SCALE,
    }
    return TaskDraft(**usual | changes)


def report_draft(code: str, period: str, value: float, **changes: Any) -> ReportDraft:
    amount = Amount(round(value * SCALE))
    return ReportDraft(code, read_period(period), amount, str(amount), **changes)


class Office:
    """One desk at one database. ``today`` is what its clock says; set it to another day."""

    def __init__(self, location: str, today: date = date(2021, 7, 15)) -> None:
        self.engine = open_engine(location)
        self.today = today
        self.desk = Desk(self.engine, self.now, "Văn phòng")

    def now(self) -> datetime:
        return datetime.combine(self.today, time(9, 30), UTC)

    def close(self) -> None:
        self.engine.dispose()

    def seed(self, *drafts: TaskDraft, plan: PlanDraft = PLAN, **how: Any) -> PlanChanges:
        return apply_plan(self.desk, plan, drafts, **how)

    def report(
        self, code: str, period: str, value: float, **changes: Any
    ) -> reports.ReportAccepted:
        return reports.report(self.desk, None, report_draft(code, period, value, **changes))

    def edit(self, code: str, values: Mapping[Field, Any], **how: Any) -> editing.Edited:
        return editing.edit_task(self.desk, None, code, values, **how)

    @contextmanager
    def view(
        self, day: date | None = None, known_on: int | None = None
    ) -> Iterator[tuple[Session, View]]:
        with reading(self.engine) as session:
            entry = None if known_on is None else entry_of(session, known_on, self.now())
            yield session, open_view(session, None, day, self.today, entry)

    def row(self, code: str, day: date | None = None) -> TaskRow:
        return self.rows(day)[code]

    def rows(
        self, day: date | None = None, condition: Condition | None = None, sort: Sort | None = None
    ) -> dict[str, TaskRow]:
        """The tasks that match, by code, in order."""
        with self.view(day) as (session, view):
            ids = task_ids(session, view, condition or Condition(), sort or Sort())
            return {row.code: row for row in task_rows(session, view, ids)}

    def rows_known(self, day: date, number: int | None) -> dict[str, TaskRow]:
        """All tasks on ``day``, by code, as they were known after entry ``number``."""
        with self.view(day, number) as (session, view):
            ids = task_ids(session, view, Condition(), Sort())
            return {row.code: row for row in task_rows(session, view, ids)}

    def codes(self, condition: Condition | None = None, **how: Any) -> list[str]:
        return list(self.rows(condition=condition, **how))

    def summary(
        self, by: By = By.UNIT, condition: Condition | None = None, day: date | None = None
    ) -> Summary:
        with self.view(day) as (session, view):
            return summary(session, view, by, condition)

    def matrix(self, condition: Condition | None = None, day: date | None = None) -> Matrix:
        with self.view(day) as (session, view):
            return matrix(session, view, condition)

    def summary_known(self, number: int | None) -> tuple[Any, ...]:
        """The summary and its tasks as they were known after entry ``number``."""
        with self.view(None, number) as (session, view):
            found = summary(session, view, with_tasks=True)
            details = [task_detail(session, view, row.code) for row in found.tasks]
            return replace(found, known_on=None), details

    def detail(self, code: str, day: date | None = None) -> TaskDetail:
        with self.view(day) as (session, view):
            return task_detail(session, view, code)

    def history(self, code: str) -> tuple[Change, ...]:
        with self.view() as (session, view):
            return history(session, view, code)

    def stored(self, table: type[SQLModel], *columns: str) -> list[Row[Any]]:
        """All rows of a table, or these columns of them, in the order of the key."""
        source = table.metadata.tables[str(table.__tablename__)]
        wanted = [source.c[name] for name in columns] or list(source.c)
        with self.engine.connect() as connection:
            rows = connection.execute(select(*wanted).order_by(*source.primary_key))
            return list(rows)

    def everything(self) -> dict[str, list[Row[Any]]]:
        """All rows of all tables: what must stay as it is when nothing is written."""
        found: dict[str, list[Row[Any]]] = {}
        with self.engine.connect() as connection:
            for table in SQLModel.metadata.sorted_tables:
                rows = connection.execute(select(table).order_by(*table.primary_key))
                found[table.name] = list(rows)
        return found


def refuses(because: type[R], office: Office, act: Callable[[], object]) -> R:
    """``act`` is refused, and leaves no trace."""
    before = office.everything()
    with pytest.raises(because) as error:
        act()
    assert office.everything() == before
    return error.value
