"""Tasks in the order of a calendar: group after group, and within each by deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """The tasks of one lead unit or one directive, whose code it bears, as the store's ids."""

    code: str
    ids: Sequence[int]
