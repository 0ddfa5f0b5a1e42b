"""JSON: keys in English and stable, plain numbers, ISO days; texts as they are stored.

``summary_object`` and ``task_object`` are also what the commands print with ``--json``.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any, TypeAlias

from tracker.domain.condition import By, Owing
from tracker.domain.duty import DutyState
from tracker.domain.known import Recorded
from tracker.domain.origin import Field
from tracker.domain.particulars import particulars_of
from tracker.domain.plan import SAMPLE, Directive
from tracker.domain.quantity import plain, rounded
from tracker.domain.status import Status
from tracker.domain.summary import Figures, Rate, Summary, SummaryRow
from tracker.domain.task import TaskRow
from tracker.domain.words import Words
from tracker.export.annex import origin_of, unconfirmed
from tracker.export.contents import condition_said, origin_notes, row_name
from tracker.i18n import lang

JsonObject: TypeAlias = dict[str, Any]


def rendered(summary: Summary) -> bytes:
    """The whole summary as one JSON object, in UTF-8."""
    whole = summary_object(summary)
    whole |= {
        "banner": SAMPLE if summary.plan.sample else None,
        "unconfirmed": {origin.value: n for origin, n in unconfirmed(summary.tasks).items()},
        "origin_notes": list(origin_notes(summary)),
        "directives": [_directive_object(d) for d in summary.directives],
        "tasks": [task_object(row) for row in summary.tasks],
        "particulars": _particulars_object(summary),
    }
    return json_text(whole).encode()


def _particulars_object(summary: Summary) -> JsonObject:
    """What the file can be verified by; ``tracker verify`` reads ``word``."""
    found = particulars_of(summary, lang())
    return {
        "entry": found.entry,
        "seal": str(summary.seal) if summary.seal else None,
        "fingerprint": found.fingerprint,
        "word": str(found),
    }


_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def json_text(found: Any) -> str:
    """``found`` as every JSON of this program is written, with a newline at its end.

    What would steer a terminal or the direction of writing is written as an escape: the same text,
    unseen by the terminal (JSON itself escapes what is below U+0020).
    """
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    return _STEERING.sub(lambda char: f"\\u{ord(char[0]):04x}", text)


def known_on_object(known_on: Recorded | None) -> JsonObject | None:
    """The journal entry up to which the record was read."""
    if known_on is None:
        return None
    return {"entry": known_on.number, "recorded_at": known_on.recorded_at.isoformat()}


def summary_object(summary: Summary) -> JsonObject:
    """Totals and rows with their numerators and denominators; percents 0–100, one decimal.

    ``known_on`` is null where the summary says what is known now; ``recorded`` is the entry up to
    which the record was read in either case.
    """
    return {
        "plan": summary.plan.code,
        **both("plan_title", summary.plan.title),
        "year": summary.plan.year,
        **both("issuer", summary.issuer),
        "sample": summary.plan.sample,
        "as_of": summary.as_of.isoformat(),
        "known_on": known_on_object(summary.known_on),
        "recorded": known_on_object(summary.recorded),
        "condition": condition_object(summary),
        "totals": figures_object(summary.totals),
        "by": summary.by.value,
        "rows": [_row_object(summary.by, row) for row in summary.rows],
    }


def figures_object(figures: Figures) -> JsonObject:
    """The figures of any set of tasks."""
    return {
        "tasks": figures.tasks,
        "by_status": {status.value: figures.count(status) for status in Status},
        "at_risk": figures.at_risk,
        "exceeded": figures.exceeded,
        "done_of_all": _rate_object(figures.done_of_all),
        "done_of_due": _rate_object(figures.done_of_due),
        "completion_percent": _percent(figures.completion),
        "awaiting_review": figures.awaiting,
        "amended_after_closing": figures.after_closing,
    }


def task_object(row: TaskRow) -> JsonObject:
    """One task: quantities are plain numbers in its unit of measure, None where there is none."""
    return {
        "code": row.code,
        **both("title", row.title),
        "directive": row.directive,
        "unit": row.unit,
        "unit_name": row.unit_name.said(lang()),
        "coordinating": list(row.coordinating),
        "measure": row.measure.value,
        **both("unit_of_measure", row.unit_of_measure),
        "rhythm": row.rhythm.value,
        "baseline": None
        if row.baseline is None
        else {
            "value": plain(row.baseline.value),
            "qualifier": row.baseline.qualifier and row.baseline.qualifier.value,
        },
        "target": None if row.target is None else plain(row.target),
        "value": None if row.value is None else plain(row.value),
        "percent": _percent(row.percent),
        "status": row.status.value,
        "at_risk": row.at_risk,
        "exceeded": row.exceeded,
        "start": row.start.isoformat(),
        "deadline": None if row.deadline is None else row.deadline.isoformat(),
        "done_on": None if row.done_on is None else row.done_on.isoformat(),
        "weight": row.weight,
        "origin": {field.value: origin_of(row, field).value for field in Field},
    }


def _row_object(by: By, row: SummaryRow) -> JsonObject:
    return {
        "code": row.code,
        "name": row_name(by, row),
        "depth": row.depth,
        **figures_object(row.own),
        "subtree": None if row.subtree is None else figures_object(row.subtree),
    }


def _directive_object(directive: Directive) -> JsonObject:
    return {
        "code": directive.code,
        **both("short", directive.short),
        "sentence": directive.sentence,
        "quote": directive.quote,
        "english": directive.english,
    }


def condition_object(summary: Summary) -> JsonObject:
    """Which tasks are counted, in words and part by part."""
    condition = summary.condition
    due_before = condition.due_before
    return {
        "said": condition_said(summary),
        "words": list(condition.words),
        "unit": condition.unit,
        "below": condition.below,
        "directive": condition.directive,
        "statuses": [status.value for status in Status if status in condition.statuses],
        "at_risk": condition.at_risk,
        "exceeded": condition.exceeded,
        "due_before": None if due_before is None else due_before.isoformat(),
        "owing": _owing_object(condition.owing),
        "where": None if condition.where is None else str(condition.where),
    }


def _owing_object(owing: Owing | None) -> JsonObject | None:
    if owing is None:
        return None
    return {
        "period": owing.period.code,
        "states": [state.value for state in DutyState if state in owing.states],
        "unit": owing.unit,
    }


def _rate_object(rate: Rate) -> JsonObject:
    return {
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "percent": _percent(rate.percent),
    }


def _percent(exact: Fraction | None) -> float | None:
    return None if exact is None else float(rounded(exact))


def both(key: str, words: Words) -> JsonObject:
    """A text under ``key`` in the current language, and in each language by name.

    The English is null where nobody wrote one.
    """
    return {key: words.said(lang()), f"{key}_vi": words.vi, f"{key}_en": words.en or None}
