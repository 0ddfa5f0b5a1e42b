"""Measured figures, the bounds they are held against, and the machine they were taken on."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

LIBRARIES = ("textual", "rich", "sqlalchemy", "sqlmodel", "typer")


@dataclass(frozen=True)
class Figure:
    """One row of the table: medians of ``runs``, in ``unit``, and the most it may be.

    ``bound`` None marks a row that is shown for comparison only.
    """

    name: str
    value: float
    unit: str
    bound: float | None = None
    bound_words: str = ""
    runs: int = 1

    @property
    def kept(self) -> bool:
        return self.bound is None or self.value <= self.bound

    def cells(self) -> tuple[str, str, str, str]:
        if self.bound is None:
            return self.name, self._number(self.value), "", str(self.runs)
        words = f" ({self.bound_words})" if self.bound_words else ""
        sign = "" if self.kept else " **missed**"
        limit = f"≤ {self._number(self.bound)}{words}{sign}"
        return self.name, self._number(self.value), limit, str(self.runs)

    def _number(self, value: float) -> str:
        return f"{value:.2f} s" if self.unit == "s" else f"{value:.0f} {self.unit}"


def median(samples: Sequence[float]) -> float:
    return statistics.median(samples)


def milliseconds(call: Callable[[], object], runs: int) -> float:
    """The median time of a call, after one that is not counted."""
    call()
    samples = []
    for _run in range(runs):
        begun = time.perf_counter()
        call()
        samples.append((time.perf_counter() - begun) * 1000)
    return median(samples)


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| Measured | Median | Bound | Runs |", "|---|---:|---|---:|"]
    lines += ["| " + " | ".join(figure.cells()) + " |" for figure in figures]
    return "\n".join(lines)


def machine() -> str:
    """What the figures were taken on, in a line."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    return (
        f"{processor()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}"
    )


def processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
