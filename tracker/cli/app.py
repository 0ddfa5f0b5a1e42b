"""``tracker``: the options before the command, and all commands."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer
from typer.main import get_command

from tracker.cli import (
    accounts,
    adding,
    backing_up,
    closing,
    correcting,
    deciding,
    doctoring,
    editing,
    explaining,
    exporting,
    looking,
    owing,
    reporting,
    reviewing,
    sampling,
    seeding,
    taking_back,
    verifying,
    viewing,
)
from tracker.cli.asked import Asked
from tracker.cli.completion import in_our_words
from tracker.cli.days import day_or_part
from tracker.cli.frame import Group
from tracker.cli.problems import ValueMissing
from tracker.domain.known import read_known_on
from tracker.domain.text import clean
from tracker.i18n import N_, _

if TYPE_CHECKING:
    from typer._click import Command

EXAMPLES = (
    "tracker",
    "tracker seed soc-trang-2021",
    "tracker --as-of 30/6/2021 summary --by unit",
    "tracker --lang en --database postgresql://user@host/name list --status overdue",
)


@cache
def command_line() -> Command:
    """The whole command line; made once, since nothing in it depends on the language."""
    command = get_command(_declared())
    in_our_words(command)
    return command


def _declared() -> typer.Typer:
    app = typer.Typer(cls=Group, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback(
        invoke_without_command=True,
        help=N_(
            "Track the annual goals of organisational units: directives become tasks, units report"
            " figures, and a summary leaves the office.\n\n"
            "Without a command the screens open."
        ),
        epilog="\n".join(EXAMPLES),
    )(tracker)
    for group in (
        seeding,
        reporting,
        accounts,
        reviewing,
        looking,
        viewing,
        owing,
        explaining,
        correcting,
        exporting,
        verifying,
        adding,
        editing,
        deciding,
        taking_back,
        closing,
        sampling,
        backing_up,
        doctoring,
    ):
        group.add_commands(app)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata  # noqa: PLC0415 - for this option alone

        try:
            number = metadata.version("mobilization-tracker")
        except metadata.PackageNotFoundError:
            number = "?"  # run from a folder of sources that was never installed
        print(f"tracker {number}")
        raise typer.Exit


def tracker(
    ctx: typer.Context,
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            metavar=N_("PLACE"),
            help=N_(
                "A file's path or postgresql://user@host/name; also by TRACKER_DATABASE or the"
                " settings file."
            ),
        ),
    ] = None,
    plan: Annotated[
        str | None,
        typer.Option(
            "--plan", metavar=N_("CODE"), help=N_("Another plan than the one seeded last.")
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar=N_("DAY"),
            help=N_(
                "The state of affairs on this day, such as 30/6/2021, 2021-06-30 or 30/6 of the"
                " plan's year; left out, today within the plan's year."
            ),
        ),
    ] = None,
    known_on: Annotated[
        str | None,
        typer.Option(
            "--known-on",
            metavar=N_("MOMENT"),
            help=N_(
                "What had been recorded by this day, time or journal number, such as 1/7/2021,"
                " “1/7/2021 14:30” or #123; left out, all that is recorded now."
            ),
        ),
    ] = None,
    lang: Annotated[  # noqa: ARG001 - read before anything else, by `main`
        str | None,
        typer.Option(
            "--lang",
            metavar="vi|en",
            help=N_("Vietnamese (default) or English; also by TRACKER_LANG or the settings file."),
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback ends the run
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=_show_version,
            expose_value=False,
            help=N_("Show the program's version."),
        ),
    ] = False,
) -> None:
    if database is not None and not database.strip():
        # A shell's empty variable; the default in its place would be another database than meant.
        raise ValueMissing(option="--database", metavar=_("PLACE"))
    ctx.obj = Asked(
        database=database,
        plan=clean(plan) if plan is not None else None,
        as_of=day_or_part(as_of) if as_of is not None else None,
        known_on=read_known_on(known_on) if known_on is not None else None,
    )
    if ctx.invoked_subcommand is None:
        from tracker.cli.screens import open_screens  # noqa: PLC0415 - loads Textual

        open_screens(ctx.obj)
