"""Tasks are stopped with a reason, and taken up again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.service.office import Office, on, refuses, task
from tracker.domain.status import Status
from tracker.domain.task import OutsideYear
from tracker.service.stops import (
    NotStopped,
    ReasonMissing,
    StoppedAlready,
    cancel_task,
    resume_task,
)

CODE = "D7.1-my-xuyen"


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(task(deadline=on("09-30")))
    return office


def test_a_task_is_stopped_from_a_day_on_with_a_reason(seeded: Office) -> None:
    entry = cancel_task(seeded.desk, None, CODE, "không còn phù hợp", day=on("05-01"))
    assert seeded.row(CODE, on("04-30")).status is Status.NOT_STARTED
    detail = seeded.detail(CODE, on("05-01"))
    assert detail.row.status is Status.CANCELLED
    assert detail.cancelled_because == "không còn phù hợp"
    assert seeded.detail(CODE, on("04-30")).cancelled_because == ""
    change = seeded.history(CODE)[0]
    assert (change.number, change.what, change.why) == (
        entry,
        "cancel_task",
        "không còn phù hợp",
    )
    assert change.after == {"day": "2021-05-01"}


def test_without_a_day_from_the_day_asked_about(seeded: Office) -> None:
    cancel_task(seeded.desk, None, CODE, "lý do")
    assert seeded.row(CODE, on("07-15")).status is Status.CANCELLED
    assert seeded.row(CODE, on("07-14")).status is not Status.CANCELLED


def test_it_needs_a_reason_a_day_of_the_year_and_a_running_task(seeded: Office) -> None:
    refuses(ReasonMissing, seeded, lambda: cancel_task(seeded.desk, None, CODE, " "))
    other_year = date(2020, 12, 31)
    act = lambda: cancel_task(seeded.desk, None, CODE, "lý do", day=other_year)  # noqa: E731
    refuses(OutsideYear, seeded, act)
    cancel_task(seeded.desk, None, CODE, "lý do", day=on("05-01"))
    problem = refuses(StoppedAlready, seeded, lambda: cancel_task(seeded.desk, None, CODE, "lý do"))
    assert "2021-05-01" in str(problem)


def test_a_task_taken_up_again_was_never_stopped(seeded: Office) -> None:
    cancel_task(seeded.desk, None, CODE, "nhầm", day=on("05-01"))
    resume_task(seeded.desk, None, CODE, "không phải dừng")
    for day in ("04-30", "05-01", "12-31"):
        assert seeded.row(CODE, on(day)).status is not Status.CANCELLED
    assert [change.what for change in seeded.history(CODE)[:2]] == [
        "resume_task",
        "cancel_task",
    ]


def test_or_it_was_until_the_day_it_is_taken_up(seeded: Office) -> None:
    cancel_task(seeded.desk, None, CODE, "tạm dừng", day=on("05-01"))
    resume_task(seeded.desk, None, CODE, day=on("06-01"))
    stopped = [
        seeded.row(CODE, on(day)).status is Status.CANCELLED
        for day in ("04-30", "05-01", "05-31", "06-01", "12-31")
    ]
    assert stopped == [False, True, True, False, False]


def test_a_task_that_is_not_stopped_cannot_be_taken_up(seeded: Office) -> None:
    refuses(NotStopped, seeded, lambda: resume_task(seeded.desk, None, CODE))
    cancel_task(seeded.desk, None, CODE, "lý do")
    resume_task(seeded.desk, None, CODE)
    refuses(NotStopped, seeded, lambda: resume_task(seeded.desk, None, CODE))


def test_it_may_be_stopped_again(seeded: Office) -> None:
    cancel_task(seeded.desk, None, CODE, "một", day=on("02-01"))
    resume_task(seeded.desk, None, CODE, day=on("03-01"))
    cancel_task(seeded.desk, None, CODE, "hai", day=on("05-01"))
    stopped = [
        seeded.row(CODE, on(day)).status is Status.CANCELLED
        for day in ("01-31", "02-01", "03-01", "05-01")
    ]
    assert stopped == [False, True, False, True]
    assert seeded.detail(CODE, on("12-31")).cancelled_because == "hai"


def test_a_stopped_task_keeps_its_other_values(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    cancel_task(seeded.desk, None, CODE, "lý do", day=on("05-01"))
    row = seeded.row(CODE)
    assert (row.value, row.target) == (4_000, 10_000)
    assert replace(row, status=Status.CANCELLED) == row
