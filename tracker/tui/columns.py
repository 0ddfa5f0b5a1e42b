"""The columns of a list of tasks: what each shows, and who gives way when there is no room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len
from textual.content import Content

from tracker.domain.condition import SortKey
from tracker.domain.origin import Field
from tracker.domain.status import Status
from tracker.domain.task import TaskRow
from tracker.domain.words import Words
from tracker.i18n import N_, _, formats
from tracker.tui.cells import clip, left, right, said

Parts = Sequence[tuple[str, str]]
"""Pieces of text, each with its ink."""
NameOf = Callable[[str], Words]
"""A unit's short name from its code."""
Cut = Callable[[str, int], str]
"""A name in at most so many cells."""

PLAIN, STRONG, MUTED = "", ".ink--strong", ".ink--muted"
OVERDUE, RISK, DONE = ".ink--overdue", ".ink--risk", ".ink--done"

WIDE = 96
"""Cells from which names get half as much again."""
LEAST_TITLE = 20
"""Cells below which the title takes another column's room."""


@dataclass(frozen=True, slots=True)
class Column:
    """``figure``: right-aligned and never clipped. ``most`` is the widest that the column gets
    (0: as wide as it needs); the title takes what is left. Columns with a higher ``gives`` go
    first where there is no room; 0 stays."""

    key: str
    label: str
    cell: Callable[[TaskRow, NameOf], Parts]
    sort: SortKey | None = None
    figure: bool = False
    most: int = 0
    gives: int = 0


def glyph(row: TaskRow) -> tuple[str, str]:
    """The sign of a task's status with its ink; ``▲`` where it calls for somebody all the same."""
    if row.exceeded:
        return "▲", OVERDUE
    if row.at_risk:
        return "▲", RISK
    if row.status is Status.OVERDUE:
        return row.status.glyph, OVERDUE
    return row.status.glyph, DONE if row.status.done else MUTED


def marked(text: str, row: TaskRow, field: Field) -> str:
    """A value with the mark of its origin behind it."""
    origin = row.origin.get(field)
    return text + (origin.mark if origin else "")


def short_code(row: TaskRow) -> str:
    """The code without the lead unit's, where that stands beside it anyway."""
    return row.code.removesuffix(f"-{row.unit}")


def day_and_month(day: date) -> str:
    """A day of the plan's year, which stands in the title: ``30/6``."""
    return formats.day(day).rpartition("/")[0]


def _glyph(row: TaskRow, _name: NameOf) -> Parts:
    return [glyph(row)]


def _code(row: TaskRow, _name: NameOf) -> Parts:
    return [(short_code(row), MUTED)]


def _title(row: TaskRow, _name: NameOf) -> Parts:
    return [(said(row.title), MUTED if row.status is Status.CANCELLED else PLAIN)]


def _unit(row: TaskRow, name: NameOf) -> Parts:
    return [(said(name(row.unit)), MUTED), (marked("", row, Field.UNIT), MUTED)]


def _deadline(row: TaskRow, _name: NameOf) -> Parts:
    ink = OVERDUE if row.status is Status.OVERDUE else MUTED
    if row.deadline is None:
        return [(formats.NOTHING, MUTED)]
    return [(marked(day_and_month(row.deadline), row, Field.DEADLINE), ink)]


def _result(row: TaskRow, _name: NameOf) -> Parts:
    target = formats.NOTHING
    if row.target is not None:
        target = marked(formats.number(row.target), row, Field.TARGET)
    ink = OVERDUE if row.exceeded else STRONG
    return [(formats.number(row.value), ink), (f"/{target}", MUTED)]


def _percent(row: TaskRow, _name: NameOf) -> Parts:
    ink = RISK if row.at_risk and not row.exceeded else PLAIN
    # The head of the column says "%".
    return [(formats.percent(row.percent).removesuffix(" %"), ink)]


COLUMNS = (
    Column("glyph", "", _glyph, SortKey.NEED, most=1),
    Column("code", N_("Code"), _code, SortKey.CODE, most=12),
    # Code and lead unit name a task; the title stands behind them, so that an uncommonly long
    # figure takes room from the title of its own row alone.
    Column("unit", N_("Lead unit"), _unit, SortKey.UNIT, most=18, gives=2),
    Column("title", N_("Task"), _title, SortKey.TITLE),
    Column("result", N_("Done/goal"), _result, figure=True, most=10),
    Column("percent", "%", _percent, SortKey.PERCENT, figure=True),
    Column("deadline", N_("Due"), _deadline, SortKey.DEADLINE, figure=True, gives=1),
)


def wanted_widths(
    columns: Iterable[Column], rows: Iterable[TaskRow], name: NameOf, *, labels: bool = True
) -> dict[str, int]:
    """For each column but the title, the cells that its label and these rows would take."""
    seen = list(rows)
    widths = {}
    for column in columns:
        if column.key == "title":
            continue
        cells = [sum(cell_len(t) for t, _ink in column.cell(row, name)) for row in seen]
        widths[column.key] = max([cell_len(_(column.label)) if labels else 0, *cells])
    return widths


def fitted(
    columns: Sequence[Column], wanted: Mapping[str, int], width: int
) -> list[tuple[Column, int]]:
    """The columns that fit into ``width`` cells, one cell apart, and how wide each is."""
    kept = list(columns)
    sizes = {c.key: _size(c, wanted.get(c.key, 0), width) for c in columns}

    def rest() -> int:
        return width - sum(sizes[c.key] for c in kept) - (len(kept) - 1)

    while rest() < LEAST_TITLE and any(c.gives for c in kept):
        kept.remove(max(kept, key=lambda c: c.gives))
    return [(c, max(rest(), 1) if c.key == "title" else sizes[c.key]) for c in kept]


def _size(column: Column, wanted: int, width: int) -> int:
    if column.key == "title":
        return 0
    most = column.most
    if not column.figure and width >= WIDE:
        most = most * 3 // 2
    return min(wanted, most) if most else wanted


def row_cells(
    layout: Sequence[tuple[Column, int]], row: TaskRow, name: NameOf, cut_unit: Cut = clip
) -> Iterable[Content]:
    """The cells of one row. A figure wider than its column takes room from the title;
    ``cut_unit`` makes a unit's name fit."""
    parts = [(column, size, column.cell(row, name)) for column, size in layout]
    over = sum(
        max(sum(cell_len(text) for text, _ink in pieces) - size, 0)
        for column, size, pieces in parts
        if column.figure
    )
    for column, size, pieces in parts:
        width = max(size - over, 1) if column.key == "title" else size
        yield cell(column, pieces, width, cut_unit if column.key == "unit" else clip)


def cell(column: Column, parts: Parts, width: int, cut: Cut = clip) -> Content:
    """One cell in exactly ``width`` cells; a figure keeps all of its digits."""
    text = "".join(part for part, _ink in parts)
    if column.figure:
        pad = " " * (width - cell_len(text))
        return Content.assemble(pad, *parts)
    if cell_len(text) > width:
        # The mark of an origin stays; the name before it gives way.
        (name, ink), *marks = parts
        room = width - sum(cell_len(mark) for mark, _ink in marks)
        parts = [(cut(name, room), ink), *marks]
        text = "".join(part for part, _ink in parts)
    return Content.assemble(*parts, " " * (width - cell_len(text)))


def head_cell(column: Column, width: int, arrow: str) -> Content:
    """A column's label, with ``arrow`` where the list is sorted by it."""
    label = _(column.label)
    if cell_len(label) + len(arrow) > width:
        label = clip(label, width - len(arrow))
    text = label + arrow
    return Content(right(text, width) if column.figure else left(text, width))
