"""Units: commissions, organisations, agencies and communes, in a tree with dates (DOMAIN §2–3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from tracker.domain.problem import N_, Refused
from tracker.domain.text import fold, near
from tracker.domain.words import Words


class UnitKind(StrEnum):
    """What a unit is; plan files select units by it."""

    PROVINCE = "province"
    CITY = "city"
    TOWN = "town"
    DISTRICT = "district"
    COMMUNE = "commune"
    ORGANISATION = "organisation"
    AGENCY = "agency"


class UnknownUnit(Refused):
    wording = N_("There is no unit “{code}” in plan {plan}.")


class UnitNotYet(Refused):
    wording = N_("Unit “{code}” exists from {first_day} on, and not on {day}.")


class UnitNoMore(Refused):
    wording = N_("Unit “{code}” existed until {last_day}, and no more on {day}.")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a plan.

    ``code`` reads like ``my-xuyen``; ``official_number`` is the statistics office's. ``parent``
    and ``successor`` are codes. ``wards``, ``townships`` and ``communes`` count what lies below.
    Both days are inclusive; None means open.
    """

    code: str
    kind: UnitKind
    name: Words
    short: Words
    parent: str | None = None
    official_number: str | None = None
    wards: int = 0
    townships: int = 0
    communes: int = 0
    first_day: date | None = None
    last_day: date | None = None
    successor: str | None = None

    def check_on(self, day: date) -> None:
        """Raise UnitNotYet, or UnitNoMore with the successor, if it does not exist on ``day``."""
        if self.first_day is not None and day < self.first_day:
            raise UnitNotYet(code=self.code, first_day=self.first_day, day=day)
        if self.last_day is not None and day > self.last_day:
            raise UnitNoMore(code=self.code, last_day=self.last_day, day=day, near=self.successor)


class UnitTree:
    """The units of one plan and who stands below whom; siblings keep the plan's order."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units: dict[str, Unit] = {unit.code: unit for unit in units}
        self._below: dict[str | None, list[str]] = {}
        # A query names its units anew at every key.
        self._named: dict[str, Unit | None] = {}
        for unit in self.units.values():
            parent = unit.parent if unit.parent in self.units else None
            self._below.setdefault(parent, []).append(unit.code)

    def get(self, code: str, plan: str) -> Unit:
        """The unit with ``code``; raises UnknownUnit with the nearest code or name."""
        if unit := self.units.get(code):
            return unit
        spellings = {u.code: u.code for u in self.units.values()}
        spellings |= {u.short.vi: u.code for u in self.units.values()}
        closest = near(code, spellings)
        raise UnknownUnit(code=code, plan=plan, near=spellings[closest] if closest else None)

    @cached_property
    def spelled(self) -> Mapping[str, tuple[str, ...]]:
        """How each unit may be written, folded: by code, name and short name."""
        return {u.code: tuple(map(fold, _spellings(u))) for u in self.units.values()}

    def named(self, text: str) -> Unit | None:
        """The unit that people mean by ``text``: a code, a name or a short name, folded; a part of
        one will do where only one unit has it. None where none or several do."""
        if text not in self._named:
            self._named[text] = self._looked_up(text)
        return self._named[text]

    def _looked_up(self, text: str) -> Unit | None:
        wanted, spelled = fold(text), self.spelled
        if (unit := self.units.get(text.strip())) or not wanted:
            return unit
        whole = [code for code, names in spelled.items() if wanted in names]
        partly = [code for code, names in spelled.items() if any(wanted in n for n in names)]
        found = whole if len(whole) == 1 else partly
        return self.units[found[0]] if len(found) == 1 else None

    def children(self, code: str | None) -> Sequence[str]:
        """Codes directly below ``code``; the roots for None."""
        return tuple(self._below.get(code, ()))

    def subtree(self, code: str) -> tuple[str, ...]:
        """``code`` and everything below it, parents first."""
        return (code, *(c for child in self.children(code) for c in self.subtree(child)))

    def walk(self) -> Iterable[tuple[int, Unit]]:
        """Every unit with its depth, parents before children."""

        def below(code: str | None, depth: int) -> Iterable[tuple[int, Unit]]:
            for child in self.children(code):
                yield depth, self.units[child]
                yield from below(child, depth + 1)

        return below(None, 0)


def _spellings(unit: Unit) -> tuple[str, ...]:
    names = (unit.code, unit.name.vi, unit.name.en, unit.short.vi, unit.short.en)
    return tuple(name for name in names if name)
