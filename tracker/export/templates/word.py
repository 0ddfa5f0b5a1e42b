"""What python-docx lacks for the form: ruled lines, page numbers, tables for docxtpl's loops.

Sizes are points, widths millimetres.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import cast

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONT = "Times New Roman"
CENTER, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Every part's time in the file, so that making it again changes nothing."""


def timeless(file: bytes) -> bytes:
    """The same Word file with no trace of when it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()


def set_font(style: ParagraphStyle, size: float) -> None:
    """The form's font, for every script."""
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def add_style(
    document: Document,
    name: str,
    size: float,
    *,
    bold: bool = False,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    indent: float = 0,
    before: float = 0,
    after: float = 0,
    spacing: float = 1.15,
    keep: bool = False,
) -> None:
    """A paragraph style, which an office changes to change every paragraph that has it."""
    style = cast("ParagraphStyle", document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = document.styles["Normal"]
    set_font(style, size)
    style.font.bold = bold or None
    shape = style.paragraph_format
    shape.alignment = align
    shape.first_line_indent = Mm(indent)
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing = spacing
    shape.keep_with_next = keep or None


def centred(
    paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: float = 14
) -> Run:
    """Centre the paragraph and add ``text`` to it."""
    paragraph.alignment = CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold or None, italic or None, Pt(size)
    return run


def highlight(run: Run) -> None:
    """Make it plain that somebody still has to write here."""
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def rule_below(paragraph: Paragraph) -> None:
    """A line below the paragraph, as wide as the Party's name."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(5)
    borders = OxmlElement("w:pBdr")
    borders.append(_line("w:bottom", size=6, space=1))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _line(tag: str, *, size: int = 4, space: int = 0) -> BaseOxmlElement:
    line = OxmlElement(tag)
    for name, value in (("val", "single"), ("sz", size), ("space", space), ("color", "000000")):
        line.set(qn(f"w:{name}"), str(value))
    return line


def add_page_number(paragraph: Paragraph) -> None:
    """The number of the page, which Word fills in."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def laid_out(table: Table, widths: Sequence[float]) -> Table:
    """``table`` without rules, its columns fixed."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    set_widths(table, widths)
    return table


def add_grid(
    document: Document, headings: Sequence[str], widths: Sequence[float], *, style: str
) -> Table:
    """A ruled table whose heading row is repeated on every page."""
    table: Table = document.add_table(1, len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_line(f"w:{side}"))
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "45")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties.insert_element_before(margins, "w:tblLook")
    fill(table.rows[0], headings, (style,) * len(headings), bold=True)
    for cell in table.rows[0].cells:
        cell.paragraphs[0].alignment = CENTER
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    never_split(table.rows[0])
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def add_loop(table: Table, loop: str, texts: Sequence[str], styles: Sequence[str]) -> None:
    """The row that is repeated, between the two that say so and vanish."""
    add_row(table).cells[0].text = f"{{%tr for {loop} %}}"
    row = add_row(table)
    fill(row, texts, styles)
    never_split(row)
    add_row(table).cells[0].text = "{%tr endfor %}"


def add_row(table: Table) -> _Row:
    """An empty row below the others."""
    return table.add_row()  # type: ignore[no-untyped-call, no-any-return]  # no annotations there


def fill(row: _Row, texts: Sequence[str], styles: Sequence[str], *, bold: bool = False) -> None:
    """Put one text in each cell, each in its paragraph style."""
    for cell, text, style in zip(row.cells, texts, styles, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        paragraph.add_run(text).bold = bold or None


def keep_with_next(row: _Row) -> None:
    """Keep the row on the page of what stands below it."""
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def never_split(row: _Row) -> None:
    """Keep the row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def set_widths(table: Table, widths: Sequence[float]) -> None:
    """Both where Word looks for them (cells) and where others do (the grid)."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
