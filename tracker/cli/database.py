"""The database that a command works on: found, checked, migrated, and closed again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.asked import Asked, who
from tracker.cli.output import message
from tracker.cli.problems import OnlyForLooking
from tracker.domain.text import shown
from tracker.files import check_folder, whole_path
from tracker.i18n import _, formats, say
from tracker.settings import default_database

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from tracker.service.desk import Desk
    from tracker.store.read.view import View


def embedded_file(location: str) -> Path | None:
    """The SQLite file that ``location`` means; None for a server's URL."""
    return None if "://" in location else whole_path(location)


def is_missing(location: str) -> bool:
    """Whether ``location`` is a file that is not there yet, or is empty."""
    path = embedded_file(location)
    if path is None or path.is_dir():
        return False
    return not path.exists() or path.stat().st_size == 0


def check_place(path: Path, *, may_make: bool) -> None:
    """See that the folder of the file is there; the default one is made with the first plan.

    Raises NoFolderThere for a folder of the user's own choice.
    """
    if path != default_database():
        check_folder(path)
    elif may_make:
        path.parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def database(asked: Asked, *, may_make: bool = False) -> Iterator[Engine]:
    """The database, at this program's revision.

    Only with ``may_make`` is a file made that is not there; without, NoPlan says how to make one.
    Raises NoFolderThere, and what ``open_engine`` and ``migrate`` raise.
    """
    from tracker.store.engine import open_engine  # noqa: PLC0415 - loads SQLAlchemy
    from tracker.store.read.view import NoPlan  # noqa: PLC0415
    from tracker.upkeep.migrate import migrate  # noqa: PLC0415

    location = asked.location
    path = embedded_file(location)
    if path is not None:
        check_place(path, may_make=may_make)
    if is_missing(location) and not may_make:
        raise NoPlan
    warn_of_share(path)
    engine = open_engine(location)
    try:
        if kept := migrate(engine):
            message(
                _(
                    "The database was brought to this version's form; what it was before: {file}"
                ).format(file=shown(str(kept)))
            )
        yield engine
    finally:
        engine.dispose()


@contextmanager
def plan_on_day(asked: Asked, *, sealed: bool = False) -> Iterator[tuple[Session, View]]:
    """The plan as it stands on the day asked about; ``sealed``: what is read leaves the house, and
    the journal is sealed before.

    Raises NoPlan, UnknownPlan, UnknownEntry, NothingKnown, or what ``read_day`` refuses.
    """
    with database(asked) as engine:
        from tracker.store.engine import reading  # noqa: PLC0415 - loads SQLAlchemy
        from tracker.store.read.known import entry_of, known_at  # noqa: PLC0415
        from tracker.store.read.view import find_plan, open_view  # noqa: PLC0415

        seen = reading(engine)
        if sealed:
            from tracker.upkeep.sealing import EXPORT, sealed_reading  # noqa: PLC0415

            seen = sealed_reading(engine, EXPORT, asked.now())
        with seen as session:
            known_on = None
            if asked.known_on is not None:
                known_on = entry_of(session, asked.known_on, asked.now())
            known = known_at(known_on.number if known_on else None)
            day = day_within(asked, find_plan(session, asked.plan, known).year)
            yield session, open_view(session, asked.plan, day, asked.today, known_on)


def day_within(asked: Asked, year: int) -> date | None:
    """The day asked about; a remark where it is none of the plan's ``year``.

    Raises what ``read_day`` refuses.
    """
    day = asked.as_of_in(year)
    if day is not None and day.year != year:
        message(
            _("{day} lies outside the plan's year {year}.").format(day=formats.day(day), year=year)
        )
    return day


def check_present(asked: Asked) -> None:
    """Refuse ``--known-on`` before anything is done: what works on the present record has no use
    for it. Raises OnlyForLooking."""
    if asked.known_on is not None:
        raise OnlyForLooking


@contextmanager
def desk(
    asked: Asked, *, may_make: bool = False, on_a_day: bool = False, day_by: str = ""
) -> Iterator[Desk]:
    """What the services write with.

    ``on_a_day``: what is written is about the day asked about. Else ``--as-of`` has no part in it,
    which is said, with the option ``day_by`` of the command that says a day. Raises OnlyForLooking.
    """
    check_present(asked)
    with database(asked, may_make=may_make) as engine:
        from tracker.service.desk import Desk  # noqa: PLC0415 - loads SQLAlchemy

        if asked.as_of is not None and not on_a_day:
            message(_("--as-of only changes what is read; this command writes without it."))
            if day_by:
                message(_("The day that is written is said by {option}.").format(option=day_by))
        from tracker.upkeep.keeping import daily  # noqa: PLC0415 - likewise

        warning = daily(engine, asked.now())
        yield Desk(engine, asked.now, who())
        if warning:  # where the write is refused as well, that is what is said
            message(say(warning))


def warn_of_share(path: Path | None) -> None:
    """Say so when the file lies where SQLite's locks cannot be relied on."""
    if path is None:
        return
    from tracker.upkeep.share import on_network_share  # noqa: PLC0415 - loads psutil

    if kind := on_network_share(path):
        message(
            _(
                "Warning: {file} lies on a network share ({kind}), where two programs at once can"
                " damage it. Several people had better use PostgreSQL."
            ).format(file=shown(str(path)), kind=kind)
        )
