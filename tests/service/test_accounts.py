"""Accounts: a unit's words for a period, with versions, review, undo and a past of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.service.office import PLAN, Office, on, plan, refuses, task, unit
from tests.tui.stage import HOSTILE
from tracker.domain.account import (
    LONGEST,
    AccountDraft,
    AccountEmpty,
    AccountMeanwhile,
    AccountNotBegun,
    AccountOf,
    AccountOfClosedPeriod,
    AccountOutsideYear,
    AccountTexts,
    AccountTooLong,
    AccountUnchanged,
    AccountVersion,
    AccountWithdrawnMeanwhile,
)
from tracker.domain.condition import Condition
from tracker.domain.period import read_period
from tracker.domain.report import PeriodClosed
from tracker.domain.report_state import ReportState
from tracker.domain.review import AwaitingAccount, Meant, MeantAccounts, Step, Steps
from tracker.domain.text import BrokenText, NulInText
from tracker.domain.unit import UnitNoMore, UnitNotYet, UnknownUnit
from tracker.service.accounts import write_account
from tracker.service.desk import Desk
from tracker.service.locks import close_period, reopen_period
from tracker.service.review import (
    CommentMissing,
    NoAccountToReview,
    NoAccountToSubmit,
    NoneToReview,
    take_steps,
)
from tracker.service.undoing import AccountChangedSince, redo, undo
from tracker.store.read.accounts import account_versions, accounts_of, counting_account
from tracker.store.read.queue import queue
from tracker.store.read.view import UnknownDirective
from tracker.store.tables import AccountRow, JournalRow

CODE = "D7.1-my-xuyen"
Q1, Q2, Q3, YEAR = (read_period(text) for text in ("2021-Q1", "2021-Q2", "2021-Q3", "2021"))
WHOLE = AccountOf("my-xuyen", Q1)
TEXTS = AccountTexts("Đã đối thoại 4 cuộc.", "Thiếu cán bộ.\nDo điều động.", "Thêm 2 cuộc.", "")
OTHERS = replace(TEXTS, results="Đã đối thoại 5 cuộc.")


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(task(), task("D7.2-ke-sach", unit="ke-sach"))
    return office


@pytest.fixture
def reviewed(office: Office) -> Office:
    """A plan whose reports and accounts are reviewed."""
    office.seed(task(), task("D7.2-ke-sach", unit="ke-sach"), plan=plan(review=True))
    return office


def write(office: Office, texts: AccountTexts = TEXTS, **changes: Any) -> int:
    usual: dict[str, Any] = {"unit": "my-xuyen", "period": Q1, "texts": texts}
    return write_account(office.desk, None, AccountDraft(**usual | changes)).entry


def versions(
    office: Office, about: AccountOf = WHOLE, known_on: int | None = None
) -> tuple[AccountVersion, ...]:
    with office.view(None, known_on) as (session, view):
        return account_versions(session, view, about)


def states(office: Office, about: AccountOf = WHOLE) -> list[tuple[int, str, bool]]:
    return [(v.version, v.state.value, v.counts) for v in versions(office, about)]


def shown(office: Office) -> list[AccountVersion]:
    """All versions of Mỹ Xuyên's account that were not withdrawn."""
    return [v for v in versions(office) if v.state is not ReportState.WITHDRAWN]


def steps(
    office: Office, step: Step, accounts: MeantAccounts | None = None, comment: str = ""
) -> Steps:
    return take_steps(office.desk, None, step, None, accounts or MeantAccounts(), comment)


def colleague(office: Office) -> Office:
    """The same database at another desk."""
    other = Office.__new__(Office)
    other.engine, other.today = office.engine, office.today
    other.desk = Desk(office.engine, office.now, "Đồng nghiệp")
    return other


