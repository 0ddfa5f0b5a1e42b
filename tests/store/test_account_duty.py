"""Which accounts in words are owed, and how they stand on a day."""

from __future__ import annotations

from datetime import UTC

import pytest

from tests.service.office import Office, on, plan, task
from tracker.domain.account import AccountDraft, AccountTexts
from tracker.domain.duty import DutyCounts, DutyState
from tracker.domain.duty_grid import DutyGrid
from tracker.domain.period import Rhythm, read_period
from tracker.domain.review import MeantAccounts, Step
from tracker.service.accounts import write_account
from tracker.service.review import take_steps
from tracker.service.undoing import undo
from tracker.store.read import duty
from tracker.store.tables import JournalRow

Q1, Q2 = (read_period(f"2021-Q{n}") for n in (1, 2))
EVERY = MeantAccounts()


@pytest.fixture
def seeded(office: Office) -> Office:
    office.today = on("03-20")
    office.seed(
        task("D7.1-my-xuyen"),
        task("D8.1-my-xuyen"),
        task("D7.1-ke-sach", unit="ke-sach"),
        task("D8.2-ke-sach", unit="ke-sach", rhythm=Rhythm.MONTH),
    )
    return office


def grid(office: Office, day: str, *rhythms: Rhythm, known_on: int | None = None) -> DutyGrid:
    with office.view(on(day), known_on) as (session, view):
        asked = duty.due(view, *(rhythms or (Rhythm.QUARTER,)))
        return duty.grid(session, view, UTC, asked)


def standing(office: Office, day: str, unit: str = "my-xuyen", **how: int) -> DutyCounts:
    (row,) = (row for row in grid(office, day, **how).rows if row.code == unit)
    return row.accounts[Q1]


def write(office: Office, *, directive: str | None = None, draft: bool = False) -> None:
    texts = AccountTexts(f"Kết quả ngày {office.today}.")
    write_account(
        office.desk, None, AccountDraft("my-xuyen", Q1, texts, directive, kept_back=draft)
    )


def numbers(office: Office) -> int:
    return max(row.number for row in office.stored(JournalRow, "number"))


def test_a_unit_owes_one_account_of_each_period_in_which_it_owes_reports(seeded: Office) -> None:
    found = grid(seeded, "04-06")
    assert {row.code: set(row.accounts) for row in found.rows} == {
        row.code: set(row.cells) for row in found.rows
    }
    accounts = found.in_words()
    assert accounts.total_of(Q1).by_state[DutyState.LATE] == 2
    assert accounts.total_of(Q1).reports == 2
    assert found.total_of(Q1).reports == 3
    months = grid(seeded, "04-06", Rhythm.MONTH).in_words()
    assert [row.code for row in months.rows] == ["ke-sach"]
    assert months.totals.count(DutyState.LATE) == 3


def test_it_is_asked_for_and_late_on_the_days_of_the_reports(seeded: Office) -> None:
    days = {"03-31": "not_due", "04-01": "missing", "04-05": "missing", "04-06": "late"}
    for day, state in days.items():
        assert standing(seeded, day).worst == DutyState(state), day


def test_one_on_time_and_one_late(seeded: Office) -> None:
    seeded.today = on("04-05")
    write(seeded)
    done = standing(seeded, "04-06")
    assert (done.worst, done.submitted_late) == (DutyState.ACCEPTED, 0)
    seeded.today = on("04-09")
    write(seeded)  # amended later, handed in on time
    assert standing(seeded, "04-09").submitted_late == 0
    assert standing(seeded, "04-09", "ke-sach").worst is DutyState.LATE


def test_late_is_told_by_the_first_that_was_handed_in(seeded: Office) -> None:
    seeded.today = on("04-03")
    write(seeded, draft=True)
    assert standing(seeded, "04-04").worst is DutyState.MISSING
    seeded.today = on("04-08")
    take_steps(seeded.desk, None, Step.SUBMIT, None, EVERY)
    done = standing(seeded, "04-08")
    assert (done.worst, done.submitted_late) == (DutyState.ACCEPTED, 1)


def test_an_account_of_a_directive_is_not_that_of_the_unit(seeded: Office) -> None:
    seeded.today = on("04-02")
    write(seeded, directive="D7")
    assert standing(seeded, "04-06").worst is DutyState.LATE


def test_with_review_it_waits_and_may_be_returned(seeded: Office) -> None:
    seeded.seed(plan=plan(review=True))
    seeded.today = on("04-02")
    write(seeded)
    assert standing(seeded, "04-06").worst is DutyState.SUBMITTED
    take_steps(seeded.desk, None, Step.RETURN, None, EVERY, "Thiếu kiến nghị.")
    assert standing(seeded, "04-06").worst is DutyState.RETURNED
    write(seeded)
    take_steps(seeded.desk, None, Step.ACCEPT, None, EVERY)
    assert standing(seeded, "04-06").worst is DutyState.ACCEPTED


def test_what_was_undone_is_owed_again_and_seen_in_the_past(seeded: Office) -> None:
    seeded.today = on("04-02")
    before = numbers(seeded)
    write(seeded)
    written = numbers(seeded)
    undo(seeded.desk, None)
    assert standing(seeded, "04-06").worst is DutyState.LATE
    assert standing(seeded, "04-06", known_on=written).worst is DutyState.ACCEPTED
    assert standing(seeded, "04-06", known_on=before).worst is DutyState.LATE


def test_seen_from_within_its_period_only_what_was_written_by_then_stands(seeded: Office) -> None:
    seeded.today = on("03-25")
    write(seeded)
    assert standing(seeded, "03-24").worst is DutyState.NOT_DUE
    assert standing(seeded, "03-25").worst is DutyState.ACCEPTED
