"""The year's tasks as bars under its months, group by group; only what is in sight is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from tracker.domain.condition import By
from tracker.domain.origin import Field
from tracker.domain.schedule import Group
from tracker.domain.status import Status
from tracker.domain.task import TaskRow
from tracker.domain.words import Words
from tracker.i18n import _, formats, n_
from tracker.tui.calendar import Calendar
from tracker.tui.cells import clip, left, right, said
from tracker.tui.columns import (
    WIDE,
    Cut,
    NameOf,
    day_and_month,
    glyph,
    marked,
    short_code,
)
from tracker.tui.widgets.windowed import WAITING, WindowedRows

OPEN, FOLDED = "▾", "▸"
MOST_NAME, LEAST_NAME = 46, 6
LEAST_YEAR = 12
"""Cells that the year takes at least before the deadlines' column goes."""
_GLYPH, _DUE, _PERCENT = 2, 7, 6
"""Cells of the sign, of a deadline with its mark and of a percent, each with the gap before it."""


class TimelineTable(WindowedRows):
    """Lines of groups, and below each a line for each of its tasks. A group can be folded."""

    HEADS = 2
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "fold", show=False),
        Binding("right,l", "unfold", show=False),
    ]

    def __init__(self, *, dom_id: str | None = None) -> None:
        super().__init__(dom_id=dom_id)
        self.by = By.UNIT
        self.groups: Sequence[Group] = ()
        self._heads: dict[int, Group] = {}
        self._folded: set[tuple[By, str]] = set()
        self._year, self._day = 1, date.min
        self._unit_name: NameOf = Words
        self._group_name: NameOf = Words
        self._cut: Cut = clip

    # What it shows ------------------------------------------------------------------------------

    def show(
        self,
        groups: Sequence[Group],
        rows: Iterable[TaskRow],
        by: By,
        year: int,
        day: date,
        unit_name: NameOf,
        group_name: NameOf,
        cut: Cut,
    ) -> None:
        """Show these tasks of ``year``, seen from ``day``; the cursor stays on its task or group.

        ``group_name`` says what a group's code stands for.
        """
        self._year, self._day = year, day
        self._unit_name, self._group_name, self._cut = unit_name, group_name, cut
        here = self.group if self.row_at_hand is None else None
        self.by, self.groups = by, groups
        self._lay_out(here, rows)

    def _lay_out(self, here: Group | None, rows: Iterable[TaskRow] = ()) -> None:
        lines: list[int | None] = []
        self._heads = {}
        at = None
        for group in self.groups:
            if here is not None and group.code == here.code:
                at = len(lines)
            self._heads[len(lines)] = group
            lines.append(None)
            if not self.is_folded(group):
                lines += group.ids
        self.show_rows(lines, rows, at)

    def is_folded(self, group: Group) -> bool:
        return (self.by, group.code) in self._folded

    @property
    def row_at_hand(self) -> int | None:
        """The id of the cursor's task; None on a group's line."""
        return self.ids[self.cursor] if self.ids else None

    @property
    def group(self) -> Group | None:
        """The group of the cursor's line."""
        at = max((head for head in self._heads if head <= self.cursor), default=None)
        return None if at is None else self._heads[at]

    @property
    def first_task(self) -> int | None:
        """The first line of a task."""
        return next((n for n, task in enumerate(self.ids) if task is not None), None)

    # Folding ------------------------------------------------------------------------------------

    def action_fold(self) -> None:
        """Fold the group; from a task, go to its group's line first."""
        group = self.group
        if group is None:
            return
        if self.row_at_hand is not None:
            self.cursor = max(head for head in self._heads if head <= self.cursor)
        elif not self.is_folded(group):
            self._turn(group)

    def action_unfold(self) -> None:
        group = self.group
        if group is not None and self.row_at_hand is None and self.is_folded(group):
            self._turn(group)

    def turn_group(self) -> None:
        """Fold the group whose line the cursor is on, or unfold it."""
        if self.group is not None:
            self._turn(self.group)

    def _turn(self, group: Group) -> None:
        self._folded ^= {(self.by, group.code)}
        self._lay_out(group)

    # Drawing ------------------------------------------------------------------------------------

    def _widths(self, width: int) -> tuple[int, int, int, int]:
        """Cells of the names, the year, the deadlines and the percents; 0 for what gives way."""
        due = _DUE
        percent = _PERCENT if width >= WIDE else 0
        name = max(LEAST_NAME, min(width // 3, MOST_NAME))
        year = width - _GLYPH - name - 2 - due - percent
        if year < LEAST_YEAR:
            due, year = 0, year + due
        return name, max(year, 1), due, percent

    def _calendar(self, width: int) -> Calendar:
        return Calendar(self._year, self._day, self._widths(width)[1])

    def head_line(self, y: int, width: int) -> Content:
        if not self.groups:
            return Content("")
        name, _year, due, percent = self._widths(width - 1)
        calendar = self._calendar(width - 1)
        if y == 0:
            by = _("by lead unit") if self.by is By.UNIT else _("by directive")
            start = Content.styled(left(by, name + _GLYPH), ".ink--strong")
            return Content(" ") + start + " " + calendar.day_line()
        ends = right("%", percent) if percent else ""
        ends += right(_("Due"), due) if due else ""
        start = Content(left(_("Task"), name + _GLYPH))
        return Content(" ") + start + " " + calendar.month_line() + " " + ends

    def line(self, index: int, width: int) -> Content:
        group = self._heads.get(index)
        if group is not None:
            return self._group_line(group, width)
        row = self.row_at(index)
        if row is None:
            return Content.styled(WAITING, ".ink--faint")
        name, _year, due, percent = self._widths(width)
        ink = ".ink--muted" if row.status is Status.CANCELLED else ""
        line = Content.assemble(glyph(row), " ", (left(self._called(row, name), name), ink))
        line += self._calendar(width).bar(row)
        if percent:
            line += right(formats.percent(row.percent).removesuffix(" %"), percent)
        if due:
            loud = ".ink--overdue" if row.status is Status.OVERDUE else ".ink--muted"
            line += Content.styled(right(self._due(row), due), loud)
        return line

    def _called(self, row: TaskRow, width: int) -> str:
        """What tells the task from the others of its group."""
        code = short_code(row)
        if self.by is By.UNIT:
            return f"{code} {said(row.title)}"
        unit = self._cut(said(self._unit_name(row.unit)), max(width - len(code) - 1, 1))
        return f"{code} {unit} · {said(row.title)}"

    def _due(self, row: TaskRow) -> str:
        if row.deadline is None:
            return formats.NOTHING
        return marked(day_and_month(row.deadline), row, Field.DEADLINE)

    def _group_line(self, group: Group, width: int) -> Content:
        name = self._widths(width)[0]
        arrow = FOLDED if self.is_folded(group) else OPEN
        called = self._cut(said(self._group_name(group.code)), name)
        count = n_("{count} task", "{count} tasks", len(group.ids)).format(
            count=formats.count(len(group.ids))
        )
        return Content.assemble(
            (f"{arrow} ", ".ink--faint"), (left(called, name), ".ink--strong")
        ) + self._calendar(width).blank(count)

    def empty(self, width: int) -> Content:
        return Content(" " + clip(self.empty_text, width - 2))
