"""Days as people write them: day first, complete, never guessed (DOMAIN §7)."""

from __future__ import annotations

import re
from datetime import date, datetime

from tracker.domain.problem import N_, Refused
from tracker.domain.text import excerpt, fold


class NotADay(Refused):
    wording = N_(
        "“{text}” is not a day. Write day, month and four-digit year, as in 16/1/2021, or"
        " 2021-01-16."
    )


class TwoDigitYear(Refused):
    wording = N_("“{text}” has a year of two digits. Write all four, as in 16/1/2021.")


class NoSuchDay(Refused):
    wording = N_(
        "“{text}” is not in the calendar. The day comes first, then the month (1 to 12), then the"
        " year."
    )


_DAY_FIRST = re.compile(r"(?:ngay )?(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}),? nam (\d{4})", re.ASCII)
_ENGLISH = re.compile(r"(\d{1,2}) ([a-z]{3,9}) (\d{4})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WITHOUT_YEAR = re.compile(
    r"(?:ngay )?\d{1,2}(?:(?P<sign>[/.-])\d{1,2}| (?P<vietnamese>thang) \d{1,2})"
    r"|\d{1,2} [a-z]{3,9}",
    re.ASCII,
)
_SHORT_YEAR = re.compile(r"(?:ngay )?\d{1,2}([/.-])\d{1,2}\1\d{2}", re.ASCII)


def read_day(text: str) -> date:
    """The day written in ``text``.

    Reads 16/1/2021, 16-1-2021, 16.1.2021, “ngày 16 tháng 01 năm 2021”, 16 January 2021 and
    2021-01-16. Raises NotADay, TwoDigitYear or NoSuchDay.
    """
    written = fold(text)
    if _ISO.fullmatch(written):
        # Turned round first: with the day first, dateutil reads 2021-02-01 as 2 January.
        return _numbered(text, *map(int, reversed(written.split("-"))))
    if found := _DAY_FIRST.fullmatch(written):
        return _numbered(text, int(found[1]), int(found[3]), int(found[4]))
    if found := _IN_WORDS.fullmatch(written):
        return _numbered(text, int(found[1]), int(found[2]), int(found[3]))
    if _ENGLISH.fullmatch(written) and (day := _complete(written)):
        return day
    if _SHORT_YEAR.fullmatch(written):
        raise TwoDigitYear(text=excerpt(text))
    raise NotADay(text=excerpt(text))


def day_of(text: str, year: int) -> date:
    """The day, of ``year`` where the text says none. Raises what ``read_day`` refuses."""
    try:
        return read_day(with_year(text, year))
    except NotADay:
        return read_day(text)  # refused as it was typed


def without_year(text: str) -> bool:
    """Whether ``text`` looks like a day that lacks its year alone."""
    return _WITHOUT_YEAR.fullmatch(fold(text)) is not None


def with_year(text: str, year: int) -> str:
    """``text`` with ``year`` behind it, where it is a day without one."""
    found = _WITHOUT_YEAR.fullmatch(fold(text))
    if found is None:
        return text
    between = found["sign"] or (" năm " if found["vietnamese"] else " ")
    return f"{text.strip()}{between}{year}"


def _numbered(text: str, day: int, month: int, year: int) -> date:
    found = _complete(f"{day}/{month}/{year:04}")
    # dateutil would rather change day and month round than refuse 2/13/2021.
    if found is None or (found.day, found.month) != (day, month):
        raise NoSuchDay(text=excerpt(text))
    return found


# Two weeks apart: "5 mon 2021" is the first Monday after the default's day.
_DEFAULTS = (datetime(2000, 1, 1), datetime(2001, 2, 15))  # noqa: DTZ001 - days have no zone


def _complete(written: str) -> date | None:
    """The day that dateutil reads, None where there is none or a part of it is missing.

    dateutil fills what is missing from its default: read with two defaults, only a complete day
    comes out the same.
    """
    from dateutil import parser  # noqa: PLC0415 - loaded when a day is typed, not at the start

    try:
        first, second = (parser.parse(written, dayfirst=True, default=d) for d in _DEFAULTS)
    except ValueError:
        return None
    return first.date() if first == second else None


def long_day(day: date) -> str:
    """As documents write it: “ngày 16 tháng 01 năm 2021”.

    A zero stands before days under 10 and before months 1 and 2 only (DOMAIN §7).
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"
