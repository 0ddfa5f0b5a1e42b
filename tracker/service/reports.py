"""Reports: a unit's figure for one task and one period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.domain.measure import Measure, Standing
from tracker.domain.origin import Field
from tracker.domain.period import Rhythm
from tracker.domain.quantity import Amount
from tracker.domain.report import CheckedReport, ReportDraft, Reporting, TaskStopped, check_report
from tracker.domain.timeline import FOREVER, Figure
from tracker.service.desk import Desk, locked
from tracker.service.fields import term_on
from tracker.store.engine import writing
from tracker.store.journal import add_entry
from tracker.store.read.detail import find_task
from tracker.store.read.view import open_view
from tracker.store.states import STOPPED, bring_up_to_date, figures_of, terms_of
from tracker.store.tables import PlanRow, ReportRow, TaskRecord, TermRow


@dataclass(frozen=True, slots=True)
class ReportAccepted:
    """A report that is in the record now; ``amends`` is the figure it replaces."""

    task: str
    entry: int
    figure: Figure
    amends: Figure | None
    standing: Standing


def report(desk: Desk, plan_code: str | None, draft: ReportDraft) -> ReportAccepted:
    """Take one report into the record. Raises UnknownTask, TaskStopped, or what
    ``check_report`` refuses; then nothing is written."""
    return report_many(desk, plan_code, [draft])[0]


def report_many(
    desk: Desk, plan_code: str | None, drafts: Sequence[ReportDraft]
) -> list[ReportAccepted]:
    """Take many reports in one transaction: all of them, or none."""
    with writing(desk.engine) as session:
        view = open_view(session, plan_code, None, desk.today)
        plan = session.get_one(PlanRow, view.plan_id)
        tasks = _tasks(session, plan, drafts)
        ids = [task.id for task in tasks.values()]
        figures, terms = figures_of(session, ids), terms_of(session, ids)
        accepted = []
        for draft in drafts:
            task = tasks[draft.task]
            checked = _check(plan, task, terms[task.id], figures[task.id], draft, desk.today)
            figures[task.id].append(checked.figure)
            entry = _write(session, desk, task, draft, checked)
            accepted.append(
                ReportAccepted(task.code, entry, checked.figure, checked.amends, checked.standing)
            )
        if accepted:
            bring_up_to_date(session, plan, ids, accepted[-1].entry)
        return accepted


def _tasks(session: Session, plan: PlanRow, drafts: Iterable[ReportDraft]) -> dict[str, TaskRecord]:
    """The tasks reported on, locked in one order so that two writers cannot wait for each other."""
    codes = dict.fromkeys(draft.task for draft in drafts)
    found = {code: find_task(session, plan.id, plan.code, code) for code in codes}
    return {
        code: locked(session, task) for code, task in sorted(found.items(), key=lambda f: f[1].id)
    }


def _check(
    plan: PlanRow,
    task: TaskRecord,
    terms: Sequence[TermRow],
    figures: Sequence[Figure],
    draft: ReportDraft,
    today: date,
) -> CheckedReport:
    checked = check_report(reporting(plan.year, task, terms, figures), draft, today)
    stops = [t for t in terms if t.field == STOPPED and t.day_from <= checked.figure.own_day]
    if stops and term_on(stops, STOPPED, checked.figure.own_day).number:
        raise TaskStopped(task=task.code, day=checked.figure.own_day)
    return checked


def reporting(
    year: int, task: TaskRecord, terms: Sequence[TermRow], figures: Sequence[Figure]
) -> Reporting:
    """What a report on ``task`` is checked against, with the latest target and deadline."""
    return Reporting(
        task=task.code,
        measure=Measure(task.measure),
        rhythm=Rhythm(task.rhythm),
        year=year,
        target=term_on(terms, Field.TARGET, FOREVER).number,
        deadline=term_on(terms, Field.DEADLINE, FOREVER).day,
        figures=tuple(figures),
    )


def _write(
    session: Session, desk: Desk, task: TaskRecord, draft: ReportDraft, checked: CheckedReport
) -> int:
    moment, figure = desk.now(), checked.figure
    period = figure.period.code
    before = {period: str(Amount(checked.amends.value))} if checked.amends else {}
    after = {period: str(Amount(figure.value)), "given": draft.given}
    after |= {"own_day": figure.own_day.isoformat()}
    after |= {"note": draft.note} if draft.note else {}
    after |= {"evidence": draft.evidence} if draft.evidence else {}
    entry = add_entry(
        session,
        plan_id=task.plan_id,
        recorded_at=moment,
        who=desk.who,
        what="report",
        subject=task.code,
        before=before,
        after=after,
    )
    session.add(
        ReportRow(
            plan_id=task.plan_id,
            task_id=task.id,
            period=period,
            version=figure.version,
            figure=figure.value,
            given=draft.given,
            cumulative=draft.cumulative,
            own_day=figure.own_day,
            recorded_at=moment,
            who=desk.who,
            note=draft.note,
            evidence=draft.evidence,
            known_from=entry,
        )
    )
    return entry
