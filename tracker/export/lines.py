"""Lines that a screen and a command show alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Look(StrEnum):
    """How loud a line is."""

    HEAD = "head"
    STRONG = "strong"
    PLAIN = "plain"
    FAINT = "faint"


@dataclass(frozen=True, slots=True)
class Said:
    """One line, set in by ``depth``; ``task`` is the code of the task it tells of."""

    text: str
    look: Look = Look.PLAIN
    depth: int = 0
    task: str | None = None
