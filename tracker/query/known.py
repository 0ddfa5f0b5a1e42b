"""What a query may name: the units and directives of one plan, its year, and saved views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tracker.domain.plan import Directive, Plan
from tracker.domain.unit import UnitTree
from tracker.domain.words import Words


@dataclass(frozen=True, slots=True)
class Known:
    """``directives`` maps codes to what is said of them, ``views`` names to queries."""

    plan: str
    year: int
    tree: UnitTree
    directives: Mapping[str, Words]
    views: Mapping[str, str] = field(default_factory=dict)


NOTHING_KNOWN = Known("", 1, UnitTree(()), {})
"""Where no plan can be read; fields and closed lists are known all the same."""


def known_of(
    plan: Plan,
    tree: UnitTree,
    directives: Iterable[Directive],
    views: Mapping[str, str] | None = None,
) -> Known:
    stated = {d.code: d.short for d in directives}
    return Known(plan.code, plan.year, tree, stated, views or {})
