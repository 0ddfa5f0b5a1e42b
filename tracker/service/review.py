"""The cycle of reports and accounts: a draft is handed in, and what was handed in is accepted or
returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.domain.condition import Sort
from tracker.domain.period import Period, read_period
from tracker.domain.problem import N_, Refused
from tracker.domain.quantity import Amount, Qualifier
from tracker.domain.report import (
    ReportDraft,
    Reporting,
    accepted_value,
    check_open,
    check_report,
    check_word,
)
from tracker.domain.report_state import ReportState
from tracker.domain.review import Meant, MeantAccounts, Step, Stepped, Steps
from tracker.domain.share import share_of
from tracker.domain.text import clean
from tracker.domain.timeline import Figure
from tracker.domain.words import Words
from tracker.service.account_steps import account_entry, put_accounts, taken_accounts
from tracker.service.desk import Desk, locked, plan_at
from tracker.store.columns import REPORT, TASK
from tracker.store.engine import writing
from tracker.store.journal import Entry, Stamp, add_entries
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


class NoAccountToSubmit(Refused):
    wording = N_("There is no draft to hand in among the accounts asked about.")


class NoAccountToReview(Refused):
    wording = N_("None of the accounts asked about awaits review.")


class CommentMissing(Refused):
    wording = N_("Say what is to be corrected when a report is returned.")


@dataclass(frozen=True, slots=True)
class _Taken:
    """A report that takes the step, with its task, the state it gets, and what else changes."""

    task: TaskRecord
    row: ReportRow
    state: ReportState
    value: int
    changes: Mapping[str, Any]

    @property
    def figure(self) -> Amount:
        return Amount(self.value, _qualifier(self.row))

    def stepped(self, entry: int) -> Stepped:
        period, version = read_period(self.row.period), self.row.version
        return Stepped(self.task.code, period, version, self.figure, self.state, entry)


def take_step(
    desk: Desk,
    plan_code: str | None,
    step: Step,
    meant: Meant,
    comment: str = "",
    *,
    dry_run: bool = False,
) -> tuple[Stepped, ...]:
    """``take_steps`` for reports alone."""
    return take_steps(desk, plan_code, step, meant, comment=comment, dry_run=dry_run).reports


def take_steps(
    desk: Desk,
    plan_code: str | None,
    step: Step,
    reports: Meant | None = None,
    accounts: MeantAccounts | None = None,
    comment: str = "",
    *,
    dry_run: bool = False,
) -> Steps:
    """Take ``step`` with all reports and accounts that are meant and stand where it begins, in one
    call. Of a period only the highest version that was not withdrawn takes it. Of many reports
    those that cannot take it are left, and said; the reports of one task take it or are refused.

    A draft is checked anew as it is handed in, with ``comment`` as the word that a doubtful figure
    needs, and counts at once where the plan reviews nothing. Raises NoneToSubmit,
    NoneToReview, or for accounts alone NoAccountToSubmit, NoAccountToReview; CommentMissing,
    PeriodClosed, UnknownTask, UnknownUnit, UnknownDirective. ``dry_run`` writes nothing.
    """
    comment = clean(comment).strip()
    if step is Step.RETURN and not comment:
        raise CommentMissing
    with writing(desk.engine) as session:
        view, plan = plan_at(desk, session, plan_code)
        tasks = locked(session, _tasks(session, view, reports)) if reports is not None else {}
        rows = _rows(session, step, reports, tasks) if reports is not None else []
        left: list[Refused] | None = None
        if reports is not None and not isinstance(reports.tasks, str):
            left = []
        taken = _taken(desk, session, view, step, rows, tasks, comment, left)
        worded = () if accounts is None else taken_accounts(desk, session, view, step, accounts)
        if not taken and not worded:
            raise left[0] if left else _none(step, reports)
        stamp = desk.stamp(plan.id)
        said = [_entry(step, one, comment) for one in taken]
        said += [account_entry(step, one, comment) for one in worded]
        entries = add_entries(session, stamp, said)
        of_reports, of_accounts = entries[: len(taken)], entries[len(taken) :]
        _write(session, stamp, step, comment, dict(zip(of_reports, taken, strict=True)))
        put_accounts(session, stamp, step, comment, dict(zip(of_accounts, worded, strict=True)))
        touched = {one.task.id: entry for one, entry in zip(taken, of_reports, strict=True)}
        bring_up_to_date(session, plan, touched)
        # A dry run's entries were never made.
        shown = [0 if dry_run else entry for entry in entries]
        steps = Steps(
            tuple(one.stepped(entry) for one, entry in zip(taken, shown, strict=False)),
            tuple(
                one.stepped(entry) for one, entry in zip(worded, shown[len(taken) :], strict=True)
            ),
            tuple(left or ()),
        )
        if dry_run:
            session.rollback()
        return steps


def _none(step: Step, reports: Meant | None) -> Refused:
    if reports is None:
        return NoAccountToSubmit() if step is Step.SUBMIT else NoAccountToReview()
    return NoneToSubmit() if step is Step.SUBMIT else NoneToReview()


def _tasks(session: Session, view: View, meant: Meant) -> list[int]:
    if isinstance(meant.tasks, str):
        return [find_task(session, view, meant.tasks).id]
    if meant.seen is None:
        return list(task_ids(session, view, meant.tasks, Sort()))
    # Few were in sight, of what may be very many.
    ids: list[int] = []
    for some in in_lots(sorted({code for code, _period, _version in meant.seen})):
        of_plan = TASK.plan_id == view.plan_id
        ids += session.scalars(select(TASK.id).where(of_plan, TASK.code.in_(some)))
    return ids


def _rows(
    session: Session, step: Step, meant: Meant, tasks: Mapping[int, TaskRecord]
) -> list[ReportRow]:
    """The highest versions that stand where the step begins, by task and period. A colleague's
    draft is nobody's word yet, and stands in no reviewer's way."""
    says_nothing = [ReportState.WITHDRAWN.value]
    if step is not Step.SUBMIT:
        says_nothing.append(ReportState.DRAFT.value)
    found: list[ReportRow] = []
    for some in in_lots(list(tasks)):
        statement = select(ReportRow).where(
            REPORT.task_id.in_(some), REPORT.state.not_in(says_nothing)
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
    word: str,
    left: list[Refused] | None,
) -> list[_Taken]:
    """The reports with the state that each gets. Why one cannot is put into ``left``, or raised
    where that is None: PeriodClosed, TotalBeforeItsParts, and of a draft what ``check_report`` and
    ``check_word`` refuse."""
    about = {row.task_id: tasks[row.task_id] for row in rows}
    beside = around(session, view, about.values())
    terms, figures = terms_of(session, list(about)), figures_of(session, list(about))
    taken = []
    for row in rows:
        task = about[row.task_id]
        found = reporting_of(beside, task, terms[task.id], figures[task.id])
        try:
            if step is Step.SUBMIT:
                one, figure = _handed_in(desk, found, task, row, word)
            else:
                one, figure = _reviewed(desk, found, task, row, step)
        except Refused as reason:
            if left is None:
                raise
            left.append(reason)
            continue
        # What takes the step with it is looked at beside it.
        kept = [f for f in figures[task.id] if (f.period, f.version) != _place(row)]
        figures[task.id] = [*kept, figure]
        taken.append(one)
    return taken


def _reviewed(
    desk: Desk, task: Reporting, record: TaskRecord, row: ReportRow, step: Step
) -> tuple[_Taken, Figure]:
    """A report accepted or returned. A total is subtracted from anew: only what is accepted
    counts."""
    period, version = _place(row)
    after_closing = check_open(task, period, desk.today)
    figure = next(f for f in task.figures if (f.period, f.version) == (period, version))
    state = ReportState.RETURNED
    changes: dict[str, Any] = {"after_closing": row.after_closing or after_closing}
    if step is Step.ACCEPT:
        state = ReportState.ACCEPTED
        figure = replace(figure, value=accepted_value(task, figure))
        changes |= {"figure": figure.value}
    taken = _Taken(record, row, state, figure.value, changes)
    return taken, replace(figure, state=state)


def _handed_in(
    desk: Desk, task: Reporting, record: TaskRecord, row: ReportRow, word: str
) -> tuple[_Taken, Figure]:
    """A draft as it is on the day on which it is handed in: a total is subtracted from anew."""
    given = row.stated if row.cumulative else row.figure
    unit = Words(record.unit_of_measure_vi, record.unit_of_measure_en)
    draft = ReportDraft(
        task=record.code,
        period=read_period(row.period),
        amount=Amount(given or 0, _qualifier(row)),
        given=row.given,
        cumulative=row.cumulative,
        own_day=row.own_day,
        share=share_of(row.given, unit),
        word=row.word or word,
    )
    others = tuple(f for f in task.figures if (f.period, f.version) != _place(row))
    checked = check_report(replace(task, figures=others), draft, desk.today)
    check_word(task, checked, draft.word)
    value = checked.figure.value
    changes = {
        "figure": value,
        "word": draft.word if checked.doubts else "",
        "after_closing": checked.after_closing,
    }
    figure = replace(checked.figure, version=row.version)
    return _Taken(record, row, checked.figure.state, value, changes), figure


def _place(row: ReportRow) -> tuple[Period, int]:
    return read_period(row.period), row.version


def _qualifier(row: ReportRow) -> Qualifier | None:
    return Qualifier(row.qualifier) if row.qualifier else None


def _entry(step: Step, one: _Taken, comment: str) -> Entry:
    period = one.row.period
    after = {"state": one.state.value, period: str(one.figure)}
    if step is Step.SUBMIT:
        after |= {"word": one.changes["word"]}
    return Entry(step.value, one.task.code, {"state": one.row.state}, after, comment)


def _write(
    session: Session, stamp: Stamp, step: Step, comment: str, taken: Mapping[int, _Taken]
) -> None:
    """Write the reports' new states, each under its entry."""
    rows: list[dict[str, Any]] = [
        {"id": one.row.id, "state": one.state.value, "known_from": entry, **one.changes}
        | {"comment": "" if step is Step.SUBMIT else comment}
        # It is handed in now, by whoever does so, whenever it was drafted.
        | ({"recorded_at": stamp.recorded_at, "who": stamp.who} if step is Step.SUBMIT else {})
        for entry, one in taken.items()
    ]
    keep(session, ReportRow, {row["id"]: row["known_from"] for row in rows})
    if rows:
        session.execute(update(ReportRow), rows)
