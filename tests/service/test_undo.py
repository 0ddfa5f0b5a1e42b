"""The last change is taken back and done again, by entries of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.service.office import DECISION, Office, on, refuses, report_draft, task
from tests.service.truth import assert_states_follow
from tracker.domain.condition import Condition
from tracker.domain.origin import Document, Field, Origin
from tracker.domain.period import Rhythm
from tracker.domain.quantity import SCALE
from tracker.domain.report_state import ReportState
from tracker.domain.task import DeadlineBeforeStart, TaskDetail, UnknownTask
from tracker.domain.words import Words
from tracker.service.confirming import confirm
from tracker.service.desk import Desk
from tracker.service.reports import report_many
from tracker.service.stops import cancel_task, resume_task
from tracker.service.tasks import add_task
from tracker.service.undoing import (
    AppliedPlanStays,
    ChangedSince,
    NothingToRedo,
    NothingToUndo,
    redo,
    undo,
)
from tracker.store.tables import JournalRow, ReportRow

CODE = "D7.1-my-xuyen"
OTHER = "D7.2-ke-sach"


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(task(deadline=on("11-30")), task(OTHER, unit="ke-sach"))
    return office


@pytest.fixture
def busy(seeded: Office) -> Office:
    """With a third task, a report and a stop."""
    seeded.seed(
        task(deadline=on("11-30"), coordinating=("tinh",)),
        task(OTHER, unit="ke-sach"),
        task("D7.3-tinh", unit="tinh"),
    )
    seeded.report(CODE, "2021-Q1", 4)
    cancel_task(seeded.desk, None, "D7.3-tinh", "lý do", day=on("05-01"))
    return seeded


def colleague(office: Office) -> Office:
    """The same database at another desk."""
    other = Office.__new__(Office)
    other.engine, other.today = office.engine, office.today
    other.desk = Desk(office.engine, office.now, "Đồng nghiệp")
    return other


def shown(office: Office) -> list[TaskDetail]:
    """All that is shown of the tasks but versions that were withdrawn."""
    details = [office.detail(code) for code in sorted(office.rows())]
    return [
        replace(d, reports=tuple(r for r in d.reports if r.state is not ReportState.WITHDRAWN))
        for d in details
    ]


CHANGES: dict[str, Callable[[Office], object]] = {
    "report": lambda o: o.report(CODE, "2021-Q2", 5),
    "amendment": lambda o: o.report(CODE, "2021-Q1", 6),
    "target": lambda o: o.edit(CODE, {Field.TARGET: 12 * SCALE}, day_from=on("06-01")),
    "target corrected": lambda o: o.edit(CODE, {Field.TARGET: 12 * SCALE}, document=DECISION),
    "deadline": lambda o: o.edit(CODE, {Field.DEADLINE: on("10-01")}),
    "title": lambda o: o.edit(CODE, {Field.TITLE: Words("Tiếp dân")}, why="nhầm"),
    "coordinating": lambda o: o.edit(CODE, {Field.COORDINATING: ("tinh", "dai-tam")}),
    "all at once": lambda o: o.edit(
        CODE,
        {
            Field.UNIT: "dai-tam",
            Field.WEIGHT: 3,
            Field.COORDINATING: ("tinh",),
            Field.START: on("02-01"),
        },
    ),
    "stop": lambda o: cancel_task(o.desk, None, CODE, "lý do", day=on("05-01")),
    "resume": lambda o: resume_task(o.desk, None, "D7.3-tinh", day=on("06-01")),
    "confirm one": lambda o: confirm(o.desk, None, CODE, DECISION, [Field.TARGET, Field.TITLE]),
    "confirm all": lambda o: confirm(o.desk, None, Condition(), DECISION),
    "add": lambda o: add_task(o.desk, None, task("X1", directive="D7", coordinating=("ke-sach",))),
    "many reports": lambda o: report_many(
        o.desk,
        None,
        [report_draft(c, p, 2) for c in (CODE, OTHER) for p in ("2021-Q1", "2021-Q2")],
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_undone_everything_is_as_before_and_redone_as_after(busy: Office, what: str) -> None:
    before = shown(busy)
    CHANGES[what](busy)
    after = shown(busy)
    assert after != before
    entries = len(busy.stored(JournalRow))
    for _ in range(2):
        undone = undo(busy.desk, None)
        assert shown(busy) == before
        assert_states_follow(busy)
        redone = redo(busy.desk, None)
        assert shown(busy) == after
        assert_states_follow(busy)
        assert undone.tasks == redone.tasks
    # A call of many entries is undone by as many, and nothing that was written is gone.
    assert len(busy.stored(JournalRow)) == entries + 4 * len(undone.entries)


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_known_before_and_after_can_still_be_read(busy: Office, what: str) -> None:
    back = lambda office: undo(office.desk, None)  # noqa: E731
    forth = lambda office: redo(office.desk, None)  # noqa: E731
    seen: dict[int, object] = {}
    for act in (CHANGES[what], back, forth, back, forth):
        seen[busy.stored(JournalRow, "number")[-1].number] = busy.summary_known(None)
        act(busy)
    for number, was in seen.items():
        assert busy.summary_known(number) == was


def test_any_number_of_steps_back_and_forth(seeded: Office) -> None:
    steps = [shown(seeded)]
    for value in (1, 2, 3):
        seeded.report(CODE, "2021-Q1", value)
        steps.append(shown(seeded))
    for back in (2, 1, 0):
        undo(seeded.desk, None)
        assert shown(seeded) == steps[back]
    for forth in (1, 2, 3):
        redo(seeded.desk, None)
        assert shown(seeded) == steps[forth]
    refuses(NothingToRedo, seeded, lambda: redo(seeded.desk, None))
    undo(seeded.desk, None)
    assert shown(seeded) == steps[2]


def test_an_undone_report_stays_as_a_withdrawn_version(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    undo(seeded.desk, None)
    (version,) = seeded.stored(ReportRow, "version", "figure", "state")
    assert version == (1, 4000, "withdrawn")
    # The next one is a version of its own.
    assert seeded.report(CODE, "2021-Q1", 5).figure.version == 2
    assert [(r.version, r.state, r.counts) for r in seeded.detail(CODE).reports] == [
        (1, ReportState.WITHDRAWN, False),
        (2, ReportState.ACCEPTED, True),
    ]


def test_the_entries_say_whose_opposite_they_are(seeded: Office) -> None:
    made = seeded.edit(CODE, {Field.TARGET: 12 * SCALE})
    undone = undo(seeded.desk, None)
    change = seeded.history(CODE)[0]
    assert (change.what, change.undoes, change.number) == ("undo", made.entry, undone.numbers[0])
    assert (change.before, change.after) == ({"target": "12"}, {"target": "10"})
    redo(seeded.desk, None)
    again = seeded.history(CODE)[0]
    assert (again.what, again.undoes, again.after) == ("redo", change.number, {"target": "12"})


def test_a_dry_run_says_what_would_be_undone_and_writes_nothing(seeded: Office) -> None:
    made = seeded.report(CODE, "2021-Q1", 4)
    before = seeded.everything()
    foreseen = undo(seeded.desk, None, dry_run=True)
    assert seeded.everything() == before
    assert (foreseen.first.number, foreseen.numbers, foreseen.tasks) == (made.entry, (), (CODE,))


def test_each_undoes_their_own(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    other = colleague(seeded)
    other.report(OTHER, "2021-Q1", 9)
    assert undo(seeded.desk, None).tasks == (CODE,)
    assert seeded.row(OTHER).value == 9_000
    assert undo(other.desk, None).tasks == (OTHER,)
    problem = refuses(NothingToUndo, seeded, lambda: undo(other.desk, None))
    assert "Đồng nghiệp" in str(problem)


def test_a_plan_that_was_applied_is_not_undone_and_that_is_said(seeded: Office) -> None:
    problem = refuses(AppliedPlanStays, seeded, lambda: undo(seeded.desk, None))
    assert "#1" in str(problem)


def test_a_new_change_ends_what_can_be_redone(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    undo(seeded.desk, None)
    seeded.report(OTHER, "2021-Q1", 4)
    refuses(NothingToRedo, seeded, lambda: redo(seeded.desk, None))
    undo(seeded.desk, None)
    redo(seeded.desk, None)
    refuses(NothingToRedo, seeded, lambda: redo(seeded.desk, None))


class TestChangedSince:
    """A colleague's later change of the same is never lost; it is named."""

    def refused(self, seeded: Office) -> str:
        return str(refuses(ChangedSince, seeded, lambda: undo(seeded.desk, None)))

    def test_the_same_field(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.TARGET: 12 * SCALE})
        later = colleague(seeded).edit(CODE, {Field.TARGET: 15 * SCALE})
        said = self.refused(seeded)
        assert f"#{later.entry}" in said
        assert "Đồng nghiệp" in said
        assert CODE in said

    def test_another_field_is_kept(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.TITLE: Words("Tiếp dân"), Field.TARGET: 12 * SCALE})
        colleague(seeded).edit(
            CODE, {Field.WEIGHT: 5, Field.BASELINE: None} | {Field.START: on("02-01")}
        )
        undo(seeded.desk, None)
        row = seeded.row(CODE)
        assert (row.target, row.title.vi) == (10_000, "Tổ chức đối thoại với Nhân dân")
        assert (row.weight, row.start) == (5, on("02-01"))
        assert_states_follow(seeded)

    def test_an_amendment(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 4)
        later = colleague(seeded).report(CODE, "2021-Q1", 5)
        assert f"#{later.entry}" in self.refused(seeded)

    def test_but_not_one_that_was_undone_itself(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 4)
        other = colleague(seeded)
        other.report(CODE, "2021-Q1", 5)
        undo(other.desk, None)
        undo(seeded.desk, None)
        assert seeded.row(CODE).value is None

    def test_a_stop_that_was_ended(self, seeded: Office) -> None:
        cancel_task(seeded.desk, None, CODE, "lý do", day=on("03-01"))
        later = resume_task(colleague(seeded).desk, None, CODE, day=on("05-01"))
        assert f"#{later}" in self.refused(seeded)

    def test_an_added_task_that_was_reported_or_edited(self, seeded: Office) -> None:
        add_task(seeded.desk, None, task("X1", directive="D7"))
        other = colleague(seeded)
        report = other.report("X1", "2021-Q1", 1)
        assert f"#{report.entry}" in self.refused(seeded)
        undo(other.desk, None)
        edit = other.edit("X1", {Field.TARGET: 12 * SCALE}, day_from=on("06-01"))
        assert f"#{edit.entry}" in self.refused(seeded)
        undo(other.desk, None)
        undo(seeded.desk, None)
        assert "X1" not in seeded.rows()

    def test_a_rhythm_that_was_reported_by(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.RHYTHM: Rhythm.MONTH})
        report = colleague(seeded).report(CODE, "2021-02", 1)
        assert f"#{report.entry}" in self.refused(seeded)

    def test_a_task_that_would_make_no_sense(self, seeded: Office) -> None:
        seeded.edit(CODE, {Field.DEADLINE: on("12-31")})
        colleague(seeded).edit(CODE, {Field.START: on("12-15")})
        refuses(DeadlineBeforeStart, seeded, lambda: undo(seeded.desk, None))

    def test_a_bulk_is_undone_whole_or_not_at_all(self, seeded: Office) -> None:
        confirm(seeded.desk, None, Condition(), DECISION, [Field.TARGET])
        other = colleague(seeded)
        newer = Document("15-KH/BDVTU", on("04-01"))
        later = other.edit(OTHER, {Field.TARGET: 20 * SCALE}, document=newer)
        assert f"#{later.entry}" in self.refused(seeded)
        assert seeded.row(CODE).origin[Field.TARGET] is Origin.CONFIRMED


