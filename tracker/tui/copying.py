"""What a list hands to the clipboard: its lines as cells between tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.tui.widgets.lines import LineList

WIDE = 400
"""Cells in which nothing of a line is cut."""
MOST_CHARACTERS = 74_000
"""Terminals take about 100,000 bytes of base64 at once; more is lost without a word."""
MOST_COPIED = 2_000
"""Tasks that are looked up to be copied; the clipboard takes fewer."""
_GAP = re.compile(r" {2,}|\u2502")


def copied(lines: LineList, indexes: Iterable[int]) -> str:
    """The lines of a list; what stands two or more cells apart becomes cells of its own."""
    from tracker.export.clipboard import lines_copied  # noqa: PLC0415 - the first frame needs none

    texts = [lines.line(index, WIDE).plain for index in indexes]
    return lines_copied([_GAP.split(text.strip()) for text in texts])
