"""Since when corrections are asked for: one of the last exports, or a moment that is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tracker.domain.known import Asked, Recorded, read_known_on
from tracker.domain.problem import Problem
from tracker.i18n import N_, _, formats, say
from tracker.tui.answers import ExportsLoaded, ReadFailed
from tracker.tui.commands import Place, bindings
from tracker.tui.errands import Errands
from tracker.tui.screens.choice import Choice, Choices
from tracker.tui.screens.over import Over
from tracker.tui.widgets.fields import Entry
from tracker.tui.widgets.lines import LineList


class SinceDialog(Over[Asked]):
    """Hands back a day, a moment or a journal number, or None."""

    PLACE = Place.CHOICE
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.CHOICE),
        Binding("down", "to_choices", show=False),
    ]

    def __init__(self, errands: Errands, *, sample: bool) -> None:
        super().__init__(N_("What was corrected since"), sample=sample)
        self.errands = errands
        self._exports: Sequence[Recorded] = ()

    def body(self) -> ComposeResult:
        yield Entry("since", N_("Recorded after"), hint=N_("1/7/2021, 1/7/2021 14:30 or #123"))
        yield Choices(self._choices)

    def _choices(self) -> list[Choice]:
        said = _("The export of {moment}, up to entry #{number}")
        return [
            Choice(
                str(export.number),
                said.format(moment=formats.moment(export.recorded_at), number=export.number),
            )
            for export in self._exports
        ]

    def on_mount(self) -> None:
        self.query_one(Choices).display = False
        self.query_one("#since", Entry).focus()
        self.errands.read(self, lambda office: ExportsLoaded(office.exports()), "exports")

    def on_exports_loaded(self, loaded: ExportsLoaded) -> None:
        self._exports = loaded.exports
        choices = self.query_one(Choices)
        choices.display = bool(loaded.exports)
        choices.styles.height = len(loaded.exports)
        choices.relabel()
        choices.changed()

    def on_read_failed(self, failed: ReadFailed) -> None:
        self.tell(say(failed.problem), loud=True)

    @on(Input.Changed)
    def check(self) -> Asked | None:
        """Say beneath the field why nothing was understood."""
        field = self.query_one("#since", Entry)
        field.beneath("")
        text = field.value.strip()
        try:
            return read_known_on(text) if text else None
        except Problem as problem:
            field.beneath(say(problem), wrong=True)
            return None

    @on(Input.Submitted)
    def take_typed(self) -> None:
        """What was typed; where nothing was, the export that the cursor is on."""
        since, field = self.check(), self.query_one("#since", Entry)
        if since is not None:
            self.dismiss(since)
        elif field.value.strip():
            return
        elif self._exports:
            self.action_take()
        else:
            field.beneath(_("Since when? A day or an entry."), wrong=True)

    def action_take(self) -> None:
        self.query_one(Choices).choose()

    @on(LineList.Chosen)
    def take_chosen(self, chosen: LineList.Chosen) -> None:
        self.dismiss(self._exports[chosen.index].number)

    def action_to_choices(self) -> None:
        if self._exports:
            self.query_one(Choices).focus()
