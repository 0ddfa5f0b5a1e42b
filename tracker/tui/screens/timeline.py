"""The timeline: the tasks of the list as bars across the year's months."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from tracker.domain.condition import By, Condition
from tracker.domain.origin import Origin
from tracker.domain.task import TaskRow
from tracker.domain.words import Words
from tracker.i18n import _, formats, n_, names
from tracker.tui.answers import (
    Copied,
    RoomWanted,
    RowsLoaded,
    Scheduled,
    ScheduleLoaded,
    Standpoint,
    TaskOpened,
)
from tracker.tui.calendar import bar_signs
from tracker.tui.cells import said
from tracker.tui.commands import Place, bindings
from tracker.tui.copying import MOST_COPIED
from tracker.tui.errands import Errands
from tracker.tui.screens.room import Room
from tracker.tui.unit_names import UnitNames
from tracker.tui.widgets.keybar import KeyBar
from tracker.tui.widgets.lines import LineList
from tracker.tui.widgets.timeline_table import TimelineTable
from tracker.tui.widgets.title import Title
from tracker.tui.widgets.windowed import WindowedRows


class TimelineRoom(Room):
    """The bars, and two lines about the task under the cursor.

    ``listed`` says what the list of tasks is narrowed to: the timeline shows the same tasks.
    """

    PLACE = Place.TIMELINE
    NAME = "timeline"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.TIMELINE)]

    def __init__(self, errands: Errands, listed: Callable[[], Condition]) -> None:
        super().__init__(errands)
        self._listed = listed
        self.by = By.UNIT
        self.scheduled: Scheduled | None = None

    def body(self) -> ComposeResult:
        yield TimelineTable(dom_id="bars")
        yield Static(id="task", markup=False)

    def on_mount(self) -> None:
        self.query_one(KeyBar).signs = _signs
        self.watch(self.app, "lang", self._say, init=False)
        self.table.focus()

    def on_resize(self) -> None:
        self._say_task()

    @property
    def table(self) -> TimelineTable:
        return self.query_one(TimelineTable)

    # What is shown ------------------------------------------------------------------------------

    def load(self, standpoint: Standpoint) -> None:
        condition, by = self._listed(), self.by
        self.errands.read(
            self,
            lambda office: ScheduleLoaded(office.schedule(standpoint, condition, by)),
            "schedule",
        )

    def on_screen_resume(self) -> None:
        # The list may have been narrowed meanwhile.
        shown = self.scheduled
        if shown is not None and self.standpoint is not None and shown.condition != self._listed():
            self.load(self.standpoint)

    def on_schedule_loaded(self, loaded: ScheduleLoaded) -> None:
        standpoint, found = self.standpoint, loaded.scheduled
        if standpoint is None:
            return
        first = self.scheduled is None
        self.scheduled = found
        unit_names = UnitNames(standpoint.tree)
        stated = {
            d.code: Words(f"{d.code}  {d.short.vi}", f"{d.code}  {d.short.en or d.short.vi}")
            for d in standpoint.directives
        }
        by_unit = found.by is By.UNIT
        table = self.table
        table.show(
            found.groups,
            found.rows,
            found.by,
            standpoint.plan.year,
            standpoint.day,
            unit_names,
            unit_names if by_unit else lambda code: stated.get(code, Words(code)),
            unit_names.cut,
        )
        if first and table.first_task is not None:
            table.cursor = table.first_task
        self._say()

    def _say(self) -> None:
        found = self.scheduled
        if found is None:
            return
        shown = sum(len(group.ids) for group in found.groups)
        self.table.empty_text = (
            _("No task matches the filter of the list. / goes there.")
            if found.every
            else _("There is no task yet. Press 2, then a, to add one.")
        )
        self.query_one(Title).aside = n_(
            "{shown} / {all} task", "{shown} / {all} tasks", found.every
        ).format(shown=formats.count(shown), all=formats.count(found.every))
        self._say_task()

    @on(LineList.Highlighted)
    def _say_task(self) -> None:
        row = self.table.row
        told = Content("") if row is None else self._told(row)
        self.query_one("#task", Static).update(told)

    def _told(self, row: TaskRow) -> Content:
        """Two lines: the whole title; and lead unit, days, result and status."""
        width = max(self.size.width - 2, 1)
        unit = said(row.unit_name)
        if self.standpoint is not None:
            unit = said(UnitNames(self.standpoint.tree)(row.unit))
        head = Content.assemble((row.code, ".ink--strong"), f" · {said(row.title)}")
        due = _("due {day}").format(day=formats.day(row.deadline))
        if row.deadline is None:
            due = _("no deadline")
        parts = [
            unit,
            _("from {day}").format(day=formats.day(row.start)),
            due,
            formats.percent(row.percent),
            names.status_short(row.status),
        ]
        below = Content.styled(" · ".join(parts), ".ink--muted")
        lines = [line.truncate(width, ellipsis=True) for line in (head, below)]
        return Content("\n").join(lines)

    # Rows ---------------------------------------------------------------------------------------

    def on_windowed_rows_rows_missed(self, missed: WindowedRows.RowsMissed) -> None:
        standpoint = self.standpoint
        if standpoint is not None:
            self.errands.read(
                self, lambda office: RowsLoaded(office.rows(standpoint, missed.ids)), "rows"
            )

    def on_rows_loaded(self, loaded: RowsLoaded) -> None:
        self.table.take(loaded.rows)
        self._say_task()

    def task_at_hand(self) -> TaskRow | None:
        return self.table.row

    @property
    def narrowed_to(self) -> Condition:
        return self._listed()

    # What the commands do -----------------------------------------------------------------------

    @on(LineList.Chosen)
    def open_line(self) -> None:
        """The task; of a group, fold or unfold it."""
        table = self.table
        if table.row_at_hand is None:
            table.turn_group()
        elif table.row is not None:
            self.post_message(TaskOpened(table.row.code))

    def action_by(self) -> None:
        """Group by lead unit or by directive."""
        self.by = By.DIRECTIVE if self.by is By.UNIT else By.UNIT
        if self.standpoint is not None:
            self.load(self.standpoint)

    def action_copy(self) -> None:
        """The task under the cursor; on a group's line, its tasks."""
        table = self.table
        if table.row_at_hand is not None:
            self._copy_tasks([table.row_at_hand])
        elif table.group is not None:
            self._copy_tasks(table.group.ids)

    def action_copy_all(self) -> None:
        found = self.scheduled
        if found is not None and found.groups:
            self._copy_tasks([task for group in found.groups for task in group.ids], headings=True)

    def _copy_tasks(self, ids: Sequence[int], *, headings: bool = False) -> None:
        standpoint = self.standpoint
        if len(ids) > MOST_COPIED:
            self.tell(_("That is too much for the clipboard; x writes a file."), loud=True)
        elif standpoint is not None:
            self.errands.read(
                self,
                lambda office: Copied(office.copied(standpoint, ids, headings=headings), len(ids)),
                "copy",
            )

    def action_filter(self) -> None:
        self.post_message(RoomWanted("filter"))


def _signs() -> Sequence[tuple[str, str, str]]:
    proposed = Origin.PROPOSED
    return [(proposed.mark, ".ink--mark", names.origin(proposed)), *bar_signs()]
