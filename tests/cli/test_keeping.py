"""``tracker doctor``, ``backup`` and ``restore`` from the command line."""

from __future__ import annotations

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


def test_restore(run: Run, seeded: Path, tmp_path: Path) -> None:
    path = tmp_path / "sao-luu.sqlite"
    run(seeded, "backup", str(path))
    run(seeded, *REPORT)
    ended = run(seeded, "--lang", "en", "restore", str(path))
    assert ended.code == 0
    assert "The backup holds: soc-trang-2021; 19" in ended.err
    assert "It replaces: soc-trang-2021; 19" in ended.err
    assert "cannot be undone" in ended.err
    assert "is kept as" in ended.err
    assert run(seeded, "show", "D7.2-my-xuyen", "--json").json["reports"] == []
    assert run(seeded, "doctor").code == 0


@pytest.mark.postgres
def test_a_server_has_its_own_programs(run: Run, postgres_database: str, tmp_path: Path) -> None:
    run(postgres_database, "seed", "soc-trang-2021")
    for arguments in (("backup",), ("backup", "--list"), ("restore", str(tmp_path / "x"))):
        ended = run(postgres_database, *arguments)
        assert (ended.code, "pg_dump" in ended.line) == (3, True)
