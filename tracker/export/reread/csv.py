"""CSV back into figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal

from tracker.domain.fingerprint import (
    FIGURES,
    NONE,
    RATES,
    FiguresShown,
    RowShown,
    Shown,
    TaskShown,
    percent_shown,
    quantity_shown,
    rate_shown,
)
from tracker.export import Format
from tracker.export.reread.found import Found, particulars_in, perhaps

Record = Mapping[str, str]


def read(content: bytes) -> Found:
    """Raises BrokenParticulars, or whatever a file raises that is no CSV of ours."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    records = list(csv.DictReader(text, strict=True, delimiter=_between(content)))
    about = {r["key"]: r["text"] for r in records if r["section"] == "about"}
    particulars = particulars_in([about["particulars"]])
    day = about.get("as_of") == particulars.question.as_of.isoformat()
    return Found(Format.CSV, particulars, perhaps(lambda: _figures(records)), states_day=day)


def _between(content: bytes) -> str:
    """What stands between the columns: where commas are for decimals, a spreadsheet writes
    another sign."""
    behind = content.partition(b"section")[2].lstrip(b'"')[:1].decode()
    return behind if behind in (";", "\t") else ","


def _figures(records: Iterable[Record]) -> FiguresShown:
    sections: dict[str, list[Record]] = {}
    for record in records:
        sections.setdefault(record["section"], []).append(record)
    (totals,) = sections["total"]
    rows = [RowShown(r["key"], _shown(r)) for r in sections.get("row", ())]
    own = {row.name: row.figures for row in rows}
    below = [RowShown(r["key"], _shown(r)) for r in sections.get("subtree", ())]
    return FiguresShown(
        _shown(totals),
        tuple(rows),
        tuple(row for row in below if row.figures != own[row.name]),
        tuple(_task(r) for r in sections.get("task", ())),
    )


def _shown(record: Record) -> Shown:
    return tuple(_figure(key, record) for key in FIGURES)


def _figure(key: str, record: Record) -> str:
    if key in RATES:
        counts = (int(record[f"{key}_numerator"]), int(record[f"{key}_denominator"]))
        return rate_shown(*counts, _percent(record[f"{key}_percent"]))
    return _percent(record[key]) if key == "completion_percent" else str(int(record[key]))


def _percent(text: str) -> str:
    return percent_shown(Decimal(text)) if text else NONE


def _quantity(text: str) -> str:
    return quantity_shown(Decimal(text)) if text else NONE


def _task(record: Record) -> TaskShown:
    return TaskShown(
        code=record["code"],
        deadline=record["deadline"],
        target=_quantity(record["target"]),
        value=_quantity(record["value"]),
        percent=_percent(record["percent"]),
        status=record["status"],
        at_risk=record["at_risk"],
        exceeded=record["exceeded"],
        done_on=record["done_on"],
        baseline=_quantity(record["baseline"]),
    )
