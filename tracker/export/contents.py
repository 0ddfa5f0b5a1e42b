"""What every export says, apart from its format: labelled lines and tables of typed cells.

Formats draw these and nothing else, so that no two of them can disagree on a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.condition import By, Owing
from tracker.domain.duty import DutyState
from tracker.domain.known import Recorded
from tracker.domain.origin import Origin
from tracker.domain.particulars import Particulars, particulars_of
from tracker.domain.plan import SAMPLE
from tracker.domain.status import Status
from tracker.domain.summary import Figures, Summary, SummaryRow
from tracker.domain.words import Words
from tracker.export.annex import TaskLine, task_lines, unconfirmed
from tracker.export.cells import Cell, Percent, clean_text, clean_words
from tracker.i18n import _, formats, lang, n_, names, p_


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled figure of the title block; ``key`` is stable, ``label`` is for people."""

    key: str
    label: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures: ``label`` in full, ``heading`` for a narrow column.

    A rate has the three headings of its ``parts`` where numerator, denominator and percent stand
    in columns of their own.
    """

    key: str
    label: str
    heading: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of a roll-up: its cells stand under ``figure_columns``."""

    code: str
    name: str
    depth: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A summary, laid out once.

    ``subtrees`` are the rows that have something below them, with everything below counted in;
    a row whose subtree is its own figures alone is not repeated there. ``particulars`` are what a
    file can be verified by: up to which entry of the record it was read, the newest seal then, the
    fingerprint of its figures, and all of it once more as the program reads it back.
    """

    sample: str | None
    title: str
    head: tuple[Line, ...]
    totals: tuple[Line, ...]
    name_heading: str
    columns: tuple[Column, ...]
    rows: tuple[RowLine, ...]
    total_row: RowLine
    subtrees: tuple[RowLine, ...]
    figure_notes: tuple[str, ...]
    origin_notes: tuple[str, ...]
    tasks: tuple[TaskLine, ...]
    particulars: tuple[Line, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What the figures and the marks mean, where both stand together."""
        return self.figure_notes + self.origin_notes


def contents(summary: Summary) -> Contents:
    """``summary`` in the current language, ready to be drawn."""
    columns = figure_columns()
    totals = figure_cells(summary.totals)
    return Contents(
        sample=SAMPLE if summary.plan.sample else None,
        title=_("Summary of results"),
        head=_head(summary),
        totals=tuple(Line(c.key, c.label, cell) for c, cell in zip(columns, totals, strict=True)),
        name_heading=_name_heading(summary.by),
        columns=columns,
        rows=tuple(_row_line(summary.by, row, row.own) for row in summary.rows),
        total_row=RowLine("", p_("rows", "Total"), 0, totals),
        subtrees=tuple(
            _row_line(summary.by, row, row.subtree)
            for row in summary.rows
            if row.subtree is not None and figure_cells(row.subtree) != figure_cells(row.own)
        ),
        figure_notes=_figure_notes(summary),
        origin_notes=origin_notes(summary),
        tasks=task_lines(summary),
        particulars=_particulars(summary, particulars_of(summary, lang())),
    )


def known_on_said(known_on: Recorded) -> str:
    """Up to which entry of the record: ``#132 (1/7/2021 09:30)``."""
    return f"#{known_on.number} ({formats.moment(known_on.recorded_at)})"


def _particulars(summary: Summary, found: Particulars) -> tuple[Line, ...]:
    lines = []
    if summary.recorded is not None and summary.known_on is None:  # else the title block says it
        entry = known_on_said(summary.recorded)
        lines.append(Line("recorded", p_("particulars", "Read from the record up to"), entry))
    if summary.seal is not None:
        lines.append(Line("seal", p_("particulars", "Newest seal"), str(summary.seal)))
    fingerprint = p_("particulars", "Fingerprint of the figures")
    lines.append(Line("fingerprint", fingerprint, found.fingerprint))
    lines.append(Line("particulars", p_("particulars", "To be verified by"), str(found)))
    return tuple(lines)


def particulars_heading() -> str:
    return p_("section", "To verify this file")


