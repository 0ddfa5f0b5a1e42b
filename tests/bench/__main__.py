"""``make bench``: takes all measurements, prints them and writes them into ``docs/scale.md``.

``python -m tests.bench startup`` (or ``scale``, ``screens``) takes some of them and writes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import huge, keeping, scale, screens, startup
from tests.bench.figures import Figure, machine, table

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "scale.md"
FOLDER = ROOT / "build" / "bench"
BEGIN, END = "<!-- figures: begin (make bench) -->", "<!-- figures: end -->"

PARTS: dict[str, tuple[str, Callable[[Path], list[Figure]]]] = {
    "startup": ("Start, against two programs of the same kind", startup.measure),
    "scale": ("10,000 tasks and 100,000 reports: questions and one report", scale.measure),
    "huge": ("100,000 tasks and 1,000,000 reports: the record", huge.measure),
    "keeping": ("110,000 journal entries: verifying, and a backup", keeping.measure),
    "screens": ("10,000 tasks and 100,000 reports: the screens", screens.measure),
}


def main(names: list[str]) -> int:
    """0 when every bound is kept, 1 when one is missed, 2 for an unknown part."""
    if unknown := set(names) - set(PARTS):
        print(f"No part {', '.join(unknown)}; there are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    figures: list[Figure] = []
    report = [f"Taken on {datetime.now(UTC):%d %B %Y} on {machine()}.", ""]
    for name in names or PARTS:
        heading, measure = PARTS[name]
        measured = measure(FOLDER)
        figures += measured
        part = f"### {heading}\n\n{table(measured)}\n"
        print(part)
        report.append(part)
    if not names:
        write("\n".join(report))
    return 0 if all(figure.kept for figure in figures) else 1


def write(report: str) -> None:
    """Puts the report between the two marks of the page, and leaves the rest as it is."""
    page = PAGE.read_text(encoding="utf-8")
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{report}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