class TestReportsThatComeBack:
    """What a report needs may have changed while it was undone."""

    def undone(self, seeded: Office) -> Office:
        seeded.report(CODE, "2021-Q1", 4)
        undo(seeded.desk, None)
        return colleague(seeded)

    def test_a_task_that_reports_otherwise_now(self, seeded: Office) -> None:
        other = self.undone(seeded)
        later = other.edit(CODE, {Field.RHYTHM: Rhythm.MONTH})
        problem = refuses(ChangedSince, seeded, lambda: redo(seeded.desk, None))
        assert f"#{later.entry}" in str(problem)

    def test_a_task_that_was_stopped(self, seeded: Office) -> None:
        other = self.undone(seeded)
        later = cancel_task(other.desk, None, CODE, "lý do", day=on("02-01"))
        problem = refuses(ChangedSince, seeded, lambda: redo(seeded.desk, None))
        assert f"#{later}" in str(problem)

    def test_totals_that_no_longer_fit_are_named(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 4)
        other = colleague(seeded)
        other.report(CODE, "2021-Q2", 6, cumulative=True)
        undone = undo(seeded.desk, None)
        assert [period.code for period in undone.outdated[CODE]] == ["2021-Q2"]
        assert redo(seeded.desk, None).outdated == {}


class TestAddedAndUndone:
    def test_it_is_nowhere_to_be_found(self, seeded: Office) -> None:
        add_task(seeded.desk, None, task("X1", directive="D7"))
        undo(seeded.desk, None)
        assert set(seeded.rows()) == {CODE, OTHER}
        for act in (lambda: seeded.detail("X1"), lambda: seeded.report("X1", "2021-Q1", 1)):
            with pytest.raises(UnknownTask):
                act()

    def test_its_code_is_free_again(self, seeded: Office) -> None:
        add_task(seeded.desk, None, task("X1", directive="D7", coordinating=("ke-sach",)))
        undo(seeded.desk, None)
        add_task(seeded.desk, None, task("X1", 3, directive="D8", unit="tinh", weight=7))
        row = seeded.row("X1")
        assert (row.target, row.directive, row.weight, row.coordinating) == (3_000, "D8", 7, ())
        assert_states_follow(seeded)

    def test_a_plan_file_may_bring_it(self, seeded: Office) -> None:
        add_task(seeded.desk, None, task("X1", directive="D7"))
        undo(seeded.desk, None)
        changes = seeded.seed(
            task(deadline=on("11-30")), task(OTHER, unit="ke-sach"), task("X1", 3, directive="D7")
        )
        assert changes.added == ("X1",)
        assert seeded.row("X1").target == 3_000
        assert seeded.seed(
            task(deadline=on("11-30")), task(OTHER, unit="ke-sach"), task("X1", 3, directive="D7")
        ).nothing
