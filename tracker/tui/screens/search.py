"""One of many: typed words, with or without accents, narrow the list down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from tracker.domain.text import fold
from tracker.i18n import _
from tracker.tui.cells import clip
from tracker.tui.commands import Place, bindings
from tracker.tui.screens.choice import Choice, Choices
from tracker.tui.screens.over import Over
from tracker.tui.widgets.line_input import LineInput
from tracker.tui.widgets.lines import LineList

MOST_LINES = 12


class Found(Choices):
    """The lines that are left; says so where none is."""

    def empty(self, width: int) -> Content:
        return Content(clip(_("None is called so."), width))


class SearchDialog(Over[str]):
    """Hands back the key of what was chosen, or None."""

    PLACE = Place.CHOICE
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.CHOICE),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
    ]

    def __init__(
        self, title: str, choices: Sequence[Choice], now: str = "", *, sample: bool = False
    ) -> None:
        super().__init__(title, sample=sample)
        self._every, self._now = choices, now
        self._lines = Found(choices)

    def body(self) -> ComposeResult:
        yield LineInput(id="words", placeholder=_("type words to filter by"))
        yield self._lines

    def on_mount(self) -> None:
        keys = [choice.key for choice in self._every]
        self._lines.can_focus = False
        self._lines.styles.height = min(max(len(keys), 1), MOST_LINES)
        self._lines.set_reactive(LineList.cursor, keys.index(self._now) if self._now in keys else 0)
        self.query_one(Input).focus()

    @on(Input.Changed)
    def narrow(self) -> None:
        """Only what has all the words stays."""
        words = fold(self.query_one(Input).value).split()
        left = [c for c in self._every if all(w in fold(f"{c.key} {c.said}") for w in words)]
        if left != self._lines.choices:
            self._lines.choices = left
            self._lines.set_reactive(LineList.cursor, 0)
            self._lines.changed()

    @on(Input.Submitted)
    def action_take(self) -> None:
        # What stands there now: a fast hand's last letter may not have narrowed the list yet.
        self.narrow()
        if self._lines.choices:
            self.dismiss(self._lines.choices[self._lines.cursor].key)

    @on(LineList.Chosen)
    def choose(self) -> None:
        self.action_take()

    def action_move(self, by: int) -> None:
        self._lines.cursor += by
