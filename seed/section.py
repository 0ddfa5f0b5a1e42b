"""TOML tables and values that know where they stand, so that every fault can name its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from seed.problems import BadPlanFile, MissingKey, NotTable, NotTables, Twice, UnknownKey
from tracker.domain.text import excerpt, near

T = TypeVar("T")


def place_of(file: str, parts: tuple[str, ...]) -> str:
    """``plan.toml: directive D7, task 2, “measure”``."""
    return f"{file}: {', '.join(parts)}" if parts else file


@dataclass(frozen=True, slots=True)
class Spot:
    """One value as TOML gives it. ``parts`` is the way to it inside ``file``."""

    raw: object
    file: str
    parts: tuple[str, ...]
    faults: list[BadPlanFile]

    def fault(self, kind: type[BadPlanFile], near: str | None = None, **facts: object) -> None:
        """Add what is wrong here; the value is repeated in it."""
        place = place_of(self.file, self.parts)
        self.faults.append(kind(place=place, value=_written(self.raw), near=near, **facts))

    def with_raw(self, raw: object) -> Spot:
        """Another value at the same place."""
        return Spot(raw, self.file, self.parts, self.faults)

    def table(self) -> Section | None:
        """The table that this is; None when it is something else."""
        if isinstance(self.raw, dict):
            return Section(self.raw, self.file, self.parts, self.faults)
        return None

    def section(self) -> Section | None:
        """As ``table``, but something else is a fault."""
        table = self.table()
        if table is None:
            self.fault(NotTable)
        return table


@dataclass(frozen=True, slots=True)
class Section:
    """One TOML table. ``parts`` is the way to it inside ``file``."""

    table: Mapping[str, object]
    file: str
    parts: tuple[str, ...]
    faults: list[BadPlanFile]

    @property
    def place(self) -> str:
        return place_of(self.file, self.parts)

    def __contains__(self, key: str) -> bool:
        return key in self.table

    def fault(self, kind: type[BadPlanFile], near: str | None = None, **facts: object) -> None:
        """Add what is wrong with the table as a whole."""
        self.faults.append(kind(place=self.place, near=near, **facts))

    def allow(self, *keys: str) -> None:
        """Every key but ``keys`` is a fault, with the nearest of them."""
        for key in self.table:
            if key not in keys:
                allowed = ", ".join(keys)
                self.fault(UnknownKey, near(key, keys), key=excerpt(key), allowed=allowed)

    def spot(self, key: str, part: str | None = None) -> Spot:
        """The value of a ``key`` that is there; ``part`` names it in messages."""
        return Spot(self.table[key], self.file, (*self.parts, part or f"“{key}”"), self.faults)

    def take(self, key: str, read: Callable[[Spot], T | None]) -> T | None:
        """The value of ``key`` as ``read`` reads it; None when it is absent or cannot be used."""
        return read(self.spot(key)) if key in self.table else None

    def need(self, key: str, read: Callable[[Spot], T | None]) -> T | None:
        """As ``take``, but an absent ``key`` is a fault."""
        if key not in self.table:
            self.fault(MissingKey, key=key)
        return self.take(key, read)

    def section(self, key: str, part: str | None = None) -> Section | None:
        """The table under ``key``; None when it is absent or something else."""
        return self.spot(key, part).section() if key in self.table else None

    def sections(self, key: str, word: str, code_key: str) -> list[Section]:
        """The tables headed ``[[key]]``.

        Messages name each by ``word`` and its code (``directive D7``), or its number where it has
        none (``directive 7``).
        """
        if key not in self.table:
            return []
        spot = self.spot(key)
        if not isinstance(spot.raw, list) or not all(isinstance(t, dict) for t in spot.raw):
            spot.fault(NotTables)
            return []
        found = []
        for number, table in enumerate(spot.raw, 1):
            code = table.get(code_key)
            shown_code = excerpt(code) if isinstance(code, str) and code.strip() else number
            parts = (*self.parts, f"{word} {shown_code}")
            found.append(Section(table, self.file, parts, self.faults))
        return found


def once(sections: list[Section], key: str) -> None:
    """The same ``key`` in two of ``sections`` is a fault of the later; case does not matter."""
    seen: set[str] = set()
    for section in sections:
        code = section.table.get(key)
        if isinstance(code, str):
            if code.lower() in seen:
                section.spot(key).fault(Twice, code=excerpt(code))
            seen.add(code.lower())


def _written(raw: object) -> str:
    """``raw`` as a message repeats it, much as TOML spells it."""
    if isinstance(raw, str):
        return f"“{excerpt(raw)}”"
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, dict):
        return "{…}"
    if isinstance(raw, list):
        return "[…]"
    try:
        return excerpt(str(raw))
    except ValueError:  # an integer of more digits than Python converts
        return "…"
