"""Quantities: exact integers of thousandths, read and written in Vietnamese notation (DOMAIN §7).

``1.234.567,8`` in both languages: dots group thousands, a comma starts the decimals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.domain.problem import N_, Refused
from tracker.domain.text import excerpt, fold
from tracker.domain.words import Words

SCALE = 1000
"""Thousandths in one unit of measure."""

MAX_QUANTITY = 10**13 * SCALE
"""The largest quantity either side of 0, so that a year's sum fits in a database's integer."""


class Qualifier(StrEnum):
    """What a source says beside a figure: over (trên), nearly (gần), about (khoảng)."""

    OVER = "over"
    NEARLY = "nearly"
    ABOUT = "about"

    @property
    def vi(self) -> str:
        return {Qualifier.OVER: "trên", Qualifier.NEARLY: "gần", Qualifier.ABOUT: "khoảng"}[self]


class NotANumber(Refused):
    wording = N_("“{text}” is not a number. Write digits, as in 1.234.567,8.")


class DotForComma(Refused):
    wording = N_("“{text}”: a dot groups thousands by three digits; decimals follow a comma.")


class BadGrouping(Refused):
    wording = N_(
        "“{text}”: the dots do not group the digits by three from the right. Write 1.234.567,8 or"
        " 1234567,8."
    )


class CommaBeforeDot(Refused):
    wording = N_(
        "“{text}” has a comma before a dot. Dots group thousands and one comma starts the"
        " decimals, as in 1.234.567,8."
    )


class TwoCommas(Refused):
    wording = N_(
        "“{text}” has more than one comma. Dots group thousands and one comma starts the"
        " decimals, as in 1.234.567,8."
    )


class TooManyDecimals(Refused):
    wording = N_("“{text}” has more than three decimals. At most three are kept, as in 0,125.")


class TooLarge(Refused):
    wording = N_("“{text}” is too large. The largest quantity is {largest}.")


class FractionOfDong(Refused):
    wording = N_("“{text}” is not a whole number of đồng. Money is kept in whole đồng.")


class OtherUnit(Refused):
    wording = N_("“{text}” is in “{other}”; this figure is counted in “{unit}”.")


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity in thousandths of its unit of measure, with what its source says beside it."""

    value: int
    qualifier: Qualifier | None = None

    def __str__(self) -> str:
        """In Vietnamese notation: ``trên 1.234.567,8``."""
        whole, thousandths = divmod(abs(self.value), SCALE)
        decimals = f"{thousandths:03}".rstrip("0")
        number = f"{whole:,}".replace(",", ".") + (f",{decimals}" if decimals else "")
        sign = "-" if self.value < 0 else ""
        return f"{self.qualifier.vi} {sign}{number}" if self.qualifier else sign + number


_NUMBER = re.compile(r"([-\u2212]?)([0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]+))?")
_DECIMALS = 3


def read_number(text: str, times: int = 1) -> int:
    """``times`` (a power of ten) the number written in ``text``, in thousandths; it may be below 0.

    Raises the Refused that says what is wrong: NotANumber, DotForComma, BadGrouping,
    CommaBeforeDot, TwoCommas, TooManyDecimals, TooLarge.
    """
    written = text.strip()
    number = _NUMBER.fullmatch(written)
    if not number:
        raise _malformed(written)
    sign, whole = number[1], number[2].replace(".", "").lstrip("0")
    decimals = number[3] or ""
    if len(decimals) > _DECIMALS + len(str(times)) - 1:
        raise TooManyDecimals(text=excerpt(written))
    # Measured before it is converted: Python refuses to convert thousands of digits.
    if len(whole) > len(str(MAX_QUANTITY)):
        raise _too_large(written)
    thousandths = int(f"0{whole}{decimals}") * times * SCALE // 10 ** len(decimals)
    return _bounded(-thousandths if sign else thousandths, written)


def _malformed(written: str) -> Refused:
    text = excerpt(written)
    if not re.fullmatch(r"[-\u2212]?[0-9]+(?:[.,][0-9]+)+", written):
        return NotANumber(text=text)
    if written.count(",") > 1:
        return TwoCommas(text=text)
    if "," in written and written.rindex(".") > written.index(","):
        return CommaBeforeDot(text=text)
    lone_dot = re.fullmatch(r"(.+)\.([0-9]{1,3})", written) if written.count(".") == 1 else None
    if lone_dot and (len(lone_dot[2]) < _DECIMALS or lone_dot[1].strip("-\u2212") == "0"):
        return DotForComma(text=text, near=f"{lone_dot[1]},{lone_dot[2]}")
    return BadGrouping(text=text)


