"""``tracker doctor``, ``backup`` and ``restore`` from the command line."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.cli.running import Run, fingerprint
from tracker.settings import backup_folder

REPORT = ("report", "D7.2-my-xuyen", "4", "--period", "2021-Q1")


def names(database: Path) -> list[str]:
    return sorted(path.name for path in backup_folder(database).iterdir())


def tamper(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        for guard in ("journal_keeps_entries", "journal_loses_no_entry"):
            connection.execute(f"DROP TRIGGER {guard}")
        connection.execute(statement)
        connection.commit()


def test_a_clean_database_says_so_and_ends_with_0(run: Run, seeded: Path) -> None:
    before = fingerprint(seeded)
    ended = run(seeded, "--lang", "en", "doctor")
    assert ended.code == 0
    assert ended.err == ""
    assert [line[0] for line in ended.out.splitlines()] == ["✓"] * 10 + ["1"]
    assert fingerprint(seeded) == before


def test_the_first_changed_entry_is_named_with_exit_code_1(run: Run, seeded: Path) -> None:
    run(seeded, "backup")
    tamper(seeded, "UPDATE journal SET who = 'x' WHERE number IN (40, 50)")
    ended = run(seeded, "doctor", "--json")
    assert ended.code == 1
    assert not ended.json["clean"]
    (finding,) = ended.json["checks"]["journal"]
    assert (finding["kind"], finding["number"]) == ("EntryChanged", 40)
    assert {f["guard"] for f in ended.json["checks"]["schema"]} == {
        "journal_keeps_entries",
        "journal_loses_no_entry",
    }
    spoken = run(seeded, "doctor")
    assert "Mục ghi sổ #40 không còn như lúc niêm phong" in spoken.out


def test_a_printed_seal(run: Run, seeded: Path) -> None:
    seal = run(seeded, "backup", "--json").json["seal"]
    run(seeded, *REPORT)
    for printed in (seal["printed"], f"#{seal['last']} {seal['digest']}"):
        ended = run(seeded, "--lang", "en", "doctor", "--seal", printed)
        assert ended.code == 0
        assert "still the one that was printed" in ended.out
    other = run(seeded, "--lang", "en", "doctor", "--seal", f"#{seal['last']} {'0' * 16}")
    assert other.code == 1
    assert "is NOT the one" in other.out
    assert run(seeded, "doctor", "--seal", "#12").code == 3


def test_a_mistyped_seal_sounds_no_alarm(run: Run, seeded: Path) -> None:
    seal = run(seeded, "backup", "--json").json["seal"]
    digits = ("0" if seal["digest"][0] != "0" else "1") + seal["digest"][1:16]
    for last, typed, said in (
        (seal["last"], digits, "copied right"),
        (seal["last"] + 7, digits, f"ends at entry #{seal['last']}"),
        (1, digits, "no seal of this record ends at #1"),
        (1, seal["digest"][:16], "the digits of the seal"),
    ):
        ended = run(seeded, "--lang", "en", "doctor", "--seal", f"#{last} {typed}")
        assert ended.code == 1
        assert said in ended.out
        assert seal["printed"] in ended.out
        assert "is NOT the one" not in ended.out
        told = run(seeded, "doctor", "--seal", f"#{last} {typed}", "--json").json
        assert told["still_as_printed"] is None


def test_repair_says_what_it_did(run: Run, seeded: Path) -> None:
    tamper(seeded, "UPDATE task_state SET weight = 9")
    ended = run(seeded, "--lang", "en", "doctor", "--repair")
    assert ended.code == 1  # the guards stay away: only what is derived is made anew
    assert "made anew from the facts (journal entry #" in ended.out
    assert "✓ derived states" in ended.out
    assert names(seeded) == [f"daily-{date.today()}.sqlite"]  # noqa: DTZ011 - the machine's day


def test_a_backup_says_where_it_is_and_up_to_what(run: Run, seeded: Path, tmp_path: Path) -> None:
    path = tmp_path / "sao-luu.sqlite"
    ended = run(seeded, "--lang", "en", "backup", str(path))
    assert ended.code == 0
    assert ended.out.startswith(f"Backed up: {path} (up to entry #")
    again = run(seeded, "backup", str(path))
    assert (again.code, "--force" in again.line) == (3, True)
    assert run(seeded, "backup", str(path), "--force").code == 0


def test_backups_are_listed(run: Run, seeded: Path) -> None:
    assert "chưa có" in run(seeded, "backup", "--list").line.lower()
    run(seeded, "backup")
    (listed,) = run(seeded, "backup", "--list", "--json").json
    assert Path(listed["file"]).stat().st_size == listed["bytes"]
    assert listed["file"] in run(seeded, "backup", "--list").out


def test_the_first_write_of_a_day_leaves_a_backup_and_reading_none(run: Run, seeded: Path) -> None:
    run(seeded, "summary")
    assert not backup_folder(seeded).exists()
    run(seeded, *REPORT)
    run(seeded, "report", "D7.2-my-xuyen", "5", "--period", "2021-Q2")
    assert names(seeded) == [f"daily-{date.today()}.sqlite"]  # noqa: DTZ011 - likewise


def test_a_daily_backup_that_fails_is_one_line_and_the_report_is_written(
    run: Run, seeded: Path
) -> None:
    backup_folder(seeded).write_text("", encoding="utf-8")
    ended = run(seeded, "--lang", "en", *REPORT)
    assert ended.code == 0
    (warning,) = (line for line in ended.err.splitlines() if "Warning" in line)
    assert "today's backup was not made" in warning


@pytest.mark.parametrize("options", [(), ("--yes",)])
def test_restore_says_what_would_be_lost(
    options: tuple[str, ...], run: Run, seeded: Path, tmp_path: Path
) -> None:
    path = tmp_path / "sao-luu.sqlite"
    run(seeded, "backup", str(path))
    run(seeded, *REPORT)
    (entry,) = (e["number"] for e in run(seeded, "history", REPORT[1], "--json").json[:1])
    ended = run(seeded, "--lang", "en", "restore", str(path), *options)
    assert ended.code == 0
    origin, lost, kept, undo, after = ended.err.splitlines()
    assert origin.startswith(f"The backup (soc-trang-2021) is from entry #{entry - 1}, recorded ")
    assert f"not in the backup: 1, from #{entry} recorded " in lost
    (replaced,) = backup_folder(seeded).glob("replaced-*")
    assert kept == f"The present database will be kept as {replaced}."
    assert "cannot be undone" in undo
    assert str(replaced) in after
    assert run(seeded, "show", "D7.2-my-xuyen", "--json").json["reports"] == []
    assert run(seeded, "doctor").code == 0
    again = run(seeded, "restore", str(path), *options)
    assert "không có trong bản sao lưu: không có mục nào" in again.err


def test_restore_asks_at_a_terminal(
    run: Run, seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sao-luu.sqlite"
    run(seeded, "backup", str(path))
    run(seeded, *REPORT)
    before = fingerprint(seeded)
    monkeypatch.setattr("tracker.cli.asking_back.at_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("k\n"))
    ended = run(seeded, "restore", str(path))
    assert ended.code == 3
    assert "Phục hồi? [c/K]" in ended.err
    assert fingerprint(seeded) == before


@pytest.mark.postgres
def test_a_server_has_its_own_programs(run: Run, postgres_database: str, tmp_path: Path) -> None:
    run(postgres_database, "seed", "soc-trang-2021")
    for arguments in (("backup",), ("backup", "--list"), ("restore", str(tmp_path / "x"))):
        ended = run(postgres_database, *arguments)
        assert (ended.code, "pg_dump" in ended.line) == (3, True)
