"""``tracker corrections``: what has changed since, in what a day's summaries show."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tracker.cli.asked import asked
from tracker.cli.database import plan_on_day
from tracker.cli.frame import declare
from tracker.cli.options import Directive, Json, Unit
from tracker.cli.output import as_json
from tracker.cli.typed import condition
from tracker.domain.corrections import Correction, Corrections
from tracker.domain.fingerprint import FIGURES
from tracker.domain.known import read_known_on
from tracker.i18n import N_, lang


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        corrections,
        "corrections",
        N_(
            "List what was recorded after a day, time or journal number and changes what the"
            " summaries of the day asked about show: who, when, before, after, why."
        ),
        "tracker --as-of 30/6/2021 corrections --since 1/7/2021",
        'tracker --as-of 30/6/2021 corrections --since "#192" --unit my-xuyen',
    )


def corrections(
    ctx: typer.Context,
    since: Annotated[
        str,
        typer.Option(
            "--since",
            metavar=N_("MOMENT"),
            help=N_(
                "A day (what was recorded on it counts as known), a time or a journal number, such"
                " as 1/7/2021, “1/7/2021 14:30” or #123."
            ),
        ),
    ],
    unit: Unit = None,
    directive: Directive = None,
    any_day: Annotated[
        bool,
        typer.Option("--any-day", help=N_("Also what changes nothing on the day asked about.")),
    ] = False,
    in_json: Json = False,
) -> None:
    moment, wanted = read_known_on(since), condition(unit=unit, directive=directive)
    with plan_on_day(asked(ctx)) as (session, view):
        from tracker.store.read.corrections import corrections as since_then  # noqa: PLC0415
        from tracker.store.read.known import entry_of  # noqa: PLC0415 - loads SQLAlchemy

        entry = entry_of(session, moment, asked(ctx).now())
        found = since_then(session, view, entry, wanted, any_day=any_day)
    if in_json:
        as_json(corrections_object(found))
    else:
        print_corrections(found)


def print_corrections(found: Corrections) -> None:
    """The totals that differ, and then each entry with what it changed."""
    from tracker.cli.layout import told  # noqa: PLC0415 - JSON needs none
    from tracker.cli.tables import heading  # noqa: PLC0415 - loads Babel
    from tracker.export.corrected import corrected  # noqa: PLC0415

    heading(found.plan, found.day, found.until)
    told(corrected(found))


def corrections_object(found: Corrections) -> dict[str, Any]:
    """The corrections as JSON."""
    from tracker.export.json import known_on_object  # noqa: PLC0415 - loads Babel

    return {
        "plan": found.plan.code,
        "as_of": found.day.isoformat(),
        "since": known_on_object(found.since),
        "until": known_on_object(found.until),
        "totals": [
            {"figure": key, "before": before, "after": after}
            for key, before, after in zip(FIGURES, found.before, found.after, strict=True)
            if before != after
        ],
        "corrections": [_object(correction) for correction in found.found],
    }


def _object(correction: Correction) -> dict[str, Any]:
    from tracker.cli.detail import change_object  # noqa: PLC0415 - loads Babel

    return {
        "about": correction.about.value,
        "code": correction.code,
        "name": correction.name.said(lang()),
        "altered": [
            {"figure": a.figure, "before": a.before, "after": a.after} for a in correction.altered
        ],
        "entry": change_object(correction.change),
    }
