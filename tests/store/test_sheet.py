"""A sheet is read at once: the tasks a unit owes, and what each is checked against."""

from __future__ import annotations

from datetime import UTC

import pytest
from sqlalchemy import event

from tests.service.office import Office, on, task
from tracker.domain.duty import DutyState
from tracker.domain.measure import Measure
from tracker.domain.period import Period, Rhythm, read_period
from tracker.domain.sheet import Sheet
from tracker.domain.unit import UnknownUnit
from tracker.store.read.reporting import reporting
from tracker.store.read.sheet import sheet

Q1, Q2 = read_period("2021-Q1"), read_period("2021-Q2")


@pytest.fixture
def seeded(office: Office) -> Office:
    office.today = on("07-06")
    office.seed(
        task("D7.1-my-xuyen"),
        task("D7.2-my-xuyen", measure=Measure.LATEST),
        task("D8.2-my-xuyen", rhythm=Rhythm.MONTH),
        task("D7.1-dai-tam", unit="dai-tam"),
        task("D7.1-ke-sach", unit="ke-sach"),
    )
    return office


def read(office: Office, unit: str | None = None, period: Period | None = None) -> Sheet:
    with office.view() as (session, view):
        return sheet(session, view, UTC, office.today, unit, period)


def test_a_units_own_tasks_of_the_periods_rhythm_reported_or_not(seeded: Office) -> None:
    seeded.report("D7.1-my-xuyen", "2021-Q2", 3)
    found = read(seeded, "my-xuyen", Q2)
    assert [row.task.code for row in found.rows] == ["D7.1-my-xuyen", "D7.2-my-xuyen"]
    assert [row.duty(found.day) for row in found.rows] == [DutyState.ACCEPTED, DutyState.LATE]
    assert [row.seen for row in found.rows] == [1, 0]
    monthly = read(seeded, "my-xuyen", read_period("2021-03"))
    assert [row.task.code for row in monthly.rows] == ["D8.2-my-xuyen"]


def test_it_is_checked_against_what_a_single_report_is(seeded: Office) -> None:
    seeded.report("D7.1-my-xuyen", "2021-Q1", 3)
    found = read(seeded, "my-xuyen", Q2)
    with seeded.view() as (session, view):
        for row in found.rows:
            assert row.reporting == reporting(session, view, row.task.code)


def test_its_periods_are_all_the_unit_reports_in_in_the_order_of_time(seeded: Office) -> None:
    codes = [due.period.code for due, _counts in read(seeded, "my-xuyen").periods]
    assert codes[:5] == ["2021-01", "2021-02", "2021-03", "2021-Q1", "2021-04"]
    assert codes[-2:] == ["2021-07", "2021-Q3"]
    assert [d.period for d, _c in read(seeded, "ke-sach").periods][:2] == [Q1, Q2]


def test_without_a_unit_it_is_the_one_with_most_to_do_in_the_period_that_has_most(
    seeded: Office,
) -> None:
    found = read(seeded)
    assert (found.unit, found.due.period) == ("my-xuyen", Q2)


def test_a_unit_that_owes_nothing_has_an_empty_sheet(seeded: Office) -> None:
    assert read(seeded, "tinh").rows == ()
    with pytest.raises(UnknownUnit):
        read(seeded, "khong-co")


def test_many_rows_are_as_many_questions_as_few(seeded: Office) -> None:
    def questions(unit: str) -> int:
        asked: list[str] = []

        def note(*arguments: object) -> None:
            asked.append(str(arguments[2]))

        event.listen(seeded.engine, "before_cursor_execute", note)
        try:
            read(seeded, unit, Q2)
        finally:
            event.remove(seeded.engine, "before_cursor_execute", note)
        return len(asked)

    few = questions("ke-sach")
    many = [task(f"D7.{n}-ke-sach", unit="ke-sach") for n in range(2, 60)]
    seeded.seed(task("D7.1-ke-sach", unit="ke-sach"), *many)
    assert questions("ke-sach") == few
