"""What was taken back, or done again: one service call of a user's with all its entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tracker.domain.account import AccountOf, account_said_in
from tracker.domain.period import Period
from tracker.domain.task import Change


@dataclass(frozen=True, slots=True)
class Reversed:
    """One call that was reversed: its entries as they were made, and the ``numbers`` of the new
    ones, none on a dry run. ``tasks`` are the codes of the tasks that it was about, ``accounts``
    the accounts; ``outdated`` are periods of the tasks that were given as totals which no longer
    fit."""

    entries: tuple[Change, ...]
    numbers: tuple[int, ...]
    outdated: Mapping[str, tuple[Period, ...]] = field(default_factory=dict)

    @property
    def first(self) -> Change:
        return self.entries[0]

    @property
    def tasks(self) -> Sequence[str]:
        return tuple(dict.fromkeys(entry.subject for entry in self.entries if entry.subject))

    @property
    def accounts(self) -> Sequence[AccountOf]:
        found = (account_of(entry) for entry in self.entries)
        return tuple(dict.fromkeys(about for about in found if about is not None))


def account_of(change: Change) -> AccountOf | None:
    """What account an entry is about; None where it is about a task, or the whole plan."""
    return None if change.subject else account_said_in({**change.before, **change.after})
