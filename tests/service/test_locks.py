"""Closed periods take no report; those opened again close by themselves."""

from __future__ import annotations

from datetime import date

import pytest

from tests.service.office import Office, on, plan, refuses, task
from tracker.domain.condition import Condition
from tracker.domain.lock import Lock, lock_over
from tracker.domain.period import Period, Rhythm, read_period
from tracker.domain.report import PeriodClosed
from tracker.domain.review import Meant, Step
from tracker.service.locks import (
    ClosedAlready,
    NotBegunYet,
    NotClosed,
    OtherYear,
    ReasonToReopenMissing,
    UntilGone,
    close_period,
    reopen_period,
)
from tracker.service.review import take_step
from tracker.service.undoing import LockChangedSince, redo, undo
from tracker.store.read.locks import locks_of

CODE, MONTHLY = "D7.1-my-xuyen", "D7.2-ke-sach"
Q1, Q2, H1, YEAR = map(read_period, ("2021-Q1", "2021-Q2", "2021-H1", "2021"))


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(task(), task(MONTHLY, unit="ke-sach", rhythm=Rhythm.MONTH))
    return office


def close(office: Office, text: str) -> int:
    return close_period(office.desk, None, read_period(text)).entry


def reopen(office: Office, text: str, until: date | None = None) -> int:
    return reopen_period(office.desk, None, read_period(text), "thiếu số liệu", until).entry


def locks(office: Office, known_on: int | None = None) -> tuple[Lock, ...]:
    with office.view(None, known_on) as (session, view):
        return locks_of(session, view)


