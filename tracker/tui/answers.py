"""What the screens are told: frozen answers of the office, and the messages that carry them.

A message is named for what happened. Answers come from threads; each carries all that its screen
needs, so that a screen never has to reach for more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from tracker.domain.condition import By, Condition, Sort
from tracker.domain.known import Asked, Recorded
from tracker.domain.period import Period, Rhythm
from tracker.domain.plan import Directive, Plan
from tracker.domain.problem import Problem
from tracker.domain.report import Reporting
from tracker.domain.summary import Summary
from tracker.domain.task import Change, TaskDetail, TaskRow
from tracker.domain.unit import UnitTree

if TYPE_CHECKING:
    # The first figures need none of these.
    from tracker.domain.account import Accounting
    from tracker.domain.corrections import Corrections
    from tracker.domain.duty_grid import DutyGrid
    from tracker.domain.explanation import Explanation
    from tracker.domain.lock import Lock
    from tracker.domain.matrix import Matrix
    from tracker.domain.review import Queue
    from tracker.domain.schedule import Group
    from tracker.domain.sheet import Outcome, Sheet, Typed
    from tracker.tui.unsent import SheetOf


@dataclass(frozen=True, slots=True)
class Ask:
    """What the user asked to see: a plan's code (None: the current one), a day (None: the default
    of DOMAIN §4), and what had been recorded by when (None: all that is recorded now)."""

    plan: str | None = None
    as_of: date | None = None
    known_on: Asked | None = None


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Which plan is looked at, from which day, and up to which entry of the record (None: the
    last). ``revision`` grows with every change; ``newest`` is the last entry on record that it
    knows."""

    plan: Plan
    day: date
    known_on: Recorded | None
    tree: UnitTree
    directives: tuple[Directive, ...]
    plans: tuple[Plan, ...]
    revision: int
    newest: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of one day: by unit, by directive, and the tasks that call for somebody."""

    by_unit: Summary
    by_directive: Summary
    attention: tuple[int, ...]
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The tasks that match, as ids in order; ``rows`` are the first of them."""

    condition: Condition
    sort: Sort
    ids: Sequence[int]
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """The tasks that match, ``by`` unit or directive; ``rows`` are the first of them, ``every`` is
    the denominator: all tasks of the plan."""

    condition: Condition
    by: By
    groups: tuple[Group, ...]
    rows: tuple[TaskRow, ...]
    every: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands beside a list. ``every`` is the denominator: all tasks of the plan.

    ``per_unit`` counts, for each unit and all below it, the tasks that match but for the unit.
    """

    every: int
    per_unit: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Story:
    """One task with all that stands behind it, and what a report on it is checked against."""

    detail: TaskDetail
    history: tuple[Change, ...]
    reporting: Reporting
    today: date


@dataclass(frozen=True, slots=True)
class Duties:
    """Who owes which reports, for all periods of one rhythm; ``rhythms`` are those that the plan's
    tasks have. ``locks`` say which periods are closed on ``today``."""

    rhythm: Rhythm
    rhythms: tuple[Rhythm, ...]
    grid: DutyGrid
    locks: tuple[Lock, ...]
    today: date


@dataclass(frozen=True, slots=True)
class AccountSeen:
    """What an account is checked against, with all its versions."""

    accounting: Accounting
    today: date


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """A sheet, and what was typed into it before and not handed in, by task code; ``outcomes`` is
    what would come of it."""

    sheet: Sheet
    kept: Mapping[str, Typed]
    outcomes: Mapping[str, Outcome]


class StandpointLoaded(Message):
    """The plan and the day that all screens look from are known.

    ``overview`` comes along where it is what the user sees first.
    """

    def __init__(self, standpoint: Standpoint, overview: Overview | None = None) -> None:
        super().__init__()
        self.standpoint, self.overview = standpoint, overview


class NewestSeen(Message):
    """Up to which entry the record goes now, whoever wrote it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class PlaceSeen(Message):
    """It is known where the database lies; ``warning`` is one line where that is not safe."""

    def __init__(self, warning: str | None) -> None:
        super().__init__()
        self.warning = warning


class NothingHere(Message):
    """There is no database yet, or no plan in it."""


class OverviewLoaded(Message):
    def __init__(self, overview: Overview) -> None:
        super().__init__()
        self.overview = overview


class ListingLoaded(Message):
    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self.listing = listing


class CountsLoaded(Message):
    def __init__(self, counts: Counts) -> None:
        super().__init__()
        self.counts = counts


@dataclass(frozen=True, slots=True)
class Owed:
    """How many reports are late, and how many units owe them."""

    late: int
    units: int


class OwedLoaded(Message):
    def __init__(self, owed: Owed) -> None:
        super().__init__()
        self.owed = owed