class TestWriting:
    def test_it_counts_at_once_where_nothing_is_reviewed(self, seeded: Office) -> None:
        entry = write(seeded)
        (version,) = versions(seeded)
        assert (version.about, version.texts, version.who) == (WHOLE, TEXTS, "Văn phòng")
        assert (version.state, version.counts) == (ReportState.ACCEPTED, True)
        change = seeded.stored(JournalRow, "number", "what", "subject", "after")[-1]
        assert change[:3] == (entry, "account", "")
        assert '"unit": "my-xuyen", "period": "2021-Q1", "results": "Đã đối' in change.after

    def test_an_amendment_says_in_the_journal_what_it_changes(self, seeded: Office) -> None:
        write(seeded)
        write(seeded, OTHERS)
        assert states(seeded) == [(1, "accepted", False), (2, "accepted", True)]
        change = seeded.stored(JournalRow, "before", "after")[-1]
        assert change.before == '{"results": "Đã đối thoại 4 cuộc."}'
        assert "shortcomings" not in change.after

    def test_whole_units_directives_and_periods_of_any_length_are_accounts_of_their_own(
        self, seeded: Office
    ) -> None:
        write(seeded)
        write(seeded, directive=" d7 ")
        write(seeded, period=YEAR, directive="D8")
        write(seeded, period=read_period("2021-05"), unit="tinh")
        assert states(seeded, AccountOf("my-xuyen", Q1, "D7")) == [(1, "accepted", True)]
        with seeded.view() as (session, view):
            of_q1 = accounts_of(session, view, Q1)
            assert [v.about.directive for v in of_q1] == ["", "D7"]
            assert counting_account(session, view, AccountOf("tinh", Q1)) is None

    def test_the_accounts_of_a_period_come_in_the_plans_order(self, seeded: Office) -> None:
        for code, directive in (("ke-sach", None), ("my-xuyen", "D8"), ("my-xuyen", None)):
            write(seeded, unit=code, directive=directive)
        write(seeded, unit="tinh", kept_back=True)
        with seeded.view() as (session, view):
            about = [str(v.about) for v in accounts_of(session, view, Q1)]
        assert about == ["my-xuyen · 2021-Q1", "my-xuyen · D8 · 2021-Q1", "ke-sach · 2021-Q1"]

    @pytest.mark.parametrize(
        ("because", "changes"),
        [
            (UnknownUnit, {"unit": "mi-xuyen"}),
            (UnknownDirective, {"directive": "D99"}),
            (AccountOutsideYear, {"period": read_period("2020-Q4")}),
            (AccountNotBegun, {"period": read_period("2021-Q4")}),
            (AccountEmpty, {"texts": AccountTexts(" \n", "\t")}),
            (AccountTooLong, {"texts": AccountTexts("a" * LONGEST, "b")}),
            (NulInText, {"texts": AccountTexts("a\0b")}),
            (BrokenText, {"texts": AccountTexts("", "", "", "\udcff")}),
            (NulInText, {"unit": "my-xuyen\0"}),
            (AccountMeanwhile, {"seen": 0}),
            (AccountUnchanged, {}),
            (AccountUnchanged, {"kept_back": True}),
        ],
    )
    def test_refused(self, seeded: Office, because: Any, changes: dict[str, Any]) -> None:
        write(seeded)
        refuses(because, seeded, lambda: write(seeded, **changes))

    def test_what_was_unseen_is_not_overwritten(self, seeded: Office) -> None:
        write(seeded)
        write(colleague(seeded), OTHERS, seen=1)
        newer = replace(TEXTS, proposals="Bổ sung kinh phí")
        problem = refuses(AccountMeanwhile, seeded, lambda: write(seeded, newer, seen=1))
        assert "Đồng nghiệp wrote version 2" in str(problem)
        undo(colleague(seeded).desk, None)
        undo(seeded.desk, None)
        refuses(AccountWithdrawnMeanwhile, seeded, lambda: write(seeded, newer, seen=1))

    def test_the_unit_exists_on_some_day_of_the_period(self, office: Office) -> None:
        gone = unit("cu", "Xã cũ", last_day=on("05-31"), successor="moi")
        new = unit("moi", "Xã mới", first_day=on("06-01"))
        office.seed(task(), plan=replace(PLAN, units=(*PLAN.units, gone, new)))
        write(office, unit="cu", period=Q2)
        write(office, unit="moi", period=Q2)
        refuses(UnitNoMore, office, lambda: write(office, unit="cu", period=Q3))
        refuses(UnitNotYet, office, lambda: write(office, unit="moi"))

    def test_texts_are_kept_as_given_but_for_empty_lines_around(self, seeded: Office) -> None:
        given = AccountTexts(
            f"\n\n{HOSTILE}\r\n\n  thụt đầu dòng \n\n", "=HYPERLINK(1)", "' OR 1=1 --"
        )
        write(seeded, given)
        (version,) = versions(seeded)
        assert version.texts == AccountTexts(
            f"{HOSTILE}\n\n  thụt đầu dòng ", "=HYPERLINK(1)", "' OR 1=1 --"
        )


