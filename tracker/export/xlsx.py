"""Excel: real numbers, days and percents, one native chart; no formula, no link, no macro."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from textwrap import wrap
from typing import TYPE_CHECKING

from tracker.domain.summary import Summary
from tracker.export.annex import TaskLine
from tracker.export.cells import Cell, Day, clean_words, said
from tracker.export.contents import Contents, RowLine, contents
from tracker.export.sheet import FONT, VIETNAMESE, Styles, spread, write
from tracker.i18n import _, p_

if TYPE_CHECKING:
    # xlsxwriter has annotations, but does not say so.
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

_RULE = "#9A9A9A"
_QUIET = "#555555"
_BAR = "#2F5D8A"
_BANNER = {"bold": True, "font_size": 14, "font_color": "#B3261E"}
_HEAD = {"bold": True, "text_wrap": True, "bg_color": "#E7EAEE", "align": "center"}
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
        styles = Styles(book)
        _Overview(book.add_worksheet(p_("sheet", "Overview")), styles, whole).draw(book)
        if whole.tasks:
            _draw_tasks(book.add_worksheet(p_("sheet", "Tasks")), styles, whole)
    return out.getvalue()


class _Overview:
    """The first sheet: title block, totals beside the chart, rows, subtrees, notes."""

    def __init__(self, sheet: Worksheet, styles: Styles, whole: Contents) -> None:
        self._sheet = sheet
        self._styles = styles
        self._whole = whole
        self._at = 0
        self._headings = [
            heading for column in whole.columns for heading in (column.parts or (column.heading,))
        ]

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
        first = self._roll_up((*whole.rows, whole.total_row))
        if whole.rows:
            self._chart(book, first, chart_top, chart_pixels)
        if whole.subtrees:
            self._at += 1
            self._line(_("With everything below"), bold=True, font_size=12)
            self._roll_up(whole.subtrees)
        self._at += 1
        for note in whole.notes:
            self._line(note, font_size=10, italic=True)
        self._at += 1
        for line in whole.particulars:
            self._put(0, line.label, font_size=9, font_color=_QUIET)
            self._across(1, said(line.cell), font_size=9, font_color=_QUIET)
            self._at += 1
        _print_setup(sheet)

    def _put(self, column: int, cell: Cell, **look: object) -> None:
        write(self._sheet, self._at, column, cell, self._styles.of(cell, **look))

    def _line(self, text: str, **look: object) -> None:
        self._across(0, text, **look)
        self._at += 1

    def _across(self, first: int, text: str, **look: object) -> None:
        """A text over all columns from ``first``, wrapped: one that overflowed would widen the
        printed page, and so make everything on it smaller."""
        look = {"text_wrap": True, **look}
        last = len(self._headings)
        width = (last - max(first, 1) + 1) * _NUMBER_WIDTH + (0 if first else _LABEL_WIDTH)
        lines = max(1, len(wrap(text, int(width))))
        self._sheet.set_row(self._at, min(_TALLEST, lines * _OVERVIEW_LINE))
        self._sheet.merge_range(self._at, first, self._at, last, "", self._styles.of(text, **look))
        self._put(first, text, **look)

    def _title_block(self) -> None:
        if self._whole.sample:
            self._line(self._whole.sample, **_BANNER)
        self._line(self._whole.title.upper(), bold=True, font_size=15)
        for line in self._whole.head:
            self._put(0, line.label, font_color=_QUIET)
            self._across(1, said(line.cell), bold=True)
            self._at += 1
        self._at += 1

    def _totals(self) -> None:
        for line in self._whole.totals:
            self._put(0, line.label, bottom=1, bottom_color=_RULE)
            self._figures((line.cell,))
            self._at += 1

    def _figures(self, cells: Sequence[Cell], **look: object) -> None:
        for column, cell in enumerate(spread(cells), 1):
            self._put(column, cell, align="right", bottom=1, bottom_color=_RULE, **look)

    def _roll_up(self, rows: Sequence[RowLine]) -> int:
        """Draw a table of rows; returns the sheet row of its first one."""
        self._sheet.set_row_pixels(self._at, 54)
        head = {**_HEAD, "top": 1, "bottom": 1}
        self._put(0, self._whole.name_heading, **{**head, "align": "left"})
        for column, heading in enumerate(self._headings, 1):
            self._put(column, heading, **head)
        first = self._at + 1
        for row in rows:
            self._at += 1
            bold = row is self._whole.total_row
            look = {"bold": bold, "bottom": 1, "bottom_color": _RULE, "text_wrap": True}
            self._put(0, row.name, indent=row.depth, **look)
            self._figures(row.cells, bold=bold)
        self._at += 1
        return first

    def _chart(self, book: Workbook, first: int, top: int, pixels: int) -> None:
        """Completion of each row, in the rows' order from above; an empty cell draws no bar."""
        last, column = first + len(self._whole.rows) - 1, len(self._headings)
        title, name = self._whole.columns[-1].label, self._sheet.get_name()
        font = {"name": FONT, "size": 10}
        chart = book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": title,
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "fill": {"color": _BAR},
                "gap": 45,
                "data_labels": {"value": True, "num_format": f"{VIETNAMESE}0.0%", "font": font},
            }
        )
        chart.set_title({"name": title, "name_font": {**font, "size": 12}})
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


def _draw_tasks(sheet: Worksheet, styles: Styles, whole: Contents) -> None:
    """The second sheet: one table from the heading row down, so that filters and sorting work."""
    at = 0
    if whole.sample:
        write(sheet, 0, 0, whole.sample, styles.of(whole.sample, **_BANNER))
        at = 1
    look = {"font_size": 10, "border": 1, "border_color": _RULE, "text_wrap": True}
    widths = [width for _heading, width in _task_headings()]
    for column, (heading, width) in enumerate(_task_headings()):
        sheet.set_column(column, column, width)
        write(sheet, at, column, heading, styles.of(heading, **{**look, **_HEAD}))
    sheet.set_row(at, 2 * _LINE)
    for row, line in enumerate(whole.tasks, at + 1):
        cells = _task_cells(line)
        sheet.set_row(row, _height(cells, widths))
        for column, cell in enumerate(cells):
            align = _ALIGNED.get(type(cell), "right")
            indent = int(align == "left")
            style = styles.of(cell, **look, valign="top", align=align, indent=indent)
            write(sheet, row, column, cell, style)
    sheet.autofilter(at, 0, at + len(whole.tasks), len(widths) - 1)
    sheet.freeze_panes(at + 1, 3)
    sheet.repeat_rows(at)
    _print_setup(sheet)


_ALIGNED: dict[type, str] = {str: "left", int: "center", Day: "center"}
_LINE, _OVERVIEW_LINE, _TALLEST = 14, 18, 400
"""Points: one line of each sheet, and just below the tallest row that Excel can show."""
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
    """A4 across, as wide as the page, numbered."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P/&N")
