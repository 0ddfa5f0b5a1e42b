"""The annex: one line for each task, in the columns of DOMAIN §6, with every origin beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.domain.origin import Field, Origin
from tracker.domain.status import Sign, Status
from tracker.domain.summary import Summary
from tracker.domain.task import TaskRow
from tracker.domain.words import Words
from tracker.export.cells import Cell, Day, Percent, Quantity, clean_text, clean_words, said
from tracker.i18n import _, formats, names, p_


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as every annex shows it; texts are clean and carry their origin marks.

    ``number`` counts from 1. ``remarks`` says what calls for attention, and the done-day.
    """

    number: int
    code: str
    directive: str
    title: str
    lead_name: str
    lead_mark: str
    coordinating: str
    deadline: Day | None
    unit_of_measure: str
    target: Quantity | None
    result: Quantity | None
    percent: Percent | None
    status: Status
    exceeded: bool
    baseline: Quantity | None
    remarks: tuple[str, ...]

    @property
    def lead(self) -> str:
        return self.lead_name + self.lead_mark

    @property
    def status_said(self) -> str:
        """The status in full words behind its glyph."""
        return f"{self.status.glyph} {names.status(self.status)}"

    @property
    def note(self) -> str:
        """The column *Ghi chú*: status, remarks and last year's result."""
        parts = [self.status_said, *self.remarks]
        if self.baseline is not None:
            parts.append(_("last year: {amount}").format(amount=said(self.baseline)))
        return "; ".join(parts)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells under ``annex_headings``."""
        return (
            self.number,
            f"{self.title} ({self.code})",
            self.lead,
            self.coordinating or None,
            self.deadline,
            self.target,
            self.result,
            self.percent,
            self.note,
        )


def annex_headings() -> tuple[str, ...]:
    """The nine columns of an annex (DOMAIN §6)."""
    return (
        p_("annex", "No."),
        p_("annex", "Task"),
        p_("annex", "Lead unit"),
        p_("annex", "Coordinating units"),
        p_("annex", "Deadline"),
        p_("annex", "Target"),
        p_("annex", "Result"),
        p_("annex", "Rate %"),
        p_("annex", "Notes"),
    )


def task_lines(summary: Summary) -> tuple[TaskLine, ...]:
    """The annex of ``summary``, in its order; empty where it was not asked for."""
    return rows_as_lines(summary.tasks, summary.unit_names)


def rows_as_lines(rows: Iterable[TaskRow], unit_names: Mapping[str, Words]) -> tuple[TaskLine, ...]:
    """The same of these tasks; ``unit_names`` names the coordinating units by their codes."""
    return tuple(_line(number, row, unit_names) for number, row in enumerate(rows, 1))


def _line(number: int, row: TaskRow, unit_names: Mapping[str, Words]) -> TaskLine:
    unit = clean_words(row.unit_of_measure)
    target = None
    if row.target is not None:
        target = Quantity(row.target, unit, mark=mark_of(row, Field.TARGET))
    baseline = None
    if row.baseline is not None:
        qualifier = row.baseline.qualifier
        baseline = Quantity(
            row.baseline.value,
            unit,
            formats.qualifier(qualifier) if qualifier else "",
            mark_of(row, Field.BASELINE),
        )
    return TaskLine(
        number,
        clean_text(row.code),
        clean_text(row.directive),
        clean_words(row.title),
        clean_words(row.unit_name),
        mark_of(row, Field.UNIT),
        _coordinating(row, unit_names),
        None if row.deadline is None else Day(row.deadline, mark_of(row, Field.DEADLINE)),
        unit,
        target,
        None if row.value is None else Quantity(row.value, unit),
        None if row.percent is None else Percent(row.percent),
        row.status,
        row.exceeded,
        baseline,
        _remarks(row),
    )


def _coordinating(row: TaskRow, unit_names: Mapping[str, Words]) -> str:
    """The names, each with the mark: a list with one mark would leave open what is marked."""
    mark = mark_of(row, Field.COORDINATING)
    return "; ".join(clean_words(unit_names.get(c, Words(c))) + mark for c in row.coordinating)


def _remarks(row: TaskRow) -> tuple[str, ...]:
    remarks = []
    if row.exceeded:
        remarks.append(_("▲ over the ceiling"))
    if row.at_risk:
        remarks.append(f"{Sign.AT_RISK.glyph} {names.sign(Sign.AT_RISK)}")
    if row.done_on is not None:
        remarks.append(_("done on {day}").format(day=formats.day(row.done_on)))
    return tuple(remarks)


def origin_of(row: TaskRow, field: Field) -> Origin:
    """Where a field's value comes from; what nobody stated is a proposal."""
    return row.origin.get(field, Origin.PROPOSED)


def mark_of(row: TaskRow, field: Field) -> str:
    """The sign behind the field's value."""
    return origin_of(row, field).mark


def unconfirmed(rows: Iterable[TaskRow]) -> dict[Origin, int]:
    """How many of the assignments, targets, baselines and deadlines of ``rows`` bear each mark."""
    counted = {Origin.PROPOSED: 0, Origin.INFERRED: 0}
    for row in rows:
        held = {
            Field.UNIT: True,
            Field.COORDINATING: bool(row.coordinating),
            Field.BASELINE: row.baseline is not None,
            Field.TARGET: row.target is not None,
            Field.DEADLINE: row.deadline is not None,
        }
        for field, has_value in held.items():
            origin = origin_of(row, field)
            if has_value and origin in counted:
                counted[origin] += 1
    return counted
