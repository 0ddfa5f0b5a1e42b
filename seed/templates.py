"""Reading ``[[directive.task]]``: selector, fields, and the exceptions for single units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from seed.model import Fields, Goal, Place, Selector, Template, Value
from seed.problems import MissingKey, NoSelection
from seed.section import Section, Spot
from seed.values import (
    all_known,
    amount,
    choice,
    choices,
    day_of,
    goal,
    known,
    or_none,
    origin,
    short_key,
    value,
    whole,
    words,
)
from tracker.domain.measure import Measure
from tracker.domain.origin import Origin
from tracker.domain.period import Rhythm
from tracker.domain.task import MAX_WEIGHT
from tracker.domain.text import excerpt
from tracker.domain.unit import UnitKind

FIELD_KEYS = (
    "title",
    "coordinating",
    "measure",
    "unit_of_measure",
    "rhythm",
    "start",
    "deadline",
    "baseline",
    "target",
    "weight",
    "why",
    "origin",
)
SELECTOR_KEYS = ("kind", "code", "under", "except", "has", "origin")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a template is read against: the plan's year and default origin, and its unit codes."""

    year: int | None
    origin: Origin
    codes: frozenset[str]


def read_template(section: Section, directive: str, around: Surroundings) -> Template | None:
    """One template; None when something in it cannot be used."""
    faults_before = len(section.faults)
    section.allow("key", "units", "for", *FIELD_KEYS)
    key = section.need("key", short_key)
    default = section.take("origin", origin) or around.origin
    selection = section.need("units", Spot.section)
    units = None if selection is None else _selector(selection, around.codes)
    for required in ("title", "measure", "unit_of_measure", "rhythm"):
        if required not in section:
            section.fault(MissingKey, key=required)
    fields = _fields(section, default, around)
    exceptions = _exceptions(section, default, around)
    if len(section.faults) > faults_before or key is None or units is None or selection is None:
        return None
    return Template(
        directive=directive,
        key=key,
        place=section.place,
        units=units,
        units_origin=selection.take("origin", origin) or default,
        origin=default,
        fields=fields,
        exceptions=exceptions,
    )


def _exceptions(section: Section, default: Origin, around: Surroundings) -> dict[str, Fields]:
    """The tables ``[directive.task.for.<unit>]``."""
    found: dict[str, Fields] = {}
    units = section.section("for")
    if units is None:
        return found
    for unit in units.table:
        spot = replace(units, parts=section.parts).spot(unit, f"for {excerpt(unit)}")
        known(around.codes)(spot.with_raw(unit))
        exception = spot.section()
        if exception is not None:
            exception.allow(*FIELD_KEYS)
            own_default = exception.take("origin", origin) or default
            found[unit] = _fields(exception, own_default, around)
    return found


def _fields(section: Section, default: Origin, around: Surroundings) -> Fields:
    day = day_of(around.year)
    target: Callable[[Spot], Value[Goal] | None] = value(goal, default, ("count", "one_per"))
    return Fields(
        title=section.take("title", value(words, default, ("vi", "en"))),
        coordinating=section.take("coordinating", value(all_known(around.codes), default)),
        measure=section.take("measure", value(choice(Measure), default)),
        unit_of_measure=section.take("unit_of_measure", value(words, default, ("vi", "en"))),
        rhythm=section.take("rhythm", value(choice(Rhythm), default)),
        start=section.take("start", value(day, default)),
        deadline=section.take("deadline", or_none(value(day, default), default)),
        baseline=section.take(
            "baseline", or_none(value(amount, default, ("value", "qualifier")), default)
        ),
        target=section.take("target", or_none(target, default)),
        weight=section.take("weight", value(whole(1, MAX_WEIGHT), default)),
        why=section.take("why", words),
    )


def _selector(section: Section, codes: frozenset[str]) -> Selector:
    section.allow(*SELECTOR_KEYS)
    if not any(key in section for key in ("kind", "code", "under")):
        section.fault(NoSelection)
    unit_codes = all_known(codes)
    return Selector(
        kinds=section.take("kind", choices(UnitKind)) or (),
        codes=section.take("code", unit_codes) or (),
        under=section.take("under", unit_codes) or (),
        besides=section.take("except", unit_codes) or (),
        has=section.take("has", choices(Place)) or (),
    )
