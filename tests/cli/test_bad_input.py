"""What is refused: one clear line, the exit code that fits, and not a byte written."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.cli.running import Run, fingerprint

REPORT = ("report", "D7.2-my-xuyen")
ADD = (
    *("add", "--directive", "D7", "--unit", "my-xuyen", "--title", "x", "--measure", "sum"),
    *("--unit-of-measure", "cuộc", "--rhythm", "quarter"),
)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("report", "D7.2-my-xuyn", "1", "--period", "2021-Q1"),
            ["D7.2-my-xuyn", "“D7.2-my-xuyen”"],
        ),
        (("show", "D7.2-my"), ["D7.2-my", "“D7.2-my-"]),
        (("history", "nothing-like-it"), ["nothing-like-it", "soc-trang-2021"]),
        (("list", "--unit", "my-xuyn"), ["my-xuyn", "“my-xuyen”"]),
        (("list", "--unit", "mỹ xuyên"), ["mỹ xuyên", "“my-xuyen”"]),
        (("summary", "--directive", "D77"), ["D77", "“D7”"]),
        (("assign", "D7.2-my-xuyen", "my-tuu"), ["my-tuu", "“my-tu”"]),
        ((*REPORT, "1", "--period", "2021-Q5"), ["2021-Q5", "2021-Q1"]),
        ((*REPORT, "1", "--period", "2021-9M"), ["2021-9M"]),
        ((*REPORT, "1", "--period", "2021-03"), ["2021-03", "2021-Q1, 2021-Q2, 2021-Q3, 2021-Q4"]),
        ((*REPORT, "1", "--period", "2022-Q1"), ["2022-Q1", "2021", "2021-Q1"]),
        ((*REPORT, "1", "--period", "2021-Q1", "--on", "5/1/2022"), ["5/1/2022", "2021"]),
        ((*REPORT, "1", "--period", "2021-Q4", "--on", "5/1/2021"), ["2021-Q4", "1/10/2021"]),
        ((*REPORT, "1", "--period", "2021-Q1", "--on", "31/2/2021"), ["31/2/2021"]),
        ((*REPORT, "1", "--period", "2021-Q1", "--on", "5/1/21"), ["5/1/21"]),
        ((*REPORT, "1.5", "--period", "2021-Q1"), ["1.5", "“1,5”"]),
        ((*REPORT, "44,962.000 đ", "--period", "2021-Q1"), ["44,962.000"]),
        ((*REPORT, "ba", "--period", "2021-Q1"), ["ba"]),
        ((*REPORT, "3 mô hình", "--period", "2021-Q1"), ["mô hình", "cuộc"]),
        ((*REPORT, "-5", "--period", "2021-Q1"), ["-5", "0"]),
        ((*REPORT, "--period", "2021-Q1", "--", "-5"), ["-5", "0"]),
        (("report", "D2.1-my-tu", "2", "--period", "2021-02"), ["D2.1-my-tu", "1", "0"]),
        (
            ("report", "D5.2-my-xuyen", "2", "--period", "2021-H1", "--cumulative"),
            ["D5.2-my-xuyen"],
        ),
        (("edit", "D7.2-my-xuyen", "--target", "-5"), ["Không nhận chỉ tiêu -5:"]),
        (("edit", "D7.2-my-xuyen", "--weight", "0"), ["0", "1", "100"]),
        (("edit", "D7.2-my-xuyen", "--deadline", "1/1/2022"), ["1/1/2022", "2021"]),
        (("edit", "D7.2-my-xuyen", "--title", " "), ["--title", "không được để trống"]),
        (("edit", "D7.2-my-xuyen", "--title", "-"), ["--title", "không được để trống"]),
        (("edit", "D7.2-my-xuyen", "--unit-of-measure", "-"), ["--unit-of-measure"]),
        (("edit", "D7.2-my-xuyen", "--unit", "-"), ["--unit "]),
        (("edit", "D7.2-my-xuyen", "--unit", ""), ["--unit "]),
        ((*ADD[:5], "--title", " ", *ADD[7:]), ["--title", "không được để trống"]),
        ((*ADD, "--unit-of-measure", "-"), ["--unit-of-measure"]),
        (("edit", "D7.2-my-xuyen", "--target", "4"), ["D7.2-my-xuyen"]),
        (("edit", "D7.2-my-xuyen", "--baseline", "1", "--from", "1/7/2021"), ["kết quả năm trước"]),
        ((*ADD, "--code", "D7.2-my-xuyen"), ["D7.2-my-xuyen"]),
        ((*ADD, "--code", "mã lạ"), ["mã lạ"]),
        ((*ADD, "--coordinating", "my-xuyen"), ["my-xuyen"]),
        (("cancel", "D7.2-my-xuyen"), ["D7.2-my-xuyen"]),
        (("resume", "D7.2-my-xuyen"), ["D7.2-my-xuyen"]),
        (("list", "\udcff"), ["⟪U+DCFF⟫", "UTF-8"]),
        (("confirm", "D7.2-my-xuyen", "--document", " "), ["12-KH/BDVTU"]),
        (("confirm", "D7.2-my-xuyen", "--document", "12-KH"), ["12-KH", "15/1/2021"]),
        (
            (
                *("confirm", "--words", "khong co", "--words", "gi", "--unit", "my-xuyen"),
                *("--document", "12-KH", "--document-day", "5/1/2021"),
            ),
            ["--words “khong co gi”", "--unit my-xuyen"],
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_refused(arguments: tuple[str, ...], says: list[str], seeded: Path, run: Run) -> None:
    before = fingerprint(seeded)
    ended = run(seeded, *arguments)
    assert ended.code == 3
    assert ended.out == ""
    assert all(part in ended.remark for part in says), ended.err
    assert fingerprint(seeded) == before


def test_an_unknown_plan_names_those_there_are(seeded: Path, run: Run) -> None:
    ended = run(seeded, "--plan", "soc-trang-2022", "list")
    assert ended.code == 3
    assert "“soc-trang-2021”" in ended.line


def test_a_stopped_task_takes_no_report(seeded: Path, run: Run) -> None:
    run(seeded, "cancel", "D7.2-my-xuyen", "--why", "x", "--from", "1/2/2021")
    before = fingerprint(seeded)
    ended = run(seeded, *REPORT, "3", "--period", "2021-Q1")
    assert (ended.code, ended.out) == (3, "")
    assert "1/2/2021" in ended.remark
    assert fingerprint(seeded) == before


def test_a_falling_cumulative_figure_is_refused(seeded: Path, run: Run) -> None:
    run(seeded, *REPORT, "3", "--period", "2021-Q1")
    before = fingerprint(seeded)
    ended = run(seeded, *REPORT, "2", "--period", "2021-Q2", "--cumulative")
    assert ended.code == 3
    assert all(figure in ended.line for figure in "23")
    assert fingerprint(seeded) == before


@pytest.mark.parametrize(
    "command", [("list",), ("summary", "--json"), (*REPORT, "1", "--period", "2021-Q1")]
)
def test_without_a_database_a_line_says_how_to_make_one_and_none_is_made(
    command: tuple[str, ...], run: Run, tmp_path: Path, nobodys_machine: Path
) -> None:
    for place in (None, tmp_path / "none.db"):
        ended = run(place, *command)
        assert (ended.code, ended.out) == (3, "")
        assert "tracker seed soc-trang-2021" in ended.line
    assert list(tmp_path.iterdir()) == list(nobodys_machine.rglob("*")) == []


def test_an_empty_file_is_no_plan_and_stays_empty(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    empty.touch()
    assert run(empty, "list").code == 3
    assert empty.stat().st_size == 0


@pytest.mark.parametrize(
    "command", [("list",), ("seed",), ("seed", "--dry-run"), ("demo", "--keep")]
)
def test_a_folder_that_does_not_exist_is_named_with_the_nearest_that_does(
    command: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    place = tmp_path / "no" / "such" / "tracker.db"
    ended = run(None, *command, str(place)) if command[0] == "demo" else run(place, *command)
    assert ended.code == 1
    assert f"{place.parent};" in ended.line
    assert ended.line.endswith(f"{tmp_path}.")
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_is_no_database(run: Run) -> None:
    ended = run("mysql://localhost/x", "list")
    assert ended.code == 3
    assert "postgresql://" in ended.line


def test_a_password_is_never_repeated(run: Run) -> None:
    ended = run("postgresql://me:geheim@127.0.0.1:1/x", "list")
    assert ended.code == 1
    assert "geheim" not in ended.line


WRITES = [("list",), (*REPORT, "1", "--period", "2021-Q1"), ("seed",)]


@pytest.mark.parametrize("command", WRITES)
def test_a_file_that_is_no_database(command: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    file = tmp_path / "tracker.db"
    file.write_bytes(os.urandom(20_000))
    before = fingerprint(file)
    ended = run(file, *command)
    assert (ended.code, ended.out) == (1, "")
    assert str(file) in ended.line
    assert fingerprint(file) == before


@pytest.mark.parametrize("command", WRITES)
def test_a_database_of_which_half_is_gone(command: tuple[str, ...], seeded: Path, run: Run) -> None:
    whole = seeded.read_bytes()
    seeded.write_bytes(whole[: len(whole) // 8])
    before = fingerprint(seeded)
    ended = run(seeded, *command)
    assert ended.code == 1
    assert str(seeded) in ended.line
    assert fingerprint(seeded) == before


def test_a_database_of_another_program(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE song (title TEXT)")
    connection.close()
    before = fingerprint(file)
    for command in (("list",), ("seed",)):
        ended = run(file, *command)
        assert ended.code == 1
        assert str(file) in ended.line
    assert fingerprint(file) == before


def test_a_path_that_is_a_folder(run: Run, tmp_path: Path) -> None:
    for command in (("list",), ("seed",)):
        ended = run(tmp_path, *command)
        assert ended.code == 1
        assert str(tmp_path) in ended.line


@pytest.fixture
def read_only(seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The seeded database where this process may read and not write, even if root runs the test."""
    folder = Path(tempfile.mkdtemp(prefix="read-only-"))
    file = Path(shutil.copy(seeded, folder / "tracker.db"))
    monkeypatch.setenv("TRACKER_SETTINGS", str(folder / "none.toml"))
    file.chmod(0o444)
    folder.chmod(0o555)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root:
        os.seteuid(65534)  # root may write anywhere; nobody may not
    try:
        yield file
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        file.chmod(0o644)
        shutil.rmtree(folder)


