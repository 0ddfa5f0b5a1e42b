"""``tracker close`` and ``reopen``: periods that take no report any more."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.asked import asked
from tracker.cli.database import desk
from tracker.cli.days import day_of
from tracker.cli.frame import declare
from tracker.cli.on_record import plan_now
from tracker.cli.output import line
from tracker.domain.period import read_period
from tracker.domain.text import clean
from tracker.i18n import N_, _, formats, names

PeriodText = Annotated[
    str,
    typer.Argument(
        metavar=N_("PERIOD"),
        help=N_("A month 2021-03, a quarter 2021-Q1, a half 2021-H1 or a year 2021."),
    ),
]


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        close,
        "close",
        N_(
            "Close a period: it takes no report any more, and what lies in it neither.\n\n"
            "Closed is not late: a late report is still taken, a closed period takes none and"
            " lets none be amended, accepted or returned."
        ),
        "tracker close 2021-Q1",
    )
    declare(
        app,
        reopen,
        "reopen",
        N_(
            "Open a closed period again for a while; it closes again by itself.\n\n"
            "What is reported meanwhile is marked “amended after closing” in summaries."
        ),
        'tracker reopen 2021-Q1 --reason "Kế Sách nộp thiếu" --until 30/4/2021',
    )


def close(ctx: typer.Context, period: PeriodText) -> None:
    call, wanted = asked(ctx), read_period(period)
    with desk(call) as where:
        from tracker.service.locks import close_period  # noqa: PLC0415 - loads SQLAlchemy

        changed = close_period(where, call.plan, wanted)
    line(
        _("{period} is closed (entry #{number}).").format(
            period=names.period(wanted), number=changed.entry
        )
    )


def reopen(
    ctx: typer.Context,
    period: PeriodText,
    reason: Annotated[
        str, typer.Option("--reason", metavar=N_("TEXT"), help=N_("Why it is opened again."))
    ] = "",
    until: Annotated[
        str | None,
        typer.Option(
            "--until",
            metavar=N_("DAY"),
            help=N_("The last day on which it is open; left out, a week from today."),
        ),
    ] = None,
) -> None:
    call, wanted = asked(ctx), read_period(period)
    with desk(call) as where:
        from tracker.service.locks import reopen_period  # noqa: PLC0415 - loads SQLAlchemy

        # A day without a year is of the year in which one opens, not of the plan's.
        last = None if until is None else day_of(until, call.today.year)
        plan_now(where, call.plan)
        changed = reopen_period(where, call.plan, wanted, clean(reason), last)
    until_then = changed.lock.until
    line(
        _("{period} is open again until {day} and then closes by itself (entry #{number}).").format(
            period=names.period(wanted),
            day=formats.day(until_then) if until_then else "",
            number=changed.entry,
        )
    )
