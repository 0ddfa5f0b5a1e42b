"""What the screens ask: every answer is a frozen object of ``answers``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from tracker.domain.condition import ATTENTION, By, Condition, Sort, SortKey
from tracker.domain.duty import DutyState
from tracker.domain.period import Rhythm
from tracker.domain.task import TaskRow
from tracker.i18n import formats
from tracker.store.engine import reading
from tracker.store.read.detail import history, task_detail
from tracker.store.read.known import entry_of, newest_entry
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
    Owed,
    Scheduled,
    Standpoint,
    StandpointLoaded,
    Story,
)
from tracker.tui.office.opened import Opened

if TYPE_CHECKING:
    from tracker.domain.corrections import Corrections
    from tracker.domain.explanation import Explanation
    from tracker.domain.known import Asked, Recorded
    from tracker.domain.matrix import Matrix
    from tracker.domain.period import Period
    from tracker.domain.review import Queue


EXPORTS = 5
"""How many of the newest exports corrections may be asked for since."""

FIRST_ROWS = 60
"""Rows that come with a list: more than a tall window shows."""


class Reads(Opened):
    """Questions, each read in one transaction."""

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
        newest = newest_entry(session)
        return Standpoint(
            plan=view.plan,
            day=view.day,
            known_on=view.known_on,
            tree=view.tree,
            directives=directives(session, view),
            plans=plans(session),
            revision=self._revision,
            newest=newest.number if newest else 0,
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

    def matrix(self, standpoint: Standpoint) -> Matrix:
        """How far each unit is with each directive."""
        from tracker.store.read.matrix import matrix  # noqa: PLC0415 - the first figures need none

        with reading(self.desk().engine) as session:
            return matrix(session, self._view(session, standpoint))

    def schedule(self, standpoint: Standpoint, condition: Condition, by: By) -> Scheduled:
        """The tasks that match, as a calendar has them: by lead unit or directive."""
        from tracker.store.read.schedule import schedule  # noqa: PLC0415 - likewise

        with reading(self.desk().engine) as session:
            view = self._view(session, standpoint)
            groups = schedule(session, view, by, condition)
            ids = list(islice(chain.from_iterable(group.ids for group in groups), FIRST_ROWS))
            every = sum(len(group.ids) for group in groups)
            if condition != Condition():
                every = len(task_ids(session, view, Condition(), Sort()))
            rows = tuple(task_rows(session, view, ids))
            return Scheduled(condition, by, groups, rows, every)

    def owed(self, standpoint: Standpoint) -> Owed:
        """How many of all reports that are asked for are late, and of how many units."""
        from tracker.store.read import duty  # noqa: PLC0415 - the first figures need none

        with reading(self.desk().engine) as session:
            view = self._view(session, standpoint)
            grid = duty.grid(session, view, self._now().tzinfo, duty.asked_for(session, view))
        late = [row.total.count(DutyState.LATE) for row in grid.rows]
        return Owed(sum(late), sum(1 for count in late if count))

    def rows(self, standpoint: Standpoint, ids: Sequence[int]) -> list[TaskRow]:
        with reading(self.desk().engine) as session:
            return task_rows(session, self._view(session, standpoint), ids)

    def copied(self, standpoint: Standpoint, ids: Sequence[int], *, headings: bool) -> str:
        """Tasks as a spreadsheet takes them from the clipboard."""
        from tracker.export.clipboard import tasks_copied  # noqa: PLC0415 - seldom needed

        names = {code: unit.name for code, unit in standpoint.tree.units.items()}
        return tasks_copied(self.rows(standpoint, ids), names, headings=headings)

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

    def corrections(self, standpoint: Standpoint, since: Asked) -> Corrections:
        """What has changed since, in what the summaries of the day show.

        Raises UnknownEntry, NothingKnown, PlanCameLater.
        """
        from tracker.store.read.corrections import corrections  # noqa: PLC0415 - likewise

        with reading(self.desk().engine) as session:
            entry = entry_of(session, since, self._now())
            return corrections(session, self._view(session, standpoint), entry)

    def exports(self) -> tuple[Recorded, ...]:
        """The entries up to which the newest exports were made."""
        from tracker.store.seals import sealed_for  # noqa: PLC0415 - likewise
        from tracker.upkeep.sealing import EXPORT  # noqa: PLC0415 - likewise

        with reading(self.desk().engine) as session:
            return sealed_for(session, EXPORT, EXPORTS)

    def queue(self, standpoint: Standpoint) -> Queue:
        """The reports that await review."""
        from tracker.store.read.queue import queue  # noqa: PLC0415 - likewise

        with reading(self.desk().engine) as session:
            return queue(session, self._view(session, standpoint))

    def account(
        self, standpoint: Standpoint, unit: str, period: Period, directive: str
    ) -> AccountSeen:
        """What an account is checked against, with all that is on record of it."""
        from tracker.store.read.accounts import accounting  # noqa: PLC0415 - likewise

        with reading(self.desk().engine) as session:
            view = self._view(session, standpoint)
            return AccountSeen(accounting(session, view, unit, period, directive), self.today)

    def free_code(self, plan: str, directive: str, unit: str) -> str:
        """A code that no task of ``plan`` has yet. Raises UnknownDirective, UnknownUnit."""
        from tracker.store.read import own_code  # noqa: PLC0415 - the first figures need none

        with reading(self.desk().engine) as session:
            return own_code.free_code(
                session, open_view(session, plan, None, self.today), directive, unit
            )[1]


def _overview(session: Any, view: View) -> Overview:
    attention = task_ids(session, view, ATTENTION, Sort(SortKey.NEED))
    return Overview(
        by_unit=summary(session, view, By.UNIT),
        by_directive=summary(session, view, By.DIRECTIVE),
        attention=tuple(attention),
        rows=tuple(task_rows(session, view, attention[:FIRST_ROWS])),
    )
