"""``tracker`` without a command: the screens."""

from __future__ import annotations

import os
import sys
from datetime import date

from tracker.cli.asked import Asked, who
from tracker.cli.database import check_place, embedded_file, plan_on_day, warn_of_share
from tracker.cli.days import DayOfSomeYear
from tracker.cli.problems import NoTerminal
from tracker.settings import load


def open_screens(asked: Asked) -> None:
    """Show the plan until the user leaves; with none yet, the screens offer to seed one.

    Raises NoTerminal, NoFolderThere.
    """
    check_terminal()
    path = embedded_file(asked.location)
    if path is not None:
        check_place(path, may_make=True)
    show_screens(asked)


def check_terminal() -> None:
    """Raises NoTerminal where there is none to draw on.

    A driver of its own (a browser, a test) brings its own terminal.
    """
    if "TEXTUAL_DRIVER" not in os.environ and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminal


def show_screens(asked: Asked) -> None:
    """The screens on the database at hand. Raises what ``tui.remapping`` refuses."""
    settings = load()
    if keys := settings.keys:
        from tracker.tui.remapping import remap  # noqa: PLC0415 - loads Textual

        remap(keys)
    from tracker.tui.app import run  # noqa: PLC0415 - loads Textual

    location = asked.location
    run(location, asked.plan, _day(asked), asked.known_on, who(), asked.now, settings.theme)
    # Said when the screens are gone, where it is still seen.
    warn_of_share(embedded_file(location))


def _day(asked: Asked) -> date | None:
    """The day asked about. Only for one without a year is the plan looked at before the screens.

    Raises NoPlan where there is none that could tell the year.
    """
    if not isinstance(asked.as_of, DayOfSomeYear):
        return asked.as_of
    with plan_on_day(asked) as (_session, view):
        return view.day
