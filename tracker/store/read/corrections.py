"""What has changed since an entry: the states of a day as known then and since, side by side."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.condition import By, Condition
from tracker.domain.corrections import (
    About,
    Altered,
    Correction,
    Corrections,
    PlanCameLater,
)
from tracker.domain.fingerprint import figures_shown
from tracker.domain.known import Recorded
from tracker.domain.task import Change
from tracker.domain.words import Words
from tracker.store.columns import JOURNAL
from tracker.store.journal import change_of
from tracker.store.read.alterations import (
    Found,
    Narrow,
    altered_names,
    altered_states,
    altered_tasks,
    leads_of,
)
from tracker.store.read.known import newest_entry
from tracker.store.read.rollup import summary
from tracker.store.read.view import NoPlan, UnknownPlan, View, open_view
from tracker.store.states import in_lots
from tracker.store.tables import JournalRow


def corrections(
    session: Session,
    view: View,
    since: Recorded,
    condition: Condition | None = None,
    *,
    any_day: bool = False,
) -> Corrections:
    """What was written after ``since`` and shows on the view's day; with ``any_day`` also what
    shows on other days alone. ``condition`` may name a unit (as lead, then or since) and a
    directive.

    Raises PlanCameLater, UnknownUnit or UnknownDirective.
    """
    wanted = condition or Condition()
    until = view.known_on or newest_entry(session) or since
    try:
        before = open_view(session, view.plan.code, view.day, view.day, since)
    except (NoPlan, UnknownPlan):
        raise PlanCameLater(plan=view.plan.code, number=since.number) from None
    span = (since.number, until.number)
    narrow = Narrow(session, view, wanted)
    found = [
        *altered_states(session, view, span, narrow),
        *altered_tasks(session, view, span, narrow),
    ]
    found += altered_names(session, view, span, narrow)
    return Corrections(
        plan=view.plan,
        day=view.day,
        since=since,
        until=until,
        before=figures_shown(summary(session, before, By.STATUS, wanted).totals),
        after=figures_shown(summary(session, view, By.STATUS, wanted).totals),
        found=_put_together(session, view, span, found, narrow, any_day=any_day),
    )


def _put_together(
    session: Session,
    view: View,
    span: tuple[int, int],
    found: Iterable[Found],
    narrow: Narrow,
    *,
    any_day: bool,
) -> tuple[Correction, ...]:
    """Each entry with all that it changed of one thing, in the order of the entries."""
    together: dict[tuple[int, About, int], tuple[Altered, ...]] = {}
    for one in found:
        place = (one.number, one.about, one.key)
        together[place] = together.get(place, ()) + one.altered
    entries = _entries(session, {number for number, _about, _key in together})
    task_ids = [key for _number, about, key in together if about is About.TASK]
    tasks = _task_names(session, view, task_ids)
    told: list[Correction] = []
    for (number, about, key), values in together.items():
        if about is About.TASK:
            code, name, directive = tasks[key]
            if narrow.directive not in (None, directive):
                continue
        else:
            code, name = _named(session, view, about, key)
        told.append(Correction(entries[number], about, code, name, values))
    if any_day:
        told += _of_other_days(session, view, span, told, narrow)
    return tuple(sorted(told, key=lambda c: (c.change.number, c.about, c.code)))


def _entries(session: Session, numbers: Iterable[int]) -> dict[int, Change]:
    found: dict[int, Change] = {}
    for some in in_lots(list(numbers)):
        statement = select(JournalRow).where(JOURNAL.number.in_(some))
        found |= {entry.number: change_of(entry) for entry in session.scalars(statement)}
    return found


def _task_names(
    session: Session, view: View, ids: Iterable[int]
) -> dict[int, tuple[str, Words, int]]:
    """Code, title and directive's id of each task, as known."""
    task = view.known.task
    found: dict[int, tuple[str, Words, int]] = {}
    for some in in_lots(list(dict.fromkeys(ids))):
        c = task.c
        statement = select(c.id, c.code, c.title_vi, c.title_en, c.directive_id)
        for row in session.execute(statement.where(c.id.in_(some))):
            found[row.id] = (row.code, Words(row.title_vi, row.title_en), row.directive_id)
    return found


def _named(session: Session, view: View, about: About, key: int) -> tuple[str, Words]:
    if about is About.PLAN:
        return view.plan.code, view.plan.title
    if about is About.UNIT:
        code = view.unit_code(key)
        return code, view.unit_names[code]
    directive = view.known.directive.c
    row = session.execute(
        select(directive.code, directive.short_vi, directive.short_en).where(directive.id == key)
    ).one()
    return row.code, Words(row.short_vi, row.short_en)


def _of_other_days(
    session: Session,
    view: View,
    span: tuple[int, int],
    told: Iterable[Correction],
    narrow: Narrow,
) -> Iterable[Correction]:
    """The entries about tasks, and about the plan as a whole, that changed nothing on the day."""
    since, until = span
    known = {(c.change.number, c.code) for c in told}
    statement = (
        select(JournalRow)
        .where(JOURNAL.plan_id == view.plan_id, JOURNAL.number > since, JOURNAL.number <= until)
        .order_by(JOURNAL.number)
    )
    others = [e for e in session.scalars(statement) if (e.number, e.subject) not in known]
    tasks = _tasks_by_code(session, view, {e.subject for e in others if e.subject})
    leads: dict[int, int] = {}
    if narrow.units is not None:
        leads = leads_of(session, view, [key for key, _name, _directive in tasks.values()])
    for entry in others:
        if not entry.subject:
            if narrow.everything and not any(n == entry.number for n, _code in known):
                code, title = view.plan.code, view.plan.title
                yield Correction(change_of(entry), About.PLAN, code, title, ())
            continue
        if entry.subject not in tasks:
            continue
        key, name, directive = tasks[entry.subject]
        if narrow.directive in (None, directive) and (
            narrow.units is None or leads.get(key) in narrow.units
        ):
            yield Correction(change_of(entry), About.TASK, entry.subject, name, ())


def _tasks_by_code(
    session: Session, view: View, codes: Iterable[str]
) -> dict[str, tuple[int, Words, int]]:
    task = view.known.task
    found: dict[str, tuple[int, Words, int]] = {}
    for some in in_lots(list(codes)):
        c = task.c
        statement = select(c.id, c.code, c.title_vi, c.title_en, c.directive_id)
        for row in session.execute(statement.where(c.plan_id == view.plan_id, c.code.in_(some))):
            found[row.code] = (row.id, Words(row.title_vi, row.title_en), row.directive_id)
    return found
