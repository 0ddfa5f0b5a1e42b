"""What stands behind a total: a window of its tasks, with the reports and targets of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.condition import By, Condition, Sort
from tracker.domain.explanation import (
    CountedReport,
    ExplainedTask,
    Explanation,
    Mark,
    TargetTerm,
)
from tracker.domain.origin import Document, Field, Origin
from tracker.domain.period import read_period
from tracker.domain.quantity import Qualifier
from tracker.domain.report_state import ReportState
from tracker.domain.task import TaskRow
from tracker.domain.timeline import EVER, counting_versions
from tracker.store.columns import JOURNAL
from tracker.store.read.rollup import summary
from tracker.store.read.tasks import task_ids, task_rows
from tracker.store.read.view import View
from tracker.store.states import figures_of, in_lots, term_on, terms_of
from tracker.store.tables import PAST, ReportRow, TermRow

_HANDED_IN = (ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.RETURNED)
WINDOW = 50
"""How many tasks are explained at once, unless more are asked for."""


def explanation(
    session: Session, view: View, condition: Condition, limit: int = WINDOW
) -> Explanation:
    """The total of all tasks that match, and the first ``limit`` tasks behind it.

    Raises UnknownUnit or UnknownDirective.
    """
    found = summary(session, view, By.STATUS, condition)
    ids = task_ids(session, view, condition, Sort())[:limit]
    return Explanation(found, _explained(session, view, task_rows(session, view, ids)))


def _explained(session: Session, view: View, rows: Sequence[TaskRow]) -> tuple[ExplainedTask, ...]:
    ids = [row.id for row in rows]
    reports, waiting = _reports(session, view, ids)
    every = [r.id for found in (*reports.values(), *waiting.values()) for r in found]
    accepted = _accepted(session, view, every)
    terms = _targets(session, view, ids)
    numbers = {number for found in accepted.values() for number in found if number}
    marks = _marks(session, numbers | {term.known_from for term in terms.values()})
    return tuple(
        ExplainedTask(
            row,
            _target(terms[row.id], marks) if row.id in terms else None,
            tuple(_report(found, *accepted[found.id], marks) for found in reports[row.id]),
            tuple(_report(found, *accepted[found.id], marks) for found in waiting[row.id]),
        )
        for row in rows
    )


_ByTask = dict[int, list[ReportRow]]


def _reports(session: Session, view: View, ids: Sequence[int]) -> tuple[_ByTask, _ByTask]:
    """The versions that count on the day, and those that await review, by their period."""
    counting = {
        task_id: {(f.period, f.version) for f in counting_versions(figures, view.day).values()}
        for task_id, figures in figures_of(session, ids, view.known).items()
    }
    report = view.known.report
    found: _ByTask = defaultdict(list)
    newest: dict[tuple[int, str], ReportRow] = {}
    for some in in_lots(ids):
        rows = session.scalars(
            select(report.rows).where(report.c.task_id.in_(some)).order_by(report.c.version)
        )
        for row in rows:
            if (read_period(row.period), row.version) in counting.get(row.task_id, ()):
                found[row.task_id].append(row)
            if row.state in _HANDED_IN and row.own_day <= view.day:
                newest[row.task_id, row.period] = row
    waiting: _ByTask = defaultdict(list)
    for (task_id, _period), row in newest.items():
        if row.state == ReportState.SUBMITTED:
            waiting[task_id].append(row)
    for of_task in (*found.values(), *waiting.values()):
        of_task.sort(key=lambda row: read_period(row.period).index)
    return found, waiting


def _accepted(
    session: Session, view: View, ids: Sequence[int]
) -> dict[int, tuple[int, int | None]]:
    """For each report the entry that brought it in, and the one that made it accepted; None where
    that is the same, or it is not."""
    report, past = view.known.report.c, PAST[ReportRow].c
    states: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for some in in_lots(ids):
        for table in (report, past):
            rows = session.execute(
                select(table.id, table.known_from, table.state).where(table.id.in_(some))
            )
            for row in rows:
                if view.known.number is None or row.known_from <= view.known.number:
                    states[row.id].append((row.known_from, row.state))
    found: dict[int, tuple[int, int | None]] = {}
    for report_id, known in states.items():
        # The last unbroken run of accepted states: it may have been returned and accepted again.
        accepted = None
        ordered = sorted(set(known))
        for number, state in reversed(ordered):
            if state != ReportState.ACCEPTED:
                break
            accepted = number
        first = ordered[0][0]
        found[report_id] = (first, accepted if accepted != first else None)
    return found


def _report(
    row: ReportRow, entered: int, accepted: int | None, marks: Mapping[int, Mark]
) -> CountedReport:
    return CountedReport(
        period=read_period(row.period),
        version=row.version,
        figure=row.figure,
        qualifier=Qualifier(row.qualifier) if row.qualifier else None,
        given=row.given,
        cumulative=row.cumulative,
        own_day=row.own_day,
        state=ReportState(row.state),
        note=row.note,
        evidence=row.evidence,
        word=row.word,
        entered=Mark(entered, row.recorded_at, row.who),
        accepted=marks.get(accepted) if accepted else None,
    )


def _targets(session: Session, view: View, ids: Sequence[int]) -> dict[int, TermRow]:
    """The term of the target that is in force on the day, where there is a target."""
    terms = terms_of(session, ids, view.known)
    found = {task_id: term_on(terms[task_id], Field.TARGET, view.day) for task_id in ids}
    return {
        task_id: term
        for task_id, term in found.items()
        if term is not None and term.number is not None
    }


def _target(term: TermRow, marks: Mapping[int, Mark]) -> TargetTerm:
    return TargetTerm(
        day_from=None if term.day_from == EVER else term.day_from,
        origin=Origin(term.origin),
        document=Document(term.document, term.document_day) if term.document else None,
        why=term.why,
        entered=marks.get(term.known_from),
    )


def _marks(session: Session, numbers: Iterable[int]) -> dict[int, Mark]:
    found: dict[int, Mark] = {}
    for some in in_lots(sorted(numbers)):
        statement = select(JOURNAL.number, JOURNAL.recorded_at, JOURNAL.who)
        for row in session.execute(statement.where(JOURNAL.number.in_(some))):
            found[row.number] = Mark(row.number, row.recorded_at, row.who)
    return found
