"""``tracker export``: a summary on its way out of the office."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.asked import asked
from tracker.cli.database import plan_on_day
from tracker.cli.frame import declare
from tracker.cli.options import By as ByText
from tracker.cli.options import Directive, Unit
from tracker.cli.output import as_bytes, message
from tracker.cli.problems import BinaryOnTerminal, FileExists
from tracker.cli.typed import choice, condition
from tracker.cli.where import Where, meeting
from tracker.domain.condition import By
from tracker.domain.text import shown
from tracker.export import Format
from tracker.files import FileIsThere, place_for, put
from tracker.i18n import N_, _

_BINARY = (Format.DOCX, Format.XLSX)


def add_commands(app: typer.Typer) -> None:
    declare(
        app,
        export,
        "export",
        N_(
            "Write a summary with its annex of tasks as Markdown, Word, Excel, CSV or JSON.\n\n"
            "All formats have the same figures. A file that is there is left alone unless --force"
            " is given."
        ),
        "tracker export docx -o tong-hop.docx",
        "tracker --as-of 30/6/2021 export xlsx -o 6-thang.xlsx --by directive",
        "tracker export md -o - --unit my-xuyen",
        "tracker export docx -o qua-han.docx --where 'status:overdue directive:D7'",
    )


def export(
    ctx: typer.Context,
    form: Annotated[
        str, typer.Argument(metavar=N_("FORMAT"), help=N_("md, docx, xlsx, csv or json."))
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar=N_("FILE"), help=N_("Where to; - for standard output.")
        ),
    ],
    by: ByText = By.UNIT.value,
    unit: Unit = None,
    directive: Directive = None,
    where: Where = None,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Write over a file that is there."))
    ] = False,
) -> None:
    wanted = choice(Format, _("FORMAT"), form)
    rows, tasks = choice(By, "--by", by), condition(unit=unit, directive=directive)
    path = None if output == "-" else _place(output, force=force)
    if path is None and wanted in _BINARY and sys.stdout.isatty():
        raise BinaryOnTerminal(format=wanted.value)
    with plan_on_day(asked(ctx), sealed=True) as (session, view):
        from tracker.store.read.rollup import summary  # noqa: PLC0415 - loads SQLAlchemy

        tasks = meeting(tasks, where, session, view)
        found = summary(session, view, rows, tasks, with_tasks=True)
    from tracker.export import render  # noqa: PLC0415

    content = render(found, wanted)
    if path is None:
        as_bytes(content)
    else:
        with _force_named():
            put(path, content, overwrite=force)
        message(_("Written: {file}").format(file=shown(str(path))))


def _place(output: str, *, force: bool) -> Path:
    """Before the work: a place that cannot be written to is better said at once."""
    with _force_named():
        return place_for(Path(output), overwrite=force)


@contextmanager
def _force_named() -> Iterator[None]:
    """A file that is there is refused with the option that would replace it."""
    try:
        yield
    except FileIsThere as there:
        raise FileExists(path=there.facts["path"]) from None
