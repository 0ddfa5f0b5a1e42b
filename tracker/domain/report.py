"""Reports as they are handed in, and the checks that turn one into a figure (DOMAIN §3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.measure import Measure, Standing, standing
from tracker.domain.period import Period, Rhythm, WrongRhythm, last_period, periods
from tracker.domain.problem import N_, Refused
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.timeline import Figure, Term, counting, counting_versions, in_force


class PeriodOutsideYear(Refused):
    wording = N_("{task}: {period} is outside the plan's year {year}. Its periods: {allowed}.")


class DayOutsideYear(Refused):
    wording = N_("{task}: the day of the figure {day} is outside the plan's year {year}.")


class DayInFuture(Refused):
    wording = N_("{task}: the day of the figure {day} is still to come; today is {today}.")


class PeriodNotBegun(Refused):
    wording = N_(
        "{task}: period {period} begins on {first_day}, after the day {day} of the figure."
    )


class NegativeFigure(Refused):
    wording = N_("{task}: {figure} is below 0; a report counts from 0 up.")


class NotADoneMark(Refused):
    wording = N_("{task} is a milestone: report 1 (done) or 0 (not done), not {figure}.")


class ReportedMeanwhile(Refused):
    wording = N_(
        "{task}: meanwhile {figure} was reported for {period} (figure of {day}). Nothing was"
        " written; send it again to amend that."
    )


class QualifiedMark(Refused):
    wording = N_("{task} is a milestone: done or not done, without “{qualifier}”.")


class CumulativeNotSummed(Refused):
    wording = N_("{task}: its figures are not added up, so none can be cumulative.")


class CumulativeOverGap(Refused):
    wording = N_(
        "{task}: the cumulative figure {figure} holds what {periods} brought, not reported yet."
        " Report that first (0 if nothing), or give the figure of {period} alone."
    )


class CumulativeFalls(Refused):
    wording = N_(
        "{task}: the cumulative figure {figure} is below the {earlier} already reported for"
        " earlier periods."
    )


class TaskStopped(Refused):
    wording = N_("{task} was stopped from {day} on; it takes no report for the days since.")


class TaskStoppedThen(TaskStopped):
    wording = N_("{task} was stopped from {day} to {last_day}; it takes no report for those days.")


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A figure for one task and one period, as a unit hands it in.

    ``amount`` is what was typed. ``cumulative``: it counts from the year's beginning to the
    period's end. ``own_day`` None takes the default of DOMAIN §3. ``evidence`` is a document's
    number, symbol and date, or a link. ``seen`` is the version of the period's report that whoever
    typed it had in sight, 0 for none; None amends whatever is there.
    """

    task: str
    period: Period
    amount: Amount
    given: str
    cumulative: bool = False
    own_day: date | None = None
    note: str = ""
    evidence: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Reporting:
    """What a report is checked against: the task, and the figures on record in any order.

    ``targets`` (thousandths) and ``deadlines`` have a term each that holds from the beginning;
    ``stops`` say from which day the task is stopped (True) or taken up again (False). ``day`` is
    the one that summaries are about.
    """

    task: str
    measure: Measure
    rhythm: Rhythm
    year: int
    start: date
    targets: tuple[Term[int | None], ...]
    deadlines: tuple[Term[date | None], ...]
    stops: tuple[Term[bool], ...]
    figures: tuple[Figure, ...]
    day: date

    def stopped_on(self, day: date) -> bool:
        begun = [stop for stop in self.stops if stop.day_from <= day]
        return bool(begun) and in_force(begun, day).value


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """A report that may be written, and what the task stands at with it.

    ``amends`` is the figure it replaces, None for a first report. ``before`` is what the task
    stands at without it. Both are judged on the day that summaries are about, or on the figure's
    own day where that is later, by the ``target`` in force then. ``outdated`` are later periods
    whose figures were given as cumulative, and whose totals the periods' figures no longer add up
    to.
    """

    figure: Figure
    amends: Figure | None
    before: Standing
    standing: Standing
    target: int | None
    outdated: tuple[Period, ...]


