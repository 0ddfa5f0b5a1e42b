"""Taking back the last change, and doing it again: always by a new entry, never by forgetting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from tracker.domain.account import AccountOf, check_account_open
from tracker.domain.lock import lock_over
from tracker.domain.period import read_period
from tracker.domain.problem import N_, Refused
from tracker.domain.report import PeriodClosed, totals_that_do_not_fit
from tracker.domain.undo import Reversed, account_of
from tracker.service.desk import Desk, locked, whole_plan_at
from tracker.service.fields import drafts_of
from tracker.service.reversal import Reversal, Reversing, reversal
from tracker.store.columns import JOURNAL, TASK
from tracker.store.engine import writing
from tracker.store.facts import accounts_pasts, locks_past, pasts_of
from tracker.store.journal import TERMS, Entry, add_entries, change_of
from tracker.store.read.locks import locks_of
from tracker.store.read.view import View
from tracker.store.states import bring_up_to_date, figures_of, in_lots, terms_of
from tracker.store.tables import JournalRow

UNDO, REDO = "undo", "redo"
_STAYS = ("apply_plan",)
"""Calls that no undoing takes back: they bring in what a file says, and a file can say it again."""


class NothingToUndo(Refused):
    wording = N_("{who} has changed nothing in plan {plan} that could be undone.")


class NothingToRedo(Refused):
    wording = N_("There is nothing to redo: {who} has undone nothing in plan {plan} since.")


class AppliedPlanStays(Refused):
    wording = N_(
        "The last change of {who} that is not undone is entry #{number}, a plan file that was"
        " applied, and that cannot be undone. Apply the file as it was before."
    )


class LockChangedSince(Refused):
    wording = N_(
        "Entry #{number} cannot be reversed: the same period was closed or opened again since, by"
        " entry #{later} of {who}."
    )


class ChangedSince(Refused):
    wording = N_(
        "Entry #{number} cannot be reversed: {task} was changed again since, by entry #{later} of"
        " {who}."
    )


class AccountChangedSince(Refused):
    wording = N_(
        "Entry #{number} cannot be reversed: the account of {account} was changed again since, by"
        " entry #{later} of {who}."
    )


class OtherMeanwhile(Refused):
    wording = N_(
        "Meanwhile entry #{number} is the one that would be reversed, and not #{expected}. Nothing"
        " was written; ask again."
    )


def undo(
    desk: Desk, plan_code: str | None, *, expected: int | None = None, dry_run: bool = False
) -> Reversed:
    """Reverse this user's latest call that is not undone yet, whole, by new entries.

    A report or an account that is undone stays on record as a withdrawn version. Raises
    NothingToUndo, AppliedPlanStays, ChangedSince, AccountChangedSince, LockChangedSince,
    PeriodClosed, or what ``TaskDraft`` refuses of
    the task as it would be; OtherMeanwhile where that call is not the ``expected`` one.
    ``dry_run`` writes nothing.
    """
    with writing(desk.engine) as session:
        view, plan = whole_plan_at(desk, session, plan_code)
        call = _latest(session, plan.id, desk.who, JOURNAL.what != UNDO)
        if call is None:
            raise NothingToUndo(who=desk.who, plan=plan.code)
        if call.what in _STAYS:
            raise AppliedPlanStays(who=desk.who, number=call.number)
        _check_expected(call, expected)
        return _reverse(desk, session, view, call, UNDO, dry_run=dry_run)


def redo(
    desk: Desk, plan_code: str | None, *, expected: int | None = None, dry_run: bool = False
) -> Reversed:
    """Reverse this user's latest undoing, as long as nothing else was changed by them since.

    Raises NothingToRedo, or what ``undo`` raises. ``dry_run`` writes nothing.
    """
    with writing(desk.engine) as session:
        view, plan = whole_plan_at(desk, session, plan_code)
        since = _last_change(session, plan.id, desk.who)
        undone = and_(JOURNAL.what == UNDO, JOURNAL.number > since)
        call = _latest(session, plan.id, desk.who, undone)
        if call is None:
            raise NothingToRedo(who=desk.who, plan=plan.code)
        _check_expected(call, expected)
        return _reverse(desk, session, view, call, REDO, dry_run=dry_run)


def _last_change(session: Session, plan_id: int, who: str) -> int:
    """The number of the user's last other change, undone or not, which ends what can be redone; 0
    for none."""
    statement = (
        select(JOURNAL.number)
        .where(JOURNAL.plan_id == plan_id, JOURNAL.who == who)
        .where(JOURNAL.what.not_in((UNDO, REDO)))
        .order_by(JOURNAL.number.desc())
        .limit(1)
    )
    return session.scalar(statement) or 0


def _check_expected(call: JournalRow, expected: int | None) -> None:
    if expected not in (None, call.number):
        raise OtherMeanwhile(number=call.number, expected=expected)


def _latest(
    session: Session, plan_id: int, who: str, kind: ColumnElement[bool]
) -> JournalRow | None:
    """The user's latest call of a kind that nothing has reversed, by its first entry."""
    reversing = JOURNAL.number.table.alias()
    # The index alone answers this: it must never come to reading the journal for each entry.
    undone = select(reversing.c.undoes).where(reversing.c.undoes == JOURNAL.number)
    statement = (
        select(JournalRow)
        .where(JOURNAL.plan_id == plan_id, JOURNAL.who == who, JOURNAL.call.is_(None), kind)
        .where(~undone.exists())
        .order_by(JOURNAL.number.desc())
        .limit(1)
    )
    return session.scalar(statement)


