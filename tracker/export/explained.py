"""A total taken apart, in words: lines that a screen and a command show alike.

The arithmetic is stated so that it can be done again by hand: fractions are written with three
decimals, ``≈`` before what was rounded for reading, and are added up exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from tracker.domain.explanation import (
    CountedReport,
    ExplainedTask,
    Explanation,
    Mark,
    TargetTerm,
)
from tracker.domain.measure import Measure
from tracker.domain.origin import Document, Field
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.report_state import ReportState
from tracker.domain.status import Sign, Status
from tracker.domain.summary import Figures
from tracker.export.annex import mark_of
from tracker.export.cells import clean_text, clean_words
from tracker.export.contents import condition_said
from tracker.export.lines import Look, Said
from tracker.i18n import _, formats, n_, names


def explained(explanation: Explanation) -> list[Said]:
    """The arithmetic of the total, each task with its reports, and what the others add."""
    lines = list(_total(explanation))
    for task in explanation.tasks:
        lines.append(Said(""))
        lines += _task(task)
    if explanation.more:
        lines.append(Said(""))
        lines += _rest(explanation)
    return lines


def _total(explanation: Explanation) -> Iterator[Said]:
    figures = explanation.figures
    counted = _("Tasks counted: {condition}.").format(condition=condition_said(explanation.summary))
    yield Said(counted, Look.FAINT)
    yield Said(_stated(_completion(figures)), Look.STRONG)
    yield Said(_done_of_due(figures), Look.STRONG)
    yield Said(_done_of_all(figures), Look.STRONG)
    yield Said(_counts(figures))
    yield Said(
        _(
            "The share is the result ÷ the target, at most 1; ≈ stands before what is rounded to be"
            " read, and everything is added exactly."
        ),
        Look.FAINT,
    )


def _completion(figures: Figures) -> str:
    return _("Completion = Σ (weight × share) ÷ Σ weight = {credit} ÷ {weight} = {percent}").format(
        credit=decimal(figures.credit),
        weight=formats.count(figures.weight),
        percent=formats.percent(figures.completion),
    )


def _done_of_due(figures: Figures) -> str:
    return _(
        "Done / due = (on time + late) ÷ (on time + late + overdue)"
        " = ({on_time} + {late}) ÷ ({on_time} + {late} + {overdue}) = {rate}"
    ).format(
        on_time=formats.count(figures.count(Status.DONE_ON_TIME)),
        late=formats.count(figures.count(Status.DONE_LATE)),
        overdue=formats.count(figures.count(Status.OVERDUE)),
        rate=formats.rate(figures.done_of_due),
    )


def _done_of_all(figures: Figures) -> str:
    return _(
        "Done / all = done ÷ (tasks − stopped) = {done} ÷ ({tasks} − {stopped}) = {rate}"
    ).format(
        done=formats.count(figures.done),
        tasks=formats.count(figures.tasks),
        stopped=formats.count(figures.count(Status.CANCELLED)),
        rate=formats.rate(figures.done_of_all),
    )


def _counts(figures: Figures) -> str:
    counts = [
        f"{status.glyph} {names.status_short(status)} {formats.count(figures.count(status))}"
        for status in Status
    ]
    sign = Sign.AT_RISK
    counts.append(f"{sign.glyph} {names.sign(sign)} {formats.count(figures.at_risk)}")
    counts.append(f"{_('▲ over the ceiling')} {formats.count(figures.exceeded)}")
    return " · ".join(counts)


ROUNDED = "≈ "


def _stated(text: str) -> str:
    """An equation: what is rounded is not equal as well."""
    return text.replace(f"= {ROUNDED}", ROUNDED)


def decimal(exact: Fraction) -> str:
    """With at most three decimals, for reading alone: ``≈`` before what is not exact."""
    thousandths = int(exact * SCALE + Fraction(1, 2))
    sign = "" if exact * SCALE == thousandths else ROUNDED
    return sign + formats.number(thousandths)


def _task(task: ExplainedTask) -> Iterator[Said]:
    row = task.row
    code = row.code
    title = f"{row.status.glyph} {clean_text(code)} · {clean_words(row.title)}"
    yield Said(title, Look.HEAD, task=code)
    unit = clean_words(row.unit_name) + mark_of(row, Field.UNIT)
    status = [names.status(row.status)]
    status += [_("▲ over the ceiling")] if row.exceeded else []
    status += [f"{Sign.AT_RISK.glyph} {names.sign(Sign.AT_RISK)}"] if row.at_risk else []
    yield Said(f"{unit} · {', '.join(status)}", depth=1, task=code)
    yield Said(_stated(_share(task)), Look.STRONG, depth=1, task=code)
    if task.target is not None:
        yield Said(_target(task, task.target), depth=1, task=code)
    if not task.reports:
        yield Said(_("no report counts on this day"), Look.FAINT, depth=1, task=code)
    for report in task.reports:
        yield from _report(report, code)
    for report in task.waiting:
        yield from _report(report, code)


def _share(task: ExplainedTask) -> str:
    """What the task adds, or why it adds nothing."""
    row = task.row
    if row.status is Status.CANCELLED:
        return _("stopped: does not count towards completion")
    if not task.counts:
        return _("no target: does not count towards completion")
    return _("weight {weight} × share {share} = {credit}   ({how})").format(
        weight=formats.count(row.weight),
        share=decimal(task.share),
        credit=decimal(task.credit),
        how=_how(task),
    )


def _how(task: ExplainedTask) -> str:
    """Where the share comes from: ``1 ÷ 3 cuộc = 33,3 %``."""
    row = task.row
    if row.measure is Measure.MILESTONE:
        return _("it is done") if task.share else _("not done yet")
    if row.measure is Measure.CEILING:
        if row.value is None:
            return _("nothing reported")
        word = _("{value} is within the ceiling {target}")
        if row.exceeded:
            word = _("{value} is over the ceiling {target}")
        return word.format(value=formats.number(row.value), target=formats.number(row.target))
    return _("{value} ÷ {target} {unit} = {percent}").format(
        value=formats.number(row.value or 0),
        target=formats.number(row.target),
        unit=clean_words(row.unit_of_measure),
        percent=formats.percent(row.percent),
    )


def _target(task: ExplainedTask, term: TargetTerm) -> str:
    row = task.row
    value = formats.amount(Amount(row.target or 0), None) + mark_of(row, Field.TARGET)
    parts = [
        _("target {target} {unit}").format(target=value, unit=clean_words(row.unit_of_measure))
    ]
    if term.day_from is not None:
        parts.append(_("from {day}").format(day=formats.day(term.day_from)))
    parts.append(document_said(term.document) if term.document else names.origin(term.origin))
    if term.why:
        parts.append(clean_text(term.why))
    if term.entered is not None:
        parts.append(mark_said(term.entered))
    return "; ".join(parts)


def document_said(document: Document) -> str:
    """``12-KH/BDVTU (15/1/2021)``."""
    day = f" ({formats.day(document.day)})" if document.day else ""
    return clean_text(document.number) + day


def mark_said(mark: Mark) -> str:
    """``#194, 1/4/2021 09:30, Văn phòng``."""
    return f"#{mark.number}, {formats.moment(mark.recorded_at)}, {clean_text(mark.who)}"


