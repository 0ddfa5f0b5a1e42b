"""Reports as they are handed in, and the checks that turn one into a figure (DOMAIN §3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tracker.domain.doubt import Compared, Doubt, Falls, doubts_of, doubts_of_size
from tracker.domain.lock import Lock, lock_over
from tracker.domain.measure import Measure, Standing, standing
from tracker.domain.period import Period, Rhythm, WrongRhythm, last_period, periods
from tracker.domain.problem import N_, Refused
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.report_state import REPORTED, ReportState
from tracker.domain.share import Share, share_of
from tracker.domain.timeline import (
    Figure,
    Term,
    counting,
    highest,
    in_force,
)
from tracker.domain.words import Words


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


class WithdrawnMeanwhile(Refused):
    wording = N_(
        "{task}: meanwhile the report for {period} was withdrawn. Nothing was written; send it"
        " again to report anew."
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


class TotalBeforeItsParts(Refused):
    wording = N_(
        "{task}, {period}: the cumulative figure {figure} holds what {periods} brought, which is"
        " not accepted. Accept that first."
    )


class TaskStopped(Refused):
    wording = N_("{task} was stopped from {day} on; it takes no report for the days since.")


class TaskStoppedThen(TaskStopped):
    wording = N_("{task} was stopped from {day} to {last_day}; it takes no report for those days.")


class PeriodClosed(Refused):
    wording = N_("{task}: {closed} is closed; it takes no new and no amended report for {period}.")
    next_step = N_("To open it again: tracker reopen {closed} --reason …")


class WordNeeded(Refused):
    """``doubts`` are what has to be confirmed with a word of why."""

    wording = N_("{task}, {period}: {doubts}. Say why it is right all the same.")


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A figure for one task and one period, as a unit hands it in.

    ``amount`` is what was typed. ``cumulative``: it counts from the year's beginning to the
    period's end. ``own_day`` None takes the default of DOMAIN §3. ``evidence`` is a document's
    number, symbol and date, or a link. ``seen`` is the version of the period's report that whoever
    typed it had in sight, 0 for none; None amends whatever is there. ``share`` is what a
    percentage was given by. ``kept_back``: a draft, not handed in yet. ``word`` is why a figure
    that looks wrong is right.
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
    share: Share | None = None
    kept_back: bool = False
    word: str = ""


@dataclass(frozen=True, slots=True)
class Reporting:
    """What a report is checked against: the task, and the figures on record in any order.

    ``targets`` (thousandths) and ``deadlines`` have a term each that holds from the beginning;
    ``stops`` say from which day the task is stopped (True) or taken up again (False). ``day`` is
    the one that summaries are about. With ``review`` a report waits to be accepted. ``last_year``
    has the figures that counted in last year's periods, by their index. ``percent``: its figures
    are percentages.
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
    review: bool = False
    locks: tuple[Lock, ...] = ()
    last_year: Mapping[int, int] = field(default_factory=dict)
    percent: bool = False

    def stopped_on(self, day: date) -> bool:
        begun = [stop for stop in self.stops if stop.day_from <= day]
        return bool(begun) and in_force(begun, day).value


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """A report that may be written, and what the task stands at with it.

    ``amends`` is the figure it replaces, None for a first report. ``before`` is what the task
    stands at without it, ``standing`` once it counts. Both are judged on the day that summaries
    are about, or on the figure's own day where that is later, by the ``target`` in force then.
    ``outdated`` are later periods whose figures were given as cumulative, and whose totals the
    periods' figures no longer add up to. ``doubts`` are to be confirmed with a word.
    ``after_closing``: its period had been closed once before.
    """

    figure: Figure
    amends: Figure | None
    before: Standing
    standing: Standing
    target: int | None
    outdated: tuple[Period, ...]
    doubts: tuple[Doubt, ...] = ()
    after_closing: bool = False


def check_report(task: Reporting, draft: ReportDraft, today: date) -> CheckedReport:
    """Turn ``draft`` into the period's own figure, or raise the Refused that says why not."""
    _check_period(task, draft.period)
    after_closing = check_open(task, draft.period, today)
    versions = [f for f in task.figures if f.period == draft.period]
    amends = highest(f for f in versions if f.state is not ReportState.WITHDRAWN).get(draft.period)
    if draft.seen not in (None, amends.version if amends else 0):
        raise _meanwhile(task, draft.period, amends)
    own_day = _own_day(task, draft, today, amends)
    _check_stops(task, own_day)
    value, falls = _own_figure(task, draft)
    figure = Figure(
        draft.period,
        max((f.version for f in versions), default=0) + 1,
        value,
        own_day,
        draft.amount.value if draft.cumulative else None,
        draft.amount.qualifier,
        state_of(task, kept_back=draft.kept_back),
    )
    counted = replace(figure, state=ReportState.ACCEPTED)
    day = max(task.day, own_day)
    target, deadline = in_force(task.targets, day).value, in_force(task.deadlines, day).value
    last = last_period(task.rhythm, task.year, deadline)
    before, after = (
        standing(task.measure, counting(figures, day), target, last_period=last)
        for figures in (task.figures, (*task.figures, counted))
    )
    doubts = (*falls, *doubts_about(task, figure, draft.share))
    return CheckedReport(
        figure, amends, before, after, target, _outdated(task, counted), doubts, after_closing
    )


