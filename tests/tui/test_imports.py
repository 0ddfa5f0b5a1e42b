"""The first frame waits for no database layer and for no library that it does not need."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "sqlalchemy",
    "sqlmodel",
    "alembic",
    "pydantic",
    "tracker.store",
    "tracker.service",
    "tracker.export",
    "tracker.upkeep",
    "seed",
    "markdown_it",
    "tree_sitter",
    "docxtpl",
    "holidays",
)


def loaded_after(statement: str) -> set[str]:
    """The heavy modules in a fresh interpreter after ``statement``."""
    code = f"{statement}\nimport sys\nprint(*[m for m in {HEAVY!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_program_loads_none_of_them() -> None:
    assert loaded_after("import tracker.tui.app") == set()


def test_the_office_waits_for_a_question_about_days_off() -> None:
    assert "holidays" not in loaded_after("import tracker.tui.office, tracker.store.read.duty")


def test_the_office_brings_the_database_layer() -> None:
    assert "sqlalchemy" in loaded_after("import tracker.tui.office")
