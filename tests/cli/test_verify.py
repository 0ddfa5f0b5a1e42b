"""``tracker verify``, ``corrections`` and ``explain``."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.cli.running import Run
from tracker.export import Format

TASK = "D7.2-my-xuyen"
AT = ("--as-of", "30/6/2021")


@pytest.fixture
def reported(seeded: Path, run: Run) -> Path:
    run(seeded, "report", TASK, "1", "--period", "2021-Q1", "--yes")
    return seeded


def exported(run: Run, database: Path, form: str, folder: Path, *more: str) -> Path:
    path = folder / f"a.{form}"
    assert run(database, *AT, "export", form, "-o", str(path), *more).code == 0
    return path


@pytest.mark.parametrize("form", Format)
def test_a_file_holds_and_says_what_today_is_another(
    form: Format, reported: Path, run: Run, tmp_path: Path
) -> None:
    file = exported(run, reported, form.value, tmp_path, "--unit", "my-xuyen")
    fresh = run(reported, "verify", str(file), "--json")
    assert (fresh.code, fresh.json["holds"], fresh.json["since"]) == (0, True, [])
    assert (fresh.json["sealed"], fresh.json["format"]) == ("holds", form.value)
    run(reported, "report", TASK, "3", "--period", "2021-Q1", "--yes")
    run(reported, "edit", TASK, "--title", "Tên khác")
    run(reported, "seed", "soc-trang-2021")
    later = run(reported, "verify", str(file), "--json").json
    assert (later["holds"], later["repeated"], later["altered"]) == (True, True, [])
    assert later["since"][0]["where"] == "totals"
    risen = {"where": "task", "which": TASK, "figure": "value", "before": "1", "after": "3"}
    assert risen in later["since"]
    said = run(reported, "--lang", "en", "verify", str(file))
    assert said.out.splitlines()[-1] == f"{file} holds."
    assert "result: 1 → 3" in said.out


def test_every_format_of_one_summary_has_one_fingerprint(
    reported: Path, run: Run, tmp_path: Path
) -> None:
    found = {
        run(reported, "verify", str(exported(run, reported, form.value, tmp_path)), "--json").json[
            "fingerprint"
        ]
        for form in Format
    }
    assert len(found) == 1


def test_a_file_that_was_altered_does_not_hold(reported: Path, run: Run, tmp_path: Path) -> None:
    file = exported(run, reported, "json", tmp_path)
    whole = json.loads(file.read_text(encoding="utf-8"))
    whole["totals"]["at_risk"] = 0
    file.write_text(json.dumps(whole), encoding="utf-8")
    ended = run(reported, "--lang", "en", "verify", str(file))
    assert ended.code == 1
    assert ended.out.splitlines()[-1] == f"{file} does NOT hold."
    assert "Totals · at risk: 154 → 0" in ended.out
    told = run(reported, "verify", str(file), "--json")
    assert (told.code, told.json["unaltered"], told.json["repeated"]) == (1, False, True)


def test_a_record_that_was_altered_breaks_the_seal(
    reported: Path, run: Run, tmp_path: Path
) -> None:
    file = exported(run, reported, "csv", tmp_path)
    with sqlite3.connect(reported) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            if name.startswith("journal"):
                database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE journal SET why = 'khác' WHERE number = 5")
    database.close()
    told = run(reported, "verify", str(file), "--json")
    assert (told.code, told.json["sealed"], told.json["repeated"]) == (1, "broken", True)
    assert any("#5" in fault for fault in told.json["faults"])


def test_another_record_is_refused(
    reported: Path, seeded_once: Path, run: Run, tmp_path: Path
) -> None:
    file = exported(run, reported, "md", tmp_path)
    ended = run(seeded_once, "verify", str(file))  # it has one entry less
    assert ended.code == 3
    assert "#193" in ended.line
    other = run(reported, "--plan", "khac", "verify", str(file))
    assert other.code == 3
    assert "khac" in other.line
    text = file.read_text(encoding="utf-8").replace("plan=soc-trang-2021", "plan=ca-mau-2021")
    file.write_text(text, encoding="utf-8")
    unknown = run(reported, "verify", str(file))
    assert unknown.code == 3
    assert "ca-mau-2021" in unknown.line


def test_what_cannot_be_verified_is_said_in_one_line(
    reported: Path, run: Run, tmp_path: Path
) -> None:
    for name, content in (("a.docx", b"PK\x03\x04 half"), ("b.csv", b""), ("c.md", b"# Hello\n")):
        (tmp_path / name).write_bytes(content)
        ended = run(reported, "verify", str(tmp_path / name))
        assert (ended.code, name in ended.line) == (3, True)
    for place in (tmp_path / "nowhere.docx", tmp_path):
        ended = run(reported, "verify", str(place))
        assert (ended.code, str(place) in ended.line) == (3, True)


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes and sparse files are Unix's")
def test_pipes_and_huge_files_are_not_read(reported: Path, run: Run, tmp_path: Path) -> None:
    huge, pipe = tmp_path / "huge.csv", tmp_path / "pipe"
    with huge.open("wb") as file:
        file.truncate(2**30)  # sparse: it takes no room
    os.mkfifo(pipe)
    for place in (huge, pipe):
        ended = run(reported, "verify", str(place))
        assert (ended.code, str(place) in ended.line) == (3, True)


def test_a_past_export_comes_out_again_with_its_fingerprint(
    reported: Path, run: Run, tmp_path: Path
) -> None:
    first = json.loads(exported(run, reported, "json", tmp_path).read_text(encoding="utf-8"))
    entry = first["particulars"]["entry"]
    run(reported, "report", TASK, "4", "--period", "2021-Q1", "--yes")
    again = tmp_path / "again.json"
    run(reported, *AT, "--known-on", f"#{entry}", "export", "json", "-o", str(again))
    second = json.loads(again.read_text(encoding="utf-8"))
    assert second["particulars"]["fingerprint"] == first["particulars"]["fingerprint"]
    assert second["tasks"] == first["tasks"]


def test_corrections_are_none_right_after_and_then_say_what_changed(
    reported: Path, run: Run
) -> None:
    none = run(reported, *AT, "corrections", "--since", "#193", "--json").json
    assert (none["totals"], none["corrections"]) == ([], [])
    run(reported, "report", TASK, "3", "--period", "2021-Q1", "--yes")
    run(reported, "edit", TASK, "--deadline", "1/12/2021", "--why", "Công văn 5")
    told = run(reported, *AT, "corrections", "--since", "#193", "--json").json
    assert [c["entry"]["number"] for c in told["corrections"]] == [194, 195]
    assert {"figure": "value", "before": "1", "after": "3"} in told["corrections"][0]["altered"]
    assert told["corrections"][1]["entry"]["why"] == "Công văn 5"
    said = run(reported, "--lang", "en", *AT, "corrections", "--since", "#193").out
    assert "result: 1 → 3" in said
    assert "why: Công văn 5" in said
    elsewhere = run(reported, *AT, "corrections", "--since", "#193", "--unit", "my-tu", "--json")
    assert elsewhere.json["corrections"] == []
    refused = run(reported, "corrections", "--since", "#999")
    assert (refused.code, "#195" in refused.line) == (3, True)
    assert run(reported, "corrections", "--since", "hôm qua").code == 3


def test_explain_states_the_arithmetic_and_the_reports(reported: Path, run: Run) -> None:
    said = run(reported, "--lang", "en", *AT, "explain", "--unit", "my-xuyen").out
    assert "Completion = Σ (weight × share) ÷ Σ weight = 0,5 ÷ 14 = 3,6 %" in said
    assert "weight 2 × share 0,25 = 0,5   (1 ÷ 4 meetings = 25,0 %)" in said.replace(
        "sessions", "meetings"
    ).replace("dialogues", "meetings")
    assert "typed “1”" in said
    assert "#193" in said
    told = run(reported, *AT, "explain", "--unit", "my-xuyen", "--limit", "3", "--json").json
    assert (len(told["tasks"]), told["more"]) == (3, told["totals"]["tasks"] - 3)
    assert told["credit"] == "1/2"
    every = run(reported, *AT, "explain", "--words", "doi thoai", "--status", "attention", "--json")
    assert every.code == 0
    for limit in ("0", "-1", "x", "1234567"):
        assert run(reported, "explain", "--limit", limit).code == 2
