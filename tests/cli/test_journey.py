"""The main job by command line: directives in, tasks tracked, a summary out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Run, fingerprint


def test_from_seed_to_summary_on_both_databases(
    database_url: str, run: Run, tmp_path: Path
) -> None:
    assert run(database_url, "seed", "soc-trang-2021").code == 0

    reported = run(
        database_url, "report", "D7.2-my-xuyen", "3", "--period", "2021-Q1", "--note", "[b]"
    )
    assert reported.out == (
        "D7.2-my-xuyen · Quý I/2021: 3 cuộc; lũy kế 3 cuộc; đạt 75,0 % chỉ tiêu (trước: 0,0 %)\n"
    )
    assert reported.err == "D7.2-my-xuyen · Quý I/2021: 3 cuộc; số liệu ngày 31/3/2021\n"

    (task,) = run(database_url, "list", "D7.2-my-xuyen", "--json").json
    assert (task["value"], task["percent"], task["status"]) == (3, 75.0, "in_progress")

    summary = run(database_url, "summary", "--json").json
    assert summary["as_of"] == "2021-03-31"
    assert summary["totals"]["by_status"]["in_progress"] == 1
    assert summary["totals"]["tasks"] == 191
    (row,) = [row for row in summary["rows"] if row["code"] == "my-xuyen"]
    assert row["by_status"]["in_progress"] == 1

    file = tmp_path / "out.json"
    assert run(database_url, "export", "json", "-o", str(file)).code == 0
    exported = json.loads(file.read_text(encoding="utf-8"))
    assert exported["totals"] == summary["totals"]

    assert run(database_url, "seed").out.splitlines()[1].startswith("Không có gì thay đổi")


def test_the_summary_has_the_keys_that_others_rely_on(seeded: Path, run: Run) -> None:
    summary = run(seeded, "summary", "--json").json
    assert {"plan", "as_of", "known_on", "totals", "by", "rows"} <= summary.keys()
    assert summary["plan"] == "soc-trang-2021"
    assert summary["known_on"] is None
    assert summary["totals"].keys() >= {
        "tasks",
        "by_status",
        "at_risk",
        "done_of_all",
        "done_of_due",
        "completion_percent",
    }
    assert summary["totals"]["done_of_due"] == {"numerator": 0, "denominator": 0, "percent": None}
    assert summary["rows"][0].keys() >= {"code", "name", "tasks", "by_status", "subtree"}


def test_a_task_has_the_keys_that_others_rely_on(seeded: Path, run: Run) -> None:
    (task,) = run(seeded, "list", "D8.1-my-tu", "--json").json
    assert task.keys() >= {
        *("code", "title", "directive", "unit", "coordinating", "measure", "unit_of_measure"),
        *("rhythm", "baseline", "target", "value", "percent", "status", "at_risk", "start"),
        *("deadline", "done_on", "weight", "origin"),
    }
    assert task["origin"]["target"] == "inferred"
    assert task["origin"]["unit"] == "proposed"


def test_a_figure_reported_again_is_an_amendment_and_says_what_it_replaces(
    seeded: Path, run: Run
) -> None:
    run(seeded, "report", "D7.2-my-xuyen", "3", "--period", "2021-Q1")
    again = run(seeded, "report", "d7.2-MY-XUYEN", "2", "--period", "2021-q1")
    assert "thay cho 3 cuộc" in again.out
    reports = run(seeded, "show", "D7.2-my-xuyen", "--json").json["reports"]
    assert [(r["figure"], r["counts"]) for r in reports] == [(3, False), (2, True)]


def test_money_is_read_as_people_write_it_and_echoed(seeded: Path, run: Run) -> None:
    said = run(seeded, "report", "D9.6-tp-soc-trang", "1,5 tỷ", "--period", "2021-Q2").out
    assert "1,5 tỷ, hiểu là 1.500.000.000 đồng" in said


def test_a_cumulative_figure_becomes_the_periods_own(seeded: Path, run: Run) -> None:
    run(seeded, "report", "D7.2-my-xuyen", "1", "--period", "2021-Q1")
    said = run(seeded, "report", "D7.2-my-xuyen", "3", "--period", "2021-Q2", "--cumulative").out
    assert "3 lũy kế từ đầu năm, tức trong kỳ 2 cuộc; lũy kế 3 cuộc" in said


def test_a_milestone_and_a_broken_ceiling_are_said_in_words(seeded: Path, run: Run) -> None:
    assert (
        "1, hiểu là đã hoàn thành"
        in run(seeded, "report", "D2.1-my-tu", "1", "--period", "2021-02").out
    )
    said = run(seeded, "report", "D8.1-my-tu", "1", "--period", "2021-03").out
    assert "vượt mức khống chế 0 điểm nóng" in said


def test_as_of_asks_about_another_day(seeded: Path, run: Run) -> None:
    run(seeded, "report", "D7.2-my-xuyen", "3", "--period", "2021-Q2")
    before = run(seeded, "--as-of", "29/6/2021", "list", "D7.2-my-xuyen", "--json").json[0]
    after = run(seeded, "--as-of", "2021-06-30", "list", "D7.2-my-xuyen", "--json").json[0]
    assert (before["value"], after["value"]) == (None, 3)
    shown = run(seeded, "--as-of", "ngày 29 tháng 6 năm 2021", "show", "D7.2-my-xuyen", "--json")
    assert shown.json["as_of"] == "2021-06-29"
    assert run(seeded, "--as-of", "30/6/2021", "summary", "--json").json["as_of"] == "2021-06-30"


def test_a_writing_command_says_that_as_of_has_no_part_in_it(seeded: Path, run: Run) -> None:
    ended = run(
        seeded, "--as-of", "1/2/2021", "report", "D7.2-my-xuyen", "3", "--period", "2021-Q1"
    )
    assert ended.code == 0
    said, hint = ended.remarks
    assert "--as-of" in said
    assert "--on" in hint


def test_which_day_as_of_means_to_a_command_that_corrects(seeded: Path, run: Run) -> None:
    at = ("--lang", "en", "--as-of", "30/6/2021")
    said = "--as-of: it is about the values in force on 30/6/2021."
    task, document = "D7.2-my-xuyen", ("--document", "1", "--document-day", "15/1/2021")
    for command in (
        ("edit", task, "--title", "x"),
        ("assign", task, "my-tu"),
        ("confirm", task, *document),
    ):
        ended = run(seeded, *at, *command)
        assert (ended.code, ended.err.splitlines()) == (0, [said])
    ended = run(seeded, *at, "assign", task, "my-xuyen", "--from", "1/7")
    assert ended.line == "--as-of has no part in this: it holds from 1/7/2021 on (--from)."


def test_the_journal_keeps_who(seeded: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_USER", "Văn phòng")
    run(seeded, "report", "D7.2-my-xuyen", "3", "--period", "2021-Q1")
    assert run(seeded, "history", "D7.2-my-xuyen", "--json").json[0]["who"] == "Văn phòng"


def test_reading_changes_no_byte(seeded: Path, run: Run) -> None:
    before = fingerprint(seeded)
    for command in (
        ("list",),
        ("show", "D7.2-my-xuyen"),
        ("history", "D7.2-my-xuyen"),
        ("summary",),
    ):
        assert run(seeded, *command).code == 0
        assert run(seeded, *command, "--json").code == 0
    assert fingerprint(seeded) == before
    assert [path.name for path in seeded.parent.glob("tracker.db*")] == ["tracker.db"]
