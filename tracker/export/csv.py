"""CSV: one table for everything, that a spreadsheet opens and a program reads back.

A CSV file holds one table, so the title block is not put above it: every line of it is a row. The
first column, ``section``, says what a row is, and a row fills only the columns that belong to it:

=========== ===================================================================
``about``   the title block: ``key``, its label in ``name``, its words in ``text``; at the end
            what the file can be verified by (``contents.Contents``, “particulars”)
``total``   the figures of all tasks
``row``     one row of the roll-up, its own figures
``subtree`` the same row with everything below it (every row that has one)
``note``    what the figures and marks mean, in ``text``
``task``    one task of the annex
=========== ===================================================================

Headings are in English and stable, as in JSON. Numbers are plain, days ISO, rates stand in three
columns, origins have columns of their own. The file begins with a byte order mark, without which
Excel takes UTF-8 for something else.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from tracker.domain.origin import Field
from tracker.domain.summary import Rate, Summary
from tracker.domain.task import TaskRow
from tracker.domain.words import Words
from tracker.export.annex import origin_of
from tracker.export.cells import Cell, Day, Percent, Quantity, clean_text, clean_words, said
from tracker.export.contents import RowLine, contents, figure_cells, figure_columns

BOM = "\ufeff"
_ABOUT = ("section", "key", "name", "text")
_RATE = ("numerator", "denominator", "percent")
_RATES = ("done_of_all", "done_of_due")
_TASK = (
    "code",
    "title",
    "directive",
    "unit",
    "unit_name",
    "coordinating",
    "coordinating_names",
    "measure",
    "unit_of_measure",
    "rhythm",
    "baseline",
    "baseline_qualifier",
    "target",
    "value",
    "percent",
    "status",
    "start",
    "deadline",
    "done_on",
    "weight",
    *(f"origin_{field.value}" for field in Field),
)
_SHARED = ("at_risk", "exceeded")
"""Columns that both a roll-up (how many) and a task (1 or 0) fill."""

Record = dict[str, Cell]


def rendered(summary: Summary) -> bytes:
    """The summary and its tasks in one table."""
    names = [*_ABOUT, *_figure_names(), *_TASK]
    return _file(names, _records(summary))


def task_table(rows: Iterable[TaskRow], unit_names: Mapping[str, Words] | None = None) -> bytes:
    """A bare list of tasks, one row each; ``unit_names`` names the coordinating units."""
    return _file([*_TASK, *_SHARED], (_task(row, unit_names or {}) for row in rows))


_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """``text`` that no spreadsheet takes for a formula: ``'`` before ``= + - @``, tab and CR.

    A text that begins so behind a ``'`` of its own gets another, so that taking one off gives
    back every text.
    """
    return "'" + text if _FORMULA.match(text) else text


def _file(names: list[str], records: Iterable[Record]) -> bytes:
    out = io.StringIO(newline="")
    out.write(BOM)
    table = csv.DictWriter(out, names, restval="", lineterminator="\r\n")
    table.writeheader()
    table.writerows({key: _plain(cell) for key, cell in record.items()} for record in records)
    return out.getvalue().encode()


def _plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return guarded(cell)
        case int():
            return str(cell)
        case Percent() | Quantity():
            return cell.plain
        case Day():
            return cell.day.isoformat()
        case Rate():
            return said(cell)


def _records(summary: Summary) -> Iterable[Record]:
    whole = contents(summary)
    if whole.sample:
        yield {"section": "about", "key": "sample", "name": whole.sample, "text": whole.sample}
    for fact in whole.head:
        text = Day(summary.as_of) if fact.key == "as_of" else fact.cell
        yield {"section": "about", "key": fact.key, "name": fact.label, "text": text}
    yield _figures("total", whole.total_row)
    for line in whole.rows:
        yield _figures("row", line)
    for row, line in zip(summary.rows, whole.rows, strict=True):
        if row.subtree is not None:
            yield _figures("subtree", replace(line, cells=figure_cells(row.subtree)))
    for note in whole.notes:
        yield {"section": "note", "text": note}
    for task in summary.tasks:
        yield {"section": "task", **_task(task, summary.unit_names)}
    for fact in whole.particulars:
        yield {"section": "about", "key": fact.key, "name": fact.label, "text": fact.cell}


def _figure_names() -> Iterable[str]:
    for column in figure_columns():
        if column.key in _RATES:
            yield from (f"{column.key}_{part}" for part in _RATE)
        else:
            yield column.key


def _figures(section: str, line: RowLine) -> Record:
    record: Record = {"section": section, "key": line.code, "name": line.name}
    for column, cell in zip(figure_columns(), line.cells, strict=True):
        if isinstance(cell, Rate):
            percent = None if cell.percent is None else Percent(cell.percent)
            parts: tuple[Cell, ...] = (cell.numerator, cell.denominator, percent)
            record |= {f"{column.key}_{p}": c for p, c in zip(_RATE, parts, strict=True)}
        else:
            record[column.key] = cell
    return record


def _task(row: TaskRow, unit_names: Mapping[str, Words]) -> Record:
    coordinating = [clean_words(unit_names.get(code, Words(code))) for code in row.coordinating]
    baseline = row.baseline
    return {
        "code": clean_text(row.code),
        "title": clean_words(row.title),
        "directive": clean_text(row.directive),
        "unit": clean_text(row.unit),
        "unit_name": clean_words(row.unit_name),
        "coordinating": clean_text(" ".join(row.coordinating)),
        "coordinating_names": "; ".join(coordinating),
        "measure": row.measure.value,
        "unit_of_measure": clean_words(row.unit_of_measure),
        "rhythm": row.rhythm.value,
        "baseline": None if baseline is None else Quantity(baseline.value),
        "baseline_qualifier": baseline.qualifier.value if baseline and baseline.qualifier else None,
        "target": None if row.target is None else Quantity(row.target),
        "value": None if row.value is None else Quantity(row.value),
        "percent": None if row.percent is None else Percent(row.percent),
        "status": row.status.value,
        "start": Day(row.start),
        "deadline": None if row.deadline is None else Day(row.deadline),
        "done_on": None if row.done_on is None else Day(row.done_on),
        "weight": row.weight,
        **{f"origin_{field.value}": origin_of(row, field).value for field in Field},
        "at_risk": int(row.at_risk),
        "exceeded": int(row.exceeded),
    }
