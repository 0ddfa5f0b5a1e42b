"""Stopping a task with a reason, and taking it up again; its reports stay."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from tracker.domain.days import day_of
from tracker.domain.edit import read_optional_day
from tracker.domain.status import Status
from tracker.domain.task import OutsideYear, TaskRow
from tracker.domain.text import clean
from tracker.i18n import N_, _, formats
from tracker.tui.answers import Standpoint, Written
from tracker.tui.cells import said
from tracker.tui.errands import Errand, Errands
from tracker.tui.screens.over import Form
from tracker.tui.widgets.fields import Entry

if TYPE_CHECKING:
    from tracker.tui.office import Office


class StopForm(Form):
    """Stops the task, or takes it up again where it is stopped."""

    REFUSED_AT: ClassVar = {OutsideYear: "day"}

    def __init__(self, errands: Errands, row: TaskRow, standpoint: Standpoint) -> None:
        self.stopped = row.status is Status.CANCELLED
        super().__init__(
            errands,
            f"stop {standpoint.plan.code} {row.code}",
            N_("Take the task up again") if self.stopped else N_("Stop the task"),
            f"{row.code}  {said(row.title)}",
            sample=standpoint.plan.sample,
        )
        self.row, self.standpoint = row, standpoint

    def fields(self) -> ComposeResult:
        yield Entry("why", N_("Why"))
        day = "" if self.stopped else formats.day(self.standpoint.day)
        yield Entry("day", N_("From day"), day, hint=N_("nothing: as if never stopped"))

    def _read_day(self, text: str) -> date | None:
        year = self.standpoint.plan.year
        return read_optional_day(text, year) if self.stopped else day_of(text, year)

    def check(self) -> bool:
        why = self.checked("why", lambda: clean(self.text("why")))
        if why and not self.stopped:
            why = not self.lacks("why", _("A reason is needed; it stays in the record."))
        return self.checked_day("day", self._read_day) and why

    def errand(self) -> Errand:
        plan, code = self.standpoint.plan.code, self.row.code
        why, day = clean(self.text("why")), self._read_day(self.text("day"))
        stopped = self.stopped

        def write(office: Office) -> Written:
            if stopped:
                office.resume(plan, code, why, day)
                return Written(_("{task} is taken up again").format(task=code))
            office.stop(plan, code, why, day)
            return Written(_("{task} is stopped").format(task=code))

        return write
