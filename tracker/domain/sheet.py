"""The sheet: one unit, one period, all its tasks, filled in one below the other.

What is typed is text until it is handed in. A leading ``=`` says that a figure counts from the
year's beginning: ``=12``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.duty import DutyCounts, DutyState, PeriodDue, duty_state
from tracker.domain.lock import Lock
from tracker.domain.period import Period
from tracker.domain.problem import Refused
from tracker.domain.report import CheckedReport, ReportDraft, Reporting, check_report
from tracker.domain.report_state import REPORTED, ReportState
from tracker.domain.share import read_figure
from tracker.domain.task import TaskRow
from tracker.domain.text import clean
from tracker.domain.timeline import Figure, highest

CUMULATIVE = "="


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a row and was not handed in: a figure, and the ``word`` of why it is right.

    ``seen`` is the version of the period's report that was in sight when it was typed, 0 for none.
    """

    text: str
    word: str = ""
    seen: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not self.word.strip()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One task of the sheet, and what a report on it is checked against."""

    task: TaskRow
    reporting: Reporting
    due: PeriodDue

    @property
    def standing(self) -> Figure | None:
        """The period's newest version that was not withdrawn, whatever its state."""
        there = (f for f in self.reporting.figures if f.state is not ReportState.WITHDRAWN)
        return highest(there).get(self.due.period)

    @property
    def seen(self) -> int:
        """The version that whoever looks at the row has in sight."""
        return self.standing.version if self.standing else 0

    @property
    def before(self) -> Figure | None:
        """What was reported for the last earlier period that anything was reported for."""
        handed_in = highest(f for f in self.reporting.figures if f.state in REPORTED)
        earlier = [period for period in handed_in if period < self.due.period]
        return handed_in[max(earlier)] if earlier else None

    @property
    def last_year(self) -> int | None:
        """The figure of the same period of last year, in thousandths."""
        return self.reporting.last_year.get(self.due.period.index)

    def duty(self, day: date) -> DutyState:
        """How the row's report stands on ``day``."""
        period = self.due.period
        of_period = ((f.version, f.state) for f in self.reporting.figures if f.period == period)
        return duty_state(of_period, self.due, day)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of ``unit`` for the period ``due``, in the order of their codes.

    ``periods`` are all that the unit reports in and that have begun, in the order of time, with
    how its reports stand. ``lock`` is what was decided last about the period; ``day`` is the one
    asked about.
    """

    unit: str
    due: PeriodDue
    rows: tuple[SheetRow, ...]
    periods: tuple[tuple[PeriodDue, DutyCounts], ...]
    lock: Lock | None
    day: date
    today: date

    @property
    def is_closed(self) -> bool:
        return self.lock is not None and self.lock.is_closed(self.today)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would come of a row: ``checked``, or the ``problem`` for which it cannot be taken."""

    checked: CheckedReport | None
    problem: Refused | None = None
    word: str = ""

    @property
    def wants_word(self) -> bool:
        """Whether it looks wrong, and no word says why it is right."""
        return self.checked is not None and bool(self.checked.doubts) and not self.word.strip()

    @property
    def can_be_taken(self) -> bool:
        return self.checked is not None and not self.wants_word


def outcome(row: SheetRow, typed: Typed, today: date) -> Outcome:
    """What would come of ``typed`` if it were handed in ``today``."""
    try:
        checked = check_report(row.reporting, draft_of(row, typed), today)
    except Refused as problem:
        return Outcome(None, problem)
    return Outcome(checked, word=typed.word)


def draft_of(row: SheetRow, typed: Typed) -> ReportDraft:
    """``typed`` as a report. Raises what cannot be read."""
    text = clean(typed.text).strip()
    cumulative = text.startswith(CUMULATIVE)
    given = text.removeprefix(CUMULATIVE).strip() if cumulative else text
    amount, share = read_figure(given, row.task.unit_of_measure)
    return ReportDraft(
        task=row.task.code,
        period=row.due.period,
        amount=amount,
        given=given,
        cumulative=cumulative,
        seen=typed.seen,
        share=share,
        word=clean(typed.word).strip(),
    )


def is_on_record(row: SheetRow, typed: Typed) -> bool:
    """Whether a version that came after ``typed`` was begun says the same: it was handed in, and
    the program ended before it could forget it."""
    standing = row.standing
    if standing is None or standing.version <= typed.seen or standing.state not in REPORTED:
        return False
    try:
        draft = draft_of(row, typed)
    except Refused:
        return False
    said = standing.stated if draft.cumulative else standing.value
    return said == draft.amount.value and standing.qualifier == draft.amount.qualifier


def period_to_fill(
    periods: tuple[tuple[PeriodDue, DutyCounts], ...], day: date
) -> PeriodDue | None:
    """The period that a unit has to report on now: of those asked for with something owed, the one
    due last, and the one with most to report; else the latest that has begun."""
    owed = [one for one in periods if one[0].asked_from <= day and one[1].outstanding]
    if owed:
        return max(owed, key=lambda one: (one[0].day, one[1].outstanding))[0]
    return periods[-1][0] if periods else None


def in_time(period: Period) -> tuple[date, int]:
    """The order of periods of several rhythms: by their end, the shorter before the longer."""
    return period.last_day, period.rhythm.months
