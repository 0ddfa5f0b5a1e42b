"""Made-up reports over a plan's year, for a plan that is marked as sample data and no other.

Everything follows from the plan: the same plan gives the same year. What happens to a task hangs
on its own code and its unit's, so that a task added to a file changes few others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import TypeAlias

from tracker.domain.measure import Measure
from tracker.domain.origin import Document, Field
from tracker.domain.period import Period, periods
from tracker.domain.plan import SAMPLE, PlanDraft
from tracker.domain.quantity import SCALE, Amount, is_percent
from tracker.domain.report import ReportDraft
from tracker.domain.task import TaskDraft
from tracker.domain.text import fold
from tracker.domain.timeline import pace_end
from tracker.service.confirming import confirm
from tracker.service.desk import Desk
from tracker.service.editing import edit_task
from tracker.service.plans import apply_plan
from tracker.service.reports import report_many
from tracker.service.stops import cancel_task

DOCUMENT = "00-MẪU/SAMPLE"
"""The number of the document that confirms in the sample: nobody's."""

_OPENING = (1, 8)
_CONFIRMING = (2, 3)
_REVISING = (7, 1)
_STOPPING = (9, 15)
"""Month and day of what happens once."""

_ON_TIME = (-4, -2, 0, 3, 5, 8, 12)
"""Days after the one that a figure is due on which it is recorded; before it below 0."""
_LATE = (17, 24, 38)
_THREE_WEEKS = timedelta(weeks=3)
_FULL = 100 * SCALE

Act: TypeAlias = Callable[[Desk], object]


@dataclass(frozen=True, slots=True)
class _Temper:
    """How a unit's year goes: the share of its targets (percent, from and to) it comes to, and
    how likely it is to leave a task unreported or to report late."""

    share: tuple[int, int]
    silent: float
    late: float


_TEMPERS = (
    _Temper((100, 135), silent=0.0, late=0.05),
    _Temper((85, 115), silent=0.03, late=0.12),
    _Temper((85, 115), silent=0.03, late=0.12),
    _Temper((30, 90), silent=0.1, late=0.35),
)


@dataclass(frozen=True, slots=True)
class _Special:
    """The tasks to which something happens that every sample should show."""

    exceeded: frozenset[str]
    falling: frozenset[str]
    revised: frozenset[str]
    stopped: frozenset[str]
    confirmed: frozenset[str]

    def __contains__(self, code: str) -> bool:
        sets = (self.exceeded, self.falling, self.revised, self.stopped, self.confirmed)
        return any(code in some for some in sets)


def make_sample(desk: Desk, draft: PlanDraft, tasks: Sequence[TaskDraft]) -> None:
    """Apply the plan as sample data and fill its year with made-up reports.

    Each is recorded on a day of its own, and none after today while the plan's year lasts. Where
    the sample is there already only the plan is brought up to date. Raises what ``apply_plan``
    raises: RealPlan where the plan is there with real data.
    """
    plan = replace(draft.plan, sample=True)
    opening = _on(desk, date(plan.year, *_OPENING))
    if not apply_plan(opening, replace(draft, plan=plan), tasks).new_plan:
        return
    special = _choose(plan.code, tasks)
    reports: dict[date, list[ReportDraft]] = defaultdict(list)
    acts: dict[date, list[Act]] = defaultdict(list)
    for task in tasks:
        for day, made_up in _reports(plan.code, task, special):
            reports[day].append(made_up)
        for day, act in _acts(plan.code, task, special):
            acts[day].append(act)
    last = desk.today if desk.today.year == plan.year else date.max
    for day in sorted(day for day in {*reports, *acts} if day <= last):
        then = _on(desk, day)
        report_many(then, plan.code, reports[day])
        for act in acts[day]:
            act(then)


def _on(desk: Desk, day: date) -> Desk:
    """A desk whose clock stands on ``day``."""
    moment = datetime.combine(day, time(9), desk.now().tzinfo)
    return Desk(desk.engine, lambda: moment, SAMPLE)


