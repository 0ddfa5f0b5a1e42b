"""Changing a task's fields: for the whole year, or from a day on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult

from tracker.domain.edit import EditedMeanwhile, Seen, read_field, read_optional_day
from tracker.domain.measure import Measure
from tracker.domain.origin import DATED_FIELDS, Document, Field
from tracker.domain.period import Rhythm
from tracker.domain.problem import Problem
from tracker.domain.task import (
    BadMilestoneTarget,
    BadWeight,
    DeadlineBeforeStart,
    EmptyTitle,
    LeadCoordinates,
    NegativeTarget,
    OutsideYear,
    PercentSummed,
    TaskRow,
)
from tracker.domain.text import clean
from tracker.domain.words import Words
from tracker.i18n import N_, _, formats, names
from tracker.tui.answers import Standpoint, StoryLoaded, Written
from tracker.tui.errands import Errand, Errands
from tracker.tui.screens.over import Form
from tracker.tui.typed_units import names_of, read_unit, read_units
from tracker.tui.widgets.fields import Entry, Option, Pick

if TYPE_CHECKING:
    from tracker.tui.office import Office

TYPED = (Field.BASELINE, Field.TARGET, Field.START, Field.DEADLINE, Field.WEIGHT)
"""Fields that ``domain.edit.read_field`` reads."""

REFUSALS: dict[type[Problem], str] = {
    EmptyTitle: "title",
    BadWeight: "weight",
    DeadlineBeforeStart: "deadline",
    OutsideYear: "deadline",
    BadMilestoneTarget: "target",
    NegativeTarget: "target",
    PercentSummed: "unit_of_measure",
    LeadCoordinates: "coordinating",
}


class FieldsForm(Form):
    """What adding and editing share: a task's fields, read and echoed as one types."""

    standpoint: Standpoint

    def task_fields(self, row: TaskRow | None) -> ComposeResult:
        """The fields, filled from ``row`` where there is one."""
        texts = _texts(row, self.standpoint)

        def entry(name: str, label: str, hint: str = "") -> Entry:
            return Entry(name, label, texts[name], hint=hint)

        yield entry("title", N_("Title"))
        yield entry("title_en", N_("Title in English"))
        yield entry("unit", N_("Lead unit"), N_("code or name"))
        yield entry("coordinating", N_("Coordinating"), N_("codes or names, …"))
        yield Pick("measure", N_("Measure"), measures, texts.get("measure"))
        yield entry("unit_of_measure", N_("Unit of measure"))
        yield entry("unit_of_measure_en", N_("… in English"))
        yield Pick("rhythm", N_("Rhythm"), rhythms, texts.get("rhythm"))
        yield entry("target", N_("Target"), N_("none"))
        yield entry("baseline", N_("Last year's result"), N_("none"))
        yield entry("start", N_("Start"))
        yield entry("deadline", N_("Deadline"), N_("none"))
        yield entry("weight", N_("Weight"))

    def words(self, name: str) -> Words:
        return Words(clean(self.text(name)), clean(self.text(f"{name}_en")))

    def read(self, field: Field) -> Any:
        """A field's value as ``TaskDraft`` has it. Raises the Refused that says what is allowed."""
        tree, plan = self.standpoint.tree, self.standpoint.plan.code
        readers: dict[Field, Callable[[], Any]] = {
            Field.TITLE: lambda: self.words("title"),
            Field.UNIT_OF_MEASURE: lambda: self.words("unit_of_measure"),
            Field.UNIT: lambda: read_unit(tree, plan, self.text("unit")).code,
            Field.COORDINATING: lambda: tuple(
                u.code for u in read_units(tree, plan, self.text("coordinating"))
            ),
            Field.MEASURE: lambda: Measure(self.pick("measure").value),
            Field.RHYTHM: lambda: Rhythm(self.pick("rhythm").value),
        }
        if field in readers:
            return readers[field]()
        return read_field(
            field,
            self.text(field.value),
            self.words("unit_of_measure"),
            self.standpoint.plan.year,
        )

    def _read_day(self, text: str) -> date | None:
        return read_optional_day(text, self.standpoint.plan.year)

    def check(self) -> bool:
        # All of them, so that each says beneath it what is wrong.
        taken = {f: self.checked(f.value, partial(self.read, f)) for f in _TYPED_IN}
        for field in (Field.UNIT, Field.COORDINATING):
            if taken[field]:
                self._name_units(field)
        for field in (Field.START, Field.DEADLINE):
            if taken[field]:
                self.checked_day(field.value, self._read_day)
        return all(taken.values())

    def _name_units(self, field: Field) -> None:
        """Say beneath a field the names of the units whose codes stand in it."""
        tree, plan = self.standpoint.tree, self.standpoint.plan.code
        units = read_units(tree, plan, self.text(field.value))
        self.entry(field.value).beneath(names_of(units))


_TYPED_IN = (Field.TITLE, Field.UNIT, Field.COORDINATING, Field.UNIT_OF_MEASURE, *TYPED)


def measures() -> list[Option]:
    return [Option(m.value, names.measure(m)) for m in Measure]


def rhythms() -> list[Option]:
    return [Option(r.value, names.rhythm(r)) for r in Rhythm]


