"""Excel: real numbers, days and percents, one native chart; no formula, no link, no macro.

A text never becomes anything but a text. Percents are stored as rounded as they are shown, so
that the cell says what every other format says.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING

from tracker.domain.quantity import SCALE, rounded
from tracker.domain.summary import Rate, Summary
from tracker.export.annex import TaskLine
from tracker.export.cells import Cell, Day, Percent, Quantity, clean_words, said
from tracker.export.contents import Contents, RowLine, contents
from tracker.i18n import _, p_

if TYPE_CHECKING:
    # xlsxwriter has annotations, but does not say so.
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.format import Format as Style  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

_LONGEST = 32_767
"""Excel's limit for the text of one cell."""

_VIETNAMESE = "[$-42A]"
"""Asks for Vietnamese separators and day order."""

_FONT = "Times New Roman"
_RULE = "#9A9A9A"
_HEAD = "#E7EAEE"
_RED = "#B3261E"
_BAR = "#2F5D8A"
_LABEL_WIDTH, _NUMBER_WIDTH = 40, 9.5
_ROW_PIXELS = 20


def rendered(summary: Summary) -> bytes:
    """The workbook: *Tổng hợp* (figures and chart) and, where tasks are shown, *Nhiệm vụ*."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - loaded when a workbook is made

    whole = contents(summary)
    out = io.BytesIO()
    # In memory, not "constant_memory": that mode keeps its rows in temporary files.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(out, options) as book:
        book.set_properties(
            {
                "title": clean_words(summary.plan.title),
                "author": clean_words(summary.issuer),
                # The day asked about: exports read no clock.
                "created": datetime.combine(summary.as_of, time()),
            }
        )
        styles = _Styles(book)
        _Overview(book.add_worksheet(p_("sheet", "Overview")), styles, whole).draw(book)
        if whole.tasks:
            _draw_tasks(book.add_worksheet(p_("sheet", "Tasks")), styles, whole)
    return out.getvalue()


class _Styles:
    """The workbook's cell formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Style] = {}

    def __call__(self, **properties: object) -> Style:
        wanted = {"font_name": _FONT, "font_size": 11, "valign": "vcenter", **properties}
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
    return _VIETNAMESE + shape


def _beside(text: str) -> str:
    return f'"{text}"' if text else ""


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, style: Style) -> None:
    """Write the cell as what it is; None leaves an empty cell with its border."""
    match cell:
        case None:
            sheet.write_blank(row, column, None, style)
        case str():
            text = cell if len(cell) <= _LONGEST else cell[: _LONGEST - 1] + "…"
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


