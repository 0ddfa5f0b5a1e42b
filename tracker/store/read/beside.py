"""What stands beside a summary's figures: reports that wait, and those made after a closing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, String, distinct, func, or_, select, text
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import NamedFromClause
from sqlmodel import SQLModel

from tracker.domain.condition import Condition
from tracker.domain.report_state import ReportState
from tracker.domain.summary import Figures
from tracker.store.read.known import Known
from tracker.store.read.selection import S, narrowed, with_tasks
from tracker.store.read.view import View
from tracker.store.tables import PAST, ReportRow

REPORT_TABLE = SQLModel.metadata.tables[str(ReportRow.__tablename__)]
_SAYS_NOTHING = (ReportState.DRAFT.value, ReportState.WITHDRAWN.value)
"""States of versions that are nobody's word yet, or no more."""


def superseded(known: Known) -> ColumnElement[bool]:
    """Whether a later version of the same report was handed in, and not withdrawn.

    Asked of each table by itself, so that both are looked up by their index.
    """
    report, number = known.report.c, known.number
    present, past = REPORT_TABLE.alias(), PAST[ReportRow].alias()

    def later(other: NamedFromClause[Any]) -> Select[Any]:
        return select(other.c.id).where(
            other.c.task_id == report.task_id,
            other.c.period == report.period,
            other.c.version > report.version,
            other.c.state.not_in(_SAYS_NOTHING),
        )

    if number is None:
        return later(present).exists()
    return or_(
        later(present).where(present.c.known_from <= number).exists(),
        later(past).where(past.c.known_from <= number, past.c.known_to > number).exists(),
    )


def beside(
    session: Session, view: View, keys: Sequence[ColumnElement[Any]], wanted: Condition
) -> dict[tuple[Any, ...], Figures]:
    """The two counts of ``Figures`` alone, by the values of ``keys``, of the tasks that match.

    Nothing is joined where there is nothing to count, as on most days.
    """
    report = view.known.report
    submitted = report.c.state == ReportState.SUBMITTED.value
    awaiting = (submitted, ~superseded(view.known))
    # A period in which anything was changed then counts once, however often it was.
    changed = report.c.state.not_in((ReportState.DRAFT.value, ReportState.SUBMITTED.value))
    after_closing = (report.c.after_closing.is_(True), changed)
    reports = func.count(distinct(report.c.task_id.cast(String) + " " + report.c.period))
    labelled = [key.label(f"key_{number}") for number, key in enumerate(keys)]
    found: dict[tuple[Any, ...], Figures] = defaultdict(Figures)
    for name, kind in (("awaiting", awaiting), ("after_closing", after_closing)):
        if not _are_there(session, view, name):
            continue
        statement = with_tasks(view, select(*labelled, reports))
        statement = statement.join(report.rows, report.c.task_id == S.task_id).where(
            report.c.plan_id == view.plan_id, report.c.own_day <= view.day, *kind
        )
        grouped = statement.group_by(*(key.name for key in labelled))
        for *values, count in session.execute(narrowed(grouped, session, view, wanted)):
            row = tuple(values)
            found[row] = replace(found[row], **{name: count})
    return found


def _are_there(session: Session, view: View, name: str) -> bool:
    """Whether there may be any to count: one look into an index of each table.

    A report that was once made after a closing keeps its mark, so that the present says it for all
    of the past as well.
    """
    if name == "after_closing":
        # In the words of the index, which has no other rows.
        marked = select(REPORT_TABLE.c.id).where(
            REPORT_TABLE.c.plan_id == view.plan_id, text("after_closing")
        )
        return session.scalar(marked.limit(1)) is not None
    tables = [REPORT_TABLE] if view.known.number is None else [REPORT_TABLE, PAST[ReportRow]]
    submitted = ReportState.SUBMITTED.value
    return any(
        session.scalar(
            select(table.c.id)
            .where(table.c.plan_id == view.plan_id, table.c.state == submitted)
            .limit(1)
        )
        is not None
        for table in tables
    )
