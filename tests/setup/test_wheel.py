"""What `pipx install` gives: a wheel with everything the program reads at run time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]
READ_AT_RUN_TIME = ("*.toml", "*.tcss", "*.mo", "*.docx", "*.py", "py.typed")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    built = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("dist")))
    with zipfile.ZipFile(next(built)) as archive:
        yield archive


def test_it_holds_every_file_that_the_program_reads(wheel: zipfile.ZipFile) -> None:
    on_disk = {
        path.relative_to(ROOT).as_posix()
        for package in ("tracker", "seed")
        for pattern in READ_AT_RUN_TIME
        for path in (ROOT / package).rglob(pattern)
    }
    assert on_disk
    assert on_disk <= set(wheel.namelist())


@pytest.mark.parametrize(
    "name",
    [
        "seed/plans/soc-trang-2021/plan.toml",
        "seed/plans/soc-trang-2021/units.toml",
        "tracker/i18n/locale/vi/LC_MESSAGES/tracker.mo",
        "tracker/store/migrations/env.py",
        "tracker/store/migrations/versions/0001_first_tables.py",
    ],
)
def test_it_holds(name: str, wheel: zipfile.ZipFile) -> None:
    assert name in wheel.namelist()


def test_the_program_runs_from_it_alone(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "installed")

    def tracker(*arguments: str) -> str:
        program = "import sys, tracker.cli.main as m; print(m.__file__, file=sys.stderr); m.main()"
        run = subprocess.run(
            [sys.executable, "-c", program, "--database", "plan.db", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert str(tmp_path / "installed") in run.stderr
        return run.stdout

    tracker("seed", "soc-trang-2021")
    assert json.loads(tracker("summary", "--json"))["totals"]["tasks"] == 191
    assert "Tính đến" in tracker("summary")
    tracker("export", "docx", "-o", "summary.docx")
    assert zipfile.is_zipfile(tmp_path / "summary.docx")


def test_it_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"tracker", "seed"}
