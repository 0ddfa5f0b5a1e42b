"""Whether the record still has a seal that somebody has on paper, or in a file."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.seal import PrintedSeal, Seal
from tracker.domain.verdict import SealStanding
from tracker.store.columns import SEAL


def standing_of(session: Session, printed: PrintedSeal | None) -> SealStanding:
    """How ``printed`` stands to the record's own seals."""
    if printed is None:
        return SealStanding.NONE
    digest = session.scalar(select(SEAL.digest).where(SEAL.last == printed.last))
    if digest is None:
        return SealStanding.GONE
    fits = printed.is_of(Seal(printed.last, digest))
    return SealStanding.HOLDS if fits else SealStanding.BROKEN
