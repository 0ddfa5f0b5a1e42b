"""What a writing command has to know of the plan and the task before it writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.cli.asked import Asked
from tracker.cli.database import day_within
from tracker.domain.condition import Condition, Sort
from tracker.domain.report import CheckedReport, ReportDraft, check_report
from tracker.domain.text import clean
from tracker.i18n import _, formats

if TYPE_CHECKING:
    from tracker.domain.task import TaskRow
    from tracker.service.desk import Desk
    from tracker.store.read.view import View


def plan_now(desk: Desk, plan: str | None) -> View:
    """The plan on its default day. Raises NoPlan, UnknownPlan."""
    from tracker.store.engine import reading  # noqa: PLC0415 - loads SQLAlchemy
    from tracker.store.read.view import open_view  # noqa: PLC0415

    with reading(desk.engine) as session:
        return open_view(session, plan, None, desk.today)


def day_asked(desk: Desk, asked: Asked) -> date | None:
    """The day of ``--as-of`` in the plan's year; None where it was left out.

    Raises NoPlan, UnknownPlan, or what ``read_day`` refuses.
    """
    if asked.as_of is None:
        return None
    return day_within(asked, plan_now(desk, asked.plan).plan.year)


def values_of(day: date | None, since: date | None = None) -> list[str]:
    """Which values ``--as-of`` means to a command that writes; ``since``: its ``--from``, beside
    which it means none."""
    if day is None:
        return []
    if since is not None:
        said = _("--as-of has no part in this: it holds from {day} on (--from).")
        return [said.format(day=formats.day(since))]
    return [_("--as-of: it is about the values in force on {day}.").format(day=formats.day(day))]


def task_on_record(desk: Desk, plan: str | None, code: str, day: date | None = None) -> TaskRow:
    """The task on ``day``; None: with all that is on record for its year. Raises UnknownTask."""
    from tracker.store.engine import reading  # noqa: PLC0415 - loads SQLAlchemy
    from tracker.store.read.detail import find_task  # noqa: PLC0415
    from tracker.store.read.tasks import task_rows  # noqa: PLC0415
    from tracker.store.read.view import open_view  # noqa: PLC0415

    with reading(desk.engine) as session:
        view = open_view(session, plan, None, desk.today)
        view = replace(view, day=day or view.plan.last_day)
        found = find_task(session, view, clean(code))
        return task_rows(session, view, [found.id])[0]


def checked_report(desk: Desk, plan: str | None, draft: ReportDraft) -> CheckedReport:
    """What the report would be, as of now. Raises UnknownTask, or what ``check_report`` refuses."""
    from tracker.store.engine import reading  # noqa: PLC0415 - loads SQLAlchemy
    from tracker.store.read.reporting import reporting  # noqa: PLC0415
    from tracker.store.read.view import open_view  # noqa: PLC0415

    with reading(desk.engine) as session:
        view = open_view(session, plan, None, desk.today)
        return check_report(reporting(session, view, draft.task), draft, desk.today)


def free_code(desk: Desk, plan: str | None, directive: str, unit: str) -> tuple[str, str]:
    """The directive's code as the plan spells it, and a free task code under it.

    Raises UnknownDirective, UnknownUnit.
    """
    from tracker.store.engine import reading  # noqa: PLC0415 - loads SQLAlchemy
    from tracker.store.read import own_code  # noqa: PLC0415
    from tracker.store.read.view import open_view  # noqa: PLC0415

    with reading(desk.engine) as session:
        view = open_view(session, plan, None, desk.today)
        return own_code.free_code(session, view, directive, unit)


def count_of(desk: Desk, plan: str | None, wanted: Condition, day: date | None) -> int:
    """How many tasks meet ``wanted`` on ``day`` (None: the plan's default day)."""
    from tracker.store.engine import reading  # noqa: PLC0415 - loads SQLAlchemy
    from tracker.store.read.tasks import task_ids  # noqa: PLC0415
    from tracker.store.read.view import open_view  # noqa: PLC0415

    with reading(desk.engine) as session:
        view = open_view(session, plan, day, desk.today)
        return len(task_ids(session, view, wanted, Sort()))
