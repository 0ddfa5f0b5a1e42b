"""The cycle of a report: a draft is handed in, and what was handed in is accepted or returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.domain.condition import Condition, Sort
from tracker.domain.period import read_period
from tracker.domain.problem import N_, Refused
from tracker.domain.quantity import Amount, Qualifier
from tracker.domain.report import check_open, state_of
from tracker.domain.report_state import ReportState
from tracker.domain.review import Meant, Step, Stepped
from tracker.domain.text import clean
from tracker.service.desk import Desk, locked, plan_at
from tracker.store.columns import REPORT
from tracker.store.engine import writing
from tracker.store.journal import Entry, add_entries
from tracker.store.past import keep
from tracker.store.read.detail import find_task
from tracker.store.read.reporting import around, reporting_of
from tracker.store.read.tasks import task_ids
from tracker.store.read.view import View
from tracker.store.states import bring_up_to_date, figures_of, in_lots, terms_of
from tracker.store.tables import ReportRow, TaskRecord


class NoneToSubmit(Refused):
    wording = N_("There is no draft to hand in among the reports asked about.")


class NoneToReview(Refused):
    wording = N_("None of the reports asked about awaits review.")


class CommentMissing(Refused):
    wording = N_("Say what is to be corrected when a report is returned.")


@dataclass(frozen=True, slots=True)
class _Taken:
    """A report that takes the step, with its task, and the state it gets."""

    task: TaskRecord
    row: ReportRow
    state: ReportState

    @property
    def figure(self) -> Amount:
        qualifier = Qualifier(self.row.qualifier) if self.row.qualifier else None
        return Amount(self.row.figure, qualifier)


def take_step(
    desk: Desk,
    plan_code: str | None,
    step: Step,
    meant: Meant,
    comment: str = "",
    *,
    dry_run: bool = False,
) -> tuple[Stepped, ...]:
    """Take ``step`` with every report that is ``meant`` and stands where it begins: all of them,
    or none. Of a period only the highest version that was not withdrawn takes it.

    A draft that is handed in counts at once where the plan reviews nothing. Raises NoneToSubmit,
    NoneToReview, CommentMissing, PeriodClosed, UnknownTask, UnknownUnit, UnknownDirective.
    ``dry_run`` writes nothing.
    """
    comment = clean(comment).strip()
    if step is Step.RETURN and not comment:
        raise CommentMissing
    with writing(desk.engine) as session:
        view, plan = plan_at(desk, session, plan_code)
        tasks = locked(session, _tasks(session, view, meant))
        taken = _taken(desk, session, view, step, _rows(session, step, meant, tasks), tasks)
        if not taken:
            raise NoneToSubmit if step is Step.SUBMIT else NoneToReview
        stamp = desk.stamp(plan.id)
        entries = add_entries(session, stamp, [_entry(step, one, comment) for one in taken])
        _write(
            session,
            [
                {
                    "id": one.row.id,
                    "state": one.state.value,
                    "comment": comment,
                    "known_from": entry,
                }
                # It is handed in now, by whoever does so, whenever it was drafted.
                | ({"recorded_at": stamp.recorded_at, "who": stamp.who} if _is_new(step) else {})
                for one, entry in zip(taken, entries, strict=True)
            ],
        )
        touched = {one.task.id: entry for one, entry in zip(taken, entries, strict=True)}
        bring_up_to_date(session, plan, touched)
        stepped = tuple(
            Stepped(
                one.task.code,
                read_period(one.row.period),
                one.row.version,
                one.figure,
                one.state,
                0 if dry_run else entry,
            )
            for one, entry in zip(taken, entries, strict=True)
        )
        if dry_run:
            session.rollback()
        return stepped


def _is_new(step: Step) -> bool:
    return step is Step.SUBMIT


def _tasks(session: Session, view: View, meant: Meant) -> list[int]:
    if isinstance(meant.tasks, Condition):
        return list(task_ids(session, view, meant.tasks, Sort()))
    return [find_task(session, view, meant.tasks).id]


def _rows(
    session: Session, step: Step, meant: Meant, tasks: Mapping[int, TaskRecord]
) -> list[ReportRow]:
    """The highest versions that stand where the step begins, by task and period."""
    found: list[ReportRow] = []
    for some in in_lots(list(tasks)):
        statement = select(ReportRow).where(
            REPORT.task_id.in_(some), REPORT.state != ReportState.WITHDRAWN.value
        )
        if meant.period is not None:
            statement = statement.where(REPORT.period == meant.period.code)
        highest: dict[tuple[int, str], ReportRow] = {}
        for row in session.scalars(statement.order_by(REPORT.version)):
            highest[row.task_id, row.period] = row
        found += [
            row
            for row in highest.values()
            if row.state == step.takes and _is_seen(meant, tasks[row.task_id], row)
        ]
    return sorted(found, key=lambda row: (tasks[row.task_id].code_key, row.period))


def _is_seen(meant: Meant, task: TaskRecord, row: ReportRow) -> bool:
    version = task.code, read_period(row.period), row.version
    return meant.seen is None or version in meant.seen


def _taken(
    desk: Desk,
    session: Session,
    view: View,
    step: Step,
    rows: Sequence[ReportRow],
    tasks: Mapping[int, TaskRecord],
) -> list[_Taken]:
    """The reports with the state that each gets. Raises PeriodClosed."""
    about = {row.task_id: tasks[row.task_id] for row in rows}
    beside = around(session, view, about.values())
    terms, figures = terms_of(session, list(about)), figures_of(session, list(about))
    taken = []
    for row in rows:
        task = about[row.task_id]
        found = reporting_of(beside, task, terms[task.id], figures[task.id])
        check_open(found, read_period(row.period), desk.today)
        states = {
            Step.SUBMIT: state_of(found, kept_back=False),
            Step.ACCEPT: ReportState.ACCEPTED,
            Step.RETURN: ReportState.RETURNED,
        }
        taken.append(_Taken(task, row, states[step]))
    return taken


def _entry(step: Step, one: _Taken, comment: str) -> Entry:
    period = one.row.period
    return Entry(
        step.value,
        one.task.code,
        before={"state": one.row.state},
        after={"state": one.state.value, period: str(one.figure)},
        why=comment,
    )


def _write(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    keep(session, ReportRow, {row["id"]: row["known_from"] for row in rows})
    session.execute(update(ReportRow), list(rows))
