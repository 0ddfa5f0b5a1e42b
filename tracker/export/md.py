"""Markdown with GitHub's tables, aligned so that it also reads as plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from tracker.domain.summary import Summary
from tracker.export.annex import annex_headings
from tracker.export.cells import said
from tracker.export.contents import Contents, RowLine, contents, particulars_heading
from tracker.i18n import _, p_

WIDEST = 40
"""Cells are padded to at most this many columns; a longer one just sticks out."""

_MARKUP = re.compile(
    r"[\\`|<>\[\]$]"  # everywhere
    r"|[*_~](?=\S)"  # emphasis can only be opened before a character that is not a space
    r"|&(?=#?\w+;)"  # an entity
)


def rendered(summary: Summary) -> bytes:
    """The summary as Markdown, in UTF-8."""
    return ("\n".join(_lines(contents(summary))) + "\n").encode()


def escaped(text: str) -> str:
    """``text`` so that Markdown shows it as it is."""
    return _MARKUP.sub(r"\\\g<0>", text)


def _lines(whole: Contents) -> Iterable[str]:
    if whole.sample:
        yield from (f"> **{whole.sample}**", "")
    yield f"# {whole.title}"
    yield ""
    for line in whole.head:
        yield f"- **{line.label}:** {escaped(said(line.cell))}"
    yield from _heading(p_("section", "Totals"))
    yield from _table(
        (p_("section", "Figure"), p_("section", "Value")),
        [(line.label, said(line.cell)) for line in whole.totals],
        left=(0,),
    )
    yield from _heading(_("By {what}").format(what=whole.name_heading.lower()))
    yield from _roll_up(whole, (*whole.rows, whole.total_row))
    if whole.subtrees:
        yield from _heading(_("With everything below"))
        yield from _roll_up(whole, whole.subtrees)
    yield from _heading(p_("section", "Notes"))
    for note in whole.notes:
        yield f"- {escaped(note)}"
    if whole.tasks:
        yield from _heading(_("Annex: tasks"))
        texts = [[said(cell) for cell in line.cells] for line in whole.tasks]
        yield from _table(annex_headings(), texts, left=(1, 2, 3, 8))
    yield from _heading(particulars_heading())
    for line in whole.particulars:
        yield f"- **{line.label}:** {escaped(said(line.cell))}"


def _heading(text: str) -> Iterable[str]:
    return "", f"## {text}", ""


def _roll_up(whole: Contents, rows: Sequence[RowLine]) -> Iterable[str]:
    headings = (whole.name_heading, *(column.heading for column in whole.columns))
    return _table(headings, [(_named(row), *map(said, row.cells)) for row in rows], left=(0,))


def _named(row: RowLine) -> str:
    """The row's name, set in by its depth with spaces that Markdown keeps."""
    return "\u2003" * row.depth + row.name


def _table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, left: Sequence[int]
) -> Iterable[str]:
    """A table whose columns are right-aligned but for those numbered in ``left``."""
    cells = [[escaped(text) for text in row] for row in (headings, *rows)]
    widths = [min(WIDEST, max(3, *(_width(row[i]) for row in cells))) for i in range(len(headings))]
    rule = ["-" * w if i in left else "-" * (w - 1) + ":" for i, w in enumerate(widths)]
    for row in (cells[0], rule, *cells[1:]):
        yield (
            "| "
            + " | ".join(
                _padded(text, width, i in left)
                for i, (text, width) in enumerate(zip(row, widths, strict=True))
            )
            + " |"
        )


def _padded(text: str, width: int, left: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if left else space + text


def _width(text: str) -> int:
    """How many columns ``text`` takes in a fixed-width font."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
        if not unicodedata.combining(char)
    )
