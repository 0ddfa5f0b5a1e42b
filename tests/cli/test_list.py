"""``tracker list``, ``show``, ``history`` and ``summary``: chosen, sorted, drawn."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.running import Run, Terminal
from tracker.cli.main import main


def codes(run: Run, database: Path, *arguments: str, day: str = "2021-06-30") -> list[str]:
    return [
        task["code"] for task in run(database, "--as-of", day, "list", *arguments, "--json").json
    ]


def test_words_are_found_without_accents_or_capitals(seeded: Path, run: Run) -> None:
    assert codes(run, seeded, "TIENG", "keng") == ["D8.3-my-xuyen"]
    assert codes(run, seeded, "tiếng kẻng an ninh") == ["D8.3-my-xuyen"]
    assert codes(run, seeded, "nothing-of-this") == []


def test_a_unit_means_all_below_it(seeded: Path, run: Run) -> None:
    assert len(codes(run, seeded, "--unit", "tinh")) == 191
    assert all(code.endswith("my-xuyen") for code in codes(run, seeded, "--unit", "my-xuyen"))


def test_statuses_widen_each_other(seeded: Path, run: Run) -> None:
    overdue = set(codes(run, seeded, "--status", "overdue"))
    risky = set(codes(run, seeded, "--status", "AT_RISK"))
    assert overdue
    assert risky
    assert not overdue & risky
    assert set(codes(run, seeded, "--status", "overdue", "--status", "at_risk")) == overdue | risky
    assert set(codes(run, seeded, "--status", "attention")) == overdue | risky
    run(seeded, "report", "D8.1-my-tu", "1", "--period", "2021-03")
    assert codes(run, seeded, "--status", "exceeded") == ["D8.1-my-tu"]
    assert "D8.1-my-tu" in codes(run, seeded, "--status", "attention")


def test_due_before_and_sorting_either_way(seeded: Path, run: Run) -> None:
    due = run(seeded, "list", "--due-before", "1/7/2021", "--sort", "-deadline", "--json").json
    days = [task["deadline"] for task in due]
    assert days == sorted(days, reverse=True)
    assert days[0] == "2021-06-30"
    assert codes(run, seeded, "--sort", "deadline")[0] != codes(run, seeded, "--sort=-deadline")[0]


def test_need_puts_what_calls_for_attention_first(seeded: Path, run: Run) -> None:
    run(seeded, "report", "D8.1-my-tu", "1", "--period", "2021-03")
    assert codes(run, seeded, "--sort", "need")[0] == "D8.1-my-tu"


def test_a_pipe_gets_each_task_on_one_line_and_nothing_cut_off(seeded: Path, run: Run) -> None:
    ended = run(seeded, "list")
    lines = ended.out.splitlines()
    assert lines[1] == "191/191 nhiệm vụ"
    assert sum(1 for line in lines if line.startswith("○ chưa thực hiện  D")) == 191
    assert "phạm vi" not in ended.err
    assert "…" not in ended.out
    assert "\x1b" not in ended.out
    assert lines[-1].startswith("* đề xuất, ~ suy ra")


def test_csv_can_be_read_by_a_spreadsheet(seeded: Path, run: Run) -> None:
    lines = run(seeded, "list", "--directive", "D8", "--csv").out.splitlines()
    assert lines[0].startswith("\ufeffcode,title,directive,unit")
    assert lines[1].startswith("D8.1-")


@pytest.mark.parametrize("command", [("list",), ("summary",), ("show", "D9.6-tp-soc-trang")])
@pytest.mark.parametrize("columns", [80, 200])
def test_a_terminal_gets_lines_that_fit_and_every_figure_whole(
    command: tuple[str, ...],
    columns: int,
    seeded: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run(seeded, "report", "D9.6-tp-soc-trang", "1,5 tỷ", "--period", "2021-Q2")
    terminal = Terminal()
    for name, value in {"COLUMNS": str(columns), "TERM": "xterm", "NO_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["--database", str(seeded), "--as-of", "30/6/2021", *command]) == 0
    plain = terminal.shown.replace("\x1b[1m", "").replace("\x1b[0m", "").replace("\x1b[2m", "")
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) <= columns
    assert "…" not in plain.replace("report", "")
    if command[0] == "summary":
        assert "0/191 (0,0 %)" in plain
        assert "! Ban Dân vận" in " ".join(plain.split())
    else:
        assert "1.500.000.000" in plain


def test_colour_stands_beside_glyph_and_word(seeded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys, "stdout", terminal)
    main(["--database", str(seeded), "--as-of", "30/6/2021", "list", "--status", "overdue"])
    assert "\x1b[1;31m! quá hạn" in terminal.shown


def test_the_sentence_that_states_a_field_is_named(run: Run, seeded: Path) -> None:
    shown = run(seeded, "show", "D9.7-tp-soc-trang")
    assert "kết quả năm trước (câu 5)" in shown.out
    assert run(seeded, "show", "D9.7-tp-soc-trang", "--json").json["sentences"] == {"baseline": 5}


def test_over_and_nearly_stay_with_a_reported_figure(run: Run, seeded: Path) -> None:
    run(seeded, "report", "D9.7-tp-soc-trang", "trên 1,5 tỷ", "--period", "2021-Q1")
    assert "trên 1.500.000.000" in run(seeded, "show", "D9.7-tp-soc-trang").out
    (report,) = run(seeded, "show", "D9.7-tp-soc-trang", "--json").json["reports"]
    assert (report["figure"], report["qualifier"]) == (1_500_000_000, "over")
    assert "trên 1.500.000.000" in run(seeded, "history", "D9.7-tp-soc-trang").out


def test_a_task_shows_its_directive_marks_and_empty_periods(seeded: Path, run: Run) -> None:
    shown = run(seeded, "show", "D7.2-my-xuyen").out
    assert "“đối thoại giải quyết thỏa đáng những khiếu nại, khiếu kiện kéo dài” (câu 11)" in shown
    assert "4 cuộc*" in shown
    assert "31/12/2021*" in shown
    assert [line.split("  ")[0] for line in shown.splitlines() if line.startswith("Quý")] == [
        "Quý I/2021",
        "Quý II/2021",
        "Quý III/2021",
        "Quý IV/2021",
    ]


def test_confirmed_by_names_the_document_once_for_its_fields(seeded: Path, run: Run) -> None:
    run(seeded, "confirm", "D7.2-my-xuyen", "--document", "12-KH", "--document-day", "5/1/2021")
    shown = run(seeded, "show", "D7.2-my-xuyen").out
    assert shown.count("12-KH (5/1/2021)") == 1
    assert "*" not in shown


def test_a_history_is_told_in_words(seeded: Path, run: Run) -> None:
    assert "nạp chương trình" in run(seeded, "history", "D7.2-my-xuyen").out
    run(seeded, "report", "D7.2-my-xuyen", "3", "--period", "2021-Q1", "--note", "Hồ sơ 4")
    by = ("--document", "12-KH", "--document-day", "5/1/2021")
    run(seeded, "confirm", "D7.2-my-xuyen", "--field", "target", *by)
    run(seeded, "edit", "D7.2-my-xuyen", "--measure", "latest", "--why", "x")  # refused: reported
    run(seeded, "edit", "D7.2-my-xuyen", "--deadline", "30/11/2021", "--why", "Rút ngắn")
    told = run(seeded, "history", "D7.2-my-xuyen").out
    assert "thời hạn: 31/12/2021 → 30/11/2021" in told
    assert "lý do: Rút ngắn" in told
    assert "chỉ tiêu: đề xuất → đã xác nhận" in told
    assert "văn bản: 12-KH (5/1/2021)\n" in told
    assert "Quý I/2021: 3" in told
    assert "ghi chú: Hồ sơ 4" in told
    assert "cách tính: cộng các kỳ" in told
    assert "latest" not in told


@pytest.mark.parametrize("by", ["unit", "directive", "status"])
def test_the_rows_of_a_summary_add_up_to_its_totals(by: str, seeded: Path, run: Run) -> None:
    summary = run(seeded, "--as-of", "30/9/2021", "summary", "--by", by, "--json").json
    assert sum(row["tasks"] for row in summary["rows"]) == summary["totals"]["tasks"] == 191
    assert run(seeded, "summary", "--by", by).code == 0


def test_a_sample_says_so_wherever_it_is_read(seeded: Path, run: Run, tmp_path: Path) -> None:
    sample = tmp_path / "sample.db"
    assert run(None, "demo", "--keep", str(sample)).code == 0
    mark = "DỮ LIỆU MẪU / SAMPLE DATA"
    for command in (("list", "D8.1-my-tu"), ("show", "D8.1-my-tu"), ("summary",)):
        assert run(sample, *command).out.startswith(mark)
    assert mark in run(sample, "list", "--json").err
    assert run(sample, "summary", "--json").json["sample"] is True
    assert run(sample, "show", "D8.1-my-tu", "--json").json["sample"] is True
    refused = run(sample, "seed", "soc-trang-2021")
    assert refused.code == 3
    assert run(seeded, "demo", "--keep", str(seeded)).code == 3