def check_report(task: Reporting, draft: ReportDraft, today: date) -> CheckedReport:
    """Turn ``draft`` into the period's own figure, or raise the Refused that says why not."""
    _check_period(task, draft.period)
    versions = [f for f in task.figures if f.period == draft.period]
    amends = max(versions, key=lambda f: f.version, default=None)
    if draft.seen not in (None, amends.version if amends else 0):
        assert amends is not None  # noqa: S101 - versions only become more
        raise ReportedMeanwhile(
            task=task.task,
            period=draft.period,
            figure=Amount(amends.value, amends.qualifier),
            day=amends.own_day,
        )
    own_day = _own_day(task, draft, today, amends)
    _check_stops(task, own_day)
    figure = Figure(
        draft.period,
        amends.version + 1 if amends else 1,
        _own_figure(task, draft),
        own_day,
        draft.amount.value if draft.cumulative else None,
        draft.amount.qualifier,
    )
    day = max(task.day, own_day)
    target, deadline = in_force(task.targets, day).value, in_force(task.deadlines, day).value
    last = last_period(task.rhythm, task.year, deadline)
    before, after = (
        standing(task.measure, counting(figures, day), target, last_period=last)
        for figures in (task.figures, (*task.figures, figure))
    )
    return CheckedReport(figure, amends, before, after, target, _outdated(task, figure))


def _check_stops(task: Reporting, own_day: date) -> None:
    if not task.stopped_on(own_day):
        return
    turns = sorted(stop.day_from for stop in task.stops)
    since = max(day for day in turns if day <= own_day)
    later = [day for day in turns if day > own_day]
    if not later:
        raise TaskStopped(task=task.task, day=since)
    raise TaskStoppedThen(task=task.task, day=since, last_day=later[0] - timedelta(days=1))


def _check_period(task: Reporting, period: Period) -> None:
    allowed = ", ".join(p.code for p in periods(task.rhythm, task.year))
    if period.year != task.year:
        raise PeriodOutsideYear(task=task.task, period=period, year=task.year, allowed=allowed)
    if period.rhythm is not task.rhythm:
        raise WrongRhythm(task=task.task, period=period, allowed=allowed)


def _own_day(task: Reporting, draft: ReportDraft, today: date, amends: Figure | None) -> date:
    if draft.own_day is not None:
        own_day = draft.own_day
    elif amends is not None:
        own_day = amends.own_day
    else:
        own_day = min(today, draft.period.last_day)
    if draft.period.first_day > own_day:
        raise PeriodNotBegun(
            task=task.task, period=draft.period, first_day=draft.period.first_day, day=own_day
        )
    if own_day.year != task.year:
        raise DayOutsideYear(task=task.task, day=own_day, year=task.year)
    if own_day > today:
        raise DayInFuture(task=task.task, day=own_day, today=today)
    return own_day


def _own_figure(task: Reporting, draft: ReportDraft) -> int:
    given = draft.amount.value
    if given < 0:
        raise NegativeFigure(task=task.task, figure=draft.amount)
    if task.measure is Measure.MILESTONE and given not in (0, SCALE):
        raise NotADoneMark(task=task.task, figure=draft.amount)
    if task.measure is Measure.MILESTONE and draft.amount.qualifier is not None:
        raise QualifiedMark(task=task.task, qualifier=draft.given.split()[0])
    if not draft.cumulative:
        return given
    if not task.measure.adds:
        raise CumulativeNotSummed(task=task.task)
    reported = _latest(task.figures)
    open_ones = [
        p
        for p in periods(task.rhythm, task.year)
        if p < draft.period and p not in reported and _is_worked_on(task, p)
    ]
    if open_ones:
        raise CumulativeOverGap(
            task=task.task,
            figure=draft.amount,
            periods=", ".join(p.code for p in open_ones),
            period=draft.period,
        )
    earlier = sum(v for p, v in reported.items() if p < draft.period)
    if given < earlier:
        raise CumulativeFalls(task=task.task, figure=draft.amount, earlier=Amount(earlier))
    return given - earlier


def _is_worked_on(task: Reporting, period: Period) -> bool:
    """Whether the period has a day since the task's start on which it is not stopped."""
    first = max(period.first_day, task.start)
    days = [first, *(stop.day_from for stop in task.stops if first < stop.day_from)]
    return any(day <= period.last_day and not task.stopped_on(day) for day in days)


def _outdated(task: Reporting, figure: Figure) -> tuple[Period, ...]:
    """Later periods whose stated total is no longer the sum of the figures up to them."""
    found, total = [], 0
    for period, counted in sorted(counting_versions((*task.figures, figure), date.max).items()):
        total += counted.value
        if period > figure.period and counted.stated not in (None, total):
            found.append(period)
    return tuple(found)


def _latest(figures: Iterable[Figure]) -> Mapping[Period, int]:
    """Each period's highest version, whatever its own day: what is on record now."""
    return counting(figures, date.max)