class TestReview:
    def test_a_draft_is_nothing_until_it_is_handed_in(self, reviewed: Office) -> None:
        write(reviewed, kept_back=True)
        assert states(reviewed) == [(1, "draft", False)]
        refuses(NoAccountToReview, reviewed, lambda: steps(reviewed, Step.ACCEPT))
        (done,) = steps(reviewed, Step.SUBMIT).accounts
        assert (done.about, done.version, done.state) == (WHOLE, 1, ReportState.SUBMITTED)
        refuses(NoAccountToSubmit, reviewed, lambda: steps(reviewed, Step.SUBMIT))
        steps(reviewed, Step.ACCEPT)
        assert states(reviewed) == [(1, "accepted", True)]

    def test_an_accepted_one_stands_until_its_amendment_is_accepted(self, reviewed: Office) -> None:
        write(reviewed)
        steps(reviewed, Step.ACCEPT)
        write(reviewed, OTHERS)
        assert states(reviewed) == [(1, "accepted", True), (2, "submitted", False)]
        steps(reviewed, Step.RETURN, comment="nêu rõ địa bàn")
        assert versions(reviewed)[1].comment == "nêu rõ địa bàn"
        assert states(reviewed) == [(1, "accepted", True), (2, "returned", False)]
        # What was returned may be handed in again as it is.
        write(reviewed, OTHERS)
        steps(reviewed, Step.ACCEPT)
        assert states(reviewed)[2] == (3, "accepted", True)

    def test_who_returns_says_why(self, reviewed: Office) -> None:
        write(reviewed)
        refuses(CommentMissing, reviewed, lambda: steps(reviewed, Step.RETURN))

    def test_by_unit_and_below_directive_and_period(self, reviewed: Office) -> None:
        for code in ("my-xuyen", "dai-tam", "ke-sach"):
            for period in (Q1, Q2):
                write(reviewed, unit=code, period=period)
        write(reviewed, directive="D7")

        def meant(**how: Any) -> list[str]:
            accounts = MeantAccounts(**how)
            found = take_steps(reviewed.desk, None, Step.ACCEPT, None, accounts, dry_run=True)
            assert {one.entry for one in found.accounts} == {0}
            return [str(one.about) for one in found.accounts]

        before = reviewed.everything()
        assert meant(unit="my-xuyen", period=Q2) == ["my-xuyen · 2021-Q2", "dai-tam · 2021-Q2"]
        assert meant(directive="d7") == ["my-xuyen · D7 · 2021-Q1"]
        assert len(meant()) == 7
        assert meant(seen=frozenset({(WHOLE, 1)})) == ["my-xuyen · 2021-Q1"]
        assert reviewed.everything() == before
        for wrong in ({"unit": "khong"}, {"directive": "D99"}):
            refuses((UnknownUnit, UnknownDirective), reviewed, lambda w=wrong: meant(**w))  # type: ignore[arg-type, misc]

    def test_reports_and_accounts_together_are_one_call(self, reviewed: Office) -> None:
        write(reviewed)
        reviewed.report(CODE, "2021-Q1", 4)
        reviewed.report("D7.2-ke-sach", "2021-Q1", 5)
        both = Meant(Condition(unit="my-xuyen")), MeantAccounts()
        done = take_steps(reviewed.desk, None, Step.ACCEPT, *both)
        assert (len(done.reports), len(done.accounts)) == (1, 1)
        assert reviewed.row(CODE).value == 4_000
        undone = undo(reviewed.desk, None)
        assert len(undone.entries) == 2
        assert (reviewed.row(CODE).value, states(reviewed)) == (None, [(1, "submitted", False)])
        redo(reviewed.desk, None)
        assert (reviewed.row(CODE).value, states(reviewed)) == (4_000, [(1, "accepted", True)])
        refuses(NoneToReview, reviewed, lambda: take_steps(reviewed.desk, None, Step.ACCEPT, *both))

    def test_the_queue_has_them_with_what_the_version_before_said(self, reviewed: Office) -> None:
        reviewed.report(CODE, "2021-Q1", 4)
        write(reviewed)
        steps(reviewed, Step.ACCEPT)
        write(reviewed, OTHERS)
        with reviewed.view() as (session, view):
            found = queue(session, view)
            assert len(queue(session, view, 1).awaiting) == 1
        assert found.count == 2
        (account,) = [one for one in found.awaiting if isinstance(one, AwaitingAccount)]
        assert (account.about, account.account.version) == (WHOLE, 2)
        assert account.before is not None
        assert account.before.texts == TEXTS