def test_a_read_only_database(read_only: Path, run: Run) -> None:
    before = fingerprint(read_only)
    assert "191/191" in run(read_only, "list").out
    assert run(read_only, "summary", "--json").json["totals"]["tasks"] == 191
    for command in (
        (*REPORT, "1", "--period", "2021-Q1"),
        ("confirm", "--all", "--document", "12-KH", "--document-day", "5/1/2021"),
        ("cancel", "D8.1-my-tu", "--why", "x"),
    ):
        ended = run(read_only, *command)
        assert (ended.code, ended.out) == (1, ""), command
        assert str(read_only) in ended.remark
        assert "chỉ cho phép đọc" in ended.remark
    assert fingerprint(read_only) == before
    assert [path.name for path in read_only.parent.iterdir()] == ["tracker.db"]


def test_a_full_disk(seeded: Path, run: Run) -> None:
    """SQLite itself says that there is no room for another page."""

    def no_room(connection: sqlite3.Connection, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    rows = row_counts(seeded)
    event.listen(Engine, "connect", no_room)
    try:
        ended = run(seeded, *REPORT, "1", "--period", "2021-Q1", "--note", "x" * 100_000)
    finally:
        event.remove(Engine, "connect", no_room)
    assert (ended.code, ended.out) == (1, "")
    assert "đầy" in ended.remark
    assert str(seeded) in ended.remark
    assert row_counts(seeded) == rows


def row_counts(database: Path) -> dict[str, int]:
    connection = sqlite3.connect(database)
    try:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for (name,) in tables.fetchall()
        }
    finally:
        connection.close()


