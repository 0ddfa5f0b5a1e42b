"""What the program imports is what it asks to be installed, and the pins are complete."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OUR_OWN = {"tracker", "seed"}
LOADED_BY_URL = {"psycopg", "psycopg-binary"}
"""SQLAlchemy loads the driver that a database's URL names; no module imports it."""
LOCKS = ("requirements.txt", "requirements-build.txt", "requirements-dev.txt")


def test_every_imported_package_is_declared_and_every_declared_one_imported() -> None:
    assert imported_distributions() == declared() - LOADED_BY_URL


def test_every_declared_package_is_pinned() -> None:
    assert declared() <= set(pins("requirements.txt"))


def test_tests_run_on_the_versions_that_users_get() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash_and_no_package_host_is_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    for requirement in re.split(r"\n(?=[a-z])", text)[1:]:
        assert "--hash=sha256:" in requirement, requirement


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[^a-z0-9-]", wanted)[0] for wanted in project["dependencies"]}


def pins(name: str) -> dict[str, str]:
    """Distribution to version, with the platforms that the pin is for."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^\\\n]+)", text, re.MULTILINE))


def imported_distributions() -> set[str]:
    names = {
        name.split(".")[0]
        for room in OUR_OWN
        for path in (ROOT / room).rglob("*.py")
        for name in imports(path)
    }
    distributions = packages_distributions()
    others = names - sys.stdlib_module_names - OUR_OWN
    return {distributions[name][0].lower().replace("_", "-") for name in others}


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return names