class DutiesLoaded(Message):
    def __init__(self, duties: Duties) -> None:
        super().__init__()
        self.duties = duties


class MatrixLoaded(Message):
    def __init__(self, matrix: Matrix) -> None:
        super().__init__()
        self.matrix = matrix


class ScheduleLoaded(Message):
    def __init__(self, scheduled: Scheduled) -> None:
        super().__init__()
        self.scheduled = scheduled


class RowsLoaded(Message):
    def __init__(self, rows: Sequence[TaskRow]) -> None:
        super().__init__()
        self.rows = rows


class StoryLoaded(Message):
    def __init__(self, story: Story) -> None:
        super().__init__()
        self.story = story


class QueueLoaded(Message):
    def __init__(self, queue: Queue) -> None:
        super().__init__()
        self.queue = queue


class ExplanationLoaded(Message):
    def __init__(self, explanation: Explanation) -> None:
        super().__init__()
        self.explanation = explanation


class CorrectionsLoaded(Message):
    def __init__(self, found: Corrections) -> None:
        super().__init__()
        self.found = found


class ExportsLoaded(Message):
    """The last entries of the newest exports, and when they were made; the newest first."""

    def __init__(self, exports: Sequence[Recorded]) -> None:
        super().__init__()
        self.exports = exports


class AccountLoaded(Message):
    def __init__(self, seen: AccountSeen) -> None:
        super().__init__()
        self.seen = seen


class SheetLoaded(Message):
    def __init__(self, seen: SheetSeen) -> None:
        super().__init__()
        self.seen = seen


class SheetSent(Message):
    """These entries of a sheet are in the record now. ``said`` is one line about them."""

    def __init__(self, of: SheetOf, sent: Mapping[str, Typed], said: str) -> None:
        super().__init__()
        self.of, self.sent, self.said = of, sent, said


class UnsentKept(Message):
    """What was typed is kept on this machine."""


class CodeOffered(Message):
    """A free ``code`` for a task under ``wanted``, a directive and a lead unit; "" while it is
    looked for."""

    def __init__(self, wanted: tuple[str, str], code: str = "") -> None:
        super().__init__()
        self.wanted, self.code = wanted, code


class Written(Message):
    """Something is in the record now. ``said`` is one line in the current language."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self.said = said


class FileWritten(Message):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class SeedMoved(Message):
    """The plan that is being seeded came a step further: step ``done`` of ``steps``."""

    def __init__(self, said: str, done: int, steps: int) -> None:
        super().__init__()
        self.said, self.done, self.steps = said, done, steps


class PlanSeeded(Message):
    def __init__(self, plan: str, tasks: int) -> None:
        super().__init__()
        self.plan, self.tasks = plan, tasks


class ReadFailed(Message):
    """A question could not be answered."""

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


class WriteRefused(Message):
    """Nothing was written."""

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


class Copied(Message):
    """Rows that were asked for to be copied, as a text, and how many they are."""

    def __init__(self, text: str, count: int) -> None:
        super().__init__()
        self.text, self.count = text, count


class Tried(Message):
    """What was tried without writing: how many tasks it would change, and how many it would find
    so ``before``."""

    def __init__(self, changing: int, before: int) -> None:
        super().__init__()
        self.changing, self.before = changing, before


class RoomWanted(Message):
    """Another room is asked for; ``condition`` narrows the list of tasks to what is behind a
    figure."""

    def __init__(self, name: str, condition: Condition | None = None) -> None:
        super().__init__()
        self.name, self.condition = name, condition


class SheetWanted(Message):
    """The sheet of a unit and a period; None where there is none at hand."""

    def __init__(self, unit: str | None, period: Period | None) -> None:
        super().__init__()
        self.unit, self.period = unit, period


class TaskOpened(Message):
    """One task shall be seen whole."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class TotalOpened(Message):
    """The total of all tasks that meet ``condition`` shall be explained."""

    def __init__(self, condition: Condition) -> None:
        super().__init__()
        self.condition = condition


class CorrectionsWanted(Message):
    """What was corrected since shall be shown."""

    def __init__(self, since: Asked) -> None:
        super().__init__()
        self.since = since


class RoomLeft(Message):
    """Back to where one was."""


class Changed(Message):
    """The record has changed: what is shown shall be read again. ``said`` tells the user."""

    def __init__(self, said: str = "") -> None:
        super().__init__()
        self.said = said


class DayChosen(Message):
    """Another day is asked about, or another state of the record; None as in ``Ask``."""

    def __init__(self, day: date | None, known_on: Asked | None) -> None:
        super().__init__()
        self.day, self.known_on = day, known_on


class PlanChosen(Message):
    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code
