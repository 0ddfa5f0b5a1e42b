"""What stands before the command: database, plan and day; and who asks."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from tracker.cli.days import DayOfSomeYear
from tracker.domain.text import clean
from tracker.settings import load

if TYPE_CHECKING:
    import typer


def clock() -> datetime:
    """This moment in the machine's time zone."""
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class Asked:
    """The options before the command. ``as_of`` None means the default day of DOMAIN §4;
    ``known_on`` None, all that is recorded now."""

    database: str | None = None
    plan: str | None = None
    as_of: date | DayOfSomeYear | None = None
    known_on: int | date | datetime | None = None
    now: Callable[[], datetime] = clock

    @property
    def location(self) -> str:
        """The database's path or URL. Raises what ``settings.load`` refuses."""
        return load(self.database).database

    @property
    def today(self) -> date:
        return self.now().date()

    def as_of_in(self, year: int) -> date | None:
        """The day asked about in a plan of ``year``. Raises what ``read_day`` refuses."""
        return self.as_of.of(year) if isinstance(self.as_of, DayOfSomeYear) else self.as_of


def asked(ctx: typer.Context) -> Asked:
    """What stood before the command that ``ctx`` runs."""
    found = ctx.obj
    assert isinstance(found, Asked)  # noqa: S101 - set before every command
    return found


def who() -> str:
    """The name that goes into the journal: ``TRACKER_USER``, else the machine's for the user."""
    if named := clean(os.environ.get("TRACKER_USER", "")).strip():
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # A container's user may have no name, and Windows without its variables has no `pwd`.
        return "?"
