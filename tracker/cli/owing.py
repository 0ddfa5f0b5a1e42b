"""``tracker owed``: which reports are due when, and who owes them."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.asked import asked
from tracker.cli.database import plan_on_day
from tracker.cli.frame import declare
from tracker.cli.options import Directive, Json, Unit
from tracker.cli.output import as_json
from tracker.cli.typed import condition
from tracker.cli.where import Where, meeting
from tracker.domain.duty import OUTSTANDING, DutyState
from tracker.domain.period import read_period
from tracker.i18n import N_

LISTED = (*OUTSTANDING, DutyState.SUBMITTED)
"""What is listed one by one: all that somebody still has to do something about."""


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        owed,
        "owed",
        N_(
            "Show which reports are due, by unit and period: late, not reported yet, returned,"
            " awaiting review, accepted; and how the unit's account in words stands.\n\n"
            "Late is a report whose reporting day has passed; whether a period is closed to"
            " changes is another matter."
        ),
        "tracker owed",
        "tracker --as-of 15/7/2021 owed --period 2021-Q2 --late",
        "tracker owed --unit my-xuyen --tasks",
        "tracker owed --where 'status:at-risk or status:overdue' --tasks",
    )


def owed(
    ctx: typer.Context,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar=N_("PERIOD"),
            help=N_("Only this one, such as 2021-03 or 2021-Q1; left out, all that are asked for."),
        ),
    ] = None,
    unit: Unit = None,
    directive: Directive = None,
    where: Where = None,
    late: Annotated[
        bool, typer.Option("--late", help=N_("Only what is late: the reporting day has passed."))
    ] = False,
    tasks: Annotated[
        bool,
        typer.Option("--tasks", help=N_("List the tasks whose reports are outstanding as well.")),
    ] = False,
    in_json: Json = False,
) -> None:
    wanted = condition(unit=unit, directive=directive)
    only = read_period(period) if period is not None else None
    before = asked(ctx)
    with plan_on_day(before) as (session, view):
        from tracker.store.read import duty  # noqa: PLC0415 - loads SQLAlchemy

        wanted = meeting(wanted, where, session, view)
        zone, due = before.now().tzinfo, duty.asked_for(session, view, only)
        found = duty.grid(session, view, zone, due, wanted)
        states = (DutyState.LATE,) if late else LISTED
        listed = duty.listed(session, view, zone, due, states, wanted) if tasks else None
    from tracker.cli.duties import duties_object, print_duties  # noqa: PLC0415

    if in_json:
        as_json(duties_object(found, listed, late=late))
    else:
        print_duties(found, listed, late=late)
