"""Data on standard output, messages on standard error.

Texts of users are never markup: only plain strings and Rich ``Text`` reach a console here.
"""

from __future__ import annotations

import io
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NARROWEST = 40
"""Columns below which a terminal is treated as if it had these."""


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
    return _console_on(sys.stdout)


@lru_cache(maxsize=1)
def _console_on(file: TextIO) -> Console:
    """Made once: a long list prints thousands of lines."""
    from rich.console import Console  # noqa: PLC0415 - not needed for JSON

    made = Console(file=file, markup=False, highlight=False, emoji=False)
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


def as_json(data: Any) -> None:
    """``data`` as JSON, as the exported files have it."""
    from tracker.export.json import json_text  # noqa: PLC0415 - help prints no JSON

    print(json_text(data), end="")


def as_bytes(content: bytes) -> None:
    """The bytes of a file as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
