"""``tracker export``: the file and what becomes of one that is there."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Run, Terminal, in_a_process
from tracker.cli.main import main

BEGINNINGS = {"md": b"# ", "docx": b"PK", "xlsx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{"}


@pytest.mark.parametrize("form", BEGINNINGS)
def test_every_format_is_written(form: str, seeded: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / f"out.{form}"
    ended = run(seeded, "export", form, "-o", str(file), "--by", "directive", "--unit", "my-xuyen")
    assert (ended.code, ended.out) == (0, "")
    assert str(file) in ended.line
    assert file.read_bytes().startswith(BEGINNINGS[form])
    assert list(tmp_path.glob(".*")) == []


def test_a_file_that_is_there_is_left_alone_without_force(
    seeded: Path, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "out.md"
    file.write_text("mine")
    refused = run(seeded, "export", "md", "-o", str(file))
    assert refused.code == 3
    assert "--force" in refused.line
    assert file.read_text() == "mine"
    assert run(seeded, "export", "md", "-o", str(file), "--force").code == 0
    assert file.read_text(encoding="utf-8") != "mine"


def test_a_dash_writes_to_standard_output(seeded: Path, run: Run) -> None:
    ended = run(seeded, "export", "json", "-o", "-")
    assert ended.err == ""
    assert ended.json["totals"]["tasks"] == 191


def test_word_and_excel_do_not_go_to_a_terminal(
    seeded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["--database", str(seeded), "export", "docx", "-o", "-"]) == 2
    assert terminal.shown == ""


def test_word_goes_into_a_pipe_byte_for_byte(seeded: Path, tmp_path: Path) -> None:
    piped = tmp_path / "piped.docx"
    with piped.open("wb") as out:
        command = ("--database", str(seeded), "export", "docx", "-o", "-")
        ended = in_a_process(*command, stdout=out)
    assert ended.returncode == 0
    assert piped.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("place", "code"), [("nowhere/at/all/out.md", 1), (".", 3)], ids=["no folder", "a folder"]
)
def test_a_place_that_cannot_be_is_named(
    place: str, code: int, seeded: Path, run: Run, tmp_path: Path
) -> None:
    ended = run(seeded, "export", "md", "-o", str(tmp_path / place))
    assert ended.code == code
    assert str(tmp_path) in ended.line


def test_a_disk_that_fills_up_leaves_no_part_of_a_file(
    seeded: Path, run: Run, tmp_path: Path
) -> None:
    resource = pytest.importorskip("resource", reason="limits of a process are Unix's")
    run(seeded, "export", "json", "-o", "-")  # loads what the limit would not let it cache
    file = tmp_path / "out.json"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        ended = run(seeded, "export", "json", "-o", str(file))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert ended.code == 1
    assert str(file) in ended.line
    assert [path.name for path in tmp_path.iterdir()] == ["tracker.db"]


def test_force_writes_through_a_link_and_keeps_who_may_read(
    seeded: Path, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "archive").mkdir()
    real, link = tmp_path / "archive" / "real.md", tmp_path / "out.md"
    real.write_text("mine")
    real.chmod(0o600)
    link.symlink_to(real)
    assert run(seeded, "export", "md", "-o", str(link)).code == 3
    assert run(seeded, "export", "md", "-o", str(link), "--force").code == 0
    assert link.is_symlink()
    assert real.read_bytes().startswith(b"# ")
    if os.name != "nt":
        assert real.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are Unix's")
def test_what_is_no_file_is_never_replaced(seeded: Path, run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    ended = run(seeded, "export", "md", "-o", str(pipe), "--force")
    assert ended.code == 3
    assert str(pipe) in ended.line
    assert pipe.is_fifo()


def test_a_file_that_came_meanwhile_is_left_alone(
    seeded: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the place and the writing another program may write there."""
    from tracker import export

    file, render = tmp_path / "out.md", export.render

    def slowly(*arguments: Any) -> bytes:
        file.write_text("theirs")
        return render(*arguments)

    monkeypatch.setattr(export, "render", slowly)
    ended = run(seeded, "export", "md", "-o", str(file))
    assert ended.code == 3
    assert "--force" in ended.line
    assert file.read_text() == "theirs"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.md", "tracker.db"]


def test_the_figures_of_an_export_are_those_of_the_summary(
    seeded: Path, run: Run, tmp_path: Path
) -> None:
    run(seeded, "report", "D7.2-my-xuyen", "3", "--period", "2021-Q1")
    day = ("--as-of", "30/6/2021")
    run(seeded, *day, "export", "json", "-o", str(tmp_path / "a.json"), "--unit", "my-xuyen")
    exported = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    said = run(seeded, *day, "summary", "--unit", "my-xuyen", "--json").json
    assert {key: exported[key] for key in said} == said
    listed = run(seeded, *day, "list", "--unit", "my-xuyen", "--json").json
    assert exported["tasks"] == listed