def _spread(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Each rate as three cells: numerator, denominator, percent."""
    spread: list[Cell] = []
    for cell in cells:
        if isinstance(cell, Rate):
            percent = None if cell.percent is None else Percent(cell.percent)
            spread += [cell.numerator, cell.denominator, percent]
        else:
            spread.append(cell)
    return tuple(spread)


class _Overview:
    """The first sheet: title block, totals beside the chart, rows, subtrees, notes."""

    def __init__(self, sheet: Worksheet, styles: _Styles, whole: Contents) -> None:
        self._sheet = sheet
        self._styles = styles
        self._whole = whole
        self._at = 0
        self._headings = self._spread_headings()

    def draw(self, book: Workbook) -> None:
        sheet, whole = self._sheet, self._whole
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, _LABEL_WIDTH)
        sheet.set_column(1, len(self._headings), _NUMBER_WIDTH)
        self._title_block()
        chart_top = self._at
        self._totals()
        # The chart stands to the right of the totals; a tall one pushes the rows down.
        chart_pixels = 110 + 22 * max(len(whole.rows), 3)
        self._at = max(self._at, chart_top + -(-chart_pixels // _ROW_PIXELS)) + 1
        first = self._roll_up((*whole.rows, whole.total_row), None)
        if whole.rows:
            self._chart(book, first, chart_top, chart_pixels)
        if whole.subtrees:
            self._at += 1
            self._roll_up(whole.subtrees, _("With everything below"))
        self._at += 1
        for note in whole.notes:
            self._line(note, font_size=10, italic=True)
        _print_setup(sheet)

    def _line(self, text: str, **look: object) -> None:
        self._sheet.write_string(self._at, 0, text[:_LONGEST], self._styles(**look))
        self._at += 1

    def _title_block(self) -> None:
        if self._whole.sample:
            self._line(self._whole.sample, bold=True, font_size=14, font_color=_RED)
        self._line(self._whole.title.upper(), bold=True, font_size=15)
        for line in self._whole.head:
            self._sheet.write_string(self._at, 0, line.label, self._styles(font_color="#555555"))
            _write(self._sheet, self._at, 1, line.cell, self._styles(bold=True))
            self._at += 1
        self._at += 1

    def _totals(self) -> None:
        for line in self._whole.totals:
            self._sheet.write_string(
                self._at, 0, line.label, self._styles(bottom=1, bottom_color=_RULE)
            )
            for column, cell in enumerate(_spread((line.cell,)), 1):
                self._figure(column, cell)
            self._at += 1

    def _figure(self, column: int, cell: Cell, **look: object) -> None:
        style = self._styles(
            num_format=number_format(cell), align="right", bottom=1, bottom_color=_RULE, **look
        )
        _write(self._sheet, self._at, column, cell, style)

    def _spread_headings(self) -> list[str]:
        headings: list[str] = []
        for column in self._whole.columns:
            headings += column.parts or (column.heading,)
        return headings

    def _roll_up(self, rows: Sequence[RowLine], caption: str | None) -> int:
        """Draw a table of rows; returns the sheet row of its first one."""
        if caption:
            self._line(caption, bold=True, font_size=12)
        head = {"bold": True, "bg_color": _HEAD, "text_wrap": True, "bottom": 1, "top": 1}
        self._sheet.set_row_pixels(self._at, 54)
        self._sheet.write_string(self._at, 0, self._whole.name_heading, self._styles(**head))
        for column, heading in enumerate(self._headings, 1):
            style = self._styles(**head, align="center")
            self._sheet.write_string(self._at, column, heading, style)
        first = self._at + 1
        for row in rows:
            self._at += 1
            bold = row is self._whole.total_row
            look = {"bold": bold, "bottom": 1, "bottom_color": _RULE}
            name = self._styles(**look, indent=row.depth, text_wrap=True)
            _write(self._sheet, self._at, 0, row.name, name)
            for column, cell in enumerate(_spread(row.cells), 1):
                self._figure(column, cell, bold=bold)
        self._at += 1
        return first

    def _chart(self, book: Workbook, first: int, top: int, pixels: int) -> None:
        """Completion of each row, in the rows' order from above; an empty cell draws no bar."""
        last, column = first + len(self._whole.rows) - 1, len(self._headings)
        name = self._sheet.get_name()
        chart = book.add_chart({"type": "bar"})
        font = {"name": _FONT, "size": 10}
        chart.add_series(
            {
                "name": self._whole.columns[-1].label,
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "fill": {"color": _BAR},
                "gap": 45,
                "data_labels": {
                    "value": True,
                    "num_format": f"{_VIETNAMESE}0.0%",
                    "font": font,
                },
            }
        )
        chart.set_title({"name": self._whole.columns[-1].label, "name_font": {**font, "size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "num_font": font, "line": {"color": _RULE}})
        chart.set_x_axis(
            {
                "min": 0,
                "max": 1,
                "num_format": "0%",
                "num_font": font,
                "label_position": "high",
                "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}},
            }
        )
        chart.set_size({"width": 900, "height": pixels})
        self._sheet.insert_chart(top, 5, chart, {"object_position": 2})


def _task_headings() -> tuple[tuple[str, float], ...]:
    """The annex's columns with their widths, and those a filter needs of their own."""
    return (
        (p_("annex", "No."), 5),
        (p_("annex", "Code"), 14),
        (p_("annex", "Task"), 38),
        (p_("annex", "Lead unit"), 20),
        (p_("annex", "Coordinating units"), 22),
        (p_("annex", "Deadline"), 12),
        (p_("annex", "Unit of measure"), 10),
        (p_("annex", "Target"), 15),
        (p_("annex", "Result"), 15),
        (p_("annex", "Rate %"), 8.5),
        (p_("annex", "Last year's result"), 18),
        (p_("annex", "Status"), 17),
        (p_("annex", "Notes"), 20),
    )


def _task_cells(line: TaskLine) -> tuple[Cell, ...]:
    return (
        line.number,
        line.code,
        line.title,
        line.lead,
        line.coordinating or None,
        line.deadline,
        line.unit_of_measure,
        line.target,
        line.result,
        line.percent,
        line.baseline,
        line.status_said,
        "; ".join(line.remarks) or None,
    )


def _draw_tasks(sheet: Worksheet, styles: _Styles, whole: Contents) -> None:
    """The second sheet: one table from the heading row down, so that filters and sorting work."""
    at = 0
    if whole.sample:
        sheet.write_string(0, 0, whole.sample, styles(bold=True, font_size=14, font_color=_RED))
        at = 1
    look = {"font_size": 10, "border": 1, "border_color": _RULE, "text_wrap": True}
    head = styles(**look, bold=True, bg_color=_HEAD, align="center")
    widths = [width for _heading, width in _task_headings()]
    for column, (heading, width) in enumerate(_task_headings()):
        sheet.set_column(column, column, width)
        sheet.write_string(at, column, heading, head)
    sheet.set_row(at, 2 * _LINE)
    for row, line in enumerate(whole.tasks, at + 1):
        cells = _task_cells(line)
        sheet.set_row(row, _height(cells, widths))
        for column, cell in enumerate(cells):
            style = styles(
                **look,
                valign="top",
                num_format=number_format(cell),
                align=_ALIGNED.get(type(cell), "right"),
                indent=int(isinstance(cell, str)),
            )
            _write(sheet, row, column, cell, style)
    sheet.autofilter(at, 0, at + len(whole.tasks), len(widths) - 1)
    sheet.freeze_panes(at + 1, 3)
    sheet.repeat_rows(at)
    _print_setup(sheet)


_ALIGNED: dict[type, str] = {str: "left", int: "center", Day: "center"}
_LINE, _TALLEST = 14, 400
"""Points: one line of a table, and just below the tallest row that Excel can show."""
_LETTERS = 1.1
"""Letters of the tables' font to one unit of column width, a little less than really fit."""


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """Room for the longest text: not every program fits rows to wrapped text by itself."""
    lines = max(
        len(wrap(cell, int(width * _LETTERS))) if isinstance(cell, str) else 1
        for cell, width in zip(cells, widths, strict=True)
    )
    return min(max(1, lines) * _LINE, _TALLEST)


def _print_setup(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P/&N")