def _bounded(value: int, written: str) -> int:
    if abs(value) > MAX_QUANTITY:
        raise _too_large(written)
    return value


def _too_large(written: str) -> Refused:
    return TooLarge(text=excerpt(written), largest=Amount(MAX_QUANTITY))


_QUALIFIERS = {
    "tren": Qualifier.OVER,
    "hon": Qualifier.OVER,
    "over": Qualifier.OVER,
    "gan": Qualifier.NEARLY,
    "nearly": Qualifier.NEARLY,
    "khoang": Qualifier.ABOUT,
    "about": Qualifier.ABOUT,
}
_POWERS = {"": 1, "nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ti": 10**9, "ty": 10**9}
_DONG = ("", "d", "dong", "vnd", "₫")
_PERCENT = {"%", "phan tram", "percent"}
_AMOUNT = re.compile(r"(?:([^\W\d]+)\s+)?([-\u2212]?[0-9][0-9.,]*)\s*(.*)", re.DOTALL)


def read_amount(text: str, unit_of_measure: Words) -> Amount:
    """The amount written in ``text``, in thousandths of ``unit_of_measure``.

    A qualifier may stand before it (trên, hơn, gần, khoảng, or over, nearly, about) and the unit
    after it, in either language. For đồng also nghìn, ngàn, triệu, tỉ, tỷ. Accents and case do
    not matter. Raises OtherUnit, FractionOfDong, or what ``read_number`` raises.
    """
    written = text.strip()
    parts = _AMOUNT.fullmatch(written)
    if not parts or (parts[1] and fold(parts[1]) not in _QUALIFIERS):
        raise NotANumber(text=excerpt(written))
    qualifier = _QUALIFIERS[fold(parts[1])] if parts[1] else None
    unit = fold(parts[3])
    own_units = {"", fold(unit_of_measure.vi), fold(unit_of_measure.en)}
    if is_percent(unit_of_measure):
        own_units |= _PERCENT
    if fold(unit_of_measure.vi) == "dong":
        power = _power(unit)
        if power is not None:
            return Amount(_whole_dong(parts[2], power, written), qualifier)
    value = read_number(parts[2])
    if unit not in own_units:
        raise OtherUnit(
            text=excerpt(written), other=excerpt(parts[3]), unit=excerpt(unit_of_measure.vi)
        )
    return Amount(value, qualifier)


def _power(unit: str) -> int | None:
    """What a number before ``unit`` (``trieu dong``, ``ty``, ``d``) is multiplied by for đồng."""
    first, _, rest = unit.partition(" ")
    if first in _POWERS and rest in _DONG:
        return _POWERS[first]
    return 1 if unit in _DONG else None


def _whole_dong(number: str, power: int, written: str) -> int:
    try:
        value = read_number(number, power)
    except TooLarge:
        raise _too_large(written) from None
    if value % SCALE:
        raise FractionOfDong(text=excerpt(written))
    return value


def is_percent(unit_of_measure: Words) -> bool:
    """Whether the figures are percentages: “%”, “phần trăm”, “% hộ dân”, “tỷ lệ %”."""
    unit = fold(unit_of_measure.vi)
    return "%" in unit or "phan tram" in unit


def plain(value: int) -> int | float:
    """Thousandths as a plain number for JSON: an int when whole.

    Exact for every whole number, and with decimals up to 4 × 10^12 units: no float holds more.
    """
    return value // SCALE if value % SCALE == 0 else value / SCALE


def rounded(exact: Fraction) -> Decimal:
    """``exact`` with one decimal, halves away from 0: the only rounding in the program."""
    tenths = int(abs(exact) * 10 + Fraction(1, 2))
    sign = int(exact < 0 and tenths > 0)
    # Built from its digits, since arithmetic on decimals keeps only 28 of them.
    return Decimal((sign, tuple(int(d) for d in str(tenths)), -1))
