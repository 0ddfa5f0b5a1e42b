"""Tables and facts in columns, for people.

A terminal gets them as wide as it is: a wide column gives way, at words, and numbers are never
broken. A pipe or a file gets each row on one line, as wide as it needs to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len
from rich.padding import Padding
from rich.text import Text

from tracker.cli.output import console, to_terminal
from tracker.export.lines import Look, Said

GAP = "  "
LEAST = 16
"""Columns that a wide column gets even where there is no room for it."""

Cell = str | Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column: numbers stand ``right``; a ``wide`` one gives way and is wrapped at words."""

    heading: str = ""
    right: bool = False
    wide: bool = False


def room() -> int | None:
    """How many columns there are; None where there is no end to them."""
    return console().width if to_terminal() else None


def table(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    """Rows under their headings."""
    width = room()
    if width is None:
        _print_whole(columns, [[column.heading for column in columns], *rows])
        return
    cells = [[_text(cell) for cell in row] for row in rows]
    headings = [Text(column.heading, style="bold") for column in columns]
    widths = _fitted(columns, cells, width)
    _print_rows(columns, widths, [headings])
    console().print(Text("─" * min(width, sum(widths) + len(GAP) * (len(widths) - 1)), "dim"))
    _print_rows(columns, widths, cells)


def facts(rows: Iterable[tuple[str, str]]) -> None:
    """Labelled values, one below the other."""
    columns = (Column(), Column(wide=True))
    labelled = [(GAP + label, value) for label, value in rows]
    width = room()
    if width is None:
        _print_whole(columns, labelled)
        return
    cells = [[_text(cell) for cell in row] for row in labelled]
    _print_rows(columns, _fitted(columns, cells, width), cells)


def told(lines: Iterable[Said]) -> None:
    """Lines set in by their depth; in a terminal wrapped, and as loud as they are meant."""
    styles = {Look.HEAD: "bold", Look.STRONG: "", Look.PLAIN: "", Look.FAINT: "dim"}
    for said in lines:
        indent = GAP * said.depth
        if to_terminal():
            text = Text(said.text, styles[said.look])
            console().print(Padding(text, (0, 0, 0, len(indent))))
        else:
            print(indent + said.text)


def both_ends(left: Cell, right: str) -> None:
    """``left`` at the line's beginning, ``right`` at its end: on the next line if need be."""
    width = room() or 0
    begin, end = _text(left), Text(right)
    space = width - begin.cell_len - end.cell_len
    if space < len(GAP):
        console().print(begin)
        begin, space = Text(), max(width - end.cell_len, 0)
    console().print(begin + Text(" " * space) + end, soft_wrap=True)


def _text(cell: Cell) -> Text:
    return Text(cell) if isinstance(cell, str) else cell


def _print_whole(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    """Each row on one line. Plain strings: a pipe may get tens of thousands of rows."""
    plain = [[str(cell).replace("\n", " ") for cell in row] for row in rows]
    lengths = [[cell_len(cell) for cell in row] for row in plain]
    widths = [max(column) for column in zip(*lengths, strict=True)]
    for row, taken in zip(plain, lengths, strict=True):
        padded = []
        for column, text, length, width in zip(columns, row, taken, widths, strict=True):
            space = " " * (width - length)
            padded.append(space + text if column.right else text + space)
        print(GAP.join(padded).rstrip())


def _fitted(columns: Sequence[Column], rows: Sequence[Sequence[Text]], width: int) -> list[int]:
    """The width of each column in a terminal: what the wide ones share is left by the others."""
    widths = []
    for index, column in enumerate(columns):
        lines = [line.cell_len for row in rows for line in row[index].split("\n")]
        # A heading is wrapped at its words.
        lines += (Text(word).cell_len for word in column.heading.split())
        widths.append(max(lines, default=0))
    wide = [index for index, column in enumerate(columns) if column.wide]
    if wide:
        kept = sum(w for index, w in enumerate(widths) if index not in wide)
        left = width - kept - len(GAP) * (len(columns) - 1)
        for number, index in enumerate(wide, 1):
            share = max(left // (len(wide) - number + 1), LEAST)
            widths[index] = min(widths[index], share)
            left -= widths[index]
    return widths


def _print_rows(
    columns: Sequence[Column], widths: Sequence[int], rows: Sequence[Sequence[Text]]
) -> None:
    for row in rows:
        wrapped = [_lines(cell, width) for cell, width in zip(row, widths, strict=True)]
        for parts in zip_longest(*wrapped):
            line = Text()
            for column, part, width in zip(columns, parts, widths, strict=True):
                text = part or Text()
                space = " " * (width - text.cell_len)
                line += Text(space) + text if column.right else text + Text(space)
                line += Text(GAP)
            line.rstrip()
            console().print(line, soft_wrap=True)


def _lines(text: Text, width: int) -> list[Text]:
    """``text`` in lines of at most ``width``, broken at words; a longer word is broken itself."""
    lines = []
    for line in text.wrap(console(), width, tab_size=1):
        line.rstrip()
        lines.append(line)
    return lines or [Text()]
