"""A table of tasks: columns that fit, and a head that stays put and sorts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.message import Message

from tracker.domain.condition import Sort, SortKey
from tracker.domain.task import TaskRow
from tracker.domain.words import Words
from tracker.i18n import _, formats
from tracker.tui.cells import clip, justified
from tracker.tui.columns import (
    COLUMNS,
    Column,
    Cut,
    NameOf,
    fitted,
    head_cell,
    row_cells,
    wanted_widths,
)
from tracker.tui.widgets.windowed import WAITING, WindowedRows

MARKED, UNMARKED = "■", "□"


class TaskTable(WindowedRows):
    """Tasks in order, with a head that stays put; a click on it sorts.

    With a ``title`` the head says that instead, and how many tasks there are.
    """

    HEADS = 1

    class HeadClicked(Message):
        """The list shall be sorted by this key; the same again turns it round."""

        def __init__(self, table: TaskTable, key: SortKey) -> None:
            super().__init__()
            self.table, self.key = table, key

        @property
        def control(self) -> TaskTable:
            return self.table

    def __init__(
        self, *, columns: Sequence[Column] = COLUMNS, title: str = "", dom_id: str | None = None
    ) -> None:
        super().__init__(dom_id=dom_id)
        self.columns = columns
        self.title = title
        self.sort = Sort()
        self.without_units = False
        self._wanted: dict[str, int] = {}
        self._unit_name: NameOf = Words
        self.cut_unit: Cut = clip
        """How a unit's name is made to fit."""
        self._known = False
        self.marked: set[int] = set()
        """The ids of the tasks that a command is about, instead of the one under the cursor."""
        self._last_marked = 0

    # Marking ------------------------------------------------------------------------------------

    def mark(self) -> None:
        """Mark the line of the cursor, or take its mark away, and go on."""
        if self.ids:
            self._turn_mark(self.cursor)
            self._last_marked = self.cursor
            self.refresh()
            self.action_move(1)

    def _turn_mark(self, index: int) -> None:
        number = self.ids[index]
        if number is not None:
            self.marked ^= {number}

    def mark_range(self) -> None:
        """Mark all from the line that was marked last to that of the cursor."""
        if self.ids:
            first, last = sorted((min(self._last_marked, self.count - 1), self.cursor))
            self.marked |= {number for number in self.ids[first : last + 1] if number is not None}
            self._last_marked = self.cursor
            self.refresh()

    def mark_all(self) -> None:
        """Mark every task of the list; or none, where all are marked."""
        every = set(self.task_ids)
        self.marked = set() if self.marked >= every else every
        self.refresh()

    def unmark(self) -> None:
        self.marked = set()
        self.refresh()

    @property
    def task_ids(self) -> Sequence[int]:
        """The ids of the list: here each line is a task."""
        return [number for number in self.ids if number is not None]

    @property
    def meant(self) -> Sequence[int]:
        """The ids that are marked, in the order of the list."""
        return [number for number in self.task_ids if number in self.marked]

    def relabel(self) -> None:
        """Say everything in the language that is spoken now."""
        self._wanted = self._widths(self._rows.values())
        self.refresh()

    def show(self, ids: Sequence[int], rows: Iterable[TaskRow], name: NameOf, sort: Sort) -> None:
        """Show these tasks; the cursor stays on its task where that is still among them."""
        self.sort, self._unit_name = sort, name
        self._known = True
        self._wanted = {}
        self.marked &= set(ids)
        self.show_rows(ids, rows)

    def measure(self, rows: Sequence[TaskRow]) -> None:
        for key, width in self._widths(rows).items():
            self._wanted[key] = max(width, self._wanted.get(key, 0))

    def _widths(self, rows: Iterable[TaskRow]) -> dict[str, int]:
        return wanted_widths(self.columns, rows, self._unit_name, labels=not self.title)

    def _layout(self, width: int) -> list[tuple[Column, int]]:
        hidden = {"unit"} if self.without_units else set()
        columns = [c for c in self.columns if c.key not in hidden]
        return fitted(columns, self._wanted, width)

    def head(self, width: int) -> Content:
        if self.title:
            # Nothing is counted before there is something to count.
            count = formats.count(self.count) if self._known else ""
            return justified(
                Content.assemble(" ", (_(self.title), ".ink--strong")),
                Content.assemble((count, ".ink--strong"), " "),
                width,
            )
        if not self._wanted:
            self._wanted = self._widths(())
        arrow = "▾" if self.sort.descending else "▴"
        start = self._start
        cells = [
            head_cell(column, size, arrow if column.sort is self.sort.key else "")
            for column, size in self._layout(width - start)
        ]
        return Content(" " * start) + Content(" ").join(cells)

    @property
    def _start(self) -> int:
        """Cells before the first column: the cursor's sign, and the boxes where any is marked."""
        return 3 if self.marked else 1

    def line(self, index: int, width: int) -> Content:
        row = self.row_at(index)
        if row is None:
            return Content.styled(WAITING, ".ink--faint")
        if not self.marked:
            return self._cells(row, width)
        marked = self.ids[index] in self.marked
        box = (MARKED, ".ink--accent") if marked else (UNMARKED, ".ink--faint")
        return Content.assemble(box, " ") + self._cells(row, width - 2)

    def _cells(self, row: TaskRow, width: int) -> Content:
        return Content(" ").join(
            row_cells(self._layout(width), row, self._unit_name, self.cut_unit)
        )

    def empty(self, width: int) -> Content:
        return Content(" " + clip(self.empty_text, width - 2))

    def clicked_line(self, index: int, x: int) -> None:
        if self.marked and x <= len(MARKED) + 1:
            self._turn_mark(index)
            self.refresh()

    def clicked_head(self, x: int) -> None:
        start = self._start
        for column, size in self._layout(self.scrollable_content_region.width - start):
            if start <= x <= start + size and column.sort is not None and not self.title:
                self.post_message(self.HeadClicked(self, column.sort))
            start += size + 1