class TestClosedPeriods:
    def test_nothing_is_written_or_reviewed(self, reviewed: Office) -> None:
        write(reviewed, period=Q2)
        write(reviewed, period=Q3, kept_back=True)
        close_period(reviewed.desk, None, read_period("2021-H1"))
        problem = refuses(AccountOfClosedPeriod, reviewed, lambda: write(reviewed))
        assert "tracker reopen 2021-H1" in str(problem)
        refuses(PeriodClosed, reviewed, lambda: steps(reviewed, Step.ACCEPT))
        steps(reviewed, Step.SUBMIT)

    def test_what_is_written_after_it_was_opened_again_says_so(self, seeded: Office) -> None:
        close_period(seeded.desk, None, Q1)
        reopen_period(seeded.desk, None, Q1, "nộp thiếu")
        write(seeded)
        write(seeded, period=Q2)
        assert versions(seeded)[0].after_closing
        assert not versions(seeded, AccountOf("my-xuyen", Q2))[0].after_closing

    def test_nothing_is_taken_back(self, seeded: Office) -> None:
        write(seeded)
        close_period(colleague(seeded).desk, None, Q1)
        refuses(AccountOfClosedPeriod, seeded, lambda: undo(seeded.desk, None))


class TestUndo:
    def test_an_undone_account_stays_as_a_withdrawn_version(self, seeded: Office) -> None:
        write(seeded)
        undo(seeded.desk, None)
        assert seeded.stored(AccountRow, "version", "state") == [(1, "withdrawn")]
        write(seeded, OTHERS)
        assert states(seeded) == [(1, "withdrawn", False), (2, "accepted", True)]

    def test_any_number_of_steps_back_and_forth(self, reviewed: Office) -> None:
        seen = [shown(reviewed)]
        for act in (
            lambda: write(reviewed, kept_back=True),
            lambda: steps(reviewed, Step.SUBMIT),
            lambda: steps(reviewed, Step.ACCEPT),
            lambda: write(reviewed, OTHERS),
            lambda: steps(reviewed, Step.RETURN, comment="xem lại"),
        ):
            act()
            seen.append(shown(reviewed))
        for _ in range(2):
            for back in reversed(seen[:-1]):
                undo(reviewed.desk, None)
                assert shown(reviewed) == back
            for forth in seen[1:]:
                redo(reviewed.desk, None)
                assert shown(reviewed) == forth

    def test_what_was_known_can_still_be_read(self, reviewed: Office) -> None:
        known: dict[int, tuple[AccountVersion, ...]] = {}
        for act in (
            lambda: write(reviewed),
            lambda: steps(reviewed, Step.ACCEPT),
            lambda: write(reviewed, OTHERS),
            lambda: undo(reviewed.desk, None),
            lambda: redo(reviewed.desk, None),
            lambda: undo(reviewed.desk, None),
        ):
            act()
            number = reviewed.stored(JournalRow, "number")[-1].number
            known[number] = versions(reviewed)
        for number, was in known.items():
            assert versions(reviewed, WHOLE, number) == was

    def test_a_colleagues_later_version_is_named(self, seeded: Office) -> None:
        mine = write(seeded)
        later = write(colleague(seeded), OTHERS)
        problem = refuses(AccountChangedSince, seeded, lambda: undo(seeded.desk, None))
        assert f"#{mine}" in str(problem)
        assert f"#{later} of Đồng nghiệp" in str(problem)
        assert "my-xuyen · 2021-Q1" in str(problem)

    def test_a_colleagues_answer_is_named(self, reviewed: Office) -> None:
        write(reviewed)
        later = steps(colleague(reviewed), Step.ACCEPT).accounts[0].entry
        problem = refuses(AccountChangedSince, reviewed, lambda: undo(reviewed.desk, None))
        assert f"#{later}" in str(problem)

    def test_another_account_of_the_same_unit_stays(self, seeded: Office) -> None:
        write(seeded)
        write(colleague(seeded), directive="D7")
        write(colleague(seeded), period=Q2)
        undo(seeded.desk, None)
        assert states(seeded) == [(1, "withdrawn", False)]
        assert states(seeded, AccountOf("my-xuyen", Q1, "D7")) == [(1, "accepted", True)]
