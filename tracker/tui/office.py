"""The office behind the screens: it reads and writes, always called from a thread.

It imports the database layer, so it is itself imported in a thread, after the first frame. Every
answer is a frozen object of ``answers``; every fault is a Problem that says itself in one line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from tracker.domain.condition import ATTENTION, By, Condition, Sort, SortKey
from tracker.domain.edit import Seen
from tracker.domain.origin import Document, Field
from tracker.domain.period import Rhythm
from tracker.domain.problem import Problem
from tracker.domain.report import ReportDraft
from tracker.domain.summary import Summary
from tracker.domain.task import TaskDraft, TaskRow
from tracker.export import Format, render
from tracker.files import place_for, put, whole_path
from tracker.i18n import _, formats, n_, names, say
from tracker.i18n.record import call_said, changes_said, subject_said
from tracker.service.desk import Desk
from tracker.settings import default_database
from tracker.store.engine import is_url, open_engine, reading
from tracker.store.read.detail import history, task_detail
from tracker.store.read.known import entry_of
from tracker.store.read.reporting import reporting
from tracker.store.read.rollup import summary
from tracker.store.read.tasks import task_ids, task_rows
from tracker.store.read.view import NoPlan, View, directives, open_view, plans
from tracker.tui.answers import (
    AccountSeen,
    Ask,
    Counts,
    Duties,
    Listing,
    NothingHere,
    Overview,
    PlaceSeen,
    Standpoint,
    StandpointLoaded,
    Story,
)
from tracker.upkeep.migrate import migrate
from tracker.upkeep.share import on_network_share

if TYPE_CHECKING:
    from tracker.domain.account import AccountDraft
    from tracker.domain.explanation import Explanation
    from tracker.domain.period import Period
    from tracker.domain.review import Meant, MeantAccounts, Queue, Step, Steps
    from tracker.domain.undo import Reversed
    from tracker.service.accounts import AccountWritten
    from tracker.service.confirming import Confirmed
    from tracker.service.locks import LockChanged
    from tracker.service.reports import ReportAccepted
    from tracker.service.tasks import Edited

FIRST_ROWS = 60
"""Rows that come with a list: more than a tall window shows."""


class Office:
    """The database at ``location`` and the person at the desk. May be called from any thread."""

    def __init__(self, location: str, who: str, now: Callable[[], datetime]) -> None:
        self._location, self._who, self._now = location, who, now
        self._desk: Desk | None = None
        self._opening = Lock()
        self._revision = 0
        self._kept: date | None = None
        self._warned: date | None = None

    @property
    def today(self) -> date:
        return self._now().date()

    @property
    def _file(self) -> Path | None:
        """The embedded database's file; None for a server."""
        return None if is_url(self._location) else whole_path(self._location)

    def place(self) -> PlaceSeen:
        """A warning where the database lies on a network share."""
        kind = on_network_share(self._file) if self._file else None
        if kind is None:
            return PlaceSeen(None)
        return PlaceSeen(
            _(
                "{file} lies on a network share ({kind}), where two programs at once can damage it."
            ).format(file=self._file, kind=kind)
        )

    def desk(self, *, may_make: bool = False) -> Desk:
        """What services write with. A file that is not there is made only with ``may_make``.

        Raises NoPlan where there is no database yet, or what ``open_engine`` and ``migrate`` raise.
        """
        with self._opening:
            if self._desk is None:
                self._make_room(may_make=may_make)
                engine = open_engine(self._location)
                migrate(engine)
                self._desk = Desk(engine, self._now, self._who)
            return self._desk

    def _make_room(self, *, may_make: bool) -> None:
        path = self._file
        if path is None or path.is_dir() or (path.exists() and path.stat().st_size):
            return
        own_place = path == default_database()
        if not may_make and (own_place or path.parent.is_dir()):
            raise NoPlan
        if own_place:
            path.parent.mkdir(parents=True, exist_ok=True)

    def close(self) -> None:
        if self._desk is not None:
            self._desk.engine.dispose()

    def keep_today(self) -> str:
        """Before the first write of a day the database is backed up; what to warn of, if anything.

        Where that fails it is tried again before each write, and warned of once a day. A fault of
        the database's own is left for the write to name.
        """
        from tracker.upkeep.keeping import daily  # noqa: PLC0415 - the first figures need none

        if self._kept == self.today or self._file is None or not self._file.is_file():
            return ""
        try:
            warning = daily(self.desk().engine, self._now())
        except Problem:
            return ""
        if warning is None:
            self._kept = self.today
        elif self._warned != self.today:
            self._warned = self.today
            return say(warning)
        return ""

    # Reading ------------------------------------------------------------------------------------

    def look(self, ask: Ask, *, overview: bool = False) -> StandpointLoaded | NothingHere:
        """The standpoint, with the overview from there if wanted; or that there is none yet.

        Raises UnknownPlan, UnknownEntry, NothingKnown, or a database's fault.
        """
        try:
            # One session and one view for both: the first figures wait for nothing twice.
            with reading(self.desk().engine) as session:
                known_on = None
                if ask.known_on is not None:
                    known_on = entry_of(session, ask.known_on, self._now())
                view = open_view(session, ask.plan, ask.as_of, self.today, known_on)
                standpoint = self._standpoint(session, view)
                figures = _overview(session, view) if overview else None
        except NoPlan:
            return NothingHere()
        # The first of each loads locale data: here it keeps no key waiting.
        formats.day(standpoint.day)
        formats.percent(Fraction(1))
        return StandpointLoaded(standpoint, figures)

    def _standpoint(self, session: Any, view: View) -> Standpoint:
        self._revision += 1
        return Standpoint(
            plan=view.plan,
            day=view.day,
            known_on=view.known_on,
            tree=view.tree,
            directives=directives(session, view),
            plans=plans(session),
            revision=self._revision,
        )

    def overview(self, standpoint: Standpoint) -> Overview:
        with reading(self.desk().engine) as session:
            return _overview(session, self._view(session, standpoint))

    def listing(self, standpoint: Standpoint, condition: Condition, sort: Sort) -> Listing:
        with reading(self.desk().engine) as session:
            view = self._view(session, standpoint)
            ids = task_ids(session, view, condition, sort)
            return Listing(condition, sort, ids, tuple(task_rows(session, view, ids[:FIRST_ROWS])))

    def counts(self, standpoint: Standpoint, condition: Condition) -> Counts:
        """What stands beside the list of ``condition``; its unit is left out."""
        everywhere = replace(condition, unit=None, below=True)
        with reading(self.desk().engine) as session:
            view = self._view(session, standpoint)
            found = summary(session, view, By.UNIT, everywhere)
            every = found.totals.tasks
            if everywhere != Condition():
                every = len(task_ids(session, view, Condition(), Sort()))
            return Counts(every, {r.code: r.subtree.tasks for r in found.rows if r.subtree})

    def duties(self, standpoint: Standpoint, rhythm: Rhythm | None) -> Duties:
        """Who owes the reports of one ``rhythm``; None, or one that no task has: the shortest."""
        from tracker.store.read import duty  # noqa: PLC0415 - the first figures need none
        from tracker.store.read.locks import locks_of  # noqa: PLC0415 - likewise

        with reading(self.desk().engine) as session:
            view = self._view(session, standpoint)
            rhythms = duty.rhythms_of(session, view)
            if rhythm not in rhythms:
                rhythm = rhythms[0] if rhythms else Rhythm.YEAR
            zone = self._now().tzinfo
            grid = duty.grid(session, view, zone, duty.due(view, rhythm))
            return Duties(rhythm, rhythms, grid, locks_of(session, view), self.today)

    def rows(self, standpoint: Standpoint, ids: Sequence[int]) -> list[TaskRow]:
        with reading(self.desk().engine) as session:
            return task_rows(session, self._view(session, standpoint), ids)

    def story(self, standpoint: Standpoint, code: str) -> Story:
        with reading(self.desk().engine) as session:
            view = self._view(session, standpoint)
            return Story(
                detail=task_detail(session, view, code),
                history=history(session, view, code),
                reporting=reporting(session, view, code),
                today=self.today,
            )

    def explanation(self, standpoint: Standpoint, condition: Condition, limit: int) -> Explanation:
        from tracker.store.read.explain import explanation  # noqa: PLC0415 - likewise

        with reading(self.desk().engine) as session:
            return explanation(session, self._view(session, standpoint), condition, limit)

    def free_code(self, plan: str, directive: str, unit: str) -> str:
        """A code that no task of ``plan`` has yet. Raises UnknownDirective, UnknownUnit."""
        from tracker.store.read import own_code  # noqa: PLC0415 - the first figures need none

        with reading(self.desk().engine) as session:
            return own_code.free_code(
                session, open_view(session, plan, None, self.today), directive, unit
            )[1]

    def _view(self, session: Any, standpoint: Standpoint) -> View:
        return open_view(
            session, standpoint.plan.code, standpoint.day, self.today, standpoint.known_on
        )

    # Writing ------------------------------------------------------------------------------------

    def report(self, plan: str, draft: ReportDraft) -> ReportAccepted:
        from tracker.service.reports import report  # noqa: PLC0415 - the first figures need none

        return report(self.desk(), plan, draft)

    def edit(
        self,
        plan: str,
        code: str,
        values: Mapping[Field, Any],
        *,
        day_from: date | None,
        as_of: date,
        why: str,
        document: Document | None,
        seen: Seen,
    ) -> Edited:
        from tracker.service.tasks import edit_task  # noqa: PLC0415 - likewise

        return edit_task(
            self.desk(),
            plan,
            code,
            values,
            day_from=day_from,
            as_of=as_of,
            why=why,
            document=document,
            seen=seen,
        )

    def undo(self, plan: str) -> str:
        """Take back this user's last change; one line about it."""
        from tracker.service.undoing import undo  # noqa: PLC0415 - likewise

        return _reversed_said(_("Undone: {change}"), undo(self.desk(), plan))

    def redo(self, plan: str) -> str:
        """Do again what was undone last; one line about it."""
        from tracker.service.undoing import redo  # noqa: PLC0415 - likewise

        return _reversed_said(_("Done again: {change}"), redo(self.desk(), plan))

    def queue(self, standpoint: Standpoint) -> Queue:
        """The reports that await review."""
        from tracker.store.read.queue import queue  # noqa: PLC0415 - likewise

        with reading(self.desk().engine) as session:
            return queue(session, self._view(session, standpoint))

    def take_steps(
        self,
        plan: str,
        step: Step,
        reports: Meant | None,
        accounts: MeantAccounts | None,
        comment: str,
    ) -> Steps:
        from tracker.service.review import take_steps  # noqa: PLC0415 - likewise

        return take_steps(self.desk(), plan, step, reports, accounts, comment)

    def account(
        self, standpoint: Standpoint, unit: str, period: Period, directive: str
    ) -> AccountSeen:
        """What an account is checked against, with all that is on record of it."""
        from tracker.store.read.accounts import accounting  # noqa: PLC0415 - likewise

        with reading(self.desk().engine) as session:
            view = self._view(session, standpoint)
            return AccountSeen(accounting(session, view, unit, period, directive), self.today)

    def write_account(self, plan: str, draft: AccountDraft) -> AccountWritten:
        from tracker.service.accounts import write_account  # noqa: PLC0415 - likewise

        return write_account(self.desk(), plan, draft)

    def close_period(self, plan: str, period: Period) -> LockChanged:
        from tracker.service.locks import close_period  # noqa: PLC0415 - likewise

        return close_period(self.desk(), plan, period)

    def reopen_period(self, plan: str, period: Period, why: str, until: date | None) -> LockChanged:
        from tracker.service.locks import reopen_period  # noqa: PLC0415 - likewise

        return reopen_period(self.desk(), plan, period, why, until)

    def add(self, plan: str, draft: TaskDraft) -> int:
        from tracker.service.tasks import add_task  # noqa: PLC0415 - likewise

        return add_task(self.desk(), plan, draft)

    def stop(self, plan: str, code: str, why: str, day: date | None) -> int:
        from tracker.service.stops import cancel_task  # noqa: PLC0415 - likewise

        return cancel_task(self.desk(), plan, code, why, day=day)

    def resume(self, plan: str, code: str, why: str, day: date | None) -> int:
        from tracker.service.stops import resume_task  # noqa: PLC0415 - likewise

        return resume_task(self.desk(), plan, code, why, day=day)

    def confirm(
        self,
        plan: str,
        condition: Condition | str,
        document: Document,
        fields: Sequence[Field],
        as_of: date,
    ) -> Confirmed:
        from tracker.service.confirming import confirm  # noqa: PLC0415 - likewise

        return confirm(self.desk(), plan, condition, document, fields, as_of=as_of)

    def seed(self, name: str, moved: Callable[[str, int], None]) -> tuple[str, int]:
        """Put the bundled plan ``name`` into the database, made where there is none.

        ``moved`` is told each step's words and number (of 4). Returns the plan's code and how many
        tasks were added.
        """
        import seed  # noqa: PLC0415 - only an empty database needs it
        from tracker.service.plans import apply_plan  # noqa: PLC0415 - likewise

        moved(_("Reading the plan"), 0)
        plan = seed.read(name)
        moved(_("Making its tasks"), 1)
        tasks = seed.expand(plan)
        moved(_("Opening the database"), 2)
        desk = self.desk(may_make=True)
        moved(_("Writing {count} tasks").format(count=len(tasks)), 3)
        changes = apply_plan(desk, plan.draft, tasks)
        moved(_("Done"), 4)
        return changes.plan, len(changes.added)

    # Files --------------------------------------------------------------------------------------

    def export(
        self,
        standpoint: Standpoint,
        condition: Condition,
        by: By,
        form: Format,
        path: Path,
        *,
        overwrite: bool,
    ) -> Path:
        """Write a summary to ``path``; returns the whole path.

        Raises FileIsThere unless ``overwrite``, or whatever else ``files.put`` refuses.
        """
        from tracker.upkeep.sealing import EXPORT, sealed_reading  # noqa: PLC0415 - likewise

        whole = place_for(path, overwrite=overwrite)
        with sealed_reading(self.desk().engine, EXPORT, self._now()) as session:
            view = self._view(session, standpoint)
            found: Summary = summary(session, view, by, condition, with_tasks=True)
        put(whole, render(found, form), overwrite=overwrite)
        return whole


