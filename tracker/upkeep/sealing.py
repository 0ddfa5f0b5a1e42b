"""Sealing the journal when something leaves the house: an export, a backup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from sqlalchemy import Engine, exc, func, select
from sqlalchemy.orm import Session

from tracker.domain.problem import Failed
from tracker.domain.seal import Seal
from tracker.store.columns import JOURNAL
from tracker.store.engine import reading, writing
from tracker.store.seals import latest_seal, nobody_writing, seal

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


@contextmanager
def sealed_reading(engine: Engine, occasion: str, now: datetime | None = None) -> Iterator[Session]:
    """A session to read what leaves the house in, once all that the journal holds is sealed.

    Up to the newest entry that it sees the journal is final, so that what is read can be read again
    as recorded by that entry. Like ``seal_now`` where the database cannot be written.
    """
    if engine.dialect.name != "postgresql":
        seal_now(engine, occasion, now)
        with reading(engine) as session:
            yield session
        return
    with reading(engine) as session:
        # On a server a writer may be given a number in the meantime and another, with a higher
        # one, be done before it: nobody writes until it is settled what this session sees.
        with nobody_writing(engine):
            with suppress(exc.DBAPIError), Session(engine) as sealing, sealing.begin():
                seal(sealing, occasion, now)
            session.execute(select(1))
        yield session