def _reverse(
    desk: Desk, session: Session, view: View, call: JournalRow, what: str, *, dry_run: bool
) -> Reversed:
    of_call = or_(JOURNAL.number == call.number, JOURNAL.call == call.number)
    statement = select(JournalRow).where(of_call)
    entries = list(session.scalars(statement.order_by(JOURNAL.number)))
    tasks = _ids(session, view, entries)
    held = locked(session, list(tasks.values()))
    reversals = _reversals(session, entries, tasks)
    accounts = _account_reversals(session, view, entries)
    locks = reversal(locks_past(session, view.plan_id), call.number, call.number)
    for task_id, found in reversals.items():
        if found.clash is not None:
            later = session.get_one(JournalRow, found.clash)
            raise ChangedSince(
                number=call.number, task=held[task_id].code, later=later.number, who=later.who
            )
    for about, found in accounts.items():
        if found.clash is not None:
            later = session.get_one(JournalRow, found.clash)
            raise AccountChangedSince(
                number=call.number, account=about, later=later.number, who=later.who
            )
    if locks.clash is not None:
        later = session.get_one(JournalRow, locks.clash)
        raise LockChangedSince(number=call.number, later=later.number, who=later.who)
    for task_id, found in reversals.items():
        reversals[task_id] = _while_open(desk, session, view, held[task_id].code, found)
    closed = locks_of(session, view) if accounts else ()
    for about in accounts:
        check_account_open(closed, about, desk.today)
    numbers = add_entries(
        session,
        desk.stamp(view.plan_id),
        [_mirrored(what, entry) for entry in entries],
    )
    touched = {
        tasks[entry.subject]: number
        for entry, number in zip(entries, numbers, strict=True)
        if entry.subject
    }
    reversing = Reversing(session, view.plan_id)
    for task_id, found in reversals.items():
        reversing.put(task_id, touched[task_id], found)
    for entry, number in zip(entries, numbers, strict=True):
        if (account := account_of(change_of(entry))) is not None:
            reversing.put_account(number, accounts[account])
    reversing.put_locks(numbers[0], locks)
    reversing.send()
    plan = whole_plan_at(desk, session, view.plan.code)[1]
    _check(session, view, list(touched))
    bring_up_to_date(session, plan, touched)
    changed = [task_id for task_id, found in reversals.items() if found.versions]
    left = figures_of(session, changed)
    reversed_ = Reversed(
        tuple(change_of(entry) for entry in entries),
        () if dry_run else tuple(numbers),
        {held[i].code: late for i in changed if (late := totals_that_do_not_fit(left[i]))},
    )
    if dry_run:
        session.rollback()
    return reversed_


def _ids(session: Session, view: View, entries: Sequence[JournalRow]) -> dict[str, int]:
    """The ids of the tasks that the entries are about, also of one that is undone."""
    codes = list(dict.fromkeys(entry.subject for entry in entries if entry.subject))
    ids: dict[str, int] = {}
    for some in in_lots(codes):
        statement = select(TASK.code, TASK.id).where(
            TASK.plan_id == view.plan_id, TASK.code.in_(some)
        )
        ids |= {row.code: row.id for row in session.execute(statement)}
    return ids


def _reversals(
    session: Session, entries: Sequence[JournalRow], tasks: Mapping[str, int]
) -> dict[int, Reversal]:
    numbers: dict[int, list[int]] = defaultdict(list)
    for entry in entries:
        if entry.subject:
            numbers[tasks[entry.subject]].append(entry.number)
    pasts = pasts_of(session, list(numbers))
    return {
        task_id: reversal(pasts[task_id], min(of_task), max(of_task))
        for task_id, of_task in numbers.items()
    }


def _account_reversals(
    session: Session, view: View, entries: Sequence[JournalRow]
) -> dict[AccountOf, Reversal]:
    made = ((account_of(change_of(entry)), entry.number) for entry in entries)
    numbers = {about: number for about, number in made if about is not None}
    keys = {
        about: (view.unit_ids[about.unit], about.directive, about.period.code) for about in numbers
    }
    pasts = accounts_pasts(session, keys.values())
    return {
        about: reversal(pasts[keys[about]], number, number) for about, number in numbers.items()
    }


def _mirrored(what: str, entry: JournalRow) -> Entry:
    """The entry that says the opposite of ``entry``; which terms that writes follows from it."""
    made = change_of(entry)
    before, after = (
        {key: said for key, said in told.items() if key != TERMS}
        for told in (made.after, made.before)
    )
    return Entry(what, made.subject, before, after, undoes=made.number)


def _while_open(desk: Desk, session: Session, view: View, task: str, found: Reversal) -> Reversal:
    """``found`` with a mark on each report of a period that had been closed once.

    Raises PeriodClosed for one that still is.
    """
    locks = locks_of(session, view)
    facts = dict(found.facts)
    for report in found.versions:
        period = read_period(facts[report]["period"])
        lock = lock_over(locks, period)
        if lock is None:
            continue
        if lock.is_closed(desk.today):
            raise PeriodClosed(task=task, period=period, closed=lock.period)
        facts[report] = facts[report] | {"after_closing": True}
    return replace(found, facts=facts)


def _check(session: Session, view: View, task_ids: Sequence[int]) -> None:
    """See that the tasks still make sense on every day: a draft that does not refuses itself."""
    session.flush()
    terms = terms_of(session, task_ids)
    there = [task for task in locked(session, task_ids).values() if terms[task.id]]
    days = {term.day_from for task in there for term in terms[task.id]}
    for day in sorted(days):
        drafts_of(session, view, there, terms, day)
