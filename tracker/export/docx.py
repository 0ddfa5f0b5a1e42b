"""Word, in the Party form of DOMAIN §6, from a template that an office can edit.

The template's fields are texts, already as they are to be read; data never becomes template code.

============================== ==============================================================
``superior body place``        the head, taken from the issuing unit's Vietnamese name
``sample``                     the banner of made-up data, else nothing
``title subject as_of_line``   what the report is
``chapters``                   each with a ``heading``, ``lines``, and ``blanks`` to be written
``figures.tasks`` …            all figures of the summary, by the keys of ``figure_columns``
``rows subtrees total``        the roll-up: ``name`` and the same keys; ``headings`` above them
``tasks``                      the annex: the fields of ``_TASK_FIELDS``
``figure_notes origin_notes``  what figures and marks mean
``particulars``                what the file can be verified by, a line each
============================== ==============================================================
"""

from __future__ import annotations

import io
from datetime import datetime, time
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeAlias

from tracker.domain.condition import Condition
from tracker.domain.status import Status
from tracker.domain.summary import Summary
from tracker.export.annex import TaskLine, annex_headings
from tracker.export.attention import COMMITTEE, over_ceiling_said, overdue_said, short_names
from tracker.export.cells import clean_text, clean_words, said
from tracker.export.contents import Contents, RowLine, contents, known_on_said
from tracker.i18n import _, formats, n_, names

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

Fields: TypeAlias = dict[str, Any]

_UNKNOWN = "…"
"""Stands where the officer has to write what the tracker does not know."""

_TASK_FIELDS = (
    "number",
    "title",
    "lead",
    "coordinating",
    "deadline",
    "target",
    "result",
    "percent",
    "note",
)
"""The template's names for the cells of ``TaskLine.cells``."""


def rendered(summary: Summary) -> bytes:
    """The report with its annexes as a Word file."""
    # docxtpl has annotations, but does not say so.
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load

    template = resources.files("tracker.export") / "templates" / "party.docx"
    document = DocxTemplate(io.BytesIO(template.read_bytes()))
    document.render(_fields(summary), _environment())
    properties = document.docx.core_properties
    properties.title, properties.author = (
        clean_words(summary.plan.title)[:255],
        clean_words(summary.issuer)[:255],
    )
    # The day asked about: exports read no clock.
    properties.created = properties.modified = datetime.combine(summary.as_of, time())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _environment() -> Environment:
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415 - loaded with docxtpl

    return SandboxedEnvironment(autoescape=True, finalize=_as_text)


def _as_text(value: object) -> Markup:
    """``value`` as XML text in which docxtpl finds nothing to work on.

    After rendering, docxtpl turns ``{_{`` and its kind into braces; character references keep its
    hands off, and leave the text as it was.
    """
    from markupsafe import Markup, escape  # noqa: PLC0415 - loaded with docxtpl

    text = str(escape(str(value)))
    for char in "{}%":
        text = text.replace(char, f"&#{ord(char)};")
    return Markup(text)  # noqa: S704 - escaped above


def _fields(summary: Summary) -> Fields:
    whole = contents(summary)
    superior, body, place = letterhead(summary.issuer.vi)
    annexes = (_("ANNEX I"), _("ANNEX II")) if whole.tasks else (_("ANNEX"), "")
    return {
        "superior": superior,
        "body": body,
        "place": place,
        "sample": whole.sample,
        "title": _("REPORT"),
        "subject": _end_together(
            _("Results of {plan}").format(plan=clean_words(summary.plan.title))
        ),
        "as_of_line": _as_of_line(summary),
        "chapters": _chapters(summary, whole),
        "figures": {line.key: _unbroken(said(line.cell)) for line in whole.totals},
        "annex_line": _("(with the report No. …-BC/… of …)"),
        "rows_annex": annexes[0],
        "rows_title": _("RESULTS BY {what}").format(what=whole.name_heading.upper()),
        "name_heading": whole.name_heading,
        "headings": {column.key: column.heading for column in whole.columns},
        "rows": [_row(row, whole) for row in whole.rows],
        "total": _row(whole.total_row, whole),
        "subtrees": [_row(row, whole) for row in whole.subtrees],
        "subtrees_title": _("With everything below"),
        "tasks_annex": annexes[1],
        "tasks_title": _("RESULTS BY TASK"),
        "annex_headings": annex_headings(),
        "tasks": [_task(line) for line in whole.tasks],
        "figure_notes": whole.figure_notes,
        "origin_notes": whole.origin_notes,
        "particulars": [f"{line.label}: {said(line.cell)}" for line in whole.particulars],
    }


def letterhead(issuer: str) -> tuple[str, str, str]:
    """Superior body, issuing body and place, read off a commission's name.

    *Ban Dân vận Tỉnh ủy Sóc Trăng* gives TỈNH ỦY SÓC TRĂNG, BAN DÂN VẬN and Sóc Trăng; of any
    other name only the issuing body is known.
    """
    name = clean_text(issuer)
    if found := COMMITTEE.fullmatch(name):
        body, committee, place = found.groups()
        return f"{committee} {place}".strip().upper(), body.upper(), place or _UNKNOWN
    return _UNKNOWN, name.upper(), _UNKNOWN


