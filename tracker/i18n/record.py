"""The journal's plain texts, in the reader's language."""

from __future__ import annotations

from datetime import date

from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.period import NotAPeriod, Rhythm, WindowNotPeriod, read_period
from tracker.domain.text import shown
from tracker.i18n import N_, _, formats, names

_KEYS = {
    "given": N_("typed"),
    "own_day": N_("day of the figure"),
    "note": N_("note"),
    "evidence": N_("evidence"),
    "day": N_("from day"),
    "from": N_("from day"),
    "document": N_("document"),
}
_CALLS = {
    "add_task": N_("task added"),
    "edit_task": N_("task edited"),
    "cancel_task": N_("task stopped"),
    "resume_task": N_("task taken up again"),
    "confirm": N_("fields confirmed"),
    "report": N_("report"),
    "apply_plan": N_("plan applied"),
}
_FIELDS = {field.value: field for field in Field}
_MEASURES = {measure.value: measure for measure in Measure}
_RHYTHMS = {rhythm.value: rhythm for rhythm in Rhythm}
_ORIGINS = {origin.value: origin for origin in Origin}
_DAYS = (Field.START, Field.DEADLINE, "own_day", "day", "from")


def call_said(what: str) -> str:
    """What an entry records: the name of a service call, in words."""
    return _(_CALLS[what]) if what in _CALLS else shown(what)


def key_said(key: str) -> str:
    """What a journal text is about: a field, a period, or something typed beside a report."""
    if key in _KEYS:
        return _(_KEYS[key])
    if key in _FIELDS:
        return names.field(_FIELDS[key])
    try:
        return names.period(read_period(key))
    except (NotAPeriod, WindowNotPeriod):
        return shown(key)


def value_said(key: str, text: str, *, origin: bool = False) -> str:
    """A journal text for people: days and closed lists in the reader's words.

    ``origin`` says that ``text`` is one, as in an entry about a confirmation.
    """
    if not text:
        return formats.NOTHING
    if origin and text in _ORIGINS:
        return names.origin(_ORIGINS[text])
    if key == Field.MEASURE and text in _MEASURES:
        return names.measure(_MEASURES[text])
    if key == Field.RHYTHM and text in _RHYTHMS:
        return names.rhythm(_RHYTHMS[text])
    if key in _DAYS:
        return formats.day(date.fromisoformat(text))
    return shown(text)
