"""A command line that makes no command: exit code 2, and a line that helps, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Run


@pytest.mark.parametrize(
    ("arguments", "vietnamese", "english"),
    [
        (("lst",), "Không có lệnh “lst”", "Did you mean “list”?"),
        (("list", "--stauts", "x"), "--stauts", "Did you mean “--status”?"),
        (("list", "-x"), "-x", "tracker list has no option -x"),
        (
            ("list", "--as-of", "1/7/2021"),
            "tracker --as-of NGÀY list …",
            "stands before the command",
        ),
        (("list", "--lang", "en"), "tracker --lang vi|en list …", "stands before the command"),
        (("--json", "list"), "tracker list --json", "stands behind the command"),
        (("--as-off", "1/7/2021", "list"), "“--as-of”", "Did you mean “--as-of”?"),
        (("--period", "2021-Q1", "report"), "tracker report --period KỲ", "--period PERIOD"),
        (("report",), "Thiếu NHIỆM_VỤ", "TASK is missing"),
        (("report", "D7.2-my-xuyen"), "Thiếu SỐ_LIỆU", "VALUE is missing"),
        (("report", "a", "1"), "Thiếu --period", "--period is missing"),
        (("report", "a", "1", "--period"), "Sau --period phải có giá trị", "--period PERIOD"),
        (("report", "a", "1", "b", "--period", "2021"), "Thừa “b”", "“b” is one word too many"),
        (("list", "--json=yes"), "--json không đi kèm giá trị", "--json takes no value"),
        (("list", "--status", "over_due"), "“overdue”", "Did you mean “overdue”?"),
        (("list", "--sort", "-dedline"), "“deadline”", "Did you mean “deadline”?"),
        (("list", "--json", "--csv"), "--csv", "not both"),
        (("summary", "--by", "year"), "unit, directive, status", "not one of unit"),
        (("export", "pdf", "-o", "x"), "md, docx, xlsx, csv, json", "not one of md"),
        (("export", "md"), "Thiếu --output", "--output is missing"),
        (("edit", "D7.2-my-xuyen"), "--target", "Say what to change"),
        (
            ("assign", "D7.2-my-xuyen"),
            "Hãy cho biết cần làm gì: mã đơn vị chủ trì mới, --coordinating.",
            "Say what to change: the new lead unit's code, --coordinating.",
        ),
        (("edit", "D7.2-my-xuyen", "--measure", "summ"), "“sum”", "Did you mean “sum”?"),
        (("edit", "D7.2-my-xuyen", "--rhythm", "week"), "month, quarter", "not one of month"),
        (("confirm", "--document", "1"), "--all", "--all"),
        (("confirm", "D1", "--all", "--document", "1"), "không ghi cả hai", "not both"),
        (("confirm", "D1", "--field", "titel", "--document", "1"), "“title”", "“title”"),
        (("--database", "", "list"), "--database NƠI_LƯU", "--database PLACE"),
        (("--database=", "list"), "--database NƠI_LƯU", "--database PLACE"),
        (("--database", " ", "list"), "--database NƠI_LƯU", "--database PLACE"),
        ((), "tracker --help", "The screens need a terminal"),
        (("demo",), "tracker --help", "The screens need a terminal"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage(
    arguments: tuple[str, ...],
    vietnamese: str,
    english: str,
    seeded: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not arguments:
        monkeypatch.setenv("TRACKER_DATABASE", str(seeded))
    place = seeded if arguments else None
    in_vietnamese = run(place, *arguments)
    assert (in_vietnamese.code, in_vietnamese.out) == (2, "")
    assert vietnamese in in_vietnamese.line
    monkeypatch.setenv("TRACKER_LANG", "en")
    in_english = run(place, *arguments)
    assert (in_english.code, in_english.out) == (2, "")
    assert english in in_english.line


def test_a_language_that_is_not_spoken(seeded: Path, run: Run) -> None:
    ended = run(seeded, "--lang", "fr", "list")
    assert ended.code == 2
    assert "vi, en" in ended.line


def test_the_language_by_option_beats_that_of_the_environment(
    seeded: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_LANG", "en")
    assert "of 191 tasks" in run(seeded, "list").out
    assert "191/191 nhiệm vụ" in run(seeded, "--lang", "vi", "list").out
    assert "191/191 nhiệm vụ" in run(seeded, "--lang=vi", "list").out


def test_a_settings_file_gives_language_and_database(
    seeded: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"lang = 'en'\ndatabase = '{seeded.as_posix()}'")
    monkeypatch.setenv("TRACKER_SETTINGS", str(file))
    assert "of 191 tasks" in run(None, "list").out


def test_a_minus_behind_an_option_stays_what_was_typed(seeded: Path, run: Run) -> None:
    ended = run(
        seeded, "report", "D7.2-my-xuyen", "3", "--period", "2021-Q1", "--note", "-5 so với 2020"
    )
    assert ended.code == 0
    reports = run(seeded, "show", "D7.2-my-xuyen", "--json").json["reports"]
    assert reports[0]["note"] == "-5 so với 2020"
