"""Which reports are owed and how they stand: ``domain.duty`` said in SQL.

A property test holds the two together. The many reports of a large plan are counted by the
database; only those that are listed become objects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from tracker.domain.condition import Condition, Owing
from tracker.domain.duty import (
    DutyCounts,
    DutyState,
    NoOneReportsThen,
    PeriodDue,
    all_of,
    period_due,
)
from tracker.domain.duty_grid import Duty, DutyGrid, DutyRow
from tracker.domain.period import Period, Rhythm, periods
from tracker.domain.report_state import REPORTED, ReportState
from tracker.domain.words import Words
from tracker.store.columns import STATE
from tracker.store.read.account_duty import accounts_owed
from tracker.store.read.view import View, directive_id
from tracker.store.tables import StateRow, UtcTime
from tracker.working_days import is_working_day

STATES = tuple(DutyState)
_NUMBER = {state: number for number, state in enumerate(STATES)}
_SUBMITTED_ONCE = (*REPORTED, ReportState.RETURNED)
_ACCEPTED, _WAITING, _RETURNED = 2, 1, 0
"""What the highest version that was handed in says, as the last part of a number."""


def due(view: View, *rhythms: Rhythm) -> tuple[PeriodDue, ...]:
    """The periods of the plan's year in these rhythms, each with its reporting day."""
    return tuple(
        period_due(period, view.plan.reporting, is_working_day)
        for rhythm in rhythms
        for period in periods(rhythm, view.plan.year)
    )


def asked_for(session: Session, view: View, only: Period | None = None) -> tuple[PeriodDue, ...]:
    """The periods whose reports are asked for on the view's day, or ``only`` the one.

    Raises NoOneReportsThen where no task has the one's rhythm.
    """
    every = due(view, *rhythms_of(session, view))
    if only is None:
        return tuple(one for one in every if one.asked_from <= view.day)
    if chosen := tuple(one for one in every if one.period == only):
        return chosen
    allowed = ", ".join(one.period.code for one in every)
    raise NoOneReportsThen(plan=view.plan.code, period=only, allowed=allowed)


def rhythms_of(session: Session, view: View) -> tuple[Rhythm, ...]:
    """The rhythms that the plan's tasks have, the shortest first."""
    task = view.known.task.c
    found = set(session.scalars(select(task.rhythm).where(task.plan_id == view.plan_id).distinct()))
    return tuple(rhythm for rhythm in Rhythm if rhythm.value in found)


def grid(
    session: Session,
    view: View,
    zone: tzinfo | None,
    asked: Sequence[PeriodDue],
    condition: Condition | None = None,
) -> DutyGrid:
    """How many reports of each lead unit and period stand how, on the view's day; and its account.

    ``zone`` is the office's: the day on which a report was recorded is told in it. Of
    ``condition`` the unit that owes, with all below it, the directive, and what words and query
    ask of the task count. Raises UnknownUnit or
    UnknownDirective.
    """
    meant = _narrowing(session, view, condition)
    cells = _cells(session, view, zone, asked, meant) if asked else {}
    accounts = accounts_owed(
        session, view, zone, [(unit, due) for unit, cells_ in cells.items() for due in cells_]
    )
    rows = []
    for _depth, unit in view.tree.walk():
        number = view.unit_ids[unit.code]
        if of_unit := cells.get(number):
            counted = {due.period: all_of(parts) for due, parts in of_unit.items()}
            in_words = {due.period: accounts[number, due] for due in of_unit}
            rows.append(DutyRow(unit.code, unit.name, unit.short or unit.name, counted, in_words))
    return DutyGrid(
        view.plan, view.day, view.known_on, condition or Condition(), tuple(asked), tuple(rows)
    )


def _cells(
    session: Session,
    view: View,
    zone: tzinfo | None,
    asked: Sequence[PeriodDue],
    meant: _Narrowing,
) -> dict[int, dict[PeriodDue, list[DutyCounts]]]:
    """For each unit's id and each period: counts that add up to all of its reports."""
    found = duties(view, asked, zone)
    columns = (found.c.unit_id, found.c.place, found.c.standing)
    statement = select(*columns, func.count(), func.sum(found.c.belated)).group_by(*columns)
    cells: dict[int, dict[PeriodDue, list[DutyCounts]]] = defaultdict(lambda: defaultdict(list))
    counted = session.execute(meant(statement, found))
    for unit_id, place, standing, count, belated in counted:
        counts = DutyCounts({STATES[standing]: count}, int(belated))
        cells[unit_id][asked[place]].append(counts)
    return cells


