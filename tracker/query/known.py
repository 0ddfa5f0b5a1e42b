"""What a query may name: the units and directives of one plan, and its year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.domain.plan import Directive, Plan
from tracker.domain.unit import UnitTree
from tracker.domain.words import Words


@dataclass(frozen=True, slots=True)
class Known:
    """``directives`` maps codes to what is said of them."""

    plan: str
    year: int
    tree: UnitTree
    directives: Mapping[str, Words]


NOTHING_KNOWN = Known("", 1, UnitTree(()), {})
"""Where no plan can be read; fields and closed lists are known all the same."""


def known_of(plan: Plan, tree: UnitTree, directives: Iterable[Directive]) -> Known:
    return Known(plan.code, plan.year, tree, {d.code: d.short for d in directives})