def _dice(*of: str) -> Random:
    """Dice that always fall the same for the same texts."""
    return Random(" ".join(of))  # noqa: S311 - made-up figures: nothing is kept secret by them


def _choose(plan: str, tasks: Sequence[TaskDraft]) -> _Special:
    """A few tasks for each special thing, none for two of them."""
    free = list(tasks)
    _dice(plan).shuffle(free)

    def take(count: int, fits: Callable[[TaskDraft], bool]) -> frozenset[str]:
        chosen = [task for task in free if fits(task)][:count]
        free[:] = [task for task in free if task not in chosen]
        return frozenset(task.code for task in chosen)

    def measured(*measures: Measure) -> Callable[[TaskDraft], bool]:
        # Several periods up to the deadline, so that something can happen between two of them.
        return lambda t: t.measure in measures and t.target is not None and len(_due(t)) > 1

    return _Special(
        exceeded=take(1, measured(Measure.CEILING)),
        falling=take(2, measured(Measure.LATEST)),
        revised=take(1, measured(Measure.SUM)),
        stopped=take(2, measured(Measure.SUM)),
        confirmed=take(3, lambda t: t.target is not None),
    )


def _acts(plan: str, task: TaskDraft, special: _Special) -> Iterator[tuple[date, Act]]:
    """What else than reports happens to ``task``, by day."""
    confirming, revising, stopping = (
        date(task.year, *day) for day in (_CONFIRMING, _REVISING, _STOPPING)
    )
    if task.code in special.confirmed:
        document = Document(DOCUMENT, date(task.year, 2, 1))
        fields = (Field.TARGET, Field.DEADLINE)
        yield confirming, lambda desk: confirm(desk, plan, task.code, document, fields)
    if task.code in special.revised:
        raised = {Field.TARGET: _whole(task, Fraction(5, 4) * (task.target or 0)) + _step(task)}
        yield (
            revising,
            lambda desk: edit_task(desk, plan, task.code, raised, day_from=revising, why=SAMPLE),
        )
    if task.code in special.stopped:
        yield stopping, lambda desk: cancel_task(desk, plan, task.code, SAMPLE, day=stopping)


def _reports(plan: str, task: TaskDraft, special: _Special) -> Iterator[tuple[date, ReportDraft]]:
    """Each report of ``task`` with the day on which it is recorded."""
    dice = _dice(plan, task.code)
    temper = _dice(plan, task.unit).choice(_TEMPERS)
    if dice.random() < temper.silent and task.code not in special:
        return
    stopped = date(task.year, *_STOPPING) if task.code in special.stopped else date.max
    cumulative = task.measure is Measure.SUM and dice.random() < 0.2
    before = 0
    for period, figure in _figures(task, dice, temper, special):
        # A cumulative figure waits for the one before it, so none of them is late.
        late = not cumulative and dice.random() < temper.late
        recorded, own_day = _days(task, period, dice, late=late)
        if own_day >= stopped:
            return
        yield recorded, _draft(task, period, before + figure, own_day, cumulative=cumulative)
        before += figure if cumulative else 0
        corrected = figure + dice.choice((-1, 1)) * _step(task)
        if (
            task.measure is Measure.SUM
            and not cumulative
            and corrected >= 0
            and dice.random() < 0.04
        ):
            again = recorded + timedelta(days=dice.choice((9, 16)))
            yield again, _draft(task, period, corrected, None)


def _draft(
    task: TaskDraft, period: Period, value: int, own_day: date | None, *, cumulative: bool = False
) -> ReportDraft:
    amount = Amount(value)
    return ReportDraft(
        task.code,
        period,
        amount,
        str(amount),
        word=SAMPLE,
        cumulative=cumulative,
        own_day=own_day,
        note=SAMPLE,
    )


