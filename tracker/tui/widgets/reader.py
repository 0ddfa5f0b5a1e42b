"""Text to read and scroll through, drawn line by line at the width there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

LinesFor = Callable[[int], list[Content]]
"""Lines for a width in cells."""


class Reader(ScrollView, can_focus=True):
    """Shows what ``show`` was given, wrapped anew whenever the width changes."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup,K,shift+up", "page(-1)", show=False),
        Binding("pagedown,J,shift+down", "page(1)", show=False),
        Binding("home,g", "jump(0)", show=False),
        Binding("end,G", "jump(-1)", show=False),
    ]

    def __init__(self, *, dom_id: str | None = None) -> None:
        super().__init__(id=dom_id)
        self._lines_for: LinesFor = lambda _width: []
        self._lines: list[Content] = []

    def on_mount(self) -> None:
        self.watch(self.app, "lang", self._lay_out, init=False)

    @property
    def text(self) -> str:
        """All that it shows, without colours."""
        return "\n".join(line.plain for line in self._lines)

    def show(self, lines_for: LinesFor, *, from_top: bool = True) -> None:
        self._lines_for = lines_for
        self._lay_out()
        if from_top:
            self.scroll_to(y=0, animate=False)

    def action_move(self, by: int) -> None:
        self._to(self.scroll_offset.y + by)

    def action_page(self, by: int) -> None:
        self._to(self.scroll_offset.y + by * self.scrollable_content_region.height)

    def action_jump(self, to: int) -> None:
        self._to(to if to >= 0 else self.max_scroll_y)

    def _to(self, line: int) -> None:
        if not self.allow_vertical_scroll:
            # All of it is in sight: the key may mean something to the screen.
            raise SkipAction
        self.scroll_to(y=line, animate=False, immediate=True)

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        self._lines = self._lines_for(width) if width > 1 else []
        self.virtual_size = Size(width, len(self._lines))
        self.refresh(layout=True)

    def on_resize(self) -> None:
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        line = self._lines[index] if index < len(self._lines) else Content("")
        strips = Visual.to_strips(self, line, width, 1, self.visual_style, pad=True)
        return strips[0] if strips else Strip.blank(width)
