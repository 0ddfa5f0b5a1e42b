"""Accounts: a unit's words for one period."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tracker.domain.account import (
    AccountDraft,
    AccountOf,
    AccountTexts,
    CheckedAccount,
    Part,
    check_account,
)
from tracker.domain.report_state import ReportState
from tracker.domain.text import clean
from tracker.service.desk import Desk, plan_at
from tracker.store.columns import UNIT
from tracker.store.engine import writing
from tracker.store.journal import Entry, add_entry
from tracker.store.read.accounts import accounting
from tracker.store.read.view import View
from tracker.store.tables import AccountRow


@dataclass(frozen=True, slots=True)
class AccountWritten:
    """An account that is in the record now, under journal number ``entry``; see CheckedAccount."""

    account: CheckedAccount
    entry: int


def write_account(desk: Desk, plan_code: str | None, draft: AccountDraft) -> AccountWritten:
    """Take an account into the record: to be reviewed where the plan says so, else it counts.

    Raises UnknownUnit, UnknownDirective, or what ``check_account`` refuses; then nothing is
    written.
    """
    directive = None if draft.directive is None else clean(draft.directive)
    with writing(desk.engine) as session:
        view, plan = plan_at(desk, session, plan_code)
        unit = view.tree.get(clean(draft.unit), plan.code)
        _hold(session, view, unit.code)
        found = accounting(session, view, unit.code, draft.period, directive)
        checked = check_account(found, draft, desk.today)
        stamp = desk.stamp(plan.id)
        entry = add_entry(session, stamp, _entry(checked))
        row = {
            "plan_id": plan.id,
            "unit_id": view.unit_ids[unit.code],
            "directive": checked.about.directive,
            "period": checked.about.period.code,
            "version": checked.version,
            "recorded_at": stamp.recorded_at,
            "who": stamp.who,
            "known_from": entry,
            "state": checked.state.value,
            "comment": "",
            "after_closing": checked.after_closing,
        }
        session.execute(insert(AccountRow), [row | _said(checked.texts)])
        return AccountWritten(checked, entry)


def about_said(about: AccountOf) -> dict[str, str]:
    """What an account is about, as the journal writes it: ``domain.account.account_said_in`` reads
    it."""
    said = {"unit": about.unit, "period": about.period.code}
    return said | ({"directive": about.directive} if about.directive else {})


def _hold(session: Session, view: View, unit: str) -> None:
    """Let no other account of the unit be written until the transaction ends. Rows that point to
    the unit may be: a report need not wait."""
    statement = select(UNIT.id).where(UNIT.id == view.unit_ids[unit])
    session.execute(statement.with_for_update(key_share=True))


def _said(texts: AccountTexts) -> dict[str, str]:
    return {part.value: texts.of(part) for part in Part}


def _entry(checked: CheckedAccount) -> Entry:
    """Of an amendment the parts that change, before and after."""
    old = _said(checked.amends.texts if checked.amends else AccountTexts())
    new = _said(checked.texts)
    changed = [name for name in new if new[name] != old[name]]
    after = about_said(checked.about) | {name: new[name] for name in changed}
    if checked.state is not ReportState.ACCEPTED:
        after |= {"state": checked.state.value}
    return Entry("account", before={n: old[n] for n in changed if old[n]}, after=after)
