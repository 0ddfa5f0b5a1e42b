"""``--known-on``: what had been recorded by then, on every command that reads."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.cli.running import Run, fingerprint
from tracker.cli.app import command_line
from tracker.export import Format

TASK = "D7.2-my-xuyen"


def text_of(file: bytes, form: Format) -> str:
    if form is Format.DOCX:
        return "\n".join(p.text for p in docx.Document(io.BytesIO(file)).paragraphs)
    if form is Format.XLSX:
        book = openpyxl.load_workbook(io.BytesIO(file))
        return "\n".join(str(c.value) for sheet in book for row in sheet for c in row)
    return file.decode()


def test_a_past_summary_comes_out_again(run: Run, seeded: Path) -> None:
    at = ("--as-of", "30/6/2021")
    run(seeded, "report", TASK, "1", "--period", "2021-Q1")
    then = run(seeded, *at, "summary", "--json").json
    entry = run(seeded, "history", TASK, "--json").json[0]["number"]
    run(seeded, "report", TASK, "4", "--period", "2021-Q1")
    run(seeded, "edit", TASK, "--title", "Tên khác")
    now = run(seeded, *at, "summary", "--json").json
    again = run(seeded, *at, "--known-on", f"#{entry}", "summary", "--json").json
    assert again["known_on"]["entry"] == entry
    assert again | {"known_on": None} == then != now
    shown = run(seeded, *at, "--known-on", f"#{entry}", "list", TASK)
    assert f"theo sổ ghi đến #{entry}" in shown.out
    assert "Tên khác" not in shown.out
    detail = run(seeded, *at, "--known-on", f"#{entry}", "show", TASK, "--json").json
    assert (detail["value"], detail["known_on"]["entry"]) == (1, entry)


def test_every_export_says_up_to_which_entry(run: Run, seeded: Path, tmp_path: Path) -> None:
    for form in Format:
        path = tmp_path / f"a.{form.value}"
        ended = run(seeded, "--known-on", "#192", "export", form.value, "-o", str(path))
        assert ended.code == 0, ended.err
        assert "192" in text_of(path.read_bytes(), form), form


@pytest.mark.parametrize(
    ("asked", "said"),
    [("#9999", "#192"), ("#0", "#192"), ("hôm qua", "hôm qua"), ("1/1/2020", "chưa ghi sổ")],
)
def test_a_moment_that_nothing_is_known_of(asked: str, said: str, run: Run, seeded: Path) -> None:
    ended = run(seeded, "--known-on", asked, "summary")
    assert ended.code == 3
    assert said in ended.line


PERIOD = ("--period", "2021-Q1")
ADDED = ("--unit-of-measure", "cuộc", "--rhythm", "quarter")
WRITES = (
    ("seed",),
    ("seed", "--if-missing"),
    ("seed", "--dry-run"),
    ("report", TASK, "1", *PERIOD),
    ("account", "my-xuyen", *PERIOD, "--file", "-"),
    ("submit", TASK),
    ("accept", TASK),
    ("return", TASK, "--comment", "x"),
    ("add", "--directive=D9", "--unit=my-xuyen", "--title=x", "--measure=sum", *ADDED),
    ("edit", TASK, "--title", "x"),
    ("assign", TASK, "my-tu"),
    ("cancel", TASK, "--why", "x"),
    ("resume", TASK),
    ("confirm", "--all", "--document", "1", "--document-day", "15/1/2021"),
    ("undo",),
    ("redo",),
    ("close", "2021-Q1"),
    ("reopen", "2021-Q1", "--reason", "x"),
    ("demo", "--keep", "mau.sqlite"),
    ("backup",),
    ("restore", "x"),
    ("doctor",),
    ("doctor", "--repair"),
)


@pytest.mark.parametrize("command", WRITES, ids=" ".join)
def test_what_works_on_the_present_refuses_a_past_record(
    command: tuple[str, ...],
    run: Run,
    seeded: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = fingerprint(seeded), sorted(tmp_path.iterdir())
    if "-" in command:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))
    ended = run(seeded, "--lang", "en", "--known-on", "#192", *command)
    assert (ended.code, ended.out) == (2, "")
    assert ended.line.startswith("--known-on is for looking at the record as it was")
    assert (fingerprint(seeded), sorted(tmp_path.iterdir())) == before


def test_every_command_is_known_to_read_or_to_refuse() -> None:
    reads = {"list", "show", "history", "summary", "owed", "explain", "corrections", "export"}
    reads |= {"verify", "view", "matrix"}
    named = {command.partition(" ")[0] for command in command_line().commands}  # type: ignore[attr-defined]
    assert named == reads | {command[0] for command in WRITES}
