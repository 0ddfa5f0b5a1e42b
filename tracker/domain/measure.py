"""How reports become a task's value, and when that value reaches the target (DOMAIN §3).

Quantities are integers of thousandths of their unit of measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tracker.domain.period import Period
from tracker.domain.quantity import SCALE


class Measure(StrEnum):
    """``sum``: figures added; ``latest``: the latest period's; ``milestone``: 0 or 1;
    ``ceiling``: figures added, not to exceed the target."""

    SUM = "sum"
    LATEST = "latest"
    MILESTONE = "milestone"
    CEILING = "ceiling"

    @property
    def adds(self) -> bool:
        """Whether the periods' figures are added, so that a cumulative figure has a meaning."""
        return self in (Measure.SUM, Measure.CEILING)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the counting figures of a task say at one moment.

    ``credit`` over ``goal`` is the percent as a share, not clipped; ``goal`` is None where the
    task has no percent. ``reached`` is DOMAIN's "Reached"; ``exceeded`` is a broken ceiling.
    """

    value: int | None
    credit: int
    goal: int | None
    reached: bool
    exceeded: bool

    @property
    def percent(self) -> Fraction | None:
        """Percent 0 and up, exact; None without a target."""
        return None if self.goal is None else Fraction(100 * self.credit, self.goal)


def value_of(measure: Measure, figures: Mapping[Period, int]) -> int | None:
    """The task's value from the figure that counts in each period; None when none does."""
    if not figures:
        return None
    if measure.adds:
        return sum(figures.values())
    return figures[max(figures)]


def standing(
    measure: Measure,
    figures: Mapping[Period, int],
    target: int | None,
    *,
    last_period: Period,
) -> Standing:
    """Judge the counting ``figures`` by ``target``.

    ``last_period`` is the period whose figure completes a ceiling: the year's last, or the last
    one before the deadline.
    """
    value = value_of(measure, figures)
    if measure is Measure.MILESTONE:
        done = value == SCALE
        return Standing(value, int(done), 1, reached=done, exceeded=False)
    if measure is Measure.CEILING:
        if target is None:
            return Standing(value, 0, None, reached=False, exceeded=False)
        exceeded = value is not None and value > target
        within = value is not None and not exceeded
        return Standing(
            value, int(within), 1, reached=within and last_period in figures, exceeded=exceeded
        )
    if not target:
        return Standing(value, 0, None, reached=False, exceeded=False)
    reached = value is not None and value >= target
    # A cumulative figure that falls leaves its period below 0; no percent is.
    credit = max(value or 0, 0)
    return Standing(value, credit, target, reached=reached, exceeded=False)
