"""A plan file in memory: the plan, and the templates that become tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

from tracker.domain.measure import Measure
from tracker.domain.origin import Origin
from tracker.domain.period import Rhythm
from tracker.domain.plan import PlanDraft
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.unit import Unit, UnitKind, UnitTree
from tracker.domain.words import Words

T = TypeVar("T")


class ReportingMonth(StrEnum):
    """The month in which a period's reports are due: after the period, or its own last one."""

    NEXT = "next"
    LAST = "last"


class OnDayOff(StrEnum):
    """What becomes of a reporting day on a weekend or public holiday."""

    MOVE = "move"
    STAY = "stay"


class Place(StrEnum):
    """The kinds of places a unit is made up of, in the order in which titles name them."""

    WARDS = "wards"
    COMMUNES = "communes"
    TOWNSHIPS = "townships"

    @property
    def words(self) -> Words:
        return {
            Place.WARDS: Words("phường", "wards"),
            Place.COMMUNES: Words("xã", "communes"),
            Place.TOWNSHIPS: Words("thị trấn", "townships"),
        }[self]


def places(unit: Unit, tree: UnitTree) -> dict[Place, int]:
    """How many of each kind of place ``unit`` has, kinds without any left out.

    A unit that states no counts of its own has those of the units below it.
    """
    counts = {place: int(getattr(unit, place.value)) for place in Place}
    if not any(counts.values()):
        for code in tree.children(unit.code):
            for place, count in places(tree.units[code], tree).items():
                counts[place] += count
    return {place: count for place, count in counts.items() if count}


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """What a field is given, where it comes from, and the sentence of the source that says it."""

    value: T
    origin: Origin
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class CountOf:
    """A target that follows from the unit: one for every ``one_per`` of its places, rounded up."""

    counted: tuple[Place, ...]
    one_per: int = 1

    def target(self, unit: Unit, tree: UnitTree) -> int:
        """The target in thousandths; 0 where the unit has no such places."""
        total = sum(n for place, n in places(unit, tree).items() if place in self.counted)
        return -(-total // self.one_per) * SCALE


Goal: TypeAlias = int | CountOf
"""A target: thousandths, or a count that follows from the unit."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Which units a template is for.

    The units of these ``kinds`` and these ``codes``, or all when neither is given; of those, only
    the ones below ``under``, without ``besides``, and with one of the places ``has``.
    """

    kinds: tuple[UnitKind, ...] = ()
    codes: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    has: tuple[Place, ...] = ()

    def choose(self, tree: UnitTree) -> list[Unit]:
        """The selected units, in the order of the plan file."""
        everyone = not (self.kinds or self.codes)
        below = {code for top in self.under for code in tree.subtree(top)[1:]}
        return [
            unit
            for unit in tree.units.values()
            if (everyone or unit.kind in self.kinds or unit.code in self.codes)
            and (not self.under or unit.code in below)
            and unit.code not in self.besides
            and (not self.has or not places(unit, tree).keys().isdisjoint(self.has))
        ]


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a task as a template, or its exception for one unit, gives them.

    None means not given; a ``Value`` of None means given as none.
    """

    title: Value[Words] | None = None
    coordinating: Value[tuple[str, ...]] | None = None
    measure: Value[Measure] | None = None
    unit_of_measure: Value[Words] | None = None
    rhythm: Value[Rhythm] | None = None
    start: Value[date] | None = None
    deadline: Value[date | None] | None = None
    baseline: Value[Amount | None] | None = None
    target: Value[Goal | None] | None = None
    weight: Value[int] | None = None
    why: Words | None = None

    def except_for(self, exception: Fields) -> Fields:
        """These fields with those that ``exception`` gives put in their stead."""
        given = {f.name: getattr(exception, f.name) for f in fields(exception)}
        return replace(self, **{name: v for name, v in given.items() if v is not None})


@dataclass(frozen=True, slots=True)
class Template:
    """One ``[[directive.task]]``: the task that each of the selected units gets.

    ``origin`` stands for every field that does not name its own, the choice of ``units`` included.
    ``place`` says where the template stands in the file.
    """

    directive: str
    key: str
    place: str
    units: Selector
    units_origin: Origin
    origin: Origin
    fields: Fields
    exceptions: Mapping[str, Fields] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """``D7.2``: what the codes of its tasks begin with."""
        return f"{self.directive}.{self.key}"


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as read. ``name`` is what it was asked for by."""

    name: str
    draft: PlanDraft
    templates: tuple[Template, ...]
