"""What the screens have written: each is one call of a service, and one entry on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.domain.condition import By, Condition
from tracker.domain.edit import Seen
from tracker.domain.origin import Document, Field
from tracker.domain.report import ReportDraft
from tracker.domain.summary import Summary
from tracker.domain.task import TaskDraft
from tracker.export import Format, render
from tracker.files import place_for, put
from tracker.i18n import _, formats, n_, names
from tracker.store.engine import reading
from tracker.store.read.rollup import summary
from tracker.tui.answers import (
    Standpoint,
)
from tracker.tui.office.opened import Opened

if TYPE_CHECKING:
    from tracker.domain.account import AccountDraft
    from tracker.domain.period import Period
    from tracker.domain.review import Meant, MeantAccounts, Step, Steps
    from tracker.domain.undo import Reversed
    from tracker.service.accounts import AccountWritten
    from tracker.service.confirming import Confirmed
    from tracker.service.editing import Edited
    from tracker.service.locks import LockChanged
    from tracker.service.reports import ReportAccepted


class Writes(Opened):
    """Changes to the plan at hand, and files of it."""

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
        from tracker.service.editing import edit_task  # noqa: PLC0415 - likewise

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

    def edit_together(
        self,
        standpoint: Standpoint,
        ids: Sequence[int],
        values: Mapping[Field, Any],
        *,
        day_from: date | None,
        why: str,
        document: Document | None,
        dry_run: bool,
    ) -> tuple[int, int]:
        """How many of the tasks were changed, and how many said so already."""
        from tracker.service.editing import edit_tasks  # noqa: PLC0415 - likewise

        done = edit_tasks(
            self.desk(),
            standpoint.plan.code,
            self._codes(standpoint, ids),
            values,
            day_from=day_from,
            as_of=standpoint.day,
            why=why,
            document=document,
            known=standpoint.newest,
            dry_run=dry_run,
        )
        return len(done.edited), len(done.unchanged)

    def stop_together(
        self, standpoint: Standpoint, ids: Sequence[int], why: str, day: date, *, dry_run: bool
    ) -> tuple[int, int]:
        """How many of the tasks were stopped, and how many were before."""
        from tracker.service.stops import cancel_tasks  # noqa: PLC0415 - likewise

        codes, plan = self._codes(standpoint, ids), standpoint.plan.code
        done = cancel_tasks(self.desk(), plan, codes, why, day=day, dry_run=dry_run)
        return len(done.stopped), len(done.before)

    def _codes(self, standpoint: Standpoint, ids: Sequence[int]) -> Sequence[str]:
        from tracker.store.read.tasks import task_codes  # noqa: PLC0415 - likewise

        with reading(self.desk().engine) as session:
            return task_codes(session, self._view(session, standpoint), ids)

    def undo(self, plan: str) -> str:
        """Take back this user's last change; one line about it."""
        from tracker.service.undoing import undo  # noqa: PLC0415 - likewise

        return _reversed_said(_("Undone: {change}"), undo(self.desk(), plan))

    def redo(self, plan: str) -> str:
        """Do again what was undone last; one line about it."""
        from tracker.service.undoing import redo  # noqa: PLC0415 - likewise

        return _reversed_said(_("Done again: {change}"), redo(self.desk(), plan))

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
    from tracker.i18n.record import call_said, changes_said, subject_said  # noqa: PLC0415 - likewise

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
