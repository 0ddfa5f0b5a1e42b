"""A seal: one digest that stands for all of the journal up to an entry."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.domain.problem import N_, Refused
from tracker.domain.text import excerpt

DIGITS = 64
"""Hexadecimal digits of a whole digest (SHA-256)."""
_PRINTED, _GROUP = 16, 4
_FORM = re.compile(r"#\s*([0-9]{1,18})(?:[\s:.,;-]*(\w[\w\s-]*))?")
_NO_DIGIT = re.compile(r"[^0-9a-fA-F]")


class NotASeal(Refused):
    wording = N_(
        "“{text}” is not a seal. Write the entry's number and the digits as they were printed,"
        " such as #1234 3f2a 99c0 12ab 77de."
    )


class SealDigitsMissing(NotASeal):
    wording = N_(
        "“{text}” has {count} digits behind the number, and a seal has {printed} (or all {whole})."
        " Write it as it was printed, such as #1234 3f2a 99c0 12ab 77de."
    )


class NoDigitOfASeal(NotASeal):
    wording = N_(
        "“{text}”: “{letter}” is no digit of a seal; those are 0 to 9 and a to f. Write it as it"
        " was printed, such as #1234 3f2a 99c0 12ab 77de."
    )


@dataclass(frozen=True, slots=True)
class Seal:
    """``digest`` is taken over every entry up to and including number ``last``; 64 digits."""

    last: int
    digest: str

    def __str__(self) -> str:
        """The short form that is printed: ``#1234 3f2a 99c0 12ab 77de``."""
        groups = [self.digest[at : at + _GROUP] for at in range(0, _PRINTED, _GROUP)]
        return " ".join([f"#{self.last}", *groups])


@dataclass(frozen=True, slots=True)
class PrintedSeal:
    """A seal as somebody has it on paper: the first ``digits`` of its digest, or all of them."""

    last: int
    digits: str

    def is_of(self, seal: Seal) -> bool:
        return self.last == seal.last and seal.digest.startswith(self.digits)


def read_seal(text: str) -> PrintedSeal:
    """A seal as it was printed or written out whole; spaces between the digits do not matter.

    At least the printed 16 digits. Raises NotASeal, SealDigitsMissing, NoDigitOfASeal.
    """
    found = _FORM.fullmatch(text.strip())
    if not found:
        raise NotASeal(text=excerpt(text))
    digits = re.sub(r"[\s-]", "", found[2] or "").lower()
    if wrong := _NO_DIGIT.search(digits):
        raise NoDigitOfASeal(text=excerpt(text), letter=wrong[0])
    if not _PRINTED <= len(digits) <= DIGITS:
        raise SealDigitsMissing(
            text=excerpt(text), count=len(digits), printed=_PRINTED, whole=DIGITS
        )
    return PrintedSeal(int(found[1]), digits)
