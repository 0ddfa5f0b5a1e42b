"""Many tasks changed or stopped by one call: all of them or none, undone as one."""

from __future__ import annotations

import pytest

from tests.service.office import DECISION, Office, on, refuses, task
from tracker.domain.origin import Field, Origin
from tracker.domain.quantity import SCALE
from tracker.domain.status import Status
from tracker.domain.task import DeadlineBeforeStart, UnknownTask
from tracker.service.editing import ChangedMeanwhile, NothingChangesThere, edit_task, edit_tasks
from tracker.service.stops import ReasonMissing, StoppedAlready, cancel_task, cancel_tasks
from tracker.service.undoing import redo, undo
from tracker.store.tables import JournalRow

CODES = ("D7.1-my-xuyen", "D7.1-ke-sach", "D8.1-ke-sach")


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(
        task(CODES[0]), task(CODES[1], unit="ke-sach"), task(CODES[2], unit="ke-sach", weight=3)
    )
    return office


def newest(office: Office) -> int:
    return max(row.number for row in office.stored(JournalRow, "number"))


def test_the_new_values_are_those_of_all_and_undone_as_one(seeded: Office) -> None:
    values = {Field.DEADLINE: on("09-30"), Field.WEIGHT: 2}
    before = newest(seeded)
    done = edit_tasks(seeded.desk, None, CODES, values, why="kế hoạch mới", document=DECISION)
    assert [edited.task for edited in done.edited] == list(CODES)
    assert [edited.entry for edited in done.edited] == [before + 1, before + 2, before + 3]
    for code in CODES:
        row = seeded.row(code)
        assert (row.deadline, row.weight) == (on("09-30"), 2)
        assert row.origin[Field.DEADLINE] is Origin.CONFIRMED
    calls = {row.number: row.call for row in seeded.stored(JournalRow, "number", "call")}
    assert [calls[before + n] for n in (1, 2, 3)] == [None, before + 1, before + 1]
    undo(seeded.desk, None)
    assert [seeded.row(code).weight for code in CODES] == [1, 1, 3]
    redo(seeded.desk, None)
    assert [seeded.row(code).weight for code in CODES] == [2, 2, 2]


def test_it_is_what_editing_one_after_the_other_does(seeded: Office) -> None:
    values = {Field.TARGET: 7 * SCALE, Field.UNIT: "my-xuyen"}
    edit_tasks(seeded.desk, None, CODES[1:], values, day_from=on("05-01"), why="giao lại")
    together = [seeded.row(code, on("06-01")) for code in CODES[1:]]
    undo(seeded.desk, None)
    for code in CODES[1:]:
        edit_task(seeded.desk, None, code, values, day_from=on("05-01"), why="giao lại")
    assert [seeded.row(code, on("06-01")) for code in CODES[1:]] == together
    assert seeded.row(CODES[1], on("04-30")).unit == "ke-sach"


def test_what_says_so_already_is_left_as_it_is(seeded: Office) -> None:
    done = edit_tasks(seeded.desk, None, CODES, {Field.WEIGHT: 3})
    assert [edited.task for edited in done.edited] == list(CODES[:2])
    assert done.unchanged == (CODES[2],)
    refuses(
        NothingChangesThere,
        seeded,
        lambda: edit_tasks(seeded.desk, None, CODES, {Field.WEIGHT: 3}),
    )


def test_where_one_is_refused_none_is_changed(seeded: Office) -> None:
    edit_task(seeded.desk, None, CODES[1], {Field.START: on("06-01")})
    for because, act in (
        (DeadlineBeforeStart, {Field.DEADLINE: on("05-01")}),
        (UnknownTask, {Field.WEIGHT: 9}),
    ):
        codes = CODES if because is DeadlineBeforeStart else (*CODES, "D7.1-my-xuyn")
        refuses(because, seeded, lambda c=codes, v=act: edit_tasks(seeded.desk, None, c, v))


def test_a_task_that_was_changed_since_is_not_written_over(seeded: Office) -> None:
    known = newest(seeded)
    edit_task(seeded.desk, None, CODES[1], {Field.WEIGHT: 5})
    refused = refuses(
        ChangedMeanwhile,
        seeded,
        lambda: edit_tasks(seeded.desk, None, CODES, {Field.WEIGHT: 9}, known=known),
    )
    assert refused.facts["task"] == CODES[1]
    # The others are nobody's concern.
    edit_tasks(seeded.desk, None, (CODES[0], CODES[2]), {Field.WEIGHT: 9}, known=known)


def test_a_dry_run_says_the_same_and_writes_nothing(seeded: Office) -> None:
    before = seeded.everything()
    tried = edit_tasks(seeded.desk, None, CODES, {Field.WEIGHT: 3}, dry_run=True)
    assert seeded.everything() == before
    done = edit_tasks(seeded.desk, None, CODES, {Field.WEIGHT: 3})
    assert [e.task for e in tried.edited] == [e.task for e in done.edited]
    assert tried.unchanged == done.unchanged


def test_many_are_stopped_and_taken_up_by_one_undo(seeded: Office) -> None:
    cancel_task(seeded.desk, None, CODES[2], "trùng", day=on("03-01"))
    done = cancel_tasks(seeded.desk, None, CODES, "không còn phù hợp", day=on("07-01"))
    assert (done.stopped, done.before) == (CODES[:2], (CODES[2],))
    assert [seeded.row(code).status for code in CODES] == [Status.CANCELLED] * 3
    assert seeded.row(CODES[0], on("06-30")).status is not Status.CANCELLED
    undo(seeded.desk, None)
    stopped = [seeded.row(code).status is Status.CANCELLED for code in CODES]
    assert stopped == [False, False, True]


def test_what_may_not_be_stopped_stops_none(seeded: Office) -> None:
    desk = seeded.desk
    refuses(ReasonMissing, seeded, lambda: cancel_tasks(desk, None, CODES, " "))
    tried = cancel_tasks(desk, None, CODES, "trùng", dry_run=True)
    assert tried.stopped == CODES
    assert seeded.row(CODES[0]).status is not Status.CANCELLED
    cancel_tasks(desk, None, CODES, "trùng")
    refuses(StoppedAlready, seeded, lambda: cancel_tasks(desk, None, CODES, "trùng"))
