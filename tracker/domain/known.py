"""How much of the record a question knows (DOMAIN §4, "The day asked about")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock_time

from tracker.domain.days import NotADay, read_day
from tracker.domain.problem import N_, Refused
from tracker.domain.text import excerpt

Asked = int | date | datetime
"""A journal number, a day or a time, as it was asked for."""


class NotOnRecord(Refused):
    wording = N_(
        "“{text}” is no day, time or journal number. Write 16/1/2021, 16/1/2021 14:30 or #123."
    )


class UnknownEntry(Refused):
    wording = N_("The journal has no entry #{number}; its last one is #{last}.")


class NothingKnown(Refused):
    wording = N_("On {moment} nothing was on record yet; the first entry is of {first}.")


@dataclass(frozen=True, slots=True)
class Recorded:
    """The journal entry up to which the record is read, and when it was recorded (in UTC)."""

    number: int
    recorded_at: datetime


_NUMBER = re.compile(r"#([0-9]{1,15})", re.ASCII)
_TIME = re.compile(r"(.+?)[ T]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?", re.ASCII)


def read_known_on(text: str) -> Asked:
    """A journal number, a day (all that was recorded on it counts), or a time, without its zone.

    Raises NotOnRecord, or what ``read_day`` refuses.
    """
    written = text.strip()
    if number := _NUMBER.fullmatch(written):
        return int(number[1])
    if found := _TIME.fullmatch(written):
        try:
            # A minute is known to its end, as a day is.
            second = int(found[4]) if found[4] else 59
            clock = clock_time(int(found[2]), int(found[3]), second, 999_999)
        except ValueError:
            raise NotOnRecord(text=excerpt(text)) from None
        return datetime.combine(read_day(found[1]), clock)
    try:
        return read_day(written)
    except NotADay:
        raise NotOnRecord(text=excerpt(text)) from None
