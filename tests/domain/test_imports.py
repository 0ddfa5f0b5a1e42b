"""The domain stands on the standard library and dateutil alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import tracker.domain

ROOM = Path(tracker.domain.__file__).parent
MODULES = sorted(path.stem for path in ROOM.glob("*.py") if path.stem != "__init__")
HEAVY = ("sqlalchemy", "sqlmodel", "pydantic", "textual", "rich", "babel", "typer", "alembic")


def test_no_module_loads_a_database_a_screen_or_a_validator() -> None:
    imports = "; ".join(f"import tracker.domain.{module}" for module in MODULES)
    loaded = f"import sys; {imports}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    fresh = subprocess.run(
        [sys.executable, "-c", loaded],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOM.parent.parent,
    )
    assert "tracker" in fresh.stdout.split()
    assert set(fresh.stdout.split()).isdisjoint(HEAVY)


def test_every_module_is_looked_at() -> None:
    assert {"text", "quantity", "days", "timeline", "summary"} <= set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_imports_are_the_standard_library_dateutil_and_the_domain(module: str) -> None:
    allowed = {*sys.stdlib_module_names, "dateutil"}
    for node in ast.walk(ast.parse((ROOM / f"{module}.py").read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            assert name.startswith("tracker.domain") or name.split(".")[0] in allowed


@pytest.mark.parametrize("module", MODULES)
def test_no_clock_is_read_and_no_file_opened(module: str) -> None:
    source = (ROOM / f"{module}.py").read_text(encoding="utf-8")
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
    }
    assert called.isdisjoint({"now", "today", "utcnow", "time", "open", "print", "getenv"})
