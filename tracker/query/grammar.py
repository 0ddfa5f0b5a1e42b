"""The grammar, and from a text's tree to the terms of ``domain.query``."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from tracker.domain.query import KEYWORDS, MOST_TERMS, NESTED, Query, all_of, any_of, negated
from tracker.domain.text import excerpt, fold, near
from tracker.query.fields import (
    VIEW,
    Head,
    Place,
    allowed_values,
    field_of,
    looked_for,
    names_view,
    read_term,
)
from tracker.query.known import Known
from tracker.query.problems import (
    BadView,
    CannotRead,
    FieldMissing,
    NoSuchComparison,
    NotClosed,
    NotOpened,
    NoView,
    QuoteNotClosed,
    TermMissing,
    TooDeep,
    TooLong,
    TooManyTerms,
    UnknownField,
    ValueMissing,
    ViewInItself,
)

if TYPE_CHECKING:
    from lark import Lark, Token, Tree
    from lark.exceptions import UnexpectedInput

LONGEST = 1000
"""Characters of the longest query that is read."""

SIGNS = ":=<>≤≥"
_QUOTES = '"“”„'
GRAMMAR = rf"""
?start: any |
?any: all (OR all)*
?all: neg (AND? neg)*
?neg: NOT neg -> negation
    | LPAR any RPAR -> group
    | FIELD (VALUE | PHRASE) -> term
    | (WORD | PHRASE) -> text

FIELD.2: /[^\s(){_QUOTES}{SIGNS}]+\s*(?:<=|>=|[{SIGNS}])\s*/
PHRASE: /"(?:[^"\\]|\\.)*"|“[^”]*”|„[^“”]*[“”]/s
WORD: /[^\s(){_QUOTES}{SIGNS}]+/
VALUE: /[^\s(){_QUOTES}]+/
LPAR: "("
RPAR: ")"
%declare AND OR NOT
%ignore /\s+/
"""
FIELD_PARTS = re.compile(rf"([^\s(){_QUOTES}{SIGNS}]+)\s*(<=|>=|[{SIGNS}])\s*")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_building = Lock()


def parser() -> Lark:
    """The parser, built when it is first asked for; two threads that ask build one."""
    with _building:
        return _built()


@lru_cache(maxsize=1)
def _built() -> Lark:
    from lark import Lark  # noqa: PLC0415 - nothing else needs it

    return Lark(
        GRAMMAR, parser="lalr", maybe_placeholders=False, lexer_callbacks={"WORD": _keyword}
    )


def _keyword(word: Token) -> Token:
    """A word that joins terms, as the token that says so."""
    joins = KEYWORDS.get(unicodedata.normalize("NFC", word).lower())
    return word.update(type=joins.upper()) if joins else word


def read(text: str, known: Known) -> Query | None:
    """What ``text`` asks for; None where nothing stands there. Raises CannotRead."""
    if len(text) > LONGEST:
        raise TooLong(text, LONGEST + 1, length=len(text), most=LONGEST)
    if not text.strip():
        return None
    return _Reader(text, known).query(_parsed(text, known), 0)


def _parsed(text: str, known: Known) -> Tree[Token]:
    """Raises CannotRead."""
    from lark.exceptions import UnexpectedInput  # noqa: PLC0415 - nothing else needs it

    try:
        return parser().parse(text)
    except UnexpectedInput as fault:
        raise _said(fault, text, known) from None


class _Reader:
    """Walks down one text's tree; ``within`` are the saved views that the text stands in."""

    def __init__(self, text: str, known: Known, within: tuple[str, ...] = ()) -> None:
        self.text, self.known, self.within = text, known, within
        self.terms = 0

    def query(self, node: Tree[Token] | Token, nested: int) -> Query:
        from lark import Token  # noqa: PLC0415 - loaded by now

        assert not isinstance(node, Token)  # noqa: S101 - every token stands in a rule of its own
        parts = node.children
        if node.data in ("any", "all"):
            found = [self.query(p, nested) for p in parts if not isinstance(p, Token)]
            return any_of(found) if node.data == "any" else all_of(found)
        first = parts[0]
        assert isinstance(first, Token)  # noqa: S101 - the other rules begin with one
        at = Place(self.text, _column(first))
        if node.data in ("negation", "group"):
            if nested == NESTED:
                raise at.refuse(TooDeep, most=NESTED)
            within = self.query(parts[1], nested + 1)
            return negated(within) if node.data == "negation" else within
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise at.refuse(TooManyTerms, most=MOST_TERMS)
        if node.data == "text":
            return looked_for(_unquoted(first), at)
        value = parts[1]
        assert isinstance(value, Token)  # noqa: S101 - as the rule says
        head = _head(FIELD_PARTS.match(first), self.text, at.column - 1)
        if names_view(head.name):
            return self.view(head, _unquoted(value), Place(self.text, _column(value)), nested)
        return read_term(head, _unquoted(value), self.known, Place(self.text, _column(value)))

    def view(self, head: Head, name: str, at: Place, nested: int) -> Query:
        """What the saved view ``name`` means."""
        if head.sign != ":":
            raise head.sign_at.refuse(NoSuchComparison, field=VIEW[0], sign=head.sign, allowed=":")
        views = self.known.views
        found = next((known for known in views if fold(known) == fold(name)), None)
        if found is None:
            said = ", ".join(views) or "–"
            raise at.refuse(NoView, value=excerpt(name), known=said, near=near(name, views))
        if found in self.within:
            raise at.refuse(ViewInItself, value=found)
        if nested == NESTED:
            raise at.refuse(TooDeep, most=NESTED)
        text = views[found]
        reader = _Reader(text, self.known, (*self.within, found))
        reader.terms = self.terms - 1
        try:
            if len(text) > LONGEST or not text.strip():
                raise TooLong(text, LONGEST + 1, length=len(text), most=LONGEST)
            query = reader.query(_parsed(text, self.known), nested + 1)
        except CannotRead as reason:
            raise at.refuse(BadView, value=found, reason=reason) from None
        self.terms = reader.terms
        return query


