"""The journal's seals: written once and chained, each to the one before.

A seal's digest is the SHA-256 of the digest before it (its 64 digits; nothing for the first) and
of the SHA-256 of every entry since, in order. An entry is hashed as it is stored: one line of JSON,
an array of its columns' texts and numbers in the order of ``_hashed``, null where there is none.
``marks`` are the first 8 digits of each entry's own digest, so that one can be named that no
longer fits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, String, func, insert, select, type_coerce
from sqlalchemy.orm import Session

from tracker.domain.known import Recorded
from tracker.domain.seal import Seal
from tracker.store.columns import JOURNAL, SEAL
from tracker.store.tables import SealRow

EVERY = 1_000
"""Entries after which whoever writes seals them."""
MARK = 8
"""Digits of an entry's own digest that its seal keeps."""
WRITING = "writing"
"""The occasion of the seals that writers put."""

_WRITERS = 0x7365616C
"""Key of a PostgreSQL advisory lock. Writers share it: there a number is given before its
transaction ends, and whoever holds the lock alone knows that no lower one is still to come."""


def latest_seal(session: Session) -> Seal | None:
    """The newest seal; None where nothing is sealed yet."""
    found = session.execute(select(SEAL.last, SEAL.digest).order_by(SEAL.last.desc()).limit(1))
    row = found.first()
    return Seal(row.last, row.digest) if row else None


def sealed_for(session: Session, occasion: str, limit: int) -> tuple[Recorded, ...]:
    """The last entries under the newest ``limit`` seals of an ``occasion``, and when they were
    sealed; the newest first."""
    newest = (
        select(SEAL.last, SEAL.recorded_at)
        .where(SEAL.occasion == occasion)
        .order_by(SEAL.last.desc())
        .limit(limit)
    )
    return tuple(Recorded(row.last, row.recorded_at) for row in session.execute(newest))


@contextmanager
def sealing(session: Session, *, alone: bool = False) -> Iterator[None]:
    """Around a whole write: at its end what is due is sealed, in the same transaction.

    ``alone`` waits until no other program is writing, and keeps others waiting.
    """
    server = session.get_bind().dialect.name == "postgresql"
    if server:
        # Before any other lock, so that nobody who waits here holds what another waits for.
        alone = alone or _due(session)
        lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        session.execute(select(lock(_WRITERS)))
    yield
    # A dry run has ended its transaction itself.
    due = session.in_transaction() and _due(session)
    # Who shares the lock may not wait to have it alone: it is left to the next one.
    if due and (alone or not server or _got_alone(session)):
        seal(session, WRITING, whole_lots=True)


@contextmanager
def nobody_writing(engine: Engine) -> Iterator[None]:
    """For the block a server's writers wait, and so does the block until those at it are done.

    Whoever writes within it seals, and does nothing else.
    """
    with engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(_WRITERS)))
        yield


def _due(session: Session) -> bool:
    """Whether there is a whole lot behind the last seal.

    Entries are counted, for on a server numbers have gaps: a refused write gives none back.
    """
    last = select(func.coalesce(func.max(SEAL.last), 0)).scalar_subquery()
    behind = select(JOURNAL.number).where(JOURNAL.number > last).order_by(JOURNAL.number)
    return session.scalar(behind.offset(EVERY - 1).limit(1)) is not None


def _got_alone(session: Session) -> bool:
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(_WRITERS))))


def seal(
    session: Session, occasion: str, now: datetime | None = None, *, whole_lots: bool = False
) -> Seal | None:
    """Seal all entries since the last seal, ``EVERY`` at a time, and return the newest seal.

    Only for who writes alone. ``now`` None: the seal is of the time of its last entry. With
    ``whole_lots`` a rest that is smaller is left for later. None where there is no entry.
    """
    newest = latest_seal(session)
    while True:
        lot = entries(session, newest.last if newest else None, limit=EVERY)
        if not lot or (whole_lots and len(lot) < EVERY):
            return newest
        taken = digest_of(newest.digest if newest else "", lot)
        newest = Seal(lot[-1].number, taken.digest)
        at = now or session.scalar(select(JOURNAL.recorded_at).where(JOURNAL.number == newest.last))
        row = {
            "last": newest.last,
            "digest": taken.digest,
            "marks": taken.marks,
            "occasion": occasion,
            "recorded_at": at,
        }
        session.execute(insert(SealRow), [row])


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """One entry as it is hashed: its ``number``, and all of its columns as they are stored."""

    number: int
    stored: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What some entries come to: their chained ``digest``, and the mark of each, in order."""

    digest: str
    marks: str


def entries(
    session: Session, after: int | None, upto: int | None = None, limit: int | None = None
) -> list[StoredEntry]:
    """The entries behind number ``after`` (None: from the first), at most to number ``upto``, as
    they are hashed."""
    statement = select(*_hashed(session)).order_by(JOURNAL.number)
    if after is not None:
        statement = statement.where(JOURNAL.number > after)
    if upto is not None:
        statement = statement.where(JOURNAL.number <= upto)
    return [StoredEntry(row[0], tuple(row)) for row in session.execute(statement.limit(limit))]


def _hashed(session: Session) -> list[ColumnElement[Any]]:
    return [
        JOURNAL.number,
        _moment(session),
        JOURNAL.who,
        JOURNAL.what,
        JOURNAL.plan_id,
        JOURNAL.subject,
        JOURNAL.before,
        JOURNAL.after,
        JOURNAL.why,
        JOURNAL.call,
        JOURNAL.undoes,
    ]


def _moment(session: Session) -> ColumnElement[str]:
    """The recorded time as SQLite's file has it: ``2021-07-15 09:30:00.000000``, in UTC."""
    if session.get_bind().dialect.name == "postgresql":
        utc = func.timezone("UTC", JOURNAL.recorded_at)
        return func.to_char(utc, "YYYY-MM-DD HH24:MI:SS.US", type_=String())
    return type_coerce(JOURNAL.recorded_at, String)


def digest_of(before: str, lot: Sequence[StoredEntry]) -> Digest:
    """What ``lot`` comes to behind the digest ``before``."""
    whole = hashlib.sha256(before.encode())
    marks: list[str] = []
    for entry in lot:
        own = hashlib.sha256(_line(entry.stored).encode("utf-8", "surrogatepass"))
        whole.update(own.digest())
        marks.append(own.hexdigest()[:MARK])
    return Digest(whole.hexdigest(), "".join(marks))


def _as_bytes(value: object) -> dict[str, str]:
    """A value of no kind that this program writes, told apart from all that it does."""
    return {type(value).__name__: value.hex() if isinstance(value, bytes) else repr(value)}


_line = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_as_bytes
).encode
