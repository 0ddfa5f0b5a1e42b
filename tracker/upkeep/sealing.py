"""Sealing the journal when something leaves the house: an export, a backup."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, func, select

from tracker.domain.problem import Failed
from tracker.domain.seal import Seal
from tracker.store.columns import JOURNAL
from tracker.store.engine import reading, writing
from tracker.store.seals import latest_seal, seal

EXPORT, BACKUP, MIGRATION = "export", "backup", "migration"
"""Occasions of a seal, beside the writers' own."""


def seal_now(engine: Engine, occasion: str, now: datetime | None = None) -> Seal | None:
    """Seal all that the journal holds; returns the newest seal, None for an empty journal.

    An entry that a seal covers is final: nothing with its number or a lower one is still to come.
    Where the database cannot be written, as on a read-only disk, nothing is sealed and the newest
    seal there is comes back: what is printed is not kept from anybody for want of a seal. Its
    ``last`` says how far it reaches. ``now`` None: the time of the last entry.
    """
    with reading(engine) as session:
        standing = latest_seal(session)
        if standing and standing.last == session.scalar(select(func.max(JOURNAL.number))):
            return standing
    try:
        with writing(engine, alone=True) as session:
            return seal(session, occasion, now)
    except Failed:
        return standing
