"""Units × directives: the figures of each unit's tasks under each directive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.condition import Condition
from tracker.domain.known import Recorded
from tracker.domain.plan import Directive, Plan
from tracker.domain.summary import Figures, total
from tracker.domain.unit import UnitTree
from tracker.domain.words import Words

NO_TASK = Figures()


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """Figures by directive; a directive without a task is missing in ``cells``."""

    cells: Mapping[str, Figures]
    total: Figures

    def of(self, directive: str | None) -> Figures:
        """Of one directive, or (None) of all."""
        return self.total if directive is None else self.cells.get(directive, NO_TASK)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One unit: its ``own`` tasks, which it leads, and with all ``below`` it, itself included.

    Over all rows the own figures add up to the totals; the others overlap.
    """

    code: str
    name: Words
    short: Words
    depth: int
    own: MatrixLine
    below: MatrixLine

    def line(self, *, below: bool) -> MatrixLine:
        return self.below if below else self.own


@dataclass(frozen=True, slots=True)
class Matrix:
    """What a screen and a command show: one object, so that they agree.

    ``rows`` are the units that lead a matching task or stand above one that does, in the plan's
    order; ``directives`` those that are meant, with or without a task. ``known_on`` is None for
    what is known now.
    """

    plan: Plan
    as_of: date
    known_on: Recorded | None
    condition: Condition
    directives: tuple[Directive, ...]
    rows: tuple[MatrixRow, ...]
    totals: MatrixLine


def matrix_rows(
    tree: UnitTree, figures: Mapping[tuple[str, str], Figures], within: str | None = None
) -> tuple[MatrixRow, ...]:
    """The rows of ``figures`` (by unit and directive): each unit's own, and with all below it.

    ``within`` leaves out what is neither that unit nor below it.
    """
    own: dict[str, dict[str, Figures]] = {}
    for (lead, directive), found in figures.items():
        own.setdefault(lead, {})[directive] = found
    walked = list(tree.walk())
    below: dict[str, dict[str, Figures]] = {}
    # From the leaves up: each unit is added to the one above it once.
    for _depth, unit in reversed(walked):
        cells = dict(own.get(unit.code, {}))
        for child in tree.children(unit.code):
            for directive, more in below[child].items():
                cells[directive] = cells[directive] + more if directive in cells else more
        below[unit.code] = cells
    meant = set(tree.subtree(within)) if within else set(tree.units)
    return tuple(
        MatrixRow(
            unit.code,
            unit.name,
            unit.short or unit.name,
            depth,
            _line(own.get(unit.code, {})),
            _line(below[unit.code]),
        )
        for depth, unit in walked
        if unit.code in meant and below[unit.code]
    )


def all_units(rows: Iterable[MatrixRow], directives: Sequence[str]) -> MatrixLine:
    """The figures of all rows together, each task once."""
    lines = [row.own for row in rows]
    cells = {code: total(line.of(code) for line in lines) for code in directives}
    return _line({code: found for code, found in cells.items() if found.tasks})


def _line(cells: Mapping[str, Figures]) -> MatrixLine:
    return MatrixLine(cells, total(cells.values()) if cells else NO_TASK)
