"""What was known once can be read again, figure for figure, fields, names and tree included."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.service.office import PLAN, UNITS, Office, on, refuses, task
from tracker.domain.condition import Condition, Sort
from tracker.domain.known import NothingKnown, UnknownEntry
from tracker.domain.origin import Field
from tracker.domain.quantity import Amount
from tracker.domain.status import Status
from tracker.domain.task import UnknownTask
from tracker.domain.words import Words
from tracker.service.stops import cancel_task
from tracker.service.tasks import add_task
from tracker.store.read.detail import history, task_detail
from tracker.store.read.known import entry_of
from tracker.store.read.rollup import summary
from tracker.store.read.tasks import task_ids
from tracker.store.read.view import UnknownPlan, open_view
from tracker.store.tables import JournalRow

CODE = "D7.1-my-xuyen"


@pytest.fixture
def seeded(office: Office) -> Office:
    office.today = date(2021, 4, 1)
    office.seed(task(coordinating=("tinh", "ke-sach"), baseline=Amount(5_000)))
    return office


def last_entry(office: Office) -> int:
    return max(row.number for row in office.stored(JournalRow, "number"))


def test_a_report_amended_later_is_the_old_one_on_the_day_before(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    before = last_entry(seeded)
    seeded.today = date(2021, 4, 20)
    seeded.report(CODE, "2021-Q1", 9)
    with seeded.view(on("03-31"), before) as (session, view):
        detail = task_detail(session, view, CODE)
        assert detail.row.value == 4_000
        assert [(r.version, r.counts) for r in detail.reports] == [(1, True)]
        assert history(session, view, CODE)[0].number == before
    with seeded.view(on("03-31")) as (session, view):
        assert task_detail(session, view, CODE).row.value == 9_000


def test_names_tree_titles_and_coordinating_units_are_those_of_then(seeded: Office) -> None:
    before = last_entry(seeded)
    seeded.edit(CODE, {Field.TITLE: Words("Tên mới"), Field.BASELINE: None})
    seeded.edit(CODE, {Field.COORDINATING: ("dai-tam",)})
    renamed = tuple(
        replace(u, name=Words("Ban mới"), parent="ke-sach") if u.code == "my-xuyen" else u
        for u in UNITS
    )
    head = replace(PLAN.plan, title=Words("Chương trình mới"), margin=20)
    directives = tuple(replace(d, quote="lời mới") for d in PLAN.directives)
    seeded.seed(task(), plan=replace(PLAN, plan=head, units=renamed, directives=directives))
    with seeded.view(None, before) as (session, view):
        assert view.plan == PLAN.plan
        assert view.tree.units["my-xuyen"].name == UNITS[1].name
        assert view.tree.units["my-xuyen"].parent == "tinh"
        detail = task_detail(session, view, CODE)
        assert detail.row.title == task().title
        assert detail.row.coordinating == ("tinh", "ke-sach")
        assert detail.row.baseline == Amount(5_000)
        assert detail.directive_quote == PLAN.directives[0].quote
        assert task_ids(session, view, Condition(words=("ten moi",)), Sort()) == []
    with seeded.view() as (session, view):
        assert view.tree.units["my-xuyen"].name == Words("Ban mới")
        assert task_detail(session, view, CODE).row.coordinating == ("dai-tam",)


def test_what_came_later_was_not_there(seeded: Office) -> None:
    before = last_entry(seeded)
    add_task(seeded.desk, None, task("D7.9-tinh", unit="tinh"))
    cancel_task(seeded.desk, None, CODE, "lý do")
    seeded.seed(task("D7.1-x"), plan=replace(PLAN, plan=replace(PLAN.plan, code="khac-2021")))
    with seeded.view(None, before) as (session, view):
        assert view.plan.code == PLAN.plan.code
        found = summary(session, view, with_tasks=True)
        assert [row.code for row in found.tasks] == [CODE]
        assert found.totals.count(Status.CANCELLED) == 0
        assert found.known_on is not None
        assert found.known_on.number == before
        with pytest.raises(UnknownTask):
            task_detail(session, view, "D7.9-tinh")
        with pytest.raises(UnknownPlan):
            open_view(session, "khac-2021", None, seeded.today, view.known_on)


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        (date(2021, 4, 1), 2),
        (date(2021, 4, 19), 2),
        (date(2021, 4, 20), 3),
        (datetime(2021, 4, 20, 9, 29), 2),  # noqa: DTZ001 - in the clock's own zone
        (datetime(2021, 4, 20, 9, 30), 3),  # noqa: DTZ001
        (1, 1),
        (3, 3),
    ],
)
def test_a_day_a_time_or_a_number(
    seeded: Office, asked: int | date | datetime, number: int
) -> None:
    """The office's clock strikes 9:30 on each of its days."""
    seeded.today = date(2021, 4, 20)
    seeded.report(CODE, "2021-Q1", 4)
    with seeded.view() as (session, _view):
        assert entry_of(session, asked, seeded.now()).number == number
        assert entry_of(session, asked, seeded.now()).recorded_at.tzinfo is UTC


def test_a_number_that_was_never_used_is_the_one_before_it(seeded: Office) -> None:
    """A server's sequence gives no number back when a write is refused, or only tried."""
    seeded.edit(CODE, {Field.TARGET: 12_000}, dry_run=True)
    seeded.report(CODE, "2021-Q1", 4)
    last = last_entry(seeded)
    with seeded.view() as (session, _view):
        for asked in range(2, last):
            assert entry_of(session, asked, seeded.now()).number == 2
        assert entry_of(session, last, seeded.now()).number == last


def test_before_the_first_entry_and_after_the_last_nothing_is_known(seeded: Office) -> None:
    now = seeded.now()
    with seeded.view() as (session, _view):
        for number in (0, 3):
            refuses(UnknownEntry, seeded, lambda n=number: entry_of(session, n, now))
        refuses(NothingKnown, seeded, lambda: entry_of(session, date(2021, 3, 31), now))


def test_the_default_day_is_that_of_the_reports_known_then(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    before = last_entry(seeded)
    seeded.today = date(2022, 2, 1)
    seeded.report(CODE, "2021-Q4", 4)
    with seeded.view(None, before) as (_session, view):
        assert view.day == on("03-31")
    with seeded.view() as (_session, view):
        assert view.day == on("12-31")
