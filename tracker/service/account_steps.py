"""The cycle's steps as accounts take them; ``service.review`` takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from tracker.domain.account import AccountOf, check_account_open, state_of_account
from tracker.domain.period import read_period
from tracker.domain.report_state import ReportState
from tracker.domain.review import MeantAccounts, Step, SteppedAccount
from tracker.service.accounts import about_said
from tracker.service.desk import Desk
from tracker.store.columns import ACCOUNT
from tracker.store.journal import Entry, Stamp
from tracker.store.past import keep
from tracker.store.read.accounts import newest_in, stated_directive
from tracker.store.read.locks import locks_of
from tracker.store.read.view import View
from tracker.store.states import in_lots
from tracker.store.tables import AccountRow


@dataclass(frozen=True, slots=True)
class TakenAccount:
    """An account's version that takes the step, the key of its row, and the states before and
    after."""

    about: AccountOf
    version: int
    row: int
    before: ReportState
    state: ReportState

    def stepped(self, entry: int) -> SteppedAccount:
        return SteppedAccount(self.about, self.version, self.state, entry)


def taken_accounts(
    desk: Desk, session: Session, view: View, step: Step, meant: MeantAccounts
) -> Sequence[TakenAccount]:
    """The accounts that take the step, held until the transaction ends.

    Raises UnknownUnit, UnknownDirective, AccountOfClosedPeriod.
    """
    states = {
        Step.SUBMIT: state_of_account(kept_back=False, review=view.plan.review),
        Step.ACCEPT: ReportState.ACCEPTED,
        Step.RETURN: ReportState.RETURNED,
    }
    codes = {found: code for code, found in view.unit_ids.items()}
    taken = [
        TakenAccount(
            AccountOf(codes[row.unit_id], read_period(row.period), row.directive),
            row.version,
            row.id,
            step.takes,
            states[step],
        )
        for row in session.execute(_meant(session, view, step, meant))
    ]
    if meant.seen is not None:
        taken = [one for one in taken if (one.about, one.version) in meant.seen]
    held = _held(session, step, [one.row for one in taken])
    taken = [one for one in taken if one.row in held]
    locks, places = locks_of(session, view), list(codes.values())
    for one in taken:
        check_account_open(locks, one.about, desk.today)
    return sorted(
        taken,
        key=lambda one: (places.index(one.about.unit), one.about.directive, one.about.period.code),
    )


def _meant(session: Session, view: View, step: Step, meant: MeantAccounts) -> Select[Any]:
    """Which accounts are meant, without their texts."""
    statement = newest_in(view, step.takes)
    if meant.unit is not None:
        below = view.tree.subtree(view.tree.get(meant.unit, view.plan.code).code)
        statement = statement.where(ACCOUNT.unit_id.in_([view.unit_ids[code] for code in below]))
    if meant.directive is not None:
        stated = stated_directive(session, view, meant.directive)
        statement = statement.where(ACCOUNT.directive == stated)
    if meant.period is not None:
        statement = statement.where(ACCOUNT.period == meant.period.code)
    columns = ("id", "unit_id", "directive", "period", "version")
    return statement.with_only_columns(*(ACCOUNT[name] for name in columns))


def _held(session: Session, step: Step, rows: Sequence[int]) -> set[int]:
    """The keys of those rows that still stand where the step begins, each held. In one order, so
    that no two writers wait for each other."""
    found: set[int] = set()
    for some in in_lots(sorted(rows)):
        statement = select(ACCOUNT.id, ACCOUNT.state).where(ACCOUNT.id.in_(some))
        held = session.execute(statement.order_by(ACCOUNT.id).with_for_update())
        found |= {row.id for row in held if row.state == step.takes.value}
    return found


def account_entry(step: Step, one: TakenAccount, comment: str) -> Entry:
    return Entry(
        step.value,
        before={"state": one.before.value},
        after=about_said(one.about) | {"state": one.state.value},
        why=comment,
    )


def put_accounts(
    session: Session, stamp: Stamp, step: Step, comment: str, taken: Mapping[int, TakenAccount]
) -> None:
    """Write the accounts' new states, each under its entry."""
    rows: list[dict[str, Any]] = [
        {"id": one.row, "state": one.state.value, "comment": comment, "known_from": entry}
        # It is handed in now, by whoever does so, whenever it was drafted.
        | ({"recorded_at": stamp.recorded_at, "who": stamp.who} if step is Step.SUBMIT else {})
        for entry, one in taken.items()
    ]
    keep(session, AccountRow, {row["id"]: row["known_from"] for row in rows})
    if rows:
        session.execute(update(AccountRow), rows)
