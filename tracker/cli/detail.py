"""One task with all that stands behind it, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.text import Text

from tracker.cli.layout import Column, facts, table
from tracker.cli.output import line
from tracker.cli.tables import explain_marks, heading, is_narrow, marks_of, status_text
from tracker.domain.known import Recorded
from tracker.domain.origin import Field
from tracker.domain.plan import Plan
from tracker.domain.quantity import Amount, plain, rounded
from tracker.domain.report_state import ReportState
from tracker.domain.task import Change, ReportVersion, TaskDetail
from tracker.domain.text import shown
from tracker.export.annex import mark_of
from tracker.export.json import known_on_object, task_object
from tracker.i18n import _, formats, lang, names
from tracker.i18n.record import call_said, changes_said

_MARKED = (
    Field.UNIT,
    Field.COORDINATING,
    Field.BASELINE,
    Field.TARGET,
    Field.START,
    Field.DEADLINE,
    Field.WEIGHT,
)


def print_detail(detail: TaskDetail, plan: Plan, day: date, known_on: Recorded | None) -> None:
    """The task as it stands on ``day``."""
    row = detail.row
    heading(plan, day, known_on)
    line()
    line(Text(f"{row.code} · {shown(row.title.said(lang()))}", style="bold"))
    line(Text(", ").join(status_text(row).split("\n")))
    line()
    facts(_facts(detail))
    explain_marks(marks_of(row, _MARKED))
    line()
    _print_reports(detail)


def _facts(detail: TaskDetail) -> list[tuple[str, str]]:
    row = detail.row
    unit = row.unit_of_measure

    def marked(text: str, field: Field) -> str:
        return text if text == formats.NOTHING else text + mark_of(row, field)

    sentence = (
        "" if detail.sentence is None else _(" (sentence {number})").format(number=detail.sentence)
    )
    coordinating = "; ".join(
        marked(shown(name.said(lang())), Field.COORDINATING) for name in detail.coordinating_names
    )
    days = f"{marked(formats.day(row.start), Field.START)} – " + marked(
        formats.day(row.deadline) if row.deadline else _("no deadline"), Field.DEADLINE
    )
    counted = (
        f"{names.measure(row.measure)}, {names.rhythm(row.rhythm)}, {shown(unit.said(lang()))}"
    )
    result = formats.number(row.value)
    if row.value is not None:
        result += f" {shown(unit.said(lang()))}"
    found = [
        (_("Directive"), f"{row.directive}: “{shown(detail.directive_quote)}”{sentence}"),
        (_("Lead unit"), f"{marked(shown(row.unit_name.said(lang())), Field.UNIT)} ({row.unit})"),
        (_("Coordinating units"), coordinating or formats.NOTHING),
        (_("How it is counted"), counted),
        (_("Last year's result"), marked(formats.amount(row.baseline, unit), Field.BASELINE)),
        (_("Target"), marked(_quantity(row.target, detail), Field.TARGET)),
        (_("Result"), f"{result} ({formats.percent(row.percent)})"),
        (_("Pace"), formats.percent(100 * detail.pace)),
        (_("Start – deadline"), days),
        (_("Weight"), marked(str(row.weight), Field.WEIGHT)),
    ]
    if detail.why.vi:
        found.append((_("Why this unit"), shown(detail.why.said(lang()))))
    if row.done_on is not None:
        found.append((_("Done on"), formats.day(row.done_on)))
    if detail.cancelled_because:
        found.append((_("Stopped because"), shown(detail.cancelled_because)))
    if detail.sentences:
        found.append((_("In the source"), names.sentences(detail.sentences)))
    for document in dict.fromkeys(detail.documents.values()):
        dated = f" ({formats.day(document.day)})" if document.day else ""
        fields = [names.field(f) for f, by in detail.documents.items() if by == document]
        confirmed = f"{shown(document.number)}{dated}: {', '.join(fields)}"
        found.append((_("Confirmed by"), confirmed))
    return found


def _quantity(value: int | None, detail: TaskDetail) -> str:
    if value is None:
        return formats.NOTHING
    return f"{formats.number(value)} {shown(detail.row.unit_of_measure.said(lang()))}"


def _print_reports(detail: TaskDetail) -> None:
    """Every period of the task with the versions of its report; an empty one shows as such."""
    if is_narrow():
        columns: tuple[Column, ...] = (*_report_columns()[:3], Column(_("Typed, by"), wide=True))
    else:
        columns = _report_columns()
    rows: list[tuple[str, ...]] = []
    for period in detail.periods:
        versions = [report for report in detail.reports if report.period == period]
        if not versions:
            rows.append((names.period(period), formats.NOTHING, *[""] * (len(columns) - 2)))
        for version in versions:
            cells = _report_cells(version)
            if is_narrow():
                cells = (*cells[:3], " · ".join(cell for cell in cells[3:] if cell))
            rows.append(cells)
    table(columns, rows)


def _report_columns() -> tuple[Column, ...]:
    return (
        Column(_("Period")),
        Column(_("Figure"), right=True),
        Column(_("Day of the figure"), right=True),
        Column(_("Typed")),
        Column(_("Recorded")),
        Column(_("By")),
        Column(_("Note, evidence"), wide=True),
    )


def _report_cells(report: ReportVersion) -> tuple[str, ...]:
    remarks = [shown(text) for text in (report.note, report.evidence) if text]
    if report.word:
        remarks.append(_("right because: {word}").format(word=shown(report.word)))
    if report.after_closing:
        remarks.insert(0, _("amended after closing"))
    if report.comment:
        remarks.insert(0, _("comment: {comment}").format(comment=shown(report.comment)))
    if report.state is not ReportState.ACCEPTED:
        remarks.insert(0, f"({names.report_state(report.state)})")
    elif not report.counts:
        remarks.insert(0, _("(does not count on this day)"))
    given = shown(report.given) + (_(" (cumulative)") if report.cumulative else "")
    return (
        names.period(report.period),
        formats.amount(Amount(report.figure, report.qualifier)),
        formats.day(report.own_day),
        given,
        formats.moment(report.recorded_at),
        shown(report.who),
        "; ".join(remarks),
    )


def detail_object(
    detail: TaskDetail, plan: Plan, day: date, known_on: Recorded | None
) -> dict[str, Any]:
    """The task as JSON: what ``list --json`` gives, and all that stands behind it."""
    return {
        "plan": plan.code,
        "as_of": day.isoformat(),
        "known_on": known_on_object(known_on),
        "sample": plan.sample,
        **task_object(detail.row),
        "directive_quote": detail.directive_quote,
        "directive_english": detail.directive_english,
        "sentence": detail.sentence,
        "sentences": {field.value: number for field, number in detail.sentences.items()},
        "why": detail.why.said(lang()),
        "pace_percent": float(rounded(100 * detail.pace)),
        "periods": [period.code for period in detail.periods],
        "reports": [_report_object(report) for report in detail.reports],
        "documents": {
            field.value: {
                "number": document.number,
                "day": document.day and document.day.isoformat(),
            }
            for field, document in detail.documents.items()
        },
        "cancelled_because": detail.cancelled_because or None,
    }


def _report_object(report: ReportVersion) -> dict[str, Any]:
    return {
        "period": report.period.code,
        "version": report.version,
        "figure": plain(report.figure),
        "qualifier": report.qualifier and report.qualifier.value,
        "given": report.given,
        "cumulative": report.cumulative,
        "own_day": report.own_day.isoformat(),
        "recorded_at": report.recorded_at.isoformat(),
        "who": report.who,
        "note": report.note,
        "evidence": report.evidence,
        "counts": report.counts,
        "state": report.state.value,
        "comment": report.comment,
        "word": report.word,
        "after_closing": report.after_closing,
    }


def print_history(changes: Sequence[Change]) -> None:
    """Every change, the newest first."""
    for change in changes:
        line(
            f"#{change.number}  {formats.moment(change.recorded_at)}  {shown(change.who)}  "
            f"{call_said(change.what)}{_reversed(change)}"
        )
        for said in changes_said(change):
            line(f"    {said}")
        if change.why:
            line("    " + _("why: {reason}").format(reason=shown(change.why)))


def _reversed(change: Change) -> str:
    return "" if change.undoes is None else f" (#{change.undoes})"


def change_object(change: Change) -> dict[str, Any]:
    """One journal entry as JSON."""
    return {
        "number": change.number,
        "recorded_at": change.recorded_at.isoformat(),
        "who": change.who,
        "what": change.what,
        "before": dict(change.before),
        "after": dict(change.after),
        "why": change.why,
        "undoes": change.undoes,
    }
