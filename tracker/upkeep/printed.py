"""A seal that somebody has on paper, compared with those of the record.

A mistyped one must sound no alarm. So what cannot be compared says why, with the seals that are
near it; and one that is wrong in a few digits only, which hardly ever happens to a record that
was changed, names both possibilities and what to look at first.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.problem import N_
from tracker.domain.seal import PrintedSeal, Seal
from tracker.store.columns import JOURNAL, SEAL
from tracker.upkeep.findings import Finding, SealDiffers, SealNotThere

FEW = 3
"""So many wrong digits of at least 16 are put down to copying: of two seals some 15 differ."""


class SealElsewhere(SealNotThere):
    wording = N_(
        "Nothing was compared: these are the digits of the seal {seal}, behind the number #{last}."
        " Copy both once more."
    )


class SealBeyond(SealNotThere):
    wording = N_(
        "Nothing was compared: this record ends at entry #{newest}, before #{last}. Look first"
        " whether the number is copied right; the nearest seal: {seals}. If it is, the record has"
        " lost what came after, as by restoring an older backup, or it is of another database."
    )


class NoSealEndsThere(SealNotThere):
    wording = N_(
        "Nothing was compared: no seal of this record ends at #{last}. Look first whether the"
        " number is copied right; the nearest seals: {seals}. If it is, seals were removed, or it"
        " is of another database or of a time that a restored backup left out."
    )


class NothingSealed(SealNotThere):
    wording = N_(
        "Nothing was compared: this record has no seal yet, and ends at entry #{newest}. Look first"
        " whether the database is the right one."
    )


class SealAlmost(SealDiffers):
    wording = N_(
        "All but {count} of the digits are those of the seal {seal}. Look first whether they are"
        " copied right. If one was mistyped, the record is still the one that was printed; if the"
        " paper does say so, the record up to #{last} is not."
    )


def compared(session: Session, printed: PrintedSeal) -> Finding | None:
    """What is not as ``printed`` says; None where a seal of the record is the printed one."""
    digest = session.scalar(select(SEAL.digest).where(SEAL.last == printed.last))
    if digest is None:
        return _not_there(session, printed)
    seal = Seal(printed.last, digest)
    if printed.is_of(seal):
        return None
    if elsewhere := _of_these_digits(session, printed):
        return SealElsewhere(last=printed.last, seal=elsewhere)
    wrong = sum(a != b for a, b in zip(printed.digits, digest, strict=False))
    if wrong <= FEW:
        return SealAlmost(last=printed.last, seal=seal, count=wrong)
    return SealDiffers(last=printed.last, seal=seal)


def _not_there(session: Session, printed: PrintedSeal) -> Finding:
    newest = session.scalar(select(func.max(JOURNAL.number))) or 0
    if elsewhere := _of_these_digits(session, printed):
        return SealElsewhere(last=printed.last, seal=elsewhere)
    seals = tuple(map(str, _around(session, printed.last)))
    if not seals:
        return NothingSealed(last=printed.last, newest=newest)
    if printed.last > newest:
        return SealBeyond(last=printed.last, newest=newest, seals=seals)
    return NoSealEndsThere(last=printed.last, seals=seals)


def _of_these_digits(session: Session, printed: PrintedSeal) -> Seal | None:
    same = SEAL.digest.startswith(printed.digits)
    row = session.execute(select(SEAL.last, SEAL.digest).where(same)).first()
    return Seal(row.last, row.digest) if row else None


def _around(session: Session, last: int) -> list[Seal]:
    """The seal before number ``last`` and the one behind it, where there are such."""
    every = select(SEAL.last, SEAL.digest)
    before = every.where(SEAL.last < last).order_by(SEAL.last.desc()).limit(1)
    behind = every.where(SEAL.last > last).order_by(SEAL.last).limit(1)
    rows = [session.execute(statement).first() for statement in (before, behind)]
    return [Seal(row.last, row.digest) for row in rows if row is not None]
