"""Verifying the journal and backing a database up: how fast, against SQLite's own backup."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import func, select

from tests.bench import large
from tests.bench.figures import Figure, milliseconds
from tests.bench.scale import prepared
from tracker.store.engine import open_engine, reading, writing
from tracker.store.journal import Entry, Stamp, add_entries
from tracker.store.tables import JournalRow, PlanRow
from tracker.upkeep.backup import back_up
from tracker.upkeep.doctor import examine
from tracker.upkeep.sealed import verify
from tracker.upkeep.sealing import seal_now

ENTRIES_PER_SECOND = 50_000
"""What verifying must come to at least."""
RUNS = 5


def measure(folder: Path) -> list[Figure]:
    """On a copy of the large database, whose journal has an entry for every task and report."""
    path = Path(shutil.copy(prepared(folder), folder / "kept.sqlite"))
    engine = open_engine(str(path))
    copies = folder / "copies"
    copies.mkdir(exist_ok=True)
    try:
        seal_now(engine, "bench", large.WRITTEN_ON)
        with reading(engine) as session:
            entries = session.scalar(select(func.count()).select_from(JournalRow)) or 0

        def verified() -> None:
            with reading(engine) as session:
                assert verify(session).findings == ()

        own, ours = backups(path, copies)
        return [
            Figure(
                f"Verifying {entries:,} journal entries",
                milliseconds(verified, RUNS),
                "ms",
                entries / ENTRIES_PER_SECOND * 1000,
                f"{ENTRIES_PER_SECOND:,} entries/s",
                runs=RUNS,
            ),
            Figure(
                "`tracker doctor`, all of it",
                milliseconds(lambda: examine(engine), 1),
                "ms",
                runs=1,
            ),
            Figure(
                f"SQLite's own backup ({path.stat().st_size / 1e6:.0f} MB)",
                own,
                "ms",
                runs=RUNS,
            ),
            Figure(
                "A backup by the program, read back",
                ours,
                "ms",
                1.5 * own,
                "1.5 × its own",
                runs=RUNS,
            ),
            sealing_write(path),
        ]
    finally:
        engine.dispose()
        shutil.rmtree(copies)
        for left in folder.glob("kept.sqlite*"):
            left.unlink()


def backups(path: Path, folder: Path) -> tuple[float, float]:
    """Milliseconds of SQLite's own online backup, and of ours."""
    number = count()

    def own() -> None:
        target = folder / f"own-{next(number)}.sqlite"
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copied:
            source.backup(copied)

    engine = open_engine(str(path))

    def ours() -> None:
        target = folder / f"ours-{next(number)}.sqlite"
        back_up(engine, target, large.WRITTEN_ON + timedelta(seconds=next(number)))

    try:
        return milliseconds(own, RUNS), milliseconds(ours, RUNS)
    finally:
        engine.dispose()


def sealing_write(path: Path) -> Figure:
    """The one write of a thousand that seals the others."""
    engine = open_engine(str(path))
    with reading(engine) as session:
        plan = session.scalars(select(PlanRow)).one()
        stamp = Stamp(plan.id, large.WRITTEN_ON, "bench")

    def thousand() -> None:
        with writing(engine) as session:
            add_entries(session, stamp, [Entry("bench")] * 1_000)

    taken = milliseconds(thousand, RUNS)
    engine.dispose()
    return Figure("A write of 1,000 entries, and their seal", taken, "ms", runs=RUNS)
