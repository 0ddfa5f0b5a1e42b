"""`make run`, as a person types it into a clean clone: it ends on the 2021 plan."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAMP = ROOT / ".venv" / "installed"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="make and its terminal are Unix's")


def test_make_run_seeds_the_2021_plan_and_opens_the_screens() -> None:
    from tests.screen import Screen

    with Screen(make_run(), ROOT) as screen:
        shown = screen.wait_for("2021 của tỉnh Sóc Trăng", "/191")
        assert "Tổng quan" in shown
        screen.press("q")
        assert screen.wait_for_end() == 0


def test_a_second_make_run_finds_the_plan_there_and_leaves_it() -> None:
    from tests.screen import Screen

    subprocess.run(seeding(), cwd=ROOT, check=True, capture_output=True)
    again = subprocess.run(seeding(), cwd=ROOT, check=True, capture_output=True, text=True)
    assert "191" not in again.stdout
    with Screen(make_run(), ROOT) as screen:
        screen.wait_for("/191")


def test_make_names_the_version_it_needs_when_python_is_too_old(tmp_path: Path) -> None:
    old = tmp_path / "python-old"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    run = subprocess.run(
        ["make", "--always-make", ".venv/installed", f"PYTHON={old}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert f"Python 3.11 or newer is needed, and {old} is not." in run.stderr


def make_run() -> list[str]:
    """`make run` itself where `make` has made the environment that runs this test, else what it
    would run, with this environment's programs."""
    if made_by_make():
        return ["make", "run"]
    return ["sh", "-e", "-c", "\n".join(recipe())]


def seeding() -> list[str]:
    return ["sh", "-c", recipe()[0]]


def recipe() -> list[str]:
    """The two commands of `make run`: one that seeds, one that opens the screens."""
    dry = subprocess.run(
        ["make", "--dry-run", "run"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    programs = f"{Path(sys.executable).parent}{os.sep}"
    return [line.replace(".venv/bin/", programs) for line in dry.stdout.splitlines()[-2:]]


def made_by_make() -> bool:
    return STAMP.exists() and Path(sys.prefix) == ROOT / ".venv"
