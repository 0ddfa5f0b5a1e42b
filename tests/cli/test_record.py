"""The record's own commands: drafts and review, closed periods, undo and redo."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Run, fingerprint
from tests.tui.stage import make_plan

CODE = "D7.2-my-xuyen"
REPORT = ("report", CODE, "1", "--period", "2021-Q1")


@pytest.fixture
def reviewed(migrated_sqlite: Path, tmp_path: Path) -> Path:
    """A small plan whose reports are reviewed; four of the first quarter wait."""
    path = tmp_path / "reviewed.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    make_plan(str(path), review=True)
    return path


def states(run: Run, database: Path, code: str) -> list[str]:
    return [report["state"] for report in run(database, "show", code, "--json").json["reports"]]


def test_a_draft_counts_when_it_is_handed_in(seeded: Path, run: Run) -> None:
    kept = run(seeded, *REPORT, "--draft")
    assert kept.code == 0
    assert "bản nháp" in kept.out
    assert run(seeded, "show", CODE, "--json").json["value"] is None
    handed_in = run(seeded, "submit", CODE)
    assert (handed_in.code, handed_in.out.splitlines()[-1]) == (0, "Đã nộp: 1 báo cáo")
    assert run(seeded, "show", CODE, "--json").json["value"] == 1
    assert run(seeded, "submit", CODE).line.startswith("Không có bản nháp nào")


def test_accepted_by_condition_and_period_and_returned_with_a_comment(
    reviewed: Path, run: Run
) -> None:
    foreseen = run(reviewed, "accept", "--unit", "my-xuyen", "--period", "2021-Q1", "--yes")
    assert foreseen.code == 0
    assert foreseen.out.splitlines() == [
        "  D7.1-my-xuyen · Quý I/2021: 1 → đã duyệt",
        "  D8.1-my-xuyen · Quý I/2021: 0 → đã duyệt",
        "Đã duyệt: 2 báo cáo",
    ]
    refused = run(reviewed, "return", "D7.1-ke-sach")
    assert (refused.code, refused.line) == (3, "Khi trả lại báo cáo, hãy ghi rõ điều cần sửa.")
    returned = run(reviewed, "return", "D7.1-ke-sach", "--comment", "=thiếu [b]biên bản[/b]")
    assert returned.code == 0
    assert states(run, reviewed, "D7.1-ke-sach") == ["returned"]
    assert "=thiếu [b]biên bản[/b]" in run(reviewed, "show", "D7.1-ke-sach").out
    assert run(reviewed, "accept", "--all").out.splitlines()[-1] == "Đã duyệt: 1 báo cáo"
    assert run(reviewed, "accept", "--all").code == 3


def test_the_whole_plan_only_when_that_is_said(reviewed: Path, run: Run) -> None:
    before = fingerprint(reviewed)
    assert run(reviewed, "accept").code == 2
    assert run(reviewed, "accept", "D7.1-ke-sach", "--all").code == 2
    assert run(reviewed, "accept", "--all", "--period", "quý 1").code == 3
    assert fingerprint(reviewed) == before


def test_a_doubtful_figure_needs_a_word(seeded: Path, run: Run) -> None:
    run(seeded, "edit", CODE, "--target", "400")
    run(seeded, "report", CODE, "30", "--period", "2021-Q1")
    report = ("report", CODE, "300", "--period", "2021-Q2")
    refused = run(seeded, *report)
    assert refused.code == 3
    assert refused.line == (
        "D7.2-my-xuyen, 2021-Q2: 300 gấp khoảng 10 lần 30 của 2021-Q1. Hãy ghi lý do vì sao số"
        " liệu vẫn đúng."
    )
    assert run(seeded, *report, "--why", "gộp hai đợt").code == 0
    shown = run(seeded, "show", CODE, "--json").json["reports"]
    assert [report["word"] for report in shown] == ["", "gộp hai đợt"]
    assert "vẫn đúng vì: gộp hai đợt" in run(seeded, "show", CODE).out


def test_a_closed_period_and_one_opened_again(seeded: Path, run: Run) -> None:
    run(seeded, *REPORT)
    assert "Quý I/2021 đã khóa sổ" in run(seeded, "close", "2021-Q1").out
    refused = run(seeded, *REPORT)
    assert refused.code == 3
    assert "tracker reopen 2021-Q1" in refused.line
    assert run(seeded, "reopen", "2021-Q1").code == 3
    assert run(seeded, "reopen", "2021-Q1", "--reason", "nộp thiếu").code == 0
    assert run(seeded, "report", CODE, "2", "--period", "2021-Q1").code == 0
    assert "sửa sau khi khóa sổ" in run(seeded, "show", CODE).out
    assert run(seeded, "close", "2020").code == 3
    assert run(seeded, "close", "2021-9M").code == 3


def test_undo_says_what_it_takes_back_and_redo_what_it_does_again(seeded: Path, run: Run) -> None:
    run(seeded, *REPORT)
    before = run(seeded, "list", "--json").json
    run(seeded, "edit", CODE, "--target", "9")
    after = run(seeded, "list", "--json").json
    dry = run(seeded, "undo", "--dry-run")
    assert dry.out.splitlines()[1] == "  D7.2-my-xuyen · chỉ tiêu: 9 → 4"
    assert run(seeded, "list", "--json").json == after
    undone = run(seeded, "undo")
    assert undone.code == 0
    assert undone.out.startswith("Đã hoàn tác: #")
    assert run(seeded, "list", "--json").json == before
    assert run(seeded, "redo").code == 0
    assert run(seeded, "list", "--json").json == after
    history = run(seeded, "history", CODE, "--json").json
    assert [entry["what"] for entry in history[:3]] == ["redo", "undo", "edit_task"]
    assert history[1]["undoes"] == history[2]["number"]
    assert run(seeded, "redo").code == 3


def test_a_plan_that_was_applied_stays(seeded: Path, run: Run) -> None:
    refused = run(seeded, "undo")
    assert refused.code == 3
    assert "#1" in refused.line
    assert "không hoàn tác được" in refused.line


def test_many_at_once_are_undone_as_one(seeded: Path, run: Run) -> None:
    before = run(seeded, "list", "--json").json
    document = ("--document", "12-KH/BDVTU", "--document-day", "15/1/2021")
    run(seeded, "confirm", "--directive", "D9", *document)
    undone = run(seeded, "--lang", "en", "undo")
    assert "… and" in undone.out
    assert run(seeded, "list", "--json").json == before
