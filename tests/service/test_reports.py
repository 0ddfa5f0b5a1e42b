"""Reports are taken into the record, with their versions, or refused without a trace."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from tests.service.office import DECISION, Office, on, refuses, report_draft, task
from tracker.domain.measure import Measure
from tracker.domain.origin import Field
from tracker.domain.period import Rhythm, WrongRhythm
from tracker.domain.problem import Refused
from tracker.domain.quantity import Amount, Qualifier
from tracker.domain.report import (
    CumulativeNotSummed,
    CumulativeOverGap,
    DayOutsideYear,
    NegativeFigure,
    NotADoneMark,
    PeriodNotBegun,
    PeriodOutsideYear,
    ReportDraft,
    TaskStopped,
    WordNeeded,
)
from tracker.domain.status import Status
from tracker.domain.task import UnknownTask
from tracker.domain.text import NulInText
from tracker.service.reports import report_many
from tracker.service.stops import ResumedTooEarly, cancel_task, resume_task
from tracker.store.read.view import NoPlan, UnknownPlan
from tracker.store.tables import JournalRow, ReportRow

CODE = "D7.1-my-xuyen"


@pytest.fixture
def seeded(office: Office) -> Office:
    office.seed(
        task(),
        task("D7.2-my-xuyen", rhythm=Rhythm.MONTH),
        task("D7.3-ke-sach", 1, unit="ke-sach", measure=Measure.MILESTONE),
        task("D7.4-ke-sach", 85, unit="ke-sach", measure=Measure.LATEST),
    )
    return office


def test_a_report_counts_at_once(seeded: Office) -> None:
    accepted = seeded.report(CODE, "2021-Q1", 4)
    assert (accepted.task, accepted.figure.value, accepted.amends) == (CODE, 4_000, None)
    row = seeded.row(CODE)
    assert (row.value, row.percent) == (4_000, Fraction(40))
    assert row.status is Status.IN_PROGRESS


def test_a_report_keeps_all_that_was_handed_in(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4, note="[ghi chú]\n{{ x }}", evidence="12-BC/BDV")
    (report,) = seeded.detail(CODE).reports
    assert (report.given, report.note, report.evidence) == ("4", "[ghi chú]\n{{ x }}", "12-BC/BDV")
    assert (report.own_day, report.who, report.counts) == (on("03-31"), "Văn phòng", True)
    assert report.recorded_at == datetime(2021, 7, 15, 9, 30, tzinfo=UTC)


def test_december_is_reported_in_january(seeded: Office) -> None:
    seeded.today = date(2022, 1, 10)
    accepted = seeded.report("D7.2-my-xuyen", "2021-12", 4)
    assert accepted.figure.own_day == on("12-31")


def test_a_figure_of_a_running_period_has_todays_day(seeded: Office) -> None:
    assert seeded.report(CODE, "2021-Q3", 4).figure.own_day == seeded.today


def test_the_code_may_be_written_in_lower_or_upper_case(seeded: Office) -> None:
    assert seeded.report("d7.1-MY-XUYEN", "2021-Q1", 4).task == CODE


class TestAmendment:
    def test_the_old_version_stays_beside_the_new_one(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 4, note="sơ bộ")
        accepted = seeded.report(CODE, "2021-Q1", 6, note="chính thức")
        assert accepted.amends is not None
        assert (accepted.amends.value, accepted.figure.version) == (4_000, 2)
        old, new = seeded.detail(CODE).reports
        assert (old.version, old.figure, old.note, old.counts) == (1, 4_000, "sơ bộ", False)
        assert (new.version, new.figure, new.note, new.counts) == (2, 6_000, "chính thức", True)
        assert seeded.row(CODE).value == 6_000

    def test_it_has_the_day_of_the_one_it_amends(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 4, own_day=on("03-20"))
        assert seeded.report(CODE, "2021-Q1", 6).figure.own_day == on("03-20")
        assert seeded.row(CODE, on("03-20")).value == 6_000

    def test_with_a_day_of_its_own_the_old_version_counts_until_then(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 12)
        seeded.report(CODE, "2021-Q1", 6, own_day=on("05-10"))
        assert seeded.row(CODE, on("05-09")).value == 12_000
        assert seeded.row(CODE, on("05-09")).status is Status.DONE_NO_DEADLINE
        assert seeded.row(CODE, on("05-10")).value == 6_000
        assert seeded.row(CODE, on("05-10")).done_on is None
        old, new = seeded.detail(CODE, on("05-09")).reports
        assert (old.counts, new.counts) == (True, False)

    def test_versions_are_counted_for_each_period_alone(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 4)
        seeded.report(CODE, "2021-Q2", 1)
        seeded.report(CODE, "2021-Q1", 5)
        kept = [(r.period.code, r.version) for r in seeded.detail(CODE).reports]
        assert kept == [("2021-Q1", 1), ("2021-Q1", 2), ("2021-Q2", 1)]


class TestCumulative:
    def test_the_periods_own_figure_is_what_was_added_since(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 4)
        accepted = seeded.report(CODE, "2021-Q2", 7, cumulative=True)
        assert accepted.figure.value == 3_000
        assert seeded.row(CODE).value == 7_000
        report = seeded.detail(CODE).reports[-1]
        assert (report.given, report.figure, report.cumulative) == ("7", 3_000, True)

    def test_it_counts_from_what_is_on_record_now(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 4)
        seeded.report(CODE, "2021-Q1", 5)
        assert seeded.report(CODE, "2021-Q2", 7, cumulative=True).figure.value == 2_000

    def test_over_a_period_not_reported_yet_it_is_refused(self, seeded: Office) -> None:
        refused(CumulativeOverGap, seeded, report_draft(CODE, "2021-Q2", 7, cumulative=True))

    def test_a_change_of_an_earlier_period_names_the_total_it_outdates(
        self, seeded: Office
    ) -> None:
        seeded.report(CODE, "2021-Q1", 4)
        assert seeded.report(CODE, "2021-Q2", 7, cumulative=True).outdated == ()
        changed = seeded.report(CODE, "2021-Q1", 5)
        assert [period.code for period in changed.outdated] == ["2021-Q2"]

    def test_it_may_not_fall_without_a_word_of_why(self, seeded: Office) -> None:
        seeded.report(CODE, "2021-Q1", 4)
        falling = report_draft(CODE, "2021-Q2", 3, cumulative=True)
        refused(WordNeeded, seeded, falling)
        seeded.report(CODE, "2021-Q2", 3, cumulative=True, word="quý I đếm trùng")
        row = seeded.row(CODE)
        assert (row.value, row.percent) == (3_000, 30)
        assert seeded.detail(CODE).reports[-1].word == "quý I đếm trùng"
        assert seeded.history(CODE)[0].why == "quý I đếm trùng"


class TestQualifier:
    def test_over_and_nearly_stay_with_the_version(self, seeded: Office) -> None:
        draft = report_draft(CODE, "2021-Q1", 4)
        over = replace(draft, amount=Amount(4_000, Qualifier.OVER), given="trên 4 cuộc")
        report_many(seeded.desk, None, [over, draft])
        first, second = seeded.detail(CODE).reports
        assert (first.figure, first.qualifier) == (4_000, Qualifier.OVER)
        assert (second.figure, second.qualifier) == (4_000, None)
        amended, reported = seeded.history(CODE)[:2]
        assert reported.after["2021-Q1"] == "trên 4"
        assert amended.before["2021-Q1"] == "trên 4"


class TestRefused:
    @pytest.mark.parametrize(
        ("draft", "because"),
        [
            (report_draft("D7.9-khong-co", "2021-Q1", 1), UnknownTask),
            (report_draft(CODE, "2020-Q1", 1), PeriodOutsideYear),
            (report_draft(CODE, "2021-03", 1), WrongRhythm),
            (report_draft(CODE, "2021-Q4", 1), PeriodNotBegun),
            (report_draft(CODE, "2021-Q1", 1, own_day=date(2022, 1, 1)), DayOutsideYear),
            (report_draft(CODE, "2021-Q1", -1), NegativeFigure),
            (report_draft(CODE, "2021-Q1", 1, note="a\0b"), NulInText),
            (report_draft(CODE, "2021-Q1", 1, evidence="a\0b"), NulInText),
            (report_draft("D7.3-ke-sach", "2021-Q1", 2), NotADoneMark),
            (report_draft("D7.4-ke-sach", "2021-Q1", 80, cumulative=True), CumulativeNotSummed),
        ],
    )
    def test_nothing_is_written(
        self, seeded: Office, draft: ReportDraft, because: type[Refused]
    ) -> None:
        refused(because, seeded, draft)

    def test_one_bad_report_refuses_all_that_come_with_it(self, seeded: Office) -> None:
        good = report_draft(CODE, "2021-Q1", 1)
        before = seeded.everything()
        with pytest.raises(NegativeFigure):
            report_many(seeded.desk, None, [good, good, report_draft(CODE, "2021-Q2", -1)])
        assert seeded.everything() == before

    def test_a_mistyped_task_is_answered_with_the_nearest(self, seeded: Office) -> None:
        with pytest.raises(UnknownTask) as error:
            seeded.report("D7.1-my-xuyem", "2021-Q1", 1)
        assert error.value.near == CODE

    def test_before_there_is_a_plan(self, office: Office) -> None:
        with pytest.raises(NoPlan):
            office.report(CODE, "2021-Q1", 1)

    def test_in_a_plan_that_is_not_there(self, seeded: Office) -> None:
        with pytest.raises(UnknownPlan) as error:
            report_many(seeded.desk, "soc-trang-2012", [report_draft(CODE, "2021-Q1", 1)])
        assert error.value.near == "soc-trang-2021"


class TestStopped:
    def test_a_stopped_task_takes_no_report_from_that_day_on(self, seeded: Office) -> None:
        cancel_task(seeded.desk, None, CODE, "không còn phù hợp", day=on("05-01"))
        line = refused(TaskStopped, seeded, report_draft(CODE, "2021-Q2", 1))
        assert line == (
            f"{CODE} was stopped from 2021-05-01 on; it takes no report for the days since."
        )
        refused(TaskStopped, seeded, report_draft(CODE, "2021-Q2", 1, own_day=on("05-01")))
        assert seeded.report(CODE, "2021-Q1", 3).figure.value == 3_000
        assert seeded.row(CODE).status is Status.CANCELLED
        assert seeded.row(CODE, on("04-30")).status is Status.IN_PROGRESS

    def test_a_task_taken_up_again_takes_reports_again(self, seeded: Office) -> None:
        cancel_task(seeded.desk, None, CODE, "tạm dừng", day=on("05-01"))
        resume_task(seeded.desk, None, CODE, day=on("06-01"))
        refused(TaskStopped, seeded, report_draft(CODE, "2021-Q2", 1, own_day=on("05-31")))
        assert seeded.report(CODE, "2021-Q2", 3, own_day=on("06-01")).figure.value == 3_000

    def test_it_cannot_be_taken_up_again_before_it_was_stopped(self, seeded: Office) -> None:
        cancel_task(seeded.desk, None, CODE, "tạm dừng", day=on("05-01"))
        early = on("04-30")
        refuses(ResumedTooEarly, seeded, lambda: resume_task(seeded.desk, None, CODE, day=early))
        resume_task(seeded.desk, None, CODE, day=on("05-01"))
        assert seeded.row(CODE, on("05-01")).status is Status.NOT_STARTED


class TestMany:
    def test_several_reports_of_one_task_and_period_amend_each_other(self, seeded: Office) -> None:
        drafts = [report_draft(CODE, "2021-Q1", n) for n in (1, 2)]
        drafts += [report_draft(CODE.upper(), "2021-Q1", 3)]
        accepted = report_many(seeded.desk, None, drafts)
        assert [a.figure.version for a in accepted] == [1, 2, 3]
        assert seeded.row(CODE).value == 3_000

    def test_they_come_to_the_same_as_one_after_the_other(
        self, migrated_sqlite: Path, tmp_path: Path, seeded: Office
    ) -> None:
        """``seeded`` takes them together, the other office each for itself."""
        other = Office(str(shutil.copy(migrated_sqlite, tmp_path / "other.db")))
        other.seed(task(), task("D7.2-my-xuyen", rhythm=Rhythm.MONTH))
        drafts = [
            report_draft(CODE, "2021-Q1", 4),
            report_draft("D7.2-my-xuyen", "2021-02", 2),
            report_draft(CODE, "2021-Q2", 9, cumulative=True),
            report_draft(CODE, "2021-Q1", 1),
        ]
        together = report_many(seeded.desk, None, drafts)
        apart = [report_many(other.desk, None, [draft])[0] for draft in drafts]
        assert [a.figure for a in together] == [a.figure for a in apart]
        assert [a.standing for a in together] == [a.standing for a in apart]
        for code in (CODE, "D7.2-my-xuyen"):
            assert seeded.row(code).value == other.row(code).value
        other.close()

    def test_none_at_all_is_no_error_and_no_change(self, seeded: Office) -> None:
        before = seeded.everything()
        assert report_many(seeded.desk, None, []) == []
        assert seeded.everything() == before

    def test_more_than_a_statement_can_bind(self, sqlite_office: Office) -> None:
        many = [task(f"D7.{n}-my-xuyen") for n in range(600)]
        sqlite_office.seed(*many)
        accepted = report_many(
            sqlite_office.desk, None, [report_draft(t.code, "2021-Q1", 10) for t in many]
        )
        assert len({a.entry for a in accepted}) == 600
        assert sqlite_office.summary().totals.count(Status.DONE_NO_DEADLINE) == 600


def test_the_entry_of_a_report_says_what_it_replaced(seeded: Office) -> None:
    seeded.report(CODE, "2021-Q1", 4)
    entry = seeded.report(CODE, "2021-Q1", 6, note="đã đối chiếu", evidence="12-BC").entry
    change = seeded.history(CODE)[0]
    assert (change.number, change.what, change.who) == (entry, "report", "Văn phòng")
    assert change.before == {"2021-Q1": "4"}
    assert change.after == {
        "2021-Q1": "6",
        "given": "6",
        "own_day": "2021-03-31",
        "stated": "",
        "note": "đã đối chiếu",
        "evidence": "12-BC",
    }
    assert [r.known_from for r in seeded.stored(ReportRow, "known_from")][-1] == entry


def test_each_report_has_an_entry_of_its_own(seeded: Office) -> None:
    entries = len(seeded.stored(JournalRow))
    report_many(seeded.desk, None, [report_draft(CODE, f"2021-Q{n}", n) for n in (1, 2)])
    assert len(seeded.stored(JournalRow)) == entries + 2


def test_a_report_is_judged_by_the_target_that_stands_now(seeded: Office) -> None:
    seeded.edit(CODE, {Field.TARGET: 4_000}, document=DECISION)
    assert seeded.report(CODE, "2021-Q1", 4).standing.reached


def refused(because: type[Refused], office: Office, draft: ReportDraft) -> str:
    """The line with which ``draft`` is refused."""
    return str(refuses(because, office, lambda: report_many(office.desk, None, [draft])))
