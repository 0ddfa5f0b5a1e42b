"""Word back into figures: its annexes. The chapters are prose, which an officer completes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.fingerprint import FiguresShown
from tracker.export import Format
from tracker.export.reread.found import Found, particulars_in, perhaps, states
from tracker.export.reread.said import ANNEX, ROLL_UP, annex, roll_up
from tracker.export.reread.zipped import Parts, local, text_in

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Table = list[list[str]]


def read(content: bytes) -> Found:
    """Raises BrokenParticulars, or whatever a file raises that is no report of ours."""
    paragraphs, tables = _body(content)
    particulars = particulars_in(paragraphs)
    rolled = [table for table in tables if len(table[0]) == ROLL_UP]

    def shown() -> FiguresShown:
        rows = roll_up(rolled[0])
        return FiguresShown(
            rows[-1].figures,
            rows[:-1],
            roll_up(rolled[1]) if len(rolled) > 1 else (),
            tuple(task for table in tables if len(table[0]) == ANNEX for task in annex(table)),
        )

    day = states(particulars.question.as_of, paragraphs)
    return Found(Format.DOCX, particulars, perhaps(shown), states_day=day, unread=True)


def _body(content: bytes) -> tuple[list[str], list[Table]]:
    """The paragraphs outside tables, and the tables."""
    paragraphs: list[str] = []
    tables: list[Table] = []
    before = None
    for element, parent in Parts(content).elements("word/document.xml", "p", "tr"):
        if local(element) == "p":
            paragraphs.append(text_in(element, "t").strip())
            continue
        if parent is not before:
            tables.append([])
            before = parent
        tables[-1].append([_cell(cell) for cell in element if local(cell) == "tc"])
    return paragraphs, tables


def _cell(cell: Element) -> str:
    return "\n".join(text_in(part, "t") for part in cell if local(part) == "p")
