"""Every change has one entry: who, when, what, before, after and why; and a history of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.service.office import DECISION, Office, on, task
from tracker.domain.origin import Field
from tracker.domain.task import UnknownTask
from tracker.domain.words import Words
from tracker.service.confirming import confirm
from tracker.service.desk import Desk
from tracker.service.editing import assign_task
from tracker.service.stops import cancel_task, resume_task
from tracker.service.tasks import add_task
from tracker.store.tables import JournalRow

CODE = "D7.1-my-xuyen"

WRITES: dict[str, Callable[[Office], object]] = {
    "report": lambda office: office.report(CODE, "2021-Q1", 4),
    "edit_task": lambda office: office.edit(CODE, {Field.TARGET: 9_000, Field.WEIGHT: 2}),
    "cancel_task": lambda office: cancel_task(office.desk, None, CODE, "lý do"),
    "confirm": lambda office: confirm(office.desk, None, CODE, DECISION),
    "add_task": lambda office: add_task(office.desk, None, task("X1", directive="D7")),
}


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(task(), task("D7.2-ke-sach", unit="ke-sach"))
    return office


@pytest.mark.parametrize("what", WRITES)
def test_one_write_is_one_entry(seeded: Office, what: str) -> None:
    before = seeded.stored(JournalRow)
    WRITES[what](seeded)
    *earlier, entry = seeded.stored(JournalRow)
    assert earlier == before
    assert (entry.what, entry.who) == (what, "Văn phòng")
    assert entry.recorded_at == datetime(2021, 7, 15, 9, 30, tzinfo=UTC)
    assert entry.subject == ("X1" if what == "add_task" else CODE)
    assert entry.after != "{}"


def test_a_plan_applied_has_one_for_the_whole_and_one_for_each_task(seeded: Office) -> None:
    entries = seeded.stored(JournalRow, "what", "subject", "after")
    assert [(entry.what, entry.subject) for entry in entries] == [
        ("apply_plan", ""),
        ("apply_plan", CODE),
        ("apply_plan", "D7.2-ke-sach"),
    ]
    seeded.seed(task(target=12))
    seeded.seed(task(target=12), prune=True)
    entries = seeded.stored(JournalRow, "what", "subject", "after")[3:]
    assert [(entry.what, entry.subject) for entry in entries] == [
        ("apply_plan", ""),
        ("apply_plan", CODE),
        ("apply_plan", ""),
        ("apply_plan", "D7.2-ke-sach"),
    ]


def test_the_history_of_a_task_is_all_that_happened_to_it_newest_first(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    seeded.report("D7.2-ke-sach", "2021-Q1", 5)
    seeded.seed(task(target=12))
    assign_task(seeded.desk, None, CODE, "dai-tam", why="theo quyết định")
    cancel_task(seeded.desk, None, CODE, "trùng")
    resume_task(seeded.desk, None, CODE, "không trùng")
    changes = seeded.history(CODE.lower())
    assert [(change.what, dict(change.before), change.why) for change in changes] == [
        ("resume_task", {}, "không trùng"),
        ("cancel_task", {}, "trùng"),
        ("edit_task", {"unit": "my-xuyen"}, "theo quyết định"),
        ("apply_plan", {"target": "10"}, ""),
        ("report", {}, ""),
        ("apply_plan", {}, ""),
    ]
    numbers = [change.number for change in changes]
    assert numbers == sorted(numbers, reverse=True)
    assert changes[-1].after["title"] == "Tổ chức đối thoại với Nhân dân / Hold dialogues"
    with pytest.raises(UnknownTask):
        seeded.history("D9.9")


def test_moments_are_kept_in_utc_and_days_are_the_desks(seeded: Office) -> None:
    """At half past six in the morning in Vietnam it is still the day before in UTC."""
    early = datetime(2021, 8, 2, 6, 30, tzinfo=timezone(timedelta(hours=7)))
    seeded.desk = Desk(seeded.engine, lambda: early, "Văn phòng")
    assert seeded.report(CODE, "2021-Q3", 4).figure.own_day == on("08-02")
    (report,) = seeded.detail(CODE, on("08-02")).reports
    assert report.recorded_at.isoformat() == "2021-08-01T23:30:00+00:00"
    assert seeded.history(CODE)[0].recorded_at == early


def test_texts_are_kept_as_they_were_given(seeded: Office) -> None:
    hostile = Words('=1+1 [b]{{ x }}</b> "\\\n\t\x1b[31m\u202e')
    seeded.edit(CODE, {Field.TITLE: hostile}, why=hostile.vi)
    change = seeded.history(CODE)[0]
    assert change.after == {"title": hostile.vi}
    assert change.why == hostile.vi
    assert seeded.row(CODE).title == hostile
