"""``tracker explain``: a total, with the tasks and reports that it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.asked import asked
from tracker.cli.database import plan_on_day
from tracker.cli.frame import declare
from tracker.cli.options import Directive, Json, Unit
from tracker.cli.output import as_json
from tracker.cli.problems import NotAllowed
from tracker.cli.typed import condition
from tracker.cli.where import Where, meeting
from tracker.domain.text import excerpt
from tracker.i18n import N_

if TYPE_CHECKING:
    from tracker.domain.explanation import CountedReport, ExplainedTask, Explanation, Mark

LIMIT = 50
_WHOLE = ("awaiting_review", "amended_after_closing")
"""Counts of reports, which are not told task by task."""


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        explain,
        "explain",
        N_(
            "Take a total apart, so that it can be added up by hand: its tasks with what each adds,"
            " the reports behind each, who entered and accepted them, and whose target it is.\n\n"
            "--json has the exact fractions."
        ),
        "tracker explain --unit my-xuyen",
        "tracker --as-of 30/6/2021 explain --directive D7 --status overdue",
    )


def explain(
    ctx: typer.Context,
    unit: Unit = None,
    directive: Directive = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar=N_("STATUS"),
            help=N_(
                "Only this status; may be given again. not_started, in_progress, overdue,"
                " done_on_time, done_late, done_no_deadline, cancelled; also at_risk, exceeded"
                " (over the ceiling) and attention (overdue, at risk or over the ceiling)."
            ),
        ),
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Option("--words", metavar=N_("TEXT"), help=N_("Words that must all be found.")),
    ] = None,
    where: Where = None,
    limit: Annotated[
        str,
        typer.Option(
            "--limit",
            metavar=N_("NUMBER"),
            help=N_("How many tasks are told of; what the others add is told in one sum."),
        ),
    ] = str(LIMIT),
    in_json: Json = False,
) -> None:
    wanted = condition(words or (), unit, directive, status or ())
    most = _limit(limit)
    with plan_on_day(asked(ctx)) as (session, view):
        from tracker.store.read.explain import explanation  # noqa: PLC0415 - loads SQLAlchemy

        found = explanation(session, view, meeting(wanted, where, session, view), most)
    if in_json:
        as_json(explanation_object(found))
    else:
        print_explanation(found)


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= len(text) <= 6 or not int(text):
        raise NotAllowed(name="--limit", text=excerpt(text), allowed="1, 2, … 999999")
    return int(text)


def print_explanation(found: Explanation) -> None:
    from tracker.cli.layout import told  # noqa: PLC0415 - JSON needs none
    from tracker.cli.tables import heading  # noqa: PLC0415 - loads Babel
    from tracker.export.explained import explained  # noqa: PLC0415

    summary = found.summary
    heading(summary.plan, summary.as_of, summary.known_on)
    told(explained(found))


def explanation_object(found: Explanation) -> dict[str, Any]:
    """The explanation as JSON; exact fractions as texts such as ``1/3``."""
    from tracker.export.json import (  # noqa: PLC0415 - loads Babel
        condition_object,
        figures_object,
        known_on_object,
    )

    summary, figures, rest = found.summary, found.figures, found.rest
    return {
        "plan": summary.plan.code,
        "as_of": summary.as_of.isoformat(),
        "known_on": known_on_object(summary.known_on),
        "recorded": known_on_object(summary.recorded),
        "condition": condition_object(summary),
        "totals": figures_object(figures),
        "credit": str(figures.credit),
        "weight": figures.weight,
        "tasks": [_task_object(task) for task in found.tasks],
        "more": found.more,
        "rest": {
            **{key: figures for key, figures in figures_object(rest).items() if key not in _WHOLE},
            "credit": str(rest.credit),
            "weight": rest.weight,
        },
    }


def _task_object(task: ExplainedTask) -> dict[str, Any]:
    from tracker.export.json import task_object  # noqa: PLC0415 - loads Babel

    term = task.target
    return {
        **task_object(task.row),
        "counts": task.counts,
        "share": str(task.share),
        "credit": str(task.credit),
        "target_term": None
        if term is None
        else {
            "from": term.day_from and term.day_from.isoformat(),
            "origin": term.origin.value,
            "document": term.document and term.document.number,
            "document_day": term.document and term.document.day and term.document.day.isoformat(),
            "why": term.why,
            "entered": _mark_object(term.entered),
        },
        "reports": [_report_object(report) for report in task.reports],
        "waiting": [_report_object(report) for report in task.waiting],
    }


def _report_object(report: CountedReport) -> dict[str, Any]:
    from tracker.domain.quantity import plain  # noqa: PLC0415

    return {
        "period": report.period.code,
        "version": report.version,
        "figure": plain(report.figure),
        "qualifier": report.qualifier and report.qualifier.value,
        "given": report.given,
        "cumulative": report.cumulative,
        "own_day": report.own_day.isoformat(),
        "state": report.state.value,
        "note": report.note,
        "evidence": report.evidence,
        "word": report.word,
        "entered": _mark_object(report.entered),
        "accepted": _mark_object(report.accepted),
        "came_from": report.came_from,
    }


def _mark_object(mark: Mark | None) -> dict[str, Any] | None:
    if mark is None:
        return None
    return {
        "entry": mark.number,
        "recorded_at": mark.recorded_at.isoformat(),
        "who": mark.who,
    }
