"""What a start costs: heavy libraries are loaded where they are used, and no sooner.

``make check`` holds which room imports which.
"""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    "alembic",
    "docx",
    "holidays",
    "jinja2",
    "lark",
    "psycopg",
    "sqlalchemy",
    "sqlmodel",
    "textual",
    "xlsxwriter",
}


def test_help_loads_no_screens_and_no_database() -> None:
    program = """
import sys
from tracker.cli.main import main
sys.exit(main(["--help"]))
"""
    assert loaded_by(program) & HEAVY == set()


def test_the_screens_can_be_drawn_before_the_database_is_loaded() -> None:
    assert loaded_by("import tracker.tui.app") & HEAVY == {"textual"}


def loaded_by(program: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded when the program ends."""
    tell = "import atexit, sys; atexit.register(lambda: print('\\n', *sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", f"{tell}\n{program}"], capture_output=True, text=True, check=True
    )
    return set(run.stdout.splitlines()[-1].split())
