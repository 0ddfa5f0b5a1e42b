"""Excel back into figures: the cells of both sheets, wherever the sheets stand.

A small reader of its own, since a file may come from anybody: it unpacks within limits, keeps one
row at a time, and obeys nothing that stands in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING, TypeAlias

from tracker.domain.fingerprint import (
    FIGURES,
    NONE,
    RATES,
    FiguresShown,
    RowShown,
    Shown,
    TaskShown,
    percent_shown,
    quantity_shown,
    rate_shown,
)
from tracker.export import Format
from tracker.export.reread.found import Found, particulars_in, perhaps, states
from tracker.export.reread.said import remarks_of, status_of
from tracker.export.reread.zipped import Parts, local, text_in

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Value: TypeAlias = str | Decimal | None
Row = list[Value]

WIDTH = 1 + len(FIGURES) + 2 * len(RATES)
"""Columns of a roll-up: a rate has three."""
TASK_WIDTH = 13
WIDEST = 64
"""Columns that are looked at."""
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]+")
_FIRST_DAY = date(1899, 12, 30)


def read(content: bytes) -> Found:
    """Raises BrokenParticulars, or whatever a file raises that is no workbook of ours."""
    parts = Parts(content)
    strings = _strings(parts)
    sheets = [list(_rows(parts, name, strings)) for name in parts.names("xl/worksheets/sheet")]
    overview = next(sheet for sheet in sheets if _has_particulars(sheet))
    texts = [cell for row in overview for cell in row if isinstance(cell, str)]
    particulars = particulars_in(texts)
    found = perhaps(lambda: _figures(overview, [s for s in sheets if s is not overview]))
    again = () if found is None else (_roll_ups(overview)[0][-1].figures,)
    day = states(particulars.question.as_of, texts)
    return Found(Format.XLSX, particulars, found, again, day)


def _has_particulars(sheet: Sequence[Row]) -> bool:
    try:
        particulars_in(cell for row in sheet for cell in row if isinstance(cell, str))
    except IndexError:
        return False
    return True


def _figures(overview: Sequence[Row], others: Iterable[Sequence[Row]]) -> FiguresShown:
    first = next(i for i, row in enumerate(overview) if isinstance(row[1], Decimal))
    lines = overview[first:][: len(FIGURES)]
    totals = [
        cell
        for key, row in zip(FIGURES, lines, strict=True)
        for cell in row[1 : 4 if key in RATES else 2]
    ]
    rows, *below = _roll_ups(overview)
    return FiguresShown(
        _spread(totals),
        tuple(rows[:-1]),
        tuple(below[0]) if below else (),
        tuple(_task(row) for sheet in others for row in sheet if isinstance(row[0], Decimal)),
    )


def _roll_ups(overview: Sequence[Row]) -> list[list[RowShown]]:
    """The rows below each heading of WIDTH texts, as far as there are figures."""
    headings = [
        at for at, row in enumerate(overview) if all(isinstance(c, str) for c in row[:WIDTH])
    ]
    return [
        [
            RowShown(str(row[0]).strip(), _spread(row[1:WIDTH]))
            for row in takewhile(lambda row: isinstance(row[1], Decimal), overview[at + 1 :])
        ]
        for at in headings
    ]


def _spread(cells: Iterable[Value]) -> Shown:
    at = iter(cells)
    found = []
    for key in FIGURES:
        if key in RATES:
            found.append(rate_shown(_count(next(at)), _count(next(at)), _share(next(at))))
        elif key == "completion_percent":
            found.append(_share(next(at)))
        else:
            found.append(str(_count(next(at))))
    return tuple(found)


def _count(value: Value) -> int:
    number = _number(value)
    if number is None or number != int(number):
        raise ValueError(value)
    return int(number)


def _number(value: Value) -> Decimal | None:
    """Raises ValueError for a text."""
    if isinstance(value, str):
        raise ValueError(value)
    return value


def _share(value: Value) -> str:
    """A percent is stored as a share."""
    number = _number(value)
    return percent_shown(None if number is None else number * 100)


def _task(row: Row) -> TaskShown:
    deadline, target, result, share = row[5], row[7], row[8], row[9]
    baseline, status, remarks = row[10], row[11], row[12]
    day = _number(deadline)
    return TaskShown(
        code=str(row[1]),
        deadline=NONE if day is None else (_FIRST_DAY + timedelta(int(day))).isoformat(),
        target=quantity_shown(_number(target)),
        value=quantity_shown(_number(result)),
        percent=_share(share),
        status=status_of(str(status)),
        **remarks_of(str(remarks or "").split("; ")),
        baseline=quantity_shown(_number(baseline)),
    )


def _strings(parts: Parts) -> list[str]:
    """The texts that cells point to; what is read aloud beside them (``rPh``) left out."""
    name = "xl/sharedStrings.xml"
    if not parts.has(name):
        return []
    return [_text(element) for element, _parent in parts.elements(name, "si")]


def _text(element: Element) -> str:
    kept = [part for part in element if local(part) in ("t", "r")]
    return "".join(text_in(part, "t") for part in kept)


def _rows(parts: Parts, name: str, strings: Sequence[str]) -> Iterable[Row]:
    for element, _parent in parts.elements(name, "row"):
        row: Row = [None] * WIDEST
        for number, cell in enumerate(c for c in element if local(c) == "c"):
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else number
            if column < WIDEST:
                row[column] = _value(cell, strings)
        yield row


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _value(cell: Element, strings: Sequence[str]) -> Value:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_text(part) for part in cell if local(part) == "is")
    value = next((part.text for part in cell if local(part) == "v"), None)
    if value is None:
        return None
    if kind == "s":
        return strings[int(value)]
    # What another program writes with sixteen digits is the same number with fifteen.
    return Decimal(repr(float(value))) if kind == "n" else value
