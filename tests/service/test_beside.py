"""What stands beside the figures: reports that wait, and those made after a closing."""

from __future__ import annotations

import pytest

from tests.service.office import Office, on, plan, task
from tracker.domain.condition import By, Condition
from tracker.domain.period import read_period
from tracker.domain.review import Meant, Step
from tracker.service.locks import close_period, reopen_period
from tracker.service.review import take_step
from tracker.service.undoing import undo
from tracker.store.read.queue import queue
from tracker.store.read.rollup import summary

CODE, OTHER = "D7.1-my-xuyen", "D7.2-ke-sach"
Q1 = read_period("2021-Q1")


@pytest.fixture
def reviewed(office: Office) -> Office:
    office.seed(task(), task(OTHER, unit="ke-sach"), plan=plan(review=True))
    return office


def counts(office: Office, by: By = By.UNIT, **how: object) -> dict[str, tuple[int, int]]:
    found = office.summary(by, **how)  # type: ignore[arg-type]
    rows = {row.code: (row.own.awaiting, row.own.after_closing) for row in found.rows}
    waiting, amended = (sum(part) for part in zip(*rows.values(), strict=True))
    assert (found.totals.awaiting, found.totals.after_closing) == (waiting, amended)
    return {code: both for code, both in rows.items() if any(both)}


def test_what_waits_is_counted_by_its_row(reviewed: Office) -> None:
    assert counts(reviewed) == {}
    for period in ("2021-Q1", "2021-Q2"):
        reviewed.report(CODE, period, 2)
    reviewed.report(OTHER, "2021-Q1", 2)
    assert counts(reviewed) == {"my-xuyen": (2, 0), "ke-sach": (1, 0)}
    assert counts(reviewed, By.DIRECTIVE) == {"D7": (3, 0)}
    assert counts(reviewed, By.STATUS) == {"in_progress": (3, 0)}
    assert counts(reviewed, condition=Condition(unit="ke-sach")) == {"ke-sach": (1, 0)}
    # A figure of a later day is not there yet.
    assert counts(reviewed, day=on("04-01")) == {"my-xuyen": (1, 0), "ke-sach": (1, 0)}


def test_only_the_last_word_of_a_period_waits(reviewed: Office) -> None:
    reviewed.report(CODE, "2021-Q1", 2)
    reviewed.report(CODE, "2021-Q1", 3)
    assert counts(reviewed) == {"my-xuyen": (1, 0)}
    # A draft is nobody's word yet.
    reviewed.report(CODE, "2021-Q1", 4, kept_back=True)
    assert counts(reviewed) == {"my-xuyen": (1, 0)}
    take_step(reviewed.desk, None, Step.ACCEPT, Meant(CODE))
    assert counts(reviewed) == {}


def test_what_was_made_after_a_closing_is_counted(office: Office) -> None:
    office.seed(task(), task(OTHER, unit="ke-sach"))
    office.report(CODE, "2021-Q1", 2)
    close_period(office.desk, None, Q1)
    reopen_period(office.desk, None, Q1, "nộp thiếu")
    assert counts(office) == {}
    made = office.report(OTHER, "2021-Q1", 2)
    assert counts(office) == {"ke-sach": (0, 1)}
    undo(office.desk, None)
    # Something was changed then, and still is to be seen.
    assert counts(office) == {"ke-sach": (0, 1)}
    for number, count in ((made.entry - 1, 0), (made.entry, 1)):
        with office.view(None, number) as (session, view):
            assert summary(session, view).totals.after_closing == count


def test_what_waited_is_read_as_it_was_known(reviewed: Office) -> None:
    first = reviewed.report(CODE, "2021-Q1", 2).entry
    second = reviewed.report(CODE, "2021-Q1", 3).entry
    (accepted,) = take_step(reviewed.desk, None, Step.ACCEPT, Meant(CODE))
    third = reviewed.report(CODE, "2021-Q1", 4).entry
    for number, waiting in ((first, 1), (second, 1), (accepted.entry, 0), (third, 1)):
        with reviewed.view(None, number) as (session, view):
            assert summary(session, view).totals.awaiting == waiting
            assert queue(session, view).count == waiting
