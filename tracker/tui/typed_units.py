"""Units as people type them: by code or by name, folded, several parted by commas."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.text import fold
from tracker.domain.unit import Unit, UnitTree
from tracker.tui.cells import said


def read_unit(tree: UnitTree, plan: str, text: str) -> Unit:
    """The unit with this code or name; a part of a name will do where only one unit has it.

    Raises UnknownUnit with the nearest.
    """
    wanted = text.strip()
    if wanted in tree.units:
        return tree.units[wanted]
    folded = fold(wanted)
    exact = [u for u in tree.units.values() if folded in map(fold, _spellings(u))]
    if len(exact) == 1:
        return exact[0]
    partly = [
        u for u in tree.units.values() if folded and any(folded in fold(s) for s in _spellings(u))
    ]
    if len(partly) == 1:
        return partly[0]
    return tree.get(wanted, plan)


def read_units(tree: UnitTree, plan: str, text: str) -> list[Unit]:
    """Several of them. Raises UnknownUnit."""
    return [read_unit(tree, plan, part) for part in text.split(",") if part.strip()]


def names_of(units: Iterable[Unit]) -> str:
    """What was understood, to echo it."""
    return ", ".join(said(unit.name) for unit in units)


def _spellings(unit: Unit) -> tuple[str, ...]:
    names = (unit.code, unit.name.vi, unit.name.en, unit.short.vi, unit.short.en)
    return tuple(name for name in names if name)
