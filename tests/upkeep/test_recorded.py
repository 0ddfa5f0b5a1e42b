"""A report is what the sealed journal says of it, or the doctor names it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.service.office import Office, on, task
from tests.upkeep.test_doctor import all_said, tamper
from tests.upkeep.test_restore import an_older
from tracker.domain.period import read_period
from tracker.domain.quantity import read_amount
from tracker.domain.report import ReportDraft
from tracker.domain.review import Meant, Step
from tracker.domain.words import Words
from tracker.service.reports import report
from tracker.service.review import take_step
from tracker.service.undoing import redo, undo
from tracker.store.engine import open_engine
from tracker.store.tables import ReportRow
from tracker.upkeep import findings as kinds
from tracker.upkeep.doctor import FactsDiffer, examine, repair
from tracker.upkeep.findings import Check, Finding
from tracker.upkeep.migrate import migrate
from tracker.upkeep.recorded.sayings import FIRST

CODE = "D7.1-my-xuyen"
NOW = datetime(2021, 7, 20, 1, 2, 3, tzinfo=UTC)
MEETINGS = Words("cuộc", "meetings")


@pytest.fixture
def reported(office: Office) -> Office:
    """#4 and #6 are of the first quarter, #5 of the second one."""
    office.seed(task(), task("D7.2-ke-sach", unit="ke-sach"))
    office.report(CODE, "2021-Q1", 4, note="hai đợt")
    said(office, "2021-Q2", "trên 4,5")
    office.report(CODE, "2021-Q1", 6)
    return office


def said(office: Office, period: str, given: str) -> None:
    draft = ReportDraft(CODE, read_period(period), read_amount(given, MEETINGS), given)
    report(office.desk, None, draft)


def found(office: Office) -> list[Finding]:
    return list(examine(office.engine).findings[Check.REPORTS])


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("figure = 9000000", "figure"),
        ("qualifier = NULL", "figure"),
        ("qualifier = 'nearly'", "figure"),
        ("qualifier = 'x'", "figure"),
        ("period = '2021-Q3'", "period, figure"),
        ("version = 2", "version"),
        ("task_id = 2", "task"),
        ("given = '2'", "given"),
        ("own_day = '2021-06-29'", "own_day"),
        ("note = 'x'", "note"),
        ("evidence = 'x'", "evidence"),
        ("state = 'withdrawn'", "state"),
    ],
)
def test_a_changed_report_is_named_and_nothing_is_made_anew_from_it(
    reported: Office, change: str, what: str
) -> None:
    assert all_said(examine(reported.engine)) == []
    tamper(reported, f"UPDATE report SET {change} WHERE known_from = 5")  # noqa: S608
    (finding,) = found(reported)
    assert isinstance(finding, kinds.ReportDiffers)
    assert (finding.facts["entry"], finding.facts["what"]) == (5, what)
    before = reported.everything()
    with pytest.raises(FactsDiffer, match="#5"):
        repair(reported.engine, "Quản trị", NOW)
    assert reported.everything() == before


def test_a_report_of_which_the_journal_knows_nothing(reported: Office) -> None:
    columns = (
        "plan_id, period, version, figure, qualifier, stated, given, cumulative, own_day,"
        " recorded_at, who, note, evidence, state, comment, word, after_closing"
    )
    into = f"INSERT INTO report (id, task_id, known_from, {columns})"
    tamper(reported, f"{into} SELECT 9, 2, 3, {columns} FROM report WHERE known_from = 5")  # noqa: S608
    (finding,) = found(reported)
    assert isinstance(finding, kinds.ReportNotRecorded)
    about = {"task": "D7.2-ke-sach", "period": "2021-Q2", "version": 1}
    assert finding.facts == about | {"entry": 3}


def test_a_report_that_was_taken_away(reported: Office) -> None:
    tamper(reported, "DELETE FROM report WHERE known_from = 5")
    (finding,) = found(reported)
    assert isinstance(finding, kinds.ReportMissing)
    assert finding.facts == {"entry": 5}


def test_versions_that_have_changed_places(reported: Office) -> None:
    tamper(
        reported,
        "UPDATE report SET version = 3 WHERE known_from = 4",
        "UPDATE report SET version = 1 WHERE known_from = 6",
        "UPDATE report SET version = 2 WHERE known_from = 4",
    )
    assert [finding.facts["what"] for finding in found(reported)] == ["version"]


