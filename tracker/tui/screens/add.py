"""Adding a task of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from tracker.domain.condition import Condition
from tracker.domain.origin import Field
from tracker.domain.problem import Problem
from tracker.domain.task import BadCode, TaskDraft
from tracker.domain.text import clean
from tracker.i18n import N_, _, say
from tracker.tui.cells import said
from tracker.tui.errands import Errand, Errands
from tracker.tui.facts import Standpoint, Written
from tracker.tui.screens.edit import REFUSALS, FieldsForm
from tracker.tui.widgets.fields import Entry, Option, Pick

if TYPE_CHECKING:
    from tracker.tui.office import Office


class AddForm(FieldsForm):
    """The unit and directive that the list is narrowed to are filled in already."""

    REFUSED_AT: ClassVar = {BadCode: "code", **REFUSALS}

    def __init__(self, errands: Errands, standpoint: Standpoint, condition: Condition) -> None:
        super().__init__(
            errands,
            f"add {standpoint.plan.code}",
            N_("Add a task"),
            sample=standpoint.plan.sample,
        )
        self.standpoint, self.condition = standpoint, condition

    def fields(self) -> ComposeResult:
        directives = [
            Option(d.code, f"{d.code}  {said(d.short)}") for d in self.standpoint.directives
        ]
        yield Entry("code", N_("Code"), hint=N_("such as D7.9-my-xuyen"))
        yield Pick("directive", N_("Directive"), directives, self.condition.directive)
        yield from self.task_fields(None)

    def on_mount(self) -> None:
        if self.condition.unit and not self.text("unit"):
            self.entry("unit").value = self.condition.unit

    def check(self) -> bool:
        if not self.text("code") and not self.text("title"):
            return False
        if not super().check():
            return False
        try:
            self._draft()
        except Problem as problem:
            name = next((n for k, n in self.REFUSED_AT.items() if isinstance(problem, k)), None)
            if name is None:
                self.refuse(problem)
            else:
                self.entry(name).beneath(say(problem), wrong=True)
            return False
        self.entry("code").beneath("")
        return True

    def _draft(self) -> TaskDraft:
        values = {field.value: self.read(field) for field in Field}
        return TaskDraft(
            code=clean(self.text("code")),
            directive=self.pick("directive").value,
            year=self.standpoint.plan.year,
            **values,
        )

    def errand(self) -> Errand:
        draft, plan = self._draft(), self.standpoint.plan.code

        def write(office: Office) -> Written:
            office.add(plan, draft)
            return Written(_("{task} is added").format(task=draft.code))

        return write
