"""Whether the record is still the one that somebody's seal was taken of."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.seal import PrintedSeal, Seal
from tracker.domain.verdict import SealStanding
from tracker.store.columns import SEAL
from tracker.store.seals import digest_of, entries


def standing_of(session: Session, printed: PrintedSeal | None) -> SealStanding:
    """How ``printed`` stands to the record: all entries up to there are hashed again."""
    if printed is None:
        return SealStanding.NONE
    rows = session.execute(
        select(SEAL.last, SEAL.digest).where(SEAL.last <= printed.last).order_by(SEAL.last)
    ).all()
    if not rows or rows[-1].last != printed.last:
        return SealStanding.GONE
    digest, after = "", 0
    for row in rows:
        digest = digest_of(digest, entries(session, after, row.last)).digest
        if digest != row.digest:
            return SealStanding.BROKEN
        after = row.last
    fits = printed.is_of(Seal(printed.last, digest))
    return SealStanding.HOLDS if fits else SealStanding.BROKEN
