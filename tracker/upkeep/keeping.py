"""Backups that nobody has to think of: once a day, and before a migration."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from tracker.domain.backups import kept
from tracker.domain.problem import N_, Failed, Problem
from tracker.files import FileIsThere, made_beside
from tracker.settings import backup_folder
from tracker.upkeep.backup import (
    ENDING,
    back_up,
    backups_of,
    check_copy,
    copy,
    file_of,
    is_empty,
    make_folder,
)

MIGRATIONS = 3
"""Backups from before a migration that are kept."""

_DAILY = re.compile(r"daily-(\d{4}-\d{2}-\d{2})\.sqlite", re.ASCII)
_BEFORE = "before-migration-"


class NoDailyBackup(Failed):
    wording = N_("Warning: today's backup was not made: {reason}")


def daily(engine: Engine, now: datetime) -> NoDailyBackup | None:
    """Before the first write of a day, back an embedded database up and let go of old backups.

    One look at a file when today's is there. A fault keeps nobody from writing: it is returned.
    """
    if engine.dialect.name != "sqlite":
        return None  # a server has its own
    database = file_of(engine)
    path = backup_folder(database) / f"daily-{now.date().isoformat()}{ENDING}"
    # Who may not look into the folder is told so below.
    if os.path.lexists(path) or not database.exists():
        return None
    try:
        if is_empty(engine):
            return None
        make_folder(database)
        # What comes next may be refused: a seal of what is on record is no change of the record.
        back_up(engine, path, now)
        _let_go_of_old(database)
    except FileIsThere:
        pass  # another program made it at the same time
    except Problem as problem:
        return NoDailyBackup(reason=problem)
    return None


def _let_go_of_old(database: Path) -> None:
    found: dict[date, Path] = {}
    for backup in backups_of(database):
        if named := _DAILY.fullmatch(backup.path.name):
            with suppress(ValueError):
                found[date.fromisoformat(named[1])] = backup.path
    stay = kept(found)
    for day, path in found.items():
        if day not in stay:
            with suppress(OSError):
                path.unlink()


def before_migration(engine: Engine, revision: str, now: datetime) -> Path | None:
    """Back up a database of an earlier ``revision`` before it is changed; where to.

    None for a server. Raises what ``backup.copy`` and ``files.place_for`` raise: then there must be
    no migration.
    """
    if engine.dialect.name != "sqlite":
        return None
    database = file_of(engine)
    make_folder(database)
    path = backup_folder(database) / f"{_BEFORE}{now:%Y-%m-%d-%H%M%S}-{revision}{ENDING}"
    with made_beside(path, overwrite=True) as beside:
        copy(engine, beside, path)
        check_copy(beside, path)
    earlier = [b.path for b in backups_of(database) if b.path.name.startswith(_BEFORE)]
    for old in sorted(earlier, key=lambda p: p.name, reverse=True)[MIGRATIONS:]:
        with suppress(OSError):
            old.unlink()
    return path