def _name_heading(by: By) -> str:
    return {
        By.UNIT: p_("rows", "Unit"),
        By.DIRECTIVE: p_("rows", "Directive"),
        By.STATUS: p_("rows", "Status"),
    }[by]


def row_name(by: By, row: SummaryRow) -> str:
    """What the row is, in the current language; statuses have no name of their own in the data."""
    return names.status(Status(row.code)) if by is By.STATUS else row.name.said(lang())


def _row_line(by: By, row: SummaryRow, figures: Figures) -> RowLine:
    name = clean_text(row_name(by, row))
    code = clean_text(row.code)
    if by is By.DIRECTIVE:
        name = f"{code} {name}"
    elif by is By.STATUS:
        name = f"{Status(row.code).glyph} {name}"
    return RowLine(code, name, row.depth, figure_cells(figures))


def _head(summary: Summary) -> tuple[Line, ...]:
    plan, known_on = summary.plan, summary.known_on
    return (
        Line(
            "plan",
            p_("title block", "Plan"),
            f"{clean_words(plan.title)} ({clean_text(plan.code)})",
        ),
        Line("issuer", p_("title block", "Issued by"), clean_words(summary.issuer)),
        Line("as_of", p_("title block", "As of"), formats.long_day(summary.as_of)),
        *(
            (Line("known_on", p_("title block", "As recorded by"), known_on_said(known_on)),)
            if known_on
            else ()
        ),
        Line("condition", p_("title block", "Tasks counted"), condition_said(summary)),
    )


def figure_columns() -> tuple[Column, ...]:
    """The columns of any set of figures, in the order of ``figure_cells``."""
    return (
        Column("tasks", _("Tasks in all"), p_("figures", "Tasks")),
        *(
            Column(
                status.value,
                f"{status.glyph} {names.status(status)}",
                f"{status.glyph} {names.status_short(status)}",
            )
            for status in Status
        ),
        Column("at_risk", _("▲ at risk of being late"), p_("figures", "▲ at risk")),
        Column("exceeded", _("▲ over the ceiling"), p_("figures", "▲ over ceiling")),
        Column(
            "done_of_all",
            _("Done / all, stopped ones left out"),
            p_("figures", "Done / all"),
            (p_("figures", "Done"), p_("figures", "of all"), p_("figures", "Done / all, %")),
        ),
        Column(
            "done_of_due",
            _("Done / due"),
            p_("figures", "Done / due"),
            (p_("figures", "Done of due"), p_("figures", "Due"), p_("figures", "Done / due, %")),
        ),
        Column(
            "completion_percent",
            _("Completion, weighted mean"),
            p_("figures", "Completion"),
        ),
    )


def figure_cells(figures: Figures) -> tuple[Cell, ...]:
    """The figures under ``figure_columns``."""
    return (
        figures.tasks,
        *(figures.count(status) for status in Status),
        figures.at_risk,
        figures.exceeded,
        figures.done_of_all,
        figures.done_of_due,
        None if figures.completion is None else Percent(figures.completion),
    )


def condition_said(summary: Summary) -> str:
    """Which tasks are counted, in words."""
    condition = summary.condition
    parts = []
    if condition.unit is not None:
        unit = summary.unit_names.get(condition.unit, Words(condition.unit))
        led = _("led by {unit} or a unit below it") if condition.below else _("led by {unit}")
        parts.append(led.format(unit=clean_words(unit)))
    if condition.directive is not None:
        parts.append(_("directive {code}").format(code=clean_text(condition.directive)))
    if condition.statuses:
        said = [names.status(s) for s in Status if s in condition.statuses]
        parts.append(_("status: {statuses}").format(statuses=", ".join(said)))
    if condition.at_risk:
        parts.append(_("at risk of being late"))
    if condition.exceeded:
        parts.append(_("over the ceiling"))
    if condition.due_before is not None:
        parts.append(_("due before {day}").format(day=formats.day(condition.due_before)))
    if condition.owing is not None:
        parts.append(_owing_said(condition.owing, summary))
    if condition.words:
        quoted = ", ".join(f"“{clean_text(word)}”" for word in condition.words)
        parts.append(_("with the words {words}").format(words=quoted))
    if condition.where is not None:
        parts.append(_("meeting the query {query}").format(query=clean_text(str(condition.where))))
    return "; ".join(parts) or _("all tasks of the plan")