def test_what_nobody_foresaw_is_said_in_one_line_and_shown_in_full_on_request(
    seeded: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = sqlite3.connect(seeded)
    with connection:
        connection.execute("UPDATE task SET origins = '{' WHERE code = 'D8.1-my-tu'")
    connection.close()
    ended = run(seeded, "list")
    assert (ended.code, ended.out) == (1, "")
    assert "TRACKER_DEBUG=1" in ended.line
    monkeypatch.setenv("TRACKER_DEBUG", "1")
    assert "Traceback" in run(seeded, "list").err


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("database = [1]", "database"),
        ("data = 'x'", "“data”"),
        ("database =", ": “Invalid value (at "),
    ],
)
def test_a_settings_file_that_cannot_be_read(
    settings: str, says: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(settings)
    monkeypatch.setenv("TRACKER_SETTINGS", str(file))
    ended = run(None, "list")
    assert ended.code == 3
    assert str(file) in ended.line
    assert says in ended.line
    assert run(None, "list", "--help").code == 0  # help needs no settings


def test_the_systems_reasons_are_said_in_the_readers_language(
    run: Run, tmp_path: Path, seeded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_server = run(f"postgresql:///x?host={tmp_path}", "list")
    assert re.search("Không dùng được cơ sở dữ liệu .*: “.*No such file.*”$", no_server.line)
    too_long = str(tmp_path / ("x" * 300))
    ends = [
        (run(seeded, "export", "md", "-o", too_long), "tên quá dài"),
        (run(too_long, "list"), "tên quá dài"),
    ]
    monkeypatch.setenv("TRACKER_SETTINGS", str(tmp_path))
    ends.append((run(None, "list"), "đó là thư mục"))
    for ended, said in ends:
        assert ended.code in (1, 3)
        assert ended.line.endswith(f": {said}")
        assert "Errno" not in ended.line


def test_a_name_that_begins_with_a_tilde_and_is_no_users_is_a_name(
    run: Run, seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(seeded, "export", "md", "-o", "~khong-co-ai.md").code == 0
    assert (tmp_path / "~khong-co-ai.md").is_file()
    assert run("~khong-co-ai/x.db", "list").code == 1


def test_nothing_of_a_password_with_an_at_sign_is_shown(run: Run) -> None:
    ended = run("postgresql://an:mat@khau@localhost/db", "list")
    assert ended.code == 3
    assert "%40" in ended.line
    assert "mat" not in ended.line
    assert "khau" not in ended.line


def test_writing_on_a_day_of_another_year_is_remarked_on(run: Run, seeded: Path) -> None:
    ended = run(seeded, "--as-of", "30/6/2022", "edit", "D7.2-my-xuyen", "--target", "6", "--yes")
    assert "2022" in ended.err
