"""The texts of Markdown and Word, as people read them, back into figures; in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tracker.domain.fingerprint import (
    FIGURES,
    NONE,
    RATES,
    RowShown,
    Shown,
    TaskShown,
    percent_shown,
    quantity_shown,
    rate_shown,
)
from tracker.domain.status import Sign, Status
from tracker.i18n import in_each
from tracker.i18n.formats import NOTHING

ROLL_UP, ANNEX = 1 + len(FIGURES), 9
"""How many columns each table has."""

_RATE = re.compile(r"([\d.]+)/([\d.]+)(?: \(([\d.,]+) %\))?")
_QUANTITY = re.compile(r"-?[\d.]+(?:,\d+)?")
_CODE = re.compile(r"\(([^()]*)\)$")
_BY_GLYPH = {status.glyph: status for status in Status}


def figures(cells: Sequence[str]) -> Shown:
    """One text for each of FIGURES."""
    return tuple(_figure(key, _plain(text)) for key, text in zip(FIGURES, cells, strict=True))


def roll_up(table: Sequence[Sequence[str]]) -> tuple[RowShown, ...]:
    """The rows below the heading."""
    return tuple(RowShown(_plain(row[0]).strip(), figures(row[1:])) for row in table[1:])


def annex(table: Sequence[Sequence[str]]) -> tuple[TaskShown, ...]:
    """The tasks below the heading."""
    return tuple(_task([_plain(cell) for cell in row]) for row in table[1:])


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def _figure(key: str, text: str) -> str:
    if key in RATES:
        found = _RATE.fullmatch(text)
        if found is None:
            raise ValueError(text)
        counts = (int(number(found[1])), int(number(found[2])))
        return rate_shown(*counts, percent_shown(number(found[3]) if found[3] else None))
    if key == "completion_percent":
        return percent(text)
    return str(int(number(text)))


def number(text: str) -> Decimal:
    """A number in Vietnamese notation. Raises ValueError or ArithmeticError."""
    return Decimal(text.replace(".", "").replace(",", "."))


def percent(text: str) -> str:
    return NONE if text == NOTHING else percent_shown(number(text.removesuffix("%").strip()))


def _task(cells: Sequence[str]) -> TaskShown:
    _no, title, _lead, _others, deadline, target, result, share, note = cells
    code = _CODE.search(title)
    if code is None:
        raise ValueError(title)
    remarks, baseline = _parted(note)
    status, *flags = remarks.split("; ")
    return TaskShown(
        code=code[1],
        deadline=_day(deadline),
        target=_quantity(target),
        value=_quantity(result),
        percent=percent(share),
        status=status_of(status),
        **remarks_of(flags),
        baseline=_quantity(baseline),
    )


def _parted(note: str) -> tuple[str, str]:
    """What is said of the task itself, and of last year."""
    for wording in in_each("last year: {amount}"):
        before = "; " + wording.partition("{")[0]
        if before in note:
            remarks, _sign, baseline = note.partition(before)
            return remarks, baseline
    return note, NOTHING


def status_of(text: str) -> str:
    """The status that stands behind its glyph."""
    return _BY_GLYPH[text[:1]].value


def remarks_of(parts: Sequence[str]) -> dict[str, str]:
    """At risk, over the ceiling, and the done-day, from what is remarked."""
    at_risk = {f"{Sign.AT_RISK.glyph} {said}" for said in in_each("at risk")}
    done_on = NONE
    for wording in in_each("done on {day}"):
        before = wording.partition("{")[0]
        done_on = next(
            (_day(p.removeprefix(before)) for p in parts if p.startswith(before)), done_on
        )
    return {
        "at_risk": str(int(any(part in at_risk for part in parts))),
        "exceeded": str(int(any(part in in_each("▲ over the ceiling") for part in parts))),
        "done_on": done_on,
    }


def _day(text: str) -> str:
    if text == NOTHING:
        return NONE
    day, month, year = map(int, text.rstrip("*~").split("/"))
    return date(year, month, day).isoformat()


def _quantity(text: str) -> str:
    """The number in ``trên 1.234,5 cuộc*``."""
    if text == NOTHING:
        return NONE
    found = _QUANTITY.search(text)
    if found is None:
        raise ValueError(text)
    return quantity_shown(number(found[0]))
