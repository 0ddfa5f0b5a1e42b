"""``tracker report``: one figure for one task and one period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.asked import asked
from tracker.cli.asking_back import ask, at_terminal, read_as, say_before_saving
from tracker.cli.database import desk
from tracker.cli.days import day_of
from tracker.cli.frame import declare
from tracker.cli.on_record import checked_report, task_on_record
from tracker.cli.options import Task, Word, Yes
from tracker.cli.output import line, message
from tracker.domain.measure import Measure
from tracker.domain.period import Period, read_period
from tracker.domain.quantity import SCALE, Amount, Qualifier
from tracker.domain.report import CheckedReport, ReportDraft, WordNeeded
from tracker.domain.report_state import ReportState
from tracker.domain.share import read_figure
from tracker.domain.text import clean, shown
from tracker.i18n import N_, _, formats, names, p_, say

if TYPE_CHECKING:
    from tracker.domain.task import TaskRow
    from tracker.service.reports import ReportAccepted


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        report,
        "report",
        N_(
            "Report a figure for one task and one period.\n\n"
            "A figure for a period already reported is an amendment; the old one stays in the"
            " record. Numbers are written as in Vietnamese: 1.234.567,8; money also as “1,5 tỷ” or"
            " “286.813.000 đ”. A milestone is reported as 1 (done) or 0 (not done)."
        ),
        "tracker report D7.2-my-xuyen 1 --period 2021-Q1",
        'tracker report D9.6-tp-soc-trang "1,5 tỷ" --period 2021-Q2 --cumulative'
        ' --evidence "BC 12-BC/BDV, 5/7/2021"',
        'tracker report D5.2-my-xuyen "9/11 = 81,8%" --period 2021-Q2',
    )


def report(
    ctx: typer.Context,
    task: Task,
    value: Annotated[
        str,
        typer.Argument(
            metavar=N_("VALUE"), help=N_("The figure, in the task's own unit of measure.")
        ),
    ],
    period: Annotated[
        str,
        typer.Option(
            "--period",
            metavar=N_("PERIOD"),
            help=N_("A month 2021-03, a quarter 2021-Q1, a half 2021-H1 or a year 2021."),
        ),
    ],
    cumulative: Annotated[
        bool,
        typer.Option(
            "--cumulative",
            help=N_("The figure counts from the beginning of the year to the period's end."),
        ),
    ] = False,
    own_day: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar=N_("DAY"),
            help=N_(
                "The day that the figure describes; left out, the period's last day or today,"
                " whichever is earlier."
            ),
        ),
    ] = None,
    note: Annotated[
        str,
        typer.Option(
            "--note",
            metavar=N_("TEXT"),
            help=N_("A note. No names or data of citizens: a number and a case reference."),
        ),
    ] = "",
    evidence: Annotated[
        str,
        typer.Option(
            "--evidence",
            metavar=N_("TEXT"),
            help=N_(
                "A document's number, symbol and date, or a link. No names or data of citizens."
            ),
        ),
    ] = "",
    why: Word = "",
    as_draft: Annotated[
        bool,
        typer.Option(
            "--draft", help=N_("Keep it as a draft, which counts nowhere until tracker submit.")
        ),
    ] = False,
    yes: Yes = False,
) -> None:
    call = asked(ctx)
    with desk(call, day_by="--on") as where:
        before = task_on_record(where, call.plan, task)
        given = clean(value).strip()
        amount, share = read_figure(given, before.unit_of_measure)
        draft = ReportDraft(
            task=before.code,
            period=read_period(period),
            amount=amount,
            given=given,
            cumulative=cumulative,
            own_day=day_of(own_day, before.start.year) if own_day is not None else None,
            note=clean(note),
            evidence=clean(evidence),
            share=share,
            kept_back=as_draft,
            word=clean(why).strip(),
        )
        foreseen = checked_report(where, call.plan, draft)
        draft = _with_word(before, draft, foreseen)
        say_before_saving([reading(before, draft, foreseen)], yes=yes)
        from tracker.service.reports import report as take  # noqa: PLC0415 - loads SQLAlchemy

        # What was asked about is what is written: not over a figure that came meanwhile.
        seen = foreseen.amends.version if foreseen.amends else 0
        accepted = take(where, call.plan, replace(draft, seen=seen))
    line(echo(before, draft, accepted))
    if accepted.outdated:
        message(totals_said(accepted.task, accepted.outdated))


def totals_said(task: str, periods: Sequence[Period]) -> str:
    """That figures given as totals no longer add up."""
    return _("{task}: the cumulative figure of {periods} no longer fits.").format(
        task=task, periods=", ".join(map(_in_a_sentence, periods))
    )


def _with_word(before: TaskRow, draft: ReportDraft, foreseen: CheckedReport) -> ReportDraft:
    """``draft`` with the word that its doubts need: given, or asked for at a terminal.

    Raises WordNeeded.
    """
    if not foreseen.doubts or draft.kept_back:
        return draft
    if not draft.word and not at_terminal():
        raise WordNeeded(task=before.code, period=draft.period, doubts=foreseen.doubts)
    for doubt in foreseen.doubts:
        message(_("{task}: look again: {doubt}.").format(task=before.code, doubt=say(doubt)))
    word = draft.word or ask(_("Why is it right all the same?"))
    if not word:
        raise WordNeeded(task=before.code, period=draft.period, doubts=foreseen.doubts)
    return replace(draft, word=word)


def _in_a_sentence(period: Period) -> str:
    """``quý II/2021``: a period's name within a sentence."""
    name = names.period(period)
    return name[0].lower() + name[1:]


