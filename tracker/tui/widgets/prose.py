"""A labelled area to write in, as forms have it beside ``Entry`` and ``Pick``."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from tracker.tui.cells import clip, wrapped
from tracker.tui.widgets.text_area import WritingArea


class Prose(Widget):
    """Its label stands above, with what is wrong beneath the label; ``label`` gives it in the
    language that is spoken."""

    ALLOW_SELECT = False

    def __init__(self, name: str, label: Callable[[], str]) -> None:
        super().__init__(id=name, classes="field")
        self._label, self._first, self._beneath = label, "", ""
        self.area = WritingArea()

    def compose(self) -> ComposeResult:
        yield self.area

    def on_mount(self) -> None:
        self.watch(self.app, "lang", self.relabel, init=False)

    def relabel(self) -> None:
        """Say everything in the language that is spoken now."""
        self.refresh()

    def render(self) -> Content:
        ink = ".ink--wrong" if self.has_class("wrong") else ".ink--muted"
        label = Content.styled(clip(self._label(), self.size.width), ".ink--muted")
        return Content("\n").join([label, *(Content.styled(s, ink) for s in self._lines())])

    def _lines(self) -> list[str]:
        return wrapped(self._beneath, max(self.size.width, 10)) if self._beneath else []

    def _fit(self) -> None:
        self.area.styles.margin = (1 + len(self._lines()), 0, 0, 2)

    def on_resize(self) -> None:
        self._fit()

    @property
    def value(self) -> str:
        return self.area.text

    @value.setter
    def value(self, text: str) -> None:
        if text != self.area.text:
            self.area.load_text(text)

    @property
    def touched(self) -> bool:
        """Whether something else stands there than at first."""
        return self.value != self._first

    def start_with(self, value: str) -> None:
        """Let ``value`` stand there as if it had from the first."""
        self.value = value
        # The area has its own way with the ends of lines.
        self._first = self.value

    def take_back(self) -> None:
        """Let what stood there at first stand there again."""
        self.value = self._first

    @property
    def said_beneath(self) -> str:
        return self._beneath

    def beneath(self, line: str, *, wrong: bool = False) -> None:
        """Say what is wrong, or nothing for \"\"."""
        self._beneath = line
        self.set_class(wrong, "wrong")
        self._fit()
        self.refresh()

    def focus(self, scroll_visible: bool = True) -> Prose:
        self.area.focus(scroll_visible)
        return self

    def on_click(self) -> None:
        self.area.focus()