def listed(
    session: Session,
    view: View,
    zone: tzinfo | None,
    asked: Sequence[PeriodDue],
    states: Collection[DutyState],
    condition: Condition | None = None,
) -> list[Duty]:
    """The single reports that stand in one of ``states``, by period, unit and task code.

    Raises UnknownUnit or UnknownDirective.
    """
    meant = _narrowing(session, view, condition)
    if not asked:
        return []
    found, task = duties(view, asked, zone), view.known.task
    statement = (
        select(
            found.c.unit_id,
            found.c.place,
            found.c.standing,
            found.c.belated,
            task.c.code,
            task.c.title_vi,
            task.c.title_en,
        )
        .join(task.rows, task.c.id == found.c.task_id)
        .where(found.c.standing.in_([_NUMBER[state] for state in states]))
        .order_by(found.c.place, task.c.code_key)
    )
    codes = {unit_id: code for code, unit_id in view.unit_ids.items()}
    order = {code: number for number, code in enumerate(view.tree.units)}
    reports = [
        Duty(
            asked[row.place],
            codes[row.unit_id],
            view.unit_names[codes[row.unit_id]],
            row.code,
            Words(row.title_vi, row.title_en),
            STATES[row.standing],
            bool(row.belated),
        )
        for row in session.execute(meant(statement, found))
    ]
    place = {period.period: number for number, period in enumerate(asked)}
    return sorted(reports, key=lambda duty: (place[duty.due.period], order[duty.unit]))


def owing_tasks(view: View, owing: Owing) -> Select[tuple[int]]:
    """The ids of the tasks that ``owing`` means."""
    asked = [period_due(owing.period, view.plan.reporting, is_working_day)]
    found = duties(view, asked, UTC)
    states = [_NUMBER[state] for state in DutyState if state in owing.states]
    statement = select(found.c.task_id).where(found.c.standing.in_(states))
    if owing.unit is not None:
        unit = view.tree.get(owing.unit, view.plan.code).code
        statement = statement.where(found.c.unit_id == view.unit_ids[unit])
    return statement


@dataclass(frozen=True, slots=True)
class _Narrowing:
    """Which of the reports are meant: those of these units, this directive and these tasks, None
    for all."""

    units: list[int] | None
    directive: int | None
    tasks: Select[*tuple[Any, ...]] | None

    def __call__(
        self, statement: Select[*tuple[Any, ...]], found: Subquery
    ) -> Select[*tuple[Any, ...]]:
        if self.units is not None:
            statement = statement.where(found.c.unit_id.in_(self.units))
        if self.directive is not None:
            statement = statement.where(found.c.directive_id == self.directive)
        if self.tasks is not None:
            statement = statement.where(found.c.task_id.in_(self.tasks))
        return statement


def _narrowing(session: Session, view: View, condition: Condition | None) -> _Narrowing:
    """Raises UnknownUnit or UnknownDirective."""
    wanted = condition or Condition()
    units, directive = None, None
    if wanted.unit is not None:
        top = view.tree.get(wanted.unit, view.plan.code).code
        within = view.tree.subtree(top) if wanted.below else (top,)
        units = [view.unit_ids[code] for code in within]
    if wanted.directive is not None:
        directive = directive_id(session, view, wanted.directive)
    tasks = None
    if wanted.words or wanted.where is not None:
        # It stands on this module, since a query may ask who owes a report.
        from tracker.store.read.selection import narrowed, with_tasks  # noqa: PLC0415

        of_tasks = Condition(words=wanted.words, where=wanted.where)
        states = with_tasks(view, select(STATE.task_id))
        tasks = narrowed(states, session, view, of_tasks)
    return _Narrowing(units, directive, tasks)


