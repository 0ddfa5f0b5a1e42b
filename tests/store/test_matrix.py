"""The matrix: every cell's tasks, edges that are the summary's, narrowed and as it was known.

That it agrees with lists and roll-ups on any plan is held by ``naive.assert_reads_agree``.
"""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event

from tests.service.office import Office, on, plan, task
from tests.store.naive import assert_reads_agree
from tracker.domain.condition import By, Condition
from tracker.domain.matrix import NO_TASK, Matrix
from tracker.domain.measure import Measure
from tracker.domain.review import Meant, Step
from tracker.domain.status import Sign
from tracker.domain.summary import Rate
from tracker.domain.unit import UnknownUnit
from tracker.service.review import take_step
from tracker.service.stops import cancel_task
from tracker.store.read.matrix import matrix
from tracker.store.read.view import UnknownDirective


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(
        task("D7.1-my-xuyen", 10, deadline=on("06-30"), weight=2),
        task("D7.2-my-xuyen", 10),
        task("D7.1-dai-tam", 3, unit="dai-tam"),
        task("D7.1-ke-sach", 7, unit="ke-sach", deadline=on("12-31")),
        task("D8.1-ke-sach", 0, unit="ke-sach", measure=Measure.CEILING),
        task("D8.2-ke-sach", None, unit="ke-sach"),
        plan=plan(review=True),
    )
    office.report("D7.1-my-xuyen", "2021-Q1", 4)
    office.report("D7.1-dai-tam", "2021-Q1", 6)
    take_step(office.desk, None, Step.ACCEPT, Meant("D7.1-my-xuyen"))
    take_step(office.desk, None, Step.ACCEPT, Meant("D7.1-dai-tam"))
    office.report("D7.2-my-xuyen", "2021-Q1", 1)
    return office


def shape(found: Matrix) -> dict[str, tuple[dict[str, int], dict[str, int]]]:
    """Of each unit how many tasks it has under each directive: its own, and with all below."""
    return {
        row.code: (
            {code: figures.tasks for code, figures in row.own.cells.items()},
            {code: figures.tasks for code, figures in row.below.cells.items()},
        )
        for row in found.rows
    }


def test_units_in_the_plans_order_with_their_own_tasks_and_all_below(seeded: Office) -> None:
    assert shape(seeded.matrix()) == {
        "tinh": ({}, {"D7": 4, "D8": 2}),
        "my-xuyen": ({"D7": 2}, {"D7": 3}),
        "dai-tam": ({"D7": 1}, {"D7": 1}),
        "ke-sach": ({"D7": 1, "D8": 2}, {"D7": 1, "D8": 2}),
    }


def test_a_cell_has_all_the_figures_of_its_tasks(seeded: Office) -> None:
    row = seeded.matrix().rows[1]
    cell = row.own.of("D7")
    assert cell.done_of_due == Rate(0, 1)
    assert cell.done_of_all == Rate(0, 2)
    assert (cell.sign, cell.awaiting) == (Sign.OVERDUE, 1)
    # 2 × 4/10 and nothing that counts yet, over 2 + 1.
    assert cell.completion == 100 * row.own.total.credit / 3
    assert row.own.of("D8") == NO_TASK
    assert row.below.of("D7").done_of_all == Rate(1, 3)


@pytest.mark.parametrize("day", ["01-01", "03-31", "06-30", "07-01", "12-31"])
def test_its_edges_are_the_summaries_on_any_day(seeded: Office, day: str) -> None:
    cancel_task(seeded.desk, None, "D8.2-ke-sach", "lý do", day=on("05-01"))
    assert_reads_agree(seeded, on(day))
    found, by_unit = seeded.matrix(day=on(day)), seeded.summary(day=on(day))
    assert found.totals.total == by_unit.totals
    assert [row.own.total for row in found.rows] == [row.own for row in by_unit.rows]
    by_directive = seeded.summary(By.DIRECTIVE, day=on(day))
    assert [found.totals.of(row.code) for row in by_directive.rows] == [
        row.own for row in by_directive.rows
    ]


def test_it_is_narrowed_like_a_summary(seeded: Office) -> None:
    of_unit = Condition(unit="my-xuyen")
    assert list(shape(seeded.matrix(of_unit))) == ["my-xuyen", "dai-tam"]
    assert seeded.matrix(of_unit).totals.total == seeded.summary(condition=of_unit).totals
    alone = seeded.matrix(Condition(unit="my-xuyen", below=False))
    assert shape(alone) == {"my-xuyen": ({"D7": 2}, {"D7": 2})}
    of_one = seeded.matrix(Condition(directive="d8"))
    assert [directive.code for directive in of_one.directives] == ["D8"]
    assert of_one.totals.total.tasks == 2
    with pytest.raises(UnknownUnit):
        seeded.matrix(Condition(unit="my-xuyeb"))
    with pytest.raises(UnknownDirective):
        seeded.matrix(Condition(directive="D99"))


def test_it_is_read_as_it_was_known(seeded: Office) -> None:
    with seeded.view(on("06-30")) as (session, view):
        entry = matrix(session, view).totals.total
    before = seeded.report("D7.1-ke-sach", "2021-Q1", 7).entry
    take_step(seeded.desk, None, Step.ACCEPT, Meant("D7.1-ke-sach"))
    assert seeded.matrix(day=on("06-30")).totals.of("D7").done == 2
    with seeded.view(on("06-30"), before - 1) as (session, view):
        then = matrix(session, view)
    assert then.totals.total == entry
    assert then.known_on is not None


def test_an_empty_plan_has_no_rows(office: Office) -> None:
    office.seed()
    found = office.matrix()
    assert (found.rows, found.totals.total.tasks, len(found.directives)) == ((), 0, 2)


def test_the_figures_are_one_statement_however_many_cells_there_are(office: Office) -> None:
    asked: list[str] = []

    @event.listens_for(office.engine, "before_cursor_execute")
    def listen(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    def statements(*codes: str) -> int:
        office.seed(*(task(code, unit=code[5:]) for code in codes))
        with office.view(date(2021, 6, 30)) as (session, view):
            asked.clear()
            matrix(session, view)
            return len(asked)

    few = statements("D7.1-tinh")
    many = statements(
        *(f"D{d}.{n}-{unit}" for d in (7, 8) for n in (1, 2) for unit in ("tinh", "ke-sach"))
    )
    assert many == few
