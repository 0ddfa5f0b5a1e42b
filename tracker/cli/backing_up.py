"""``tracker backup`` and ``tracker restore``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.asked import Asked, asked
from tracker.cli.asking_back import say_before_saving
from tracker.cli.database import check_place, check_present, database, embedded_file
from tracker.cli.frame import declare
from tracker.cli.options import Json, Yes
from tracker.cli.output import as_json, line, message
from tracker.cli.problems import FileExists, OnlyOne
from tracker.domain.text import shown
from tracker.files import FileIsThere
from tracker.i18n import N_, _, formats

if TYPE_CHECKING:
    from tracker.upkeep.backup import Backup, BackupFile
    from tracker.upkeep.restore import Holding, Prepared


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        backup,
        "backup",
        N_(
            "Back the database up into one file, and check that it is whole.\n\n"
            "Without a name it goes among the database's backups, which lie beside it. There one is"
            " made each day before the first write, and one before the program changes the"
            " database's form. Of the daily ones 7 days, 5 weeks and 12 months are kept."
        ),
        "tracker backup",
        "tracker backup /media/usb/tracker-2021-06-30.sqlite",
    )
    declare(
        app,
        restore,
        "restore",
        N_(
            "Put a backup in the place of the database.\n\n"
            "The file is checked first, and what it replaces is backed up. Restoring cannot be"
            " undone with undo; to go back, restore that backup."
        ),
        "tracker restore tracker-2021-06-30.sqlite",
        "tracker restore /media/usb/tracker-2021-06-30.sqlite --yes",
    )


def backup(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(metavar=N_("FILE"), help=N_("Where to; left out, a name with the time.")),
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help=N_("List the backups there are; make none."))
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Write over a file that is there."))
    ] = False,
    in_json: Json = False,
) -> None:
    call = asked(ctx)
    check_present(call)
    if listed:
        if file is not None:
            raise OnlyOne(first=_("FILE"), second="--list")
        _list(call, in_json=in_json)
        return
    with database(call) as engine, _force_named():
        from tracker.upkeep.backup import back_up  # noqa: PLC0415 - loads SQLAlchemy

        made = back_up(engine, Path(file) if file else None, call.now(), overwrite=force)
    if in_json:
        as_json(_object(made))
    else:
        line(_said(made))


@contextmanager
def _force_named() -> Iterator[None]:
    """A file that is there is refused with the option that would replace it."""
    try:
        yield
    except FileIsThere as there:
        raise FileExists(path=there.facts["path"]) from None


def _said(made: Backup) -> str:
    path = shown(str(made.path))
    if made.seal is None:
        return _("Backed up: {file} (no journal entry yet).").format(file=path)
    if made.seal.last == made.entry:
        return _("Backed up: {file} (up to entry #{entry}, seal {seal}).").format(
            file=path, entry=made.entry, seal=made.seal
        )
    return _("Backed up: {file} (up to entry #{entry}; not sealed since {seal}).").format(
        file=path, entry=made.entry, seal=made.seal
    )


def _object(made: Backup) -> dict[str, Any]:
    seal = made.seal
    return {
        "file": str(made.path),
        "entry": made.entry,
        "seal": {"last": seal.last, "digest": seal.digest, "printed": str(seal)} if seal else None,
    }


def _list(call: Asked, *, in_json: bool) -> None:
    from tracker.upkeep.backup import ServerBacksUp, backups_of  # noqa: PLC0415 - likewise

    path = embedded_file(call.location)
    if path is None:
        from tracker.store.engine import database_name, open_engine  # noqa: PLC0415 - likewise

        raise ServerBacksUp(database=database_name(open_engine(call.location)))
    found = backups_of(path)
    if in_json:
        as_json([_file_object(backup) for backup in found])
        return
    for backup in found:
        line(
            _("{made}  {size} KB  {file}").format(
                made=formats.moment(backup.made),
                size=formats.count(-(-backup.size // 1024)),
                file=shown(str(backup.path)),
            )
        )
    if not found:
        message(_("There are no backups of {database} yet.").format(database=shown(str(path))))


def _file_object(found: BackupFile) -> dict[str, Any]:
    return {"file": str(found.path), "made": found.made.isoformat(), "bytes": found.size}


def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar=N_("FILE"), help=N_("The backup."))],
    yes: Yes = False,
) -> None:
    from tracker.upkeep import restore as upkeep  # noqa: PLC0415 - loads SQLAlchemy
    from tracker.upkeep.backup import ServerBacksUp  # noqa: PLC0415

    call = asked(ctx)
    check_present(call)
    path = embedded_file(call.location)
    if path is None:
        from tracker.store.engine import database_name, open_engine  # noqa: PLC0415

        raise ServerBacksUp(database=database_name(open_engine(call.location)))
    check_place(path, may_make=True)
    with upkeep.prepared(path, file, call.now()) as ready:
        say_before_saving(_what_happens(ready), yes=yes, question=N_("Restore it? [y/N]"))
        kept = upkeep.restore(ready)
    line(_("Restored: {database}").format(database=shown(str(path))))
    if kept is not None:
        message(
            _("What was there is kept as {file}; to go back, restore that.").format(
                file=shown(str(kept))
            )
        )


def _what_happens(ready: Prepared) -> list[str]:
    """Whence the backup is, what would be left out, and where what it replaces is kept."""
    said = [_backup_said(ready.holds)]
    if ready.kept is None:
        said.append(
            _("There is no database yet at {file}.").format(file=shown(str(ready.database)))
        )
    else:
        said.append(_lacking_said(ready))
        kept = _("The present database will be kept as {file}.")
        said.append(kept.format(file=shown(str(ready.kept))))
        said.append(_("This cannot be undone with undo; to go back, restore that file."))
    return said


def _backup_said(holds: Holding) -> str:
    plans = ", ".join(shown(code) for code in holds.plans) or _("no plan")
    if holds.last is None:
        return _("The backup ({plans}) has no journal entry yet.").format(plans=plans)
    return _("The backup ({plans}) is from entry #{number}, recorded {moment}.").format(
        plans=plans, number=holds.last.number, moment=formats.moment(holds.last.recorded_at)
    )


def _lacking_said(ready: Prepared) -> str:
    lacks = ready.lacks
    if lacks is None:
        return _("The present database is damaged: what of it is not in the backup cannot be told.")
    if lacks.first is None:
        return _("Entries of the present database that are not in the backup: none.")
    return _(
        "Entries of the present database that are not in the backup: {count}, from #{number}"
        " recorded {moment} on."
    ).format(
        count=formats.count(lacks.count),
        number=lacks.first.number,
        moment=formats.moment(lacks.first.recorded_at),
    )
