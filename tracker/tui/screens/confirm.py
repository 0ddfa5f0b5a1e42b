"""Putting proposed and inferred values under the document that confirms them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from tracker.domain.condition import Condition, Sort
from tracker.domain.days import read_day
from tracker.domain.origin import Document, Field
from tracker.domain.task import TaskRow, open_fields
from tracker.domain.text import clean
from tracker.i18n import N_, _, formats, n_, names, say
from tracker.tui.answers import ListingLoaded, ReadFailed, Standpoint, Written
from tracker.tui.errands import Errand, Errands
from tracker.tui.screens.over import Form
from tracker.tui.widgets.fields import Entry, Option, Pick

if TYPE_CHECKING:
    from tracker.tui.office import Office

ALL, SHOWN = "all", "shown"


class ConfirmForm(Form):
    """One field of the task, all of its fields, or all tasks that are shown; with the values of
    the day on screen, which stands in the title."""

    REFUSED_AT: ClassVar = {}
    # A choice made for another task would be made for this one without a look.
    NOT_KEPT: ClassVar = ("what",)

    def __init__(
        self,
        errands: Errands,
        row: TaskRow | None,
        standpoint: Standpoint,
        condition: Condition,
        count: int | None,
    ) -> None:
        super().__init__(
            errands,
            f"confirm {standpoint.plan.code}",
            N_("Confirm by a document"),
            " · ".join([*([row.code] if row else ()), formats.day(standpoint.day)]),
            sample=standpoint.plan.sample,
        )
        self.row, self.standpoint, self.condition = row, standpoint, condition
        self._count = count

    def fields(self) -> ComposeResult:
        yield Entry("number", N_("Document number"), hint="12-KH/BDVTU")
        yield Entry("day", N_("Document date"), hint="16/1/2021")
        yield Pick("what", N_("What"), self._whats)

    def on_mount(self) -> None:
        if self._count is None:
            standpoint, condition = self.standpoint, self.condition
            self.errands.read(
                self,
                lambda office: ListingLoaded(office.listing(standpoint, condition, Sort())),
                "count",
            )

    def on_listing_loaded(self, loaded: ListingLoaded) -> None:
        self._count = len(loaded.listing.ids)
        self.pick("what").relabel()

    def on_read_failed(self, failed: ReadFailed) -> None:
        self.tell(say(failed.problem), loud=True)

    def _whats(self) -> list[Option]:
        whats = []
        if self.row is not None:
            code = self.row.code
            whats.append(Option(ALL, _("all open fields of {task}").format(task=code)))
            whats += [
                Option(
                    field.value, _("{field} of {task}").format(field=names.field(field), task=code)
                )
                for field in open_fields(self.row)
            ]
        return [*whats, Option(SHOWN, self._shown())]

    def _shown(self) -> str:
        """All tasks that are shown, and how many those are."""
        every, count = self.condition == Condition(), self._count
        if count is None:
            return _("all tasks of the plan") if every else _("all tasks in the present filter")
        wording = (
            n_("{count} task: all of the plan", "{count} tasks: all of the plan", count)
            if every
            else n_(
                "{count} task in the present filter", "{count} tasks in the present filter", count
            )
        )
        return wording.format(count=formats.count(count))

    def check(self) -> bool:
        number = self.checked("number", lambda: clean(self.text("number"))) and not self.lacks(
            "number", _("The document's number and symbol are needed.")
        )
        day = not self.lacks("day", _("The document's date is needed.")) and self.checked(
            "day", lambda: read_day(self.text("day"))
        )
        if day:
            self.entry("day").beneath(formats.long_day(read_day(self.text("day"))))
        return number and day

    def errand(self) -> Errand:
        plan, day, what = self.standpoint.plan.code, self.standpoint.day, self.pick("what").value
        document = Document(clean(self.text("number")), read_day(self.text("day")))
        wanted: Condition | str = self.condition
        fields = tuple(Field)
        if what != SHOWN and self.row is not None:
            wanted = self.row.code
            fields = tuple(Field) if what == ALL else (Field(what),)

        def write(office: Office) -> Written:
            confirmed = office.confirm(plan, wanted, document, fields, day)
            tasks = len(confirmed.fields)
            values = sum(len(found) for found in confirmed.fields.values())
            said = n_(
                "{values} value of {tasks} task(s) confirmed by {document}",
                "{values} values of {tasks} task(s) confirmed by {document}",
                values,
            )
            return Written(
                said.format(
                    values=formats.count(values),
                    tasks=formats.count(tasks),
                    document=document.number,
                )
            )

        return write
