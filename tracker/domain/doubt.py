"""What looks wrong about a figure, though it may be right: to be confirmed with a word of why.

The bounds are this product's own; no rule of the field is known. They are to catch a slip of the
hand (a thousand more or less by a misplaced dot, a zero too many), and to leave small counts alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tracker.domain.period import Period
from tracker.domain.problem import N_, Problem
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.share import Share

SLIPS = (10, 100, 1000)
"""Factors by which a figure is wrong when a zero or a dot is."""
NEAR_A_SLIP = Fraction(5, 4)
"""How near to such a factor a ratio has to be, either way."""
JUMP = 3
"""Times as much, or as little, as in the same period of last year."""
FAR = 10
"""Times the target of the whole year that one period's figure is, at least."""
PERCENT_WHOLE = 100 * SCALE
SMALL = 20 * SCALE
"""Where both figures are below this, no ratio says anything."""


class Doubt(Problem):
    """A reason to look again."""


class Falls(Doubt):
    wording = N_(
        "the cumulative figure {figure} is below the {earlier} already reported for earlier periods"
    )


class TimesAsMuch(Doubt):
    wording = N_("{figure} is about {factor} times {other} of {period}")


class TimesLess(Doubt):
    wording = N_("{figure} is about {factor} times less than {other} of {period}")


class Jumps(Doubt):
    wording = N_("{figure} is far from {other} of {period}, the same period of last year")


class DoesNotFollow(Doubt):
    wording = N_("{numerator} of {denominator} is {percent} %, not {stated} %")


class AboveWhole(Doubt):
    wording = N_("{figure} % is more than the whole")


class FarOverTarget(Doubt):
    wording = N_("{figure} is {factor} times the target {target} of the whole year, or more")


@dataclass(frozen=True, slots=True)
class Compared:
    """A period's figure, in thousandths, to compare another with."""

    period: Period
    value: int


def doubts_of(
    figure: int,
    before: Compared | None,
    last_year: Compared | None,
    share: Share | None,
) -> tuple[Doubt, ...]:
    """What looks wrong about ``figure`` (thousandths) beside the period before it and the same one
    of last year."""
    found: list[Doubt] = []
    if share is not None and share.contradicts_itself:
        found.append(
            DoesNotFollow(
                numerator=Amount(share.numerator),
                denominator=Amount(share.denominator),
                percent=Amount(share.thousandths),
                stated=Amount(share.stated or 0),
            )
        )
    slip = _slip(figure, last_year) or _slip(figure, before)
    if slip is not None:
        found.append(slip)
    elif last_year is not None and _jumps(figure, last_year.value):
        found.append(
            Jumps(figure=Amount(figure), other=Amount(last_year.value), period=last_year.period)
        )
    return tuple(found)


def doubts_of_size(figure: int, target: int | None, *, percent: bool) -> tuple[Doubt, ...]:
    """What looks wrong about the size of a figure by itself (thousandths): a percentage above 100,
    or one period's figure far over the ``target`` of the year."""
    if percent:
        above = figure > PERCENT_WHOLE
        return (AboveWhole(figure=Amount(figure)),) if above else ()
    if target and figure >= SMALL and figure >= FAR * target:
        return (FarOverTarget(figure=Amount(figure), factor=FAR, target=Amount(target)),)
    return ()


def _slip(figure: int, other: Compared | None) -> Doubt | None:
    if other is None or figure <= 0 or other.value <= 0 or max(figure, other.value) < SMALL:
        return None
    facts = Amount(figure), Amount(other.value), other.period
    for factor in SLIPS:
        if _near(Fraction(figure, other.value), factor):
            return _times(TimesAsMuch, factor, *facts)
        if _near(Fraction(other.value, figure), factor):
            return _times(TimesLess, factor, *facts)
    return None


def _times(kind: type[Doubt], factor: int, figure: Amount, other: Amount, period: Period) -> Doubt:
    return kind(factor=factor, figure=figure, other=other, period=period)


def _near(ratio: Fraction, factor: int) -> bool:
    return factor / NEAR_A_SLIP <= ratio <= factor * NEAR_A_SLIP


def _jumps(figure: int, other: int) -> bool:
    if max(figure, other) < SMALL or other <= 0:
        return False
    return figure >= JUMP * other or figure * JUMP <= other
