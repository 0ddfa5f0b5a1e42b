"""Taking facts about a task, an account or a period back to what they were before an entry, where
nothing has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from tracker.domain.period import read_period
from tracker.domain.report_state import ReportState
from tracker.store.columns import COORDINATING
from tracker.store.facts import Facts, Key, Past, task_columns
from tracker.store.past import keep
from tracker.store.states import STOPPED, in_lots
from tracker.store.tables import (
    STILL_KNOWN,
    AccountRow,
    CoordinatingRow,
    LockRow,
    ReportRow,
    TaskRecord,
    TermRow,
)

_VERSIONS = ("report", "account")
"""Kinds of facts that are versions: one that is undone stays, and says that it was taken back."""
_GIVES_REPORTS_THEIR_MEANING = {"measure", "rhythm", "unit_of_measure_vi", "unit_of_measure_en"}


@dataclass(frozen=True, slots=True)
class Reversal:
    """What has to be written so that a task, or an account, is as it was before the entries
    ``first`` to ``last``.

    ``facts`` are its own as they will be; ``changed`` those of them that are written, or end.
    ``clash`` is the later entry that changed the same, if there is one.
    """

    facts: Facts
    changed: frozenset[Key]
    clash: int | None

    @property
    def versions(self) -> list[Key]:
        """The reports or accounts whose versions change."""
        return [key for key in self.changed if key[0] in _VERSIONS]


def reversal(past: Past, first: int, last: int) -> Reversal:
    """How to reverse what the entries of one call, from ``first`` to ``last``, did."""
    before, after, now = past.at(first - 1), past.at(last), past.at(STILL_KNOWN - 1)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    made = any(key[0] == "task" for key in after) and not any(key[0] == "task" for key in before)
    clashing = _clashing(changed, before, after, now, made=made)
    clash = _later_entry(past, last, after, clashing) if clashing else None
    facts = dict(now)
    for key in changed:
        if key in before:
            facts[key] = before[key]
        elif key[0] in _VERSIONS:
            facts[key] = now[key] | {"state": ReportState.WITHDRAWN.value} if key in now else {}
        elif key in facts and not (made and key[0] == "task"):
            # Of a task that was added the row stays, without terms, so that it can be read again.
            del facts[key]
    written = frozenset(key for key in changed if not (made and key[0] == "task"))
    return Reversal(facts, written, clash)


def _clashing(
    changed: set[Key], before: Facts, after: Facts, now: Facts, *, made: bool
) -> set[Key]:
    """The facts that somebody has changed since, so that going back would lose that."""
    clashing = {key for key in changed if now.get(key) != after.get(key)}
    later = {key for key in now.keys() | after.keys() if now.get(key) != after.get(key)}
    live = {key for key in now if key[0] in _VERSIONS and _stands(now[key])}
    if made:
        clashing |= later & (live | {key for key in later if key[0] != "report"})
    if any(key[:2] == ("term", STOPPED) for key in changed):
        clashing |= {key for key in later if key[:2] == ("term", STOPPED)}
    if any(key[0] == "task" and key[1] in _GIVES_REPORTS_THEIR_MEANING for key in changed):
        clashing |= live & later
    for key in changed:
        if key[0] in _VERSIONS and key in now:
            # A version that another amends is no longer what counts.
            clashing |= {other for other in live & later if _amends(now[other], now[key])}
            if key in before and _stands(before[key]) and not _stands(now[key]):
                # It comes back into a task that must still be the one that it was made for.
                clashing |= {other for other in later if _is_reported_by(other)}
        elif key[0] == "lock":
            clashing |= {o for o in later if o[0] == "lock" and _overlap(o[1], key[1])}
    return clashing


def _is_reported_by(key: Key) -> bool:
    """Whether reports have their meaning, or are taken at all, by this fact."""
    meaning = key[0] == "task" and key[1] in _GIVES_REPORTS_THEIR_MEANING
    return meaning or key[:2] == ("term", STOPPED)


def _overlap(one: str, other: str) -> bool:
    """Whether two periods have a day in common, by their codes."""
    first, second = read_period(one), read_period(other)
    return first.first_day <= second.last_day and second.first_day <= first.last_day


def _stands(version: Mapping[str, Any]) -> bool:
    return bool(version["state"] != ReportState.WITHDRAWN)


def _amends(version: Mapping[str, Any], earlier: Mapping[str, Any]) -> bool:
    same_period = version["period"] == earlier["period"]
    return same_period and bool(version["version"] > earlier["version"])


def _later_entry(past: Past, last: int, after: Facts, clashing: Iterable[Key]) -> int:
    """The first entry since ``last`` after which one of the facts was another."""
    keys = list(clashing)
    for number in past.changes_after(last):
        then = past.at(number)
        if any(then.get(key) != after.get(key) for key in keys):
            return number
    raise AssertionError("what differs was changed by some entry")


@dataclass(slots=True)
class Reversing:
    """Collects reversals, and writes them in a few statements."""

    session: Session
    plan_id: int
    _tasks: list[dict[str, Any]] = field(default_factory=list)
    _reports: list[dict[str, Any]] = field(default_factory=list)
    _accounts: list[dict[str, Any]] = field(default_factory=list)
    _coordinating: dict[int, int] = field(default_factory=dict)
    _coordinators: list[dict[str, Any]] = field(default_factory=list)
    _ended: list[dict[str, Any]] = field(default_factory=list)
    _begun: list[dict[str, Any]] = field(default_factory=list)
    _unlocked: list[dict[str, Any]] = field(default_factory=list)
    _locked: list[dict[str, Any]] = field(default_factory=list)

    def put(self, task_id: int, entry: int, reversal: Reversal) -> None:
        """Write ``reversal`` under ``entry``."""
        kinds = {key[0] for key in reversal.changed}
        if "task" in kinds:
            columns = task_columns(reversal.facts)
            self._tasks.append({**columns, "id": task_id, "known_from": entry})
        if "coordinating" in kinds:
            self._coordinating[task_id] = entry
        for key, value in reversal.facts.items():
            if key[0] == "coordinating" and "coordinating" in kinds:
                row = {"task_id": task_id, "unit_id": key[1], "position": value}
                self._coordinators.append(row | {"plan_id": self.plan_id, "known_from": entry})
            elif key[0] == "report" and key in reversal.changed:
                self._reports.append({**value, "id": key[1], "known_from": entry})
        for key in reversal.changed:
            if key[0] == "term":
                self._put_term(task_id, entry, key, reversal.facts.get(key))

    def put_account(self, entry: int, reversal: Reversal) -> None:
        """The same for an account."""
        for key in reversal.versions:
            self._accounts.append({**reversal.facts[key], "id": key[1], "known_from": entry})

    def put_locks(self, entry: int, reversal: Reversal) -> None:
        """The same for periods that were closed or opened again."""
        for key in reversal.changed:
            self._unlocked.append({"name": key[1], "entry": entry})
            if (value := reversal.facts.get(key)) is not None:
                row = {"plan_id": self.plan_id, "period": key[1], "known_from": entry}
                self._locked.append(row | {"known_to": STILL_KNOWN} | value)

    def _put_term(self, task_id: int, entry: int, key: Key, value: Any | None) -> None:
        _kind, name, day_from = key
        self._ended.append({"of": task_id, "name": name, "since": day_from, "entry": entry})
        if value is not None:
            row = {"plan_id": self.plan_id, "task_id": task_id, "field": name}
            row |= {"day_from": day_from, "known_from": entry, "known_to": STILL_KNOWN}
            self._begun.append(row | value)

    def send(self) -> None:
        """Write all that was collected; what it replaces is kept."""
        for row, new in (
            (TaskRecord, self._tasks),
            (ReportRow, self._reports),
            (AccountRow, self._accounts),
        ):
            keep(self.session, row, {values["id"]: values["known_from"] for values in new})
            if new:
                self.session.execute(update(row), new)
        keep(self.session, CoordinatingRow, self._coordinating)
        for some in in_lots(list(self._coordinating)):
            self.session.execute(delete(CoordinatingRow).where(COORDINATING.task_id.in_(some)))
        if self._coordinators:
            self.session.execute(insert(CoordinatingRow), self._coordinators)
        self._send_terms()
        self._send_locks()

    def _send_terms(self) -> None:
        term: Table = SQLModel.metadata.tables[str(TermRow.__tablename__)]
        if self._ended:
            standing = (
                update(term)
                .where(
                    term.c.task_id == bindparam("of"),
                    term.c.field == bindparam("name"),
                    term.c.day_from == bindparam("since"),
                    term.c.known_to == STILL_KNOWN,
                )
                .values(known_to=bindparam("entry"))
            )
            self.session.execute(standing, self._ended)
        if self._begun:
            self.session.execute(insert(term), self._begun)

    def _send_locks(self) -> None:
        lock: Table = SQLModel.metadata.tables[str(LockRow.__tablename__)]
        if self._unlocked:
            standing = (
                update(lock)
                .where(
                    lock.c.plan_id == self.plan_id,
                    lock.c.period == bindparam("name"),
                    lock.c.known_to == STILL_KNOWN,
                )
                .values(known_to=bindparam("entry"))
            )
            self.session.execute(standing, self._unlocked)
        if self._locked:
            self.session.execute(insert(lock), self._locked)
