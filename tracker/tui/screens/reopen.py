"""Opening a closed period again for a while, with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from tracker.domain.days import day_of
from tracker.domain.lock import OPEN_DAYS, UntilGone
from tracker.domain.period import Period
from tracker.domain.text import clean
from tracker.i18n import N_, _, formats, names
from tracker.tui.answers import Standpoint, Written
from tracker.tui.errands import Errand, Errands
from tracker.tui.screens.over import Form
from tracker.tui.widgets.fields import Entry

if TYPE_CHECKING:
    from tracker.tui.office import Office


class ReopenForm(Form):
    """Why ``period`` is opened again, and until when."""

    REFUSED_AT: ClassVar = {UntilGone: "until"}

    def __init__(
        self, errands: Errands, standpoint: Standpoint, period: Period, today: date
    ) -> None:
        super().__init__(
            errands,
            f"reopen {standpoint.plan.code} {period}",
            N_("Open a closed period again"),
            names.period(period),
            sample=standpoint.plan.sample,
        )
        self.standpoint, self.period, self.today = standpoint, period, today

    def fields(self) -> ComposeResult:
        yield Entry("why", N_("Why"))
        last = formats.day(self.today + timedelta(days=OPEN_DAYS))
        yield Entry("until", N_("Open until"), last, hint=N_("the last day of it"))

    def _until(self, text: str) -> date:
        return day_of(text, self.today.year)

    def check(self) -> bool:
        why = self.checked("why", lambda: clean(self.text("why")))
        if why:
            why = not self.lacks("why", _("A reason is needed; it stays in the record."))
        return self.checked_day("until", self._until) and why

    def errand(self) -> Errand:
        plan, period = self.standpoint.plan.code, self.period
        why, until = clean(self.text("why")), self._until(self.text("until"))

        def write(office: Office) -> Written:
            office.reopen_period(plan, period, why, until)
            said = _("{period} is open again until {day}; then it closes by itself").format(
                period=names.period(period), day=formats.day(until)
            )
            return Written(said)

        return write
