"""A list of lines with a cursor: the one place where lists, tables and trees learn to move.

Lines are drawn only while they are in sight, so a list may have any number of them.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

MARK = "▌"
"""Stands before the line that the cursor is on."""


class LineList(ScrollView, can_focus=True):
    """Subclasses say how many lines there are and what stands in each."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--head",
        "lines--cursor",
        "lines--mark",
        "lines--empty",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup,K,shift+up", "page(-1)", show=False),
        Binding("pagedown,J,shift+down", "page(1)", show=False),
        Binding("home,g", "jump(0)", show=False),
        Binding("end,G", "jump(-1)", show=False),
    ]
    HEADS: ClassVar[int] = 0
    """How many lines stay put above the others."""

    cursor: reactive[int] = reactive(0, repaint=False)

    class Highlighted(Message):
        """The cursor came to another line."""

        def __init__(self, lines: LineList, index: int) -> None:
            super().__init__()
            self.lines, self.index = lines, index

        @property
        def control(self) -> LineList:
            return self.lines

    class Chosen(Message):
        """A line was opened, by Enter or by a click on the line of the cursor."""

        def __init__(self, lines: LineList, index: int) -> None:
            super().__init__()
            self.lines, self.index = lines, index

        @property
        def control(self) -> LineList:
            return self.lines

    def on_mount(self) -> None:
        self.watch(self.app, "lang", self.relabel, init=False)

    def relabel(self) -> None:
        """Say everything in the language that is spoken now."""
        self.refresh()

    @property
    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def line(self, index: int, width: int) -> Content:
        """What stands in line ``index``, in at most ``width`` cells."""
        raise NotImplementedError

    def head(self, width: int) -> Content:  # noqa: ARG002 - for those that have one
        """What stays put above the lines."""
        return Content("")

    def head_line(self, y: int, width: int) -> Content:  # noqa: ARG002 - for heads of more lines
        """Line ``y`` of the head."""
        return self.head(width)

    def empty(self, width: int) -> Content:  # noqa: ARG002 - likewise
        """What stands where there is no line."""
        return Content("")

    @property
    def in_sight(self) -> range:
        """The lines that the window shows now."""
        first = self.scroll_offset.y
        return range(first, min(first + self.rows_in_sight, self.count))

    @property
    def rows_in_sight(self) -> int:
        """How many lines fit below the head."""
        return max(self.scrollable_content_region.height - self.HEADS, 1)

    def changed(self) -> None:
        """Draw everything anew; call it when the number or the text of lines changes."""
        self.virtual_size = Size(self.size.width, self.count + self.HEADS)
        self.cursor = max(0, min(self.cursor, self.count - 1))
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    def on_resize(self) -> None:
        self.changed()
        self._bring_into_sight()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if y < self.HEADS:
            style = self.get_visual_style("lines--head")
            return Visual.to_strips(self, self.head_line(y, width), width, 1, style, pad=True)[0]
        index = y - self.HEADS + self.scroll_offset.y
        current = index == self.cursor
        if index >= self.count:
            content = self.empty(width) if index == 0 else Content("")
            style = self.get_visual_style("lines--empty")
        else:
            content = self.line(index, max(width - 1, 1))
            mark = (MARK, ".lines--mark") if current and self.has_focus else " "
            content = Content.assemble(mark, content)
            style = self.get_visual_style("lines--cursor") if current else self.visual_style
        strips = Visual.to_strips(self, content, width, 1, style, pad=True)
        return strips[0] if strips else Strip.blank(width)

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self.count - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        for index in (before, after):
            self.refresh_lines(index + self.HEADS)
        self._bring_into_sight()
        if before != after:
            self.post_message(self.Highlighted(self, after))

    def _bring_into_sight(self) -> None:
        first, last = self.scroll_offset.y, self.scroll_offset.y + self.rows_in_sight - 1
        # By force, since the scroll bar may not be drawn yet.
        if self.cursor < first:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif self.cursor > last:
            self.scroll_to(y=self.cursor - self.rows_in_sight + 1, animate=False, force=True)

    def action_move(self, by: int) -> None:
        self.cursor += by

    def action_page(self, by: int) -> None:
        self.cursor += by * self.rows_in_sight

    def action_jump(self, to: int) -> None:
        self.cursor = to if to >= 0 else self.count - 1

    def choose(self) -> None:
        """Open the line of the cursor."""
        if self.count:
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y < self.HEADS:
            self.clicked_head(offset.x)
            return
        index = offset.y - self.HEADS + self.scroll_offset.y
        if index >= self.count:
            return
        again = index == self.cursor and event.chain > 1
        self.cursor = index
        self.clicked_line(index, offset.x)
        if again:
            self.choose()

    def clicked_head(self, x: int) -> None:
        """A click on the head, ``x`` cells from the left edge."""

    def clicked_line(self, index: int, x: int) -> None:
        """A click on a line, ``x`` cells from the left edge."""

    def on_focus(self) -> None:
        self.refresh_lines(self.cursor + self.HEADS)

    def on_blur(self) -> None:
        self.refresh_lines(self.cursor + self.HEADS)
