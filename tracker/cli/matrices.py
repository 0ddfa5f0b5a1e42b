"""The matrix of units and directives, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.text import Text

from tracker.cli.layout import GAP, LEAST, Cell, Column, room, table
from tracker.cli.output import line
from tracker.cli.tables import SIGN_STYLES, heading, is_narrow
from tracker.domain.matrix import Matrix, MatrixLine, MatrixRow
from tracker.domain.plan import Directive
from tracker.domain.summary import Figures
from tracker.domain.text import shown
from tracker.export.json import JsonObject, both, figures_object, known_on_object
from tracker.i18n import _, formats, lang, n_

NO_TASK = "·"
_WIDEST = len("! 100,0 %") + len(GAP)
"""Columns of the terminal that the figures of one directive take."""


def print_matrix(matrix: Matrix, *, below: bool) -> None:
    """A row a unit and a column a directive; in a terminal as many directives beside each other as
    it has room for, the others beneath. ``below`` counts with each unit all that lies below it."""
    heading(matrix.plan, matrix.as_of, matrix.known_on)
    tasks = matrix.totals.total.tasks
    line(n_("{count} task", "{count} tasks", tasks).format(count=formats.count(tasks)))
    rows = [row for row in matrix.rows if row.line(below=below).total.tasks]
    if not rows:
        return
    for directives in _side_by_side(matrix.directives):
        line()
        _print_block(matrix, rows, directives, below=below)
    line()
    for directive in matrix.directives:
        line(f"{shown(directive.code)}  {shown(directive.short.said(lang()))}")
    line()
    line(_("A figure is the completion percent, its sign the worst among the tasks."))
    if below:
        line(_("Each unit is counted with all below it, so the rows do not add up to the total."))


def _side_by_side(directives: Sequence[Directive]) -> Iterator[Sequence[Directive]]:
    """The directives in as many parts as the terminal needs."""
    width = room()
    most = len(directives)
    if width is not None:
        most = max((width - LEAST - _WIDEST) // _WIDEST, 1)
    for first in range(0, len(directives), max(most, 1)):
        yield directives[first : first + most]


def _print_block(
    matrix: Matrix, rows: Sequence[MatrixRow], directives: Sequence[Directive], *, below: bool
) -> None:
    def cells(of: MatrixLine) -> list[Cell]:
        return [_cell(of.total), *(_cell(of.of(directive.code)) for directive in directives)]

    columns = (
        Column(_("Unit"), wide=True),
        Column(_("All"), right=True),
        *(Column(shown(directive.code), right=True) for directive in directives),
    )
    lines: list[Sequence[Cell]] = [
        ("  " * row.depth + _name(row), *cells(row.line(below=below))) for row in rows
    ]
    table(columns, [*lines, (_("Total"), *cells(matrix.totals))])


def _name(row: MatrixRow) -> str:
    return shown((row.short if is_narrow() else row.name).said(lang()))


def _cell(figures: Figures) -> Text:
    if not figures.tasks:
        return Text(NO_TASK, "dim")
    sign = figures.sign
    percent = formats.percent(figures.completion)
    return Text(f"{sign.glyph} {percent}", SIGN_STYLES.get(sign, ""))


def matrix_object(matrix: Matrix) -> JsonObject:
    """Totals, and the figures of each unit under each directive with a task: its own, and with all
    below it. Over all rows the own ones add up to the totals."""
    return {
        "plan": matrix.plan.code,
        **both("plan_title", matrix.plan.title),
        "sample": matrix.plan.sample,
        "as_of": matrix.as_of.isoformat(),
        "known_on": known_on_object(matrix.known_on),
        "condition": {
            "unit": matrix.condition.unit,
            "directive": matrix.condition.directive,
            "where": None if matrix.condition.where is None else str(matrix.condition.where),
        },
        "directives": [
            {"code": directive.code, **both("short", directive.short)}
            for directive in matrix.directives
        ],
        "totals": _line_object(matrix.totals),
        "rows": [
            {
                "code": row.code,
                **both("name", row.name),
                "depth": row.depth,
                **_line_object(row.own),
                "subtree": _line_object(row.below),
            }
            for row in matrix.rows
        ],
    }


def _line_object(of: MatrixLine) -> dict[str, Any]:
    return {
        "all": figures_object(of.total),
        "by_directive": {code: figures_object(found) for code, found in of.cells.items()},
    }
