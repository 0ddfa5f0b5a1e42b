"""The journal's seals (``domain.seal``): written once and chained, each to the one before."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.seal import Seal
from tracker.store.columns import SEAL


def latest_seal(session: Session) -> Seal | None:
    """The newest seal; None where nothing is sealed yet."""
    found = session.execute(select(SEAL.last, SEAL.digest).order_by(SEAL.last.desc()).limit(1))
    row = found.first()
    return Seal(row.last, row.digest) if row else None