def _column(token: Token) -> int:
    return (token.start_pos or 0) + 1


def _head(parts: re.Match[str] | None, text: str, start: int) -> Head:
    """``start`` is where in ``text`` the matched string begins."""
    assert parts is not None  # noqa: S101 - the terminal has this form
    at, sign_at = Place(text, start + parts.start(1) + 1), Place(text, start + parts.start(2) + 1)
    return Head(parts[1], parts[2], at, sign_at)


def _unquoted(token: Token) -> str:
    if token.type != "PHRASE":
        return str(token)
    within = token[1:-1]
    return _ESCAPED.sub(r"\1", within) if token[0] == '"' else within


# What is wrong -----------------------------------------------------------------------------------


def _said(fault: UnexpectedInput, text: str, known: Known) -> CannotRead:
    """The library's fault as one of ours."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken  # noqa: PLC0415 - loaded by now

    if isinstance(fault, UnexpectedCharacters):
        return _said_of_sign(text, fault.pos_in_stream or 0)
    assert isinstance(fault, UnexpectedToken)  # noqa: S101 - this parser raises no other
    token, allowed = fault.token, set(fault.accepts or fault.expected)
    ended = token.type == "$END"
    at = Place(text, len(text.rstrip()) + 1 if ended else _column(token))
    if not ended and text[at.column - 1] in SIGNS:
        return _said_of_sign(text, at.column - 1)
    if "VALUE" in allowed:
        return _value_missing(text, known, at)
    if ended and "RPAR" in allowed:
        return Place(text, _open_group(text)).refuse(NotClosed)
    none_open = token.type == "RPAR" and "$END" in allowed
    return at.refuse(NotOpened if none_open else TermMissing)


def _said_of_sign(text: str, index: int) -> CannotRead:
    at = Place(text, index + 1)
    return (
        at.refuse(QuoteNotClosed)
        if text[index] in _QUOTES
        else at.refuse(FieldMissing, sign=text[index])
    )


def _value_missing(text: str, known: Known, at: Place) -> CannotRead:
    """A field without a value; whether there is such a field is said first."""
    *_before, last = FIELD_PARTS.finditer(text[: at.column - 1])
    head = _head(last, text, 0)
    if names_view(head.name):
        return at.refuse(ValueMissing, field=VIEW[0], allowed=", ".join(known.views) or "–")
    try:
        about = field_of(head)
    except UnknownField as unknown:
        return unknown
    return at.refuse(ValueMissing, field=about.value, allowed=allowed_values(about, known))


_PIECES = re.compile(r"\"(?:[^\"\\]|\\.)*\"|“[^”]*”|„[^“”]*[“”]|[()]", re.DOTALL)


def _open_group(text: str) -> int:
    """The column of the last “(” that nothing closes."""
    open_at: list[int] = []
    for piece in _PIECES.finditer(text):
        if piece[0] == "(":
            open_at.append(piece.start() + 1)
        elif piece[0] == ")" and open_at:
            open_at.pop()
    return open_at[-1] if open_at else 1
