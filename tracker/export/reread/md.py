"""Markdown back into figures: its tables, and the lists above and below them."""

from __future__ import annotations

import re

from tracker.domain.fingerprint import FiguresShown
from tracker.export import Format
from tracker.export.reread.found import Found, particulars_in, perhaps, states
from tracker.export.reread.said import ANNEX, ROLL_UP, annex, figures, roll_up

_ESCAPED = re.compile(r"\\(.)")
_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")


def read(content: bytes) -> Found:
    """Raises BrokenParticulars, or whatever a file raises that is no Markdown of ours."""
    lines = content.decode("utf-8-sig").splitlines()
    listed = [_ESCAPED.sub(r"\1", line.strip()) for line in lines if line.startswith("- ")]
    particulars = particulars_in(listed)
    tables = _tables(lines)
    rolled = [table for table in tables if len(table[0]) == ROLL_UP]

    def shown() -> FiguresShown:
        rows = roll_up(rolled[0])
        return FiguresShown(
            next(figures([row[1] for row in table[1:]]) for table in tables if len(table[0]) == 2),
            rows[:-1],
            roll_up(rolled[1]) if len(rolled) > 1 else (),
            tuple(task for table in tables if len(table[0]) == ANNEX for task in annex(table)),
        )

    found = perhaps(shown)
    again = () if found is None else (roll_up(rolled[0])[-1].figures,)
    day = states(particulars.question.as_of, listed)
    return Found(Format.MD, particulars, found, again, day)


def _tables(lines: list[str]) -> list[list[list[str]]]:
    """Every table: its heading row and the rows below the rule."""
    tables: list[list[list[str]]] = []
    inside = False
    for line in lines:
        bar = line.startswith("|")
        if bar and not inside:
            tables.append([])
        if bar and not re.fullmatch(r"[|\-: ]+", line):
            tables[-1].append(_cells(line))
        inside = bar
    return [table for table in tables if table]


def _cells(line: str) -> list[str]:
    parts = _BAR.sub("\\1\x00", line).split("\x00")
    return [_ESCAPED.sub(r"\1", part.strip(" ")) for part in parts[1:-1]]
