"""The tasks of a calendar: every matching one once, under its group, by deadline."""

from __future__ import annotations

import pytest

from tests.service.office import Office, on, task
from tracker.domain.condition import By, Condition
from tracker.domain.origin import Field
from tracker.store.read.schedule import schedule
from tracker.store.read.tasks import task_rows
from tracker.store.read.view import UnknownDirective


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(
        task("D7.3-ke-sach", unit="ke-sach"),
        task("D7.1-ke-sach", unit="ke-sach", deadline=on("12-31")),
        task("D8.2-ke-sach", unit="ke-sach", deadline=on("06-30")),
        task("D7.1-my-xuyen", deadline=on("09-30")),
        task("D7.1-tinh", unit="tinh", deadline=on("03-31")),
    )
    return office


def shown(
    office: Office, by: By, condition: Condition | None = None, known_on: int | None = None
) -> dict[str, list[str]]:
    with office.view(on("06-30"), known_on) as (session, view):
        groups = schedule(session, view, by, condition)
        return {
            group.code: [row.code for row in task_rows(session, view, group.ids)]
            for group in groups
        }


def test_units_stand_in_the_plans_order_and_their_tasks_by_deadline(seeded: Office) -> None:
    assert shown(seeded, By.UNIT) == {
        "tinh": ["D7.1-tinh"],
        "my-xuyen": ["D7.1-my-xuyen"],
        "ke-sach": ["D8.2-ke-sach", "D7.1-ke-sach", "D7.3-ke-sach"],
    }
    assert list(shown(seeded, By.UNIT)) == ["tinh", "my-xuyen", "ke-sach"]


def test_by_directive_each_task_stands_once_as_well(seeded: Office) -> None:
    assert shown(seeded, By.DIRECTIVE) == {
        "D7": ["D7.1-tinh", "D7.1-my-xuyen", "D7.1-ke-sach", "D7.3-ke-sach"],
        "D8": ["D8.2-ke-sach"],
    }


def test_it_is_narrowed_like_every_list(seeded: Office) -> None:
    for condition in (
        Condition(unit="ke-sach"),
        Condition(directive="D8"),
        Condition(words=("doi thoai",)),
        Condition(unit="ke-sach", directive="D7"),
    ):
        for by in (By.UNIT, By.DIRECTIVE):
            found = [code for codes in shown(seeded, by, condition).values() for code in codes]
            assert sorted(found) == sorted(seeded.codes(condition))
    assert shown(seeded, By.UNIT, Condition(unit="dai-tam")) == {}
    with pytest.raises(UnknownDirective):
        shown(seeded, By.UNIT, Condition(directive="D99"))


def test_a_task_stands_under_the_unit_that_led_it_and_as_it_was_known(seeded: Office) -> None:
    before = seeded.report("D7.1-tinh", "2021-Q1", 1).entry
    seeded.edit("D7.1-tinh", {Field.UNIT: "dai-tam", Field.DEADLINE: on("02-28")})
    assert shown(seeded, By.UNIT)["dai-tam"] == ["D7.1-tinh"]
    assert shown(seeded, By.UNIT, known_on=before)["tinh"] == ["D7.1-tinh"]
