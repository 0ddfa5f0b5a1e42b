"""``tracker owed``: which reports are due, who owes them, and sums that agree with the rows."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Run, Terminal
from tracker.cli.main import main
from tracker.domain.duty import DutyState

COUNTS = ("owed", *(state.value for state in DutyState), "submitted_late")


def owed(run: Run, database: Path, *arguments: str, day: str = "2021-07-06") -> Any:
    ended = run(database, "--as-of", day, "owed", *arguments, "--json")
    assert ended.code == 0
    return ended.json


def test_all_periods_that_are_asked_for_are_counted_by_unit(seeded: Path, run: Run) -> None:
    found = owed(run, seeded)
    assert [one["period"] for one in found["periods"]] == [
        *(f"2021-{month:02}" for month in range(1, 7)),
        "2021-Q1",
        "2021-Q2",
        "2021-H1",
    ]
    assert found["reporting"] == {
        "day": 5,
        "month": "next",
        "holidays": "move",
        "origin": "proposed",
    }
    assert {row["period"] for row in found["rows"]} == {p["period"] for p in found["periods"]}
    assert (found["as_of"], found["known_on"], found["review"]) == ("2021-07-06", None, False)


def test_the_sums_are_those_of_the_rows(seeded: Path, run: Run) -> None:
    run(seeded, "report", "D7.2-my-xuyen", "1", "--period", "2021-Q1")
    for arguments in ((), ("--unit", "tinh"), ("--directive", "D7"), ("--late",)):
        found = owed(run, seeded, *arguments, "--tasks")
        for key in COUNTS:
            assert found["totals"][key] == sum(row[key] for row in found["rows"])
        for row in (*found["rows"], found["totals"]):
            assert row["owed"] == sum(row[state.value] for state in DutyState) - row["not_due"]
        late = sum(task["state"] == "late" for task in found["tasks"])
        assert late == found["totals"]["late"] > 0


def test_a_report_is_late_only_after_its_day(seeded: Path, run: Run) -> None:
    before = owed(run, seeded, "--period", "2021-Q2", day="2021-07-05")
    assert (before["totals"]["late"], before["totals"]["missing"] > 0) == (0, True)
    after = owed(run, seeded, "--period", "2021-Q2", day="2021-07-06")
    assert after["totals"]["late"] == before["totals"]["missing"]
    running = owed(run, seeded, "--period", "2021-Q2", day="2021-06-30")
    assert running["totals"]["owed"] == 0
    assert running["totals"]["not_due"] == before["totals"]["missing"]


def test_reported_is_no_longer_owed_and_late_when_recorded_late(seeded: Path, run: Run) -> None:
    run(seeded, "report", "D7.2-my-xuyen", "1", "--period", "2021-Q1")
    found = owed(run, seeded, "--unit", "my-xuyen", "--period", "2021-q1", "--tasks")
    (row,) = found["rows"]
    # The clock that recorded it stands years after the reporting day.
    assert (row["accepted"], row["submitted_late"]) == (1, 1)
    assert "D7.2-my-xuyen" not in [task["task"] for task in found["tasks"]]
    then = run(seeded, "--as-of", "2021-07-06", "--known-on", "#1", "owed", "--json").json
    assert then["totals"]["accepted"] == 0
    assert then["known_on"]["entry"] == 1


def test_it_is_printed_by_period_and_unit_with_the_reporting_day(seeded: Path, run: Run) -> None:
    ended = run(seeded, "--as-of", "15/6/2021", "owed", "--period", "2021-05", "--tasks")
    lines = ended.out.splitlines()
    assert lines[1] == (
        "Báo cáo chậm nhất ngày 5* của tháng sau kỳ; trùng ngày nghỉ thì chuyển sang ngày làm việc"
        " kế tiếp."
    )
    heads = ["Kỳ", "Đơn vị", "Ngày báo cáo", "Phải nộp", "! Trễ hạn", "○ Chưa báo cáo"]
    assert all(head in lines[3] for head in heads)
    assert "Tháng 5/2021" in lines[4]
    assert "7/6/2021*" in lines[4]
    total = next(line for line in lines if line.startswith("Tổng cộng"))
    listed = [line for line in lines if line.startswith("! trễ hạn")]
    assert total.split()[2:4] == [str(len(listed))] * 2
    assert lines[-1].startswith("* đề xuất")


def test_where_nothing_is_owed_it_says_so(seeded: Path, run: Run) -> None:
    ended = run(seeded, "--as-of", "15/1/2021", "--lang", "en", "owed")
    assert ended.out.splitlines()[-1] == "No report is due."
    ended = run(seeded, "--as-of", "1/2/2021", "--lang", "en", "owed", "--late")
    assert ended.out.splitlines()[-1] == "No report is late."


def test_a_terminal_of_80_columns_holds_every_figure(
    seeded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "stdout", terminal)
    for language in ("vi", "en"):
        options = ["--database", str(seeded), "--lang", language, "--as-of", "6/7/2021"]
        assert main([*options, "owed", "--tasks", "--unit", "my-xuyen"]) == 0
    lines = re.sub(r"\x1b\[[0-9;]*m", "", terminal.shown).splitlines()
    assert max(len(line) for line in lines) <= 80
    assert any(line.startswith("2021-Q2") and "5/7/2021*" in line for line in lines)
    assert any(line.startswith("Quý II/2021 · chậm nhất 5/7/2021*") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--period", "2022-Q1"), 3, "Its periods: 2021-01, 2021-02"),
        (("--period", "2021-Q5"), 3, "“2021-Q5” is not a period."),
        (("--period", "2021-9M"), 3, "is a window of a summary"),
        (("--unit", "my-xuyn"), 3, "Did you mean “my-xuyen”?"),
        (("--directive", "D77"), 3, "There is no directive “D77”"),
        (("--perid", "2021"), 2, "--period"),
    ],
)
def test_what_it_cannot_mean_is_refused_in_one_line(
    seeded: Path, run: Run, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ended = run(seeded, "--lang", "en", "owed", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.line


def test_a_period_of_a_rhythm_that_no_task_has_is_refused_with_those_they_have(
    tmp_path: Path, run: Run
) -> None:
    from tests.seed.plans import GOOD

    (tmp_path / "plan.toml").write_text(GOOD, encoding="utf-8")
    database = tmp_path / "small.db"
    assert run(database, "seed", str(tmp_path)).code == 0
    ended = run(database, "--lang", "en", "owed", "--period", "2023-01")
    assert ended.code == 3
    assert ended.line.startswith("No task of plan thu-nghiem-2023 reports in 2023-01.")


def test_each_row_says_how_the_units_account_stands(seeded: Path, run: Run, tmp_path: Path) -> None:
    words = tmp_path / "words.md"
    words.write_text("# Kết quả\nĐã đối thoại 4 cuộc.\n", encoding="utf-8")
    wrote = run(seeded, "account", "my-xuyen", "--period", "2021-Q1", "--file", str(words), "-y")
    assert wrote.code == 0
    found = owed(run, seeded, "--unit", "my-xuyen")
    accounts = {row["period"]: row["account"] for row in found["rows"]}
    # Written long after the reporting day.
    assert accounts["2021-Q1"] == {"state": "accepted", "submitted_late": True}
    assert accounts["2021-Q2"] == {"state": "late", "submitted_late": False}
    counts = found["totals"]["accounts"]
    assert (counts["owed"], counts["late"], counts["accepted"]) == (9, 8, 1)
    assert counts["submitted_late"] == 1
    printed = run(seeded, "--as-of", "2021-07-06", "owed", "--unit", "my-xuyen").out.splitlines()
    assert printed[3].split()[-2:] == ["Bằng", "lời"]
    assert printed[-3].endswith("! 8/9")
    (quarter,) = (line for line in printed if line.startswith("Quý I/2021"))
    assert quarter.endswith("● đã báo cáo (nộp trễ)")


def test_a_late_account_alone_is_late(seeded: Path, run: Run) -> None:
    for task in run(seeded, "list", "--unit", "my-xuyen", "--json").json:
        run(seeded, "report", task["code"], "1", "--period", "2021-Q1", "--why", "thử")
    found = owed(run, seeded, "--unit", "my-xuyen", "--period", "2021-Q1", "--late")
    assert [row["period"] for row in found["rows"]] == ["2021-Q1"]
    assert found["rows"][0]["account"]["state"] == "late"
