"""Lists and summaries for people: the same figures as in every export, fitted to the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.padding import Padding
from rich.text import Text

from tracker.cli.layout import Column, both_ends, room, table
from tracker.cli.output import console, line
from tracker.domain.known import Recorded
from tracker.domain.origin import Field, Origin
from tracker.domain.plan import SAMPLE, Plan
from tracker.domain.status import Sign, Status
from tracker.domain.summary import Summary
from tracker.domain.task import TaskRow
from tracker.domain.text import shown
from tracker.export.annex import mark_of
from tracker.export.cells import said
from tracker.export.contents import Contents, RowLine, contents, known_on_said
from tracker.i18n import _, formats, lang, n_, names

ROOMY = 132
"""Columns from which a terminal holds one task on one line."""
_STYLES = {
    Status.OVERDUE: "bold red",
    Status.DONE_ON_TIME: "green",
    Status.DONE_LATE: "green",
    Status.DONE_NO_DEADLINE: "green",
    Status.NOT_STARTED: "dim",
    Status.CANCELLED: "dim",
}
SIGN_STYLES = {Sign.OVERDUE: "bold red", Sign.AT_RISK: "yellow", Sign.DONE: "green"}
_MARKED = (Field.UNIT, Field.TARGET, Field.DEADLINE)
_KEY_FIGURES = (
    "tasks",
    Status.OVERDUE.value,
    "at_risk",
    "done_of_due",
    "done_of_all",
    "completion_percent",
)
"""The columns of a roll-up that fit into 80 columns."""


def is_narrow() -> bool:
    """Whether the terminal is too narrow for one task on one line."""
    width = room()
    return width is not None and width < ROOMY


def heading(plan: Plan, day: date, known_on: Recorded | None) -> None:
    """Which plan and which day everything below is about, up to which entry of the record; and
    that it is made up, if it is."""
    if plan.sample:
        line(Text(SAMPLE, style="bold"))
    title = shown(plan.title.said(lang()))
    line(
        _("{plan} ({code}) · as of {day}").format(plan=title, code=plan.code, day=formats.day(day))
        + (_(" · as recorded by {entry}").format(entry=known_on_said(known_on)) if known_on else "")
    )


def status_text(row: TaskRow) -> Text:
    """Glyph and word, and what calls for attention beside them."""
    text = Text(f"{row.status.glyph} {names.status_short(row.status)}", _STYLES.get(row.status, ""))
    if row.exceeded:
        text.append("\n" + _("▲ over the ceiling"), style="bold red")
    elif row.at_risk:
        text.append(f"\n{Sign.AT_RISK.glyph} {names.sign(Sign.AT_RISK)}", style="yellow")
    return text


def print_tasks(
    plan: Plan, day: date, known_on: Recorded | None, rows: Sequence[TaskRow], of: int
) -> None:
    """The tasks, of ``of`` in the whole plan."""
    heading(plan, day, known_on)
    count = n_("{count} of {of} task", "{count} of {of} tasks", of)
    line(count.format(count=formats.count(len(rows)), of=formats.count(of)))
    if not rows:
        return
    line()
    if is_narrow():
        _print_compact(rows)
    else:
        _print_roomy(rows)
    explain_marks(set().union(*(marks_of(row, _MARKED) for row in rows)))


def marks_of(row: TaskRow, fields: Sequence[Field]) -> set[str]:
    """The origin marks behind the values of ``fields`` that are there."""
    there = (field for field in fields if getattr(row, field.value) not in (None, ()))
    return {mark_of(row, field) for field in there}


def explain_marks(marks: set[str]) -> None:
    """What ``*`` and ``~`` mean, where they stand somewhere above."""
    parts = [
        f"{origin.mark} {names.origin(origin)}"
        for origin in (Origin.PROPOSED, Origin.INFERRED)
        if origin.mark in marks
    ]
    if parts:
        line()
        line(_("{marks} – until a document confirms it").format(marks=", ".join(parts)))


def _print_roomy(rows: Sequence[TaskRow]) -> None:
    table(
        (
            Column(_("Status")),
            Column(_("Code")),
            Column(_("Task"), wide=True),
            Column(_("Lead unit")),
            Column(_("Result"), right=True),
            Column(_("Target"), right=True),
            Column(_("Unit of measure")),
            Column(_("Percent"), right=True),
            Column(_("Deadline"), right=True),
        ),
        (
            (
                status_text(row),
                row.code,
                shown(row.title.said(lang())),
                shown(row.unit_name.said(lang())) + mark_of(row, Field.UNIT),
                formats.number(row.value),
                formats.number(row.target) + _mark(row, Field.TARGET),
                shown(row.unit_of_measure.said(lang())),
                formats.percent(row.percent),
                formats.day(row.deadline) + _mark(row, Field.DEADLINE),
            )
            for row in rows
        ),
    )


def _print_compact(rows: Sequence[TaskRow]) -> None:
    """A few lines for each task, which 80 columns hold without breaking any figure."""
    for row in rows:
        if row is not rows[0]:
            line()
        status = Text(", ").join(status_text(row).split("\n"))
        title = Text(shown(row.title.said(lang())))
        unit = shown(row.unit_name.said(lang())) + mark_of(row, Field.UNIT)
        figures = (
            f"{formats.number(row.value)} / {formats.number(row.target)}"
            f"{_mark(row, Field.TARGET)} {shown(row.unit_of_measure.said(lang()))}"
        )
        due = _("due {day}").format(day=formats.day(row.deadline) + _mark(row, Field.DEADLINE))
        both_ends(Text(f"{row.code} · ", style="bold") + Text(unit, style="not bold"), figures)
        console().print(Padding(title, (0, 0, 0, 2)))
        both_ends(Text("  ") + status, f"{formats.percent(row.percent)} · {due}")


def _mark(row: TaskRow, field: Field) -> str:
    """The origin's mark behind a value; nothing behind a value that is not there."""
    return "" if getattr(row, field.value) is None else mark_of(row, field)


def print_summary(summary: Summary) -> None:
    """Totals, rows, subtrees and what the figures mean."""
    whole = contents(summary)
    if whole.sample:
        line(Text(whole.sample, style="bold"))
    for item in (*whole.head, *(t for t in whole.totals if t.key in _KEY_FIGURES)):
        line(f"{item.label}: {said(item.cell)}")
    counts = {status: formats.count(summary.totals.count(status)) for status in Status}
    line(" · ".join(f"{s.glyph} {names.status_short(s)} {n}" for s, n in counts.items()))
    line()
    signs = [row.own.sign for row in summary.rows]
    _print_rows(
        whole, [*zip(signs, whole.rows, strict=True), (summary.totals.sign, whole.total_row)]
    )
    if whole.subtrees:
        line()
        line(_("With everything below:"))
        below = {row.code: row.subtree.sign for row in summary.rows if row.subtree is not None}
        _print_rows(whole, [(below.get(row.code, Sign.NONE), row) for row in whole.subtrees])
    line()
    for note in whole.notes:
        line(note)


def _print_rows(whole: Contents, rows: Sequence[tuple[Sign, RowLine]]) -> None:
    kept = [
        index
        for index, column in enumerate(whole.columns)
        if not is_narrow() or column.key in _KEY_FIGURES
    ]
    table(
        (
            Column(),
            Column(whole.name_heading, wide=True),
            *(Column(whole.columns[index].heading, right=True) for index in kept),
        ),
        (
            (
                Text(sign.glyph, SIGN_STYLES.get(sign, "")),
                "  " * row.depth + row.name,
                *(said(row.cells[index]) for index in kept),
            )
            for sign, row in rows
        ),
    )
