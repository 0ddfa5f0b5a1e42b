"""Vietnamese text: what is stored, how it is searched, sorted, shown and guessed (DOMAIN §7)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from tracker.domain.problem import N_, Refused


class NulInText(Refused):
    wording = N_(
        "“{text}” has a NUL character at position {position}. Any other character is allowed."
    )


class BrokenText(Refused):
    wording = N_(
        "“{text}” has half a character at position {position}: its bytes were not UTF-8. Enter it"
        " as UTF-8."
    )


def clean(text: str) -> str:
    """``text`` as it is stored: NFC, lines ended by ``\\n``, outer whitespace kept.

    Raises NulInText, or BrokenText for a lone surrogate, which no database can store.
    """
    for position, char in enumerate(text, 1):
        if char == "\0":
            raise NulInText(text=excerpt(text), position=position)
        if _half(char):
            raise BrokenText(text=excerpt(text), position=position)
    return unicodedata.normalize("NFC", re.sub(r"\r+\n", "\n", text))


def _half(char: str) -> bool:
    return "\ud800" <= char <= "\udfff"


def fold(text: str) -> str:
    """``text`` for searching: no accents, đ as d, lower case, single spaces, none outside.

    Only marks with a combining class go, so the vowel signs of Khmer stay.
    """
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").split())


_PUNCTUATION = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_DIGITS = "0123456789"
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_MARKS = "\u0306\u0302\u031b"
"""Breve, circumflex and horn: they make another letter, not another tone."""
_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng, in their order."""

_SEPARATOR = "!"
"""Ends a level of the key; below every weight, so that a shorter text comes first."""
_RANK = {c: chr(ord(_SEPARATOR) + 1 + i) for i, c in enumerate(_PUNCTUATION + _DIGITS + _LETTERS)}
_OTHER = "~"
"""Begins the weight of every other character; above all others."""
_TYPOGRAPHIC = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "…": "."}
)


def sort_key(text: str) -> str:
    """An ASCII text whose plain order is CLDR's for Vietnamese.

    Three levels over the whole text: letters (a ă â b c d đ e ê … o ô ơ … u ư), then tones (none,
    huyền, hỏi, ngã, sắc, nặng), then case, lower first. Spaces and punctuation come before digits
    and digits before letters; other scripts follow by code point.
    """
    letters, tones, cases = [], [], []
    for base, marks in _clusters(" ".join(text.translate(_TYPOGRAPHIC).split())):
        lower = base.lower()
        letter, others = lower, []
        for mark in marks:
            composed = unicodedata.normalize("NFC", letter + mark)
            if mark in _LETTER_MARKS and composed in _LETTERS:
                letter = composed
            else:
                others.append(mark)
        letters.append(_RANK.get(letter) or _numbered(letter))
        tones += ["0", *map(_tone, others)]
        cases.append("0" if base == lower else "1")
    # A level that ends in its lowest weights orders the same without them, and is shorter.
    second, third = "".join(tones).rstrip("0"), "".join(cases).rstrip("0")
    return _SEPARATOR.join(("".join(letters), second, third)).rstrip(_SEPARATOR)


def _clusters(text: str) -> Iterator[tuple[str, str]]:
    """Each character with its combining marks; characters that show nothing are left out."""
    base, marks = "", ""
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.combining(char) and base:
            marks += char
        elif unicodedata.category(char) not in ("Cc", "Cf"):
            if base:
                yield base, marks
            base, marks = char, ""
    if base:
        yield base, marks


def _tone(mark: str) -> str:
    return str(_TONES.index(mark) + 1) if mark in _TONES else _numbered(mark)


def _numbered(char: str) -> str:
    return f"{_OTHER}{ord(char):06x}"


_BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_UNSEEN = {*range(0x80, 0xA0), 0x2028, 0x2029, 0xFEFF, *_BIDI, *range(0xD800, 0xE000)}
_PICTURES = {c: f"⟪U+{c:04X}⟫" for c in _UNSEEN} | {c: 0x2400 + c for c in range(32)} | {127: "␡"}
_PICTURES_BUT_NEWLINE = {c: picture for c, picture in _PICTURES.items() if c != ord("\n")}


def shown(text: str, *, lines: bool = False) -> str:
    """``text`` for a screen: control characters as their pictures (``␛``, ``␊``, ``␡``).

    Characters without a picture that would steer the terminal or the direction of writing appear
    as ``⟪U+202E⟫``. With ``lines`` a newline stays one.
    """
    return text.translate(_PICTURES_BUT_NEWLINE if lines else _PICTURES)


_ONE_EACH = _PICTURES | dict.fromkeys(_UNSEEN, "\ufffd") | {ord("\t"): "\t"}


def shown_in_place(text: str) -> str:
    """``text`` for a field that it is edited in: one character for each, tabs left as they are.

    What ``shown`` writes as ``⟪U+202E⟫`` is ``�`` here.
    """
    return text.translate(_ONE_EACH)


EXCERPT = 60
"""How many characters of a refused text its message repeats."""


def excerpt(text: str) -> str:
    """``text`` as a message repeats it: on one line, control characters shown, its beginning."""
    return shown(text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…")


_CUTOFF = 0.6


def near(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that ``word`` was probably meant to be, or None.

    Compared folded, with ``-`` as a space. One that begins with ``word`` comes before one that
    contains it, and that before one that is merely similar (a difflib ratio above 0.6).
    """
    wanted = _spaced(word)
    if not wanted:
        return None
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    best: tuple[int, float] = (0, _CUTOFF)
    closest = None
    for candidate in candidates:
        spelled = _spaced(candidate)
        matcher.set_seq1(spelled)
        part = 0
        # A single letter is in almost every name, and says nothing by being there.
        if len(wanted) > 1 and wanted in spelled:
            part = 2 if spelled.startswith(wanted) else 1
        # The first two are quick upper bounds of the third.
        ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
        if all((part, ratio()) > best for ratio in ratios):
            best, closest = (part, matcher.ratio()), candidate
    return closest


def _spaced(text: str) -> str:
    return fold(text.replace("-", " "))
