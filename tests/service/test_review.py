"""The cycle: draft, submitted, accepted, returned; only what is accepted counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.service.office import Office, on, plan, refuses, task
from tests.service.truth import assert_states_follow
from tracker.domain.condition import Condition
from tracker.domain.doubt import Falls
from tracker.domain.period import read_period
from tracker.domain.report import CumulativeOverGap, PeriodClosed, TotalBeforeItsParts, WordNeeded
from tracker.domain.report_state import ReportState
from tracker.domain.review import Awaiting, Meant, Step, Stepped
from tracker.domain.status import Status
from tracker.service.locks import close_period
from tracker.service.review import CommentMissing, NoneToReview, NoneToSubmit, take_step, take_steps
from tracker.service.undoing import undo
from tracker.store.read.queue import queue

CODE, OTHER = "D7.1-my-xuyen", "D7.2-ke-sach"
EVERY = Meant(Condition())


@pytest.fixture
def seeded(office: Office) -> Office:
    """A plan whose reports are reviewed."""
    office.seed(task(), task(OTHER, unit="ke-sach"), plan=plan(review=True))
    return office


def step(office: Office, step: Step, meant: Meant = EVERY, comment: str = "") -> list[Stepped]:
    return list(take_step(office.desk, None, step, meant, comment))


def versions(office: Office) -> list[tuple[int, str, bool]]:
    return [(r.version, r.state.value, r.counts) for r in office.detail(CODE).reports]


def test_submitted_it_is_something_reported_and_does_not_count_yet(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    row = seeded.row(CODE)
    assert (row.value, row.status) == (None, Status.IN_PROGRESS)
    assert versions(seeded) == [(1, "submitted", False)]


def test_accepted_it_counts_from_its_own_day(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    (done,) = step(seeded, Step.ACCEPT)
    assert (done.task, done.period.code, done.state) == (CODE, "2021-Q1", ReportState.ACCEPTED)
    assert seeded.row(CODE, on("03-31")).value == 4_000
    assert seeded.row(CODE, on("03-30")).value is None
    change = seeded.history(CODE)[0]
    assert (change.what, change.number) == ("accept", done.entry)
    assert change.after == {"state": "accepted", "2021-Q1": "4"}
    assert_states_follow(seeded)


def test_an_accepted_figure_stands_until_its_amendment_is_accepted(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    step(seeded, Step.ACCEPT)
    seeded.report(CODE, "2021-Q1", 6)
    assert versions(seeded) == [(1, "accepted", True), (2, "submitted", False)]
    assert seeded.row(CODE).value == 4_000
    step(seeded, Step.RETURN, comment="thiếu biên bản")
    assert seeded.row(CODE).value == 4_000
    assert seeded.detail(CODE).reports[1].comment == "thiếu biên bản"
    seeded.report(CODE, "2021-Q1", 5)
    step(seeded, Step.ACCEPT)
    assert seeded.row(CODE).value == 5_000
    assert versions(seeded) == [
        (1, "accepted", False),
        (2, "returned", False),
        (3, "accepted", True),
    ]


def test_a_returned_one_is_nothing_reported(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    step(seeded, Step.RETURN, comment="xem lại")
    assert seeded.row(CODE).status is Status.NOT_STARTED


def test_a_draft_is_nothing_until_it_is_handed_in(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4, kept_back=True)
    assert seeded.row(CODE).status is Status.NOT_STARTED
    refuses(NoneToReview, seeded, lambda: step(seeded, Step.ACCEPT))
    seeded.today = on("07-20")
    step(seeded, Step.SUBMIT)
    (version,) = seeded.detail(CODE).reports
    assert (version.state, version.recorded_at.date()) == (ReportState.SUBMITTED, on("07-20"))
    refuses(NoneToSubmit, seeded, lambda: step(seeded, Step.SUBMIT))


def test_where_nothing_is_reviewed_a_report_counts_when_it_is_handed_in(seeded: Office) -> None:
    seeded.seed(task(), task(OTHER, unit="ke-sach"))
    seeded.report(CODE, "2021-Q1", 4)
    assert seeded.row(CODE).value == 4_000
    seeded.report(CODE, "2021-Q2", 2, kept_back=True)
    assert seeded.row(CODE).value == 4_000
    step(seeded, Step.SUBMIT)
    assert seeded.row(CODE).value == 6_000


def test_reviewing_from_now_on_keeps_what_counted(seeded: Office) -> None:
    seeded.seed(task(), task(OTHER, unit="ke-sach"))
    seeded.report(CODE, "2021-Q1", 4)
    seeded.seed(task(), task(OTHER, unit="ke-sach"), plan=plan(review=True))
    assert seeded.row(CODE).value == 4_000
    seeded.report(CODE, "2021-Q2", 3)
    assert seeded.row(CODE).value == 4_000


def test_in_bulk_by_condition_and_period_as_one_call(seeded: Office) -> None:
    for period in ("2021-Q1", "2021-Q2"):
        for code in (CODE, OTHER):
            seeded.report(code, period, 2)
    q1 = read_period("2021-Q1")
    done = step(seeded, Step.ACCEPT, Meant(Condition(unit="my-xuyen"), q1))
    assert [(d.task, d.period) for d in done] == [(CODE, q1)]
    done = step(seeded, Step.ACCEPT)
    assert [(d.task, d.period.code) for d in done] == [
        (CODE, "2021-Q2"),
        (OTHER, "2021-Q1"),
        (OTHER, "2021-Q2"),
    ]
    assert (seeded.row(CODE).value, seeded.row(OTHER).value) == (4_000, 4_000)
    undo(seeded.desk, None)
    assert (seeded.row(CODE).value, seeded.row(OTHER).value) == (2_000, None)
    assert_states_follow(seeded)


def test_only_the_last_word_of_a_period_is_reviewed(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    seeded.report(CODE, "2021-Q1", 5)
    assert [d.version for d in step(seeded, Step.ACCEPT)] == [2]
    assert versions(seeded) == [(1, "submitted", False), (2, "accepted", True)]
    refuses(NoneToReview, seeded, lambda: step(seeded, Step.ACCEPT))


def test_who_returns_says_why(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    refuses(CommentMissing, seeded, lambda: step(seeded, Step.RETURN, comment=" "))


def test_a_dry_run_writes_nothing(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    before = seeded.everything()
    (foreseen,) = take_step(seeded.desk, None, Step.ACCEPT, EVERY, dry_run=True)
    assert seeded.everything() == before
    assert (foreseen.task, foreseen.entry) == (CODE, 0)


def test_a_state_of_the_cycle_can_be_read_as_it_was_known(seeded: Office) -> None:
    report = seeded.report(CODE, "2021-Q1", 4)
    step(seeded, Step.ACCEPT)
    with seeded.view(None, report.entry) as (session, view):
        from tracker.store.read.detail import task_detail

        then = task_detail(session, view, CODE)
    assert [r.state for r in then.reports] == [ReportState.SUBMITTED]
    assert then.row.value is None
    assert replace(then, row=seeded.detail(CODE).row).reports != seeded.detail(CODE).reports


class TestADraftIsCheckedAsItIsHandedIn:
    def test_a_doubtful_one_needs_its_word_then(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 30)
        seeded.report(CODE, "2021-Q2", 300, kept_back=True)
        refuses(WordNeeded, seeded, lambda: step(seeded, Step.SUBMIT))
        step(seeded, Step.SUBMIT, comment="gộp hai đợt")
        assert seeded.detail(CODE).reports[-1].word == "gộp hai đợt"

    def test_a_total_is_subtracted_from_what_is_reported_by_then(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 10)
        seeded.report(CODE, "2021-Q2", 15, cumulative=True, kept_back=True)
        seeded.report(CODE, "2021-Q1", 8)
        (handed_in,) = step(seeded, Step.SUBMIT)
        assert handed_in.figure.value == 7_000
        step(seeded, Step.ACCEPT)
        assert seeded.row(CODE).value == 15_000

    def test_of_drafts_handed_in_together_each_knows_the_others(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 10, kept_back=True)
        refuses(
            CumulativeOverGap,
            seeded,
            lambda: seeded.report(CODE, "2021-Q2", 15, cumulative=True, kept_back=True),
        )
        seeded.report(CODE, "2021-Q1", 10)
        seeded.report(CODE, "2021-Q2", 15, cumulative=True, kept_back=True)
        seeded.report(CODE, "2021-Q1", 9, kept_back=True)
        handed_in = step(seeded, Step.SUBMIT)
        assert [report.figure.value for report in handed_in] == [9_000, 6_000]


def test_an_amendment_that_waits_outdates_a_total_that_waits(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 10)
    seeded.report(CODE, "2021-Q2", 15, cumulative=True)
    amended = seeded.report(CODE, "2021-Q1", 8)
    assert [period.code for period in amended.outdated] == ["2021-Q2"]


def test_a_colleagues_draft_is_in_no_reviewers_way(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    seeded.report(CODE, "2021-Q1", 5, kept_back=True)
    (accepted,) = step(seeded, Step.ACCEPT)
    assert accepted.version == 1
    assert seeded.row(CODE).value == 4_000


def test_the_queue_says_what_was_doubtful_when_it_was_entered(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 10)
    seeded.report(CODE, "2021-Q2", 8, cumulative=True, word="đếm trùng")
    with seeded.view() as (session, view):
        first, second = queue(session, view).awaiting
    assert isinstance(first, Awaiting)
    assert isinstance(second, Awaiting)
    assert first.doubts == ()
    assert [type(doubt) for doubt in second.doubts] == [Falls]


class TestATotalCountsOnlyWhatIsAccepted:
    def test_it_waits_for_the_periods_that_it_holds(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 1)
        seeded.report(CODE, "2021-Q2", 5, cumulative=True)
        q2 = Meant(CODE, read_period("2021-Q2"))
        problem = refuses(TotalBeforeItsParts, seeded, lambda: step(seeded, Step.ACCEPT, q2))
        assert "2021-Q1" in str(problem)
        step(seeded, Step.ACCEPT)
        assert seeded.row(CODE).value == 5_000

    def test_it_is_subtracted_from_what_was_accepted(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 3)
        step(seeded, Step.ACCEPT)
        seeded.report(CODE, "2021-Q1", 2)
        seeded.report(CODE, "2021-Q2", 5, cumulative=True)
        (accepted,) = step(seeded, Step.ACCEPT, Meant(CODE, read_period("2021-Q2")))
        assert accepted.figure.value == 2_000
        assert seeded.row(CODE).value == 5_000


def test_of_many_those_that_cannot_are_left_and_said(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 1)
    seeded.report(OTHER, "2021-Q2", 1)
    close_period(seeded.desk, None, read_period("2021-Q1"))
    steps = take_steps(seeded.desk, None, Step.ACCEPT, EVERY)
    assert [report.task for report in steps.reports] == [OTHER]
    assert [type(reason) for reason in steps.left] == [PeriodClosed]
    refuses(PeriodClosed, seeded, lambda: step(seeded, Step.ACCEPT))
