"""Rows that keep what they replace beside them, against what the entries say that they began and
ended: terms and closed periods."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from tracker.store.tables import STILL_KNOWN
from tracker.upkeep.recorded.sayings import REVERSALS

Key = tuple[str, ...]
Values = tuple[Any, ...]
Facts = Mapping[Key, Values]


@dataclass(frozen=True, slots=True)
class Span:
    """One row: what it is about, what it says of that, and from and until which entry."""

    key: Key
    values: Values
    known_from: int
    known_to: int


@dataclass(frozen=True, slots=True)
class EntrySaid:
    """An entry as it bears on such rows. ``undoes`` is the entry it reverses."""

    number: int
    what: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    why: str
    undoes: int | None


@dataclass(frozen=True, slots=True)
class Meant:
    """What an entry says that it began, and ended. ``nothing_there``: it says that it changed
    something, and no row tells what."""

    begun: Facts = field(default_factory=dict)
    ended: AbstractSet[Key] = frozenset()
    nothing_there: bool = False


Meaning = Callable[[EntrySaid, Facts, Facts, AbstractSet[Key]], Meant]
"""What an entry means, by what was known before it, and by the rows that it began and ended."""


class Kind(Enum):
    """How a row and its entry disagree."""

    DIFFERS = auto()
    NOT_RECORDED = auto()
    MISSING = auto()


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row that is not what entry ``number`` says: ``what`` names the differences."""

    kind: Kind
    number: int
    key: Key = ()
    what: tuple[str, ...] = ()


def misfits(
    spans: Sequence[Span],
    entries: Mapping[int, EntrySaid],
    meaning: Meaning,
    names: Sequence[str],
) -> Iterator[Misfit]:
    """All that does not fit of the rows of one task or plan; ``entries`` are those that began or
    ended one of them. ``names`` are of the values."""
    for span in spans:
        if span.known_to <= span.known_from:
            yield Misfit(Kind.DIFFERS, span.known_from, span.key, ("known_to",))
    turns = {n for span in spans for n in (span.known_from, span.known_to) if n != STILL_KNOWN}
    for number in sorted(turns):
        begun: dict[Key, Values] = {}
        for span in spans:
            if span.known_from == number:
                if span.key in begun:
                    yield Misfit(Kind.NOT_RECORDED, number, span.key)
                begun[span.key] = span.values
        ended = {span.key for span in spans if span.known_to == number}
        entry = entries.get(number)
        meant = Meant()
        if entry is not None and entry.what in REVERSALS:
            meant = _reversed(spans, entry)
        elif entry is not None:
            meant = meaning(entry, known_at(spans, number - 1), begun, ended)
        if meant.nothing_there:
            yield Misfit(Kind.MISSING, number)
        yield from _compared(number, begun, ended, meant, names)


def _compared(
    number: int,
    begun: Facts,
    ended: AbstractSet[Key],
    meant: Meant,
    names: Sequence[str],
) -> Iterator[Misfit]:
    for key, values in begun.items():
        if key not in meant.begun:
            yield Misfit(Kind.NOT_RECORDED, number, key)
        elif values != meant.begun[key]:
            pairs = zip(names, values, meant.begun[key], strict=True)
            what = tuple(name for name, here, said in pairs if here != said)
            yield Misfit(Kind.DIFFERS, number, key, what)
    for _missing in meant.begun.keys() - begun.keys():
        yield Misfit(Kind.MISSING, number)
    for key in sorted(meant.ended ^ ended):
        yield Misfit(Kind.DIFFERS, number, key, ("known_to",))


def known_at(spans: Sequence[Span], number: int) -> dict[Key, Values]:
    """What was known once entry ``number`` was made."""
    return {s.key: s.values for s in spans if s.known_from <= number < s.known_to}


def _reversed(spans: Sequence[Span], entry: EntrySaid) -> Meant:
    """What the entry undoes is again as it was known before that."""
    undone = entry.undoes or 0
    before, after = known_at(spans, undone - 1), known_at(spans, undone)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    ended = changed & known_at(spans, entry.number - 1).keys()
    return Meant({key: before[key] for key in changed if key in before}, ended)
