"""Readers of single values: each gives what the domain means, or None after adding a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import date, datetime
from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from seed.model import CountOf, Goal, Place, Value
from seed.problems import (
    ConfirmedInFile,
    DayOutsideYear,
    EmptyText,
    NoSuchUnit,
    NotAccepted,
    NotACode,
    NotAKey,
    NotDay,
    NotOneOf,
    NotQuantity,
    NotText,
    NotTruth,
    NotWhole,
)
from seed.section import Spot
from tracker.domain.days import read_day
from tracker.domain.origin import Origin
from tracker.domain.problem import Refused
from tracker.domain.quantity import MAX_QUANTITY, SCALE, Amount, Qualifier
from tracker.domain.text import clean, excerpt, near
from tracker.domain.words import Words

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

NONE = "none"
"""Written where a field is expressly left without a value."""
MAX_COUNT = 1_000_000
MAX_CODE = 40
MAX_KEY = 16
_CODE = re.compile(rf"(?=.{{1,{MAX_CODE}}}\Z)[a-z0-9]+(-[a-z0-9]+)*")
_KEY = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{MAX_KEY - 1}}}")
_FILE_ORIGINS = (Origin.SOURCE, Origin.INFERRED, Origin.PROPOSED)
_EXACT = Context(prec=40, traps=[Inexact, InvalidOperation])


def text(spot: Spot) -> str | None:
    """A text that is not blank: NFC, without outer whitespace."""
    if not isinstance(spot.raw, str):
        spot.fault(NotText)
        return None
    try:
        cleaned = clean(spot.raw).strip()
    except Refused as refusal:
        spot.fault(NotAccepted, reason=refusal)
        return None
    if not cleaned:
        spot.fault(EmptyText)
        return None
    return cleaned


def words(spot: Spot) -> Words | None:
    """A text in both languages, ``{ vi, en }``, or in Vietnamese alone."""
    both = spot.table()
    if both is None:
        vietnamese = text(spot)
        return None if vietnamese is None else Words(vietnamese)
    both.allow("vi", "en")
    vi, en = both.need("vi", text), both.take("en", text)
    return None if vi is None or ("en" in both and en is None) else Words(vi, en or "")


def known(codes: frozenset[str]) -> Callable[[Spot], str | None]:
    """Reads the code of one of the plan's units, which have ``codes``."""

    def read(spot: Spot) -> str | None:
        name = text(spot)
        if name is None or name in codes:
            return name
        spot.fault(NoSuchUnit, near(name, sorted(codes)), code=excerpt(name))
        return None

    return read


def all_known(codes: frozenset[str]) -> Callable[[Spot], tuple[str, ...] | None]:
    """Reads a list of unit codes, possibly empty; a lone code is a list of one."""
    read_one = known(codes)

    def read(spot: Spot) -> tuple[str, ...] | None:
        items = spot.raw if isinstance(spot.raw, list) else [spot.raw]
        return _all(spot, items, read_one)

    return read


def _all(spot: Spot, items: list[object], read: Callable[[Spot], T | None]) -> tuple[T, ...] | None:
    """Every item once, in order; None when one cannot be used."""
    read_items = [read(spot.with_raw(item)) for item in items]
    members = dict.fromkeys(member for member in read_items if member is not None)
    return None if None in read_items else tuple(members)


def code(spot: Spot) -> str | None:
    """The code of a plan or unit, such as ``my-xuyen``."""
    if isinstance(spot.raw, str) and _CODE.fullmatch(spot.raw):
        return spot.raw
    spot.fault(NotACode, most=MAX_CODE)
    return None


def short_key(spot: Spot) -> str | None:
    """The code of a directive (``D7``) or the key of a template (``2``)."""
    if isinstance(spot.raw, str) and _KEY.fullmatch(spot.raw):
        return spot.raw
    spot.fault(NotAKey, most=MAX_KEY)
    return None


def whole(least: int = 0, most: int = MAX_COUNT) -> Callable[[Spot], int | None]:
    """Reads a whole number from ``least`` to ``most``, both included."""

    def read(spot: Spot) -> int | None:
        raw = spot.raw
        if isinstance(raw, int) and not isinstance(raw, bool) and least <= raw <= most:
            return raw
        spot.fault(NotWhole, least=least, most=most)
        return None

    return read


def truth(spot: Spot) -> bool | None:
    """``true`` or ``false``."""
    if isinstance(spot.raw, bool):
        return spot.raw
    spot.fault(NotTruth)
    return None


