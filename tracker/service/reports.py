"""Reports: a unit's figure for one task and one period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tracker.domain.doubt import Doubt
from tracker.domain.measure import Standing
from tracker.domain.period import Period
from tracker.domain.quantity import Amount
from tracker.domain.report import CheckedReport, ReportDraft, check_report, check_word
from tracker.domain.report_state import ReportState
from tracker.domain.text import clean
from tracker.domain.timeline import Figure
from tracker.service.desk import Desk, locked, plan_at
from tracker.store.columns import TASK
from tracker.store.engine import writing
from tracker.store.journal import Entry, Stamp, add_entries
from tracker.store.read.detail import find_task
from tracker.store.read.reporting import around, reporting_of
from tracker.store.read.view import View
from tracker.store.states import (
    bring_up_to_date,
    figures_of,
    in_lots,
    is_there,
    terms_of,
)
from tracker.store.tables import ReportRow, TaskRecord


@dataclass(frozen=True, slots=True)
class ReportAccepted:
    """A report that is in the record now, under journal number ``entry``; see CheckedReport."""

    task: str
    entry: int
    figure: Figure
    amends: Figure | None
    before: Standing
    standing: Standing
    target: int | None
    outdated: tuple[Period, ...]
    doubts: tuple[Doubt, ...]


def report(desk: Desk, plan_code: str | None, draft: ReportDraft) -> ReportAccepted:
    """Take one report into the record: to be reviewed where the plan says so, else it counts.

    Raises UnknownTask, WordNeeded, or what ``check_report`` refuses; then nothing is written.
    """
    return report_many(desk, plan_code, [draft])[0]


def report_many(
    desk: Desk, plan_code: str | None, drafts: Sequence[ReportDraft]
) -> list[ReportAccepted]:
    """Take many reports in one transaction: all of them, or none."""
    drafts = [_cleaned(draft) for draft in drafts]
    with writing(desk.engine) as session:
        view, plan = plan_at(desk, session, plan_code)
        tasks = _tasks(session, view, drafts)
        ids = [task.id for task in tasks.values()]
        figures, terms = figures_of(session, ids), terms_of(session, ids)
        beside = around(session, view, tasks.values())
        checked: list[CheckedReport] = []
        for draft in drafts:
            task = tasks[draft.task]
            found = reporting_of(beside, task, terms[task.id], figures[task.id])
            report = check_report(found, draft, desk.today)
            if not draft.kept_back:
                check_word(found, report, draft.word)
            figures[task.id].append(report.figure)
            checked.append(report)
        entries = _write(session, desk.stamp(plan.id), tasks, drafts, checked)
        # Of several reports on one task the last one's entry stands for all.
        touched = {tasks[d.task].id: entry for d, entry in zip(drafts, entries, strict=True)}
        bring_up_to_date(session, plan, touched)
        return [
            ReportAccepted(
                tasks[d.task].code,
                entry,
                c.figure,
                c.amends,
                c.before,
                c.standing,
                c.target,
                c.outdated,
                c.doubts,
            )
            for d, entry, c in zip(drafts, entries, checked, strict=True)
        ]


def _cleaned(draft: ReportDraft) -> ReportDraft:
    """``draft`` with its texts as they are stored. Raises NulInText."""
    return replace(
        draft,
        given=clean(draft.given),
        note=clean(draft.note),
        evidence=clean(draft.evidence),
        word=clean(draft.word).strip(),
    )


def _tasks(session: Session, view: View, drafts: Iterable[ReportDraft]) -> dict[str, TaskRecord]:
    """The tasks reported on, by the code in the draft, each held until the transaction ends."""
    codes = list(dict.fromkeys(draft.task for draft in drafts))
    ids: dict[str, int] = {}
    for some in in_lots(codes):
        statement = select(TASK.code, TASK.id).where(
            TASK.plan_id == view.plan_id, TASK.code.in_(some), is_there(TASK.id)
        )
        ids |= {row.code: row.id for row in session.execute(statement)}
    for code in codes:
        if code not in ids:
            ids[code] = find_task(session, view, code).id
    tasks = locked(session, list(ids.values()))
    return {code: tasks[ids[code]] for code in codes}


def _write(
    session: Session,
    stamp: Stamp,
    tasks: Mapping[str, TaskRecord],
    drafts: Sequence[ReportDraft],
    checked: Sequence[CheckedReport],
) -> list[int]:
    """Write the reports with an entry for each; the entries' numbers."""
    together = list(zip(drafts, checked, strict=True))
    entries = add_entries(session, stamp, [_entry(tasks[d.task].code, d, c) for d, c in together])
    rows = [
        {
            "plan_id": stamp.plan_id,
            "task_id": tasks[draft.task].id,
            "period": report.figure.period.code,
            "version": report.figure.version,
            "figure": report.figure.value,
            "qualifier": report.figure.qualifier,
            "stated": report.figure.stated,
            "given": draft.given,
            "cumulative": draft.cumulative,
            "own_day": report.figure.own_day,
            "recorded_at": stamp.recorded_at,
            "who": stamp.who,
            "note": draft.note,
            "evidence": draft.evidence,
            "known_from": entry,
            "state": report.figure.state.value,
            "word": draft.word if report.doubts else "",
            "after_closing": report.after_closing,
        }
        for (draft, report), entry in zip(together, entries, strict=True)
    ]
    if rows:
        session.execute(insert(ReportRow), rows)
    return entries


def _entry(code: str, draft: ReportDraft, checked: CheckedReport) -> Entry:
    figure, amends = checked.figure, checked.amends
    period = figure.period.code
    after = {period: str(Amount(figure.value, figure.qualifier)), "given": draft.given}
    after |= {"own_day": figure.own_day.isoformat()}
    # Said of every report, so that of one which gave no total that is known as well.
    after |= {"stated": "" if figure.stated is None else str(Amount(figure.stated))}
    after |= {"note": draft.note} if draft.note else {}
    after |= {"evidence": draft.evidence} if draft.evidence else {}
    if figure.state is not ReportState.ACCEPTED:
        after |= {"state": figure.state.value}
    before = {period: str(Amount(amends.value, amends.qualifier))} if amends else {}
    return Entry("report", code, before, after, draft.word if checked.doubts else "")
