"""An account as one text with four headings, as it is written in an editor or a file.

A heading stands alone in its line, in Vietnamese or English, without accents as well, and perhaps
behind a Roman numeral (``I.``) or ``#``. A line that only looks like one is written with ``\\``
before it. Remarks begin with ``//`` and stand before the first heading.
"""

from __future__ import annotations

import re

from tracker.domain.account import AccountTexts, Part, texts_of, without_empty_lines
from tracker.domain.problem import N_, Refused
from tracker.domain.text import clean, excerpt, fold, near

REMARK, ESCAPE = "//", "\\"
_MARK = re.compile(r"(?:#{1,6}\s*)?(?:(?:I{1,3}|IV|VI{0,3}|IX|X)[.)]\s*)?")
"""What may stand before a heading; nothing is also a mark."""


class HeadingUnknown(Refused):
    wording = N_(
        "Line {line}: “{text}” is none of the headings {allowed}. A line of text that begins like a"
        " heading is written with \\ before it."
    )


class TextBeforeHeading(Refused):
    wording = N_(
        "Line {line}: “{text}” stands before the first heading. The headings are {allowed}."
    )


class PartTwice(Refused):
    wording = N_("Line {line}: “{text}” stands in line {earlier} already.")


def written_account(texts: AccountTexts, language: str, remarks: tuple[str, ...] = ()) -> str:
    """The text form of ``texts``, headings in ``language`` (``vi`` or ``en``); what
    ``read_account`` reads back. ``remarks`` stand above."""
    lines = [f"{REMARK} {remark}" for remark in remarks]
    for part in Part:
        lines += ["", f"{part.numeral}. {_heading(part, language)}", ""]
        if text := texts.of(part):
            lines += [_escaped(line) for line in text.split("\n")]
    return "\n".join(lines).lstrip("\n") + "\n"


def read_account(text: str) -> AccountTexts:
    """The texts under each heading, without the empty lines around them.

    Raises HeadingUnknown, TextBeforeHeading, PartTwice, NulInText, BrokenText.
    """
    part: Part | None = None
    begun: dict[Part, int] = {}
    lines: dict[Part, list[str]] = {each: [] for each in Part}
    for number, line in enumerate(clean(text).split("\n"), 1):
        heading = _part_of(line, number)
        if heading is not None:
            if heading in begun:
                raise PartTwice(line=number, text=excerpt(line.strip()), earlier=begun[heading])
            part, begun[heading] = heading, number
        elif part is not None:
            lines[part].append(line.removeprefix(ESCAPE))
        elif line.strip() and not line.startswith(REMARK):
            raise TextBeforeHeading(line=number, text=excerpt(line.strip()), allowed=_allowed())
    return texts_of({each: without_empty_lines("\n".join(said)) for each, said in lines.items()})


def _heading(part: Part, language: str) -> str:
    return part.heading.en if language == "en" else part.heading.vi


def _bare(text: str) -> str:
    """Letters and digits alone, folded: what headings are compared by."""
    return " ".join(re.findall(r"\w+", fold(text)))


_PARTS = {_bare(said): part for part in Part for said in (part.heading.vi, part.heading.en)}


def _allowed() -> str:
    return ", ".join(f"“{part.heading.vi}”" for part in Part)


def _part_of(line: str, number: int) -> Part | None:
    """The part that a line begins, None for a line of text. Raises HeadingUnknown."""
    mark, rest = _split(line)
    if (part := _PARTS.get(_bare(rest))) is not None:
        return part
    if not mark:
        return None
    spelled = [w for p in Part for w in (p.heading.vi, p.heading.en)]
    raise HeadingUnknown(
        line=number, text=excerpt(line.strip()), allowed=_allowed(), near=near(rest, spelled)
    )


def _split(line: str) -> tuple[str, str]:
    """The mark of a heading, and what stands behind it."""
    if line.startswith(ESCAPE):
        return "", ""
    found = _MARK.match(line.strip())
    mark = found[0] if found else ""
    return mark, line.strip()[len(mark) :]


def _escaped(line: str) -> str:
    """The line so that it is read as text."""
    mark, rest = _split(line)
    looks_like_one = bool(mark) or _bare(rest) in _PARTS
    return ESCAPE + line if looks_like_one or line.startswith(ESCAPE) else line
