"""Units as people type them: by code or by name, folded, several parted by commas."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.unit import Unit, UnitTree
from tracker.tui.cells import said


def read_unit(tree: UnitTree, plan: str, text: str) -> Unit:
    """The unit with this code or name; a part of a name will do where only one unit has it.

    Raises UnknownUnit with the nearest.
    """
    return tree.named(text) or tree.get(text.strip(), plan)


def read_units(tree: UnitTree, plan: str, text: str) -> list[Unit]:
    """Several of them. Raises UnknownUnit."""
    return [read_unit(tree, plan, part) for part in text.split(",") if part.strip()]


def names_of(units: Iterable[Unit]) -> str:
    """What was understood, to echo it."""
    return ", ".join(said(unit.name) for unit in units)
