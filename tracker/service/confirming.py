"""Values put under the document that confirms them, one by one or for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.condition import Condition, Sort
from tracker.domain.origin import Document, Field, Origin
from tracker.domain.problem import N_, Refused
from tracker.domain.task import open_fields
from tracker.domain.text import clean
from tracker.service.desk import Desk, locked, plan_at
from tracker.service.entries import field_entry
from tracker.service.fields import drafts_of
from tracker.service.task_rows import Rewrite, rewrite
from tracker.service.terms import TermBook
from tracker.store.engine import writing
from tracker.store.journal import add_entries
from tracker.store.read.detail import find_task
from tracker.store.read.tasks import task_ids
from tracker.store.states import bring_up_to_date, terms_of


class DocumentMissing(Refused):
    wording = N_("Give the number of the document that confirms, such as 12-KH/BDVTU.")


class DocumentDayMissing(Refused):
    wording = N_("Give the date of document {number} as well, as in 15/1/2021.")


class DocumentToCome(Refused):
    wording = N_("Document {number} is of {day}, which is still to come.")


class NoTaskMeets(Refused):
    wording = N_("No task is found that way.")


class NothingToConfirm(Refused):
    wording = N_("There is nothing to confirm: on {day} no field there is proposed or inferred.")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Which fields of which tasks now stand under the document."""

    entries: tuple[int, ...]
    fields: Mapping[str, tuple[Field, ...]]


def confirm(
    desk: Desk,
    plan_code: str | None,
    condition: Condition | str,
    document: Document,
    fields: Iterable[Field] = tuple(Field),
    *,
    as_of: date | None = None,
    dry_run: bool = False,
) -> Confirmed:
    """Put proposed and inferred fields under a document: of one task (its code), or of all tasks
    that meet ``condition``, with the values in force on ``as_of`` (None: the day the plan is asked
    about). A value of other days keeps its own origin: the document need not speak of it.
    ``dry_run`` writes nothing, and so returns no entries.

    One transaction. Raises DocumentMissing, DocumentDayMissing, DocumentToCome, NoTaskMeets,
    NothingToConfirm, UnknownTask.
    """
    document = checked_document(document, desk.today)
    wanted = set(fields)
    with writing(desk.engine) as session:
        view, plan = plan_at(desk, session, plan_code, as_of)
        if isinstance(condition, str):
            ids = [find_task(session, view, condition).id]
        else:
            ids = task_ids(session, view, condition, Sort())
        if not ids:
            raise NoTaskMeets
        tasks, terms = locked(session, ids), terms_of(session, ids)
        drafts = drafts_of(session, view, list(tasks.values()), terms, view.day)
        still_open = {i: [f for f in open_fields(drafts[i]) if f in wanted] for i in ids}
        opened = {i: found for i, found in still_open.items() if found}
        if not opened:
            raise NothingToConfirm(day=view.day)
        found_open = {tasks[i].code: tuple(f) for i, f in opened.items()}
        said_of = {
            i: {f: (drafts[i].origin_of(f).value, Origin.CONFIRMED.value) for f in found}
            for i, found in opened.items()
        }
        changes = {}
        for i, found in opened.items():
            confirmed = dict.fromkeys(found, Origin.CONFIRMED)
            after = replace(drafts[i], origin={**drafts[i].origin, **confirmed})
            changes[i] = Rewrite(drafts[i], after, view.day, document=document)
        entries = [
            field_entry(
                "confirm", tasks[i].code, said_of[i], "", document, None, change.terms(terms[i])
            )
            for i, change in changes.items()
        ]
        numbers = add_entries(session, desk.stamp(plan.id), entries)
        book = TermBook(view)
        numbered = zip(changes.items(), numbers, strict=True)
        rewrite(
            session, book, [(tasks[i], terms[i], change, entry) for (i, change), entry in numbered]
        )
        book.send(session)
        bring_up_to_date(session, plan, dict(zip(opened, numbers, strict=True)))
        if dry_run:
            # Only now: where nothing can be written, that is said of a dry run as well.
            session.rollback()
            return Confirmed((), found_open)
        return Confirmed(tuple(numbers), found_open)


def checked_document(document: Document, today: date) -> Document:
    """``document`` with its number as it is stored.

    Raises DocumentMissing, DocumentDayMissing, DocumentToCome.
    """
    number = clean(document.number.strip())
    if not number:
        raise DocumentMissing
    if document.day is None:
        raise DocumentDayMissing(number=number)
    if document.day > today:
        raise DocumentToCome(number=number, day=document.day)
    return replace(document, number=number)
