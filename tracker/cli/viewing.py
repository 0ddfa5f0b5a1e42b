"""``tracker view``: queries saved under a name."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.asked import asked
from tracker.cli.database import plan_on_day
from tracker.cli.frame import declare
from tracker.cli.options import Json
from tracker.cli.output import as_json, line
from tracker.cli.problems import ArgumentMissing, NotAllowed
from tracker.cli.where import meeting
from tracker.domain.condition import Condition
from tracker.domain.text import clean, excerpt, near, shown
from tracker.i18n import N_, _

SAVE, LIST, REMOVE = "save", "list", "remove"
ACTIONS = (SAVE, LIST, REMOVE)


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        view,
        "view",
        N_(
            "Save a query under a name, list what is saved, or remove one.\n\n"
            "A saved view is used as view:NAME in any query, and stands in the command palette of"
            " the screens. Views are kept beside the settings file and are one's own."
        ),
        "tracker view save qua-han 'status:overdue unit:my-xuyen'",
        "tracker view list",
        "tracker view remove qua-han",
    )


def view(
    ctx: typer.Context,
    action: Annotated[str, typer.Argument(metavar=N_("ACTION"), help=N_("save, list or remove."))],
    name: Annotated[
        str | None, typer.Argument(metavar=N_("NAME"), help=N_("The view's name."))
    ] = None,
    query: Annotated[
        str | None,
        typer.Argument(metavar=N_("QUERY"), help=N_("What it shall mean; for save alone.")),
    ] = None,
    in_json: Json = False,
) -> None:
    if action not in ACTIONS:
        raise NotAllowed(
            name=_("ACTION"),
            text=excerpt(action),
            allowed=", ".join(ACTIONS),
            near=near(action, ACTIONS),
        )
    if action == LIST:
        _list(in_json=in_json)
        return
    usage = f"tracker view {action} {_('NAME')}" + (f" {_('QUERY')}" if action == SAVE else "")
    if name is None or (action == SAVE and query is None):
        missing = _("NAME") if name is None else _("QUERY")
        raise ArgumentMissing(name=missing, usage=usage)
    if query is None:
        _remove(name)
    else:
        _save(ctx, name, query)


def _list(*, in_json: bool) -> None:
    from tracker.views import saved_views  # noqa: PLC0415 - no other command needs it

    views = saved_views()
    if in_json:
        as_json([{"name": name, "query": query} for name, query in views.items()])
        return
    for name, query in views.items():
        line(f"{shown(name)}: {shown(query)}")
    if not views:
        line(_("No view is saved yet. Save one with: tracker view save NAME QUERY"))


def _save(ctx: typer.Context, name: str, query: str) -> None:
    from tracker.views import save_view  # noqa: PLC0415 - likewise

    text = clean(query).strip()
    with plan_on_day(asked(ctx)) as (session, on_day):
        # What cannot be read now had better be said now.
        meeting(Condition(), text, session, on_day)
    replaced = save_view(name, text)
    wording = _("View {name} now means: {query}") if replaced else _("View {name} saved: {query}")
    line(wording.format(name=shown(name), query=shown(text)))


def _remove(name: str) -> None:
    from tracker.views import remove_view  # noqa: PLC0415 - likewise

    line(_("View {name} removed.").format(name=shown(remove_view(name))))
