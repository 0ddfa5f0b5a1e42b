"""Many tasks at once: other values for all of them, or all of them stopped.

What will happen is tried first and said; only then it is written, as one change that `u` takes
back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult

from tracker.domain.days import day_of
from tracker.domain.edit import read_optional_day, read_weight
from tracker.domain.origin import Document, Field
from tracker.domain.task import BadWeight, DeadlineBeforeStart, OutsideYear
from tracker.domain.text import clean
from tracker.i18n import N_, _, formats, n_, names
from tracker.tui.answers import Standpoint, Tried, Written
from tracker.tui.cells import said
from tracker.tui.errands import Errand, Errands
from tracker.tui.screens import doors
from tracker.tui.screens.over import Form
from tracker.tui.typed_units import names_of, read_unit
from tracker.tui.unit_names import UnitNames
from tracker.tui.widgets.fields import Entry

if TYPE_CHECKING:
    from tracker.tui.office import Office

Attempt = Callable[["Office", bool], tuple[int, int]]
"""Does it, or with True only tries: how many tasks it changes, and how many said so already."""


class TogetherForm(Form):
    """What both forms share: tried, said, and then written."""

    def __init__(
        self, errands: Errands, title: str, ids: Sequence[int], standpoint: Standpoint
    ) -> None:
        count = len(ids)
        about = n_("{count} task", "{count} tasks", count).format(count=formats.count(count))
        # Not kept for later: which tasks are marked then is another matter.
        super().__init__(errands, "", title, about, sample=standpoint.plan.sample)
        self.ids, self.standpoint = tuple(ids), standpoint
        self._attempt: Attempt | None = None

    def keep(self) -> None:
        """Nothing: what was typed here is about tasks that may not be marked any more."""

    def attempt(self) -> Attempt | None:
        """What is to be done; None where nothing was asked for, which is then said."""
        raise NotImplementedError

    def said_before(self) -> str:
        """What will happen to each of them, in one line."""
        raise NotImplementedError

    def said_after(self, count: int) -> str:
        raise NotImplementedError

    def errand(self) -> Errand | None:
        attempt = self._attempt = self.attempt()
        if attempt is None:
            return None

        def try_it(office: Office) -> Tried:
            return Tried(*attempt(office, True))

        return try_it

    def on_tried(self, tried: Tried) -> None:
        self._sending = False
        lines = [self.said_before()]
        if tried.before:
            lines.append(
                n_(
                    "{count} of them says so already and stays as it is.",
                    "{count} of them say so already and stay as they are.",
                    tried.before,
                ).format(count=formats.count(tried.before))
            )
        lines.append(_("u takes it back, all at once."))
        question = doors.together_question(tried.changing, lines)
        self.app.push_screen(question, self._go_on)

    def _go_on(self, answer: str | None) -> None:
        attempt = self._attempt
        if answer != "do" or attempt is None:
            return
        self._sending = True
        self.errands.write(self, lambda office: Written(self.said_after(attempt(office, False)[0])))


class EditTogetherForm(TogetherForm):
    """Other values for the dated fields that many tasks may share; an empty one stays as it is."""

    REFUSED_AT: ClassVar = {
        BadWeight: "weight",
        DeadlineBeforeStart: "deadline",
        OutsideYear: "deadline",
    }

    def __init__(self, errands: Errands, ids: Sequence[int], standpoint: Standpoint) -> None:
        super().__init__(errands, N_("Edit the marked tasks"), ids, standpoint)

    def fields(self) -> ComposeResult:
        stays = N_("nothing: as it is")
        yield Entry("unit", N_("Lead unit"), hint=N_("code or name; nothing: as it is"))
        yield Entry("deadline", N_("Deadline"), hint=N_("a day, or - for none; nothing: as it is"))
        yield Entry("weight", N_("Weight"), hint=stays)
        yield Entry("day_from", N_("From day"), hint=N_("nothing: the value of the day on screen"))
        yield Entry("why", N_("Why"))
        yield Entry("document", N_("Document number"), hint=N_("confirms what is changed"))
        yield Entry("document_day", N_("Document date"))

    def _read_day(self, text: str) -> date | None:
        return read_optional_day(text, self.standpoint.plan.year)

    def _read_unit(self) -> str:
        return read_unit(self.standpoint.tree, self.standpoint.plan.code, self.text("unit")).code

    def check(self) -> bool:
        good = True
        if self.text("unit"):
            good &= self.checked("unit", self._read_unit)
            if good:
                unit = self.standpoint.tree.get(self._read_unit(), self.standpoint.plan.code)
                self.entry("unit").beneath(names_of([unit]))
        else:
            self.entry("unit").beneath("")
        good &= self.checked_day("deadline", self._read_day)
        weight = self.text("weight")
        good &= self.checked("weight", lambda: read_weight(weight) if weight else None)
        good &= self.checked_day("day_from", self._read_day)
        good &= self.checked_day("document_day", read_optional_day)
        if good and self.text("document") and not self.text("document_day"):
            self.entry("document_day").beneath(_("The document's date is needed."), wrong=True)
            return False
        return good

    def _values(self) -> dict[Field, Any]:
        values: dict[Field, Any] = {}
        if self.text("unit"):
            values[Field.UNIT] = self._read_unit()
        if self.text("deadline"):
            values[Field.DEADLINE] = self._read_day(self.text("deadline"))
        if self.text("weight"):
            values[Field.WEIGHT] = read_weight(self.text("weight"))
        return values

    def attempt(self) -> Attempt | None:
        values = self._values()
        if not values:
            self.tell(_("Nothing was changed."), loud=True)
            return None
        number, day = clean(self.text("document")), read_optional_day(self.text("document_day"))
        document = Document(number, day) if number else None
        day_from, why = self._read_day(self.text("day_from")), clean(self.text("why"))
        standpoint, ids = self.standpoint, self.ids

        def do(office: Office, dry_run: bool) -> tuple[int, int]:
            return office.edit_together(
                standpoint,
                ids,
                values,
                day_from=day_from,
                why=why,
                document=document,
                dry_run=dry_run,
            )

        return do

    def said_before(self) -> str:
        parts = [f"{names.field(f)} → {self._said(f, v)}" for f, v in self._values().items()]
        line = "; ".join(parts)
        if day := self._read_day(self.text("day_from")):
            line += " " + _("from {day} on").format(day=formats.day(day))
        return line

    def _said(self, field: Field, value: Any) -> str:
        if field is Field.UNIT:
            return said(UnitNames(self.standpoint.tree)(value))
        if isinstance(value, date):
            return formats.day(value)
        return formats.NOTHING if value is None else formats.count(value)

    def said_after(self, count: int) -> str:
        fields = ", ".join(names.field(field) for field in self._values())
        return n_(
            "{count} task: changed {fields}", "{count} tasks: changed {fields}", count
        ).format(count=formats.count(count), fields=fields)


class StopTogetherForm(TogetherForm):
    """All of them stopped, with one reason."""

    REFUSED_AT: ClassVar = {OutsideYear: "day"}

    def __init__(self, errands: Errands, ids: Sequence[int], standpoint: Standpoint) -> None:
        super().__init__(errands, N_("Stop the marked tasks"), ids, standpoint)

    def fields(self) -> ComposeResult:
        yield Entry("why", N_("Why"))
        yield Entry("day", N_("From day"), formats.day(self.standpoint.day))

    def _read_day(self, text: str) -> date:
        return day_of(text, self.standpoint.plan.year)

    def check(self) -> bool:
        why = self.checked("why", lambda: clean(self.text("why")))
        why = why and not self.lacks("why", _("A reason is needed; it stays in the record."))
        return self.checked_day("day", self._read_day) and why

    def attempt(self) -> Attempt:
        plan, ids = self.standpoint, self.ids
        why, day = clean(self.text("why")), self._read_day(self.text("day"))

        def do(office: Office, dry_run: bool) -> tuple[int, int]:
            return office.stop_together(plan, ids, why, day, dry_run=dry_run)

        return do

    def said_before(self) -> str:
        day = self._read_day(self.text("day"))
        return _("Stopped from {day} on: {why}").format(day=formats.day(day), why=self.text("why"))

    def said_after(self, count: int) -> str:
        return n_("{count} task is stopped", "{count} tasks are stopped", count).format(
            count=formats.count(count)
        )
