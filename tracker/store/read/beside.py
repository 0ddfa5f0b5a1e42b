"""What stands beside a summary's figures: reports that wait, and those made after a closing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.condition import Condition
from tracker.domain.report_state import ReportState
from tracker.domain.summary import Figures
from tracker.store.read.known import Source
from tracker.store.read.selection import S, narrowed, with_tasks
from tracker.store.read.view import View


def superseded(report: Source) -> ColumnElement[bool]:
    """Whether a later version of the same report was made and not withdrawn."""
    later = aliased(report.rows)
    return (
        select(later)
        .where(
            later.task_id == report.c.task_id,
            later.period == report.c.period,
            later.version > report.c.version,
            later.state != ReportState.WITHDRAWN.value,
        )
        .exists()
    )


def beside(
    session: Session, view: View, row: ColumnElement[Any], wanted: Condition
) -> dict[int, Figures]:
    """The two counts of ``Figures`` alone, by ``row``, of the tasks that match.

    Nothing is joined where there is nothing to count, as on most days.
    """
    report = view.known.report
    submitted = report.c.state == ReportState.SUBMITTED.value
    awaiting = (submitted, ~superseded(report))
    accepted = report.c.state == ReportState.ACCEPTED.value
    after_closing = (report.c.after_closing.is_(True), accepted)
    found: dict[int, Figures] = defaultdict(Figures)
    for name, kind in (("awaiting", awaiting), ("after_closing", after_closing)):
        of_plan = select(report.c.id).where(report.c.plan_id == view.plan_id, kind[0])
        if session.scalar(of_plan.limit(1)) is None:
            continue
        statement = with_tasks(view, select(row.label("row"), func.count()))
        statement = statement.join(report.rows, report.c.task_id == S.task_id).where(
            report.c.plan_id == view.plan_id, report.c.own_day <= view.day, *kind
        )
        counted = narrowed(statement.group_by("row"), session, view, wanted)
        for key, count in session.execute(counted):
            found[key] = replace(found[key], **{name: count})
    return found
