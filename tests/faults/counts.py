"""How often a fault is made: a sample within ``make test``, all with ``make faults``."""

from __future__ import annotations

import os

FULL = os.environ.get("FAULTS") == "full"


def count(full: int, sample: int) -> int:
    return full if FULL else sample
