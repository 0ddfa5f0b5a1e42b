"""``tracker`` without a command: the screens."""

from __future__ import annotations

import os
import sys

from tracker.cli.asked import Asked, who
from tracker.cli.database import database, embedded_file, is_missing, warn_of_share
from tracker.cli.problems import NoTerminal


def open_screens(asked: Asked) -> None:
    """Show the plan until the user leaves. Raises NoTerminal, NoPlan, NoFolderThere."""
    check_terminal()
    if is_missing(asked.location):
        # Says what is missing, with the layer that the first frame does not wait for.
        with database(asked):
            pass
    show_screens(asked)


def check_terminal() -> None:
    """Raises NoTerminal where there is none to draw on.

    A driver of its own (a browser, a test) brings its own terminal.
    """
    if "TEXTUAL_DRIVER" not in os.environ and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminal


def show_screens(asked: Asked) -> None:
    """The screens on a database that is there."""
    from tracker.tui.app import run  # noqa: PLC0415 - loads Textual

    location = asked.location
    run(location, asked.plan, asked.as_of, who(), asked.now)
    # Said when the screens are gone, where it is still seen.
    warn_of_share(embedded_file(location))
