"""JSON back into figures."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

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


def read(content: bytes) -> Found:
    """Raises BrokenParticulars, or whatever a file raises that is no JSON of ours."""
    whole = json.loads(content.decode("utf-8-sig"))
    particulars = particulars_in([whole["particulars"]["word"]])
    day = whole["as_of"] == particulars.question.as_of.isoformat()
    return Found(Format.JSON, particulars, perhaps(lambda: _figures(whole)), states_day=day)


def _figures(whole: dict[str, Any]) -> FiguresShown:
    rows = [(RowShown(row["code"], _shown(row)), row["subtree"]) for row in whole["rows"]]
    below = [RowShown(row.name, _shown(found)) for row, found in rows if found is not None]
    own = {row.name: row.figures for row, _found in rows}
    return FiguresShown(
        _shown(whole["totals"]),
        tuple(row for row, _found in rows),
        tuple(row for row in below if row.figures != own[row.name]),
        tuple(_task(task) for task in whole["tasks"]),
    )


def _shown(found: dict[str, Any]) -> Shown:
    return tuple(_figure(key, found) for key in FIGURES)


def _figure(key: str, found: dict[str, Any]) -> str:
    if key in RATES:
        rate = found[key]
        percent = _percent(rate["percent"])
        return rate_shown(int(rate["numerator"]), int(rate["denominator"]), percent)
    if key == "completion_percent":
        return _percent(found[key])
    return str(int(found["by_status"].get(key, found.get(key))))


def _percent(found: float | None) -> str:
    return percent_shown(None if found is None else Decimal(repr(found)))


def _quantity(found: float | None) -> str:
    return quantity_shown(None if found is None else Decimal(repr(found)))


def _task(task: dict[str, Any]) -> TaskShown:
    return TaskShown(
        code=task["code"],
        deadline=task["deadline"] or NONE,
        target=_quantity(task["target"]),
        value=_quantity(task["value"]),
        percent=_percent(task["percent"]),
        status=task["status"],
        at_risk=str(int(task["at_risk"])),
        exceeded=str(int(task["exceeded"])),
        done_on=task["done_on"] or NONE,
        baseline=_quantity(task["baseline"] and task["baseline"]["value"]),
    )
