"""Reading ``[[unit]]``: the units of a plan and the tree they make."""

from __future__ import annotations

from seed.model import Place
from seed.problems import LastBeforeFirst, UnitCircle
from seed.section import Section, once
from seed.values import choice, code, day, known, text, whole, words
from tracker.domain.unit import Unit, UnitKind

UNIT_KEYS = (
    "code",
    "kind",
    "name",
    "short",
    "parent",
    "official_number",
    "wards",
    "townships",
    "communes",
    "first_day",
    "last_day",
    "successor",
)


def written_codes(sections: list[Section]) -> frozenset[str]:
    """Every unit code that is written, so that one misread unit is not also called unknown."""
    written = (section.table.get("code") for section in sections)
    return frozenset(code for code in written if isinstance(code, str))


def read_units(sections: list[Section], codes: frozenset[str]) -> tuple[Unit, ...]:
    """The units that can be used, in the order of the file."""
    once(sections, "code")
    read = (_unit(section, codes) for section in sections)
    units = {unit.code: unit for unit in read if unit is not None}
    for section in sections:
        for key in ("parent", "successor"):
            _no_circle(section, key, units)
    return tuple(units.values())


def _unit(section: Section, codes: frozenset[str]) -> Unit | None:
    section.allow(*UNIT_KEYS)
    unit_code, kind = section.need("code", code), section.need("kind", choice(UnitKind))
    name, short = section.need("name", words), section.need("short", words)
    parent = section.take("parent", known(codes))
    number = section.take("official_number", text)
    counts = {place: section.take(place, whole()) or 0 for place in Place}
    first, last = section.take("first_day", day), section.take("last_day", day)
    if first is not None and last is not None and last < first:
        section.fault(LastBeforeFirst, first=first, last=last)
    successor = section.take("successor", known(codes))
    if unit_code is None or kind is None or name is None or short is None:
        return None
    return Unit(
        code=unit_code,
        kind=kind,
        name=name,
        short=short,
        parent=parent,
        official_number=number,
        wards=counts[Place.WARDS],
        townships=counts[Place.TOWNSHIPS],
        communes=counts[Place.COMMUNES],
        first_day=first,
        last_day=last,
        successor=successor,
    )


def _no_circle(section: Section, key: str, units: dict[str, Unit]) -> None:
    """A unit that comes back to itself by its parents, or by its successors, is a fault."""
    start = section.table.get("code")
    way = [start]
    while isinstance(way[-1], str) and (unit := units.get(way[-1])) is not None:
        following = getattr(unit, key)
        circle = following in way
        way.append(following)
        if following == start:
            section.spot(key).fault(UnitCircle, circle=" → ".join(map(str, way)))
        if circle:
            return
