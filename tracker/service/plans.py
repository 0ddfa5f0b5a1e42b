"""Putting a plan into the database, and bringing it up to date from an edited file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from tracker.domain.origin import DATED_FIELDS, Field, Origin
from tracker.domain.plan import Directive, PlanDraft
from tracker.domain.problem import N_, Refused
from tracker.domain.task import TaskDraft
from tracker.domain.text import fold, sort_key
from tracker.domain.timeline import FOREVER
from tracker.domain.unit import Unit
from tracker.service.desk import Desk
from tracker.service.fields import (
    BOUND_BY_REPORTS,
    changed,
    draft_of,
    new_task,
    rewrite,
    said,
    stop,
    with_origins,
)
from tracker.store.columns import DIRECTIVE, PLAN, REPORT, TASK
from tracker.store.engine import writing
from tracker.store.journal import add_entry
from tracker.store.read.view import open_view, unit_rows
from tracker.store.states import STOPPED, bring_up_to_date, terms_of
from tracker.store.tables import (
    DirectiveRow,
    JournalRow,
    PlanRow,
    TaskRecord,
    TermRow,
    UnitRow,
)


class PlanOfAnotherYear(Refused):
    wording = N_(
        "Plan {plan} is here for {year}; a file for {other} cannot replace it. Give the new plan"
        " a code of its own."
    )


class SamplePlan(Refused):
    wording = N_("Plan {plan} here holds sample data; real data does not belong with it.")


class RealPlan(Refused):
    wording = N_("Plan {plan} here holds real data; sample data does not belong with it.")


@dataclass(frozen=True, slots=True)
class Updated:
    """A task that the file changed: field → (before, after), in plain text."""

    task: str
    fields: dict[Field, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A field that the file changed but the program did not: ``because`` is a message id."""

    task: str
    field: Field
    yours: str
    file: str
    because: str


