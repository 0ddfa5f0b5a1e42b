"""``tracker demo``: the plan with a made-up year."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from tracker.cli.asked import Asked, asked
from tracker.cli.database import check_present, desk, embedded_file, is_missing
from tracker.cli.frame import declare
from tracker.cli.output import message
from tracker.cli.problems import LogLeftBehind
from tracker.cli.screens import check_terminal, show_screens
from tracker.domain.text import shown
from tracker.files import place_for, put
from tracker.i18n import N_, _


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        demo,
        "demo",
        N_(
            "Open the screens on the bundled plan with a made-up year of reports.\n\n"
            "The database is thrown away afterwards, unless --keep says where to write it; then no"
            " screen opens. Every screen and export says that the data is made up."
        ),
        "tracker demo",
        "tracker --as-of 30/6/2021 demo",
        "tracker demo --keep mau.sqlite",
    )


def demo(
    ctx: typer.Context,
    keep: Annotated[
        str | None,
        typer.Option(
            "--keep",
            metavar=N_("PLACE"),
            help=N_("Write the sample database here and open no screen."),
        ),
    ] = None,
) -> None:
    call = asked(ctx)
    if keep is not None:
        check_present(call)
        _keep(call, keep)
        return
    check_terminal()
    with TemporaryDirectory() as folder:
        location = str(Path(folder) / "sample.sqlite")
        _make(replace(call, database=location))
        show_screens(replace(call, database=location, plan=None))


def _keep(call: Asked, location: str) -> None:
    path = embedded_file(location)
    if path is not None:
        place_for(path, overwrite=True)
    if path is None or not is_missing(location):
        name = _make(replace(call, database=location))
    else:
        name = str(path)
        _check_nothing_beside(path)
        # Made elsewhere, so that no half-made sample stays behind.
        with TemporaryDirectory() as folder:
            made = Path(folder) / "sample.sqlite"
            _make(replace(call, database=str(made)))
            # An empty file, such as `mktemp` makes, is there to be filled.
            put(path, made.read_bytes(), overwrite=path.exists())
    message(_("Written: {file}").format(file=shown(name)))


def _check_nothing_beside(path: Path) -> None:
    """Refuse a place beside which a log of another database lies: SQLite would work it in."""
    for ending in ("-wal", "-shm", "-journal"):
        log = path.with_name(path.name + ending)
        if log.exists():
            raise LogLeftBehind(log=log, database=path.name)


def _make(call: Asked) -> str:
    """Make the sample and return the database's name, without a password."""
    from seed import bundled, expand, read  # noqa: PLC0415 - only two commands read plan files
    from tracker.service.sample import make_sample  # noqa: PLC0415 - loads SQLAlchemy
    from tracker.store.engine import database_name  # noqa: PLC0415

    message(_("Making a year of sample data …"))
    plan_file = read(bundled()[0])
    with desk(replace(call, as_of=None, known_on=None), may_make=True) as where:
        make_sample(where, plan_file.draft, expand(plan_file))
        return database_name(where.engine)
