"""``tracker seed``: a plan file into the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.asked import Asked, asked
from tracker.cli.database import check_place, database, desk, embedded_file, is_missing
from tracker.cli.frame import declare
from tracker.cli.options import Json
from tracker.cli.output import as_json, line, message
from tracker.cli.problems import ArgumentMissing
from tracker.domain.text import shown
from tracker.i18n import N_, _, formats, lang, n_, names
from tracker.i18n.record import value_said

if TYPE_CHECKING:
    from seed import PlanFile
    from tracker.service.desk import Desk
    from tracker.service.plans import PlanChanges

_CODES_SHOWN = 12


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
    in_json: Json = False,
) -> None:
    from seed import expand, read  # noqa: PLC0415 - only this command reads plan files

    plan_file = read(plan or _only_bundled())
    drafts = expand(plan_file)
    call = asked(ctx)
    if if_missing and _is_there(call, plan_file.draft.plan.code):
        message(_("Plan {plan} is there already.").format(plan=plan_file.draft.plan.code))
        return
    from tracker.service.plans import apply_plan  # noqa: PLC0415 - loads SQLAlchemy

    with _desk(call, dry_run=dry_run) as where:
        changes = apply_plan(where, plan_file.draft, drafts, dry_run=dry_run, prune=prune)
    if in_json:
        as_json({"dry_run": dry_run, **changes_object(changes)})
    else:
        _print(changes, plan_file, dry_run=dry_run)


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


def changes_object(changes: PlanChanges) -> dict[str, Any]:
    """What applying did, or would do, as JSON: codes, and texts before and after."""
    return {
        "plan": changes.plan,
        "nothing": changes.nothing,
        "new_plan": changes.new_plan,
        "head": changes.head,
        "units": list(changes.units),
        "directives": list(changes.directives),
        "added": list(changes.added),
        "updated": [
            {
                "task": update.task,
                "fields": {
                    field.value: {"before": before, "after": after}
                    for field, (before, after) in update.fields.items()
                },
            }
            for update in changes.updated
        ],
        "left_alone": [
            {
                "task": left.task,
                "field": left.field.value,
                "yours": left.yours,
                "file": left.file,
                "because": left.because,
            }
            for left in changes.left_alone
        ],
        "gone": list(changes.gone),
        "pruned": list(changes.pruned),
    }


def _print(changes: PlanChanges, plan_file: PlanFile, *, dry_run: bool) -> None:
    title = plan_file.draft.plan.title.said(lang())
    line(f"{shown(title)} ({changes.plan})")
    if changes.nothing:
        line(_("Nothing to change: the database says all that the file says."))
    else:
        _print_changes(changes)
    for left in changes.left_alone:
        line(
            _("  left alone  {task}, {field}: {yours} here, {file} in the file ({because})").format(
                task=left.task,
                field=names.field(left.field),
                yours=value_said(left.field, left.yours),
                file=value_said(left.field, left.file),
                because=_(left.because),
            )
        )
    gone = [code for code in changes.gone if code not in changes.pruned]
    if gone:
        line(_("  no longer in the file, kept: {codes}").format(codes=_codes(gone)))
        message(_("--prune stops the tasks that are no longer in the file."))
    if dry_run:
        message(_("Dry run: nothing was written."))


def _print_changes(changes: PlanChanges) -> None:
    if changes.head and not changes.new_plan:
        line(_("  the plan's title, source or margin"))
    for label, codes in (
        (n_("{count} unit", "{count} units", len(changes.units)), changes.units),
        (
            n_("{count} directive", "{count} directives", len(changes.directives)),
            changes.directives,
        ),
        (n_("{count} task added", "{count} tasks added", len(changes.added)), changes.added),
        (n_("{count} task stopped", "{count} tasks stopped", len(changes.pruned)), changes.pruned),
    ):
        if codes:
            line(f"  {label.format(count=formats.count(len(codes)))}: {_codes(codes)}")
    for update in changes.updated:
        for field, (before, after) in update.fields.items():
            line(
                _("  updated  {task}, {field}: {before} → {after}").format(
                    task=update.task,
                    field=names.field(field),
                    before=value_said(field, before),
                    after=value_said(field, after),
                )
            )


def _codes(codes: Sequence[str]) -> str:
    listed = ", ".join(codes[:_CODES_SHOWN])
    more = len(codes) - _CODES_SHOWN
    if more <= 0:
        return listed
    return n_("{codes} and {count} more", "{codes} and {count} more", more).format(
        codes=listed, count=formats.count(more)
    )
