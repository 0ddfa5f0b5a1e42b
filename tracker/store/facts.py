"""All facts about tasks, closed periods and accounts as they were known at any journal number: what
undoing compares."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from tracker.store.columns import ACCOUNT, LOCK, TERM
from tracker.store.states import in_lots
from tracker.store.tables import (
    PAST,
    STILL_KNOWN,
    AccountRow,
    CoordinatingRow,
    ReportRow,
    TaskRecord,
)

Key = tuple[Any, ...]
"""What a fact is about: ``("task", column)``, ``("task", column, key)`` for a column that holds a
JSON object, ``("coordinating", unit's id)``, ``("term", field, first day)``, ``("report", id)``,
``("account", id)`` or ``("lock", period)``."""
Facts = Mapping[Key, Any]
AccountKey = tuple[int, str, str]
"""What an account is about: the unit's id, the directive's code or "", and the period's code."""
_LOCK_COLUMNS = ("closed", "until", "why")

JSON_COLUMNS = ("origins", "documents", "sentences", "seeded")
_KEYS = ("id", "plan_id", "task_id", "unit_id", "known_from", "known_to")
_TERM_COLUMNS = ("number", "day", "origin", "document", "document_day", "why")


@dataclass(slots=True)
class Past:
    """Every version that there ever was of some rows."""

    _versions: list[tuple[int, int, dict[Key, Any]]] = field(default_factory=list)

    def add(self, row: Any, facts: dict[Key, Any]) -> None:
        """A version of one of the rows, and what it says."""
        known_to = getattr(row, "known_to", STILL_KNOWN)
        self._versions.append((row.known_from, known_to, facts))

    def at(self, number: int) -> dict[Key, Any]:
        """What was known once entry ``number`` was made."""
        found: dict[Key, Any] = {}
        for known_from, known_to, facts in self._versions:
            if known_from <= number < known_to:
                found |= facts
        return found

    def changes_after(self, number: int) -> list[int]:
        """The entries after ``number`` that changed anything, in order."""
        turns = {n for begun, ended, _facts in self._versions for n in (begun, ended)}
        return sorted(n for n in turns if number < n < STILL_KNOWN)


def pasts_of(session: Session, task_ids: Sequence[int]) -> dict[int, Past]:
    """The tasks' rows with all that they ever were, by the task's id."""
    found: dict[int, Past] = defaultdict(Past)
    for some in in_lots(task_ids):
        for row in _versions(session, TaskRecord, "id", some):
            found[row.id].add(row, _of_task(row))
        for row in _versions(session, CoordinatingRow, "task_id", some):
            found[row.task_id].add(row, {("coordinating", row.unit_id): row.position})
        for row in _versions(session, ReportRow, "task_id", some):
            found[row.task_id].add(row, {("report", row.id): _values(row)})
        for term in session.execute(select(*TERM).where(TERM.task_id.in_(some))):
            values = {name: getattr(term, name) for name in _TERM_COLUMNS}
            found[term.task_id].add(term, {("term", term.field, term.day_from): values})
    return found


def locks_past(session: Session, plan_id: int) -> Past:
    """The same of the periods that were closed and opened again: ``("lock", period)``."""
    found = Past()
    for row in session.execute(select(*LOCK).where(LOCK.plan_id == plan_id)):
        values = {name: getattr(row, name) for name in _LOCK_COLUMNS}
        found.add(row, {("lock", row.period): values})
    return found


def accounts_pasts(session: Session, keys: Iterable[AccountKey]) -> dict[AccountKey, Past]:
    """The same of accounts, each with all its versions."""
    found: dict[AccountKey, Past] = {}
    for key in keys:
        unit_id, directive, period = key
        of_account = select(ACCOUNT.id).where(
            ACCOUNT.unit_id == unit_id, ACCOUNT.directive == directive, ACCOUNT.period == period
        )
        found[key] = Past()
        for row in _versions(session, AccountRow, "id", list(session.scalars(of_account))):
            found[key].add(row, {("account", row.id): _values(row)})
    return found


def _versions(
    session: Session, kind: type[SQLModel], key: str, ids: Sequence[int]
) -> Iterable[Row[Any]]:
    """The rows that stand, and those that they replaced."""
    present, past = SQLModel.metadata.tables[str(kind.__tablename__)], PAST[kind]
    for table in (present, past):
        yield from session.execute(select(table).where(table.c[key].in_(ids)))


def _values(row: Row[Any]) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name not in _KEYS}


def _of_task(row: Row[Any]) -> dict[Key, Any]:
    """A task's columns one by one, so that two edits of different fields do not clash."""
    facts: dict[Key, Any] = {}
    for name, value in _values(row).items():
        if name in JSON_COLUMNS and value:
            facts |= {("task", name, key): said for key, said in json.loads(value).items()}
        elif name not in JSON_COLUMNS:
            facts["task", name] = value
    return facts


def task_columns(facts: Facts) -> dict[str, Any]:
    """The columns of ``task`` that ``facts`` say, JSON objects put together again."""
    columns: dict[str, Any] = {}
    objects: dict[str, dict[str, Any]] = {}
    for key, value in facts.items():
        if key[0] != "task":
            continue
        if len(key) == 2:
            columns[key[1]] = value
        else:
            objects.setdefault(key[1], {})[key[2]] = value
    for name in JSON_COLUMNS:
        said = objects.get(name, {})
        empty = name == "seeded" and not said
        columns[name] = "" if empty else json.dumps(said, ensure_ascii=False)
    return columns