def _due(task: TaskDraft) -> list[Period]:
    """The periods in which the task is worked on: from its start until its deadline."""
    end = pace_end(task.year, task.deadline)
    return [
        p
        for p in periods(task.rhythm, task.year)
        if p.last_day >= task.start and p.first_day <= end
    ]


def _days(task: TaskDraft, period: Period, dice: Random, *, late: bool) -> tuple[date, date]:
    """The day a figure is recorded on, and its own day."""
    end = pace_end(task.year, task.deadline)
    # In a period after the deadline it is the rest that comes in, three weeks on.
    due = min(period.last_day, end if end >= period.first_day else period.first_day + _THREE_WEEKS)
    recorded = due + timedelta(days=dice.choice(_LATE if late else _ON_TIME))
    recorded = max(recorded, period.first_day, date(task.year, *_OPENING))
    # Who is late did the work late as well, where the period leaves room for it.
    return recorded, min(recorded, period.last_day if late else due)


def _figures(
    task: TaskDraft, dice: Random, temper: _Temper, special: _Special
) -> list[tuple[Period, int]]:
    """The figure of each period that is reported."""
    due = _due(task)
    low, high = temper.share
    share = Fraction(dice.randint(low, high), 100)
    if task.measure is Measure.CEILING:
        figures = [0] * len(due)
        if task.code in special.exceeded:
            figures[len(due) // 2] = (task.target or 0) + _step(task)
    elif task.measure is Measure.MILESTONE:
        done = len(due) - 1 if share >= 1 else len(due) - dice.randint(0, 1)
        figures = [SCALE if n >= done else 0 for n in range(len(due))]
    elif task.measure is Measure.LATEST:
        figures = _climb(task, len(due), share, falling=task.code in special.falling)
    else:
        figures = _portions(task, len(due), share)
    if share < Fraction(3, 5) and len(due) > 2 and task.code not in special:
        # The hindmost stop reporting.
        figures = figures[: len(due) * 2 // 3]
    made_up = list(zip(due, figures, strict=False))
    after = [p for p in periods(task.rhythm, task.year) if p.first_day > due[-1].first_day]
    if task.measure is Measure.SUM and task.target and after and dice.random() < 0.6:
        missing = task.target - sum(figures)
        if missing > 0 and len(figures) == len(due):
            made_up.append((after[0], missing))
    return made_up


def _climb(task: TaskDraft, count: int, share: Fraction, *, falling: bool) -> list[int]:
    """Standings that rise to ``share`` of the target; a falling one ends below where it was."""
    percent = is_percent(task.unit_of_measure)
    goal = task.target or (85 if percent else 10) * SCALE
    # A count of communes has no more communes to reach than its target; a percentage ends at 100.
    most = _FULL if percent else goal
    end = min(share * goal, Fraction(most))
    rising = [_whole(task, end * (count + n) / (2 * count)) for n in range(1, count + 1)]
    if falling:
        rising[-2:] = [max(rising[-2], goal), _whole(task, end * Fraction(4, 5))]
    return rising


def _portions(task: TaskDraft, count: int, share: Fraction) -> list[int]:
    """Figures that add up to ``share`` of the target, more of it towards the end."""
    total = share * (task.target or _step(task) * 4 * count)
    marks = [
        _whole(task, total * (n * n + 2 * n * count) / (3 * count**2)) for n in range(count + 1)
    ]
    return [later - earlier for earlier, later in pairwise(marks)]


def _step(task: TaskDraft) -> int:
    """The smallest difference that a figure of this task shows, in thousandths."""
    if fold(task.unit_of_measure.vi) != "dong":
        return SCALE
    # Money comes in round sums, small against the target where there is one.
    sums = (10**6, 10**3, 1)
    fits = (s for s in sums if task.target is None or s * SCALE * 20 <= task.target)
    return next(fits, 1) * SCALE


def _whole(task: TaskDraft, value: Fraction) -> int:
    """``value`` in whole steps, down."""
    step = _step(task)
    return int(value // step) * step