def _texts(row: TaskRow | None, standpoint: Standpoint) -> dict[str, str]:
    """What stands in each field before anything is typed; of no task, what most tasks have."""
    if row is None:
        empty = ("title_en", "unit", "coordinating", "unit_of_measure", "unit_of_measure_en")
        start = formats.day(standpoint.plan.first_day)
        without = dict.fromkeys(("title", *empty, "target", "baseline", "deadline"), "")
        return without | {"start": start, "weight": "1"}
    return {
        "title": row.title.vi,
        "title_en": row.title.en,
        "unit": row.unit,
        "coordinating": ", ".join(row.coordinating),
        "measure": row.measure.value,
        "unit_of_measure": row.unit_of_measure.vi,
        "unit_of_measure_en": row.unit_of_measure.en,
        "rhythm": row.rhythm.value,
        "target": "" if row.target is None else formats.number(row.target),
        "baseline": formats.amount(row.baseline) if row.baseline else "",
        "start": formats.day(row.start),
        "deadline": formats.day(row.deadline) if row.deadline else "",
        "weight": str(row.weight),
    }


class EditForm(FieldsForm):
    """Only what was changed is written; from a day on where one is given."""

    REFUSED_AT: ClassVar = REFUSALS

    def __init__(self, errands: Errands, row: TaskRow, standpoint: Standpoint) -> None:
        super().__init__(
            errands,
            f"edit {standpoint.plan.code} {row.code}",
            N_("Edit the task"),
            row.code,
            sample=standpoint.plan.sample,
        )
        self.row, self.standpoint = row, standpoint

    def fields(self) -> ComposeResult:
        yield from self.task_fields(self.row)
        yield Entry("day_from", N_("From day"), hint=N_("nothing: the value of the day on screen"))
        yield Entry("why", N_("Why"))
        yield Entry("document", N_("Document number"), hint=N_("confirms what is changed"))
        yield Entry("document_day", N_("Document date"))

    def check(self) -> bool:
        good = super().check()
        good &= self.checked_day("day_from", self._read_day)
        # A document may be of another year than the plan.
        good &= self.checked_day("document_day", read_optional_day)
        if good and self.text("day_from"):
            whole_year = [f for f in self._values() if f not in DATED_FIELDS]
            if whole_year:
                self.entry("day_from").beneath(
                    _(
                        "From a day on only these change: {allowed}. For the whole year: {others}."
                    ).format(allowed=_listed(DATED_FIELDS), others=_listed(whole_year)),
                    wrong=True,
                )
                return False
        if good and self.text("document") and not self.text("document_day"):
            self.entry("document_day").beneath(_("The document's date is needed."), wrong=True)
            return False
        if good and not self.text("day_from") and any(f in DATED_FIELDS for f in self._values()):
            self.entry("day_from").beneath(
                _("Left empty, what holds on {day} is corrected from its own first day.").format(
                    day=formats.day(self.standpoint.day)
                )
            )
        return good

    def _values(self) -> dict[Field, Any]:
        """The fields whose value is not the task's any more."""
        row = self.row
        now: dict[Field, Any] = {
            Field.TITLE: row.title,
            Field.UNIT: row.unit,
            Field.COORDINATING: row.coordinating,
            Field.MEASURE: row.measure,
            Field.UNIT_OF_MEASURE: row.unit_of_measure,
            Field.RHYTHM: row.rhythm,
            Field.BASELINE: row.baseline,
            Field.TARGET: row.target,
            Field.START: row.start,
            Field.DEADLINE: row.deadline,
            Field.WEIGHT: row.weight,
        }
        return {field: value for field in Field if (value := self.read(field)) != now[field]}

    def refuse(self, problem: Problem) -> None:
        super().refuse(problem)
        if isinstance(problem, EditedMeanwhile):
            # What a colleague wrote is looked at before it is changed.
            standpoint, code = self.standpoint, self.row.code
            self.errands.read(
                self, lambda office: StoryLoaded(office.story(standpoint, code)), "now"
            )

    def on_story_loaded(self, loaded: StoryLoaded) -> None:
        """Put what is there now into the fields that nobody touched here."""
        self.row = loaded.story.detail.row
        for name, text in _texts(self.row, self.standpoint).items():
            field = self.query_one(f"#{name}")
            assert isinstance(field, Entry | Pick)  # noqa: S101 - all of them are
            if field.touched:
                field.began_with(text)
            else:
                field.start_with(text)

    def errand(self) -> Errand | None:
        values = self._values()
        if not values:
            self.tell(_("Nothing was changed."), loud=True)
            return None
        plan, code, as_of = self.standpoint.plan.code, self.row.code, self.standpoint.day
        day_from, why = self._read_day(self.text("day_from")), clean(self.text("why"))
        number = clean(self.text("document"))
        day = read_optional_day(self.text("document_day"))
        document = Document(number, day) if number else None
        seen = Seen(as_of, self.row)

        def write(office: Office) -> Written:
            edited = office.edit(
                plan,
                code,
                values,
                day_from=day_from,
                as_of=as_of,
                why=why,
                document=document,
                seen=seen,
            )
            pieces = [
                _("{task}: changed {fields}").format(
                    task=edited.task, fields=_listed(edited.fields)
                )
            ]
            pieces += [
                _("{field} stays as it was from {day} on").format(
                    field=names.field(field), day=formats.day(day)
                )
                for field, day in edited.later.items()
            ]
            return Written("; ".join(pieces))

        return write


def _listed(fields: Any) -> str:
    return ", ".join(names.field(field) for field in fields)
