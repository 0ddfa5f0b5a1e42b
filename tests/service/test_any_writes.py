"""Whatever is written in whatever order, the derived states stay true and the past stays known."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select

from tests.service.office import DECISION, UNITS, Office, on, plan, task
from tests.service.truth import Spans, assert_every_day_once, assert_states_follow, spans_known_at
from tests.store.naive import assert_reads_agree
from tracker.domain.account import AccountDraft, AccountTexts, AccountVersion
from tracker.domain.condition import Condition
from tracker.domain.measure import Measure
from tracker.domain.origin import Field
from tracker.domain.period import Period, read_period
from tracker.domain.problem import Refused
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.review import Meant, MeantAccounts, Step
from tracker.domain.summary import Summary
from tracker.domain.task import TaskDetail, TaskDraft
from tracker.domain.words import Words
from tracker.service.accounts import write_account
from tracker.service.confirming import confirm
from tracker.service.review import take_steps
from tracker.service.stops import cancel_task, resume_task
from tracker.service.tasks import add_task
from tracker.service.undoing import redo, undo
from tracker.store.read.accounts import version_of
from tracker.store.read.detail import task_detail
from tracker.store.read.rollup import summary
from tracker.store.tables import JournalRow, StateRow
from tracker.upkeep.doctor import examine

FILE = (
    task("D7.1-my-xuyen", 10),
    task("D7.2-ke-sach", 85, unit="ke-sach", measure=Measure.LATEST, deadline=on("09-30")),
    task("D8.1-dai-tam", 0, unit="dai-tam", measure=Measure.CEILING, deadline=on("11-15")),
    task("D8.2-tinh", 1, unit="tinh", measure=Measure.MILESTONE, deadline=on("05-31")),
)

days = st.dates(date(2021, 1, 1), date(2021, 12, 31))
codes = st.sampled_from([draft.code for draft in FILE])
counts = st.integers(0, 12)
perhaps_days = st.none() | days
dated = st.one_of(
    st.tuples(st.just(Field.TARGET), st.none() | counts.map(lambda n: n * SCALE)),
    st.tuples(st.just(Field.DEADLINE), perhaps_days),
    st.tuples(st.just(Field.WEIGHT), st.integers(1, 5)),
    st.tuples(st.just(Field.UNIT), st.sampled_from([unit.code for unit in UNITS])),
)
undated = st.one_of(
    st.tuples(st.just(Field.TITLE), st.sampled_from([Words("Đối thoại"), Words("Tiếp dân")])),
    st.tuples(
        st.just(Field.COORDINATING),
        st.lists(st.sampled_from([unit.code for unit in UNITS]), max_size=2).map(tuple),
    ),
    st.tuples(st.just(Field.BASELINE), st.none() | counts.map(lambda n: Amount(n * SCALE))),
)


units = st.sampled_from([unit.code for unit in UNITS])
directives = st.none() | st.sampled_from(["D7", "D8"])
words = st.sampled_from(["", "Đã đối thoại.", "Còn chậm."])
QUARTERS = tuple(read_period(f"2021-Q{n}") for n in (1, 2))
quarters = st.sampled_from(QUARTERS)

Shown = tuple[Summary, tuple[TaskDetail, ...], tuple[AccountVersion, ...]]


def shown(office: Office, known_on: int | None) -> Shown:
    """All that screens and exports show of 30 June, names, tree and accounts included."""
    with office.view(on("06-30"), known_on) as (session, view):
        whole = replace(summary(session, view, with_tasks=True), known_on=None)
        details = tuple(task_detail(session, view, row.code) for row in whole.tasks)
        codes = {found: code for code, found in view.unit_ids.items()}
        accounts = [
            version_of(row, codes[row.unit_id])
            for row in session.scalars(select(view.known.account.rows))
        ]
        return whole, details, tuple(sorted(accounts, key=lambda v: (str(v.about), v.version)))


def _goal(draft: TaskDraft, goal: int) -> int | None:
    """``goal`` as the draft may have it: 0 only where less is better."""
    if draft.measure is Measure.MILESTONE:
        return draft.target
    return goal * SCALE if goal or draft.measure is Measure.CEILING else None


class Writing(RuleBasedStateMachine):
    """An office where anything is done. ``past`` is what was known after each transaction."""

    template: ClassVar[Path]
    """A migrated database to copy, and below it where to put the copies."""
    folder: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        made = len(list(self.folder.glob("office-*.db")))
        database = shutil.copy(self.template, self.folder / f"office-{made}.db")
        self.office = Office(str(database), today=date(2022, 1, 15))
        self.past: dict[int, Spans] = {}
        self.shown: dict[int, Shown] = {}

    def act(self, write: Callable[[], object]) -> None:
        """Do it, or have it refused; then look whether everything is as it must be."""
        with suppress(Refused):
            write()
        current = assert_states_follow(self.office)
        entry = max(row.number for row in self.office.stored(JournalRow, "number"))
        assert self.past.setdefault(entry, current) == current
        self.shown.setdefault(entry, shown(self.office, None))
        for earlier, was in self.shown.items():
            assert shown(self.office, earlier) == was
        rows = self.office.stored(StateRow)
        for earlier, known in self.past.items():
            found = spans_known_at(rows, earlier)
            assert_every_day_once(found)
            assert found == known

    @initialize(review=st.booleans())
    def seed(self, review: bool) -> None:
        self.act(lambda: self.office.seed(*FILE, plan=plan(review=review)))

    @rule(
        code=codes, quarter=st.integers(1, 4), value=counts, day=perhaps_days, added=st.booleans()
    )
    def report(self, code: str, quarter: int, value: int, day: date | None, added: bool) -> None:
        figure = min(value, 1) if code == "D8.2-tinh" else value
        period = f"2021-Q{quarter}"
        self.act(lambda: self.office.report(code, period, figure, own_day=day, cumulative=added))

    @rule(code=codes, change=dated, day=perhaps_days, sure=st.booleans())
    def edit(self, code: str, change: tuple[Field, Any], day: date | None, sure: bool) -> None:
        document = DECISION if sure else None
        self.act(lambda: self.office.edit(code, dict([change]), day_from=day, document=document))

    @rule(code=codes, change=undated, sure=st.booleans())
    def correct(self, code: str, change: tuple[Field, Any], sure: bool) -> None:
        document = DECISION if sure else None
        self.act(lambda: self.office.edit(code, dict([change]), document=document))

    @rule(code=codes, day=perhaps_days, stopped=st.booleans())
    def stop(self, code: str, day: date | None, stopped: bool) -> None:
        desk = self.office.desk
        if stopped:
            self.act(lambda: cancel_task(desk, None, code, "lý do", day=day))
        else:
            self.act(lambda: resume_task(desk, None, code, day=day))

    @rule(code=codes, fields=st.sets(st.sampled_from(Field), min_size=1))
    def confirm(self, code: str, fields: set[Field]) -> None:
        self.act(lambda: confirm(self.office.desk, None, code, DECISION, fields))

    @rule(
        goal=counts,
        start=st.dates(date(2021, 1, 1), date(2021, 6, 1)),
        margin=st.sampled_from([15, 40]),
        left_out=codes,
        name=st.sampled_from(["Mỹ Xuyên", "Đại Tâm"]),
        review=st.booleans(),
    )
    def apply_edited_file(
        self, goal: int, start: date, margin: int, left_out: str, name: str, review: bool
    ) -> None:
        edited: list[TaskDraft] = [
            replace(d, target=_goal(d, goal), start=min(start, d.deadline or start)) for d in FILE
        ]
        kept = [draft for draft in edited if draft.code != left_out]
        head = plan(margin=margin, title=Words(f"Chương trình {name}"), review=review)
        file = replace(
            head,
            units=tuple(replace(unit, name=Words(f"{unit.code} {name}")) for unit in head.units),
            directives=tuple(replace(d, quote=f"{d.code} {name}") for d in head.directives),
        )
        self.act(lambda: self.office.seed(*kept, plan=file, prune=goal == 0))

    @rule(number=st.integers(1, 3))
    def add(self, number: int) -> None:
        own = task(f"X{number}-tinh", directive="D7", unit="tinh", weight=number)
        self.act(lambda: add_task(self.office.desk, None, own))

    @rule(unit=units, period=quarters, directive=directives, said=words, kept_back=st.booleans())
    def account(
        self, unit: str, period: Period, directive: str | None, said: str, kept_back: bool
    ) -> None:
        draft = AccountDraft(unit, period, AccountTexts(said, "", said), directive, kept_back)
        self.act(lambda: write_account(self.office.desk, None, draft))

    @rule(step=st.sampled_from(Step), unit=st.none() | units, period=st.none() | quarters)
    def step(self, step: Step, unit: str | None, period: Period | None) -> None:
        """Reports and accounts take it in one call, or the accounts of a unit alone."""
        reports = Meant(Condition(), period) if unit is None else None
        accounts = MeantAccounts(unit, None, period)
        desk = self.office.desk
        self.act(lambda: take_steps(desk, None, step, reports, accounts, "ý kiến"))

    @rule(again=st.booleans())
    def take_back(self, again: bool) -> None:
        self.act(lambda: (redo if again else undo)(self.office.desk, None))

    @rule(who=st.sampled_from(["Văn phòng", "Đồng nghiệp"]))
    def change_desks(self, who: str) -> None:
        self.office.desk = replace(self.office.desk, who=who)

    @rule(day=days)
    def look(self, day: date) -> None:
        assert_reads_agree(self.office, day)
        assert_reads_agree(self.office, day + timedelta(days=1))

    def teardown(self) -> None:
        assert examine(self.office.engine).clean
        self.office.close()


def test_states_follow_from_any_writes(migrated_sqlite: Path, tmp_path: Path) -> None:
    class Here(Writing):
        template, folder = migrated_sqlite, tmp_path

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
