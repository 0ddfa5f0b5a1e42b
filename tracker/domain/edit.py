"""A task's fields as people type them, on the command line and on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from tracker.domain.days import day_of, read_day
from tracker.domain.measure import Measure
from tracker.domain.origin import Field
from tracker.domain.period import Rhythm
from tracker.domain.problem import N_, Refused
from tracker.domain.quantity import Amount, read_amount
from tracker.domain.task import TaskRow
from tracker.domain.text import excerpt, near
from tracker.domain.words import Words

NOTHING = ("", "-", "—")
"""What is typed for "no target", "no deadline", "no result last year"."""


class NotAChoice(Refused):
    wording = N_("“{text}” is not a {field}. Allowed: {allowed}.")


class NotAWeight(Refused):
    wording = N_("“{text}” is not a weight. Allowed: a whole number from 1 to 100.")


class QualifiedTarget(Refused):
    wording = N_("The target “{text}” must be exact: leave out “{qualifier}”.")


class NegativeQuantity(Refused):
    wording = N_("The {field} {quantity} is below 0; it counts from 0 up.")


class EditedMeanwhile(Refused):
    wording = N_(
        "{task}: meanwhile {who} changed {field} from “{seen}” to “{theirs}” (entry #{number})."
        " Nothing was written; save again to change it to “{yours}”."
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """A task as whoever edits it had it in sight, on ``day``."""

    day: date
    row: TaskRow


Choice = TypeVar("Choice", bound=StrEnum)


def read_choice(kind: type[Choice], field: str, text: str) -> Choice:
    """One of a closed list by its key. Raises NotAChoice with the nearest."""
    wanted = text.strip().lower()
    for choice in kind:
        if choice.value == wanted:
            return choice
    allowed = [choice.value for choice in kind]
    raise NotAChoice(text=text, field=field, allowed=", ".join(allowed), near=near(wanted, allowed))


def read_weight(text: str) -> int:
    """A weight, 1–100; the draft checks the bounds. Raises NotAWeight."""
    if not re.fullmatch(r"[0-9]{1,9}", text.strip()):
        raise NotAWeight(text=text)
    return int(text)


def read_quantity(field: Field, text: str, unit_of_measure: Words) -> Amount | None:
    """A target or baseline; None for NOTHING.

    Raises NegativeQuantity, QualifiedTarget (a task is judged by its target), or what
    ``read_amount`` refuses.
    """
    if text.strip() in NOTHING:
        return None
    amount = read_amount(text, unit_of_measure)
    if field is Field.TARGET and amount.qualifier is not None:
        raise QualifiedTarget(text=excerpt(text), qualifier=text.split(maxsplit=1)[0])
    if amount.value < 0:
        raise NegativeQuantity(field=field, quantity=amount)
    return amount


def read_optional_day(text: str, year: int | None = None) -> date | None:
    """A day, or None for NOTHING; of ``year``, where one is given and the text says none.

    Raises what ``read_day`` refuses.
    """
    return None if text.strip() in NOTHING else _day(text, year)


def _day(text: str, year: int | None) -> date:
    return read_day(text) if year is None else day_of(text, year)


def read_field(field: Field, text: str, unit_of_measure: Words, year: int | None = None) -> object:
    """``text`` as the value ``TaskDraft`` has for ``field`` (texts and units are not read here);
    a day that says no year is of ``year``, where one is given.

    Raises the Refused that says what is allowed.
    """

    def target() -> int | None:
        amount = read_quantity(field, text, unit_of_measure)
        return None if amount is None else amount.value

    readers: dict[Field, Callable[[], object]] = {
        Field.MEASURE: lambda: read_choice(Measure, field, text),
        Field.RHYTHM: lambda: read_choice(Rhythm, field, text),
        Field.BASELINE: lambda: read_quantity(field, text, unit_of_measure),
        Field.TARGET: target,
        Field.START: lambda: _day(text, year),
        Field.DEADLINE: lambda: read_optional_day(text, year),
        Field.WEIGHT: lambda: read_weight(text),
    }
    return readers[field]()
