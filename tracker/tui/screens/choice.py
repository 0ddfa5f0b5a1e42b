"""One of a list: a status, a directive, an order, a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from tracker.tui.cells import clip
from tracker.tui.commands import Place, bindings
from tracker.tui.screens.over import Over
from tracker.tui.widgets.lines import LineList


@dataclass(frozen=True, slots=True)
class Choice:
    """A line to choose: its key, its words, and a sign before them with its ink."""

    key: str
    said: str
    sign: str = ""
    ink: str = ""


class Choices(LineList):
    """The lines of a choice. A function that makes them is asked again in the other language."""

    def __init__(self, choices: Sequence[Choice] | Callable[[], Sequence[Choice]]) -> None:
        super().__init__(id="choices")
        self._make = choices if callable(choices) else None
        self.choices = choices() if callable(choices) else choices

    def relabel(self) -> None:
        """Say everything in the language that is spoken now."""
        if self._make is not None:
            self.choices = self._make()
        self.refresh()

    @property
    def count(self) -> int:
        return len(self.choices)

    def line(self, index: int, width: int) -> Content:
        choice = self.choices[index]
        sign = f"{choice.sign} " if choice.sign else ""
        return Content.assemble((sign, choice.ink), clip(choice.said, width - len(sign)))


class ChoiceDialog(Over[str]):
    """Hands back the key of what was chosen, or None. The lines ``above`` say what it is about."""

    PLACE = Place.CHOICE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.CHOICE)]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice] | Callable[[], Sequence[Choice]],
        now: str = "",
        *,
        above: Sequence[str] = (),
    ) -> None:
        super().__init__(title)
        self._lines, self._now, self._above = Choices(choices), now, above

    def body(self) -> ComposeResult:
        if self._above:
            yield Static(Content("\n".join(self._above)), id="above", markup=False)
        yield self._lines

    def on_mount(self) -> None:
        lines = self._lines
        keys = [choice.key for choice in lines.choices]
        lines.styles.height = min(len(keys), 14)
        lines.set_reactive(LineList.cursor, keys.index(self._now) if self._now in keys else 0)
        lines.focus()

    @on(LineList.Chosen)
    def choose(self, chosen: LineList.Chosen) -> None:
        self.dismiss(self._lines.choices[chosen.index].key)

    def action_take(self) -> None:
        self._lines.choose()
