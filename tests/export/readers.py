"""Each format read back, by something else than what wrote it, into one common form.

A figure is an ``int``; a percent the text ``81.6``; a rate a triple of those; None is no figure.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import Any, TypeAlias

import docx
import openpyxl
from docx.document import Document
from markdown_it import MarkdownIt
from markdown_it.token import Token
from openpyxl.workbook import Workbook

from tracker.export import Format

Value: TypeAlias = int | str | tuple[int, int, str | None] | None

FIGURES = (
    "tasks",
    "not_started",
    "in_progress",
    "overdue",
    "done_on_time",
    "done_late",
    "done_no_deadline",
    "cancelled",
    "at_risk",
    "exceeded",
    "done_of_all",
    "done_of_due",
    "completion_percent",
)
RATES = ("done_of_all", "done_of_due")


@dataclass(frozen=True)
class TaskBack:
    """What every format says of a task in its annex."""

    code: str
    deadline: date | None
    target: Decimal | None
    result: Decimal | None
    percent: str | None
    baseline: Decimal | None


@dataclass(frozen=True)
class Back:
    """A whole file, read back; ``subtrees`` holds those that differ from the row's own figures."""

    totals: dict[str, Value]
    rows: list[dict[str, Value]]
    subtrees: list[dict[str, Value]]
    tasks: list[TaskBack]


def from_json(file: bytes) -> Back:
    whole = json.loads(file)

    def figures(found: dict[str, Any]) -> dict[str, Value]:
        flat = {**found, **found["by_status"]}
        for rate in RATES:
            flat[rate] = tuple(found[rate].values())
        return {
            key: _rate(*flat[key]) if key in RATES else _percent_or_count(key, flat[key])
            for key in FIGURES
        }

    own = [figures(row) for row in whole["rows"]]
    below = [row["subtree"] and figures(row["subtree"]) for row in whole["rows"]]
    return Back(
        figures(whole["totals"]),
        own,
        [b for o, b in zip(own, below, strict=True) if b is not None and b != o],
        [
            TaskBack(
                task["code"],
                _iso(task["deadline"]),
                _decimal(task["target"]),
                _decimal(task["value"]),
                _one_decimal(task["percent"]),
                _decimal(task["baseline"] and task["baseline"]["value"]),
            )
            for task in whole["tasks"]
        ],
    )


