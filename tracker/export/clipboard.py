"""Lines as a spreadsheet takes them from the clipboard: cells between tabs, one line each.

No cell becomes a formula there, and none has a tab or a line's end of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tracker.domain.task import TaskRow
from tracker.domain.words import Words
from tracker.export.annex import annex_headings, rows_as_lines
from tracker.export.cells import Cell, said
from tracker.export.csv import guarded


def tasks_copied(
    rows: Iterable[TaskRow], unit_names: Mapping[str, Words], *, headings: bool
) -> str:
    """Tasks in the columns of an annex."""
    table: list[Sequence[Cell]] = [line.cells for line in rows_as_lines(rows, unit_names)]
    return lines_copied([annex_headings(), *table] if headings else table)


def lines_copied(table: Iterable[Sequence[Cell]]) -> str:
    """Cells as a text."""
    return "\n".join("\t".join(_one(cell) for cell in row) for row in table)


def _one(cell: Cell) -> str:
    text = "" if cell is None else said(cell)
    return guarded(" ".join(text.split()))
