"""Texts of users are shown as they are, and never obeyed."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest

from tests.cli.running import Run, Terminal
from tracker.cli.main import main

HOSTILE = (
    "=1+1 [bold red]x[/bold red] [link=a]b[/link] {{ 7*7 }} <b>y</b> \x1b[31m\nz \u202eabc \x9b"
)
SHOWN = (
    "=1+1 [bold red]x[/bold red] [link=a]b[/link] {{ 7*7 }} <b>y</b> ␛[31m␊z ⟪U+202E⟫abc ⟪U+009B⟫"
)
BY = ("--document", HOSTILE, "--document-day", "5/1/2021")
STEERING = "\x1b\x9b\u202e"


@pytest.fixture
def hostile(seeded: Path, run: Run) -> Path:
    """A database in which every text that a user may write is a hostile one."""
    steps = [
        (
            *("add", "--directive", "D7", "--unit", "my-xuyen", "--title", HOSTILE),
            *("--title-en", HOSTILE, "--measure", "sum", "--unit-of-measure", HOSTILE),
            *("--rhythm", "quarter", "--target", "4", "--code", "X.1"),
        ),
        (
            *("report", "X.1", "3", "--period", "2021-Q1"),
            *("--note", HOSTILE, "--evidence", HOSTILE),
        ),
        ("edit", "X.1", "--target", "5", *BY, "--why", HOSTILE),
        ("confirm", "X.1", *BY),
        ("cancel", "X.1", "--why", HOSTILE),
    ]
    for step in steps:
        ended = run(seeded, *step)
        assert ended.code == 0, ended.err
        assert not set(STEERING) & set(ended.out + ended.err)
        assert "\nz" not in ended.out
    return seeded


@pytest.mark.parametrize(
    "command", [("list", "X.1"), ("show", "X.1"), ("history", "X.1"), ("list", HOSTILE[:30])]
)
def test_people_see_pictures_instead_of_control_characters(
    command: tuple[str, ...], hostile: Path, run: Run
) -> None:
    for lang in ("vi", "en"):
        out = run(hostile, "--lang", lang, *command).out
        assert SHOWN in out
        assert not set(STEERING) & set(out)


def test_a_terminal_is_not_steered_and_markup_is_not_obeyed(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    for name, value in {"COLUMNS": "400", "TERM": "xterm", "NO_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", terminal)
    for command in (("list", "X.1"), ("show", "X.1"), ("history", "X.1")):
        assert main(["--database", str(hostile), *command]) == 0
    assert terminal.shown.count("[bold red]x[/bold red]") >= 6
    assert "\x1b[31m" not in terminal.shown
    assert "\u202e" not in terminal.shown


def test_json_holds_the_very_text_and_steers_no_terminal(hostile: Path, run: Run) -> None:
    for command in (("list", "X.1"), ("show", "X.1"), ("history", "X.1")):
        ended = run(hostile, *command, "--json")
        assert not set(STEERING) & set(ended.out)
        assert HOSTILE in str(ended.json) or HOSTILE in texts(ended.json)
    assert run(hostile, "list", "X.1", "--json").json[0]["title"] == HOSTILE


def test_an_exported_json_steers_no_terminal_either(
    hostile: Path, run: Run, tmp_path: Path
) -> None:
    ended = run(hostile, "export", "json", "-o", "-", "--unit", "my-xuyen")
    assert not set(STEERING) & set(ended.out)
    assert HOSTILE in texts(ended.json)
    run(hostile, "export", "json", "-o", str(tmp_path / "a.json"), "--unit", "my-xuyen")
    assert (tmp_path / "a.json").read_bytes() == ended.out.encode()


def texts(found: object) -> set[str]:
    """Every text in a JSON value."""
    if isinstance(found, str):
        return {found}
    parts = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return {text for part in parts for text in texts(part)}


def test_csv_holds_no_formula(hostile: Path, run: Run) -> None:
    table = run(hostile, "list", "X.1", "--csv").out.removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(table, newline=""))
    assert row["title"] == "'" + SHOWN


def test_a_message_repeats_a_text_on_one_line(hostile: Path, run: Run) -> None:
    for command in (
        ("show", "X\n\x1b[31m"),
        ("list", "--unit", "a\nb"),
        ("lst\x1b",),
        ("report", "X.1", "3\n4", "--period", "2021-Q2"),
        ("report", "X.1", "3", "--period", "2021\n\x9b"),
        ("edit", "X.1", "--measure", "a\nb"),
        ("export", "md", "-o", "/no\nwhere/x"),
        ("seed", "a\nb"),
    ):
        ended = run(hostile, *command)
        assert ended.code in (1, 2, 3)
        assert not set(STEERING) & set(ended.line)


def test_composed_and_decomposed_letters_are_one(seeded: Path, run: Run) -> None:
    run(seeded, "edit", "D7.2-my-xuyen", "--title", "Đối thoa\u0323i")
    assert run(seeded, "list", "D7.2-my-xuyen", "--json").json[0]["title_vi"] == "Đối thoại"
