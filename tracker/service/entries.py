"""What the journal says of a task's fields, in plain text that no language colours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tracker.domain.origin import DATED_FIELDS, Document, Field, Origin
from tracker.domain.quantity import Amount
from tracker.domain.task import TaskDraft, TaskRow
from tracker.domain.timeline import EVER
from tracker.domain.words import Words
from tracker.service.fields import plain
from tracker.store.journal import TERMS, Entry


def said(draft: TaskDraft | TaskRow, field: Field) -> str:
    """One field as the journal writes it."""
    value: object = getattr(draft, field.value)
    if field is Field.TARGET and draft.target is not None:
        value = Amount(draft.target)
    if isinstance(value, Words):
        return " / ".join(filter(None, (value.vi, value.en)))
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def said_change(before: TaskDraft, after: TaskDraft, field: Field) -> tuple[str, str]:
    """A changed field before and after; its origin where that is all that changed."""
    if plain(before)[field] == plain(after)[field]:
        return before.origin_of(field).value, after.origin_of(field).value
    return said(before, field), said(after, field)


def all_said(draft: TaskDraft) -> dict[str, str]:
    """Every field of a new task that says something, as the journal writes it."""
    fields = {field.value: said(draft, field) for field in Field if said(draft, field)}
    return fields | said_terms({field: (EVER, draft.origin_of(field)) for field in DATED_FIELDS})


def said_terms(terms: Mapping[Field, tuple[date, Origin]]) -> dict[str, str]:
    """Of each dated field the first day of the term that an entry writes, left out where it is
    the beginning, and its origin: ``target 2021-06-01 confirmed, weight proposed``. By this, and
    by the values beside it, ``upkeep.recorded.terms`` knows each row that the entry wrote."""
    texts = [
        " ".join((field.value, *([] if since == EVER else [since.isoformat()]), origin.value))
        for field, (since, origin) in terms.items()
    ]
    return {TERMS: ", ".join(texts)} if texts else {}


def said_sentences(draft: TaskDraft) -> str:
    """Which sentence of the source states which field: ``baseline: 5``."""
    return ", ".join(f"{field}: {number}" for field, number in draft.sentences.items())


def field_entry(
    what: str,
    subject: str,
    fields: Mapping[Field, tuple[str, str]],
    why: str,
    document: Document | None,
    day_from: date | None,
    terms: Mapping[Field, tuple[date, Origin]],
) -> Entry:
    """The entry of fields that changed, each with its text before and after; of those that are
    dated, ``terms`` are the first days and origins."""
    after = {field.value: new for field, (_old, new) in fields.items()}
    if document is not None:
        day = f" ({document.day.isoformat()})" if document.day else ""
        after["document"] = document.number + day
    if day_from is not None:
        after["from"] = day_from.isoformat()
    after |= said_terms(terms)
    before = {field.value: old for field, (old, _new) in fields.items()}
    return Entry(what, subject, before, after, why)
