"""Data on standard output, messages on standard error.

A terminal gets tables as wide as it is; a pipe or a file gets them as wide as they need to be, so
that nothing is cut off. Texts of users are never markup: only plain strings and Rich ``Text``
reach a console here.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NARROWEST = 40
"""Columns below which a terminal is treated as if it had these."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. Numbers stand ``right`` and are never broken; a ``wide`` column gives
    way first, and its text goes on in the next line."""

    heading: str
    right: bool = False
    wide: bool = False


def speak_utf8() -> None:
    """Write UTF-8 into pipes and files, and never fail on a letter that a terminal lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A Windows pipe would otherwise have a code page without Vietnamese letters.
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def to_terminal() -> bool:
    """Whether a person reads the output as it is written."""
    return sys.stdout.isatty()


def console() -> Console:
    """Standard output of a terminal; without colour where the user or the terminal wants none."""
    from rich.console import Console  # noqa: PLC0415 - not needed for JSON

    made = Console(file=sys.stdout, markup=False, highlight=False, emoji=False)
    made.width = max(made.width, NARROWEST)
    return made


def line(text: str | Text = "") -> None:
    """One line of data. In a terminal long ones are wrapped at words."""
    if to_terminal():
        console().print(text)
    else:
        print(text)


def message(text: str) -> None:
    """One line for the person at the keyboard, which does not belong to the data."""
    print(text, file=sys.stderr)


_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def as_json(data: Any) -> None:
    """``data`` as JSON. What would steer a terminal is written as an escape: the same text, unseen
    by the terminal (JSON itself escapes what is below U+0020)."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    print(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def as_bytes(content: bytes) -> None:
    """The bytes of a file as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def table(columns: Sequence[Column], rows: Iterable[Sequence[str | Text]]) -> None:
    """Rows under their headings: for a terminal fitted to its width, else each row on one line."""
    if to_terminal():
        _fitted(columns, rows)
    else:
        _unfolded(columns, rows)


def _fitted(columns: Sequence[Column], rows: Iterable[Sequence[str | Text]]) -> None:
    from rich import box  # noqa: PLC0415 - not needed for JSON
    from rich.table import Table  # noqa: PLC0415

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for column in columns:
        drawn.add_column(
            column.heading,
            justify="right" if column.right else "left",
            no_wrap=not column.wide,
            overflow="fold",
            ratio=1 if column.wide else None,
            min_width=12 if column.wide else None,
        )
    for row in rows:
        drawn.add_row(*row)
    console().print(drawn)


def _unfolded(columns: Sequence[Column], rows: Iterable[Sequence[str | Text]]) -> None:
    """By hand, since Rich takes seconds for the tens of thousands of rows that a pipe may get."""
    from rich.cells import cell_len  # noqa: PLC0415 - not needed for JSON

    cells = [[column.heading for column in columns]]
    cells += [[str(cell).replace("\n", " ") for cell in row] for row in rows]
    widths = [max(map(cell_len, texts)) for texts in zip(*cells, strict=True)]
    for row in cells:
        padded = []
        for column, text, width in zip(columns, row, widths, strict=True):
            space = " " * (width - cell_len(text))
            padded.append(space + text if column.right else text + space)
        print("  ".join(padded).rstrip())
