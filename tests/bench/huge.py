"""100,000 tasks with 1,000,000 reports: the large plan ten times over, in one plan.

The copies are made in SQL, since the program's own services would take half an hour. Everything is
copied together, each copy behind the one before: tasks, terms, reports, states and journal entries
with their numbers, so that the copies hang together as the first does.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from tests.bench import large
from tests.bench.figures import Figure, milliseconds
from tests.bench.scale import prepared
from tracker.domain.condition import By
from tracker.domain.period import Period, Rhythm
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.report import ReportDraft
from tracker.service.desk import Desk
from tracker.service.reports import report
from tracker.service.undoing import undo
from tracker.store.engine import open_engine, reading
from tracker.store.read.known import entry_of
from tracker.store.read.rollup import summary
from tracker.store.read.view import open_view
from tracker.store.tables import STILL_KNOWN, JournalRow, ReportRow, TaskRecord
from tracker.upkeep.sealing import seal_now

TIMES = 10
RUNS = 9
_NUMBERS = ("known_from", "known_to", "call", "undoes")
_SHIFTED = {"task": ("id",), "task_term": ("id", "task_id"), "report": ("id", "task_id")}
_SHIFTED |= {"task_state": ("id", "task_id"), "journal": ("number",)}
_TEXTS = {"task": "code", "journal": "subject"}


def made(folder: Path) -> Path:
    """The database; it is kept until the large one changes."""
    source = prepared(folder)
    path = folder / source.name.replace("large-", "huge-")
    if not path.exists():
        for outdated in folder.glob("huge-*"):
            outdated.unlink()
        print(f"Copying it {TIMES} times over (once)")
        unfinished = Path(shutil.copy(source, folder / "unfinished.sqlite"))
        with closing(sqlite3.connect(unfinished)) as connection:
            _multiply(connection)
        unfinished.rename(path)
    return path


def _multiply(connection: sqlite3.Connection) -> None:
    most = {
        table: connection.execute(f"SELECT MAX({keys[0]}) FROM {table}").fetchone()[0]  # noqa: S608
        for table, keys in _SHIFTED.items()
    }
    for number in range(1, TIMES):
        for table, keys in _SHIFTED.items():
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            by = {key: most["task" if key == "task_id" else table] for key in keys}
            values = [_copied(table, column, by, number, most["journal"]) for column in columns]
            connection.execute(
                f"INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608 - our own names
                f" SELECT {', '.join(values)} FROM {table} WHERE {keys[0]} <= {most[table]}"
            )
    connection.execute("ANALYZE")
    connection.commit()


def _copied(table: str, column: str, by: dict[str, int], number: int, entries: int) -> str:
    if column in by:
        return f"{column} + {by[column] * number}"
    if column in _NUMBERS:
        later = f"{column} + {entries * number}"
        return f"CASE WHEN {column} < {STILL_KNOWN} THEN {later} ELSE {column} END"
    if _TEXTS.get(table) == column:
        return f"CASE WHEN {column} = '' THEN '' ELSE {column} || '-{number}' END"
    if column == "code_key":
        return f"{column} || '{number}'"
    return column


def measure(folder: Path) -> list[Figure]:
    path = Path(shutil.copy(made(folder), folder / "scratch.sqlite"))
    engine = open_engine(str(path))
    try:
        seal_now(engine, "bench", large.WRITTEN_ON)
        return [*questions(engine), *writes(engine)]
    finally:
        engine.dispose()
        for left in folder.glob("scratch.sqlite*"):
            left.unlink()


def questions(engine: Engine) -> list[Figure]:
    with reading(engine) as session:
        held = [
            session.scalar(select(func.count()).select_from(table))
            for table in (TaskRecord, ReportRow)
        ]
        entries = session.scalar(select(func.max(JournalRow.number))) or 0
    assert held == [large.TASKS * TIMES, large.REPORTS * TIMES]

    def asked(day: Any = None, known_on: int | None = None) -> float:
        def ask() -> None:
            with reading(engine) as session:
                entry = entry_of(session, known_on, large.WRITTEN_ON) if known_on else None
                view = open_view(session, None, day, large.WRITTEN_ON.date(), entry)
                summary(session, view, By.UNIT)

        return milliseconds(ask, RUNS)

    today = asked()
    past = large.WRITTEN_ON.date().replace(month=6)
    return [
        Figure("Summary by unit", today, "ms", runs=RUNS),
        Figure("… as of 1 June", asked(past), "ms", 1.5 * today, "1.5 × today's", runs=RUNS),
        Figure(
            "… as of 1 June, known on the middle of the record",
            asked(past, entries // 2),
            "ms",
            1.5 * today,
            "1.5 × today's",
            runs=RUNS,
        ),
    ]


def writes(engine: Engine) -> list[Figure]:
    """One report with its entry, on the disk when the call returns, and its undoing."""
    desk = Desk(engine, lambda: large.WRITTEN_ON, "bench")
    month = Period(large.YEAR, Rhythm.MONTH, large.REPORTS_OF_A_TASK)
    unit = count(1)

    def write() -> None:
        draft = ReportDraft(f"D1-{next(unit)}-1-5", month, Amount(2 * SCALE), "2", word="bench")
        report(desk, large.CODE, draft)

    return [
        Figure("One report with its entry, fsynced", milliseconds(write, 31), "ms", 20, runs=31),
        Figure(
            "Its undoing, fsynced",
            milliseconds(lambda: undo(desk, large.CODE), 21),
            "ms",
            50,
            runs=21,
        ),
    ]