def _report(report: CountedReport, code: str) -> Iterator[Said]:
    figure = formats.amount(Amount(report.figure, report.qualifier))
    parts = [f"{names.period(report.period)}: {figure}"]
    typed = _("typed “{given}”").format(given=clean_text(report.given))
    parts.append(typed + (_(" (cumulative)") if report.cumulative else ""))
    if report.version > 1:
        parts.append(_("version {version}").format(version=report.version))
    parts.append(_("figure of {day}").format(day=formats.day(report.own_day)))
    waits = report.state is ReportState.SUBMITTED
    if waits:
        parts.append(_("awaits review, in no figure yet"))
    yield Said("; ".join(parts), Look.FAINT if waits else Look.PLAIN, depth=2, task=code)
    marks = [_("entered {entry}").format(entry=mark_said(report.entered))]
    if report.accepted is not None:
        marks.append(_("accepted {entry}").format(entry=mark_said(report.accepted)))
    if report.came_from is not None:
        marks.append(_("from {place}").format(place=clean_text(report.came_from)))
    yield Said("; ".join(marks), Look.FAINT, depth=3, task=code)
    yield from (
        Said(f"{label}: {clean_text(text)}", Look.FAINT, depth=3, task=code)
        for label, text in _beside(report)
        if text
    )


def _beside(report: CountedReport) -> Iterable[tuple[str, str]]:
    return (
        (_("evidence"), report.evidence),
        (_("note"), report.note),
        (_("why it is right"), report.word),
    )


def _rest(explanation: Explanation) -> Iterator[Said]:
    rest = explanation.rest
    yield Said(more_said(explanation), Look.HEAD)
    yield Said(
        _("they add {credit} to Σ (weight × share) and {weight} to Σ weight").format(
            credit=decimal(rest.credit), weight=formats.count(rest.weight)
        ),
        depth=1,
    )
    yield Said(_counts(rest), depth=1)


def more_said(explanation: Explanation) -> str:
    """How many tasks are not told of here."""
    more = explanation.more
    return n_("… and {count} more task", "… and {count} more tasks", more).format(
        count=formats.count(more)
    )