def test_many_are_counted(reported: Office) -> None:
    for figure in range(10):
        reported.report(CODE, "2021-Q1", figure)
    tamper(reported, "UPDATE report SET figure = 77")
    findings = found(reported)
    assert len(findings) == FIRST + 1
    assert findings[-1].facts == {"count": 13 - FIRST}


def test_every_step_and_its_undoing_leaves_what_was_reported(reported: Office) -> None:
    with reported.engine.begin() as connection:
        connection.execute(text("UPDATE plan SET review = true"))
    draft = ReportDraft(
        CODE, read_period("2021-Q2"), read_amount("gần 9", MEETINGS), "gần 9", kept_back=True
    )
    report(reported.desk, None, draft)
    meant = Meant(CODE, read_period("2021-Q2"))
    take_step(reported.desk, None, Step.SUBMIT, meant)
    take_step(reported.desk, None, Step.RETURN, meant, "Số cuộc?")
    undo(reported.desk, None)
    redo(reported.desk, None)
    reported.report(CODE, "2021-Q2", 8)
    take_step(reported.desk, None, Step.ACCEPT, meant)
    undo(reported.desk, None)
    assert all_said(examine(reported.engine)) == []
    newest = "(SELECT max(known_from) FROM report_past)"
    tamper(reported, f"UPDATE report_past SET figure = 1 WHERE known_from = {newest}")  # noqa: S608
    assert {finding.facts["what"] for finding in found(reported)} == {"figure"}


def test_a_total_from_which_its_parts_are_subtracted_anew(reported: Office) -> None:
    with reported.engine.begin() as connection:
        connection.execute(text("UPDATE plan SET review = true"))
    third = Meant(CODE, read_period("2021-Q3"))
    reported.today = on("10-15")
    reported.report(CODE, "2021-Q3", 20, cumulative=True, kept_back=True)
    with reported.engine.begin() as connection:
        connection.execute(text("UPDATE plan SET review = false"))
    reported.report(CODE, "2021-Q1", 7)
    take_step(reported.desk, None, Step.SUBMIT, third)
    assert len({figure for (figure,) in [*reported.stored(ReportRow, "figure")]}) >= 4
    assert all_said(examine(reported.engine)) == []
    undo(reported.desk, None)
    assert all_said(examine(reported.engine)) == []
    tamper(reported, "UPDATE report SET figure = 1 WHERE period = '2021-Q3'")
    (finding,) = found(reported)
    assert finding.facts["what"] == "figure"


def test_a_step_that_nobody_took(reported: Office) -> None:
    with reported.engine.begin() as connection:
        connection.execute(text("UPDATE plan SET review = true"))
    reported.report(CODE, "2021-Q2", 8)
    take_step(reported.desk, None, Step.RETURN, Meant(CODE, read_period("2021-Q2")), "Số cuộc?")
    tamper(reported, "UPDATE report SET state = 'accepted'")
    (finding,) = found(reported)
    assert finding.facts["what"] == "state"


def test_what_the_first_version_wrote_is_what_it_said(tmp_path: Path) -> None:
    """It wrote the figure without the word before it, which was read later in what was typed."""
    path = tmp_path / "older.sqlite"
    an_older(path)
    engine = open_engine(str(path))
    with engine.begin() as connection:
        for number, period, figure, given, day, recorded in (
            (1, "Q1", "4", "4", on("03-31"), on("04-02")),
            (2, "Q2", "5", "Trên 9 cuộc", on("06-30"), on("07-02")),
            (3, "Q1", "6", "6", on("03-31"), on("07-03")),
            (4, "Q3", "2", "gần 2", on("09-30"), on("10-02")),
        ):
            after = f'{{"2021-{period}": "{figure}", "given": "{given}", "own_day": "{day}"}}'
            connection.execute(
                text(
                    f"INSERT INTO journal VALUES (:number, '{recorded} 08:00:00', 'Văn phòng',"  # noqa: S608
                    " 'report', 1, 'D7.1-tinh', '{}', :after, '')"
                ),
                {"number": number, "after": after},
            )
    migrate(engine, keep=False)
    assert all_said(examine(engine)) == []
    engine.dispose()
