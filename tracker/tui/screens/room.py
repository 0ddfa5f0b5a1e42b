"""What every room has: the title above, the keys below, and the commands that act everywhere."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from tracker.domain.account import AccountOf
from tracker.domain.condition import Condition
from tracker.domain.known import Asked
from tracker.domain.period import Period, periods
from tracker.domain.plan import SAMPLE
from tracker.domain.problem import Problem
from tracker.domain.task import TaskRow
from tracker.i18n import _, formats, n_, say
from tracker.tui.answers import (
    Changed,
    Copied,
    CorrectionsWanted,
    DayChosen,
    PlanChosen,
    ReadFailed,
    RoomLeft,
    SheetWanted,
    Standpoint,
    WriteRefused,
    Written,
)
from tracker.tui.commands import Place
from tracker.tui.copying import MOST_CHARACTERS, copied
from tracker.tui.errands import Errands
from tracker.tui.screens import doors
from tracker.tui.widgets.keybar import KeyBar, no_task_chosen
from tracker.tui.widgets.lines import LineList
from tracker.tui.widgets.tiles import Tiles
from tracker.tui.widgets.title import Title

INKS = frozenset(
    f"ink--{name}"
    for name in (
        "strong",
        "muted",
        "faint",
        "accent",
        "overdue",
        "wrong",
        "risk",
        "done",
        "key",
        "mark",
        "tab",
        "tab-here",
        "bar",
        "bar-rest",
        "pace",
        "quote",
        "cell",
    )
)
"""The ways text may look; the style sheet says how."""


class Room(Screen[None]):
    """A place one walks to. Subclasses give ``body`` and ``load`` what they show."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(INKS)
    AUTO_FOCUS: ClassVar[str | None] = None
    PLACE: ClassVar[Place]
    NAME: ClassVar[str]

    standpoint: reactive[Standpoint | None] = reactive(None)
    chosen_day: reactive[bool] = reactive(False)
    trouble: reactive[Problem | None] = reactive(None)

    def __init__(self, errands: Errands) -> None:
        super().__init__()
        self.errands = errands
        self._stale = False
        self._ready = False

    def compose(self) -> ComposeResult:
        yield Static(Content(SAMPLE), classes="sample", markup=False)
        yield Title(self.NAME).data_bind(Room.standpoint, Room.chosen_day)
        yield Static(id="trouble", markup=False)
        yield from self.body()
        yield KeyBar(self.PLACE)

    def body(self) -> ComposeResult:
        """What stands between the title and the keys."""
        yield from ()

    def load(self, standpoint: Standpoint) -> None:
        """Ask for what the room shows."""

    # What the app tells the room ----------------------------------------------------------------

    def watch_standpoint(self, standpoint: Standpoint | None) -> None:
        if standpoint is None or not self._ready:
            return
        self.query(".sample").set_class(standpoint.plan.sample, "shown")
        self._stale = not self.is_current
        if self.is_current:
            self.load(standpoint)

    def on_screen_suspend(self) -> None:
        # Under a pop-up none of its keys acts, and the pop-up explains its own signs.
        self._cover_keys(covered=True)

    def on_screen_resume(self) -> None:
        self._cover_keys(covered=False)
        if self._stale and self.standpoint is not None:
            self._stale = False
            self.load(self.standpoint)

    def _cover_keys(self, *, covered: bool) -> None:
        # There are none any more when the program ends.
        for keys in self.query(KeyBar):
            keys.covered = covered

    def watch_trouble(self) -> None:
        """Why nothing can be read, in one line above everything, until it can be."""
        if self._ready:
            said = f"! {say(self.trouble)}" if self.trouble else ""
            self.query_one("#trouble", Static).update(Content(said))
            self.query_one(Title).waiting = not said
            self.set_class(bool(said), "troubled")

    def on_mount(self) -> None:
        self._ready = True
        self.watch(self.app, "lang", self.watch_trouble)
        self.watch_standpoint(self.standpoint)

    def on_read_failed(self, failed: ReadFailed) -> None:
        self.tell(say(failed.problem), loud=True)

    def tell(self, text: str, *, loud: bool = False) -> None:
        """Say one line at the bottom of the screen."""
        self.query_one(KeyBar).tell(text, loud=loud)

    # What the commands do -----------------------------------------------------------------------

    def task_at_hand(self) -> TaskRow | None:
        """The task that commands act on."""
        return None

    @property
    def period_at_hand(self) -> Period | None:
        """The period that a report shall be for; None for the first that lacks one."""
        return None

    @property
    def unit_at_hand(self) -> str | None:
        """The unit whose sheet would be filled in from here."""
        row = self.task_at_hand()
        return row.unit if row else None

    @property
    def narrowed_to(self) -> Condition:
        """Which tasks the room shows now."""
        return Condition()

    @property
    def shown_count(self) -> int | None:
        """How many tasks those are; None while the room does not know."""
        return None

    def action_open(self) -> None:
        if isinstance(self.focused, LineList | Tiles):
            self.focused.choose()

    def action_back(self) -> None:
        self.post_message(RoomLeft())

    def _task_and_standpoint(self) -> tuple[TaskRow, Standpoint] | None:
        row, standpoint = self.task_at_hand(), self._standpoint_to_write_from()
        if standpoint is None:
            return None
        if row is None:
            self.tell(no_task_chosen(), loud=True)
            return None
        return row, standpoint

    def _standpoint_to_write_from(self) -> Standpoint | None:
        """None where an earlier state of the record is shown, which is said: what is written
        now would not be seen there."""
        standpoint = self.standpoint
        if standpoint is not None and standpoint.known_on is not None:
            self.tell(
                _("This is the record as it was at #{number}; d comes back to the present.").format(
                    number=standpoint.known_on.number
                ),
                loud=True,
            )
            return None
        return standpoint

    def _written(self, said: str | None) -> None:
        """A form was closed; with a line, after it had written something."""
        if said:
            self.post_message(Changed(said))

    def on_written(self, written: Written) -> None:
        """Something was written from here, without a form."""
        self.post_message(Changed(written.said))

    def on_write_refused(self, refused: WriteRefused) -> None:
        self.tell(say(refused.problem), loud=True)

    def action_undo(self) -> None:
        if standpoint := self._standpoint_to_write_from():
            plan = standpoint.plan.code
            self.errands.write(self, lambda office: Written(office.undo(plan)))

    def action_redo(self) -> None:
        if standpoint := self._standpoint_to_write_from():
            plan = standpoint.plan.code
            self.errands.write(self, lambda office: Written(office.redo(plan)))

    def action_copy(self) -> None:
        """Copy the line of the cursor."""
        lines = self._list_at_hand()
        if lines is not None and lines.count:
            self._copy(copied(lines, [lines.cursor]), 1)

    def action_copy_all(self) -> None:
        """Copy every line of the list."""
        lines = self._list_at_hand()
        if lines is not None and lines.count:
            self._copy(copied(lines, range(lines.count)), lines.count)

    def _list_at_hand(self) -> LineList | None:
        """The list that has the focus, or the only one."""
        if isinstance(self.focused, LineList):
            return self.focused
        found = list(self.query(LineList))
        if len(found) == 1:
            return found[0]
        self.tell(_("Go to a list first; its lines can be copied."), loud=True)
        return None

    def on_copied(self, copied_rows: Copied) -> None:
        self._copy(copied_rows.text, copied_rows.count)

    def _copy(self, text: str, count: int) -> None:
        if len(text.encode()) > MOST_CHARACTERS:
            self.tell(_("That is too much for the clipboard; x writes a file."), loud=True)
            return
        self.app.copy_to_clipboard(text)
        said = n_("{count} line is in the clipboard", "{count} lines are in the clipboard", count)
        self.tell(said.format(count=formats.count(count)))

    def action_corrections(self) -> None:
        """Ask since when, and show what was corrected."""
        if self.standpoint is not None:
            dialog = doors.since_dialog(self.errands, self.standpoint)
            self.app.push_screen(dialog, self._look_at_corrections)

    def _look_at_corrections(self, since: Asked | None) -> None:
        if since is not None:
            self.post_message(CorrectionsWanted(since))

    def action_report(self) -> None:
        if found := self._task_and_standpoint():
            self.app.push_screen(
                doors.report_form(self.errands, *found, self.period_at_hand), self._written
            )

    def action_account(self) -> None:
        """The account of the task's lead unit: for the period that the list is about, else for the
        last of the task's rhythm that is over."""
        if found := self._task_and_standpoint():
            row, standpoint = found
            about = AccountOf(row.unit, self.period_at_hand or last_over(row, standpoint.day))
            form = doors.account_form(self.errands, about, standpoint)
            self.app.push_screen(form, self._written)

    def action_sheet(self) -> None:
        """The sheet of the unit under the cursor, for the period that the list is about."""
        unit = self.unit_at_hand
        if unit is None:
            self.tell(
                _("A sheet is one unit's: go to it, or to one of its tasks, first."), loud=True
            )
        else:
            self.post_message(SheetWanted(unit, self.period_at_hand))

    def action_edit(self) -> None:
        if found := self._task_and_standpoint():
            self.app.push_screen(doors.edit_form(self.errands, *found), self._written)

    def action_stop(self) -> None:
        if found := self._task_and_standpoint():
            self.app.push_screen(doors.stop_form(self.errands, *found), self._written)

    def action_confirm(self) -> None:
        if standpoint := self._standpoint_to_write_from():
            form = doors.confirm_form(
                self.errands, self.task_at_hand(), standpoint, self.narrowed_to, self.shown_count
            )
            self.app.push_screen(form, self._written)

    def action_add(self) -> None:
        if standpoint := self._standpoint_to_write_from():
            form = doors.add_form(self.errands, standpoint, self.narrowed_to)
            self.app.push_screen(form, self._written)

    def action_export(self) -> None:
        if self.standpoint is not None:
            form = doors.export_form(self.errands, self.standpoint, self.narrowed_to)
            self.app.push_screen(form, self._exported)

    def _exported(self, said: str | None) -> None:
        if said:
            self.tell(said)

    def action_as_of(self) -> None:
        if self.standpoint is not None:
            form = doors.day_form(self.standpoint, chosen=self.chosen_day)
            self.app.push_screen(form, self._day_chosen)

    def _day_chosen(self, chosen: DayChosen | None) -> None:
        if chosen is not None:
            self.post_message(chosen)

    def action_plan(self) -> None:
        if self.standpoint is not None:
            self.app.push_screen(doors.plan_choice(self.standpoint), self._plan_chosen)

    def _plan_chosen(self, code: str | None) -> None:
        if code is not None:
            self.post_message(PlanChosen(code))


def last_over(row: TaskRow, day: date) -> Period:
    """The last period of the task's rhythm that is over on ``day``; the year's first where none
    is."""
    every = periods(row.rhythm, row.start.year)
    over = [period for period in every if period.last_day <= day]
    return over[-1] if over else every[0]
