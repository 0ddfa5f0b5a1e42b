"""Databases for the screens, made once and copied; every test starts in Vietnamese."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.stage import desk_at, make_plan
from tracker import i18n


@pytest.fixture(autouse=True)
def in_vietnamese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    i18n.use("vi")
    # The cursor need not rest before a story is fetched.
    monkeypatch.setattr("tracker.tui.screens.tasks.STORY_PAUSE", 0.001)
    yield
    i18n.use("vi")


@pytest.fixture(scope="session")
def small_plan(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Path:
    path = tmp_path_factory.mktemp("small") / "tracker.db"
    shutil.copy(migrated_sqlite, path)
    make_plan(str(path))
    return path


@pytest.fixture
def database(small_plan: Path, tmp_path: Path) -> str:
    """A database with the small plan, to write in."""
    return str(shutil.copy(small_plan, tmp_path / "tracker.db"))


@pytest.fixture(scope="session")
def bundled_plan(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Path:
    """The 2021 plan as it comes with the program."""
    import seed
    from tracker.service.plans import apply_plan

    path = tmp_path_factory.mktemp("bundled") / "tracker.db"
    shutil.copy(migrated_sqlite, path)
    desk = desk_at(str(path))
    plan = seed.read("soc-trang-2021")
    apply_plan(desk, plan.draft, seed.expand(plan))
    desk.engine.dispose()
    return path


@pytest.fixture
def plan_2021(bundled_plan: Path, tmp_path: Path) -> str:
    """A database with the 2021 plan, to write in."""
    return str(shutil.copy(bundled_plan, tmp_path / "plan-2021.db"))
