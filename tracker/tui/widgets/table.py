"""A table of any number of tasks: it holds their ids, and the rows of the window alone.

Rows that come into sight and are not at hand are asked for with ``RowsMissed``; whoever owns the
table fetches them in a thread and hands them to ``take``.
"""

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
from tracker.tui.widgets.lines import LineList

KEPT_ROWS = 1000
"""Rows kept at hand; those far from the window are let go first."""
WAITING = "…"


class TaskTable(LineList):
    """Tasks in order, with a head that stays put; a click on it sorts.

    With a ``title`` the head says that instead, and how many tasks there are.
    """

    HEADS = 1

    class RowsMissed(Message):
        """These tasks came into sight and their rows are not at hand."""

        def __init__(self, table: TaskTable, ids: Sequence[int]) -> None:
            super().__init__()
            self.table, self.ids = table, ids

        @property
        def control(self) -> TaskTable:
            return self.table

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
        super().__init__(id=dom_id)
        self.columns = columns
        self.title = title
        self.ids: Sequence[int] = ()
        self.sort = Sort()
        self.without_units = False
        self.empty_text = ""
        self._rows: dict[int, TaskRow] = {}
        self._fresh: set[int] = set()
        self._asked: set[int] = set()
        self._wanted: dict[str, int] = {}
        self._unit_name: NameOf = Words
        self.cut_unit: Cut = clip
        """How a unit's name is made to fit."""
        self._known = False

    def relabel(self) -> None:
        """Say everything in the language that is spoken now."""
        self._wanted = self._widths(self._rows.values())
        self.refresh()

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def row(self) -> TaskRow | None:
        """The task under the cursor; None while its row is on the way or there is none."""
        return self._rows.get(self.ids[self.cursor]) if self.ids else None

    def show(self, ids: Sequence[int], rows: Iterable[TaskRow], name: NameOf, sort: Sort) -> None:
        """Show these tasks; the cursor stays on its task where that is still among them.

        Rows known from before are drawn until the new ones are there, so that nothing flickers.
        """
        here = self.ids[self.cursor] if self.ids else None
        self.ids, self.sort, self._unit_name = ids, sort, name
        self._known = True
        self._fresh.clear()
        self._asked.clear()
        self._wanted = {}
        self._keep(rows)
        if here is not None and here in ids:
            self.set_reactive(LineList.cursor, ids.index(here))
        self.changed()
        self._bring_into_sight()
        self._ask_for_missing()

    def take(self, rows: Iterable[TaskRow]) -> None:
        """Rows that were asked for have come."""
        self._keep(rows)
        self.refresh()

    def _keep(self, rows: Iterable[TaskRow]) -> None:
        new = list(rows)
        for row in new:
            self._rows[row.id] = row
            self._fresh.add(row.id)
            self._asked.discard(row.id)
        for key, width in self._widths(new).items():
            self._wanted[key] = max(width, self._wanted.get(key, 0))
        if len(self._rows) > KEPT_ROWS:
            self._let_go()

    def _widths(self, rows: Iterable[TaskRow]) -> dict[str, int]:
        return wanted_widths(self.columns, rows, self._unit_name, labels=not self.title)

    def _let_go(self) -> None:
        near = self._around()
        keep = {self.ids[i] for i in near}
        self._rows = {i: row for i, row in self._rows.items() if i in keep}
        self._fresh &= keep

    def _around(self) -> range:
        """The window and as much again on both sides."""
        seen = self.in_sight
        return range(max(seen.start - len(seen), 0), min(seen.stop + len(seen), self.count))

    def _ask_for_missing(self) -> None:
        in_sight = {self.ids[i] for i in self.in_sight}
        if in_sight <= (self._fresh | self._asked):
            return
        missing = [i for i in (self.ids[n] for n in self._around()) if i not in self._fresh]
        # Only the newest question is answered: what an older one asked for is asked for again.
        self._asked = set(missing)
        self.post_message(self.RowsMissed(self, missing))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._ask_for_missing()

    def on_resize(self) -> None:
        self._ask_for_missing()

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
        cells = [
            head_cell(column, size, arrow if column.sort is self.sort.key else "")
            for column, size in self._layout(width - 1)
        ]
        return Content(" ") + Content(" ").join(cells)

    def line(self, index: int, width: int) -> Content:
        row = self._rows.get(self.ids[index])
        if row is None:
            return Content.styled(WAITING, ".ink--faint")
        return Content(" ").join(
            row_cells(self._layout(width), row, self._unit_name, self.cut_unit)
        )

    def empty(self, width: int) -> Content:
        return Content(" " + clip(self.empty_text, width - 2))

    def clicked_head(self, x: int) -> None:
        start = 1
        for column, size in self._layout(self.scrollable_content_region.width - 1):
            if start <= x <= start + size and column.sort is not None and not self.title:
                self.post_message(self.HeadClicked(self, column.sort))
            start += size + 1