def test_a_closed_period_takes_no_report_and_no_amendment(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    close(seeded, "2021-Q1")
    problem = refuses(PeriodClosed, seeded, lambda: seeded.report(CODE, "2021-Q1", 5))
    assert "tracker reopen 2021-Q1" in str(problem)
    refuses(PeriodClosed, seeded, lambda: seeded.report(CODE, "2021-Q1", 5, kept_back=True))
    seeded.report(CODE, "2021-Q2", 5)


def test_what_lies_in_it_is_closed_with_it(seeded: Office) -> None:
    close(seeded, "2021-Q1")
    refuses(PeriodClosed, seeded, lambda: seeded.report(MONTHLY, "2021-02", 1))
    seeded.report(MONTHLY, "2021-04", 1)
    close(seeded, "2021")
    refuses(PeriodClosed, seeded, lambda: seeded.report(MONTHLY, "2021-05", 1))


def test_a_month_closed_leaves_its_quarter_open(seeded: Office) -> None:
    close(seeded, "2021-03")
    seeded.report(CODE, "2021-Q1", 4)
    refuses(PeriodClosed, seeded, lambda: seeded.report(MONTHLY, "2021-03", 1))


def test_opened_again_it_takes_reports_until_a_day_and_says_so_of_them(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    close(seeded, "2021-Q1")
    reopen(seeded, "2021-Q1", until=on("07-20"))
    seeded.today = on("07-20")
    seeded.report(CODE, "2021-Q1", 5)
    assert [r.after_closing for r in seeded.detail(CODE).reports] == [False, True]
    seeded.today = on("07-21")
    refuses(PeriodClosed, seeded, lambda: seeded.report(CODE, "2021-Q1", 6))


def test_without_a_day_it_stays_open_for_a_week(seeded: Office) -> None:
    close(seeded, "2021-Q1")
    reopen(seeded, "2021-Q1")
    (lock,) = locks(seeded)
    assert (lock.closed, lock.until, lock.why) == (False, on("07-22"), "thiếu số liệu")


def test_the_latest_decision_over_a_period_holds(seeded: Office) -> None:
    close(seeded, "2021-H1")
    reopen(seeded, "2021-Q1")
    seeded.report(CODE, "2021-Q1", 4)
    refuses(PeriodClosed, seeded, lambda: seeded.report(CODE, "2021-Q2", 4))
    reopen(seeded, "2021-H1")
    seeded.report(CODE, "2021-Q2", 4)
    close(seeded, "2021-H1")
    refuses(PeriodClosed, seeded, lambda: seeded.report(CODE, "2021-Q1", 5))
    assert lock_over(locks(seeded), Q1) == lock_over(locks(seeded), H1)


def test_what_makes_no_sense_is_refused(seeded: Office) -> None:
    desk = seeded.desk
    refuses(NotClosed, seeded, lambda: reopen(seeded, "2021-Q1"))
    refuses(OtherYear, seeded, lambda: close(seeded, "2020-Q1"))
    refuses(NotBegunYet, seeded, lambda: close(seeded, "2021-Q4"))
    close(seeded, "2021-H1")
    problem = refuses(ClosedAlready, seeded, lambda: close(seeded, "2021-Q1"))
    assert "2021-H1" in str(problem)
    refuses(ReasonToReopenMissing, seeded, lambda: reopen_period(desk, None, H1, " "))
    refuses(UntilGone, seeded, lambda: reopen(seeded, "2021-H1", until=on("07-14")))
    reopen(seeded, "2021-H1")
    refuses(NotClosed, seeded, lambda: reopen(seeded, "2021-Q1"))


def test_nothing_of_a_closed_period_is_accepted_or_taken_back(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q2", 4, kept_back=True)
    seeded.report(CODE, "2021-Q1", 4)
    close(seeded, "2021-H1")
    wanted = Meant(Condition())
    refuses(PeriodClosed, seeded, lambda: take_step(seeded.desk, None, Step.SUBMIT, wanted))
    undo(seeded.desk, None)  # the closing itself
    close(seeded, "2021-Q1")
    desk = seeded.desk
    seeded.desk = type(desk)(desk.engine, desk.now, "Đồng nghiệp")
    close(seeded, "2021-Q2")
    seeded.desk = desk
    undo(desk, None)
    close(seeded, "2021-Q1")
    undo(desk, None)
    undo(desk, None)
    refuses(PeriodClosed, seeded, lambda: undo(desk, None))


def test_closing_and_opening_are_undone_and_redone(seeded: Office) -> None:
    entry = close(seeded, "2021-Q1")
    reopen(seeded, "2021-Q1")
    opened = locks(seeded)
    undo(seeded.desk, None)
    refuses(PeriodClosed, seeded, lambda: seeded.report(CODE, "2021-Q1", 5))
    redo(seeded.desk, None)
    assert [(x.closed, x.until, x.why) for x in locks(seeded)] == [
        (x.closed, x.until, x.why) for x in opened
    ]
    undo(seeded.desk, None)
    undo(seeded.desk, None)
    assert locks(seeded) == ()
    assert [(x.period, x.closed) for x in locks(seeded, entry)] == [(Q1, True)]


def test_a_colleagues_later_decision_stays(seeded: Office) -> None:
    close(seeded, "2021-Q1")
    mine = seeded.desk
    seeded.desk = type(mine)(mine.engine, mine.now, "Đồng nghiệp")
    later = reopen(seeded, "2021-Q1")
    problem = refuses(LockChangedSince, seeded, lambda: undo(mine, None))
    assert f"#{later}" in str(problem)


def test_undoing_a_closing_does_not_open_what_a_colleague_closed_since(seeded: Office) -> None:
    mine = seeded.desk
    close(seeded, "2021-Q1")
    reopen(seeded, "2021-Q1")
    close(seeded, "2021-Q1")
    seeded.desk = type(mine)(mine.engine, mine.now, "Đồng nghiệp")
    later = close(seeded, "2021-H1") if not _is_closed(seeded, H1) else 0
    problem = refuses(LockChangedSince, seeded, lambda: undo(mine, None))
    assert f"#{later}" in str(problem)
    # Another period's closing is not in the way.
    seeded.desk = mine
    close(seeded, "2021-07")
    undo(mine, None)


def _is_closed(office: Office, period: Period) -> bool:
    lock = lock_over(locks(office), period)
    return lock is not None and lock.is_closed(office.today)


def test_what_is_accepted_or_undone_in_a_period_opened_again_is_marked(office: Office) -> None:
    office.seed(task(), task(MONTHLY, unit="ke-sach", rhythm=Rhythm.MONTH), plan=plan(review=True))
    office.report(CODE, "2021-Q1", 4)
    office.report(MONTHLY, "2021-01", 4)
    take_step(office.desk, None, Step.ACCEPT, Meant(MONTHLY))
    close(office, "2021-Q1")
    office.desk = type(office.desk)(office.engine, office.now, "Đồng nghiệp")
    reopen(office, "2021-Q1")
    assert office.summary().totals.after_closing == 0
    take_step(office.desk, None, Step.ACCEPT, Meant(CODE))
    assert office.summary().totals.after_closing == 1
    # However often one report is changed then, it is one.
    office.report(CODE, "2021-Q1", 5)
    take_step(office.desk, None, Step.ACCEPT, Meant(CODE))
    assert office.summary().totals.after_closing == 1
    undo(office.desk, None)
    assert office.summary().totals.after_closing == 1
