"""Make ``party.docx``: ``python -m tracker.export.templates.make_party_template``.

The template is a Word file that an office can edit; its fields are listed in
``tracker/export/docx.py``. It is kept beside this script, which makes the same bytes every time,
so that a change to it can be reviewed here.

The form is that of Hướng dẫn 36-HD/VPTW (DOMAIN §6): fonts and sizes, the two-column head with
``*`` and number on the left, the ruled Party name, place and date in italics on the right,
*Nơi nhận* and the signature below the body, annexes on landscape pages.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import cast

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tracker.domain.status import Status

PATH = Path(__file__).with_name("party.docx")
FONT = "Times New Roman"
CENTER, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Every part's time in the file, so that making it again changes nothing."""


def made() -> bytes:
    """The template's bytes."""
    document = Document()
    _basics(document)
    _first_page_head(document)
    _body(document)
    _signature(document)
    _annexes(document)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _timeless(file: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()


def _basics(document: DocumentObject) -> None:
    """Page, font, and the paragraph styles that an office changes to change the whole form."""
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", "", ""
    properties.created = properties.modified = datetime(2021, 1, 1)  # noqa: DTZ001 - Word's own form
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    normal = cast("ParagraphStyle", document.styles["Normal"])
    _font(normal, 14)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after = Pt(0)
    _style(document, "Form text", 14, align=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=10, after=6)
    _style(document, "Form chapter", 14, bold=True, before=6, after=6, indent=10, keep=True)
    _style(document, "Form title", 16, bold=True, align=CENTER, before=12)
    _style(document, "Form subject", 15, bold=True, align=CENTER)
    _style(document, "Annex text", 11, align=LEFT, spacing=1)
    _style(document, "Annex figures", 10, align=RIGHT, spacing=1)


def _font(style: ParagraphStyle, size: float) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def _style(
    document: DocumentObject,
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
    style = cast("ParagraphStyle", document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = document.styles["Normal"]
    _font(style, size)
    style.font.bold = bold or None
    shape = style.paragraph_format
    shape.alignment = align
    shape.first_line_indent = Mm(indent)
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing = spacing
    shape.keep_with_next = keep or None


def _first_page_head(document: DocumentObject) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    # The only paragraph of its header, so it stays, empty, where there is nothing to say.
    _sample_banner(
        section.first_page_header.paragraphs[0], "{% if sample %}{{ sample }}{% endif %}"
    )
    number = section.header.paragraphs[0]
    number.alignment = CENTER
    _page_number(number)
    section.header.add_paragraph("{%p if sample %}")
    _sample_banner(section.header.add_paragraph(), "{{ sample }}")
    section.header.add_paragraph("{%p endif %}")

    table = _borderless(document.add_table(2, 2), (72, 93))
    left, right = table.rows[0].cells
    _centred(left.paragraphs[0], "{{ superior }}")
    _centred(left.add_paragraph(), "{{ body }}", bold=True)
    _centred(left.add_paragraph(), "*")
    party = right.paragraphs[0]
    _centred(party, "ĐẢNG CỘNG SẢN VIỆT NAM", bold=True, size=15)
    _ruled(party)
    left, right = table.rows[1].cells
    _centred(left.paragraphs[0], "Số …-BC/…")
    _centred(right.paragraphs[0], "{{ place }}, ngày … tháng … năm …", italic=True)


def _sample_banner(paragraph: Paragraph, text: str) -> None:
    paragraph.paragraph_format.space_after = Pt(4)
    run = _centred(paragraph, text, bold=True, size=12)
    run.font.color.rgb = RGBColor(0xB3, 0x26, 0x1E)


def _page_number(paragraph: Paragraph) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _centred(
    paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: float = 14
) -> Run:
    paragraph.alignment = CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold or None, italic or None, Pt(size)
    return run


def _ruled(paragraph: Paragraph) -> None:
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


def _body(document: DocumentObject) -> None:
    """Title and chapters; a chapter's ``blanks`` are what the officer still has to write."""
    document.add_paragraph("{{ title }}", "Form title")
    document.add_paragraph("{{ subject }}", "Form subject")
    document.add_paragraph("{{ as_of_line }}", "Form subject")
    rule = document.add_paragraph()
    _centred(rule, "-----")
    rule.paragraph_format.space_after = Pt(6)
    document.add_paragraph("{%p for chapter in chapters %}")
    document.add_paragraph("{{ chapter.heading }}", "Form chapter")
    document.add_paragraph("{%p for line in chapter.lines %}")
    document.add_paragraph("{{ line }}", "Form text")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p for blank in chapter.blanks %}")
    blank = document.add_paragraph(style="Form text").add_run("… [{{ blank }}]")
    blank.font.highlight_color = WD_COLOR_INDEX.YELLOW
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")


def _signature(document: DocumentObject) -> None:
    table = _borderless(document.add_table(1, 2), (75, 90))
    _never_split(table.rows[0])
    left, right = table.rows[0].cells
    heading = left.paragraphs[0]
    heading.paragraph_format.space_before = Pt(12)
    run = heading.add_run("Nơi nhận:")
    run.underline, run.font.size = True, Pt(14)
    for text in ("- …,", "- …,", "- Lưu …"):
        left.add_paragraph().add_run(text).font.size = Pt(12)
    signed = right.paragraphs[0]
    signed.paragraph_format.space_before = Pt(12)
    _centred(signed, "T/M {{ body }}", bold=True)
    _highlighted(_centred(right.add_paragraph(), "…", bold=True))
    for _blank_line in range(4):
        _centred(right.add_paragraph(), "")
    _highlighted(_centred(right.add_paragraph(), "…", bold=True))


def _highlighted(run: Run) -> None:
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _annexes(document: DocumentObject) -> None:
    """Landscape, with the binding margin above: the sheets are bound with the others."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(25), Mm(15)
    section.left_margin = section.right_margin = Mm(15)
    section.different_first_page_header_footer = False

    _annex_title(document, "{{ rows_annex }}", "{{ rows_title }}")
    figures = ("tasks", *(s.value for s in Status), "at_risk", "exceeded")
    shares = ("done_of_all", "done_of_due", "completion_percent")
    _roll_up(document, "rows", (*figures, *shares), total=True)
    document.add_paragraph("{%p if subtrees %}")
    caption = document.add_paragraph(style="Annex text")
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(9), Pt(3)
    caption.paragraph_format.keep_with_next = True
    caption.add_run("{{ subtrees_title }}").bold = True
    _roll_up(document, "subtrees", (*figures, *shares), total=False)
    document.add_paragraph("{%p endif %}")
    _notes(document, "figure_notes")

    document.add_paragraph("{%p if tasks %}")
    _annex_title(document, "{{ tasks_annex }}", "{{ tasks_title }}", new_page=True)
    _tasks(document)
    document.add_paragraph("{%p endif %}")
    # Last, so that the body never ends in a table, which Word would take for damage.
    _notes(document, "origin_notes")


def _notes(document: DocumentObject, notes: str) -> None:
    document.add_paragraph(f"{{%p for note in {notes} %}}")
    note = document.add_paragraph(style="Annex text")
    note.paragraph_format.space_before = Pt(3)
    note.add_run("{{ note }}").italic = True
    document.add_paragraph("{%p endfor %}")


def _annex_title(
    document: DocumentObject, number: str, title: str, *, new_page: bool = False
) -> None:
    first = document.add_paragraph()
    first.paragraph_format.page_break_before = new_page or None
    _centred(first, number, bold=True)
    _centred(document.add_paragraph(), title, bold=True)
    last = document.add_paragraph()
    last.paragraph_format.space_after = Pt(6)
    _centred(last, "{{ annex_line }}", italic=True, size=13)


def _roll_up(document: DocumentObject, rows: str, columns: Sequence[str], *, total: bool) -> None:
    widths = (53, *(14.4,) * 10, 26, 26, 18)
    headings = ("{{ name_heading }}", *(f"{{{{ headings.{key} }}}}" for key in columns))
    row = ("{{ row.name }}", *(f"{{{{ row.{key} }}}}" for key in columns))
    table = _grid(document, headings, widths, size=9)
    _loop(table, f"row in {rows}", row, ("Annex text", *("Annex figures",) * len(columns)))
    for cell in table.rows[2].cells:
        _resize(cell, 10)
    if total:
        filled = _row(table)
        texts = ("{{ total.name }}", *(f"{{{{ total.{key} }}}}" for key in columns))
        _fill(filled, texts, ("Annex text", *("Annex figures",) * len(columns)), bold=True)
        for cell in filled.cells:
            _resize(cell, 10)
    _set_widths(table, widths)


def _tasks(document: DocumentObject) -> None:
    keys = ("number", "title", "lead", "coordinating", "deadline", "target", "result", "percent")
    widths = (10, 62, 31, 33, 22, 27, 27, 16, 39)
    headings = tuple(f"{{{{ annex_headings[{i}] }}}}" for i in range(9))
    row = tuple(f"{{{{ task.{key} }}}}" for key in (*keys, "note"))
    table = _grid(document, headings, widths, size=11)
    _loop(table, "task in tasks", row, ("Annex text",) * 9)
    for index, align in ((0, CENTER), (4, CENTER), (5, RIGHT), (6, RIGHT), (7, RIGHT)):
        table.rows[2].cells[index].paragraphs[0].alignment = align
    _set_widths(table, widths)


def _grid(
    document: DocumentObject, headings: Sequence[str], widths: Sequence[float], *, size: float
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
    _fill(table.rows[0], headings, ("Annex text",) * len(headings), bold=True)
    for cell in table.rows[0].cells:
        cell.paragraphs[0].alignment = CENTER
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _resize(cell, size)
    _never_split(table.rows[0])
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def _loop(table: Table, loop: str, texts: Sequence[str], styles: Sequence[str]) -> None:
    """The row that is repeated, between the two that say so and vanish."""
    _row(table).cells[0].text = f"{{%tr for {loop} %}}"
    row = _row(table)
    _fill(row, texts, styles)
    _never_split(row)
    _row(table).cells[0].text = "{%tr endfor %}"


def _row(table: Table) -> _Row:
    return table.add_row()  # type: ignore[no-untyped-call, no-any-return]  # no annotations there


def _fill(row: _Row, texts: Sequence[str], styles: Sequence[str], *, bold: bool = False) -> None:
    for cell, text, style in zip(row.cells, texts, styles, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        paragraph.add_run(text).bold = bold or None


def _resize(cell: _Cell, size: float) -> None:
    for run in cell.paragraphs[0].runs:
        run.font.size = Pt(size)


def _never_split(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _borderless(table: Table, widths: Sequence[float]) -> Table:
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_widths(table, widths)
    return table


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    """Both where Word looks for them (cells) and where others do (the grid)."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


if __name__ == "__main__":
    PATH.write_bytes(made())
