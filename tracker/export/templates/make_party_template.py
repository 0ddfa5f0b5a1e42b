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
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import cast

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from tracker.domain.status import Status
from tracker.export.templates.word import (
    CENTER,
    JUSTIFY,
    LEFT,
    RIGHT,
    add_grid,
    add_loop,
    add_page_number,
    add_row,
    add_style,
    centred,
    fill,
    highlight,
    keep_with_next,
    laid_out,
    never_split,
    rule_below,
    set_font,
    set_widths,
    timeless,
)

PATH = Path(__file__).with_name("party.docx")


def made() -> bytes:
    """The template's bytes."""
    document = docx.Document()
    _basics(document)
    _first_page_head(document)
    _body(document)
    _signature(document)
    _annexes(document)
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _basics(document: Document) -> None:
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
    set_font(normal, 14)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after = Pt(0)
    add_style(document, "Form text", 14, align=JUSTIFY, indent=10, after=6)
    add_style(document, "Form chapter", 14, bold=True, before=6, after=6, indent=10, keep=True)
    add_style(document, "Form title", 16, bold=True, align=CENTER, before=12)
    add_style(document, "Form subject", 15, bold=True, align=CENTER)
    add_style(document, "Annex text", 11, align=LEFT, spacing=1)
    add_style(document, "Annex name", 10, align=LEFT, spacing=1)
    add_style(document, "Annex figures", 10, align=RIGHT, spacing=1)
    add_style(document, "Annex heading", 8, align=CENTER, spacing=1)
    add_style(document, "Annex note", 9, align=LEFT, spacing=1)


def _first_page_head(document: Document) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    # The only paragraph of its header, so it stays, empty, where there is nothing to say.
    _sample_banner(
        section.first_page_header.paragraphs[0], "{% if sample %}{{ sample }}{% endif %}"
    )
    number = section.header.paragraphs[0]
    number.alignment = CENTER
    add_page_number(number)
    section.header.add_paragraph("{%p if sample %}")
    _sample_banner(section.header.add_paragraph(), "{{ sample }}")
    section.header.add_paragraph("{%p endif %}")

    table = laid_out(document.add_table(2, 2), (72, 93))
    left, right = table.rows[0].cells
    centred(left.paragraphs[0], "{{ superior }}")
    centred(left.add_paragraph(), "{{ body }}", bold=True)
    centred(left.add_paragraph(), "*")
    party = right.paragraphs[0]
    centred(party, "ĐẢNG CỘNG SẢN VIỆT NAM", bold=True, size=15)
    rule_below(party)
    left, right = table.rows[1].cells
    centred(left.paragraphs[0], "Số …-BC/…")
    centred(right.paragraphs[0], "{{ place }}, ngày … tháng … năm …", italic=True)


def _sample_banner(paragraph: Paragraph, text: str) -> None:
    paragraph.paragraph_format.space_after = Pt(4)
    run = centred(paragraph, text, bold=True, size=12)
    run.font.color.rgb = RGBColor(0xB3, 0x26, 0x1E)


def _body(document: Document) -> None:
    """Title and chapters; a chapter's ``blanks`` are what the officer still has to write."""
    document.add_paragraph("{{ title }}", "Form title")
    document.add_paragraph("{{ subject }}", "Form subject")
    document.add_paragraph("{{ as_of_line }}", "Form subject")
    rule = document.add_paragraph()
    centred(rule, "-----")
    rule.paragraph_format.space_after = Pt(6)
    document.add_paragraph("{%p for chapter in chapters %}")
    document.add_paragraph("{{ chapter.heading }}", "Form chapter")
    document.add_paragraph("{%p for line in chapter.lines %}")
    # What ends in a colon stays on the page of what it announces.
    document.add_paragraph("{%p if line.endswith(':') %}")
    announcing = document.add_paragraph("{{ line }}", "Form text")
    announcing.paragraph_format.keep_with_next = True
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ line }}", "Form text")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p for blank in chapter.blanks %}")
    blank = document.add_paragraph(style="Form text").add_run("… [{{ blank }}]")
    blank.font.highlight_color = WD_COLOR_INDEX.YELLOW
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")


