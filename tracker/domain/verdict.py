"""Whether a file that left the program still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.fingerprint import Difference
from tracker.domain.known import Recorded
from tracker.domain.plan import Plan
from tracker.domain.problem import Problem


class SealStanding(StrEnum):
    """``holds``: the record up to there is the one that was sealed; ``none``: the file has no
    seal; ``gone``: the record has no such seal; ``broken``: the record is another one."""

    HOLDS = "holds"
    NONE = "none"
    GONE = "gone"
    BROKEN = "broken"

    @property
    def well(self) -> bool:
        return self in (SealStanding.HOLDS, SealStanding.NONE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying a file came to.

    ``unaltered``: the file's figures are those it was written with, as far as the file alone can
    say; None where its tables could not be read. ``repeated``: the record, asked the same question
    as of then, has the file's fingerprint. ``altered`` are figures of the file that are not the
    record's; ``since``, those that the same question has another answer to today, which is no
    fault. ``faults`` are what does not fit the record's seals, where that of the file is ``broken``
    or ``gone``. ``unread``: the file has prose, which is not compared.
    """

    plan: Plan
    as_of: date
    entry: Recorded
    now: Recorded
    fingerprint: str
    rows: int
    tasks: int
    unaltered: bool | None
    repeated: bool
    altered: tuple[Difference, ...]
    since: tuple[Difference, ...]
    seal: str | None
    sealed: SealStanding
    faults: tuple[Problem, ...]
    unread: bool

    @property
    def holds(self) -> bool:
        return bool(self.unaltered) and self.repeated and not self.altered and self.sealed.well
