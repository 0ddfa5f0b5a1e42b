"""Figures by their keys and canonical texts (``domain.fingerprint``), in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.domain.fingerprint import RATES
from tracker.domain.measure import Measure
from tracker.domain.origin import Field
from tracker.domain.period import Rhythm
from tracker.domain.quantity import SCALE
from tracker.domain.status import Status
from tracker.domain.summary import Rate
from tracker.domain.text import shown
from tracker.i18n import N_, _, formats, names

_NAMES = {
    "tasks": N_("tasks"),
    "at_risk": N_("at risk"),
    "exceeded": N_("over the ceiling"),
    "done_of_all": N_("done of all"),
    "done_of_due": N_("done of due"),
    "completion_percent": N_("completion"),
    "value": N_("result"),
    "percent": N_("percent"),
    "status": N_("status"),
    "done_on": N_("done on"),
    "directive": N_("directive"),
    "name": N_("name"),
}
_FIELDS = {field.value: field for field in Field}
_MEASURES = {measure.value: measure for measure in Measure}
_RHYTHMS = {rhythm.value: rhythm for rhythm in Rhythm}
_STATUSES = {status.value: status for status in Status}
_FLAGS = ("at_risk", "exceeded")


def name(key: str) -> str:
    """What the figure is called within a sentence."""
    if key in _STATUSES:
        return names.status_short(_STATUSES[key])
    return _(_NAMES[key]) if key in _NAMES else names.field(_FIELDS[key])


def said(key: str, text: str | None, *, of_task: bool = False) -> str:
    """A canonical text for people; ``of_task``: a flag, where a total has a count."""
    if not text:
        return formats.NOTHING
    if key in _FLAGS and of_task:
        return _("yes") if text == "1" else _("no")
    if key in _SAID:
        return _SAID[key](text)
    return formats.count(int(text)) if text.isdecimal() else shown(text)


def _rate(text: str) -> str:
    numerator, denominator = text.partition("=")[0].split("/")
    return formats.rate(Rate(int(numerator), int(denominator)))


def _percent(text: str) -> str:
    return formats.percent(Fraction(text))


def _quantity(text: str) -> str:
    return formats.number(int(Decimal(text) * SCALE))


def _day(text: str) -> str:
    return formats.day(date.fromisoformat(text))


def _status(text: str) -> str:
    return names.status_short(_STATUSES[text]) if text in _STATUSES else shown(text)


def _measure(text: str) -> str:
    return names.measure(_MEASURES[text]) if text in _MEASURES else shown(text)


def _rhythm(text: str) -> str:
    return names.rhythm(_RHYTHMS[text]) if text in _RHYTHMS else shown(text)


_SAID: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(RATES, _rate),
    **dict.fromkeys(("percent", "completion_percent"), _percent),
    **dict.fromkeys(("target", "value", "baseline"), _quantity),
    **dict.fromkeys(("deadline", "done_on", "start"), _day),
    "status": _status,
    "measure": _measure,
    "rhythm": _rhythm,
}
