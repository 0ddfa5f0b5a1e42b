"""Command lines run in this process, on real databases seeded once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import Ended, Run
from tracker.cli.main import main
from tracker.i18n import use
from tracker.store.engine import open_engine
from tracker.upkeep.sealing import BACKUP, seal_now


@pytest.fixture(scope="session")
def seeded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeded") / "tracker.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_SETTINGS", str(path.parent / "none.toml"))
        assert main(["--database", str(path), "seed", "soc-trang-2021"]) == 0
    # Sealed already, so that the day's first backup, which seals, leaves no byte changed either.
    engine = open_engine(str(path))
    seal_now(engine, BACKUP)
    engine.dispose()
    return path


@pytest.fixture
def seeded(seeded_once: Path, tmp_path: Path) -> Path:
    """A database of its own with the 2021 plan in it, and nothing else."""
    return Path(shutil.copy(seeded_once, tmp_path / "tracker.db"))


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    """Runs one command line: ``run(database, "list", "--json")``."""

    def ran(database: object, *arguments: str) -> Ended:
        before = () if database is None else ("--database", str(database))
        capsysbinary.readouterr()
        code = main([*before, *arguments])
        said = capsysbinary.readouterr()
        return Ended(code, said.out.decode("utf-8"), said.err.decode("utf-8"))

    yield ran
    use("vi")  # one process speaks one language: leave the default behind
