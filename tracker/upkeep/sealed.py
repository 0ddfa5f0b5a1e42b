"""The journal against its seals: every entry that was sealed is still what it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.seal import PrintedSeal, Seal
from tracker.store.columns import JOURNAL, SEAL
from tracker.store.seals import EVERY, MARK, Digest, StoredEntry, digest_of, entries
from tracker.upkeep.findings import (
    EntryChanged,
    EntryInserted,
    EntryRemoved,
    Finding,
    SealBroken,
    SealNotThere,
    SealsMissing,
)
from tracker.upkeep.printed import SealAlmost, compared


@dataclass(frozen=True, slots=True)
class Verified:
    """The journal read once: what does not fit, the newest seal, and what stands behind it.

    ``printed`` says whether the record is still the one of a printed seal; None where none was
    given, or where that cannot be told of it.
    """

    findings: tuple[Finding, ...]
    seal: Seal | None
    entries: int
    unsealed: int
    printed: bool | None


@dataclass(frozen=True, slots=True)
class _Block:
    """A seal with the entries that it is of, as they are now."""

    seal: Seal
    marks: str
    after: int | None
    lot: Sequence[StoredEntry]
    taken: Digest

    @property
    def fits(self) -> bool:
        return self.taken.digest == self.seal.digest


def verify(session: Session, printed: PrintedSeal | None = None) -> Verified:
    """Compare all that is sealed with its seals, and with a ``printed`` one where it is given.

    Of each seal that does not fit the first entry is named.
    """
    findings: list[Finding] = []
    newest: Seal | None = None
    counted, held_until = 0, None
    for block in _blocks(session):
        counted += len(block.lot)
        newest = block.seal
        if not block.fits:
            held_until = block.seal.last if held_until is None else held_until
            findings.append(_misfit(block))
    behind = JOURNAL.number > (newest.last if newest else 0)
    unsealed = session.scalar(select(func.count()).where(behind)) or 0
    findings.extend(_unsealed_findings(session, newest, unsealed))
    holds: bool | None = None
    if printed is not None:
        untouched = held_until is None or held_until > printed.last
        holds = _holds(differs := compared(session, printed), untouched=untouched)
        findings.extend([differs] if differs else [])
    return Verified(tuple(findings), newest, counted + unsealed, unsealed, holds)


def _blocks(session: Session) -> Iterator[_Block]:
    before: str = ""
    after: int | None = None
    for row in session.execute(select(SEAL.last, SEAL.digest, SEAL.marks).order_by(SEAL.last)):
        lot = entries(session, after, row.last)
        # From the digest on record: so each misfit is found by itself.
        yield _Block(Seal(row.last, row.digest), row.marks, after, lot, digest_of(before, lot))
        before, after = row.digest, row.last


def _misfit(block: _Block) -> Finding:
    """The first entry that is not what the seal's marks say."""
    then, now = _split(block.marks), _split(block.taken.marks)
    for place, entry in enumerate(block.lot):
        if place < len(then) and then[place] == now[place]:
            continue
        if place >= len(then) or then[place] in now[place + 1 :]:
            return EntryInserted(number=entry.number, seal=block.seal)
        if now[place] in then[place + 1 :]:
            before = block.lot[place - 1].number if place else block.after or 0
            return EntryRemoved(before=before, number=entry.number, seal=block.seal)
        return EntryChanged(number=entry.number, seal=block.seal)
    if len(now) < len(then):
        before = block.lot[-1].number if block.lot else block.after or 0
        return EntryRemoved(before=before, number=block.seal.last + 1, seal=block.seal)
    return SealBroken(first=(block.after or 0) + 1, last=block.seal.last)


def _split(marks: str) -> list[str]:
    return [marks[at : at + MARK] for at in range(0, len(marks), MARK)]


def _unsealed_findings(session: Session, newest: Seal | None, unsealed: int) -> Iterator[Finding]:
    # On a server a writer leaves the seal to the next while others write.
    most = 2 * EVERY if session.get_bind().dialect.name == "postgresql" else EVERY
    if unsealed >= most:
        yield SealsMissing(count=unsealed, first=(newest.last if newest else 0) + 1, most=most)


def _holds(differs: Finding | None, *, untouched: bool) -> bool | None:
    """Whether the record is still the printed one; None where that cannot be told."""
    if isinstance(differs, SealNotThere | SealAlmost):
        return None if untouched else False
    return differs is None and untouched
