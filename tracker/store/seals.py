"""The journal's seals (``domain.seal``): written once and chained, each to the one before."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.seal import PrintedSeal, Seal
from tracker.domain.verdict import SealStanding
from tracker.store.columns import SEAL


def latest_seal(session: Session) -> Seal | None:
    """The newest seal; None where nothing is sealed yet."""
    found = session.execute(select(SEAL.last, SEAL.digest).order_by(SEAL.last.desc()).limit(1))
    row = found.first()
    return Seal(row.last, row.digest) if row else None


def standing_of(session: Session, printed: PrintedSeal | None) -> SealStanding:
    """Whether the record still has the seal that somebody has on paper."""
    if printed is None:
        return SealStanding.NONE
    digest = session.scalar(select(SEAL.digest).where(SEAL.last == printed.last))
    if digest is None:
        return SealStanding.GONE
    fits = printed.is_of(Seal(printed.last, digest))
    return SealStanding.HOLDS if fits else SealStanding.BROKEN
