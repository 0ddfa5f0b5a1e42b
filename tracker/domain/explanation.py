"""A total taken apart: the tasks behind it, what each adds, and the reports behind each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from tracker.domain.origin import Document, Origin
from tracker.domain.period import Period
from tracker.domain.quantity import Qualifier
from tracker.domain.report_state import ReportState
from tracker.domain.status import Status
from tracker.domain.summary import Figures, Summary, total
from tracker.domain.task import TaskRow


@dataclass(frozen=True, slots=True)
class Mark:
    """The journal entry by which something came into the record: its number, when and by whom."""

    number: int
    recorded_at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class CountedReport:
    """The version of a report that counts on the day, or that awaits review.

    ``figure`` is the period's own, in thousandths; ``given`` is what was typed. ``entered`` is who
    typed it, ``accepted`` who accepted it, None where it counted as it was entered. ``came_from``
    names the file and the cell that it was read from, None where somebody typed it.
    """

    period: Period
    version: int
    figure: int
    qualifier: Qualifier | None
    given: str
    cumulative: bool
    own_day: date
    state: ReportState
    note: str
    evidence: str
    word: str
    entered: Mark
    accepted: Mark | None = None
    came_from: str | None = None


@dataclass(frozen=True, slots=True)
class TargetTerm:
    """Where the target in force on the day comes from. ``day_from`` None: from the beginning."""

    day_from: date | None
    origin: Origin
    document: Document | None
    why: str
    entered: Mark | None


@dataclass(frozen=True, slots=True)
class ExplainedTask:
    """One task behind a total. Its ``share`` is what it has reached of its target, at most 1.

    ``waiting`` are the versions that await review: they are in no figure yet.
    """

    row: TaskRow
    target: TargetTerm | None
    reports: tuple[CountedReport, ...]
    waiting: tuple[CountedReport, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it counts towards completion: neither stopped nor without a target."""
        return self.row.percent is not None and self.row.status is not Status.CANCELLED

    @property
    def share(self) -> Fraction:
        """0–1, exact; 0 where it does not count."""
        percent = self.row.percent
        return (
            min(percent / 100, Fraction(1)) if self.counts and percent is not None else Fraction(0)
        )

    @property
    def credit(self) -> Fraction:
        """What it adds to the sum above the fraction stroke: weight × share."""
        return self.share * self.row.weight

    @property
    def figures(self) -> Figures:
        """What it adds to every figure of the total."""
        row = self.row
        return Figures(
            {row.status: 1},
            int(row.at_risk),
            int(row.exceeded),
            self.credit,
            row.weight if self.counts else 0,
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """``summary`` has the total; ``tasks`` are the first of those behind it, in the order of their
    codes."""

    summary: Summary
    tasks: tuple[ExplainedTask, ...]

    @property
    def figures(self) -> Figures:
        """The total that is explained."""
        return self.summary.totals

    @property
    def more(self) -> int:
        """How many tasks are behind the total and not among ``tasks``."""
        return self.figures.tasks - len(self.tasks)

    @property
    def rest(self) -> Figures:
        """What those add, so that the total can be added up without them."""
        told = total(task.figures for task in self.tasks)
        every = self.figures
        return Figures(
            {status: every.count(status) - told.count(status) for status in Status},
            every.at_risk - told.at_risk,
            every.exceeded - told.exceeded,
            every.credit - told.credit,
            every.weight - told.weight,
        )
