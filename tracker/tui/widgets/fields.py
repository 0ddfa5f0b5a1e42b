"""What forms are filled in with: a line to type in, and a choice to turn through.

Each has its label at the left and one line beneath for what is wrong or what was understood.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tracker.i18n import _
from tracker.tui.cells import clip
from tracker.tui.widgets.line_input import LineInput

LONGEST_TEXT = 4000
"""Characters that a field takes."""


class Entry(Widget):
    """A labelled line to type in. ``label`` is a message id.

    Label and the line beneath are drawn by the entry itself, so that a long form is made of few
    widgets and opens at once.
    """

    ALLOW_SELECT = False

    def __init__(self, name: str, label: str, value: str = "", *, hint: str = "") -> None:
        super().__init__(id=name, classes="field")
        self.label, self._hint = label, hint
        self._first = value
        self._invitation = ""
        self._beneath = Content("")
        self.input = LineInput(
            value,
            select_on_focus=False,
            placeholder=_(hint),
            max_length=LONGEST_TEXT,
        )

    def compose(self) -> ComposeResult:
        yield self.input

    def on_mount(self) -> None:
        self.watch(self.app, "lang", self.relabel, init=False)

    def relabel(self) -> None:
        """Say everything in the language that is spoken now."""
        self.input.placeholder = self._invitation or _(self._hint)
        self.refresh()

    def invite(self, text: str) -> None:
        """Show ``text`` while nothing is typed; for \"\" the hint again."""
        self._invitation = text
        self.relabel()

    def start_with(self, value: str) -> None:
        """Let ``value`` stand there as if it had from the first."""
        self._first = self.value = value

    def began_with(self, value: str) -> None:
        """Take ``value`` for what stood there from the first; what was typed stays."""
        self._first = value

    def render(self) -> Content:
        label = Content.styled(clip(_(self.label), LABEL_WIDTH - 1), ".ink--muted")
        ink = ".ink--wrong" if self.has_class("wrong") else ".ink--muted"
        indent = " " * LABEL_WIDTH
        lines = [indent + line for line in self._lines_beneath()]
        return Content("\n").join([label, *(line.stylize_before(ink) for line in lines)])

    def _lines_beneath(self) -> list[Content]:
        width = max(self.size.width - LABEL_WIDTH, 10)
        return self._beneath.wrap(width) if self._beneath else []

    def _fit(self) -> None:
        self.styles.height = 1 + len(self._lines_beneath())

    def on_resize(self) -> None:
        self._fit()

    @property
    def value(self) -> str:
        return self.input.value

    @value.setter
    def value(self, text: str) -> None:
        self.input.value = text

    @property
    def touched(self) -> bool:
        """Whether something else stands there than at first."""
        return self.value != self._first

    def take_back(self) -> None:
        """Let what stood there at first stand there again."""
        self.value = self._first

    @property
    def said_beneath(self) -> str:
        """The line beneath, without colours."""
        return self._beneath.plain

    def beneath(self, line: str | Content, *, wrong: bool = False) -> None:
        """Say what was understood, or with ``wrong`` what cannot be taken; nothing for \"\"."""
        self._beneath = Content(line) if isinstance(line, str) else line
        self.set_class(wrong, "wrong")
        self._fit()
        self.refresh()

    def focus(self, scroll_visible: bool = True) -> Entry:
        self.input.focus(scroll_visible)
        return self

    def on_click(self) -> None:
        self.input.focus()


@dataclass(frozen=True, slots=True)
class Option:
    """One of a closed list: its key, and what is shown for it in the current language."""

    key: str
    said: str


class Pick(Widget, can_focus=True):
    """One of a few, turned through with left and right. ``label`` is a message id.

    Given a function that makes the ``options``, it asks it again when the language is turned.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "turn(-1)", show=False),
        Binding("right,l,space", "turn(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "done", show=False),
    ]
    index: reactive[int] = reactive(0)

    class Turned(Message):
        """Another one was picked."""

        def __init__(self, pick: Pick) -> None:
            super().__init__()
            self.pick = pick

        @property
        def control(self) -> Pick:
            return self.pick

    class Done(Message):
        """Enter: on to the next field."""

        def __init__(self, pick: Pick) -> None:
            super().__init__()
            self.pick = pick

    def __init__(
        self,
        name: str,
        label: str,
        options: Sequence[Option] | Callable[[], Sequence[Option]],
        key: str | None = None,
    ) -> None:
        super().__init__(id=name, classes="field")
        self.label = label
        self._make = options if callable(options) else None
        self.options = options() if callable(options) else options
        keys = [option.key for option in self.options]
        self._first = keys.index(key) if key in keys else 0
        self.set_reactive(Pick.index, self._first)

    @property
    def value(self) -> str:
        return self.options[self.index].key if self.options else ""

    @value.setter
    def value(self, key: str) -> None:
        keys = [option.key for option in self.options]
        if key in keys:
            self.index = keys.index(key)

    @property
    def touched(self) -> bool:
        return self.index != self._first

    def start_with(self, key: str) -> None:
        """Let ``key`` be picked as if it had been from the first."""
        self.value = key
        self._first = self.index

    def began_with(self, key: str) -> None:
        """Take ``key`` for what was picked from the first; what is picked stays."""
        self._first = [option.key for option in self.options].index(key)

    def take_back(self) -> None:
        """Let what was picked at first be picked again."""
        self.index = self._first

    def offer(self, options: Sequence[Option]) -> None:
        """The same choices in other words."""
        self.options = options
        self.refresh()

    def validate_index(self, index: int) -> int:
        return max(0, min(index, len(self.options) - 1))

    def watch_index(self, before: int, after: int) -> None:
        if before != after:
            self.post_message(self.Turned(self))

    def render(self) -> Content:
        label = _(self.label)
        said = self.options[self.index].said if self.options else ""
        said = clip(said, max(self.size.width - LABEL_WIDTH - 4, 4))
        ink = ".ink--strong" if self.has_focus else ""
        arrow = ".ink--accent" if self.has_focus else ".ink--faint"
        before = arrow if self.index > 0 else ".ink--bar-rest"
        after = arrow if self.index < len(self.options) - 1 else ".ink--bar-rest"
        return Content.assemble(
            (clip(label, LABEL_WIDTH - 1), ".ink--muted"),
            " " * (LABEL_WIDTH - min(cell_len(label), LABEL_WIDTH - 1)),
            ("‹ ", before),
            (said, ink),
            (" ›", after),
        )

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_mount(self) -> None:
        self.watch(self.app, "lang", self.relabel, init=False)

    def relabel(self) -> None:
        """Say everything in the language that is spoken now."""
        self.offer(self._make() if self._make else self.options)

    def action_turn(self, by: int) -> None:
        self.index += by

    def action_first(self) -> None:
        self.index = 0

    def action_last(self) -> None:
        self.index = len(self.options) - 1

    def action_done(self) -> None:
        self.post_message(self.Done(self))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and offset.x >= LABEL_WIDTH:
            self.action_turn(-1 if offset.x < LABEL_WIDTH + 2 else 1)


LABEL_WIDTH = 18
"""Cells of a label; the style sheet gives the labels of entries the same width."""