def reading(before: TaskRow, draft: ReportDraft, report: CheckedReport | ReportAccepted) -> str:
    """What was typed, and what it was read as."""
    parts = _reading(before, draft, report)
    parts.append(_("figure of {day}").format(day=formats.day(report.figure.own_day)))
    return _one_line(before, draft, parts)


def echo(before: TaskRow, draft: ReportDraft, report: CheckedReport | ReportAccepted) -> str:
    """What was typed, what it was read as, and what the task stands at with it."""
    parts, standing = _reading(before, draft, report), report.standing
    if report.figure.state is not ReportState.ACCEPTED:
        # What it will stand at is said by whoever accepts it.
        return _one_line(before, draft, [*parts, names.report_state(report.figure.state)])
    if before.measure.adds:
        parts.append(_("year to date {amount}").format(amount=_amount(before, standing.value)))
    if before.measure is Measure.CEILING and standing.goal is not None:
        said = _("over the ceiling of {limit}") if standing.exceeded else _("within {limit}")
        parts.append(said.format(limit=_amount(before, report.target)))
    elif standing.percent is not None and before.measure is not Measure.MILESTONE:
        parts.append(
            _("{percent} of the target (before: {earlier})").format(
                percent=formats.percent(standing.percent),
                earlier=formats.percent(report.before.percent),
            )
        )
    return _one_line(before, draft, parts)


def _reading(
    before: TaskRow, draft: ReportDraft, report: CheckedReport | ReportAccepted
) -> list[str]:
    figure, amends = report.figure, report.amends
    read = _amount(before, figure.value, figure.qualifier)
    parts = [read_as(shown(draft.given), read)]
    if draft.cumulative:
        parts[0] = _("{given} since the year's beginning, so {amount} in the period").format(
            given=shown(draft.given), amount=read
        )
    if amends is not None:
        replaced = _amount(before, amends.value, amends.qualifier)
        parts.append(_("replaces {amount}").format(amount=replaced))
    return parts


def _amount(task: TaskRow, value: int | None, qualifier: Qualifier | None = None) -> str:
    if task.measure is Measure.MILESTONE:
        return p_("milestone", "done") if value == SCALE else p_("milestone", "not done yet")
    return shown(
        formats.amount(None if value is None else Amount(value, qualifier), task.unit_of_measure)
    )


def _one_line(task: TaskRow, draft: ReportDraft, parts: Sequence[str]) -> str:
    return f"{task.code} · {names.period(draft.period)}: {'; '.join(parts)}"