def duties(view: View, asked: Sequence[PeriodDue], zone: tzinfo | None) -> Subquery:
    """Every report owed for the periods ``asked``, once they have begun: task, directive, the unit
    that owes it, the period's ``place`` among them, its ``standing`` (a number of STATES), and
    whether it was submitted late (``belated``, 1 or 0).
    """
    period, task, s = _periods(view, asked, zone), view.known.task, STATE
    reported = _reported(view, [p.period.code for p in asked])
    known = view.known.stands(s.known_from, s.known_to)
    standing = case(
        (reported.c.says.is_(None), period.c.without),
        (reported.c.says % 4 == _ACCEPTED, _NUMBER[DutyState.ACCEPTED]),
        (reported.c.says % 4 == _WAITING, _NUMBER[DutyState.SUBMITTED]),
        (reported.c.accepted == 1, _NUMBER[DutyState.ACCEPTED]),
        else_=_NUMBER[DutyState.RETURNED],
    )
    other = aliased(StateRow)
    o: Any = other
    # `domain.duty.owing`, on the one state that holds on the period's last day.
    worked_on = or_(
        and_(s.cancelled.is_(False), s.day_to >= task.c.start),
        select(o.id)
        .where(
            o.task_id == s.task_id,
            view.known.stands(o.known_from, o.known_to),
            o.cancelled.is_(False),
            o.day_from <= period.c.last_day,
            o.day_to >= period.c.first_day,
            o.day_to >= task.c.start,
        )
        .exists(),
    )
    needless = and_(
        s.deadline.is_not(None),
        s.deadline < period.c.first_day,
        s.done_day.is_not(None),
        s.done_day < period.c.first_day,
    )
    statement = (
        select(
            s.task_id,
            task.c.directive_id,
            s.unit_id,
            period.c.place,
            standing.label("standing"),
            case((reported.c.first > period.c.until, 1), else_=0).label("belated"),
        )
        .select_from(period)
        .join(task.rows, and_(task.c.plan_id == view.plan_id, task.c.rhythm == period.c.rhythm))
        .join(StateRow, s.task_id == task.c.id)
        .outerjoin(
            reported,
            and_(reported.c.task_id == task.c.id, reported.c.period == period.c.code),
        )
        .where(
            task.c.start <= period.c.last_day,
            known,
            s.day_from <= period.c.judged,
            s.day_to >= period.c.judged,
            worked_on,
            or_(needless.is_(False), needless.is_(None)),
        )
    )
    return statement.subquery("duty")


def _periods(view: View, asked: Sequence[PeriodDue], zone: tzinfo | None) -> Subquery:
    """The periods that have begun, as a table. ``without`` is how a report stands that nothing
    was submitted for; a report recorded after ``until`` is late."""
    lines = [
        _period_line(view.day, place, one, zone)
        for place, one in enumerate(asked)
        if _has_begun(view, one)
    ]
    none = _period_line(view.day, 0, asked[0], zone).where(false())
    return union_all(*(lines or [none])).subquery("period")


def _has_begun(view: View, one: PeriodDue) -> bool:
    return one.period.first_day <= view.day


def _period_line(
    day: date, place: int, due: PeriodDue, zone: tzinfo | None
) -> Select[*tuple[Any, ...]]:
    if day < due.asked_from:
        without = DutyState.NOT_DUE
    else:
        without = DutyState.MISSING if day <= due.day else DutyState.LATE
    period = due.period
    until = datetime.combine(due.day, time.max, zone)
    line: Select[*tuple[Any, ...]] = select(
        literal(place, Integer).label("place"),
        literal(period.code, String).label("code"),
        literal(period.rhythm.value, String).label("rhythm"),
        literal(period.first_day, Date).label("first_day"),
        literal(period.last_day, Date).label("last_day"),
        literal(due.judged_on(day), Date).label("judged"),
        literal(_NUMBER[without], Integer).label("without"),
        literal(until, UtcTime()).label("until"),
    )
    return line


def _reported(view: View, codes: Sequence[str]) -> Subquery:
    """For each task and period of which anything was submitted: what its highest version that
    was handed in ``says``, whether any is ``accepted`` (1 or 0), and when the ``first`` was
    submitted: a draft that is handed in is recorded anew."""
    report = view.known.report.c
    says = case(
        (report.state == ReportState.ACCEPTED.value, report.version * 4 + _ACCEPTED),
        (report.state == ReportState.SUBMITTED.value, report.version * 4 + _WAITING),
        else_=report.version * 4 + _RETURNED,
    )
    accepted = case((report.state == ReportState.ACCEPTED.value, 1), else_=0)
    source: Any = view.known.report.rows
    return (
        select(
            report.task_id,
            report.period,
            func.max(says).label("says"),
            func.max(accepted).label("accepted"),
            func.min(report.recorded_at).label("first"),
        )
        .select_from(source)
        .where(
            report.plan_id == view.plan_id,
            report.period.in_(codes),
            report.own_day <= view.day,
            report.state.in_([state.value for state in _SUBMITTED_ONCE]),
        )
        .group_by(report.task_id, report.period)
        .subquery("reported")
    )
