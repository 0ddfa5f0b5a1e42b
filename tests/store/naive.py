"""What the reads must say on a day, told again in Python from one task after the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.service.office import Office
from tracker.domain.condition import By, Condition
from tracker.domain.matrix import Matrix
from tracker.domain.status import Status, at_risk, status_of
from tracker.domain.summary import Figures, Summary, total
from tracker.domain.task import TaskRow
from tracker.domain.timeline import state_on, timeline
from tracker.store.states import facts_of, figures_of, terms_of
from tracker.store.tables import PlanRow, TaskRecord


def figures_of_rows(rows: Iterable[TaskRow]) -> Figures:
    """A roll-up of these tasks, with fractions and nothing clever."""
    found = Figures(dict.fromkeys(Status, 0))
    for row in rows:
        counts = row.percent is not None and row.status is not Status.CANCELLED
        share = min(row.percent / 100, Fraction(1)) if row.percent is not None else Fraction(0)
        found += Figures(
            {row.status: 1},
            int(row.at_risk),
            int(row.exceeded),
            share * row.weight if counts else Fraction(0),
            row.weight if counts else 0,
        )
    return found


def assert_reads_agree(office: Office, day: date) -> None:
    """On ``day`` rows, lists by status and all roll-ups say the same, and what the facts say."""
    rows = office.rows(day)
    assert_rows_follow(office, day, rows)
    assert_lists_partition(office, day, rows)
    expected = figures_of_rows(rows.values())
    summaries = {by: office.summary(by, day=day) for by in By}
    for summary in summaries.values():
        assert same(summary.totals, expected)
        assert same(total(row.own for row in summary.rows), expected)
    assert_units_add_up(summaries[By.UNIT], rows)
    for row in summaries[By.DIRECTIVE].rows:
        assert same(row.own, figures_of_rows(r for r in rows.values() if r.directive == row.code))
    for row in summaries[By.STATUS].rows:
        assert same(row.own, figures_of_rows(r for r in rows.values() if r.status == row.code))
    assert_matrix_agrees(office.matrix(day=day), summaries, rows)


def assert_rows_follow(office: Office, day: date, rows: dict[str, TaskRow]) -> None:
    """Each row says what the task's state of the day says, computed anew."""
    with Session(office.engine) as session:
        plan = session.scalars(select(PlanRow).order_by(PlanRow.chosen.desc())).first()  # type: ignore[attr-defined]
        assert plan is not None
        tasks = [t for t in session.scalars(select(TaskRecord)) if t.plan_id == plan.id]
        ids = [task.id for task in tasks]
        terms, figures = terms_of(session, ids), figures_of(session, ids)
        tasks = [task for task in tasks if terms[task.id]]  # the adding of the others was undone
        assert {task.code for task in tasks} == set(rows)
        for task in tasks:
            facts = facts_of(plan, task, terms[task.id], figures[task.id])
            state, row = state_on(timeline(facts), day), rows[task.code]
            assert row.status is status_of(state, day)
            assert row.at_risk == at_risk(state, day)
            assert (row.value, row.target) == (state.value, state.target)
            assert (row.deadline, row.weight) == (state.deadline, state.weight)
            assert row.done_on == (state.done_day if row.status.done else None)
            expected = None if state.goal is None else Fraction(100 * state.credit, state.goal)
            assert row.percent == expected


def assert_lists_partition(office: Office, day: date, rows: dict[str, TaskRow]) -> None:
    """SQL and Python give every task the same status; each task is in one list."""
    by_status = {
        status: set(office.rows(day, Condition(statuses=frozenset({status})))) for status in Status
    }
    assert by_status == {
        status: {code for code, row in rows.items() if row.status is status} for status in Status
    }
    at_risk_now = office.rows(day, Condition(at_risk=True))
    assert set(at_risk_now) == {code for code, row in rows.items() if row.at_risk}
    broken = office.rows(day, Condition(exceeded=True))
    assert set(broken) == {code for code, row in rows.items() if row.exceeded}


def assert_matrix_agrees(
    matrix: Matrix, summaries: dict[By, Summary], rows: dict[str, TaskRow]
) -> None:
    """Each cell is of the tasks of its unit and directive; its edges are the summaries."""
    by_unit, by_directive = summaries[By.UNIT], summaries[By.DIRECTIVE]
    assert matrix.totals.total == by_unit.totals
    assert [(r.code, r.depth) for r in matrix.rows] == [(r.code, r.depth) for r in by_unit.rows]
    for row, summed in zip(matrix.rows, by_unit.rows, strict=True):
        assert row.own.total == summed.own
        assert row.below.total == summed.subtree
        for code, found in row.own.cells.items():
            tasks = (r for r in rows.values() if (r.unit, r.directive) == (row.code, code))
            assert same(found, figures_of_rows(tasks))
    assert [d.code for d in matrix.directives] == [row.code for row in by_directive.rows]
    for summed in by_directive.rows:
        assert same(matrix.totals.of(summed.code), summed.own)
        assert matrix.totals.of(summed.code).awaiting == summed.own.awaiting
        assert same(total(row.own.of(summed.code) for row in matrix.rows), summed.own)


def assert_units_add_up(summary: Summary, rows: dict[str, TaskRow]) -> None:
    """A unit's own figures are those of the tasks it leads, its subtree's of all below it."""
    with_tasks = {row.unit for row in rows.values()}
    assert with_tasks <= {row.code for row in summary.rows}
    for row in summary.rows:
        assert row.subtree is not None
        assert same(row.own, figures_of_rows(r for r in rows.values() if r.unit == row.code))
        # Rows come parents first: those below follow, one step deeper at least.
        after = summary.rows[summary.rows.index(row) + 1 :]
        below = [row]
        for later in after:
            if later.depth <= row.depth:
                break
            below.append(later)
        assert same(row.subtree, total(r.own for r in below))


def same(one: Figures, other: Figures) -> bool:
    """Whether two roll-ups agree in everything, the completion percent to the last digit."""
    counts = [(f.count(s) for s in Status) for f in (one, other)]
    return list(counts[0]) == list(counts[1]) and (
        one.at_risk,
        one.exceeded,
        one.credit,
        one.weight,
        one.completion,
    ) == (other.at_risk, other.exceeded, other.credit, other.weight, other.completion)
