"""What has changed since an entry is exactly what lies between two readings of the same day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.office import DIRECTIVES, PLAN, UNITS, Office, on, plan, task
from tests.store.test_rollup import days, plans_with_reports
from tracker.domain.condition import Condition
from tracker.domain.corrections import About, Correction, Corrections, PlanCameLater
from tracker.domain.fingerprint import FIGURES, figures_shown, percent_shown, quantity_shown
from tracker.domain.known import Recorded
from tracker.domain.origin import Field
from tracker.domain.particulars import particulars_of
from tracker.domain.problem import Refused
from tracker.domain.quantity import SCALE
from tracker.domain.report import ReportDraft
from tracker.domain.summary import Summary
from tracker.domain.task import TaskDraft, TaskRow
from tracker.domain.words import Words
from tracker.service.reports import report_many
from tracker.service.stops import cancel_task
from tracker.service.tasks import add_task
from tracker.service.undoing import undo
from tracker.store.read.corrections import corrections
from tracker.store.read.known import entry_of
from tracker.store.read.rollup import summary
from tracker.store.tables import JournalRow, PlanRow

CODE = "D7.1-my-xuyen"


def last_entry(office: Office) -> int:
    return max(row.number for row in office.stored(JournalRow, "number"))


def since(
    office: Office,
    entry: int,
    day: date | None = None,
    condition: Condition | None = None,
    *,
    any_day: bool = False,
) -> Corrections:
    with office.view(day) as (session, view):
        known: Recorded = entry_of(session, entry, office.now())
        return corrections(session, view, known, condition, any_day=any_day)


def whole(office: Office, day: date, known_on: int | None = None) -> Summary:
    with office.view(day, known_on) as (session, view):
        return summary(session, view, with_tasks=True)


def told(found: Corrections) -> list[tuple[str, dict[str, tuple[str | None, str | None]]]]:
    return [(c.code, changes(c)) for c in found.found]


def changes(one: Correction) -> dict[str, tuple[str | None, str | None]]:
    return {a.figure: (a.before, a.after) for a in one.altered}


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(task(CODE, 10), task("D7.1-ke-sach", 3, unit="ke-sach"))
    office.report(CODE, "2021-Q1", 4)
    return office


def test_right_after_there_are_none(seeded: Office) -> None:
    found = since(seeded, last_entry(seeded), any_day=True)
    assert (found.found, found.before) == ((), found.after)


def test_an_amended_report_says_what_it_changed_who_and_why(seeded: Office) -> None:
    before = last_entry(seeded)
    seeded.report(CODE, "2021-Q1", 9)
    found = since(seeded, before, on("06-30"))
    assert told(found) == [
        (CODE, {"value": ("4", "9"), "percent": ("40", "90")} | _no_risk(found)),
    ]
    change = found.found[0].change
    assert (change.number, change.what, change.who) == (before + 1, "report", "Văn phòng")
    totals = dict(zip(FIGURES, zip(found.before, found.after, strict=True), strict=True))
    assert totals["completion_percent"] == ("20", "45")


def _no_risk(found: Corrections) -> dict[str, tuple[str | None, str | None]]:
    one = changes(found.found[0])
    return {key: one[key] for key in ("at_risk",) if key in one}


def test_a_days_corrections_are_those_that_touch_the_day(seeded: Office) -> None:
    before = last_entry(seeded)
    seeded.report(CODE, "2021-Q2", 3)
    assert since(seeded, before, on("03-31")).found == ()
    (other,) = since(seeded, before, on("03-31"), any_day=True).found
    assert (other.code, other.altered) == (CODE, ())
    assert other.change.after["2021-Q2"] == "3"
    assert [c for c, _v in told(since(seeded, before, on("06-30")))] == [CODE]


def test_every_step_in_between_is_told_in_order(seeded: Office) -> None:
    before = last_entry(seeded)
    seeded.edit(CODE, {Field.TARGET: 12 * SCALE}, why="Giao thêm")
    seeded.edit(CODE, {Field.WEIGHT: 3})
    seeded.edit(CODE, {Field.TITLE: Words("Tên mới")})
    seeded.edit(CODE, {Field.UNIT: "dai-tam"}, day_from=on("07-01"))
    cancel_task(seeded.desk, None, "D7.1-ke-sach", "Không phát sinh", day=on("05-01"))
    found = since(seeded, before, on("07-15"))
    assert [c.change.number for c in found.found] == list(range(before + 1, before + 6))
    one, two, three, four, five = (changes(c) for c in found.found)
    assert one["target"] == ("10", "12")
    assert found.found[0].change.why == "Giao thêm"
    assert two == {"weight": ("1", "3")}
    assert three == {"title": (task().title.vi, "Tên mới")}
    assert four == {"unit": ("my-xuyen", "dai-tam")}
    assert five["status"] == ("not_started", "cancelled")


def test_what_was_taken_back_is_told_both_ways(seeded: Office) -> None:
    before = last_entry(seeded)
    add_task(seeded.desk, None, task("X1-tinh", 5, directive="D7", unit="tinh"))
    undo(seeded.desk, None)
    found = since(seeded, before)
    assert found.before == found.after
    added, gone = (changes(c) for c in found.found)
    assert added["target"] == (None, "5")
    assert gone["target"] == ("5", None)


def test_names_of_units_directives_and_the_plan_are_told(seeded: Office) -> None:
    before = last_entry(seeded)
    units = tuple(replace(u, name=Words(f"{u.name.vi} mới")) for u in UNITS[:2]) + UNITS[2:]
    directives = (replace(DIRECTIVES[0], short=Words("Tiếp dân")), DIRECTIVES[1])
    head = replace(PLAN.plan, title=Words("Chương trình mới"))
    seeded.seed(
        task(CODE, 10),
        task("D7.1-ke-sach", 3, unit="ke-sach"),
        plan=replace(PLAN, plan=head, units=units, directives=directives),
    )
    about = {(c.about, c.code) for c in since(seeded, before).found}
    assert about == {
        (About.PLAN, PLAN.plan.code),
        (About.UNIT, "tinh"),
        (About.UNIT, "my-xuyen"),
        (About.DIRECTIVE, "D7"),
    }
    narrowed = since(seeded, before, condition=Condition(unit="my-xuyen"))
    assert {c.code for c in narrowed.found} == {"my-xuyen"}


def test_they_are_narrowed_to_a_unit_then_or_since_and_to_a_directive(seeded: Office) -> None:
    before = last_entry(seeded)
    seeded.edit(CODE, {Field.UNIT: "ke-sach"})
    seeded.report("D7.1-ke-sach", "2021-Q1", 1)

    def codes(**narrow: str) -> list[str]:
        return [c.code for c in since(seeded, before, condition=Condition(**narrow)).found]  # type: ignore[arg-type]

    assert codes(unit="my-xuyen") == [CODE]
    assert codes(unit="ke-sach") == [CODE, "D7.1-ke-sach"]
    assert codes(unit="dai-tam") == []
    assert codes(directive="d7") == [CODE, "D7.1-ke-sach"]
    assert codes(directive="D8") == []


def test_before_the_plan_there_was_nothing_to_correct(seeded: Office) -> None:
    before = last_entry(seeded)
    seeded.seed(task(CODE), plan=plan(code="khac-2021"))
    with pytest.raises(PlanCameLater):
        since(seeded, before)


# Whatever is written --------------------------------------------------------------------------


def row_values(row: TaskRow) -> dict[str, str]:
    def quantity(value: int | None) -> str:
        return quantity_shown(None if value is None else value / SCALE)

    return {
        "value": quantity(row.value),
        "target": quantity(row.target),
        "percent": percent_shown(row.percent),
        "status": row.status.value,
        "at_risk": str(int(row.at_risk)),
        "exceeded": str(int(row.exceeded)),
        "deadline": row.deadline.isoformat() if row.deadline else "",
        "unit": row.unit,
        "weight": str(row.weight),
        "title": row.title.vi,
    }


def writes(office: Office, codes: list[str]) -> list[Callable[[int, date], object]]:
    def code(n: int) -> str:
        return codes[n % len(codes)]

    return [
        lambda n, day: office.report(code(n), f"2021-Q{n % 4 + 1}", n % 2, own_day=day),
        lambda n, day: office.edit(code(n), {Field.TARGET: (n + 1) * SCALE}, day_from=day),
        lambda n, day: office.edit(code(n), {Field.DEADLINE: day}),
        lambda n, day: office.edit(code(n), {Field.WEIGHT: n % 5 + 1}, day_from=day),
        lambda n, day: office.edit(code(n), {Field.UNIT: UNITS[n % 4].code}, day_from=day),
        lambda n, _day: office.edit(code(n), {Field.TITLE: Words(f"Tên {n}")}),
        lambda n, day: cancel_task(office.desk, None, code(n), "lý do", day=day),
        lambda _n, _day: undo(office.desk, None),
    ]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=plans_with_reports(),
    done=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 12), days), max_size=10),
    day=days,
)
def test_they_lead_from_one_reading_to_the_other_and_the_past_is_read_again(
    office: Office,
    made: tuple[list[TaskDraft], list[ReportDraft]],
    done: list[tuple[int, int, date]],
    day: date,
) -> None:
    tasks, reports = made
    office.today = date(2022, 1, 15)
    office.seed(*tasks, plan=plan(code=f"plan-{len(office.stored(PlanRow, 'id'))}"))
    report_many(office.desk, None, reports)
    entry = last_entry(office)
    printed = whole(office, day)
    acts = writes(office, [draft.code for draft in tasks])
    for which, number, act_day in done:
        with suppress(Refused):
            acts[which](number, act_day)
    again = whole(office, day, entry)
    assert replace(again, known_on=None) == printed
    assert particulars_of(again, "vi") == particulars_of(printed, "vi")

    found = since(office, entry, day)
    now = whole(office, day)
    assert (found.before, found.after) == (
        figures_shown(printed.totals),
        figures_shown(now.totals),
    )
    values = {row.code: row_values(row) for row in printed.tasks}
    for correction in found.found:
        for one in correction.altered:
            assert values[correction.code][one.figure] == one.before
            values[correction.code][one.figure] = one.after or ""
    assert values == {row.code: row_values(row) for row in now.tasks}
