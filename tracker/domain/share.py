"""A percentage given by the figures behind it: ``93/109``, or ``93/109 = 85,3%``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain.problem import N_, Refused
from tracker.domain.quantity import SCALE, Amount, is_percent, read_amount, read_number
from tracker.domain.text import excerpt
from tracker.domain.words import Words


class NoWhole(Refused):
    wording = N_("“{text}”: a share of nothing is no percentage.")


@dataclass(frozen=True, slots=True)
class Share:
    """``numerator`` of ``denominator``, in thousandths; ``stated`` is the percentage said beside
    them (thousandths of a percent, with ``decimals`` of them written), if any."""

    numerator: int
    denominator: int
    stated: int | None = None
    decimals: int = 0

    @property
    def thousandths(self) -> int:
        """The percentage that follows from the figures, rounded half up to three decimals."""
        return int(Fraction(100 * SCALE * self.numerator, self.denominator) + Fraction(1, 2))

    @property
    def contradicts_itself(self) -> bool:
        """Whether the stated percentage is none that its figures round to."""
        if self.stated is None:
            return False
        exact = Fraction(100 * SCALE * self.numerator, self.denominator)
        return abs(exact - self.stated) > Fraction(SCALE, 2 * 10**self.decimals)


_SHARE = re.compile(r"\s*([0-9.,]+)\s*/\s*([0-9.,]+)\s*(?:[=(:]?\s*([0-9.,]+)\s*%\s*\)?)?\s*")


def share_of(text: str, unit_of_measure: Words) -> Share | None:
    """The share that a figure was given by; None for any other, also one that is read no more."""
    try:
        return read_figure(text, unit_of_measure)[1]
    except Refused:
        return None


def read_figure(text: str, unit_of_measure: Words) -> tuple[Amount, Share | None]:
    """The figure written in ``text``; a percentage may be given as a share, and is then computed.

    Raises NoWhole, or what ``read_amount`` refuses.
    """
    parts = _SHARE.fullmatch(text) if is_percent(unit_of_measure) else None
    if parts is None:
        return read_amount(text, unit_of_measure), None
    denominator = read_number(parts[2])
    if denominator <= 0:
        raise NoWhole(text=excerpt(text.strip()))
    stated = parts[3]
    share = Share(
        read_number(parts[1]),
        denominator,
        None if stated is None else read_number(stated),
        len(stated.partition(",")[2]) if stated else 0,
    )
    return Amount(share.thousandths), share
