"""``tracker undo`` and ``redo``: the last change is taken back, or done again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.asked import asked
from tracker.cli.asking_back import say_before_saving
from tracker.cli.database import desk
from tracker.cli.frame import declare
from tracker.cli.options import Yes
from tracker.cli.output import line, message
from tracker.cli.reporting import totals_said
from tracker.i18n import N_, _, formats, n_
from tracker.i18n.record import call_said, changes_said, subject_said

if TYPE_CHECKING:
    from tracker.domain.undo import Reversed

ENTRIES_SHOWN = 12

DryRun = Annotated[
    bool, typer.Option("--dry-run", help=N_("Only say what would be reversed; write nothing."))
]


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        undo,
        "undo",
        N_(
            "Take back your last change that is not undone yet.\n\n"
            "Many changes made by one command are taken back as one. Nothing is forgotten: the"
            " undoing is an entry of its own, and an undone report stays on record as withdrawn."
            " A plan that was applied, a restored database and a migration cannot be undone."
        ),
        "tracker undo",
        "tracker undo --dry-run",
    )
    declare(
        app,
        redo,
        "redo",
        N_("Do again what you undid last, as long as you have changed nothing else since."),
        "tracker redo",
    )


def undo(ctx: typer.Context, dry_run: DryRun = False, yes: Yes = False) -> None:
    from tracker.service.undoing import undo as reverse  # noqa: PLC0415 - loads SQLAlchemy

    _reverse(ctx, reverse, N_("To be undone:"), N_("Undone:"), dry_run=dry_run, yes=yes)


def redo(ctx: typer.Context, dry_run: DryRun = False, yes: Yes = False) -> None:
    from tracker.service.undoing import redo as reverse  # noqa: PLC0415 - loads SQLAlchemy

    _reverse(ctx, reverse, N_("To be done again:"), N_("Done again:"), dry_run=dry_run, yes=yes)


def _reverse(
    ctx: typer.Context,
    reverse: Callable[..., Reversed],
    ahead: str,
    done: str,
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    call = asked(ctx)
    with desk(call) as where:
        foreseen = reverse(where, call.plan, dry_run=True)
        if dry_run:
            for said in _said(ahead, foreseen):
                line(said)
            return
        say_before_saving(list(_said(ahead, foreseen)), yes=yes)
        reversed_ = reverse(where, call.plan, expected=foreseen.first.number)
    for said in _said(done, reversed_):
        line(said)
    for task, periods in reversed_.outdated.items():
        message(totals_said(task, periods))


def _said(sentence: str, reversed_: Reversed) -> Iterator[str]:
    """What it is, when it was made, and what changes; of many the first ones."""
    first = reversed_.first
    yield _("{sentence} #{number}, {what} of {moment}").format(
        sentence=_(sentence),
        number=first.number,
        what=call_said(first.what),
        moment=formats.moment(first.recorded_at),
    )
    for entry in reversed_.entries[:ENTRIES_SHOWN]:
        told = "; ".join(changes_said(entry, backwards=True))
        yield "  " + " · ".join(filter(None, (subject_said(entry), told)))
    if (more := len(reversed_.entries) - ENTRIES_SHOWN) > 0:
        yield "  " + n_("… and {count} more", "… and {count} more", more).format(
            count=formats.count(more)
        )
