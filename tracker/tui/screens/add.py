"""Adding a task of one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from tracker.domain.condition import Condition
from tracker.domain.origin import Field
from tracker.domain.problem import Problem
from tracker.domain.task import BadCode, TaskDraft
from tracker.domain.text import clean
from tracker.i18n import N_, _, say
from tracker.tui.answers import CodeOffered, Standpoint, Written
from tracker.tui.cells import said
from tracker.tui.errands import Errand, Errands
from tracker.tui.screens.edit import REFUSALS, FieldsForm
from tracker.tui.widgets.fields import Entry, Option, Pick

if TYPE_CHECKING:
    from tracker.tui.office import Office

MISSING = {
    Field.TITLE.value: N_("A title is needed."),
    Field.UNIT.value: N_("A lead unit is needed: its code or name."),
}
"""What is said beneath a field that must not stay empty."""


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
        self._offer: CodeOffered | None = None

    def fields(self) -> ComposeResult:
        yield Pick("directive", N_("Directive"), self._directives, self.condition.directive)
        yield Entry("code", N_("Code"), hint=N_("nothing: one is given"))
        yield from self.task_fields(None)

    def _directives(self) -> list[Option]:
        return [Option(d.code, f"{d.code}  {said(d.short)}") for d in self.standpoint.directives]

    def on_mount(self) -> None:
        if self.condition.unit:
            self.entry("unit").start_with(self.condition.unit)

    def say_again(self) -> None:
        self._show_offer()
        super().say_again()

    # The code that is given where none is typed -------------------------------------------------

    def _ask_for_code(self) -> None:
        """Ask which code is free under the directive and the unit that stand in the form."""
        try:
            unit = self.read(Field.UNIT)
        except Problem:
            self._offer = None
            self._show_offer()
            return
        wanted = (self.pick("directive").value, unit)
        if self._offer is None or self._offer.wanted != wanted:
            self._offer = CodeOffered(wanted)
            plan = self.standpoint.plan.code
            self.errands.read(
                self, lambda office: CodeOffered(wanted, office.free_code(plan, *wanted)), "code"
            )

    def on_code_offered(self, offered: CodeOffered) -> None:
        if self._offer is not None and self._offer.wanted == offered.wanted:
            self._offer = offered
            self._show_offer()

    def _show_offer(self) -> None:
        if self._offer is not None and self._offer.code:
            self.entry("code").invite(_("nothing: {code}").format(code=self._offer.code))
        else:
            self.entry("code").invite("")

    # Checking and sending -----------------------------------------------------------------------

    def checked(self, name: str, read: Callable[[], object]) -> bool:
        missing = MISSING.get(name)
        if missing is not None and self.lacks(name, _(missing)):
            return False
        return super().checked(name, read)

    def check(self) -> bool:
        self._ask_for_code()
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
        """The task that stands in the form; under its directive's code where none is typed."""
        values = {field.value: self.read(field) for field in Field}
        directive = self.pick("directive").value
        return TaskDraft(
            code=clean(self.text("code")) or directive,
            directive=directive,
            year=self.standpoint.plan.year,
            **values,
        )

    def errand(self) -> Errand:
        draft, plan = self._draft(), self.standpoint.plan.code
        code_typed = bool(self.text("code"))

        def write(office: Office) -> Written:
            code = draft.code if code_typed else office.free_code(plan, draft.directive, draft.unit)
            office.add(plan, replace(draft, code=code))
            return Written(_("{task} is added").format(task=code))

        return write
