"""Text measured in cells: what a column holds, and how a name gives way at a word.

All widths count terminal cells, as Rich measures them, so that a letter with its combining marks
is one and never parted.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.content import Content

from tracker.domain.period import Period
from tracker.domain.text import shown
from tracker.domain.words import Words
from tracker.i18n import lang, names

ELLIPSIS = "…"


def said(words: Words) -> str:
    """A user's text in the current language, on one line, control characters made visible."""
    return shown(words.said(lang()))


def within(period: Period) -> str:
    """A period's name within a sentence: ``quý II/2021``."""
    return names.period_within(period)


def lower_first(text: str) -> str:
    """A name within a sentence or behind another."""
    return text[:1].lower() + text[1:]


def clip(text: str, width: int) -> str:
    """``text`` in at most ``width`` cells; a longer one ends at a word, with ``…``.

    Where the first word alone is too long it is cut within.
    """
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    kept, used, last_space = "", 0, 0
    for letter in letters(text):
        used += cell_len(letter)
        if used > width - 1:
            break
        if letter == " ":
            last_space = len(kept)
        kept += letter
    at_word_end = text[len(kept) : len(kept) + 1] == " "
    # A word that would leave half of the column empty is cut instead.
    if not at_word_end and last_space > width // 2:
        kept = kept[:last_space]
    return kept.rstrip(" ,;:–-") + ELLIPSIS


def letters(text: str) -> Iterator[str]:
    """``text`` letter by letter, each with the marks that combine with it."""
    letter = ""
    for char in text:
        if letter and cell_len(char) > 0:
            yield letter
            letter = ""
        letter += char
    if letter:
        yield letter


def left(text: str, width: int) -> str:
    """``text`` clipped and filled to exactly ``width`` cells."""
    kept = clip(text, width)
    return kept + " " * (width - cell_len(kept))


def right(text: str, width: int) -> str:
    """``text`` moved to the right edge of ``width`` cells; never clipped, since it is a figure."""
    return " " * (width - cell_len(text)) + text


def justified(start: Content, end: Content, width: int) -> Content:
    """``start`` at the left edge and ``end`` at the right one; ``start`` gives way."""
    room = width - end.cell_length - 1
    if start.cell_length > room:
        start = start.truncate(max(room, 0), ellipsis=True)
    gap = width - start.cell_length - end.cell_length
    return start + Content(" " * max(gap, 0)) + end


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` cells, broken between words where it can be."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if cell_len(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, width)
        lines += whole
    return [*lines, line]


def _broken(word: str, width: int) -> list[str]:
    """A word in pieces of at most ``width`` cells; a path may be longer than a line."""
    pieces = [""]
    for letter in letters(word):
        if pieces[-1] and cell_len(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
