"""From which day the plan is seen."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tracker.domain.days import day_of
from tracker.domain.known import Asked, read_known_on
from tracker.domain.period import Rhythm, periods
from tracker.domain.problem import Problem
from tracker.i18n import N_, _, formats, say
from tracker.tui.answers import DayChosen, Standpoint
from tracker.tui.cells import within
from tracker.tui.commands import Place, bindings
from tracker.tui.screens.choice import Choice, Choices
from tracker.tui.screens.over import Over
from tracker.tui.widgets.fields import Entry
from tracker.tui.widgets.lines import LineList

DEFAULT = "default"


class DayDialog(Over[DayChosen]):
    """A day typed, or one of the days that reports are asked for."""

    PLACE = Place.CHOICE
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.CHOICE),
        Binding("down", "to_choices", show=False),
    ]

    def __init__(self, standpoint: Standpoint, *, chosen: bool) -> None:
        super().__init__(N_("See the plan from which day"), sample=standpoint.plan.sample)
        self.standpoint, self._chosen = standpoint, chosen

    def body(self) -> ComposeResult:
        now = formats.day(self.standpoint.day) if self._chosen else ""
        yield Entry("day", N_("Day"), now, hint=N_("16/1/2021; nothing for the plan's own day"))
        known_on = self.standpoint.known_on
        yield Entry(
            "known_on",
            N_("Recorded by"),
            f"#{known_on.number}" if known_on else "",
            hint=N_("1/7/2021, 1/7/2021 14:30 or #123; nothing: all"),
        )
        yield Choices(self._days)

    def _days(self) -> list[Choice]:
        quarters = periods(Rhythm.QUARTER, self.standpoint.plan.year)
        choices = [Choice(DEFAULT, _("The plan's own day: today, or that of the last figure"))]
        choices += [
            Choice(
                q.last_day.isoformat(),
                _("End of {period}: {day}").format(period=within(q), day=formats.day(q.last_day)),
            )
            for q in quarters
        ]
        return choices

    def on_mount(self) -> None:
        self.query_one(Choices).styles.height = len(self.query_one(Choices).choices)
        self.query_one("#day", Entry).focus()

    def _typed(self) -> date | None:
        text = self.query_one("#day", Entry).value.strip()
        return day_of(text, self.standpoint.plan.year) if text else None

    def _typed_known_on(self) -> Asked | None:
        text = self.query_one("#known_on", Entry).value.strip()
        return read_known_on(text) if text else None

    @on(Input.Changed)
    def check(self) -> bool:
        """Say beneath the fields what was understood, or why nothing was."""
        field, known_on = self.query_one("#day", Entry), self.query_one("#known_on", Entry)
        try:
            day = self._typed()
        except Problem as problem:
            field.beneath(say(problem), wrong=True)
            return False
        field.beneath(formats.long_day(day) if day else "")
        try:
            self._typed_known_on()
        except Problem as problem:
            known_on.beneath(say(problem), wrong=True)
            return False
        known_on.beneath("")
        return True

    @on(Input.Submitted)
    def take_typed(self) -> None:
        if self.check():
            self.dismiss(DayChosen(self._typed(), self._typed_known_on()))

    def action_take(self) -> None:
        self.query_one(Choices).choose()

    @on(LineList.Chosen)
    def take_chosen(self, chosen: LineList.Chosen) -> None:
        key = self.query_one(Choices).choices[chosen.index].key
        day = None if key == DEFAULT else date.fromisoformat(key)
        if self.check():
            self.dismiss(DayChosen(day, self._typed_known_on()))

    def action_to_choices(self) -> None:
        self.query_one(Choices).focus()
