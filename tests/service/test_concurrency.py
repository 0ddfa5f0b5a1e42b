"""Several hands write at once: nothing is lost, and every state follows from what is on record."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.service.office import DECISION, Office, on, report_draft, task
from tests.service.truth import assert_states_follow
from tracker.domain.account import AccountDraft, AccountTexts
from tracker.domain.origin import Field, Origin
from tracker.domain.period import Rhythm, read_period
from tracker.service.accounts import write_account
from tracker.service.confirming import confirm
from tracker.service.plans import PlanChanges
from tracker.service.reports import report_many
from tracker.service.stops import cancel_task
from tracker.service.tasks import TaskExists, add_task
from tracker.store.tables import AccountRow

CODE = "D7.1-my-xuyen"
WRITERS = 6


@pytest.fixture
def hands(office: Office) -> list[Office]:
    """Programs at one seeded database, each with an engine of its own."""
    office.seed(*(task(f"D7.{n}-my-xuyen", rhythm=Rhythm.MONTH) for n in range(1, 5)))
    location = office.engine.url.render_as_string(hide_password=False)
    if office.engine.dialect.name == "sqlite":
        location = str(office.engine.url.database)
    return [Office(location) for _ in range(WRITERS)]


def at_once(hands: Sequence[Office], act: Callable[[int, Office], object]) -> list[object]:
    """What ``act`` gives or raises at each hand, all beginning together."""
    start = threading.Barrier(len(hands))

    def begin(number: int, hand: Office) -> object:
        hand.rows()  # so that its connection is open before the start
        start.wait()
        try:
            return act(number, hand)
        except Exception as error:  # noqa: BLE001 - looked at by the test
            return error
        finally:
            hand.close()

    with ThreadPoolExecutor(len(hands)) as threads:
        return list(threads.map(begin, range(len(hands)), hands))


def test_reports_on_one_task_and_period_become_versions_of_each_other(
    office: Office, hands: list[Office]
) -> None:
    versions: list[int] = []

    def report(number: int, hand: Office) -> None:
        for _ in range(3):
            versions.append(hand.report(CODE, "2021-03", number).figure.version)

    assert at_once(hands, report) == [None] * WRITERS
    assert sorted(versions) == list(range(1, 3 * WRITERS + 1))
    kept = office.detail(CODE).reports
    assert [r.version for r in kept] == list(range(1, 3 * WRITERS + 1))
    assert office.row(CODE).value == kept[-1].figure
    assert_states_follow(office)


def test_accounts_of_one_unit_become_versions_of_each_other(
    office: Office, hands: list[Office]
) -> None:
    def write(number: int, hand: Office) -> None:
        for turn in range(3):
            texts = AccountTexts(f"{number} {turn}")
            write_account(hand.desk, None, AccountDraft("my-xuyen", read_period("2021-Q1"), texts))

    assert at_once(hands, write) == [None] * WRITERS
    versions = office.stored(AccountRow, "version", "known_from")
    assert [row.version for row in versions] == list(range(1, 3 * WRITERS + 1))
    assert len({row.known_from for row in versions}) == 3 * WRITERS


def test_reports_on_several_tasks_in_different_order_do_not_wait_for_each_other(
    office: Office, hands: list[Office]
) -> None:
    codes = [f"D7.{n}-my-xuyen" for n in range(1, 5)]

    def report(number: int, hand: Office) -> object:
        order = codes if number % 2 else codes[::-1]
        drafts = [report_draft(code, "2021-03", number) for code in order]
        return len(report_many(hand.desk, None, drafts))

    assert at_once(hands, report) == [4] * WRITERS
    assert {len(office.detail(code).reports) for code in codes} == {WRITERS}
    assert_states_follow(office)


def test_every_kind_of_write_on_one_task_counts(office: Office, hands: list[Office]) -> None:
    acts: list[Callable[[Office], object]] = [
        lambda hand: hand.report(CODE, "2021-01", 4),
        lambda hand: hand.report(CODE, "2021-02", 5),
        lambda hand: hand.edit(CODE, {Field.WEIGHT: 7}),
        lambda hand: hand.edit(CODE, {Field.DEADLINE: on("06-30")}, day_from=on("02-01")),
        lambda hand: confirm(hand.desk, None, CODE, DECISION, (Field.TITLE,)),
        lambda hand: cancel_task(hand.desk, None, CODE, "lý do", day=on("10-01")),
    ]
    answers = at_once(hands, lambda number, hand: acts[number](hand))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    row = office.row(CODE, on("09-30"))
    assert (row.value, row.weight, row.deadline) == (9_000, 7, on("06-30"))
    assert row.origin[Field.TITLE] is Origin.CONFIRMED
    assert len(office.history(CODE)) == 1 + len(acts)
    assert_states_follow(office)


def test_a_file_applied_while_reports_come_in(office: Office, hands: list[Office]) -> None:
    raised = [task(f"D7.{n}-my-xuyen", 20, rhythm=Rhythm.MONTH) for n in range(1, 5)]

    def write(number: int, hand: Office) -> object:
        if number == 0:
            return hand.seed(*raised)
        return hand.report(CODE, f"2021-{number:02}", 1)

    answers = at_once(hands, write)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    row = office.row(CODE)
    assert (row.value, row.target) == ((WRITERS - 1) * 1_000, 20_000)
    assert_states_follow(office)


def test_a_plan_that_many_seed_at_once_is_there_once(office: Office) -> None:
    location = office.engine.url.render_as_string(hide_password=False)
    if office.engine.dialect.name == "sqlite":
        location = str(office.engine.url.database)
    hands = [Office(location) for _ in range(3)]
    start = threading.Barrier(3)

    def seed(hand: Office) -> PlanChanges:
        start.wait()
        changes = hand.seed(task())
        hand.close()
        return changes

    with ThreadPoolExecutor(3) as threads:
        changes = list(threads.map(seed, hands))
    assert sorted(change.new_plan for change in changes) == [False, False, True]
    assert list(office.rows()) == [CODE]


def test_a_code_is_given_once(hands: list[Office]) -> None:
    own = task("X1-my-xuyen", directive="D7")

    def add(number: int, hand: Office) -> object:
        return add_task(hand.desk, None, replace(own, code="x1-my-xuyen") if number % 2 else own)

    answers = at_once(hands, add)
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert sum(isinstance(answer, TaskExists) for answer in answers) == WRITERS - 1
