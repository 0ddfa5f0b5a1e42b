"""A list of any number of tasks: it holds their ids, and the rows of the window alone.

Rows that come into sight and are not at hand are asked for with ``RowsMissed``; whoever owns the
list fetches them in a thread and hands them to ``take``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.message import Message

from tracker.domain.task import TaskRow
from tracker.tui.widgets.lines import LineList

KEPT_ROWS = 1000
"""Rows kept at hand; those far from the window are let go first."""
WAITING = "…"


class WindowedRows(LineList):
    """Tasks in order; an id of None is a line that is no task's."""

    class RowsMissed(Message):
        """These tasks came into sight and their rows are not at hand."""

        def __init__(self, table: WindowedRows, ids: Sequence[int]) -> None:
            super().__init__()
            self.table, self.ids = table, ids

        @property
        def control(self) -> WindowedRows:
            return self.table

    def __init__(self, *, dom_id: str | None = None) -> None:
        super().__init__(id=dom_id)
        self.ids: Sequence[int | None] = ()
        self.empty_text = ""
        self._rows: dict[int, TaskRow] = {}
        self._fresh: set[int] = set()
        self._asked: set[int] = set()

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def row(self) -> TaskRow | None:
        """The task under the cursor; None while its row is on the way or there is none."""
        return self.row_at(self.cursor) if self.ids else None

    def row_at(self, index: int) -> TaskRow | None:
        """The task of line ``index``, likewise."""
        here = self.ids[index]
        return None if here is None else self._rows.get(here)

    def show_rows(
        self, ids: Sequence[int | None], rows: Iterable[TaskRow], at: int | None = None
    ) -> None:
        """Show these tasks, with the cursor in line ``at``; None: it stays on its task where that
        is still among them.

        Rows known from before are drawn until the new ones are there, so that nothing flickers.
        """
        here = self.ids[self.cursor] if self.ids else None
        self.ids = ids
        self._fresh.clear()
        self._asked.clear()
        self._keep(rows)
        if at is None and here is not None and here in ids:
            at = ids.index(here)
        if at is not None:
            self.set_reactive(LineList.cursor, at)
        self.changed()
        self._bring_into_sight()
        self._ask_for_missing()

    def take(self, rows: Iterable[TaskRow]) -> None:
        """Rows that were asked for have come."""
        self._keep(rows)
        self.refresh()

    def measure(self, rows: Sequence[TaskRow]) -> None:
        """These rows came to hand: for those that need to know how wide they are."""

    def _keep(self, rows: Iterable[TaskRow]) -> None:
        new = list(rows)
        for row in new:
            self._rows[row.id] = row
            self._fresh.add(row.id)
            self._asked.discard(row.id)
        self.measure(new)
        if len(self._rows) > KEPT_ROWS:
            self._let_go()

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
        in_sight = self._tasks_in(self.in_sight)
        if set(in_sight) <= (self._fresh | self._asked):
            return
        missing = [i for i in self._tasks_in(self._around()) if i not in self._fresh]
        # Only the newest question is answered: what an older one asked for is asked for again.
        self._asked = set(missing)
        self.post_message(self.RowsMissed(self, missing))

    def _tasks_in(self, lines: range) -> list[int]:
        return [task for task in (self.ids[n] for n in lines) if task is not None]

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._ask_for_missing()

    def on_resize(self) -> None:
        self._ask_for_missing()
