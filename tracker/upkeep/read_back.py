"""A copy read back before it is called a backup: every page, and where its record ends.

SQLite's own check of a copy takes as long as the copying. It is made of the database, while that is
copied; what can go wrong with the copy by itself is that it is cut short, or that pages never came
to be written, and that is seen in a tenth of the time.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tracker.domain.problem import N_
from tracker.domain.reason import Reason
from tracker.domain.seal import Seal

_HEADER = 100
_LOCKED_BYTE = 2**30
"""The page with this byte is never written: SQLite's locks are put there."""
_AT_ONCE = 2**20


class EndsElsewhere(Reason):
    wording = N_("its size, its last entry or its seal is not that of the database")


class EmptyPage(Reason):
    wording = N_("page {page} is empty")


@dataclass(frozen=True, slots=True)
class Ending:
    """How many pages a database has, and where its record ends: its last entry, 0 for none, and
    its newest seal."""

    pages: int
    entry: int
    seal: Seal | None


def ending(connection: sqlite3.Connection) -> Ending:
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (entry,) = connection.execute("SELECT max(number) FROM journal").fetchone()
    # A database of before revision 0005 has no seals.
    known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'seal'"
    if connection.execute(known).fetchone() is None:
        return Ending(pages, entry or 0, None)
    seals = "SELECT last, digest FROM seal ORDER BY last DESC LIMIT 1"
    seal = connection.execute(seals).fetchone()
    return Ending(pages, entry or 0, Seal(*seal) if seal else None)


def fault_of(path: Path, expected: Ending) -> Reason | None:
    """Why the copy at ``path`` is not what was copied; None where it is. Raises SQLite's own error
    where it cannot be read at all."""
    with path.open("rb", buffering=_AT_ONCE) as file:
        header = file.read(_HEADER)
        size = int.from_bytes(header[16:18], "big")
        size = 65_536 if size == 1 else size
        if not size or path.stat().st_size != expected.pages * size:
            return EndsElsewhere()
        free = _free_pages(file, header, size)
        if len(free) != _number(header, 36):
            return EndsElsewhere()
        free.add(_LOCKED_BYTE // size + 1)
        file.seek(0)
        empty = bytes(size)
        for page in range(1, expected.pages + 1):
            if file.read(size) == empty and page not in free:
                return EmptyPage(page=page)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return None if ending(connection) == expected else EndsElsewhere()


def _free_pages(file: BinaryIO, header: bytes, size: int) -> set[int]:
    """The pages that the file keeps for later, of which nothing is read; the header says how many
    there are."""
    trunk = _number(header, 32)
    free: set[int] = set()
    while trunk and trunk not in free:
        free.add(trunk)
        file.seek((trunk - 1) * size)
        page = file.read(size)
        trunk, count = _number(page, 0), _number(page, 4)
        free |= {_number(page, at) for at in range(8, 8 + 4 * min(count, size // 4 - 2), 4)}
    return free


def _number(page: bytes, at: int) -> int:
    return int.from_bytes(page[at : at + 4], "big")
