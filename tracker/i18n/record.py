"""The journal's plain texts, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from tracker.domain.account import Part
from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.period import NotAPeriod, Rhythm, WindowNotPeriod, read_period
from tracker.domain.quantity import Qualifier
from tracker.domain.report_state import ReportState
from tracker.domain.task import Change
from tracker.domain.text import excerpt, shown
from tracker.domain.undo import account_of
from tracker.i18n import N_, _, formats, names

_KEYS = {
    "given": N_("typed"),
    "own_day": N_("day of the figure"),
    "note": N_("note"),
    "evidence": N_("evidence"),
    "day": N_("from day"),
    "from": N_("from day"),
    "document": N_("document"),
    "why": N_("why this unit"),
    "sentences": N_("sentences of the source"),
    "state": N_("state"),
    "stated": N_("cumulative total"),
    "word": N_("why it is right all the same"),
    "closed": N_("closed"),
    "reopened": N_("open again"),
    "until": N_("until"),
    "tasks": N_("tasks"),
}
_CALLS = {
    "add_task": N_("task added"),
    "edit_task": N_("task edited"),
    "cancel_task": N_("task stopped"),
    "resume_task": N_("task taken up again"),
    "confirm": N_("fields confirmed"),
    "report": N_("report"),
    "account": N_("account"),
    "apply_plan": N_("plan applied"),
    "undo": N_("undone"),
    "redo": N_("done again"),
    "submit": N_("report handed in"),
    "accept": N_("report accepted"),
    "return": N_("report returned"),
    "close": N_("period closed"),
    "reopen": N_("period opened again"),
    "repair": N_("derived states made anew"),
}
_FIELDS = {field.value: field for field in Field}
_MEASURES = {measure.value: measure for measure in Measure}
_RHYTHMS = {rhythm.value: rhythm for rhythm in Rhythm}
_ORIGINS = {origin.value: origin for origin in Origin}
_STATES = {state.value: state for state in ReportState}
_PARTS = {part.value: part for part in Part}
_ABOUT = ("unit", "directive", "period")
"""Keys that say what account an entry is about."""
_FOR_THE_DOCTOR = "terms"
"""The key of what is there to compare rows with, and told by the values beside it."""
_PERHAPS = ("stated", "word")
"""Keys that an entry always says, and people are told where they say something."""
_DAYS = (Field.START, Field.DEADLINE, "own_day", "day", "from", "until")


def call_said(what: str) -> str:
    """What an entry records: the name of a service call, in words."""
    return _(_CALLS[what]) if what in _CALLS else shown(what)


def key_said(key: str) -> str:
    """What a journal text is about: a field, a period, or something typed beside a report."""
    if key in _KEYS:
        return _(_KEYS[key])
    if key in _PARTS:
        return names.part(_PARTS[key])
    if key in _FIELDS:
        return names.field(_FIELDS[key])
    return names.period(read_period(key)) if _is_period(key) else shown(key)


def _is_period(key: str) -> bool:
    """Whether the journal text is a period's figure."""
    try:
        read_period(key)
    except (NotAPeriod, WindowNotPeriod):
        return False
    return True


def _amount_said(text: str) -> str:
    """A quantity with the qualifier in the reader's word."""
    word, _space, number = text.partition(" ")
    said = {qualifier.vi: formats.qualifier(qualifier) for qualifier in Qualifier}
    return shown(f"{said[word]} {number}" if word in said else text)


def _sentences_said(text: str) -> str:
    """``baseline: 5`` in the reader's words."""
    parts = (part.partition(": ") for part in text.split(", "))
    return names.sentences({Field(field): int(number) for field, _colon, number in parts})


def _day_said(text: str) -> str:
    return formats.day(date.fromisoformat(text))


_DATED = re.compile(r"(.*) \((\d{4}-\d\d-\d\d)\)", re.DOTALL)


def _document_said(text: str) -> str:
    """``12-KH/BDVTU (2021-01-15)`` with its day as people write it."""
    if found := _DATED.fullmatch(text):
        number, day = found.groups()
        return f"{shown(number)} ({_day_said(day)})"
    return shown(text)


def _measure_said(text: str) -> str:
    return names.measure(_MEASURES[text]) if text in _MEASURES else shown(text)


def _rhythm_said(text: str) -> str:
    return names.rhythm(_RHYTHMS[text]) if text in _RHYTHMS else shown(text)


def _state_said(text: str) -> str:
    return names.report_state(_STATES[text]) if text in _STATES else shown(text)


def _period_said(text: str) -> str:
    return names.period(read_period(text)) if _is_period(text) else shown(text)


_VALUES: dict[str, Callable[[str], str]] = {
    Field.MEASURE: _measure_said,
    Field.RHYTHM: _rhythm_said,
    Field.BASELINE: _amount_said,
    "sentences": _sentences_said,
    "document": _document_said,
    "state": _state_said,
    "stated": _amount_said,
    **dict.fromkeys(("closed", "reopened"), _period_said),
    **dict.fromkeys(_PARTS, excerpt),
    **dict.fromkeys(_DAYS, _day_said),
}


def value_said(key: str, text: str, *, origin: bool = False) -> str:
    """A journal text for people: days and closed lists in the reader's words.

    ``origin`` says that ``text`` is one, as in an entry about a confirmation.
    """
    if not text:
        return formats.NOTHING
    if origin and text in _ORIGINS:
        return names.origin(_ORIGINS[text])
    return _VALUES.get(key, _amount_said if _is_period(key) else shown)(text)


def subject_said(change: Change) -> str:
    """What an entry is about: a task's code, an account, or nothing for the plan as a whole."""
    about = account_of(change)
    return shown(change.subject if about is None else names.account(about))


def changes_said(change: Change, *, backwards: bool = False) -> list[str]:
    """What an entry changed, field by field: ``chỉ tiêu: 10 → 12``; ``backwards``, what reversing
    it changes."""
    old, new = (change.after, change.before) if backwards else (change.before, change.after)
    origin = _is_about_origins(change)
    left_out = {_FOR_THE_DOCTOR, *(() if account_of(change) is None else _ABOUT)}
    said = []
    for key in dict.fromkeys((*change.before, *change.after)):
        if key in left_out or (key in _PERHAPS and not (old.get(key) or new.get(key))):
            continue
        before, after = (value_said(key, told.get(key, ""), origin=origin) for told in (old, new))
        changed = f"{before} → {after}" if key in old or backwards else after
        said.append(f"{key_said(key)}: {changed}")
    return said


def _is_about_origins(change: Change) -> bool:
    """Whether the entry confirmed fields, or reversed that: its texts are origins."""
    if change.what == "confirm":
        return True
    fields = [*change.before.items(), *change.after.items()]
    texts = [text for key, text in fields if key in _FIELDS]
    return change.undoes is not None and bool(texts) and all(text in _ORIGINS for text in texts)