def _owing_said(owing: Owing, summary: Summary) -> str:
    period = names.period_within(owing.period)
    said = _("reports for {period}").format(period=period)
    if owing.states != frozenset(DutyState):
        states = (s for s in DutyState if s in owing.states)
        stands = ", ".join(names.duty(s, review=summary.plan.review) for s in states)
        said = _("reports for {period}: {states}").format(period=period, states=stands)
    if owing.unit is not None:
        unit = summary.unit_names.get(owing.unit, Words(owing.unit))
        said += _(", owed by {unit}").format(unit=clean_words(unit))
    return said


def _figure_notes(summary: Summary) -> tuple[str, ...]:
    notes = [
        _(
            "Done / all leaves stopped tasks out; done / due counts tasks with a deadline that"
            " are done or overdue."
        ),
        _(
            "Completion is the mean of the tasks' percents by weight, each counted at most as"
            " 100; a task without a report counts 0, one that is stopped or has no target does not"
            " count."
        ),
    ]
    notes += _notes_beside(summary)
    if any(row.subtree is not None for row in summary.rows):
        notes.append(
            _(
                "The rows count the tasks that a unit leads itself, so they add up to the total;"
                " what lies below a unit is counted in a table of its own."
            )
        )
    return tuple(notes)


def _notes_beside(summary: Summary) -> list[str]:
    """The reports that are not in the figures yet, and those made after a period was closed."""
    totals, notes = summary.totals, []
    if totals.awaiting:
        waiting = n_(
            "{count} report awaits review and is not in the figures yet: {rows}.",
            "{count} reports await review and are not in the figures yet: {rows}.",
            totals.awaiting,
        )
        rows = _counted_rows(summary, [row.own.awaiting for row in summary.rows])
        notes.append(waiting.format(count=formats.count(totals.awaiting), rows=rows))
    if totals.after_closing:
        amended = n_(
            "Amended after closing: {count} report was made in a period opened again: {rows}.",
            "Amended after closing: {count} reports were made in periods opened again: {rows}.",
            totals.after_closing,
        )
        rows = _counted_rows(summary, [row.own.after_closing for row in summary.rows])
        notes.append(amended.format(count=formats.count(totals.after_closing), rows=rows))
    return notes


def _counted_rows(summary: Summary, counts: Sequence[int]) -> str:
    """``Huyện Mỹ Xuyên 3, Huyện Kế Sách 2``: the rows that have any."""
    return ", ".join(
        f"{clean_text(row_name(summary.by, row))} {formats.count(count)}"
        for row, count in zip(summary.rows, counts, strict=True)
        if count
    )


def origin_notes(summary: Summary) -> tuple[str, ...]:
    """What the marks mean, and how many fields of the tasks shown bear one."""
    meaning = _(
        "The mark * stands beside what is proposed and ~ beside what is inferred from the text,"
        " until a document confirms it."
    )
    if not summary.tasks:
        return (
            meaning,
            _(
                "No tasks are listed here; assignments, targets and deadlines behind these"
                " figures may still be unconfirmed."
            ),
        )
    counted = unconfirmed(summary.tasks)
    proposed, inferred = counted[Origin.PROPOSED], counted[Origin.INFERRED]
    tasks = len(summary.tasks)
    return (
        meaning,
        n_(
            "In the {tasks} task listed, {fields} assignments, targets, baselines and deadlines"
            " are unconfirmed: {proposed} proposed (*), {inferred} inferred (~).",
            "In the {tasks} tasks listed, {fields} assignments, targets, baselines and deadlines"
            " are unconfirmed: {proposed} proposed (*), {inferred} inferred (~).",
            tasks,
        ).format(
            tasks=formats.count(tasks),
            fields=formats.count(proposed + inferred),
            proposed=formats.count(proposed),
            inferred=formats.count(inferred),
        ),
    )
