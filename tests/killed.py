"""Which share of the mutants the tests kill; exit code 1 below the promised 90 %.

Called by ``make mutants`` with the statistics that mutmut writes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

PROMISED = 90
"""Percent of the mutants of ``tracker/domain`` that die."""


def main() -> int:
    stats = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    killed, total = stats["killed"] + stats["timeout"], stats["total"] - stats["skipped"]
    percent = 100 * killed / total if total else 0
    print(f"{killed} of {total} mutants killed: {percent:.1f} % (promised: {PROMISED} %)")
    return int(percent < PROMISED)


if __name__ == "__main__":
    sys.exit(main())
