"""Text with a caret, edited by one key after the other.

A field of Textual's is a widget that has the focus. In a sheet the table keeps the focus and draws
the text itself, so that no key of a fast hand or of an input method lands in another row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

LONGEST = 4000
"""Characters that a cell takes, as a field of a form does."""


class LineEditor:
    """One line; ``at`` is how many characters stand before the caret."""

    def __init__(self, text: str = "") -> None:
        self.text = text[:LONGEST]
        self.at = len(self.text)

    def press(self, key: str, character: str | None) -> bool:
        """Do what a key does to a text; False where it does nothing to any."""
        if key in self._EDITING:
            self._EDITING[key](self)
            return True
        if character is not None and character.isprintable():
            self.insert(character)
            return True
        return False

    def insert(self, text: str) -> None:
        text = text[: LONGEST - len(self.text)]
        self.text = self.text[: self.at] + text + self.text[self.at :]
        self.at += len(text)

    def _delete_left(self) -> None:
        self.text = self.text[: max(self.at - 1, 0)] + self.text[self.at :]
        self._left()

    def _delete_right(self) -> None:
        self.text = self.text[: self.at] + self.text[self.at + 1 :]

    def _delete_to_start(self) -> None:
        self.text, self.at = self.text[self.at :], 0

    def _left(self) -> None:
        self.at = max(self.at - 1, 0)

    def _right(self) -> None:
        self.at = min(self.at + 1, len(self.text))

    def _home(self) -> None:
        self.at = 0

    def _end(self) -> None:
        self.at = len(self.text)

    _EDITING: ClassVar[Mapping[str, Callable[[LineEditor], None]]] = {
        "backspace": _delete_left,
        "ctrl+h": _delete_left,
        "delete": _delete_right,
        "ctrl+u": _delete_to_start,
        "left": _left,
        "right": _right,
        "home": _home,
        "end": _end,
    }
