"""Quick entry: all figures of one unit for one period, typed down a column, handed in at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from tracker.domain.account import AccountOf
from tracker.domain.duty import DutyState
from tracker.domain.lock import CLOSED_GLYPH
from tracker.domain.period import Period
from tracker.domain.sheet import (
    CUMULATIVE,
    Sheet,
    Typed,
    is_on_record,
)
from tracker.domain.task import TaskRow
from tracker.i18n import N_, _, formats, n_, names
from tracker.tui.answers import (
    Changed,
    Duties,
    DutiesLoaded,
    ReadFailed,
    SheetLoaded,
    SheetSent,
    Standpoint,
    UnsentKept,
    WriteRefused,
)
from tracker.tui.cells import said
from tracker.tui.commands import Place, bindings
from tracker.tui.drafts import Draft
from tracker.tui.errands import Errands
from tracker.tui.screens import doors
from tracker.tui.screens.room import Room
from tracker.tui.sheet_said import told
from tracker.tui.sheet_sending import Filled, keep_rows, lent_to_form, question, sending
from tracker.tui.unit_names import UnitNames
from tracker.tui.unsent import SheetOf
from tracker.tui.widgets.duty_table import INKS
from tracker.tui.widgets.keybar import KeyBar
from tracker.tui.widgets.lines import LineList
from tracker.tui.widgets.sheet_head import SheetHead
from tracker.tui.widgets.sheet_table import SheetTable

KEEP_SECONDS = 0.25
"""How long after a key what was typed is kept on the disk; at once when a cell is left."""


class SheetRoom(Room):
    """The head, the rows, and below them the row under the cursor in full."""

    PLACE = Place.SHEET
    NAME = "sheet"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.SHEET)]

    def __init__(self, errands: Errands) -> None:
        super().__init__(errands)
        # Held here, since what stands in it is kept when the screen is taken apart.
        self.table = SheetTable(dom_id="rows")
        self.wanted: tuple[str | None, Period | None] = (None, None)
        self.typed: dict[SheetOf, dict[str, Typed]] = {}
        """What was typed since the program was started; the rest lies on the disk."""
        self._asked_about: Mapping[str, Typed] | None = None
        """What would be handed in, once that has been said."""
        self._sending = False
        self._unreported = 0
        self._turn = 0
        self._timer: Timer | None = None
        self._refused_at = ""

    def body(self) -> ComposeResult:
        yield SheetHead(dom_id="head")
        yield self.table
        yield Static(id="told", markup=False)

    def on_mount(self) -> None:
        self.query_one(KeyBar).signs = self._signs
        self.watch(self.app, "lang", self._say, init=False)
        self.table.hold()
        self.table.focus()

    @property
    def sheet(self) -> Sheet | None:
        return self.table.sheet

    def _of(self, sheet: Sheet, standpoint: Standpoint) -> SheetOf:
        return SheetOf(standpoint.plan.code, sheet.unit, sheet.due.period.code)

    # What is shown ------------------------------------------------------------------------------

    def turn_to(self, unit: str | None, period: Period | None) -> None:
        """Show another sheet; None for what is at hand there most to do."""
        self.wanted = (unit, period)
        if self._ready:
            self.keep()
            self.table.leave()
            self.table.hold()
            self._stale = not self.is_current
            if self.is_current and self.standpoint is not None:
                self.load(self.standpoint)

    def load(self, standpoint: Standpoint) -> None:
        unit, period = self.wanted
        if unit not in standpoint.tree.units:
            unit = period = None
        if period is not None and period.year != standpoint.plan.year:
            period = None
        self.errands.read(
            self, lambda office: SheetLoaded(office.sheet(standpoint, unit, period)), "sheet"
        )

    def on_read_failed(self, failed: ReadFailed) -> None:
        super().on_read_failed(failed)
        self.table.release()

    def on_sheet_loaded(self, loaded: SheetLoaded) -> None:
        standpoint, sheet = self.standpoint, loaded.seen.sheet
        if standpoint is None:
            return
        self.wanted = (sheet.unit, sheet.due.period)
        key = self._of(sheet, standpoint)
        again = key in self.typed
        typed = self.typed.setdefault(key, dict(loaded.seen.kept))
        for row in sheet.rows:
            entry = typed.get(row.task.code)
            if entry is not None and is_on_record(row, entry):
                del typed[row.task.code]
        table, head = self.table, self.query_one(SheetHead)
        table.barred = standpoint.known_on is not None
        table.show(
            sheet,
            typed,
            review=standpoint.plan.review,
            outcomes=None if again else loaded.seen.outcomes,
        )
        self._unreported = sum(row.standing is None for row in sheet.rows)
        head.sheet = sheet
        head.mark = standpoint.plan.reporting.origin.mark
        if typed and not again:
            self.tell(_("What was typed before and not handed in stands here again."))
        self._go_to_refused()
        table.release()
        self._say()

    def _go_to_refused(self) -> None:
        """After a refusal: to the row that it was about."""
        codes = [row.task.code for row in self.table.rows]
        if self._refused_at in codes:
            self.table.go_to(codes.index(self._refused_at))
        self._refused_at = ""

    def _say(self) -> None:
        self.table.empty_text = _("This unit owes no report for this period.")
        sheet, standpoint = self.sheet, self.standpoint
        if sheet is not None and standpoint is not None:
            unit_names, head = UnitNames(standpoint.tree), self.query_one(SheetHead)
            head.cut, head.unit_name = unit_names.cut, said(unit_names(sheet.unit))
        self._say_count()
        self._say_row()
        self.query_one(KeyBar).refresh()

    def _say_count(self) -> None:
        rows, count = self.table.rows, len(self.table.outcomes)
        typed = _("typed: {count}").format(count=formats.count(count))
        unreported = _("not reported: {count}/{all}").format(
            count=formats.count(self._unreported), all=formats.count(len(rows))
        )
        self.query_one(SheetHead).aside = f"{typed} · {unreported}"

    @on(LineList.Highlighted)
    def _moved(self) -> None:
        self._asked_about = None
        self._say_row()

    def _say_row(self) -> None:
        """What would be handed in while that is asked about; else the row of the cursor."""
        pane = self.query_one("#told", Static)
        row, sheet = self.table.row, self.sheet
        width = max(self.size.width - 3, 10)
        lines: list[Content] = []
        if self._asked_about is not None:
            lines = [
                Content.styled(line, ".ink--strong")
                for line in question(self._filled(), review=self.table.review)
            ]
        elif row is not None and sheet is not None:
            code = row.task.code
            typed, found = self.table.typed.get(code), self.table.outcomes.get(code)
            lines = told(sheet, row, typed, found, width)
        pane.update(Content("\n").join(lines))

    def on_resize(self) -> None:
        self._say_row()

    def _signs(self) -> Sequence[tuple[str, str, str]]:
        review = self.standpoint is not None and self.standpoint.plan.review
        plain = [] if review else [DutyState.RETURNED, DutyState.SUBMITTED]
        signs = [
            (state.glyph, INKS[state] or ".ink--strong", names.duty(state, review=review))
            for state in DutyState
            if state not in plain
        ]
        signs.insert(1, (f"{CUMULATIVE}12", ".ink--key", _("12 since the year's beginning")))
        if self.sheet is not None and self.sheet.is_closed:
            signs.insert(0, (CLOSED_GLYPH, ".ink--risk", _("closed")))
        return signs

    # What is typed ------------------------------------------------------------------------------

    def on_sheet_table_changed(self, _changed: SheetTable.Changed) -> None:
        self._asked_about = None
        self._say_count()
        self._say_row()
        if self._timer is None:
            self._timer = self.set_timer(KEEP_SECONDS, self.keep)

    def on_sheet_table_left(self, _left: SheetTable.Left) -> None:
        self._say_count()
        self._say_row()
        self.keep()

    def on_sheet_table_barred(self, _barred: SheetTable.Barred) -> None:
        sheet = self.sheet
        if self._standpoint_to_write_from() is None or sheet is None:
            return
        if sheet.is_closed:
            text = _("{period} is closed and takes no report.")
            self.tell(text.format(period=names.period(sheet.due.period)), loud=True)
        else:
            self.tell(self.table.empty_text, loud=True)

    def keep(self) -> None:
        """Keep what is typed on the disk: nothing of it is lost with the terminal."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if keeping := self._keeping():
            of, errand = keeping
            self.errands.read(self, errand, f"keep {' '.join(of)}")

    def _keeping(self) -> tuple[SheetOf, partial[UnsentKept]] | None:
        sheet, standpoint = self.sheet, self.standpoint
        if sheet is None or standpoint is None:
            return None
        of = self._of(sheet, standpoint)
        if of not in self.typed:
            return None
        self._turn += 1
        return of, partial(keep_rows, of=of, rows=dict(self.typed[of]), turn=self._turn)

    def on_unsent_kept(self) -> None:
        """Nothing to say: it is what everybody expects."""

    def on_screen_suspend(self) -> None:
        if self._timer is not None:
            self.keep()

    def on_unmount(self) -> None:
        """The program ends: what the last keys typed is kept before it does."""
        if self._timer is not None and (keeping := self._keeping()):
            self.errands.at_last(keeping[1])

    def _filled(self) -> list[Filled]:
        """The rows that something is typed in."""
        table = self.table
        return [
            Filled(number, row, table.typed[code], table.outcomes[code])
            for number, row in enumerate(table.rows)
            if (code := row.task.code) in table.outcomes
        ]

    # Handing in ---------------------------------------------------------------------------------

    def action_send(self) -> None:
        """Say what will happen; and the second time let it happen, to all rows or to none."""
        self.table.leave()
        standpoint, sheet, filled = self._standpoint_to_write_from(), self.sheet, self._filled()
        if standpoint is None or sheet is None or self._sending:
            return
        if not filled:
            self.tell(_("Nothing is typed here yet: a digit begins an entry."), loud=True)
            return
        wrong = [one for one in filled if not one.outcome.can_be_taken]
        if wrong:
            self._to_first_wrong(wrong)
            return
        typed = {one.row.task.code: one.typed for one in filled}
        if self._asked_about != typed:
            self._asked_about = typed
            self._say_row()
            return
        self._asked_about = None
        self._sending = True
        self.tell(_("Being saved …"))
        self.errands.write(self, sending(standpoint, self._of(sheet, standpoint), filled))

    def _to_first_wrong(self, wrong: Sequence[Filled]) -> None:
        self.table.go_to(wrong[0].number, word=wrong[0].outcome.wants_word)
        text = n_(
            "{count} row cannot be taken; nothing was handed in. All are, or none.",
            "{count} rows cannot be taken; nothing was handed in. All are, or none.",
            len(wrong),
        )
        self.tell(text.format(count=formats.count(len(wrong))), loud=True)

    def on_sheet_sent(self, done: SheetSent) -> None:
        self._sending = False
        typed = self.typed.get(done.of, {})
        for code, entry in done.sent.items():
            # What was typed there since stays.
            if typed.get(code) == entry:
                del typed[code]
                self.table.outcomes.pop(code, None)
        self._turn += 1
        errand = partial(keep_rows, of=done.of, rows=dict(typed), turn=self._turn)
        self.errands.read(self, errand, f"keep {' '.join(done.of)}")
        self.post_message(Changed(done.said))

    def on_write_refused(self, refused: WriteRefused) -> None:
        super().on_write_refused(refused)
        self._sending = False
        # What came meanwhile is looked at, at its row, before it is amended.
        self._refused_at = str(refused.problem.facts.get("task", ""))
        if self.standpoint is not None:
            self.load(self.standpoint)

    # What the commands do -----------------------------------------------------------------------

    def task_at_hand(self) -> TaskRow | None:
        return self.table.row.task if self.table.row else None

    @property
    def period_at_hand(self) -> Period | None:
        return self.sheet.due.period if self.sheet else None

    @property
    def unit_at_hand(self) -> str | None:
        return self.sheet.unit if self.sheet else None

    def action_back(self) -> None:
        if self._asked_about is not None:
            self._asked_about = None
            self._say_row()
        else:
            super().action_back()

    def action_edit(self) -> None:
        self.table.edit()

    def action_clear(self) -> None:
        self.table.clear()

    def action_report(self) -> None:
        """The full form of the row, with what was typed in it."""
        found = self._task_and_standpoint()
        row, sheet = self.table.row, self.sheet
        if found is None or row is None or sheet is None:
            return
        self.table.leave()
        form = doors.report_form(self.errands, *found, sheet.due.period)
        typed = self.table.typed.get(row.task.code)
        lent = lent_to_form(typed, sheet.due.period) if typed else None
        if lent is not None and form.key not in self.errands.drafts:
            self.errands.drafts[form.key] = Draft(N_("Report a figure"), row.task.code, lent)
        self.app.push_screen(form, partial(self._reported, row.task.code, form.key, lent))

    def _reported(
        self, code: str, key: str, lent: Mapping[str, str] | None, told_so: str | None
    ) -> None:
        """The form was closed. What it wrote stands in the sheet no longer; what it was lent and
        did not change stays here alone."""
        if told_so:
            self.table.typed.pop(code, None)
            self.table.outcomes.pop(code, None)
            self.keep()
        else:
            draft = self.errands.drafts.get(key)
            if draft is not None and lent is not None and dict(draft.typed) == dict(lent):
                del self.errands.drafts[key]
        self._written(told_so)

    def action_account(self) -> None:
        standpoint, sheet = self._standpoint_to_write_from(), self.sheet
        if standpoint is not None and sheet is not None:
            about = AccountOf(sheet.unit, sheet.due.period)
            self.app.push_screen(doors.account_form(self.errands, about, standpoint), self._written)

    def on_sheet_table_period_turned(self, turned: SheetTable.PeriodTurned) -> None:
        self.action_turn(turned.by)

    def action_turn(self, by: int) -> None:
        """To the period before or after, of all that the unit reports in."""
        sheet = self.sheet
        if sheet is None:
            return
        every = [due.period for due, _counts in sheet.periods]
        here = every.index(sheet.due.period) if sheet.due.period in every else len(every)
        place = here + by
        if 0 <= place < len(every):
            self.turn_to(sheet.unit, every[place])
        else:
            self.table.release()
            self.tell(_("There is no other period on that side that this unit reports in."))

    def action_period(self) -> None:
        sheet = self.sheet
        if sheet is not None and sheet.periods:
            self.table.leave()
            choice = doors.sheet_period_choice(sheet)
            self.app.push_screen(choice, self._turn_to_period)

    def _turn_to_period(self, code: str | None) -> None:
        sheet = self.sheet
        if code is not None and sheet is not None:
            period = next(due.period for due, _c in sheet.periods if due.period.code == code)
            self.turn_to(sheet.unit, period)

    def action_unit(self) -> None:
        """Choose another unit, with how many reports each owes for the period."""
        standpoint, sheet = self.standpoint, self.sheet
        if standpoint is not None and sheet is not None:
            self.table.leave()
            rhythm = sheet.due.period.rhythm
            self.errands.read(
                self, lambda office: DutiesLoaded(office.duties(standpoint, rhythm)), "duties"
            )

    def on_duties_loaded(self, loaded: DutiesLoaded) -> None:
        standpoint, sheet = self.standpoint, self.sheet
        if standpoint is not None and sheet is not None and self.is_current:
            choice = doors.sheet_unit_choice(standpoint, sheet, loaded.duties)
            self.app.push_screen(choice, partial(self._turn_to_unit, loaded.duties))

    def _turn_to_unit(self, duties: Duties, code: str | None) -> None:
        sheet = self.sheet
        if code is None or sheet is None:
            return
        period = sheet.due.period
        cells = next((row.cells for row in duties.grid.rows if row.code == code), {})
        # A unit that has no report to make in the period at hand shows the one it has.
        self.turn_to(code, period if period in cells else None)