USER_EDITED = N_("edited here")
CONFIRMED_HERE = N_("confirmed here by a document")
HAS_REPORTS = N_("reports were made by it")


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """What applying a plan file did, or would do.

    ``gone`` are tasks of an earlier file that this one no longer has: they stay, and ``pruned``
    are those of them that were stopped because that was asked for.
    """

    plan: str
    new_plan: bool
    head: bool
    units: tuple[str, ...]
    directives: tuple[str, ...]
    added: tuple[str, ...]
    updated: tuple[Updated, ...]
    left_alone: tuple[LeftAlone, ...]
    gone: tuple[str, ...]
    pruned: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether the database already says all that the file says."""
        return not (
            self.new_plan
            or self.head
            or self.units
            or self.directives
            or self.added
            or self.updated
            or self.pruned
        )


def apply_plan(
    desk: Desk,
    draft: PlanDraft,
    tasks: Sequence[TaskDraft],
    *,
    dry_run: bool = False,
    prune: bool = False,
) -> PlanChanges:
    """Bring the database to what the file says, but for what users have edited.

    Applying twice changes nothing. A task gone from the file stays, and is stopped only with
    ``prune``. The plan becomes the current one. ``dry_run`` writes nothing. Raises
    PlanOfAnotherYear, SamplePlan, RealPlan.
    """
    with writing(desk.engine) as session:
        changes, current = _Application(session, desk, draft).run(tasks, prune=prune)
        if dry_run or (changes.nothing and current):
            session.rollback()
        return changes


class _Application:
    """One run of a plan file against the database, inside one transaction."""

    def __init__(self, session: Session, desk: Desk, draft: PlanDraft) -> None:
        self.session, self.desk, self.draft = session, desk, draft
        self.plan, self.new_plan, self.head, self.new_margin = self._plan_row()
        self.was_current = not self.new_plan and self.plan.chosen == session.scalar(
            select(func.max(PLAN.chosen))
        )
        # The entry's number marks every row; what it says is known at the end.
        self.entry = add_entry(
            session,
            plan_id=self.plan.id,
            recorded_at=desk.now(),
            who=desk.who,
            what="apply_plan",
        )

    def run(self, tasks: Sequence[TaskDraft], *, prune: bool) -> tuple[PlanChanges, bool]:
        """What changed, and whether the plan was the current one already."""
        units, directives = self._units(), self._directives()
        self.session.flush()
        self.view = open_view(self.session, self.plan.code, None, self.desk.today)
        self.touched: list[int] = []
        added, updated, left = self._tasks(tasks)
        gone = self._gone({draft.code for draft in tasks})
        pruned = self._prune(gone) if prune else []
        changes = PlanChanges(
            plan=self.plan.code,
            new_plan=self.new_plan,
            head=self.head,
            units=tuple(units),
            directives=tuple(directives),
            added=tuple(added),
            updated=tuple(updated),
            left_alone=tuple(left),
            gone=tuple(task.code for task in gone),
            pruned=tuple(pruned),
        )
        if self.new_margin:
            every = select(TASK.id).where(TASK.plan_id == self.plan.id)
            self.touched = list(self.session.scalars(every))
        bring_up_to_date(self.session, self.plan, self.touched, self.entry)
        self.plan.chosen = self.entry
        record = self.session.get_one(JournalRow, self.entry)
        record.after = json.dumps(_summary(changes), ensure_ascii=False)
        return changes, self.was_current

    def _plan_row(self) -> tuple[PlanRow, bool, bool, bool]:
        """The plan's row, and whether it is new, changed, and changed in its margin."""
        plan = self.draft.plan
        columns: dict[str, Any] = {
            "year": plan.year,
            "title_vi": plan.title.vi,
            "title_en": plan.title.en,
            "issuer": plan.issuer,
            "margin": plan.margin,
            "source_title": plan.source.title,
            "source_publisher": plan.source.publisher,
            "source_day": plan.source.page_date,
            "source_note_vi": plan.source.note.vi,
            "source_note_en": plan.source.note.en,
            "sample": plan.sample,
        }
        row = self.session.scalar(select(PlanRow).where(PLAN.code == plan.code).with_for_update())
        if row is None:
            row = PlanRow(code=plan.code, **columns)
            self.session.add(row)
            self.session.flush()
            return row, True, False, False
        if row.year != plan.year:
            raise PlanOfAnotherYear(plan=plan.code, year=row.year, other=plan.year)
        if row.sample != plan.sample:
            raise (SamplePlan if row.sample else RealPlan)(plan=plan.code)
        margin = row.margin != plan.margin
        return row, False, _set(row, columns), margin

    def _units(self) -> list[str]:
        """Codes of the units that are new or changed."""
        rows = {row.code: row for row in unit_rows(self.session, self.plan.id)}
        changes = []
        for position, unit in enumerate(self.draft.units):
            columns = _unit_columns(unit, position)
            row = rows.get(unit.code)
            if row is None:
                self.session.add(UnitRow(plan_id=self.plan.id, code=unit.code, **columns))
                changes.append(unit.code)
            elif _set(row, columns):
                changes.append(unit.code)
        return changes

    def _directives(self) -> list[str]:
        """Codes of the directives that are new or changed."""
        statement = select(DirectiveRow).where(DIRECTIVE.plan_id == self.plan.id)
        rows = {row.code: row for row in self.session.scalars(statement)}
        changes = []
        for position, directive in enumerate(self.draft.directives):
            columns = _directive_columns(directive, position)
            row = rows.get(directive.code)
            if row is None:
                self.session.add(DirectiveRow(plan_id=self.plan.id, code=directive.code, **columns))
                changes.append(directive.code)
            elif _set(row, columns):
                changes.append(directive.code)
        return changes

    def _tasks(
        self, drafts: Iterable[TaskDraft]
    ) -> tuple[list[str], list[Updated], list[LeftAlone]]:
        statement = select(TaskRecord).where(TASK.plan_id == self.plan.id)
        rows = {row.code: row for row in self.session.scalars(statement)}
        terms = terms_of(self.session, [row.id for row in rows.values()])
        reported = set(
            self.session.scalars(
                select(REPORT.task_id).where(REPORT.plan_id == self.plan.id).distinct()
            )
        )
        added: list[str] = []
        updated: list[Updated] = []
        left: list[LeftAlone] = []
        for draft in drafts:
            row = rows.get(draft.code)
            if row is None:
                row = new_task(self.session, self.view, draft, self.entry)
                row.seeded = json.dumps(with_origins(draft), ensure_ascii=False)
                self.touched.append(row.id)
                added.append(draft.code)
                continue
            update, kept = self._merge(row, terms[row.id], draft, reported=row.id in reported)
            left.extend(kept)
            if update is not None:
                updated.append(update)
                self.touched.append(row.id)
        return added, updated, left

    def _merge(
        self, row: TaskRecord, terms: list[TermRow], draft: TaskDraft, *, reported: bool
    ) -> tuple[Updated | None, list[LeftAlone]]:
        """Take over what the file changed since it was last applied and the user has not."""
        row.why_vi, row.why_en = draft.why.vi, draft.why.en
        now = draft_of(self.session, self.view, row, terms, FOREVER)
        file, here = with_origins(draft), with_origins(now)
        seeded: dict[str, Any] = json.loads(row.seeded) if row.seeded else {}
        take: list[Field] = []
        left: list[LeftAlone] = []
        for field in changed(now, draft):
            name = field.value
            if file[name] == seeded.get(name):
                continue  # the file says what it said before; the difference is the user's
            because = None
            if now.origin_of(field) is Origin.CONFIRMED:
                because = CONFIRMED_HERE
            elif here[name] != seeded.get(name) or _revised(terms, field):
                because = USER_EDITED
            elif reported and field in BOUND_BY_REPORTS:
                because = HAS_REPORTS
            if because is None:
                take.append(field)
            else:
                left.append(
                    LeftAlone(draft.code, field, said(now, field), said(draft, field), because)
                )
        if not take:
            return None, left
        origin = {**now.origin, **{field: draft.origin_of(field) for field in take}}
        after = replace(now, **{f.value: getattr(draft, f.value) for f in take}, origin=origin)
        rewrite(self.session, self.view, row, now, after, entry=self.entry, terms=terms)
        row.seeded = json.dumps(
            seeded | {field.value: file[field.value] for field in take}, ensure_ascii=False
        )
        return Updated(draft.code, {f: (said(now, f), said(after, f)) for f in take}), left

    def _gone(self, codes: set[str]) -> list[TaskRecord]:
        """Running tasks that an earlier file brought and this one does not name."""
        statement = select(TaskRecord).where(TASK.plan_id == self.plan.id, TASK.seeded != "")
        gone = [row for row in self.session.scalars(statement) if row.code not in codes]
        terms = terms_of(self.session, [row.id for row in gone])
        return [row for row in gone if not any(t.field == STOPPED for t in terms[row.id])]

    def _prune(self, gone: Iterable[TaskRecord]) -> list[str]:
        day = self.view.day
        for row in gone:
            stop(self.session, row, day, "", self.entry)
            self.touched.append(row.id)
        return [row.code for row in gone]


