"""The typed cells that every format draws, and how each reads as text.

A cell keeps its exact figure and what stands beside it, so that one format can write
``trên 4 cuộc*`` and another the number 4 with a number format.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from tracker.domain.quantity import SCALE, rounded
from tracker.domain.summary import Rate
from tracker.domain.text import shown
from tracker.domain.words import Words
from tracker.i18n import formats, lang


@dataclass(frozen=True, slots=True)
class Percent:
    """An exact percent, 0 and up; rounded half up to one decimal where it is written."""

    exact: Fraction

    @property
    def plain(self) -> str:
        """With a decimal point and no sign: ``81.6``."""
        return str(rounded(self.exact))


@dataclass(frozen=True, slots=True)
class Quantity:
    """Thousandths of ``unit``; ``qualifier`` stands before the number, ``mark`` is its origin's."""

    thousandths: int
    unit: str = ""
    qualifier: str = ""
    mark: str = ""

    @property
    def plain(self) -> str:
        """The bare number with a decimal point, exact at any size: ``1234567.8``."""
        whole, rest = divmod(abs(self.thousandths), SCALE)
        decimals = f".{rest:03}".rstrip("0") if rest else ""
        return f"{'-' if self.thousandths < 0 else ''}{whole}{decimals}"


@dataclass(frozen=True, slots=True)
class Day:
    """A day; ``mark`` is its origin's."""

    day: date
    mark: str = ""


Cell: TypeAlias = str | int | Percent | Quantity | Day | Rate | None
"""A text is already clean (see ``clean_text``); an ``int`` counts things; None is no figure."""


def said(cell: Cell) -> str:
    """The cell as a person reads it in the current language."""
    match cell:
        case str():
            text = cell
        case int():
            text = formats.count(cell)
        case Percent():
            text = formats.percent(cell.exact)
        case Rate():
            text = formats.rate(cell)
        case Day():
            text = formats.day(cell.day) + cell.mark
        case Quantity():
            words = (cell.qualifier, formats.number(cell.thousandths), cell.unit)
            text = " ".join(word for word in words if word) + cell.mark
        case None:
            text = formats.NOTHING
    return text


_NOT_IN_XML = {0xFFFE: "⟪U+FFFE⟫", 0xFFFF: "⟪U+FFFF⟫"}
"""The two characters that ``shown`` lets through and no Word or Excel file may hold."""


def clean_text(text: str) -> str:
    """Text on one line, with every character that a file could not hold or obey made visible."""
    return shown(text).translate(_NOT_IN_XML)


def clean_words(words: Words) -> str:
    """``words`` in the current language, as ``clean_text``."""
    return clean_text(words.said(lang()))
