"""Why a query cannot be read. Each says at which column, and what would be allowed there."""

from __future__ import annotations

import unicodedata

from tracker.domain.problem import N_, Refused
from tracker.domain.text import shown_in_place

WINDOW = 70
"""How much of a long query is shown around the place that is pointed at, in characters."""
_BEFORE = 50


class CannotRead(Refused):
    """``text`` is the whole query; ``column`` counts its characters from 1."""

    wording = N_("Column {column}: the query cannot be read here.")

    def __init__(self, text: str, column: int, *, near: str | None = None, **facts: object) -> None:
        super().__init__(near=near, column=column, **facts)
        self.text, self.column = text, column

    @property
    def pointer(self) -> tuple[str, str]:
        """The query on one line, and a line with a caret under the column; both cut to a window
        around it."""
        text = shown_in_place(self.text).replace("\t", " ").replace("\n", " ")
        at = self.column - 1
        start = max(at - _BEFORE, 0) if len(text) > WINDOW else 0
        before = "…" if start else ""
        cut = text[start : start + WINDOW]
        after = "…" if start + WINDOW < len(text) else ""
        return f"{before}{cut}{after}", " " * _cells(before + text[start:at]) + "^"


def _cells(text: str) -> int:
    """How many cells of a terminal ``text`` takes."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    none = sum(unicodedata.category(char) in ("Mn", "Me", "Cf") for char in text)
    return len(text) + wide - none


class TooLong(CannotRead):
    wording = N_("The query has {length} characters; at most {most} are read.")


class TooManyTerms(CannotRead):
    wording = N_("Column {column}: the query has more than {most} terms here.")


class TooDeep(CannotRead):
    wording = N_("Column {column}: “(” and “not” lie more than {most} deep within each other here.")


class NotClosed(CannotRead):
    wording = N_("Column {column}: the “(” here is never closed; a “)” is missing.")


class NotOpened(CannotRead):
    wording = N_("Column {column}: no “(” belongs to the “)” here.")


class QuoteNotClosed(CannotRead):
    wording = N_("Column {column}: the quotation mark here is never closed.")


class TermMissing(CannotRead):
    wording = N_(
        "Column {column}: a word to look for, a field such as status:overdue or a “(” is missing"
        " here. The words and, or, not themselves are looked for in quotation marks."
    )


class ValueMissing(CannotRead):
    wording = N_("Column {column}: a value for “{field}” is missing here. Allowed: {allowed}.")


class FieldMissing(CannotRead):
    wording = N_(
        "Column {column}: “{sign}” needs a field before it, as in due<2021-06-30. Text with such"
        " a sign is looked for in quotation marks."
    )


class UnknownField(CannotRead):
    wording = N_(
        "Column {column}: there is no field “{field}”. Fields: {allowed}. Text with “{sign}” is"
        " looked for in quotation marks."
    )


class NoSuchComparison(CannotRead):
    wording = N_("Column {column}: “{field}” cannot be compared with “{sign}”. Allowed: {allowed}")


class NoneCompared(CannotRead):
    wording = N_("Column {column}: there is no “{sign}” of nothing. Write {field}:none.")


class UnknownValue(CannotRead):
    wording = N_("Column {column}: “{value}” is not a value of “{field}”. Allowed: {allowed}.")


class NoSuchUnit(CannotRead):
    wording = N_(
        "Column {column}: there is no unit “{value}” in plan {plan}. Write a unit's code, or a name"
        " or a part of one that only one unit has."
    )


class NoSuchDirective(CannotRead):
    wording = N_(
        "Column {column}: there is no directive “{value}” in plan {plan}. Allowed: {allowed}."
    )


class NoView(CannotRead):
    wording = N_("Column {column}: there is no saved view “{value}”. Saved: {known}.")


class ViewInItself(CannotRead):
    wording = N_("Column {column}: the view “{value}” is used within itself.")


class BadView(CannotRead):
    """``reason`` is what is wrong in the view's own text, with its column there."""

    wording = N_("Column {column}: the saved view “{value}” cannot be read. {reason}")


class BadValue(CannotRead):
    """A value that another room's reader refuses; ``reason`` is its problem."""

    wording = N_("Column {column}: {reason}")


class PercentTooLarge(CannotRead):
    wording = N_("Column {column}: a percent is compared from 0 to {most}.")


class QualifierCompared(CannotRead):
    wording = N_(
        "Column {column}: “{value}” is no exact figure. Compare with >, >=, < or <= instead."
    )