def quantity(spot: Spot) -> int | None:
    """A number from 0 up, in thousandths; exact."""
    raw = spot.raw
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= MAX_QUANTITY // SCALE:
        return raw * SCALE
    if isinstance(raw, Decimal) and raw.is_finite() and 0 <= raw <= MAX_QUANTITY // SCALE:
        try:
            return int(raw.quantize(Decimal("0.001"), context=_EXACT) * SCALE)
        except DecimalException:
            pass
    spot.fault(NotQuantity, largest=Amount(MAX_QUANTITY))
    return None


def amount(spot: Spot) -> Amount | None:
    """A quantity, alone or as ``{ value, qualifier }``."""
    table = spot.table()
    if table is None:
        number, qualifier = quantity(spot), None
    else:
        number = table.need("value", quantity)
        qualifier = table.take("qualifier", choice(Qualifier))
    return None if number is None else Amount(number, qualifier)


def goal(spot: Spot) -> Goal | None:
    """A target: a quantity, or ``{ count, one_per }`` to follow from the unit."""
    table = spot.table()
    if table is None:
        return quantity(spot)
    counted = table.need("count", choices(Place))
    one_per = table.take("one_per", whole(1))
    return None if counted is None else CountOf(counted, one_per or 1)


def day(spot: Spot) -> date | None:
    """A TOML date; one with a time of day is refused."""
    if isinstance(spot.raw, date) and not isinstance(spot.raw, datetime):
        return spot.raw
    meant = None
    if isinstance(spot.raw, str):
        with suppress(Refused):
            meant = read_day(spot.raw).isoformat()
    spot.fault(NotDay, meant, example="2021-06-30")
    return None


def day_of(year: int | None) -> Callable[[Spot], date | None]:
    """Reads a day within ``year``; any day where the year itself could not be read."""

    def read(spot: Spot) -> date | None:
        found = day(spot)
        if found is not None and year is not None and found.year != year:
            spot.fault(DayOutsideYear, day=found, year=year)
            return None
        return found

    return read


def choice(kind: type[E], allowed: Collection[E] | None = None) -> Callable[[Spot], E | None]:
    """Reads one of the values of ``kind``, or of ``allowed`` among them."""
    values = [member.value for member in (kind if allowed is None else allowed)]

    def read(spot: Spot) -> E | None:
        if isinstance(spot.raw, str) and spot.raw in values:
            return kind(spot.raw)
        closest = near(spot.raw, values) if isinstance(spot.raw, str) else None
        spot.fault(NotOneOf, closest, allowed=", ".join(values))
        return None

    return read


def choices(kind: type[E]) -> Callable[[Spot], tuple[E, ...] | None]:
    """Reads a list of values of ``kind``; a lone one is a list of one."""
    read_one = choice(kind)

    def read(spot: Spot) -> tuple[E, ...] | None:
        items = spot.raw if isinstance(spot.raw, list) else [spot.raw]
        return _all(spot, items, read_one)

    return read


def origin(spot: Spot) -> Origin | None:
    """Where a value comes from; ``confirmed`` cannot be stated by a file."""
    if spot.raw == Origin.CONFIRMED.value:
        spot.fault(ConfirmedInFile, allowed=", ".join(_FILE_ORIGINS))
        return None
    return choice(Origin, _FILE_ORIGINS)(spot)


def value(
    read: Callable[[Spot], T | None], default: Origin, own_keys: tuple[str, ...] = ()
) -> Callable[[Spot], Value[T] | None]:
    """Reads a field: plainly, with ``default`` as its origin, or as a table that says its own.

    The table is ``{ value, origin, sentence }``. Where ``read`` itself takes a table, that has
    ``own_keys``, beside which ``origin`` and ``sentence`` stand.
    """

    def read_value(spot: Spot) -> Value[T] | None:
        table = spot.table()
        if table is None:
            plain = read(spot)
            return None if plain is None else Value(plain, default)
        in_parts = bool(own_keys) and ("value" in own_keys or "value" not in table)
        alternatives = own_keys if in_parts else ()
        table.allow(*dict.fromkeys((*alternatives, "value", "origin", "sentence")))
        own_origin, sentence = table.take("origin", origin), table.take("sentence", whole(1))
        if in_parts:
            content = read(spot.with_raw({k: v for k, v in table.table.items() if k in own_keys}))
        else:
            content = table.need("value", read)
        return None if content is None else Value(content, own_origin or default, sentence)

    return read_value


def or_none(
    read: Callable[[Spot], Value[T] | None], default: Origin
) -> Callable[[Spot], Value[T | None] | None]:
    """As ``read``, but the word ``none`` says that the field has no value."""

    def read_or_none(spot: Spot) -> Value[T | None] | None:
        if spot.raw == NONE:
            return Value(None, default)
        found = read(spot)
        return None if found is None else Value(found.value, found.origin, found.sentence)

    return read_or_none
