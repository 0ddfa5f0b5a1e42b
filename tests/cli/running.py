"""What a command line came to."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).parents[2]
_SAID_BACK = re.compile(r"[A-Z]\d\S* · [^:]+: ")
PROGRAM = "import sys; from tracker.cli.main import main; sys.exit(main())"


@dataclass(frozen=True)
class Ended:
    """Exit code, standard output and standard error of one command line."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def line(self) -> str:
        """The one line of standard error; fails where there is none or more."""
        (only,) = self.err.splitlines()
        return only

    @property
    def remark(self) -> str:
        """The one line of standard error besides those that say back how a figure was read."""
        (only,) = self.remarks
        return only

    @property
    def remarks(self) -> list[str]:
        """The lines of standard error but for those that say back how a figure was read."""
        return [line for line in self.err.splitlines() if not _SAID_BACK.match(line)]


class Run(Protocol):
    def __call__(self, database: object, *arguments: str) -> Ended: ...


def in_a_process(
    *arguments: str, program: str = PROGRAM, **more: Any
) -> subprocess.CompletedProcess[str]:
    """The same in an interpreter of its own, as a user's shell starts it."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        stdout=more.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=more.pop("cwd", ROOT),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        **more,
    )


def fingerprint(path: Path) -> str:
    """Changes with any byte of the file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Terminal(io.TextIOWrapper):
    """Standard output that says it is a terminal; its width is that of ``COLUMNS``."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def isatty(self) -> bool:
        return True

    @property
    def shown(self) -> str:
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode("utf-8")
