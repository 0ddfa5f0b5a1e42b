"""Random lives of a record, beside a small model of it in memory.

The model knows nothing of rows, spans or journal numbers: it keeps lists, and goes back by putting
an earlier copy of them in place. Whatever is done in whatever order, both must say the same of
every task on every day, now and as it was known after every earlier change.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.faults.counts import count
from tests.service.office import Office, on, plan, task
from tests.service.truth import assert_states_follow
from tracker.domain.condition import Condition
from tracker.domain.origin import Field
from tracker.domain.period import Period, read_period
from tracker.domain.problem import Refused
from tracker.domain.quantity import SCALE
from tracker.domain.report import PeriodClosed
from tracker.domain.review import Meant, Step
from tracker.domain.status import Status
from tracker.service.locks import close_period, reopen_period
from tracker.service.review import NoneToReview, NoneToSubmit, take_step
from tracker.service.stops import cancel_task
from tracker.service.undoing import NothingToRedo, redo, undo
from tracker.store.tables import JournalRow
from tracker.upkeep.doctor import examine

CODES = ("D7.1-my-xuyen", "D7.2-ke-sach")
QUARTERS = tuple(read_period(f"2021-Q{n}") for n in (1, 2, 3, 4))
CLOSABLE = (*QUARTERS, read_period("2021-H1"), read_period("2021"))
DAYS = (on("01-15"), on("03-31"), on("06-30"), on("09-30"), on("12-31"))
FIRST_TARGET = 10

codes, quarters = st.sampled_from(CODES), st.sampled_from(QUARTERS)


@dataclass
class Version:
    value: int
    own_day: date
    state: str


@dataclass
class Decision:
    """A period closed, or open until a day."""

    period: Period
    until: date | None

    def covers(self, period: Period) -> bool:
        first, last = self.period.first_day, self.period.last_day
        return first <= period.first_day and period.last_day <= last


@dataclass
class Model:
    reports: dict[tuple[str, Period], list[Version]] = field(default_factory=dict)
    targets: dict[str, dict[date, int]] = field(default_factory=dict)
    stopped: dict[str, date] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)

    def closed(self, period: Period, today: date) -> bool:
        over = [d for d in self.decisions if d.covers(period)]
        return bool(over) and (over[-1].until is None or today > over[-1].until)

    def counts(self, code: str, day: date) -> dict[Period, int]:
        found = {}
        for (task_code, period), versions in self.reports.items():
            if task_code == code:
                good = [v for v in versions if v.state == "accepted" and v.own_day <= day]
                if good:
                    found[period] = good[-1].value
        return found

    def target(self, code: str, day: date) -> int:
        begun = {since: value for since, value in self.targets[code].items() if since <= day}
        return begun[max(begun)]

    def says(self, code: str, day: date) -> tuple[int | None, int, bool, bool]:
        """Value, target, whether it is stopped, whether anything is reported."""
        counted = self.counts(code, day)
        reported = any(
            v.own_day <= day and v.state in ("accepted", "submitted")
            for (task_code, _period), versions in self.reports.items()
            for v in versions
            if task_code == code
        )
        stopped = code in self.stopped and self.stopped[code] <= day
        value = sum(counted.values()) if counted else None
        return value, self.target(code, day), stopped, reported


class Life(RuleBasedStateMachine):
    template: ClassVar[Path]
    folder: ClassVar[Path]
    review: ClassVar[bool]

    def __init__(self) -> None:
        super().__init__()
        made = len(list(self.folder.glob("life-*.db")))
        self.office = Office(
            str(shutil.copy(self.template, self.folder / f"life-{made}.db")), on("12-31")
        )
        self.model = Model()
        self.past: list[tuple[Model, set[Period]]] = []
        self.future: list[tuple[Model, set[Period]]] = []
        self.known: dict[int, Model] = {}

    @initialize()
    def seed(self) -> None:
        self.office.seed(
            task(CODES[0], FIRST_TARGET),
            task(CODES[1], FIRST_TARGET, unit="ke-sach"),
            plan=plan(review=self.review),
        )
        for code in CODES:
            self.model.targets[code] = {date.min: FIRST_TARGET}
        self.look()

    @property
    def handed_in(self) -> str:
        """The state of a report that was just handed in."""
        return "submitted" if self.review else "accepted"

    def look(self) -> None:
        """The database says what the model says, now and as after every earlier change."""
        assert_states_follow(self.office)
        self.known[self.office.stored(JournalRow, "number")[-1].number] = deepcopy(self.model)
        self.compare(self.model, None)

    def compare(self, model: Model, number: int | None) -> None:
        for day in DAYS:
            rows = self.office.rows_known(day, number)
            for code in CODES:
                value, target, stopped, reported = model.says(code, day)
                row = rows[code]
                assert row.value == (None if value is None else value * SCALE)
                assert row.target == target * SCALE
                assert (row.status is Status.CANCELLED) == stopped
                if not stopped and value is None and row.deadline is None:
                    expected = Status.IN_PROGRESS if reported else Status.NOT_STARTED
                    assert row.status is expected

    def does(self, write: Callable[[], object], change: Callable[[Model], set[Period]]) -> None:
        """Write, and change the model alike; ``change`` says the periods that it touches."""
        before = deepcopy(self.model)
        write()
        touched = change(self.model)
        self.past.append((before, touched))
        self.future.clear()
        self.look()

    def refused(self, kind: type[Refused], write: Callable[[], object]) -> None:
        before = self.office.everything()
        try:
            write()
        except kind:
            assert self.office.everything() == before
            return
        raise AssertionError(f"not refused: {kind}")

    @rule(code=codes, period=quarters, value=st.integers(0, 9), kept_back=st.booleans())
    def report(self, code: str, period: Period, value: int, kept_back: bool) -> None:
        def write() -> object:
            return self.office.report(code, period.code, value, kept_back=kept_back, word="đúng")

        def change(model: Model) -> set[Period]:
            versions = model.reports.setdefault((code, period), [])
            standing = [v for v in versions if v.state != "withdrawn"]
            own_day = standing[-1].own_day if standing else min(period.last_day, self.office.today)
            versions.append(Version(value, own_day, "draft" if kept_back else self.handed_in))
            return {period}

        stopped = self.model.stopped.get(code)
        if self.model.closed(period, self.office.today):
            self.refused(PeriodClosed, write)
        elif stopped is not None and stopped <= period.last_day:
            self.refused(Refused, write)
        else:
            self.does(write, change)

    @rule(step=st.sampled_from(Step), code=st.none() | codes, period=st.none() | quarters)
    def step(self, step: Step, code: str | None, period: Period | None) -> None:
        meant = Meant(Condition() if code is None else code, period)
        takes = "draft" if step is Step.SUBMIT else "submitted"
        becomes = {Step.SUBMIT: self.handed_in, Step.ACCEPT: "accepted", Step.RETURN: "returned"}

        def write() -> object:
            return take_step(self.office.desk, None, step, meant, "ý kiến")

        says_nothing = ["withdrawn"] if step is Step.SUBMIT else ["withdrawn", "draft"]

        def found(model: Model) -> list[tuple[str, Period, Version]]:
            return [
                (*key, standing[-1])
                for key, versions in model.reports.items()
                if code in (None, key[0]) and period in (None, key[1])
                if (standing := [v for v in versions if v.state not in says_nothing])
                and standing[-1].state == takes
            ]

        def that_can(model: Model) -> list[tuple[str, Period, Version]]:
            """Not of a closed period; and a draft is handed in only while its task goes on."""
            never = date.max
            return [
                (task_code, p, v)
                for task_code, p, v in found(model)
                if not model.closed(p, self.office.today)
                and (step is not Step.SUBMIT or v.own_day < model.stopped.get(task_code, never))
            ]

        def change(model: Model) -> set[Period]:
            # Of many those that cannot are left.
            steps = that_can(model)
            for _code, _period, version in steps:
                version.state = becomes[step]
            return {p for _code, p, _version in steps}

        every, can = found(self.model), that_can(self.model)
        if not every:
            self.refused(NoneToSubmit if step is Step.SUBMIT else NoneToReview, write)
        elif not can or (code is not None and len(can) < len(every)):
            self.refused(Refused, write)
        else:
            self.does(write, change)

    @rule(period=st.sampled_from(CLOSABLE))
    def close(self, period: Period) -> None:
        def write() -> object:
            return close_period(self.office.desk, None, period)

        def change(model: Model) -> set[Period]:
            model.decisions = [d for d in model.decisions if d.period != period]
            model.decisions.append(Decision(period, None))
            return set()

        if self.model.closed(period, self.office.today):
            self.refused(Refused, write)
        else:
            self.does(write, change)

    @rule(period=st.sampled_from(CLOSABLE), days=st.integers(0, 5))
    def reopen(self, period: Period, days: int) -> None:
        until = self.office.today + timedelta(days)

        def write() -> object:
            return reopen_period(self.office.desk, None, period, "lý do", until)

        def change(model: Model) -> set[Period]:
            model.decisions = [d for d in model.decisions if d.period != period]
            model.decisions.append(Decision(period, until))
            return set()

        if self.model.closed(period, self.office.today):
            self.does(write, change)
        else:
            self.refused(Refused, write)

    @rule(days=st.integers(1, 4))
    def time_passes(self, days: int) -> None:
        self.office.today += timedelta(days)

    @rule(code=codes, value=st.integers(1, 20), since=st.sampled_from(DAYS))
    def revise(self, code: str, value: int, since: date) -> None:
        def write() -> object:
            return self.office.edit(code, {Field.TARGET: value * SCALE}, day_from=since)

        def change(model: Model) -> set[Period]:
            # What says the same as before it does not begin anew: the value before goes on.
            targets = model.targets[code]
            earlier = {day: old for day, old in targets.items() if day < since}
            targets.pop(since, None)
            if earlier[max(earlier)] != value:
                targets[since] = value
            return set()

        if self.model.target(code, since) == value:
            self.refused(Refused, write)
        else:
            self.does(write, change)

    @rule(code=codes, day=st.sampled_from(DAYS))
    def cancel(self, code: str, day: date) -> None:
        def write() -> object:
            return cancel_task(self.office.desk, None, code, "lý do", day=day)

        def change(model: Model) -> set[Period]:
            model.stopped[code] = day
            return set()

        if code in self.model.stopped:
            self.refused(Refused, write)
        else:
            self.does(write, change)

    @rule()
    def undo(self) -> None:
        def write() -> object:
            return undo(self.office.desk, None)

        if not self.past:
            self.refused(Refused, write)
            return
        before, touched = self.past[-1]
        if any(self.model.closed(period, self.office.today) for period in touched):
            self.refused(PeriodClosed, write)
            return
        write()
        self.past.pop()
        self.future.append((self.model, touched))
        self.model = self._gone_back(before)
        self.look()

    def _gone_back(self, before: Model) -> Model:
        """The model as it was, but that a version once made stays, withdrawn."""
        back = deepcopy(before)
        for key, versions in self.model.reports.items():
            kept = back.reports.setdefault(key, [])
            for version in versions[len(kept) :]:
                kept.append(Version(version.value, version.own_day, "withdrawn"))
        return back

    @rule()
    def redo(self) -> None:
        def write() -> object:
            return redo(self.office.desk, None)

        if not self.future:
            self.refused(NothingToRedo, write)
            return
        after, touched = self.future[-1]
        if any(self.model.closed(period, self.office.today) for period in touched):
            self.refused(PeriodClosed, write)
            return
        write()
        self.future.pop()
        self.past.append((self.model, touched))
        self.model = deepcopy(after)
        self.look()

    @rule(which=st.integers(0, 10**6))
    def read_an_earlier_state(self, which: int) -> None:
        numbers = sorted(self.known)
        number = numbers[which % len(numbers)]
        self.compare(self.known[number], number)

    def teardown(self) -> None:
        for number, model in self.known.items():
            self.compare(model, number)
        assert examine(self.office.engine).clean
        self.office.close()


@pytest.mark.parametrize("reviews", [True, False])
def test_any_life_of_a_record_is_as_the_model_says(
    reviews: bool, migrated_sqlite: Path, tmp_path: Path
) -> None:
    class Here(Life):
        template, folder, review = migrated_sqlite, tmp_path, reviews

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=count(100, 6),
            stateful_step_count=25,
            deadline=None,
            report_multiple_bugs=False,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking takes minutes
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
