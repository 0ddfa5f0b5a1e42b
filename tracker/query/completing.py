"""What may come next in a query: fields, then their values. For the screen and for the shell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.domain.period import Rhythm, periods
from tracker.domain.query import DAYS, KEYWORDS, LISTS, NONE, QUANTITIES, UNITS, About
from tracker.domain.text import fold
from tracker.domain.words import NO_WORDS, Words
from tracker.query.fields import NAMES, VALUES, VIETNAMESE, VIEW, bare, field_named, names_view
from tracker.query.grammar import SIGNS
from tracker.query.known import Known

MOST = 8
"""How many are suggested at once."""

_COMPLETE_PHRASE = re.compile(r"\"(?:[^\"\\]|\\.)*\"|“[^”]*”|„[^“”]*[“”]", re.DOTALL)
_FIELD = re.compile(rf"(?:^|[\s(])([^\s(){SIGNS}]*)$")
_VALUE = re.compile(
    rf"(?:^|[\s(])(?P<name>[^\s()\"“”„{SIGNS}]+)\s*(?:<=|>=|[{SIGNS}])\s*"
    r"(?:(?P<quote>[\"“„])(?P<quoted>[^\"”]*)|(?P<bare>[^\s()\"“”„]*))$"
)
_DANGLING = re.compile(rf"(?:\(|(?<![^\s(])(?:{'|'.join(KEYWORDS)})|\s)+$", re.IGNORECASE)
_FIRST_SIGN = {
    **dict.fromkeys(DAYS, "<="),
    **dict.fromkeys(QUANTITIES, ">="),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``text`` in place of the characters from ``start`` to ``end``; ``about`` says what it means.

    ``field`` is what its value is of; None where it is a field itself.
    """

    start: int
    end: int
    text: str
    about: Words = NO_WORDS
    field: About | None = None

    def taken(self, text: str) -> tuple[str, int]:
        """``text`` with the suggestion in it, and where the cursor stands then."""
        return text[: self.start] + self.text + text[self.end :], self.start + len(self.text)


def completions(text: str, cursor: int, known: Known, lang: str = "vi") -> tuple[Suggestion, ...]:
    """What may stand at ``cursor``, the likeliest first: nothing where nothing was begun.

    Fields and values are suggested in ``lang``, or in the other language where only that fits.
    """
    before = text[:cursor]
    hidden = _COMPLETE_PHRASE.sub(lambda phrase: "x" * len(phrase[0]), before)
    found: Iterable[Suggestion] = ()
    if (value := _VALUE.search(hidden)) and names_view(value["name"]):
        found = _views(before[value.start("bare") :], known, value.start("bare"), cursor)
    elif value and (about := field_named(value["name"])):
        quoted = value["quote"] is not None
        start = value.start("quote" if quoted else "bare")
        begun = before[start + quoted :]
        if about in (*UNITS, *LISTS) and "," in begun and not quoted:
            start += begun.rindex(",") + 1
            begun = before[start:]
        found = _values(about, begun, known, lang, start, cursor)
    elif (field := _FIELD.search(hidden)) and field[1] and not set(field[1]) & set('"“„'):
        found = _fields(field[1], lang, field.start(1), cursor)
    return tuple(found)[:MOST]


def without_unfinished(text: str, cursor: int) -> str | None:
    """``text`` without the field whose value is being typed at ``cursor``, and without what joined
    it to the terms before; None where no value is being typed there."""
    before = text[:cursor]
    hidden = _COMPLETE_PHRASE.sub(lambda phrase: "x" * len(phrase[0]), before)
    value = _VALUE.search(hidden)
    if value is None:
        return None
    return _DANGLING.sub("", before[: value.start("name")]) + " " + text[cursor:]


def _fields(begun: str, lang: str, start: int, end: int) -> Iterator[Suggestion]:
    wanted = bare(begun)
    if not wanted:
        return
    seen: set[About] = set()
    ours = (
        [(VIETNAMESE[a][-1], a) for a in About] if lang == "vi" else [(a.value, a) for a in About]
    )
    for name, about in [*ours, *NAMES.items()]:
        if bare(name).startswith(wanted) and about not in seen:
            seen.add(about)
            sign = _FIRST_SIGN.get(about, ":")
            spelled = next((v for v in VIETNAMESE[about] if bare(v) == bare(name)), name)
            yield Suggestion(start, end, f"{spelled}{sign}")
    for name in reversed(VIEW) if lang == "vi" else VIEW:
        if bare(name).startswith(wanted):
            yield Suggestion(start, end, f"{name}:")
            return


def _views(begun: str, known: Known, start: int, end: int) -> Iterator[Suggestion]:
    for name, query in known.views.items():
        if fold(name).startswith(fold(begun)) and name != begun:
            yield Suggestion(start, end, name, Words(query))


def _values(
    about: About, begun: str, known: Known, lang: str, start: int, end: int
) -> Iterator[Suggestion]:
    if about in UNITS:
        offered = _units(begun, known)
    elif about is About.DIRECTIVE:
        wanted = bare(begun)
        offered = ((c, w) for c, w in known.directives.items() if bare(c).startswith(wanted))
    elif about is About.OWED:
        offered = _owed(begun, known, lang)
    elif about in VALUES:
        offered = _listed(about, begun, lang)
    elif about in (*DAYS, *QUANTITIES):
        offered = iter([(NONE, NO_WORDS)] if begun and NONE.startswith(begun.lower()) else [])
    else:
        offered = iter(())
    for value, meaning in offered:
        if value.lower() != begun.lower():
            yield Suggestion(start, end, value, meaning, about)


def _units(begun: str, known: Known) -> Iterator[tuple[str, Words]]:
    """Those whose code or name begins so, then those in which a word does."""
    wanted = fold(begun)
    first, then = [], []
    for code, spelled in known.tree.spelled.items():
        if any(name.startswith(wanted) for name in spelled):
            first.append(code)
        elif any(f" {wanted}" in name for name in spelled):
            then.append(code)
    for code in (*first, *then):
        unit = known.tree.units[code]
        yield code, unit.short if unit.short.vi else unit.name


def _listed(about: About, begun: str, lang: str) -> Iterator[tuple[str, Words]]:
    wanted = bare(begun)
    for value, vietnamese in VALUES[about].items():
        both = (vietnamese, value) if lang == "vi" else (value, vietnamese)
        if name := next((n for n in both if bare(n).startswith(wanted)), None):
            yield name, NO_WORDS


def _owed(begun: str, known: Known, lang: str) -> Iterator[tuple[str, Words]]:
    period, slash, states = begun.partition("/")
    if slash:
        before, comma, last = states.rpartition(",")
        for name, meaning in _listed(About.OWED, last, lang):
            yield f"{period}/{before}{comma}{name}", meaning
        return
    every = [p.code for rhythm in Rhythm for p in periods(rhythm, known.year)]
    in_order = sorted(every, key=lambda code: ("Q" not in code, code))
    for code in in_order:
        if code.startswith(begun.upper()):
            yield code, NO_WORDS
