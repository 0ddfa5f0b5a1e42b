"""A grid of figures: heads and names stay in sight while one walks through its cells.

Before the columns stands one with a figure for the whole line. Only what the window shows is drawn,
so a grid may have any number of lines and columns.
"""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive

from tracker.tui.cells import clip, left, right
from tracker.tui.columns import Cut
from tracker.tui.widgets.lines import LineList

MOST_NAME, LEAST_NAME = 40, 14
HERE = "▸"
"""Stands before the cell of the cursor."""
WHOLE = -1
"""The column of the figures for whole lines."""

Said = tuple[str, str]
"""A text with its ink."""


class Grid(LineList):
    """Subclasses say what stands in the heads, in the lines and in the cells."""

    HEADS = 2
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "across(-1)", show=False),
        Binding("right,l", "across(1)", show=False),
    ]
    FIRST_COLUMN: ClassVar[int] = 0
    """Where the cursor may walk to; ``WHOLE`` lets it onto the figures for whole lines as well."""

    column: reactive[int] = reactive(0, repaint=False)

    def __init__(self, *, dom_id: str | None = None) -> None:
        super().__init__(id=dom_id)
        self.empty_text = ""
        self.cut: Cut = clip
        """How the name of a line is made to fit."""
        self._first = 0
        self._across = 0
        self._whole = 0
        self._longest = 0

    # What subclasses say ------------------------------------------------------------------------

    @property
    def columns(self) -> int:
        """How many columns there are, the one for whole lines left out."""
        raise NotImplementedError

    def name_said(self, index: int) -> Said:
        """What line ``index`` is called."""
        raise NotImplementedError

    def whole_said(self, index: int) -> Said:
        """The figure for the whole of line ``index``."""
        raise NotImplementedError

    def cell_said(self, index: int, column: int) -> Said:
        raise NotImplementedError

    def head_said(self, y: int, column: int) -> str:
        """Line ``y`` of a column's head."""
        raise NotImplementedError

    def corner_said(self, y: int) -> tuple[str, str]:
        """Line ``y`` of the head above the names, and above the figures for whole lines."""
        raise NotImplementedError

    def measured(self) -> tuple[int, int, int]:
        """The cells of the longest name, of the widest figure for a whole line, and of the widest
        cell; each with its head."""
        raise NotImplementedError

    # Widths -------------------------------------------------------------------------------------

    def remeasure(self) -> None:
        """Call it when other figures are shown, or the same in another language."""
        self._longest, self._whole, self._across = self.measured()

    def relabel(self) -> None:
        self.remeasure()
        self.refresh()

    def _widths(self, width: int) -> tuple[int, int]:
        """Cells of the names, and how many columns fit beside them."""
        every = self.columns * (self._across + 2)
        room = width - self._whole - 1 - every
        # All columns at once if the names leave room for it, else names of a fair length.
        name = min(
            self._longest, MOST_NAME, room if room >= LEAST_NAME else max(width // 3, LEAST_NAME)
        )
        fit = (width - name - 1 - self._whole) // (self._across + 2)
        return name, max(1, min(fit, self.columns))

    def _window(self, width: int) -> range:
        """The columns in sight."""
        fit = self._widths(width)[1]
        first = max(0, min(self._first, self.columns - fit))
        return range(first, first + fit)

    # Drawing ------------------------------------------------------------------------------------

    def head_line(self, y: int, width: int) -> Content:
        if not self.count:
            return Content("")
        name, _fit = self._widths(width - 1)
        window = self._window(width - 1)
        above_names, above_whole = self.corner_said(y)
        strong = ".ink--strong" if y == 0 else ""
        line = Content.assemble(
            " ",
            (left(above_names, name), strong),
            " ",
            (right(above_whole, self._whole), strong),
        )
        for number in window:
            ink = ".ink--strong" if y == 0 and number == self.column else ""
            text = self.head_said(y, number)
            line += Content.styled(f"  {right(text, self._across)}", ink)
        return self._with_arrows(line, window, width) if y == 0 else line

    def _with_arrows(self, line: Content, window: range, width: int) -> Content:
        """Says that there are more columns to the left or to the right."""
        name, _fit = self._widths(width - 1)
        if window.start > 0:
            edge = 1 + name + 1 + self._whole
            line = line[:edge] + Content.styled(" ‹", ".ink--key") + line[edge + 2 :]
        if window.stop < self.columns and line.cell_length < width:
            line += Content.styled("›", ".ink--key")
        return line

    def line(self, index: int, width: int) -> Content:
        name, _fit = self._widths(width)
        called, ink = self.name_said(index)
        parts = [
            Content.styled(left(self.cut(called, name), name), ink),
            self._figure(self.whole_said(index), self._whole, index, WHOLE),
        ]
        for number in self._window(width):
            parts.append(Content(" "))
            parts.append(self._figure(self.cell_said(index, number), self._across, index, number))
        return Content("").join(parts)

    def _figure(self, figure: Said, width: int, index: int, column: int) -> Content:
        """At the right edge of ``width`` cells and one before, which is for the cursor's sign."""
        text, ink = figure
        gap = width - cell_len(text)
        if index == self.cursor and column == self.column:
            inside = Content.assemble(" " * gap, (HERE, ".ink--accent"), (text, ink))
            return inside.stylize(".ink--cell")
        if column == WHOLE:
            return Content.styled(" " * (gap + 1) + text, ink)
        return Content.assemble(" " * (gap + 1), (text, ink))

    def cells_of(self, index: int) -> list[str]:
        """All that stands in a line, whichever columns are in sight."""
        said = [self.cell_said(index, column) for column in range(self.columns)]
        return [text for text, _ink in (self.name_said(index), self.whole_said(index), *said)]

    def empty(self, width: int) -> Content:
        return Content(" " + clip(self.empty_text, width - 2))

    # Moving -------------------------------------------------------------------------------------

    def validate_column(self, column: int) -> int:
        return max(self.FIRST_COLUMN, min(column, self.columns - 1))

    def action_across(self, by: int) -> None:
        self.column += by

    def watch_column(self, before: int, after: int) -> None:
        self._bring_column_into_sight()
        self.refresh()
        if before != after:
            self.post_message(self.Highlighted(self, self.cursor))

    def on_resize(self) -> None:
        super().on_resize()
        self._bring_column_into_sight()

    def _bring_column_into_sight(self) -> None:
        if not self.count:
            return
        window = self._window(max(self.scrollable_content_region.width - 1, 1))
        first = window.start
        if self.column < first:
            first = max(self.column, 0)
        elif self.column >= window.stop:
            first = self.column - len(window) + 1
        self._first = first

    def column_at(self, x: int) -> int | None:
        """The column ``x`` cells from the left edge; None beside all that the cursor walks to."""
        width = self.scrollable_content_region.width - 1
        name, _fit = self._widths(width)
        window, start = self._window(width), 1 + name + 1 + self._whole
        place = (x - start) // (self._across + 2)
        if x >= start:
            return window[place] if place < len(window) else None
        return WHOLE if self.FIRST_COLUMN == WHOLE and x > name else None

    def clicked_line(self, index: int, x: int) -> None:  # noqa: ARG002 - the cursor is there
        column = self.column_at(x)
        if column is not None:
            self.column = column

    def clicked_head(self, x: int) -> None:
        if self.count:
            self.clicked_line(self.cursor, x)