def _signature(document: Document) -> None:
    table = laid_out(document.add_table(1, 2), (75, 90))
    never_split(table.rows[0])
    left, right = table.rows[0].cells
    heading = left.paragraphs[0]
    heading.paragraph_format.space_before = Pt(12)
    run = heading.add_run("Nơi nhận:")
    run.underline, run.font.size = True, Pt(14)
    for text in ("- …,", "- …,", "- Lưu …"):
        left.add_paragraph().add_run(text).font.size = Pt(12)
    signed = right.paragraphs[0]
    signed.paragraph_format.space_before = Pt(12)
    centred(signed, "T/M {{ body }}", bold=True)
    highlight(centred(right.add_paragraph(), "…", bold=True))
    for _blank_line in range(4):
        centred(right.add_paragraph(), "")
    highlight(centred(right.add_paragraph(), "…", bold=True))


def _annexes(document: Document) -> None:
    """Landscape, with the binding margin above: the sheets are bound with the others.

    The roll-up is set close, so that two dozen units and the notes below them share one page.
    """
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
    caption = document.add_paragraph(style="Annex name")
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(3), Pt(1)
    caption.paragraph_format.keep_with_next = True
    caption.add_run("{{ subtrees_title }}").bold = True
    _roll_up(document, "subtrees", (*figures, *shares), total=False)
    document.add_paragraph("{%p endif %}")
    _notes(document, "figure_notes", together=True)

    document.add_paragraph("{%p if tasks %}")
    _annex_title(document, "{{ tasks_annex }}", "{{ tasks_title }}", new_page=True)
    _tasks(document)
    document.add_paragraph("{%p endif %}")
    # Last, so that the body never ends in a table, which Word would take for damage.
    _notes(document, "origin_notes")
    # Below them what the file can be verified by: whoever takes it away takes that away alone.
    _notes(document, "particulars")


def _notes(document: Document, notes: str, *, together: bool = False) -> None:
    document.add_paragraph(f"{{%p for note in {notes} %}}")
    note = document.add_paragraph(style="Annex note")
    note.paragraph_format.space_before = Pt(1)
    note.paragraph_format.keep_with_next = together or None
    note.add_run("{{ note }}").italic = True
    document.add_paragraph("{%p endfor %}")


def _annex_title(document: Document, number: str, title: str, *, new_page: bool = False) -> None:
    first = document.add_paragraph()
    first.paragraph_format.page_break_before = new_page or None
    centred(first, number, bold=True)
    centred(document.add_paragraph(), title, bold=True)
    last = document.add_paragraph()
    last.paragraph_format.space_after = Pt(3)
    centred(last, "{{ annex_line }}", italic=True, size=12)


def _roll_up(document: Document, rows: str, columns: Sequence[str], *, total: bool) -> None:
    widths = (61, *(13.6,) * 10, 26, 26, 18)
    headings = ("{{ name_heading }}", *(f"{{{{ headings.{key} }}}}" for key in columns))
    row = ("{{ row.name }}", *(f"{{{{ row.{key} }}}}" for key in columns))
    styles = ("Annex name", *("Annex figures",) * len(columns))
    table = add_grid(document, headings, widths, style="Annex heading")
    add_loop(table, f"row in {rows}", row, styles)
    if total:
        filled = add_row(table)
        texts = ("{{ total.name }}", *(f"{{{{ total.{key} }}}}" for key in columns))
        fill(filled, texts, styles, bold=True)
    # The notes never stand alone on a page: figures that they explain go with them.
    keep_with_next(table.rows[-1] if total else table.rows[2])
    set_widths(table, widths)


def _tasks(document: Document) -> None:
    keys = ("number", "title", "lead", "coordinating", "deadline", "target", "result", "percent")
    widths = (10, 62, 31, 33, 22, 27, 27, 16, 39)
    headings = tuple(f"{{{{ annex_headings[{i}] }}}}" for i in range(9))
    row = tuple(f"{{{{ task.{key} }}}}" for key in (*keys, "note"))
    table = add_grid(document, headings, widths, style="Annex text")
    add_loop(table, "task in tasks", row, ("Annex text",) * 9)
    for index, align in ((0, CENTER), (4, CENTER), (5, RIGHT), (6, RIGHT), (7, RIGHT)):
        table.rows[2].cells[index].paragraphs[0].alignment = align
    set_widths(table, widths)


if __name__ == "__main__":
    PATH.write_bytes(made())
