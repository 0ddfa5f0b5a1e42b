"""Where a field's value comes from (DOMAIN §3, "Origin")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Origin(StrEnum):
    """How sure a value is: only ``source`` and ``confirmed`` stand without a mark."""

    SOURCE = "source"
    INFERRED = "inferred"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"

    @property
    def is_open(self) -> bool:
        """Whether a document may still confirm the value."""
        return self in (Origin.PROPOSED, Origin.INFERRED)

    @property
    def mark(self) -> str:
        """The sign shown behind a value: ``*`` proposed, ``~`` inferred, else nothing."""
        return {Origin.PROPOSED: "*", Origin.INFERRED: "~"}.get(self, "")


class Field(StrEnum):
    """The fields of a task that carry an origin; the values are the JSON keys."""

    TITLE = "title"
    UNIT = "unit"
    COORDINATING = "coordinating"
    MEASURE = "measure"
    UNIT_OF_MEASURE = "unit_of_measure"
    RHYTHM = "rhythm"
    BASELINE = "baseline"
    TARGET = "target"
    START = "start"
    DEADLINE = "deadline"
    WEIGHT = "weight"


DATED_FIELDS = (Field.UNIT, Field.TARGET, Field.DEADLINE, Field.WEIGHT)
"""Fields that may change from a day on; the others are corrected for the whole year."""


@dataclass(frozen=True, slots=True)
class Document:
    """The document that confirms a value: number and symbol (``12-KH/BDVTU``) and its date."""

    number: str
    day: date | None = None
