"""What is typed, as the domain has it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from tracker.cli.problems import NotAllowed
from tracker.domain.condition import ATTENTION, Condition, Sort, SortKey
from tracker.domain.days import read_day
from tracker.domain.origin import Document
from tracker.domain.status import Status
from tracker.domain.text import clean, excerpt, near

AT_RISK, ATTENTION_WORD, EXCEEDED = "at_risk", "attention", "exceeded"
STANDINGS = (*(status.value for status in Status), AT_RISK, EXCEEDED, ATTENTION_WORD)
"""What ``--status`` takes."""

Choice = TypeVar("Choice", bound=StrEnum)


def choice(kind: type[Choice], name: str, text: str) -> Choice:
    """One of a closed list by its key; ``name`` is the option's. Raises NotAllowed."""
    wanted = text.strip().lower()
    for member in kind:
        if member.value == wanted:
            return member
    raise _not_allowed(name, text, [member.value for member in kind])


def _not_allowed(name: str, text: str, allowed: list[str]) -> NotAllowed:
    return NotAllowed(
        name=name, text=excerpt(text), allowed=", ".join(allowed), near=near(text, allowed)
    )


def sorting(text: str | None) -> Sort:
    """``deadline``, or ``-deadline`` for the other direction. Raises NotAllowed."""
    if text is None:
        return Sort()
    return Sort(choice(SortKey, "--sort", text.removeprefix("-")), text.startswith("-"))


def condition(
    words: Iterable[str] = (),
    unit: str | None = None,
    directive: str | None = None,
    statuses: Iterable[str] = (),
) -> Condition:
    """Which tasks are meant. Raises NotAllowed for a status."""
    asked = {text.strip().lower() for text in statuses}
    for text in asked:
        if text not in STANDINGS:
            raise _not_allowed("--status", text, list(STANDINGS))
    attention = ATTENTION if ATTENTION_WORD in asked else Condition()
    return Condition(
        words=tuple(part for word in words for part in clean(word).split()),
        unit=clean(unit) if unit is not None else None,
        directive=clean(directive) if directive is not None else None,
        statuses=attention.statuses | {status for status in Status if status.value in asked},
        at_risk=attention.at_risk or AT_RISK in asked,
        exceeded=attention.exceeded or EXCEEDED in asked,
    )


def codes(texts: Iterable[str]) -> tuple[str, ...]:
    """Unit codes, given one by one or with commas between them, each once."""
    parts = (part.strip() for text in texts for part in clean(text).split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def document(number: str | None, day: str | None) -> Document | None:
    """The document that confirms, None without a number. Raises what ``read_day`` refuses."""
    if number is None:
        return None
    return Document(clean(number).strip(), read_day(day) if day is not None else None)
