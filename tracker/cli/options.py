"""Options that several commands share. Their texts are message ids."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.i18n import N_

Task = Annotated[str, typer.Argument(metavar=N_("TASK"), help=N_("The task's code."))]
Unit = Annotated[
    str | None,
    typer.Option(
        "--unit", metavar=N_("UNIT"), help=N_("Only this unit and what lies below it, as lead.")
    ),
]
Directive = Annotated[
    str | None,
    typer.Option("--directive", metavar=N_("CODE"), help=N_("Only this directive, such as D7.")),
]
Json = Annotated[bool, typer.Option("--json", help=N_("Print JSON instead of a table."))]
Why = Annotated[
    str, typer.Option("--why", metavar=N_("TEXT"), help=N_("The reason, kept in the history."))
]
Word = Annotated[
    str,
    typer.Option(
        "--why",
        metavar=N_("TEXT"),
        help=N_("Why a figure that looks wrong is right all the same; kept with the report."),
    ),
]
DOCUMENT = typer.Option(
    "--document",
    metavar=N_("NUMBER"),
    help=N_("Number and symbol of the document that confirms it, such as 12-KH/BDVTU."),
)
DocumentNumber = Annotated[str | None, DOCUMENT]
DocumentDay = Annotated[
    str | None,
    typer.Option(
        "--document-day",
        metavar=N_("DAY"),
        help=N_("The document's date, which goes with its number."),
    ),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar=N_("DAY"),
        help=N_(
            "From which day on it holds (lead unit, target, deadline, weight); left out, the"
            " value in force on the day asked about is corrected."
        ),
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=N_("Save without asking back."))]
By = Annotated[
    str,
    typer.Option(
        "--by", metavar=N_("WHAT"), help=N_("What a row is: unit (default), directive, status.")
    ),
]
