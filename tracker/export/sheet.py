"""One Excel cell: how a typed cell is written and shown. Nothing here knows a layout.

A text never becomes anything but a text. Percents are stored as rounded as they are shown, so
that the cell says what every other format says.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from tracker.domain.quantity import SCALE, rounded
from tracker.domain.summary import Rate
from tracker.export.cells import Cell, Day, Percent, Quantity, said

if TYPE_CHECKING:
    # xlsxwriter has annotations, but does not say so.
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.format import Format as Style  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

LONGEST = 32_767
"""Excel's limit for the text of one cell."""

VIETNAMESE = "[$-42A]"
"""Asks for Vietnamese separators and day order."""

FONT = "Times New Roman"


class Styles:
    """The workbook's cell formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Style] = {}

    def of(self, cell: Cell, **properties: object) -> Style:
        """The format that shows ``cell`` as what it is.

        A text that looks like a formula is marked as quoted, so that it stays a text when
        somebody edits the cell.
        """
        quoted = isinstance(cell, str) and cell.startswith(("=", "+", "-", "@"))
        extra = {"quote_prefix": True} if quoted else {}
        return self(num_format=number_format(cell), **properties, **extra)

    def __call__(self, **properties: object) -> Style:
        wanted = {"font_name": FONT, "font_size": 11, "valign": "vcenter", **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]


def number_format(cell: Cell) -> str:
    """Excel's format for the cell: Vietnamese, as many decimals as it has, qualifier and mark.

    What stands beside the number is part of the format, so the cell holds the number alone.
    """
    match cell:
        case int():
            shape = "#,##0"
        case Percent():
            shape = "#,##0.0%"
        case Day():
            shape = "d/m/yyyy" + _beside(cell.mark)
        case Quantity():
            _whole, _point, decimals = cell.plain.partition(".")
            before = _beside(f"{cell.qualifier} ") if cell.qualifier else ""
            number = "#,##0" + (f".{'0' * len(decimals)}" if decimals else "")
            shape = before + number + _beside(cell.mark)
        case _:
            return "General"
    return VIETNAMESE + shape


def _beside(text: str) -> str:
    return f'"{text}"' if text else ""


def write(sheet: Worksheet, row: int, column: int, cell: Cell, style: Style) -> None:
    """Write the cell as what it is; None leaves an empty cell with its border."""
    match cell:
        case None:
            sheet.write_blank(row, column, None, style)
        case str():
            text = cell if len(cell) <= LONGEST else cell[: LONGEST - 1] + "…"
            sheet.write_string(row, column, text, style)
        case int():
            sheet.write_number(row, column, cell, style)
        case Percent():
            sheet.write_number(row, column, float(rounded(cell.exact) / 100), style)
        case Quantity():
            number = float(Decimal(cell.thousandths) / SCALE)
            sheet.write_number(row, column, number, style)
        case Day():
            day = datetime.combine(cell.day, time())
            sheet.write_datetime(row, column, day, style)
        case Rate():
            sheet.write_string(row, column, said(cell), style)


def spread(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Each rate as three cells: numerator, denominator, percent."""
    spread_out: list[Cell] = []
    for cell in cells:
        if isinstance(cell, Rate):
            percent = None if cell.percent is None else Percent(cell.percent)
            spread_out += [cell.numerator, cell.denominator, percent]
        else:
            spread_out.append(cell)
    return tuple(spread_out)