def _revised(terms: Iterable[TermRow], field: Field) -> bool:
    """Whether a dated field has more than the value it began with."""
    return field in DATED_FIELDS and sum(1 for term in terms if term.field == field) > 1


def _set(row: SQLModel, columns: dict[str, Any]) -> bool:
    """Write ``columns`` into ``row``; True when any of them was different."""
    different = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def _unit_columns(unit: Unit, position: int) -> dict[str, Any]:
    return {
        "position": position,
        "kind": unit.kind.value,
        "parent": unit.parent,
        "official_number": unit.official_number,
        "name_vi": unit.name.vi,
        "name_en": unit.name.en,
        "short_vi": unit.short.vi,
        "short_en": unit.short.en,
        "wards": unit.wards,
        "townships": unit.townships,
        "communes": unit.communes,
        "first_day": unit.first_day,
        "last_day": unit.last_day,
        "successor": unit.successor,
        "folded": " ".join(fold(t) for t in (unit.code, unit.name.vi, unit.name.en, unit.short.vi)),
        "sort_key": sort_key(unit.short.vi),
    }


def _directive_columns(directive: Directive, position: int) -> dict[str, Any]:
    texts = (directive.code, directive.short.vi, directive.short.en, directive.quote)
    return {
        "position": position,
        "sentence": directive.sentence,
        "quote": directive.quote,
        "english": directive.english,
        "short_vi": directive.short.vi,
        "short_en": directive.short.en,
        "folded": " ".join(fold(text) for text in texts),
    }


def _summary(changes: PlanChanges) -> dict[str, str]:
    """What the journal says of an application: codes, and every value that it replaced."""
    said_of = {
        "units": ", ".join(changes.units),
        "directives": ", ".join(changes.directives),
        "added": ", ".join(changes.added),
        "pruned": ", ".join(changes.pruned),
    }
    for update in changes.updated:
        for field, (before, after) in update.fields.items():
            said_of[f"{update.task} {field.value}"] = f"{before} → {after}"
    return {key: text for key, text in said_of.items() if text}
