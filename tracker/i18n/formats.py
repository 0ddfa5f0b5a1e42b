"""Numbers, percents and days as the reader writes them.

Numbers are Vietnamese in both languages (DOMAIN §7); only words change with the language.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from tracker.domain.days import long_day as _long_day_vi
from tracker.domain.quantity import SCALE, Amount, Qualifier, rounded
from tracker.domain.summary import Rate
from tracker.domain.words import Words
from tracker.i18n import _, lang

_NUMBER_LOCALE = "vi"
NOTHING = "—"
"""Shown where there is no figure."""


@lru_cache(maxsize=8192)
def number(value: int | None) -> str:
    """A quantity in thousandths: ``1.234.567,8``; a dash for None."""
    if value is None:
        return NOTHING
    return format_decimal(Decimal(value) / SCALE, "#,##0.###", locale=_NUMBER_LOCALE)


def count(value: int) -> str:
    """A whole number of things: ``1.234``."""
    return format_decimal(value, "#,##0", locale=_NUMBER_LOCALE)


def percent(exact: Fraction | None) -> str:
    """Rounded half up to one decimal: ``81,6 %``; a dash for None."""
    if exact is None:
        return NOTHING
    return format_decimal(rounded(exact), "#,##0.0", locale=_NUMBER_LOCALE) + " %"


def rate(value: Rate) -> str:
    """Numerator, denominator and percent: ``31/38 (81,6 %)``."""
    parts = f"{count(value.numerator)}/{count(value.denominator)}"
    return parts if value.percent is None else f"{parts} ({percent(value.percent)})"


def qualifier(value: Qualifier) -> str:
    """*trên*, *gần*, … in the reader's language."""
    return {
        Qualifier.OVER: _("over"),
        Qualifier.NEARLY: _("nearly"),
        Qualifier.ABOUT: _("about"),
    }[value]


def amount(value: Amount | None, unit_of_measure: Words | None = None) -> str:
    """A quantity with its qualifier and unit: ``trên 1.000.000.000 đồng``."""
    if value is None:
        return NOTHING
    words = [qualifier(value.qualifier)] if value.qualifier else []
    words.append(number(value.value))
    if unit_of_measure is not None:
        words.append(unit_of_measure.said(lang()))
    return " ".join(words)


def day(value: date | None) -> str:
    """``30/6/2021``; a dash for None."""
    return NOTHING if value is None else format_date(value, "d/M/y", locale=_NUMBER_LOCALE)


def long_day(value: date) -> str:
    """``ngày 30 tháng 6 năm 2021`` as documents say it, or ``30 June 2021``."""
    if lang() == "vi":
        return _long_day_vi(value)
    return format_date(value, "d MMMM y", locale="en")


def month_short(number: int) -> str:
    """A month's name where there is little room: ``T6``, or ``Jun``."""
    if lang() == "vi":
        return f"T{number}"
    return format_date(date(2021, number, 1), "MMM", locale="en")


def moment(value: datetime) -> str:
    """Day and time of day in the machine's own time zone: ``30/6/2021 14:05``."""
    return format_datetime(value.astimezone(), "d/M/y HH:mm", locale=_NUMBER_LOCALE)
