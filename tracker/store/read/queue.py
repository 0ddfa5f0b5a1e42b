"""The reports and accounts that await review, with what a reviewer compares them with."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker.domain.account import newest
from tracker.domain.period import read_period
from tracker.domain.quantity import Amount, Qualifier
from tracker.domain.report import Reporting, doubts_on_record
from tracker.domain.report_state import ReportState
from tracker.domain.review import Awaiting, AwaitingAccount, Queue
from tracker.domain.task import TaskRow
from tracker.domain.timeline import counting
from tracker.store.read.accounts import account_versions, newest_in, version_of
from tracker.store.read.beside import superseded
from tracker.store.read.reporting import reportings
from tracker.store.read.tasks import task_rows
from tracker.store.read.view import View
from tracker.store.tables import AccountRow, ReportRow

LOOKED_THROUGH = 500
"""Reports and accounts that one list holds: more are looked through after these are done with."""


def queue(session: Session, view: View, most: int = LOOKED_THROUGH) -> Queue:
    """The newest version of each report and account, where that awaits review; the oldest first."""
    reports, accounts = _reports(view), newest_in(view, ReportState.SUBMITTED)
    waiting: list[Awaiting | AwaitingAccount] = [
        *_awaiting_reports(session, view, reports, most),
        *_awaiting_accounts(session, view, accounts, most),
    ]
    waiting.sort(key=_recorded_at)
    count = _count(session, reports) + _count(session, accounts)
    return Queue(tuple(waiting[:most]), count, view.plan.review)


def _recorded_at(waiting: Awaiting | AwaitingAccount) -> datetime:
    return waiting.recorded_at if isinstance(waiting, Awaiting) else waiting.account.recorded_at


def _count(session: Session, waiting: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def _reports(view: View) -> Select[Any]:
    report = view.known.report
    return select(report.rows).where(
        report.c.plan_id == view.plan_id,
        report.c.state == ReportState.SUBMITTED.value,
        ~superseded(view.known),
    )


def _awaiting_reports(
    session: Session, view: View, waiting: Select[Any], most: int
) -> list[Awaiting]:
    report = view.known.report.c
    first = waiting.order_by(report.recorded_at, report.id).limit(most)
    rows: list[ReportRow] = list(session.scalars(first))
    ids = list(dict.fromkeys(row.task_id for row in rows))
    shown = {row.id: row for row in task_rows(session, view, ids)}
    about = reportings(session, view, ids)
    return [
        _awaiting(row, shown[row.task_id], about[row.task_id])
        for row in rows
        if row.task_id in shown
    ]


def _awaiting_accounts(
    session: Session, view: View, waiting: Select[Any], most: int
) -> list[AwaitingAccount]:
    column = view.known.account.c
    first = waiting.order_by(column.recorded_at, column.id).limit(most)
    rows: list[AccountRow] = list(session.scalars(first))
    codes = {found: code for code, found in view.unit_ids.items()}
    found = []
    for row in rows:
        account, before = version_of(row, codes[row.unit_id]), None
        if account.version > 1:
            versions = account_versions(session, view, account.about)
            before = newest(v for v in versions if v.version < account.version)
        found.append(AwaitingAccount(account, before))
    return found


def _awaiting(row: ReportRow, task: TaskRow, about: Reporting) -> Awaiting:
    period = read_period(row.period)
    figure = next(f for f in about.figures if f.period == period and f.version == row.version)
    counts = counting(about.figures, date.max)
    return Awaiting(
        task=task.code,
        title=task.title,
        unit=task.unit,
        unit_of_measure=task.unit_of_measure,
        measure=task.measure,
        target=task.target,
        period=period,
        version=row.version,
        figure=Amount(row.figure, Qualifier(row.qualifier) if row.qualifier else None),
        given=row.given,
        cumulative=row.cumulative,
        own_day=row.own_day,
        recorded_at=row.recorded_at,
        who=row.who,
        note=row.note,
        evidence=row.evidence,
        word=row.word,
        doubts=doubts_on_record(about, figure, row.given, task.unit_of_measure),
        earlier=tuple(sorted((p, v) for p, v in counts.items() if p < period)),
        last_year=about.last_year.get(period.index),
        replaces=counts.get(period),
    )
