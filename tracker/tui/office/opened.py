"""The database at hand: opened by the first who asks, backed up before the day's first write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from tracker.domain.problem import N_, Failed, Problem
from tracker.files import whole_path
from tracker.i18n import _, say
from tracker.service.desk import Desk
from tracker.settings import default_database
from tracker.store.engine import is_url, open_engine, reading
from tracker.store.read.known import newest_entry
from tracker.store.read.view import NoPlan, View, open_view
from tracker.tui.answers import (
    PlaceSeen,
    Standpoint,
)
from tracker.upkeep.migrate import migrate
from tracker.upkeep.share import on_network_share


class DatabaseGone(Failed):
    wording = N_(
        "{database} is not there any more. What was typed here is kept; put the file back, and it"
        " goes on."
    )


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file it is, whatever its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class Opened:
    """The database at ``location`` and the person at the desk. May be called from any thread."""

    def __init__(self, location: str, who: str, now: Callable[[], datetime]) -> None:
        self._location, self._who, self._now = location, who, now
        self._desk: Desk | None = None
        self._opening = Lock()
        self._identity: tuple[int, int] | None = None
        self._revision = 0
        self._kept: date | None = None
        self._warned: date | None = None

    @property
    def today(self) -> date:
        return self._now().date()

    @property
    def _file(self) -> Path | None:
        """The embedded database's file; None for a server."""
        return None if is_url(self._location) else whole_path(self._location)

    def place(self) -> PlaceSeen:
        """A warning where the database lies on a network share."""
        kind = on_network_share(self._file) if self._file else None
        if kind is None:
            return PlaceSeen(None)
        return PlaceSeen(
            _(
                "{file} lies on a network share ({kind}), where two programs at once can damage it."
            ).format(file=self._file, kind=kind)
        )

    def desk(self, *, may_make: bool = False) -> Desk:
        """What services write with. A file that is not there is made only with ``may_make``.

        Where another file has taken the database's place, that one is opened. Raises NoPlan where
        there is no database yet, DatabaseGone where there is none any more, or what ``open_engine``
        and ``migrate`` raise.
        """
        with self._opening:
            if self._desk is not None and self._file is not None:
                self._look_at_the_file(self._file)
            if self._desk is None:
                self._make_room(may_make=may_make)
                engine = open_engine(self._location)
                migrate(engine)
                self._desk = Desk(engine, self._now, self._who)
                self._identity = _identity(self._file) if self._file else None
            return self._desk

    def _look_at_the_file(self, path: Path) -> None:
        """A file that was removed can be read and written still, by whoever has it open; and what
        is written so is lost. Raises DatabaseGone."""
        there = _identity(path)
        if there is None:
            raise DatabaseGone(database=path)
        if there != self._identity:
            self.close()
            self._desk = None

    def _make_room(self, *, may_make: bool) -> None:
        path = self._file
        if path is None or path.is_dir() or (path.exists() and path.stat().st_size):
            return
        own_place = path == default_database()
        if not may_make and (own_place or path.parent.is_dir()):
            raise NoPlan
        if own_place:
            path.parent.mkdir(parents=True, exist_ok=True)

    def _view(self, session: Any, standpoint: Standpoint) -> View:
        return open_view(
            session, standpoint.plan.code, standpoint.day, self.today, standpoint.known_on
        )

    def newest(self) -> int:
        """The number of the last entry on record, of whichever plan; 0 where there is none."""
        with reading(self.desk().engine) as session:
            entry = newest_entry(session)
        return entry.number if entry else 0

    def close(self) -> None:
        if self._desk is not None:
            self._desk.engine.dispose()

    def keep_today(self) -> str:
        """Before the first write of a day the database is backed up; what to warn of, if anything.

        Where that fails it is tried again before each write, and warned of once a day. A fault of
        the database's own is left for the write to name.
        """
        from tracker.upkeep.keeping import daily  # noqa: PLC0415 - the first figures need none

        if self._kept == self.today or self._file is None or not self._file.is_file():
            return ""
        try:
            warning = daily(self.desk().engine, self._now())
        except Problem:
            return ""
        if warning is None:
            self._kept = self.today
        elif self._warned != self.today:
            self._warned = self.today
            return say(warning)
        return ""
