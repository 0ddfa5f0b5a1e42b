"""A program that restores one backup after the other over a database until it is killed.

``python -m tests.faults.restorer DATABASE BACKUP …`` loads everything once; each line on standard
input starts it anew in a process of its own, whose number it says first and ``R`` at each restore.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from pathlib import Path

from tracker.upkeep.restore import prepared, restore

BEGIN = datetime(2021, 1, 1, tzinfo=UTC)


def main() -> None:
    database, *backups = sys.argv[1:]
    print("ready", flush=True)
    for round_number, _line in enumerate(sys.stdin):
        child = os.fork()
        if child == 0:
            try:
                begin = BEGIN + timedelta(days=round_number)
                for second, backup in zip(count(), cycle(backups), strict=False):
                    now = begin + timedelta(seconds=second)
                    with prepared(Path(database), backup, now) as ready:
                        os.write(sys.stdout.fileno(), b"R\n")
                        restore(ready)
            finally:
                os._exit(1)
        os.write(sys.stdout.fileno(), f"P {child}\n".encode())
        os.waitpid(child, 0)
        os.write(sys.stdout.fileno(), b"X\n")


if __name__ == "__main__":
    main()
