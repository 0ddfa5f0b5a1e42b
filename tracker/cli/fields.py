"""The options that give a task's fields, and how their texts become values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.asking_back import read_as
from tracker.cli.typed import choice, codes
from tracker.domain.edit import NOTHING, read_field
from tracker.domain.measure import Measure
from tracker.domain.origin import Field
from tracker.domain.period import Rhythm
from tracker.domain.problem import Refused
from tracker.domain.quantity import Amount
from tracker.domain.text import clean, shown
from tracker.domain.words import Words
from tracker.i18n import N_, formats, names

if TYPE_CHECKING:
    from tracker.domain.task import TaskRow


class Empty(Refused):
    wording = N_("{option} cannot be empty.")


TITLE = typer.Option("--title", metavar=N_("TEXT"), help=N_("Its title in Vietnamese."))
Title = Annotated[str | None, TITLE]
TitleEn = Annotated[
    str | None,
    typer.Option("--title-en", metavar=N_("TEXT"), help=N_("Its title in English; - for none.")),
]
MEASURE = typer.Option(
    "--measure",
    metavar=N_("MEASURE"),
    help=N_(
        "How reports become its value: sum (periods added up), latest (latest period),"
        " milestone (done or not), ceiling (not to exceed the target)."
    ),
)
MeasureText = Annotated[str | None, MEASURE]
UNIT_OF_MEASURE = typer.Option(
    "--unit-of-measure",
    metavar=N_("TEXT"),
    help=N_("What is counted, in Vietnamese: cuộc, mô hình, đồng, %."),
)
UnitOfMeasure = Annotated[str | None, UNIT_OF_MEASURE]
UnitOfMeasureEn = Annotated[
    str | None,
    typer.Option(
        "--unit-of-measure-en",
        metavar=N_("TEXT"),
        help=N_("What is counted, in English; - for none."),
    ),
]
RHYTHM = typer.Option(
    "--rhythm",
    metavar=N_("RHYTHM"),
    help=N_("How often it reports: month, quarter, half or year."),
)
RhythmText = Annotated[str | None, RHYTHM]
Target = Annotated[
    str | None,
    typer.Option(
        "--target", metavar=N_("VALUE"), help=N_("What is to be reached; - for no target.")
    ),
]
Baseline = Annotated[
    str | None,
    typer.Option(
        "--baseline", metavar=N_("VALUE"), help=N_("Last year's result; - for none known.")
    ),
]
Start = Annotated[str | None, typer.Option("--start", metavar=N_("DAY"), help=N_("Its first day."))]
Deadline = Annotated[
    str | None,
    typer.Option("--deadline", metavar=N_("DAY"), help=N_("The day it is due; - for no deadline.")),
]
Weight = Annotated[
    str | None,
    typer.Option(
        "--weight",
        metavar=N_("NUMBER"),
        help=N_("How much it counts in its unit's completion, 1 to 100."),
    ),
]
LEAD = typer.Option("--unit", metavar=N_("UNIT"), help=N_("The lead unit's code."))
Lead = Annotated[str | None, LEAD]
Coordinating = Annotated[
    list[str] | None,
    typer.Option(
        "--coordinating",
        metavar=N_("UNITS"),
        help=N_("Codes of the coordinating units, with commas or one by one; - for none."),
    ),
]


def values(
    typed: Mapping[Field, str | None], unit_of_measure: Words, year: int
) -> dict[Field, Any]:
    """The given ones of ``typed`` as ``TaskDraft`` has them, in a plan of ``year``.

    Raises NotAllowed for a word that is not on a closed list, or the Refused that fits.
    """
    found: dict[Field, Any] = {}
    for field, text in typed.items():
        if text is None:
            continue
        if field is Field.MEASURE:
            found[field] = choice(Measure, "--measure", text)
        elif field is Field.RHYTHM:
            found[field] = choice(Rhythm, "--rhythm", text)
        else:
            found[field] = read_field(field, clean(text), unit_of_measure, year)
    return found


def readings(
    task: str, typed: Mapping[Field, str | None], read: Mapping[Field, Any], unit: Words
) -> list[str]:
    """How the quantities among ``typed`` were read, a line each."""
    lines = []
    for field in (Field.TARGET, Field.BASELINE):
        value, text = read.get(field), typed.get(field)
        if value is not None and text is not None:
            amount = value if isinstance(value, Amount) else Amount(value)
            said = read_as(shown(clean(text).strip()), shown(formats.amount(amount, unit)))
            lines.append(f"{task} · {names.field(field)}: {said}")
    return lines


def coordinating_units(given: list[str] | None) -> tuple[str, ...] | None:
    """Their codes; none of them for ``-``; None where nothing was given."""
    if given is None:
        return None
    return tuple(code for code in codes(given) if code != "-")


def stated(option: str, text: str) -> str:
    """A text that has to be there. Raises Empty for none, or for ``-``."""
    said = clean(text).strip()
    if said in NOTHING:
        raise Empty(option=option)
    return said


def words(
    option: str, vietnamese: str | None, english: str | None, now: Words | None = None
) -> Words:
    """A text in both languages; what is not given stays as it is ``now``.

    ``-`` takes the English away. Raises Empty for the Vietnamese, which ``option`` gives.
    """
    before = now or Words("")
    in_english = before.en if english is None else clean(english).strip()
    return Words(
        before.vi if vietnamese is None else stated(option, vietnamese),
        "" if in_english in NOTHING else in_english,
    )


def changed_words(
    field: Field, vietnamese: str | None, english: str | None, row: TaskRow
) -> dict[Field, Any]:
    """A field of two languages, where either was given. Raises Empty."""
    if vietnamese is None and english is None:
        return {}
    option = f"--{field.value.replace('_', '-')}"
    return {field: words(option, vietnamese, english, getattr(row, field.value))}