def state_of(task: Reporting, *, kept_back: bool) -> ReportState:
    """Where a report stands when it is entered, or a draft of it when it is handed in."""
    if kept_back:
        return ReportState.DRAFT
    return ReportState.SUBMITTED if task.review else ReportState.ACCEPTED


def check_open(task: Reporting, period: Period, today: date) -> bool:
    """Refuse a ``period`` that is closed; whether it had been closed once before.

    Raises PeriodClosed.
    """
    lock = lock_over(task.locks, period)
    if lock is not None and lock.is_closed(today):
        raise PeriodClosed(task=task.task, period=period, closed=lock.period)
    return lock is not None


def check_word(task: Reporting, checked: CheckedReport, word: str) -> None:
    """Refuse a figure that looks wrong and comes without a ``word`` of why. Raises WordNeeded."""
    if checked.doubts and not word.strip():
        period = checked.figure.period
        raise WordNeeded(task=task.task, period=period, doubts=checked.doubts)


def doubts_about(task: Reporting, figure: Figure, share: Share | None = None) -> tuple[Doubt, ...]:
    """What looks wrong about a figure of the task, beside what was reported before."""
    if task.measure is Measure.MILESTONE:
        return ()
    reported = _latest(task.figures)
    earlier = max((p for p in reported if p < figure.period), default=None)
    before = None if earlier is None else Compared(earlier, reported[earlier])
    then = replace(figure.period, year=figure.period.year - 1)
    last_year = task.last_year.get(figure.period.index)
    compared = None if last_year is None else Compared(then, last_year)
    target = in_force(task.targets, max(task.day, figure.own_day)).value
    more_is_better = task.measure in (Measure.SUM, Measure.LATEST)
    of_size = doubts_of_size(figure.value, target if more_is_better else None, percent=task.percent)
    return (*doubts_of(figure.value, before, compared, share), *of_size)


def doubts_on_record(
    task: Reporting, figure: Figure, given: str, unit_of_measure: Words
) -> tuple[Doubt, ...]:
    """What looks wrong about a version that is on record, as it did when it was entered."""
    falls: tuple[Doubt, ...] = ()
    if figure.stated is not None and figure.value < 0:
        earlier = Amount(figure.stated - figure.value)
        falls = (Falls(figure=Amount(figure.stated), earlier=earlier),)
    return (*falls, *doubts_about(task, figure, share_of(given, unit_of_measure)))


def _meanwhile(task: Reporting, period: Period, found: Figure | None) -> Refused:
    if found is None:
        return WithdrawnMeanwhile(task=task.task, period=period)
    figure = Amount(found.value, found.qualifier)
    return ReportedMeanwhile(task=task.task, period=period, figure=figure, day=found.own_day)


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


def _own_figure(task: Reporting, draft: ReportDraft) -> tuple[int, tuple[Doubt, ...]]:
    """The period's own figure; a total that falls leaves it below 0, which is doubtful."""
    given = draft.amount.value
    if given < 0:
        raise NegativeFigure(task=task.task, figure=draft.amount)
    if task.measure is Measure.MILESTONE and given not in (0, SCALE):
        raise NotADoneMark(task=task.task, figure=draft.amount)
    if task.measure is Measure.MILESTONE and draft.amount.qualifier is not None:
        raise QualifiedMark(task=task.task, qualifier=draft.given.split()[0])
    if not draft.cumulative:
        return given, ()
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
    falls = (Falls(figure=draft.amount, earlier=Amount(earlier)),) if given < earlier else ()
    return given - earlier, falls


def _is_worked_on(task: Reporting, period: Period) -> bool:
    """Whether the period has a day since the task's start on which it is not stopped."""
    first = max(period.first_day, task.start)
    days = [first, *(stop.day_from for stop in task.stops if first < stop.day_from)]
    return any(day <= period.last_day and not task.stopped_on(day) for day in days)


def _outdated(task: Reporting, figure: Figure) -> tuple[Period, ...]:
    """Later periods whose stated total is no longer the sum of the figures up to them."""
    found = totals_that_do_not_fit((*task.figures, figure))
    return tuple(period for period in found if period > figure.period)


def accepted_value(task: Reporting, figure: Figure) -> int:
    """The period's own figure once ``figure`` is accepted: of a total, what is left of it after the
    accepted figures of the periods before. Raises TotalBeforeItsParts."""
    if figure.stated is None:
        return figure.value
    accepted = counting(task.figures, date.max)
    waiting = [
        p
        for p in periods(task.rhythm, task.year)
        if p < figure.period and p not in accepted and _is_worked_on(task, p)
    ]
    if waiting:
        raise TotalBeforeItsParts(
            task=task.task,
            period=figure.period,
            figure=Amount(figure.stated),
            periods=", ".join(p.code for p in waiting),
        )
    return figure.stated - sum(v for p, v in accepted.items() if p < figure.period)


def totals_that_do_not_fit(figures: Iterable[Figure]) -> tuple[Period, ...]:
    """Periods that were handed in as a total which the periods up to them do not add up to."""
    found, total = [], 0
    handed_in = highest(f for f in figures if f.state in REPORTED)
    for period, figure in sorted(handed_in.items()):
        total += figure.value
        if figure.stated not in (None, total):
            found.append(period)
    return tuple(found)


def _latest(figures: Iterable[Figure]) -> Mapping[Period, int]:
    """Each period's highest version that was handed in, whatever its own day."""
    found = highest(f for f in figures if f.state in REPORTED)
    return {period: figure.value for period, figure in found.items()}
