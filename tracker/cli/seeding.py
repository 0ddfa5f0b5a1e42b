"""``tracker seed``: a plan file into the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.asked import Asked, asked
from tracker.cli.changes import changes_object, print_changes
from tracker.cli.database import (
    check_place,
    check_present,
    database,
    desk,
    embedded_file,
    is_missing,
)
from tracker.cli.frame import declare
from tracker.cli.options import Json
from tracker.cli.output import as_json, message
from tracker.cli.problems import ArgumentMissing
from tracker.i18n import N_, _

if TYPE_CHECKING:
    from tracker.service.desk import Desk


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        seed,
        "seed",
        N_(
            "Put a plan into the database, or bring it up to date from an edited plan file.\n\n"
            "Applying the same file twice changes nothing. What users have edited or confirmed is"
            " left alone and listed. The plan becomes the current one. The format of plan files is"
            " in docs/plan-format.md."
        ),
        "tracker seed soc-trang-2021",
        "tracker seed soc-trang-2021 --dry-run",
    )


def seed(
    ctx: typer.Context,
    plan: Annotated[
        str | None,
        typer.Argument(
            metavar=N_("PLAN"),
            help=N_(
                "A bundled plan's name, or the path of a folder with a plan.toml or of a file."
            ),
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=N_("Only say what would change; write nothing."))
    ] = False,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune",
            help=N_("Stop the tasks that an earlier file had and this one no longer has."),
        ),
    ] = False,
    if_missing: Annotated[
        bool,
        typer.Option("--if-missing", help=N_("Do nothing when the plan is there already.")),
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help=N_("Say every change, however many there are.")),
    ] = False,
    in_json: Json = False,
) -> None:
    from seed import expand, read  # noqa: PLC0415 - only this command reads plan files

    plan_file = read(plan or _only_bundled())
    drafts = expand(plan_file)
    call = asked(ctx)
    check_present(call)
    if if_missing and _is_there(call, plan_file.draft.plan.code):
        message(_("Plan {plan} is there already.").format(plan=plan_file.draft.plan.code))
        return
    from tracker.service.plans import apply_plan  # noqa: PLC0415 - loads SQLAlchemy

    with _desk(call, dry_run=dry_run) as where:
        changes = apply_plan(where, plan_file.draft, drafts, dry_run=dry_run, prune=prune)
    if in_json:
        as_json({"dry_run": dry_run, **changes_object(changes)})
    else:
        print_changes(changes, plan_file.draft.plan, dry_run=dry_run, verbose=verbose)


def _only_bundled() -> str:
    from seed import bundled  # noqa: PLC0415

    known = bundled()
    if len(known) != 1:
        raise ArgumentMissing(name=_("PLAN"), usage=f"tracker seed {' | '.join(known)}")
    return known[0]


@contextmanager
def _desk(call: Asked, *, dry_run: bool) -> Iterator[Desk]:
    """Where to apply. A dry run on a database without tables takes place in one that is thrown
    away, since making tables is writing too."""
    if not dry_run or not _has_no_tables(call):
        with desk(call, may_make=not dry_run) as real:
            yield real
        return
    with TemporaryDirectory() as folder:
        scratch = Asked(str(Path(folder) / "scratch.sqlite"), now=call.now)
        with desk(scratch, may_make=True) as thrown_away:
            yield thrown_away


def _has_no_tables(call: Asked) -> bool:
    """Whether there is nothing yet; a folder that does not exist is refused all the same."""
    from tracker.store.engine import open_engine, reading  # noqa: PLC0415 - loads SQLAlchemy
    from tracker.store.schema import is_empty  # noqa: PLC0415

    location = call.location
    if (path := embedded_file(location)) is not None:
        check_place(path, may_make=False)
    if is_missing(location):
        return True
    engine = open_engine(location)
    try:
        with reading(engine) as session:
            return is_empty(session.connection())
    finally:
        engine.dispose()


def _is_there(call: Asked, code: str) -> bool:
    if is_missing(call.location):
        return False
    with database(call) as engine:
        from tracker.store.engine import reading  # noqa: PLC0415 - loads SQLAlchemy
        from tracker.store.read.view import NoPlan, UnknownPlan, find_plan  # noqa: PLC0415

        with reading(engine) as session:
            try:
                find_plan(session, code)
            except (NoPlan, UnknownPlan):
                return False
            return True