def csv_records(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def from_csv(file: bytes) -> Back:
    records = csv_records(file)

    def figures(section: str) -> list[dict[str, Value]]:
        return [
            {
                key: _rate(*(r[f"{key}_{p}"] for p in ("numerator", "denominator", "percent")))
                if key in RATES
                else _percent_or_count(key, r[key])
                for key in FIGURES
            }
            for r in records
            if r["section"] == section
        ]

    own, below = figures("row"), figures("subtree")
    differing = [b for o, b in zip(own, below, strict=True) if b != o] if below else []
    return Back(
        figures("total")[0],
        own,
        differing,
        [
            TaskBack(
                r["code"],
                _iso(r["deadline"]),
                _decimal(r["target"]),
                _decimal(r["value"]),
                _one_decimal(r["percent"]),
                _decimal(r["baseline"]),
            )
            for r in records
            if r["section"] == "task"
        ],
    )


def workbook(file: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(file))


def from_xlsx(file: bytes) -> Back:
    overview, *annex = [
        [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in workbook(file)
    ]
    first = next(i for i, row in enumerate(overview) if isinstance(row[1], int))
    totals = [cell for row in overview[first:][: len(FIGURES)] for cell in _in_use(row)]
    roll_ups = [
        [_spread_figures(row[1:]) for row in takewhile(_has_figures, overview[at + 1 :])]
        for at, row in enumerate(overview)
        if all(isinstance(cell, str) for cell in row)
    ]
    return Back(
        _spread_figures(totals),
        roll_ups[0][:-1],
        [row for roll_up in roll_ups[1:] for row in roll_up],
        [
            TaskBack(
                row[1],
                row[5] and row[5].date(),
                _decimal(row[7]),
                _decimal(row[8]),
                _percent_of_share(row[9]),
                _decimal(row[10]),
            )
            for sheet in annex
            for row in sheet
            if isinstance(row[0], int)
        ],
    )


def _in_use(row: list[Any]) -> list[Any]:
    """The cells of one line of the totals: three for a rate, else one."""
    return row[1:4] if isinstance(row[2], int) else row[1:2]


def _has_figures(row: list[Any]) -> bool:
    return isinstance(row[1], int)


def _spread_figures(cells: Iterable[Any]) -> dict[str, Value]:
    at = iter(cells)
    figures: dict[str, Value] = {}
    for key in FIGURES:
        if key in RATES:
            figures[key] = _rate(next(at), next(at), _percent_of_share(next(at)))
        elif key == "completion_percent":
            figures[key] = _percent_of_share(next(at))
        else:
            figures[key] = int(next(at))
    return figures


def _percent_of_share(cell: float | None) -> str | None:
    return None if cell is None else f"{Decimal(repr(cell)) * 100:.1f}"


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tables_of_md(file: bytes) -> list[list[list[str]]]:
    """Every table with its heading row; a cell with any markup in it is an error."""
    tables: list[list[list[str]]] = []
    for token in MARKDOWN.parse(file.decode()):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type == "inline" and token.level == TABLE_CELL:
            tables[-1][-1].append(plain_text_of_md(token.children or []))
    return tables


TABLE_CELL = 4
"""How deep the text of a table's cell stands in a document."""


def plain_text_of_md(tokens: list[Token]) -> str:
    assert {token.type for token in tokens} <= {"text", "text_special"}
    return "".join(token.content for token in tokens)


def from_md(file: bytes) -> Back:
    totals, *others = tables_of_md(file)
    said = {key: row[1] for key, row in zip(FIGURES, totals[1:], strict=True)}
    return _from_texts({key: _said(key, text) for key, text in said.items()}, others)


def document(file: bytes) -> Document:
    return docx.Document(io.BytesIO(file))


def from_docx(file: bytes) -> Back:
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in document(file).tables
        if len(table.columns) > 2
    ]
    return _from_texts(_said_figures(tables[0][-1]), tables)


def _from_texts(totals: dict[str, Value], tables: list[list[list[str]]]) -> Back:
    roll_ups = [table[1:] for table in tables if len(table[0]) == 14]
    annex = next((table[1:] for table in tables if len(table[0]) == 9), [])
    assert _said_figures(roll_ups[0][-1]) == totals
    return Back(
        totals,
        [_said_figures(row) for row in roll_ups[0][:-1]],
        [_said_figures(row) for table in roll_ups[1:] for row in table],
        [
            TaskBack(
                _found(r"\(([^()]*)\)$", row[1]) or "",
                _said_day(row[4]),
                _said_number(row[5]),
                _said_number(row[6]),
                None if row[7] == "—" else _plain(row[7].removesuffix("%").strip()),
                _said_number(_found(r"(?:năm trước|last year): (?:\D+ )?(\S+)", row[8]) or "—"),
            )
            for row in annex
        ],
    )


def _said_figures(row: list[str]) -> dict[str, Value]:
    return {key: _said(key, text) for key, text in zip(FIGURES, row[1:], strict=True)}


def _said(key: str, text: str) -> Value:
    text = text.replace("\u00a0", " ")
    if key in RATES:
        found = re.fullmatch(r"([\d.]+)/([\d.]+)(?: \(([\d.,]+) %\))?", text)
        assert found, text
        return _rate(_plain(found[1]), _plain(found[2]), found[3] and _plain(found[3]))
    if key == "completion_percent":
        return None if text == "—" else _plain(text.removesuffix(" %"))
    return int(_plain(text))


def _found(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text)
    return found[1] if found else None


def _said_number(text: str) -> Decimal | None:
    return None if text == "—" else Decimal(_plain(re.split(r"\s", text)[0].rstrip("*~")))


def _said_day(text: str) -> date | None:
    if text == "—":
        return None
    day, month, year = map(int, text.rstrip("*~").split("/"))
    return date(year, month, day)


def _plain(text: str) -> str:
    return text.replace(".", "").replace(",", ".")


def _rate(numerator: Any, denominator: Any, percent: Any) -> tuple[int, int, str | None]:
    return int(numerator), int(denominator), _one_decimal(percent)


def _percent_or_count(key: str, found: Any) -> Value:
    return _one_decimal(found) if "percent" in key else int(found)


def _one_decimal(found: Any) -> str | None:
    return None if found in (None, "") else f"{Decimal(str(found)):.1f}"


def _decimal(found: Any) -> Decimal | None:
    return (
        None if found in (None, "") else Decimal(repr(found) if isinstance(found, float) else found)
    )


def _iso(found: str | None) -> date | None:
    return date.fromisoformat(found) if found else None


READ: dict[Format, Callable[[bytes], Back]] = {
    Format.MD: from_md,
    Format.DOCX: from_docx,
    Format.XLSX: from_xlsx,
    Format.CSV: from_csv,
    Format.JSON: from_json,
}
