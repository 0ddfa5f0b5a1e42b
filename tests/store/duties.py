"""What the reads must say of duty, told again in Python from one task after the other."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.service.office import Office
from tracker.domain.duty import DutyCounts, DutyState, PeriodDue, all_of, duty_state, owing
from tracker.domain.period import Period
from tracker.domain.report_state import ReportState
from tracker.domain.timeline import timeline
from tracker.service.desk import plan_at
from tracker.store.columns import REPORT
from tracker.store.engine import writing
from tracker.store.journal import Entry, add_entries
from tracker.store.past import keep
from tracker.store.read.view import View
from tracker.store.states import bring_up_to_date, facts_of, figures_of, terms_of
from tracker.store.tables import PAST, JournalRow, PlanRow, ReportRow, TaskRecord

Cells = dict[tuple[str, Period], DutyCounts]
SUBMITTED_ONCE = {ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.RETURNED}


def turn(office: Office, report: int, state: ReportState, *, from_the_first: bool = False) -> None:
    """Give a report's version another state, as a service does; ``from_the_first``: it was never
    known to have any other."""
    with writing(office.engine) as session:
        _view, plan = plan_at(office.desk, session, None)
        row = session.get_one(ReportRow, report)
        code = session.get_one(TaskRecord, row.task_id).code
        (number,) = add_entries(session, office.desk.stamp(plan.id), [Entry("test", code)])
        changes: dict[str, Any] = {"state": state.value}
        if not from_the_first:
            keep(session, ReportRow, {report: number})
            changes["known_from"] = number
        if row.state == ReportState.DRAFT:
            changes["recorded_at"] = office.now()
        session.execute(update(ReportRow).where(REPORT.id == report).values(changes))
        session.expire_all()
        bring_up_to_date(session, plan, {row.task_id: number})


def naive_duties(
    session: Session, view: View, asked: tuple[PeriodDue, ...]
) -> dict[tuple[str, Period], tuple[str, DutyState, bool]]:
    """For each task's code and period that is owed: the unit, the state, and whether late."""
    plan = session.get_one(PlanRow, view.plan_id)
    tasks = list(session.scalars(select(view.known.task.rows)))
    tasks = [task for task in tasks if task.plan_id == view.plan_id]
    ids = [task.id for task in tasks]
    terms, figures = terms_of(session, ids, view.known), figures_of(session, ids, view.known)
    reports = _reports(session, view)
    found = {}
    for task in tasks:
        states = timeline(facts_of(plan, task, terms[task.id], figures[task.id]))
        for due in asked:
            period = due.period
            state = owing(states, task.start, period, view.day)
            if period.rhythm.value != task.rhythm or state is None:
                continue
            versions = [r for r in reports[task.id, period.code] if r[3] <= view.day]
            sent = [moment for _n, s, moment, _day in versions if s in SUBMITTED_ONCE and moment]
            late = bool(sent) and min(sent).date() > due.day
            stands = duty_state([(n, s) for n, s, _moment, _day in versions], due, view.day)
            found[task.code, period] = (view.unit_code(state.unit), stands, late)
    return found


def _reports(session: Session, view: View) -> dict[tuple[int, str], list[Any]]:
    """Each version that is known: number, state, when it was first submitted, and its own day."""
    moments: dict[int, datetime] = {
        row.number: row.recorded_at for row in session.scalars(select(JournalRow))
    }
    past = PAST[ReportRow]
    rows = [*session.execute(select(REPORT)), *session.execute(select(past))]
    first: dict[int, int] = {}
    for row in rows:
        if row.state in SUBMITTED_ONCE:
            first[row.id] = min(row.known_from, first.get(row.id, row.known_from))
    found = defaultdict(list)
    for row in session.scalars(select(view.known.report.rows)):
        sent = moments[first[row.id]] if row.id in first else None
        line = (row.version, ReportState(row.state), sent, row.own_day)
        found[row.task_id, row.period].append(line)
    return found


def naive_cells(duties: dict[tuple[str, Period], tuple[str, DutyState, bool]]) -> Cells:
    cells = defaultdict(list)
    for (_code, period), (unit, state, late) in duties.items():
        cells[unit, period].append(DutyCounts({state: 1}, int(late)))
    return {key: all_of(parts) for key, parts in cells.items()}
