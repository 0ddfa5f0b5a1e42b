"""The doors of docs/architecture.md that an import graph cannot show.

``make check`` holds which room imports which; these tests hold what an import costs and what
``domain`` may know.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import tracker.domain

DOMAIN = Path(tracker.domain.__file__).parent
HEAVY = ("sqlalchemy", "sqlmodel", "alembic", "textual", "rich", "pydantic")


def test_importing_the_domain_loads_no_heavy_library() -> None:
    assert loaded_by("import tracker.domain", *domain_modules()) == set()


@pytest.mark.parametrize("path", sorted(DOMAIN.rglob("*.py")), ids=lambda path: path.name)
def test_the_domain_uses_only_the_standard_library_and_dateutil(path: Path) -> None:
    allowed = sys.stdlib_module_names | {"dateutil", "tracker"}
    imported = {name.split(".")[0] for name in imports(path)}
    assert imported <= allowed


@pytest.mark.parametrize("path", sorted(DOMAIN.rglob("*.py")), ids=lambda path: path.name)
def test_the_domain_reads_no_clock_and_no_file(path: Path) -> None:
    """The day is a parameter, so that the same question has the same answer tomorrow."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"today", "now", "utcnow"}, f"line {node.lineno} reads a clock"
        elif isinstance(node, ast.Name):
            assert node.id != "open", f"line {node.lineno} opens a file"
    assert not imports(path) & {"time", "os", "pathlib", "io", "sqlite3", "subprocess", "socket"}


def domain_modules() -> list[str]:
    return [f"import tracker.domain.{path.stem}" for path in DOMAIN.glob("[a-z]*.py")]


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return names


def loaded_by(*statements: str) -> set[str]:
    """The heavy libraries that a fresh interpreter has loaded after the statements."""
    program = "; ".join([*statements, "import sys", "print(*sys.modules)"])
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split()) & set(HEAVY)
