"""The reports due: which unit owes which, by period, and what the tasks behind a figure are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from tracker.domain.account import AccountOf
from tracker.domain.condition import Condition, Owing
from tracker.domain.duty import LATE_GLYPH, OUTSTANDING, DutyCounts, DutyState
from tracker.domain.lock import CLOSED_GLYPH, lock_over
from tracker.domain.period import Period, Rhythm
from tracker.i18n import _, formats, n_, names
from tracker.tui.answers import Duties, DutiesLoaded, RoomWanted, Standpoint, Written
from tracker.tui.cells import said, within
from tracker.tui.commands import Place, bindings
from tracker.tui.errands import Errands
from tracker.tui.screens import doors
from tracker.tui.screens.room import Room
from tracker.tui.unit_names import UnitNames
from tracker.tui.widgets.duty_table import ALL_UNITS, INKS, Cell, DutyTable
from tracker.tui.widgets.keybar import KeyBar
from tracker.tui.widgets.lines import LineList
from tracker.tui.widgets.title import Title

if TYPE_CHECKING:
    from tracker.tui.office import Office


class ReportsRoom(Room):
    """The grid of units and periods, and in words what the cursor is on."""

    PLACE = Place.REPORTS
    NAME = "reports"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.REPORTS)]

    def __init__(self, errands: Errands) -> None:
        super().__init__(errands)
        self.rhythm: Rhythm | None = None
        self.duties: Duties | None = None
        self.of_accounts = False
        """What the grid counts: accounts in words, or reports."""

    def body(self) -> ComposeResult:
        yield DutyTable(dom_id="grid")
        yield Static(id="cell", markup=False)

    def on_mount(self) -> None:
        self.query_one(KeyBar).signs = self._signs
        self.watch(self.app, "lang", self._say, init=False)
        self.table.focus()

    @property
    def table(self) -> DutyTable:
        return self.query_one(DutyTable)

    @property
    def _review(self) -> bool:
        return self.standpoint is not None and self.standpoint.plan.review

    # What is shown ------------------------------------------------------------------------------

    def load(self, standpoint: Standpoint) -> None:
        rhythm = self.rhythm
        self.errands.read(
            self, lambda office: DutiesLoaded(office.duties(standpoint, rhythm)), "duties"
        )

    def on_duties_loaded(self, loaded: DutiesLoaded) -> None:
        standpoint = self.standpoint
        if standpoint is None:
            return
        self.duties, self.rhythm = loaded.duties, loaded.duties.rhythm
        self._show(standpoint, loaded.duties)

    def _show(self, standpoint: Standpoint, duties: Duties) -> None:
        unit_names = UnitNames(standpoint.tree)
        closed = {d.period for d in duties.grid.periods if self._is_closed(d.period)}
        grid = duties.grid.in_words() if self.of_accounts else duties.grid
        self.table.show(grid, unit_names, unit_names.cut, closed)
        self._say()

    def _say(self) -> None:
        self.table.empty_text = _("No report is due yet.")
        if self.table.grid is not None and self.duties is not None:
            count = self.table.grid.totals.outstanding
            self.query_one(Title).aside = (
                n_("{count} account owed", "{count} accounts owed", count).format(
                    count=formats.count(count)
                )
                if self.of_accounts
                else owed_said(self.duties.rhythm, count)
            )
        self._say_cell()
        self.query_one(KeyBar).refresh()

    @on(LineList.Highlighted)
    def _say_cell(self) -> None:
        cell = self.table.cell
        self.query_one("#cell", Static).update(self._cell_said(cell) if cell else Content(""))

    def _cell_said(self, cell: Cell) -> Content:
        """Two lines: whose reports for which period, due when; and how they stand."""
        unit = _(ALL_UNITS)
        if cell.unit is not None and self.standpoint is not None:
            unit = said(UnitNames(self.standpoint.tree)(cell.unit))
        mark = self.standpoint.plan.reporting.origin.mark if self.standpoint else ""
        due = _("due on {day}").format(day=formats.day(cell.due.day) + mark)
        if cell.due.day != cell.due.ruled:
            due += _(", moved from {day}, a day off").format(day=formats.day(cell.due.ruled))
        # A line of 80 cells has no room for both; the reporting day stands at the column's head.
        lock = self._lock_said(cell.due.period)
        head = Content.assemble((unit, ".ink--strong"), f" · {within(cell.due.period)} · ")
        head += lock or Content.styled(due, ".ink--muted")
        return head + "\n" + self._counts_said(cell.counts)

    def _lock_said(self, period: Period) -> Content:
        """Whether the period takes reports; nothing where that was never decided."""
        duties = self.duties
        lock = lock_over(duties.locks, period) if duties else None
        if duties is None or lock is None:
            return Content("")
        if lock.is_closed(duties.today) or lock.until is None:
            return Content.styled(f"{CLOSED_GLYPH} {_('closed')}", ".ink--risk")
        open_until = _("open again until {day}").format(day=formats.day(lock.until))
        return Content.styled(open_until, ".ink--risk")

    def _is_closed(self, period: Period) -> bool:
        duties = self.duties
        lock = lock_over(duties.locks, period) if duties else None
        return duties is not None and lock is not None and lock.is_closed(duties.today)

    def _counts_said(self, counts: DutyCounts) -> Content:
        if not counts.reports:
            none = _("no account is owed") if self.of_accounts else _("no report is owed")
            return Content.styled(none, ".ink--muted")
        total = (
            n_("{count} account", "{count} accounts", counts.reports)
            if self.of_accounts
            else n_("{count} report", "{count} reports", counts.reports)
        )
        parts = [Content(total.format(count=formats.count(counts.reports)))]
        for state in DutyState:
            if number := counts.count(state):
                name = names.duty(state, review=self._review)
                parts.append(
                    Content.styled(f"{state.glyph} {formats.count(number)} {name}", INKS[state])
                )
        if counts.submitted_late:
            late = _("{count} submitted late").format(count=formats.count(counts.submitted_late))
            parts.append(Content.styled(f"{LATE_GLYPH} {late}", ".ink--muted"))
        return Content("   ").join(parts)

    def _signs(self) -> Sequence[tuple[str, str, str]]:
        plain = [] if self._review else [DutyState.RETURNED, DutyState.SUBMITTED]
        signs = [
            (state.glyph, INKS[state] or ".ink--strong", names.duty(state, review=self._review))
            for state in DutyState
            if state not in plain
        ]
        signs.insert(-1, (LATE_GLYPH, ".ink--done", _("some submitted late")))
        if self.duties and any(self._is_closed(d.period) for d in self.duties.grid.periods):
            signs.insert(0, (CLOSED_GLYPH, ".ink--risk", _("closed")))
        origin = self.standpoint.plan.reporting.origin if self.standpoint else None
        if origin is not None and origin.mark:
            signs.insert(1, (origin.mark, ".ink--mark", names.origin(origin)))
        return signs

    # What the commands do -----------------------------------------------------------------------

    @on(LineList.Chosen)
    def open_cell(self) -> None:
        """The tasks behind the figure of the cursor, or the unit's account."""
        cell = self.table.cell
        if cell is None:
            return
        if self.of_accounts:
            self.action_account()
            return
        if not cell.counts.reports:
            self.tell(_("No report is owed there."), loud=True)
            return
        owing = Owing(cell.due.period, states_behind(cell.counts), cell.unit)
        self.post_message(RoomWanted("tasks", Condition(owing=owing)))

    def action_turn(self) -> None:
        """Count accounts instead of reports, and back."""
        if self.standpoint is not None and self.duties is not None:
            self.of_accounts = not self.of_accounts
            self._show(self.standpoint, self.duties)

    def action_account(self) -> None:
        """The account of the cursor's unit and period."""
        cell, standpoint = self.table.cell, self._standpoint_to_write_from()
        if cell is None or standpoint is None:
            return
        if cell.unit is None:
            self.tell(_("An account is one unit's: go down to it first."), loud=True)
            return
        about = AccountOf(cell.unit, cell.due.period)
        self.app.push_screen(doors.account_form(self.errands, about, standpoint), self._written)

    @property
    def unit_at_hand(self) -> str | None:
        return self.table.cell.unit if self.table.cell else None

    @property
    def period_at_hand(self) -> Period | None:
        return self.table.cell.due.period if self.table.cell else None

    def action_lock(self) -> None:
        """Close the period of the cursor, or open it again."""
        cell, standpoint = self.table.cell, self._standpoint_to_write_from()
        if cell is None or standpoint is None or self.duties is None:
            return
        period, plan = cell.due.period, standpoint.plan.code
        if self._is_closed(period):
            form = doors.reopen_form(self.errands, standpoint, period, self.duties.today)
            self.app.push_screen(form, self._written)
            return
        counts = self.duties.grid.total_of(period)
        said_so = _("{period} is closed: {owed} still owed, {waiting} awaiting review").format(
            period=names.period(period),
            owed=formats.count(counts.outstanding),
            waiting=formats.count(counts.count(DutyState.SUBMITTED)),
        )

        def close(office: Office) -> Written:
            office.close_period(plan, period)
            return Written(said_so)

        self.errands.write(self, close)

    def action_rhythm(self) -> None:
        if self.duties is not None:
            choice = doors.rhythm_choice(self.duties.rhythms, self.duties.rhythm)
            self.app.push_screen(choice, self._turn_to)

    def _turn_to(self, key: str | None) -> None:
        if key is not None and self.standpoint is not None:
            self.rhythm = Rhythm(key)
            self.load(self.standpoint)


def owed_said(rhythm: Rhythm, count: int) -> str:
    """How many reports are owed, of the rhythm that is shown: a unit may owe others besides."""
    wording = {
        Rhythm.MONTH: n_("{count} monthly report owed", "{count} monthly reports owed", count),
        Rhythm.QUARTER: n_(
            "{count} quarterly report owed", "{count} quarterly reports owed", count
        ),
        Rhythm.HALF: n_(
            "{count} half-yearly report owed", "{count} half-yearly reports owed", count
        ),
        Rhythm.YEAR: n_("{count} yearly report owed", "{count} yearly reports owed", count),
    }
    return wording[rhythm].format(count=formats.count(count))


def states_behind(counts: DutyCounts) -> frozenset[DutyState]:
    """Which reports a figure opens: those that the unit still has to make, else those that wait
    for review, else all."""
    if counts.outstanding:
        return frozenset(state for state in OUTSTANDING if counts.count(state))
    if counts.count(DutyState.SUBMITTED):
        return frozenset({DutyState.SUBMITTED})
    return frozenset(DutyState)
