"""What was taken back, or done again: one service call of a user's with all its entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.task import Change


@dataclass(frozen=True, slots=True)
class Reversed:
    """One call that was reversed: its entries as they were made, and the ``numbers`` of the new
    ones, none on a dry run. ``tasks`` are the codes of the tasks that it was about."""

    entries: tuple[Change, ...]
    numbers: tuple[int, ...]

    @property
    def first(self) -> Change:
        return self.entries[0]

    @property
    def tasks(self) -> Sequence[str]:
        return tuple(dict.fromkeys(entry.subject for entry in self.entries if entry.subject))
