"""Reporting periods of one calendar year: ``2021-03``, ``2021-Q1``, ``2021-H1``, ``2021``.

A period's first and last day are both inside it. Longer windows such as ``2021-9M`` belong to
summaries; no task reports in one (DOMAIN §3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from tracker.domain.problem import N_, Refused


class Rhythm(StrEnum):
    """How often a task reports."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def months(self) -> int:
        """The length of one period, in months."""
        return {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.HALF: 6, Rhythm.YEAR: 12}[self]


class NotAPeriod(Refused):
    wording = N_(
        "“{text}” is not a period. Write a month 2021-03, a quarter 2021-Q1, a half 2021-H1 or"
        " a year 2021."
    )


class WindowNotPeriod(Refused):
    wording = N_(
        "“{text}” is a window of a summary, not a reporting period. Write a month 2021-03, a"
        " quarter 2021-Q1, a half 2021-H1 or a year 2021."
    )


class WrongRhythm(Refused):
    wording = N_("{task} does not report in {period}. Its periods: {allowed}.")


@dataclass(frozen=True, slots=True)
class Period:
    """One period; ``index`` counts from 1 within the year (1–12, 1–4, 1–2, 1).

    Periods of one rhythm are ordered by time.
    """

    year: int
    rhythm: Rhythm
    index: int

    def __lt__(self, other: Period) -> bool:
        return (self.year, self.index) < (other.year, other.index)

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """As written on the command line and in JSON."""
        tail = {
            Rhythm.MONTH: f"-{self.index:02}",
            Rhythm.QUARTER: f"-Q{self.index}",
            Rhythm.HALF: f"-H{self.index}",
            Rhythm.YEAR: "",
        }
        return f"{self.year}{tail[self.rhythm]}"

    @property
    def first_day(self) -> date:
        return date(self.year, (self.index - 1) * self.rhythm.months + 1, 1)

    @property
    def last_day(self) -> date:
        return self.first_day + relativedelta(months=self.rhythm.months, days=-1)


_FORMS = (
    (Rhythm.MONTH, re.compile(r"(\d{4})-(0[1-9]|1[0-2])")),
    (Rhythm.QUARTER, re.compile(r"(\d{4})-Q([1-4])")),
    (Rhythm.HALF, re.compile(r"(\d{4})-H([12])")),
    (Rhythm.YEAR, re.compile(r"(\d{4})()")),
)


def read_period(text: str) -> Period:
    """The period written in ``text``; upper or lower case.

    Raises NotAPeriod, or WindowNotPeriod for a summary's window.
    """
    written = text.strip().upper()
    for rhythm, form in _FORMS:
        if (found := form.fullmatch(written)) and int(found[1]) > 0:
            return Period(int(found[1]), rhythm, int(found[2] or 1))
    if re.fullmatch(r"\d{4}-\d{1,2}M", written):
        raise WindowNotPeriod(text=text)
    raise NotAPeriod(text=text)


def periods(rhythm: Rhythm, year: int) -> tuple[Period, ...]:
    """All periods of ``rhythm`` in ``year``, in order."""
    return tuple(Period(year, rhythm, i + 1) for i in range(12 // rhythm.months))


def last_period(rhythm: Rhythm, year: int, deadline: date | None) -> Period:
    """The period whose figure completes a ceiling (DOMAIN §3, "Reached").

    The year's last one; with a deadline the last that ends by it, or the first of the year where
    none does.
    """
    all_periods = periods(rhythm, year)
    ended = [p for p in all_periods if deadline is None or p.last_day <= deadline]
    return ended[-1] if ended else all_periods[0]