def _reversed_said(wording: str, reversed_: Reversed) -> str:
    """What was reversed: of one entry what it changed, of many how many tasks and accounts they
    were about."""
    first, tasks, accounts = reversed_.first, len(reversed_.tasks), len(reversed_.accounts)
    if tasks + accounts > 1:
        counted = [call_said(first.what)]
        if tasks:
            counted.append(_counted(n_("{count} task", "{count} tasks", tasks), tasks))
        if accounts:
            counted.append(_counted(n_("{count} account", "{count} accounts", accounts), accounts))
        about = ", ".join(counted)
    else:
        told = "; ".join(changes_said(first, backwards=True))
        about = f"{call_said(first.what)} {subject_said(first)} · {told}"
    said = wording.format(change=f"#{first.number} {about}")
    for task, periods in reversed_.outdated.items():
        late = ", ".join(names.period_within(period) for period in periods)
        said += "; " + _("{task}: the cumulative figure of {periods} no longer fits").format(
            task=task, periods=late
        )
    return said


def _counted(wording: str, count: int) -> str:
    return wording.format(count=formats.count(count))


def _overview(session: Any, view: View) -> Overview:
    attention = task_ids(session, view, ATTENTION, Sort(SortKey.NEED))
    return Overview(
        by_unit=summary(session, view, By.UNIT),
        by_directive=summary(session, view, By.DIRECTIVE),
        attention=tuple(attention),
        rows=tuple(task_rows(session, view, attention[:FIRST_ROWS])),
    )
