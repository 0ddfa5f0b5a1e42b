"""The dated values of tasks: what one transaction writes and ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.orm import Session

from tracker.domain.origin import DATED_FIELDS, Document, Field, Origin
from tracker.domain.task import TaskDraft
from tracker.domain.timeline import EVER
from tracker.store.columns import TERM
from tracker.store.read.view import View
from tracker.store.states import STOPPED
from tracker.store.tables import STILL_KNOWN, TermRow


class TermBook:
    """Collects terms and sends them to the database in a few statements, however many they are."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._fresh: list[dict[str, Any]] = []
        self._ended: list[tuple[TermRow, int]] = []

    def begin(self, task_id: int, draft: TaskDraft, entry: int) -> None:
        """The first terms of a new task."""
        for field in DATED_FIELDS:
            self._put(task_id, draft, field, entry, EVER, "", None)

    def change(
        self,
        task_id: int,
        standing: Iterable[TermRow],
        draft: TaskDraft,
        field: Field,
        entry: int,
        *,
        since: date,
        why: str,
        document: Document | None,
    ) -> None:
        """Give ``field`` the value that ``draft`` has, from ``since`` until its next term."""
        of_field = sorted((t for t in standing if t.field == field), key=lambda t: t.day_from)
        before = [term for term in of_field if term.day_from < since]
        for term in of_field:
            if term.day_from == since:
                self._ended.append((term, entry))
        if before and not document and self._says(before[-1], draft, field):
            return  # the term before it goes on
        self._put(task_id, draft, field, entry, since, why, document)

    def stop(
        self,
        task_id: int,
        standing: Iterable[TermRow],
        day: date,
        why: str,
        entry: int,
        *,
        on: bool,
    ) -> None:
        """The task is stopped from ``day`` on, or taken up again; what was said of later days
        ends."""
        for term in standing:
            if term.field == STOPPED and term.day_from >= day:
                self._ended.append((term, entry))
        self._fresh.append(
            self._row(task_id, STOPPED, entry, day, why)
            | {"number": int(on), "origin": Origin.CONFIRMED.value}
        )

    def send(self, session: Session) -> None:
        """Write all that was collected."""
        table = TERM.id.table
        assert isinstance(table, Table)  # noqa: S101 - tells the type checker what it is
        this_row = TERM.id == bindparam("row")
        # A term that its own entry ends was never known to anybody.
        unknown = [{"row": t.id} for t, entry in self._ended if t.known_from == entry]
        ended = [{"row": t.id, "entry": e} for t, e in self._ended if t.known_from != e]
        if unknown:
            session.execute(delete(table).where(this_row), unknown)
        if ended:
            session.execute(
                update(table).where(this_row).values(known_to=bindparam("entry")), ended
            )
        if self._fresh:
            session.execute(insert(table), self._fresh)
        self._fresh, self._ended = [], []

    def _put(
        self,
        task_id: int,
        draft: TaskDraft,
        field: Field,
        entry: int,
        day_from: date,
        why: str,
        document: Document | None,
    ) -> None:
        row = self._row(task_id, field.value, entry, day_from, why)
        row |= self._value(draft, field) | {"origin": draft.origin_of(field).value}
        if document is not None:
            row |= {"document": document.number, "document_day": document.day}
        self._fresh.append(row)

    def _row(
        self, task_id: int, field: str, entry: int, day_from: date, why: str
    ) -> dict[str, Any]:
        return {
            "plan_id": self.view.plan_id,
            "task_id": task_id,
            "field": field,
            "day_from": day_from,
            "number": None,
            "day": None,
            "document": "",
            "document_day": None,
            "why": why,
            "known_from": entry,
            "known_to": STILL_KNOWN,
        }

    def _value(self, draft: TaskDraft, field: Field) -> dict[str, Any]:
        """The columns that hold the field's value. Raises UnknownUnit."""
        if field is Field.UNIT:
            unit = self.view.tree.get(draft.unit, self.view.plan.code)
            return {"number": self.view.unit_ids[unit.code]}
        if field is Field.DEADLINE:
            return {"day": draft.deadline}
        return {"number": draft.target if field is Field.TARGET else draft.weight}

    def _says(self, term: TermRow, draft: TaskDraft, field: Field) -> bool:
        """Whether ``term`` has the value and the origin that ``draft`` gives ``field``."""
        value = {"number": None, "day": None} | self._value(draft, field)
        wanted = (value["number"], value["day"], draft.origin_of(field).value)
        return (term.number, term.day, term.origin) == wanted
