"""Reports as they are handed in, and the checks that turn one into a figure (DOMAIN §3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A figure for one task and one period, as a unit hands it in.

    ``amount`` is what was typed. ``cumulative``: it counts from the year's beginning to the
    period's end. ``own_day`` None takes the default of DOMAIN §3. ``evidence`` is a document's
    number, symbol and date, or a link.
    """

    task: str
    period: Period
    amount: Amount
    given: str
    cumulative: bool = False
    own_day: date | None = None
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Reporting:
    """What a report is checked against: the task, and the figures on record in any order.

    ``targets`` (thousandths) and ``deadlines`` have a term each that holds from the beginning.
    """

    task: str
    measure: Measure
    rhythm: Rhythm
    year: int
    start: date
    targets: tuple[Term[int | None], ...]
    deadlines: tuple[Term[date | None], ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """A report that may be written, and what the task stands at with it.

    ``amends`` is the figure it replaces, None for a first report. ``standing`` is judged by
    ``target``, the one in force on the day that summaries will be about (DOMAIN §4).
    ``outdated`` are the later periods whose figures were given as cumulative, so that their
    totals no longer say what was handed in.
    """

    figure: Figure
    amends: Figure | None
    standing: Standing
    target: int | None
    outdated: tuple[Period, ...]


def check_report(task: Reporting, draft: ReportDraft, today: date) -> CheckedReport:
    """Turn ``draft`` into the period's own figure, or raise the Refused that says why not."""
    _check_period(task, draft.period)
    versions = [f for f in task.figures if f.period == draft.period]
    amends = max(versions, key=lambda f: f.version, default=None)
    own_day = _own_day(task, draft, today, amends)
    figure = Figure(
        draft.period,
        amends.version + 1 if amends else 1,
        _own_figure(task, draft),
        own_day,
        draft.cumulative,
        draft.amount.qualifier,
    )
    day = today if today.year == task.year else max(own_day, _latest_day(task.figures, own_day))
    target, deadline = in_force(task.targets, day).value, in_force(task.deadlines, day).value
    stands = standing(
        task.measure,
        counting((*task.figures, figure), day),
        target,
        last_period=last_period(task.rhythm, task.year, deadline),
    )
    return CheckedReport(figure, amends, stands, target, _outdated(task, figure, amends))


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
    if not draft.cumulative:
        return given
    if not task.measure.adds:
        raise CumulativeNotSummed(task=task.task)
    reported = _latest(task.figures)
    open_ones = [
        p.code
        for p in periods(task.rhythm, task.year)
        if p < draft.period and p.last_day >= task.start and p not in reported
    ]
    if open_ones:
        raise CumulativeOverGap(
            task=task.task,
            figure=draft.amount,
            periods=", ".join(open_ones),
            period=draft.period,
        )
    earlier = sum(v for p, v in reported.items() if p < draft.period)
    if given < earlier:
        raise CumulativeFalls(task=task.task, figure=draft.amount, earlier=Amount(earlier))
    return given - earlier


def _outdated(task: Reporting, figure: Figure, amends: Figure | None) -> tuple[Period, ...]:
    """Later periods whose cumulative figure was worked out with another figure for this one."""
    if amends is not None and amends.value == figure.value:
        return ()
    later = counting_versions(task.figures, date.max).values()
    return tuple(sorted(f.period for f in later if f.cumulative and f.period > figure.period))


def _latest(figures: Iterable[Figure]) -> Mapping[Period, int]:
    """Each period's highest version, whatever its own day: what is on record now."""
    return counting(figures, date.max)


def _latest_day(figures: Iterable[Figure], default: date) -> date:
    return max((f.own_day for f in figures), default=default)
