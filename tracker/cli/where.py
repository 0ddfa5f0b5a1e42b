"""``--where``: a condition with what a query asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.asked import Asked
from tracker.cli.database import is_missing
from tracker.cli.on_record import plan_now
from tracker.cli.output import message
from tracker.cli.problems import WhereEmpty
from tracker.domain.condition import Condition
from tracker.domain.problem import Problem
from tracker.domain.query import words_alone
from tracker.domain.text import excerpt
from tracker.i18n import N_, _, lang

if TYPE_CHECKING:
    from tracker.query.known import Known
    from tracker.service.desk import Desk
    from tracker.store.read.view import View


def _suggested(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """For the shell: the whole query with each of what may come next in it, and what that means."""
    from tracker.query.completing import completions  # noqa: PLC0415 - most runs complete nothing

    found = completions(incomplete, len(incomplete), _known_to_shell(ctx), lang())
    return [(one.taken(incomplete)[0], one.about.said(lang())) for one in found]


def _known_to_shell(ctx: typer.Context) -> Known:
    """What may be named in the database that the command line means; nothing where that cannot be
    read: a key pressed in a shell says nothing of its own, and makes and changes no database."""
    from tracker.query.known import NOTHING_KNOWN  # noqa: PLC0415 - most runs complete nothing

    before = ctx.find_root().params
    try:
        asked = Asked(before.get("database"), before.get("plan"))
        if is_missing(asked.location):
            return NOTHING_KNOWN
        from tracker.store.engine import open_engine, reading  # noqa: PLC0415 - loads SQLAlchemy
        from tracker.store.read.view import open_view  # noqa: PLC0415

        engine = open_engine(asked.location)
        try:
            with reading(engine) as session:
                view = open_view(session, asked.plan, None, asked.today)
                return _known(session, view)
        finally:
            engine.dispose()
    except Problem:
        return NOTHING_KNOWN


Where = Annotated[
    str | None,
    typer.Option(
        "--where",
        metavar=N_("QUERY"),
        autocompletion=_suggested,
        help=N_(
            "Only tasks that meet this query, such as 'status:overdue or due<30/6'; it stands in"
            " quotation marks."
        ),
    ),
]


def hint(words: Iterable[str]) -> None:
    """Say how a query is asked where a word looks like a part of one: words are looked for as they
    are."""
    if not any(sign in word for word in words for sign in ":=<>"):
        return
    from tracker.query.fields import field_named  # noqa: PLC0415 - most words are none

    for word in words:
        name = re.split("[:=<>]", word, maxsplit=1)[0]
        if name != word and field_named(name):
            message(
                _("“{word}” is looked for as a word. A query stands behind --where.").format(
                    word=excerpt(word)
                )
            )
            return


def meeting(condition: Condition, where: str | None, session: Any, view: View) -> Condition:
    """``condition``, narrowed to the query ``where`` as well. Raises CannotRead, WhereEmpty."""
    return condition if where is None else _narrowed(condition, where, _known(session, view))


def meeting_now(condition: Condition, where: str | None, desk: Desk, plan: str | None) -> Condition:
    """The same with the names that the plan has today."""
    if where is None:
        return condition
    from tracker.store.engine import reading  # noqa: PLC0415 - loads SQLAlchemy

    view = plan_now(desk, plan)
    with reading(desk.engine) as session:
        return meeting(condition, where, session, view)


def _narrowed(condition: Condition, where: str, known: Known) -> Condition:
    from tracker.query.reading import asked  # noqa: PLC0415 - most commands read no query

    query = asked(where, known)
    if query is None:
        raise WhereEmpty
    # Words are the same by whichever option they come.
    words = words_alone(query)
    if words is not None:
        return replace(condition, words=condition.words + words)
    return replace(condition, where=query)


def _known(session: Any, view: View) -> Known:
    from tracker.query.known import known_of  # noqa: PLC0415 - most commands read no query
    from tracker.store.read.view import directives  # noqa: PLC0415 - loads SQLAlchemy
    from tracker.views import saved_views  # noqa: PLC0415 - most commands read no query

    return known_of(view.plan, view.tree, directives(session, view), saved_views())