def _chapters(summary: Summary, whole: Contents) -> list[Fields]:
    """DOMAIN §6's four chapters: the figures in fixed phrases, the rest left to the officer."""
    return [
        {"heading": _("I. RESULTS"), "lines": _results(summary, whole), "blanks": []},
        {
            "heading": _("II. SHORTCOMINGS AND THEIR CAUSES"),
            "lines": _shortcomings(summary, whole),
            "blanks": [_("To be written: shortcomings and their causes.")],
        },
        {
            "heading": _("III. DIRECTION AND TASKS OF THE NEXT PERIOD"),
            "lines": _ahead(summary),
            "blanks": [_("To be written: direction and tasks of the next period.")],
        },
        {
            "heading": _("IV. PROPOSALS"),
            "lines": [],
            "blanks": [_("To be written: proposals, or that there are none.")],
        },
    ]


def _results(summary: Summary, whole: Contents) -> list[str]:
    totals = summary.totals
    lines = [
        n_(
            "As of {day}, {plan} has {tasks} task.",
            "As of {day}, {plan} has {tasks} tasks.",
            totals.tasks,
        ).format(
            day=formats.long_day(summary.as_of),
            plan=clean_words(summary.plan.title),
            tasks=formats.count(totals.tasks),
        )
    ]
    if summary.condition != Condition():
        lines.append(_("Tasks counted: {condition}.").format(condition=_condition(whole)))
    rates = [line for line in whole.totals if line.key in _SHARES]
    lines += [f"- {line.label}: {_unbroken(said(line.cell))}." for line in rates]
    lines.append(_("By status:"))
    lines += [
        f"- {names.status(status)}: {formats.count(totals.count(status))};" for status in Status
    ]
    lines[-1] = lines[-1].removesuffix(";") + "."
    lines.append(
        _("Annex I has the figures of each {row}, Annex II those of each task.")
        if whole.tasks
        else _("The annex has the figures of each {row}.")
    )
    lines[-1] = lines[-1].format(row=whole.name_heading.lower())
    return lines


_SHARES = ("done_of_all", "done_of_due", "completion_percent")


def _condition(whole: Contents) -> str:
    return next(said(line.cell) for line in whole.head if line.key == "condition")


def _shortcomings(summary: Summary, whole: Contents) -> list[str]:
    totals = summary.totals
    lines = [
        _(
            "Overdue: {overdue}; at risk of being late: {at_risk}; over the ceiling: {exceeded}."
        ).format(
            overdue=formats.count(totals.count(Status.OVERDUE)),
            at_risk=formats.count(totals.at_risk),
            exceeded=formats.count(totals.exceeded),
        )
    ]
    names_beside = short_names(summary.unit_names.values())
    if exceeded := [line for line in whole.tasks if line.exceeded]:
        lines.append(
            _("Over the ceiling, calling for attention at once (behind each unit its figure):")
        )
        lines += over_ceiling_said(exceeded, names_beside)
    if overdue := [line for line in whole.tasks if line.status is Status.OVERDUE]:
        lines.append(_("Overdue tasks (behind each unit its result):"))
        lines += overdue_said(overdue, names_beside)
    return [_unbroken(line) for line in lines]


def _ahead(summary: Summary) -> list[str]:
    totals = summary.totals
    return [
        _(
            "Still to be done: {in_progress} in progress, {not_started} not started,"
            " {overdue} overdue."
        ).format(
            in_progress=formats.count(totals.count(Status.IN_PROGRESS)),
            not_started=formats.count(totals.count(Status.NOT_STARTED)),
            overdue=formats.count(totals.count(Status.OVERDUE)),
        )
    ]


def _row(row: RowLine, whole: Contents) -> Fields:
    cells = {
        column.key: _unbroken(said(cell))
        for column, cell in zip(whole.columns, row.cells, strict=True)
    }
    return {"name": "\u2003" * row.depth + row.name, **cells}


def _task(line: TaskLine) -> Fields:
    texts = [said(cell) for cell in line.cells]
    fields = dict(zip(_TASK_FIELDS, texts, strict=True))
    return fields | {key: _unbroken(fields[key]) for key in ("target", "result", "percent", "note")}


def _unbroken(figure: str) -> str:
    """A percent sign stays on its number's line."""
    return figure.replace(" %", "\u00a0%")


def _end_together(heading: str) -> str:
    """A heading whose second line is not one word alone, such as half of a place's name."""
    words = heading.split(" ")
    return " ".join([*words[:-3], "\u00a0".join(words[-3:])])


def _as_of_line(summary: Summary) -> str:
    day = formats.long_day(summary.as_of)
    if summary.known_on is None:
        return _("(as of {day})").format(day=day)
    return _("(as of {day}, as recorded by {entry})").format(
        day=day, entry=known_on_said(summary.known_on)
    )
