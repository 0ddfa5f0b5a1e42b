"""Days as they are typed: the year may be left out, since a plan has only one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.days import day_of, read_day, without_year

__all__ = ["DayOfSomeYear", "day_of", "day_or_part"]


@dataclass(frozen=True, slots=True)
class DayOfSomeYear:
    """A day typed before it is known of which plan it is."""

    text: str

    def of(self, year: int) -> date:
        """Raises what ``read_day`` refuses."""
        return day_of(self.text, year)


def day_or_part(text: str) -> date | DayOfSomeYear:
    """The day, whole or without its year. Raises what ``read_day`` refuses."""
    return DayOfSomeYear(text) if without_year(text) else read_day(text)
