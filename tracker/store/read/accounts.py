"""Accounts: what a unit said of a period in words, and which version of it counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.account import (
    Accounting,
    AccountOf,
    AccountTexts,
    AccountVersion,
    marked,
)
from tracker.domain.period import Period, read_period
from tracker.domain.report_state import ReportState
from tracker.store.read.locks import locks_of
from tracker.store.read.view import View, directive_id, directives
from tracker.store.tables import AccountRow


def accounting(
    session: Session, view: View, unit: str, period: Period, directive: str | None = None
) -> Accounting:
    """What an account is checked against, with all its versions; ``directive`` None: of the unit
    as a whole. Raises UnknownUnit, UnknownDirective.
    """
    found = view.tree.get(unit, view.plan.code)
    about = AccountOf(found.code, period, stated_directive(session, view, directive))
    return Accounting(
        about,
        found,
        view.plan.year,
        view.plan.review,
        locks_of(session, view),
        account_versions(session, view, about),
    )


def stated_directive(session: Session, view: View, code: str | None) -> str:
    """The directive's code as the plan spells it; "" for none. Raises UnknownDirective."""
    if not code:
        return ""
    directive_id(session, view, code)
    wanted = code.strip().upper()
    return next(d.code for d in directives(session, view) if d.code.upper() == wanted)


def account_versions(session: Session, view: View, about: AccountOf) -> tuple[AccountVersion, ...]:
    """All versions in order, drafts and withdrawn ones among them."""
    account = view.known.account
    rows = session.scalars(
        select(account.rows).where(
            account.c.unit_id == view.unit_ids[about.unit],
            account.c.directive == about.directive,
            account.c.period == about.period.code,
        )
    )
    return marked(version_of(row, about.unit) for row in rows)


def counting_account(session: Session, view: View, about: AccountOf) -> AccountVersion | None:
    """The version that speaks for the unit: the highest accepted one."""
    return next((v for v in account_versions(session, view, about) if v.counts), None)


def accounts_of(session: Session, view: View, period: Period) -> tuple[AccountVersion, ...]:
    """Every account of the period that counts: by the plan's order of units, each with its whole
    first and then its directives in theirs."""
    account = view.known.account
    rows = session.scalars(
        select(account.rows).where(
            account.c.plan_id == view.plan_id,
            account.c.period == period.code,
            account.c.state == ReportState.ACCEPTED.value,
        )
    )
    counting = (v for v in _all_marked(view, rows) if v.counts)
    units = {unit.code: place for place, (_depth, unit) in enumerate(view.tree.walk())}
    order = {d.code: place for place, d in enumerate(directives(session, view))}

    def place(version: AccountVersion) -> tuple[int, bool, int, str]:
        about = version.about
        stated = order.get(about.directive, len(order))
        return units[about.unit], bool(about.directive), stated, about.directive

    return tuple(sorted(counting, key=place))


def _all_marked(view: View, rows: Iterable[AccountRow]) -> Iterable[AccountVersion]:
    codes = {found: code for code, found in view.unit_ids.items()}
    versions: dict[AccountOf, list[AccountVersion]] = defaultdict(list)
    for row in rows:
        version = version_of(row, codes[row.unit_id])
        versions[version.about].append(version)
    return (version for each in versions.values() for version in marked(each))


def newest_in(view: View, state: ReportState) -> Select[Any]:
    """The rows of accounts whose newest version that was not withdrawn stands in ``state``."""
    account = view.known.account
    later = aliased(account.rows)
    superseded = select(later).where(
        later.unit_id == account.c.unit_id,
        later.directive == account.c.directive,
        later.period == account.c.period,
        later.version > account.c.version,
        later.state != ReportState.WITHDRAWN.value,
    )
    return select(account.rows).where(
        account.c.plan_id == view.plan_id, account.c.state == state.value, ~superseded.exists()
    )


def version_of(row: AccountRow, unit: str) -> AccountVersion:
    """The version as it is read; ``unit`` is the code of the row's unit."""
    return AccountVersion(
        AccountOf(unit, read_period(row.period), row.directive),
        row.version,
        AccountTexts(row.results, row.shortcomings, row.next_steps, row.proposals),
        row.recorded_at,
        row.who,
        ReportState(row.state),
        row.comment,
        row.after_closing,
    )
