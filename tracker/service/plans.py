"""Putting a plan into the database, and bringing it up to date from an edited file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.plan import Directive, PlanDraft
from tracker.domain.report_state import ReportState
from tracker.domain.task import TaskDraft
from tracker.domain.timeline import FOREVER
from tracker.domain.unit import Unit
from tracker.domain.words import Words
from tracker.service.desk import Desk, locked, one_file_at_a_time
from tracker.service.entries import all_said
from tracker.service.fields import (
    as_seeded,
    check_unit,
    cleaned,
    drafts_of,
    seeded_of,
    with_origins,
)
from tracker.service.merge import (
    FILES_OWN,
    LeftAlone,
    Merge,
    Updated,
    merge,
    update_entry,
    update_of,
)
from tracker.service.plan_head import PlanHead
from tracker.service.task_rows import Rewrite, new_tasks, rewrite
from tracker.service.terms import TermBook
from tracker.store.columns import DIRECTIVE, JOURNAL, PLAN, REPORT, TASK, UNIT, Columns
from tracker.store.engine import writing
from tracker.store.journal import Entry, add_entries
from tracker.store.read.tasks import sentences_of
from tracker.store.read.view import open_view
from tracker.store.states import STOPPED, bring_up_to_date, is_there, term_on, terms_of
from tracker.store.tables import TaskRecord


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """What applying a plan file did, or would do.

    ``gone`` are tasks of an earlier file that this one no longer has: they stay, and ``pruned``
    are those of them that were stopped because that was asked for. ``gone_units`` and
    ``gone_directives`` stay in any case, since history speaks of them. ``stopped`` are tasks that
    the file has and that somebody stopped here: they stay so.
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
    gone_units: tuple[str, ...]
    gone_directives: tuple[str, ...]
    stopped: tuple[str, ...]

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
    tasks = [cleaned(task) for task in tasks]
    with writing(desk.engine) as session:
        one_file_at_a_time(session)
        changes = _Application(session, desk, draft).run(tasks, prune=prune)
        if dry_run:
            session.rollback()
        return changes


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A task that is here, and what the file does to it."""

    task: TaskRecord
    here: TaskDraft
    file: TaskDraft
    merged: Merge

    @property
    def files_own_differ(self) -> bool:
        return any(getattr(self.here, n) != getattr(self.file, n) for n in FILES_OWN)


class _Application:
    """One run of a plan file against the database, inside one transaction."""

    def __init__(self, session: Session, desk: Desk, draft: PlanDraft) -> None:
        self.session, self.desk, self.draft = session, desk, draft
        self.head = PlanHead(session, draft)
        self.plan = self.head.plan
        self.view = open_view(session, self.plan.code, None, desk.today)

    def run(self, drafts: Sequence[TaskDraft], *, prune: bool) -> PlanChanges:
        rows = self._rows()
        self.terms = terms_of(self.session, list(rows.values()))
        added = [draft for draft in drafts if draft.code not in rows]
        compared = self._compare(rows, drafts)
        updates = [c for c in compared if c.merged.taken or c.files_own_differ]
        gone = self._gone(rows, drafts)
        pruned = gone if prune else {}
        changes = PlanChanges(
            plan=self.plan.code,
            new_plan=self.head.new,
            head=self.head.changed,
            units=tuple(self.head.units),
            directives=tuple(self.head.directives),
            added=tuple(draft.code for draft in added),
            updated=tuple(update_of(c.here, c.merged) for c in updates),
            left_alone=tuple(left for c in compared for left in c.merged.left),
            gone=tuple(gone),
            pruned=tuple(pruned),
            gone_units=self._no_longer_named(UNIT, self.draft.units),
            gone_directives=self._no_longer_named(DIRECTIVE, self.draft.directives),
            stopped=tuple(d.code for d in drafts if d.code in rows and self._stopped(rows[d.code])),
        )
        if changes.nothing and self._is_current():
            return changes
        touched = self._write(changes, added, updates, pruned)
        if self.plan.margin != self.head.margin_before:
            touched = dict.fromkeys(rows.values(), self.plan.chosen) | touched
        bring_up_to_date(self.session, self.plan, touched)
        return changes

    def _write(
        self,
        changes: PlanChanges,
        added: Sequence[TaskDraft],
        updates: Sequence[_Comparison],
        pruned: Mapping[str, int],
    ) -> dict[int, int]:
        """Write the tasks with an entry for each, after one for the whole; id → entry."""
        day = self.view.day
        entries = [
            Entry("apply_plan", before=self.head.before, after=self.head.after | _lists(changes))
        ]
        entries += [Entry("apply_plan", draft.code, after=all_said(draft)) for draft in added]
        rewrites = [Rewrite(c.here, c.merged.after, FOREVER) for c in updates]
        entries += [
            update_entry(c.here, c.merged, change.terms(self.terms[c.task.id]))
            for c, change in zip(updates, rewrites, strict=True)
        ]
        entries += [
            Entry("apply_plan", code, after={"day": day.isoformat()}, why=PRUNED) for code in pruned
        ]
        whole, *numbers = add_entries(self.session, self.desk.stamp(self.plan.id), entries)
        self.head.record_past(whole)
        self.plan.chosen = whole
        book, left = TermBook(self.view), iter(numbers)
        new = [(draft, next(left)) for draft in added]
        ids = new_tasks(self.session, self.view, new, book, seeded=True)
        touched = {i: entry for i, (_draft, entry) in zip(ids, new, strict=True)}
        # What is left of the numbers is of the tasks that are pruned.
        numbered = list(zip(updates, rewrites, left, strict=False))
        rewrite(
            self.session,
            book,
            [(c.task, self.terms[c.task.id], change, entry) for c, change, entry in numbered],
        )
        touched |= {compared.task.id: entry for compared, _change, entry in numbered}
        for compared in updates:
            task = compared.task
            if task.seeded:
                file = with_origins(compared.file)
                taken = {field.value: file[field.value] for field in compared.merged.taken}
                task.seeded = json.dumps(seeded_of(task) | taken, ensure_ascii=False)
        for task_id in pruned.values():
            touched[task_id] = next(left)
            book.stop(task_id, self.terms[task_id], day, PRUNED, touched[task_id], on=True)
        book.send(self.session)
        return touched

    def _is_current(self) -> bool:
        return self.plan.chosen == self.session.scalar(select(func.max(PLAN.chosen)))

    def _rows(self) -> dict[str, int]:
        """The plan's tasks: code → id."""
        of_plan = TASK.plan_id == self.plan.id
        statement = select(TASK.code, TASK.id).where(of_plan, is_there(TASK.id))
        return {row.code: row.id for row in self.session.execute(statement)}

    def _compare(self, rows: Mapping[str, int], drafts: Iterable[TaskDraft]) -> list[_Comparison]:
        """The tasks that are here and of which the file says something new."""
        files = {rows[draft.code]: draft for draft in drafts if draft.code in rows}
        tasks = locked(self.session, list(files))
        edited = self._edited_by_users()
        # Most say to the letter what they said before, and need no closer look.
        news = [
            task
            for task in tasks.values()
            if task.seeded != as_seeded(files[task.id])
            or Words(task.why_vi, task.why_en) != files[task.id].why
            or sentences_of(task) != files[task.id].sentences
            or task.code in edited
        ]
        heres = drafts_of(self.session, self.view, news, self.terms, FOREVER)
        reported = set(
            self.session.scalars(
                select(REPORT.task_id)
                .where(REPORT.plan_id == self.plan.id, REPORT.state != ReportState.WITHDRAWN)
                .distinct()
            )
        )
        return [
            _Comparison(
                task,
                heres[task.id],
                files[task.id],
                merge(
                    heres[task.id],
                    files[task.id],
                    seeded_of(task),
                    self.terms[task.id],
                    reported=task.id in reported,
                    check=lambda merged: check_unit(self.view, merged.unit, merged.start),
                ),
            )
            for task in sorted(news, key=lambda task: task.id)
        ]

    def _edited_by_users(self) -> set[str]:
        """Codes of the tasks whose fields a user changed or confirmed at some time."""
        statement = select(JOURNAL.subject).where(
            JOURNAL.plan_id == self.plan.id, JOURNAL.what.in_(("edit_task", "confirm"))
        )
        return set(self.session.scalars(statement.distinct()))

    def _no_longer_named(
        self, table: Columns, named: Iterable[Unit | Directive]
    ) -> tuple[str, ...]:
        """Codes of the units or directives here that the file does not have."""
        known = {one.code for one in named}
        statement = select(table.code).where(table.plan_id == self.plan.id)
        return tuple(
            c for c in self.session.scalars(statement.order_by(table.id)) if c not in known
        )

    def _gone(self, rows: Mapping[str, int], drafts: Iterable[TaskDraft]) -> dict[str, int]:
        """Running tasks that an earlier file brought and this one does not name: code → id."""
        named = {draft.code for draft in drafts}
        statement = select(TASK.id).where(TASK.plan_id == self.plan.id, TASK.seeded != "")
        seeded = set(self.session.scalars(statement))
        return {
            code: task_id
            for code, task_id in rows.items()
            if code not in named and task_id in seeded and not self._stopped(task_id)
        }

    def _stopped(self, task_id: int) -> bool:
        stop = term_on(self.terms[task_id], STOPPED, FOREVER)
        return stop is not None and bool(stop.number)


PRUNED = "Không còn trong tệp chương trình / no longer in the plan file"
"""Why a pruned task was stopped, as the record keeps it."""


def _lists(changes: PlanChanges) -> dict[str, str]:
    """What the whole application's entry says of its parts: their codes."""
    lists = {
        "units": ", ".join(changes.units),
        "directives": ", ".join(changes.directives),
        "added": ", ".join(changes.added),
        "updated": ", ".join(update.task for update in changes.updated),
        "pruned": ", ".join(changes.pruned),
    }
    return {key: text for key, text in lists.items() if text}
