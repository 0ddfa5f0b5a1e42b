"""Proposed and inferred fields are put under a document, one by one or for many at once."""

from __future__ import annotations

import pytest

from tests.service.office import DECISION, Office, on, refuses, task
from tracker.domain.condition import Condition
from tracker.domain.origin import Document, Field, Origin
from tracker.domain.quantity import Amount
from tracker.domain.status import Status
from tracker.domain.task import UnknownTask
from tracker.domain.unit import UnknownUnit
from tracker.service.confirming import (
    DocumentDayMissing,
    DocumentMissing,
    DocumentToCome,
    NoTaskMeets,
    NothingToConfirm,
    confirm,
)
from tracker.service.stops import cancel_task
from tracker.store.tables import JournalRow

CODE = "D7.1-my-xuyen"
COMMUNE, OTHER = "D7.1-dai-tam", "D7.1-ke-sach"


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(
        task(
            baseline=Amount(5_000),
            deadline=on("09-30"),
            origin={Field.TITLE: Origin.SOURCE, Field.TARGET: Origin.INFERRED},
        ),
        task(COMMUNE, unit="dai-tam"),
        task(OTHER, None, unit="ke-sach"),
    )
    return office


def confirmed(office: Office, code: str = CODE) -> set[Field]:
    origins = office.row(code).origin
    return {field for field, origin in origins.items() if origin is Origin.CONFIRMED}


def test_all_that_is_proposed_or_inferred_in_a_task_is_confirmed(seeded: Office) -> None:
    done = confirm(seeded.desk, None, CODE, DECISION)
    assert confirmed(seeded) == set(Field) - {Field.TITLE}
    assert seeded.row(CODE).origin[Field.TITLE] is Origin.SOURCE
    assert seeded.detail(CODE).documents == dict.fromkeys(confirmed(seeded), DECISION)
    assert set(done.fields[CODE]) == confirmed(seeded)


def test_or_only_the_fields_that_are_named(seeded: Office) -> None:
    confirm(seeded.desk, None, CODE, DECISION, (Field.TARGET, Field.DEADLINE, Field.TITLE))
    assert confirmed(seeded) == {Field.TARGET, Field.DEADLINE}
    assert seeded.row(COMMUNE).origin[Field.TARGET] is Origin.PROPOSED


def test_values_and_statuses_stay_as_they_are(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    before = seeded.row(CODE)
    confirm(seeded.desk, None, CODE, DECISION)
    after = seeded.row(CODE)
    for field in Field:
        assert getattr(after, field.value) == getattr(before, field.value)
    assert (after.value, after.status) == (before.value, before.status)


def test_a_unit_means_all_below_it_in_one_transaction(seeded: Office) -> None:
    done = confirm(seeded.desk, None, Condition(unit="my-xuyen"), DECISION, (Field.TARGET,))
    assert done.fields == {COMMUNE: (Field.TARGET,), CODE: (Field.TARGET,)}
    assert confirmed(seeded, COMMUNE) == confirmed(seeded, CODE) == {Field.TARGET}
    assert confirmed(seeded, OTHER) == set()
    entries = seeded.stored(JournalRow, "number", "what", "subject", "recorded_at")[-2:]
    assert tuple(entry.number for entry in entries) == done.entries
    assert [(entry.what, entry.subject) for entry in entries] == [
        ("confirm", COMMUNE),
        ("confirm", CODE),
    ]
    assert entries[0].recorded_at == entries[1].recorded_at


def test_tasks_are_chosen_by_how_they_stand(seeded: Office) -> None:
    cancel_task(seeded.desk, None, COMMUNE, "lý do")
    running = Condition(statuses=frozenset({Status.NOT_STARTED}))
    done = confirm(seeded.desk, None, running, DECISION, (Field.WEIGHT,))
    assert set(done.fields) == {CODE, OTHER}


def test_what_is_not_there_cannot_be_confirmed(seeded: Office) -> None:
    confirm(seeded.desk, None, OTHER, DECISION)
    assert confirmed(seeded, OTHER).isdisjoint({Field.TARGET, Field.BASELINE})


def test_the_entry_says_what_each_field_was_and_by_which_document(seeded: Office) -> None:
    decision = Document(" 12-KH/BDVTU ", on("01-15"))
    confirm(seeded.desk, None, CODE, decision, (Field.TARGET, Field.WEIGHT))
    change = seeded.history(CODE)[0]
    assert change.what == "confirm"
    assert change.before == {"target": "inferred", "weight": "proposed"}
    assert change.after == {
        "target": "confirmed",
        "weight": "confirmed",
        "document": "12-KH/BDVTU (2021-01-15)",
        "terms": "target confirmed, weight confirmed",
    }


@pytest.mark.parametrize(
    ("as_of", "confirmed_on", "open_on"),
    [(None, "07-01", "06-30"), ("06-30", "06-30", "07-01"), ("08-01", "07-01", "06-30")],
)
def test_of_dated_values_that_of_the_day_asked_about_is_confirmed(
    seeded: Office, as_of: str | None, confirmed_on: str, open_on: str
) -> None:
    """The office's clock stands on 15 July."""
    seeded.edit(CODE, {Field.TARGET: 20_000}, day_from=on("07-01"))
    day = on(as_of) if as_of else None
    confirm(seeded.desk, None, CODE, DECISION, (Field.TARGET,), as_of=day)
    assert seeded.row(CODE, on(confirmed_on)).origin[Field.TARGET] is Origin.CONFIRMED
    assert seeded.row(CODE, on(open_on)).origin[Field.TARGET] is not Origin.CONFIRMED
    assert seeded.detail(CODE, on(confirmed_on)).documents == {Field.TARGET: DECISION}
    assert seeded.detail(CODE, on(open_on)).documents == {}
    # What was open stays so, and can be confirmed in its turn.
    confirm(seeded.desk, None, CODE, DECISION, (Field.TARGET,), as_of=on(open_on))
    assert seeded.row(CODE, on(open_on)).origin[Field.TARGET] is Origin.CONFIRMED


def test_a_condition_means_the_tasks_that_meet_it_on_the_day_asked_about(seeded: Office) -> None:
    cancel_task(seeded.desk, None, COMMUNE, "lý do", day=on("07-01"))
    running = Condition(statuses=frozenset({Status.NOT_STARTED}))
    done = confirm(seeded.desk, None, running, DECISION, (Field.WEIGHT,), as_of=on("06-30"))
    assert set(done.fields) == {CODE, COMMUNE, OTHER}


def test_confirming_again_is_refused(seeded: Office) -> None:
    confirm(seeded.desk, None, CODE, DECISION)
    refuses(NothingToConfirm, seeded, lambda: confirm(seeded.desk, None, CODE, DECISION))


def test_no_task_no_document_no_unit(seeded: Office) -> None:
    desk = seeded.desk
    refuses(UnknownTask, seeded, lambda: confirm(desk, None, "D9", DECISION))
    refuses(UnknownUnit, seeded, lambda: confirm(desk, None, Condition(unit="x"), DECISION))
    refuses(DocumentMissing, seeded, lambda: confirm(desk, None, CODE, Document("  ")))
    undated = Document("12-KH/BDVTU")
    refuses(DocumentDayMissing, seeded, lambda: confirm(desk, None, CODE, undated))
    to_come = Document("12-KH/BDVTU", on("07-16"))
    refuses(DocumentToCome, seeded, lambda: confirm(desk, None, CODE, to_come))
    nobody = Condition(words=("khong-co",))
    refuses(NoTaskMeets, seeded, lambda: confirm(desk, None, nobody, DECISION))
