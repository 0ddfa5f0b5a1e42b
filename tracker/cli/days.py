"""Days as they are typed: the year may be left out, since a plan has only one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tracker.domain.days import NotADay, read_day
from tracker.domain.text import fold

_WITHOUT_YEAR = re.compile(
    r"(?:ngay )?\d{1,2}(?:(?P<sign>[/.-])\d{1,2}| (?P<vietnamese>thang) \d{1,2})"
    r"|\d{1,2} [a-z]{3,9}",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class DayOfSomeYear:
    """A day typed before it is known of which plan it is."""

    text: str

    def of(self, year: int) -> date:
        """Raises what ``read_day`` refuses."""
        return day_of(self.text, year)


def day_or_part(text: str) -> date | DayOfSomeYear:
    """The day, whole or without its year. Raises what ``read_day`` refuses."""
    return DayOfSomeYear(text) if _WITHOUT_YEAR.fullmatch(fold(text)) else read_day(text)


def day_of(text: str, year: int) -> date:
    """The day, of ``year`` where the text says none. Raises what ``read_day`` refuses."""
    try:
        return read_day(with_year(text, year))
    except NotADay:
        return read_day(text)  # refused as it was typed


def with_year(text: str, year: int) -> str:
    """``text`` with ``year`` behind it, where it is a day without one."""
    found = _WITHOUT_YEAR.fullmatch(fold(text))
    if found is None:
        return text
    between = found["sign"] or (" năm " if found["vietnamese"] else " ")
    return f"{text.strip()}{between}{year}"
