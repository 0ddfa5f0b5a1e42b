"""What a query asks for: terms joined by *and*, *or* and *not*, as a frozen tree.

``tracker.query`` reads it from what people type, ``store/read/where.py`` says it in SQL. A query
has a canonical text (``str``), which reads back to the same query, and a form in parts
(``parts_of`` and ``read_parts``) in which files carry it. That one needs no grammar: a file can be
verified for as long as its terms have a meaning.

A term holds or it does not. ``due<2021-06-30`` does not hold for a task without a deadline; so
``not due<2021-06-30`` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import singledispatch
from typing import TypeAlias

from tracker.domain.duty import OUTSTANDING, DutyState
from tracker.domain.measure import Measure
from tracker.domain.origin import Origin
from tracker.domain.period import Period, Rhythm, read_period
from tracker.domain.quantity import SCALE, Amount, read_number
from tracker.domain.status import DONE, Status

MOST_TERMS = 64
NESTED = 20
"""How many “(” and “not” may lie within each other."""
MOST_DEPTH = 2 * NESTED + 2
"""How many joints and negations those may come to."""
LARGEST_PERCENT = 10_000 * SCALE
"""In thousandths of a percent. More could not be compared exactly in 64 bits."""


class About(StrEnum):
    """What a term is about; the value is the field's name in the language.

    ``text``: code, title, directive or unit. ``unit`` leads, ``with`` coordinates. ``done`` is the
    done-day. ``percent`` is the task's own percent, not clipped; ``value`` and ``target`` are
    figures in the task's unit of measure.
    """

    TEXT = "text"
    UNIT = "unit"
    WITH = "with"
    DIRECTIVE = "directive"
    STATUS = "status"
    DUE = "due"
    START = "start"
    DONE = "done"
    PERCENT = "percent"
    VALUE = "value"
    TARGET = "target"
    CODE = "code"
    TITLE = "title"
    MEASURE = "measure"
    RHYTHM = "rhythm"
    ORIGIN = "origin"
    OWED = "owed"


TEXTS = (About.TEXT, About.CODE, About.TITLE)
UNITS = (About.UNIT, About.WITH)
LISTS = (About.DIRECTIVE, About.STATUS, About.MEASURE, About.RHYTHM, About.ORIGIN)
DAYS = (About.DUE, About.START, About.DONE)
QUANTITIES = (About.PERCENT, About.VALUE, About.TARGET)


class Standing(StrEnum):
    """What ``status:`` takes: a status, or what several have in common."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    OVERDUE = "overdue"
    DONE_ON_TIME = "done-on-time"
    DONE_LATE = "done-late"
    DONE_NO_DEADLINE = "done-no-deadline"
    CANCELLED = "cancelled"
    DONE = "done"
    OPEN = "open"
    AT_RISK = "at-risk"
    EXCEEDED = "exceeded"
    ATTENTION = "attention"

    @property
    def statuses(self) -> frozenset[Status]:
        """Tasks of these statuses meet it."""
        several = {
            Standing.DONE: DONE,
            Standing.OPEN: frozenset({Status.NOT_STARTED, Status.IN_PROGRESS, Status.OVERDUE}),
            Standing.ATTENTION: frozenset({Status.OVERDUE}),
            Standing.AT_RISK: frozenset[Status](),
            Standing.EXCEEDED: frozenset[Status](),
        }
        if self in several:
            return several[self]
        return frozenset({Status(self.value.replace("-", "_"))})

    @property
    def at_risk(self) -> bool:
        """Whether tasks at risk meet it as well."""
        return self in (Standing.AT_RISK, Standing.ATTENTION)

    @property
    def exceeded(self) -> bool:
        """Whether tasks over their ceiling meet it as well."""
        return self in (Standing.EXCEEDED, Standing.ATTENTION)


class Comparison(StrEnum):
    LESS = "<"
    AT_MOST = "<="
    EQUAL = "="
    AT_LEAST = ">="
    MORE = ">"


@dataclass(frozen=True, slots=True)
class OfText:
    """``text`` occurs, folded, in what ``about`` names."""

    about: About
    text: str

    def __str__(self) -> str:
        said = quoted(self.text)
        return said if self.about is About.TEXT else f"{self.about}:{said}"


@dataclass(frozen=True, slots=True)
class OfUnit:
    """Led by (or ``with``: coordinated by) the unit or one below it; without ``below`` by it
    alone."""

    about: About
    unit: str
    below: bool = True

    def __str__(self) -> str:
        return f"{self.about}{':' if self.below else '='}{quoted(self.unit)}"


@dataclass(frozen=True, slots=True)
class OfList:
    """One of a list: a directive's code, or the value of ``Standing``, ``Measure``, ``Rhythm`` or
    ``Origin``. ``origin`` holds where any field has that origin which a document could confirm."""

    about: About
    value: str

    def __str__(self) -> str:
        return f"{self.about}:{quoted(self.value)}"


@dataclass(frozen=True, slots=True)
class OfDay:
    """A day compared; ``day`` None means that there is none."""

    about: About
    comparison: Comparison
    day: date | None

    def __str__(self) -> str:
        if self.day is None:
            return f"{self.about}:{NONE}"
        return f"{self.about}{self.comparison}{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class OfQuantity:
    """A figure compared, in thousandths of its unit of measure or of a percent; None: there is
    none."""

    about: About
    comparison: Comparison
    quantity: int | None

    def __str__(self) -> str:
        if self.quantity is None:
            return f"{self.about}:{NONE}"
        sign = "%" if self.about is About.PERCENT else ""
        return f"{self.about}{self.comparison}{Amount(self.quantity)}{sign}"


@dataclass(frozen=True, slots=True)
class OfReport:
    """The task owes the report of ``period``, and it stands in one of ``states``."""

    period: Period
    states: frozenset[DutyState] = frozenset(OUTSTANDING)

    def __str__(self) -> str:
        return f"{About.OWED}:{self.said}"

    @property
    def said(self) -> str:
        """``2021-Q1``, or ``2021-Q1/late,returned``."""
        if self.states == frozenset(OUTSTANDING):
            return self.period.code
        states = (s.value for s in DutyState if s in self.states)
        return f"{self.period.code}/{','.join(states)}"


Term: TypeAlias = OfText | OfUnit | OfList | OfDay | OfQuantity | OfReport


@dataclass(frozen=True, slots=True)
class Not:
    of: Query

    def __str__(self) -> str:
        return f"not {_within(self.of)}"


@dataclass(frozen=True, slots=True)
class And:
    """Two or more that must all hold; made by ``all_of``."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " ".join(_within(p) if isinstance(p, Or) else str(p) for p in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Two or more of which one must hold; made by ``any_of``."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " or ".join(map(str, self.parts))


Query: TypeAlias = Term | Not | And | Or

NONE = "none"
KEYWORDS = {"and": "and", "và": "and", "or": "or", "hoặc": "or", "not": "not", "trừ": "not"}
"""What joins terms. The Vietnamese ones only with their accents: “va”, “hoac” and “tru” are words
to look for, as is “không”, which stands in the directives themselves."""
_PLAIN = re.compile(r"""[^\s()"“”„:=<>≤≥\\]+""")


def quoted(text: str) -> str:
    """``text`` as a query writes it: in quotation marks where it would be read otherwise."""
    if _PLAIN.fullmatch(text) and text.lower() not in KEYWORDS:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _within(query: Query) -> str:
    return f"({query})" if isinstance(query, And | Or) else str(query)


def all_of(parts: Iterable[Query]) -> Query:
    """All of ``parts`` (one or more); joints of the same kind become one."""
    flat = tuple(_flat(parts, And))
    return flat[0] if len(flat) == 1 else And(flat)


def any_of(parts: Iterable[Query]) -> Query:
    """Any of ``parts`` (one or more); joints of the same kind become one."""
    flat = tuple(_flat(parts, Or))
    return flat[0] if len(flat) == 1 else Or(flat)


def _flat(parts: Iterable[Query], joint: type[And | Or]) -> Iterator[Query]:
    for part in parts:
        if isinstance(part, And | Or) and isinstance(part, joint):
            yield from part.parts
        else:
            yield part


def negated(query: Query) -> Query:
    return query.of if isinstance(query, Not) else Not(query)


def depth(query: Query) -> int:
    """How many joints and negations lie within each other; 0 for a term."""
    if isinstance(query, Not):
        return 1 + depth(query.of)
    if isinstance(query, And | Or):
        return 1 + max(map(depth, query.parts))
    return 0


def terms(query: Query) -> Iterator[Term]:
    """Every term, from the left."""
    if isinstance(query, Not):
        yield from terms(query.of)
    elif isinstance(query, And | Or):
        for part in query.parts:
            yield from terms(part)
    else:
        yield query


def words_alone(query: Query | None) -> tuple[str, ...] | None:
    """The words, where the query asks for nothing but that these occur; else None."""
    parts = query.parts if isinstance(query, And) else () if query is None else (query,)
    found = [p.text for p in parts if isinstance(p, OfText) and p.about is About.TEXT]
    if len(found) < len(parts) or any(len(text.split()) != 1 for text in found):
        return None
    return tuple(found)


# As files carry it --------------------------------------------------------------------------------

_HEAD = re.compile(r"([a-z]+)(<=|>=|[:=<>])", re.ASCII)
_JOINT = re.compile(r"(and|or):([1-9][0-9]{0,2})", re.ASCII)


def parts_of(query: Query) -> list[str]:
    """The terms, each behind it what joins it to those before: ``unit:a unit:b or:2 not``."""
    if isinstance(query, Not):
        return [*parts_of(query.of), "not"]
    if isinstance(query, And | Or):
        name = "and" if isinstance(query, And) else "or"
        return [*(p for part in query.parts for p in parts_of(part)), f"{name}:{len(query.parts)}"]
    return [_carried(query)]


def read_parts(parts: Sequence[str]) -> Query:
    """The query that ``parts_of`` wrote. Raises ValueError, or what reading a value refuses."""
    if len(parts) > 2 * MOST_TERMS + MOST_DEPTH:
        raise ValueError(len(parts))
    stack: list[Query] = []
    for part in parts:
        if part == "not":
            if not stack:
                raise ValueError(part)
            stack.append(negated(stack.pop()))
        elif found := _JOINT.fullmatch(part):
            count = int(found[2])
            if not 2 <= count <= len(stack):
                raise ValueError(part)
            joined = stack[-count:]
            del stack[-count:]
            stack.append(all_of(joined) if found[1] == "and" else any_of(joined))
        else:
            stack.append(_read_carried(part))
        if depth(stack[-1]) > MOST_DEPTH:
            raise ValueError(part)
    if len(stack) != 1:
        raise ValueError(len(stack))
    return stack[0]


@singledispatch
def _carried(term: Term) -> str:
    """The canonical text without quotation marks."""
    return str(term)


@_carried.register
def _(term: OfText) -> str:
    return f"{term.about}:{term.text}"


@_carried.register
def _(term: OfUnit) -> str:
    return f"{term.about}{':' if term.below else '='}{term.unit}"


@_carried.register
def _(term: OfList) -> str:
    return f"{term.about}:{term.value}"


def _read_carried(part: str) -> Term:
    head = _HEAD.match(part)
    if head is None:
        raise ValueError(part)
    about, sign, value = About(head[1]), head[2], part[head.end() :]
    if about in TEXTS and sign == ":":
        return OfText(about, value)
    if about in UNITS and sign in ":=":
        return OfUnit(about, value, below=sign == ":")
    if about in LISTS and sign == ":":
        return OfList(about, CLOSED_LISTS[about](value).value if about in CLOSED_LISTS else value)
    if about is About.OWED and sign == ":":
        period, slash, states = value.partition("/")
        some = frozenset(map(DutyState, states.split(","))) if slash else frozenset(OUTSTANDING)
        return OfReport(read_period(period), some)
    if about not in (*DAYS, *QUANTITIES) or (sign == ":") != (value == NONE):
        raise ValueError(part)
    comparison = Comparison.EQUAL if sign == ":" else Comparison(sign)
    if about in DAYS:
        return OfDay(about, comparison, None if value == NONE else date.fromisoformat(value))
    number = None if value == NONE else read_number(value.removesuffix("%"))
    if about is About.PERCENT and number is not None and not 0 <= number <= LARGEST_PERCENT:
        raise ValueError(part)
    return OfQuantity(about, comparison, number)


CLOSED_LISTS: dict[About, Callable[[str], StrEnum]] = {
    About.STATUS: Standing,
    About.MEASURE: Measure,
    About.RHYTHM: Rhythm,
    About.ORIGIN: Origin,
}
"""The lists that no plan adds to."""
