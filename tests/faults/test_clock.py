"""The clock is set back while people write: the record stays one record, in one order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from tests.faults.counts import count
from tests.service.office import Office, task
from tests.service.truth import assert_states_follow
from tracker.domain.known import NothingKnown
from tracker.store.engine import reading
from tracker.store.read.known import entry_of
from tracker.store.tables import JournalRow
from tracker.upkeep.doctor import examine
from tracker.upkeep.sealing import seal_now

CODE = "D7.1-my-xuyen"
NOW = datetime(2021, 12, 1, tzinfo=UTC)


def known_on(office: Office, moment: date | datetime) -> int:
    with reading(office.engine) as session:
        try:
            return entry_of(session, moment, NOW).number
        except NothingKnown:
            return 0


def test_a_time_knows_nothing_that_was_recorded_behind_an_entry_of_a_later_time(
    office: Office,
) -> None:
    office.today = date(2021, 7, 1)
    office.seed(task())  # entries 1 and 2
    for day in (10, 5, 12):  # entries 3, 4 and 5
        office.today = date(2021, 7, day)
        office.report(CODE, "2021-Q1", day)
    recorded = [row.recorded_at.day for row in office.stored(JournalRow, "recorded_at")]
    assert recorded == [1, 1, 10, 5, 12]
    # On the 7th it was not known what entry 4 amends, so entry 4 cannot have been known either.
    days = {day: known_on(office, date(2021, 7, day)) for day in (1, 4, 5, 7, 9, 10, 11, 12)}
    assert days == {1: 2, 4: 2, 5: 2, 7: 2, 9: 2, 10: 4, 11: 4, 12: 5}
    assert office.row(CODE).value == 12_000
    seal_now(office.engine, "export", NOW)
    assert examine(office.engine).clean
    assert_states_follow(office)


def test_a_record_that_begins_with_a_later_time(office: Office) -> None:
    office.today = date(2021, 7, 20)
    office.seed(task())
    office.today = date(2021, 7, 10)
    office.report(CODE, "2021-Q1", 4)
    assert known_on(office, date(2021, 7, 15)) == 0
    assert known_on(office, date(2021, 7, 20)) == 3


def test_a_later_moment_never_knows_less(office: Office) -> None:
    dice = Random(7)  # noqa: S311 - days, no secrets
    office.seed(task())
    for _report in range(count(full=200, sample=20)):
        office.today = date(2021, 7, 1) + timedelta(days=dice.randint(0, 60))
        office.report(CODE, "2021-Q1", dice.randint(1, 9))
    known = [known_on(office, date(2021, 6, 30) + timedelta(days=day)) for day in range(70)]
    assert known == sorted(known)
    assert known[-1] == len(office.stored(JournalRow, "number")) == max(known)
