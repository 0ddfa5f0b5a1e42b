"""10,000 tasks with 100,000 reports in SQLite: how long a question and a report take."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from tests.bench import large
from tests.bench.figures import Figure, milliseconds
from tracker.domain import timeline
from tracker.domain.condition import By, Condition, Sort, SortKey
from tracker.domain.period import Period, Rhythm
from tracker.domain.quantity import SCALE, Amount
from tracker.domain.report import ReportDraft
from tracker.service.desk import Desk
from tracker.service.reports import report
from tracker.store import migrations
from tracker.store.engine import open_engine, reading
from tracker.store.read.known import entry_of
from tracker.store.read.rollup import summary
from tracker.store.read.tasks import task_ids, task_rows
from tracker.store.read.view import View, open_view
from tracker.store.tables import JournalRow, ReportRow, StateRow, TaskRecord

WINDOW = 60
"""Rows that a tall screen shows at once."""
RUNS = 15


def prepared(folder: Path) -> Path:
    """The large database; it is kept until what shapes it changes, since it takes two minutes."""
    path = folder / f"large-{fingerprint()}.sqlite"
    if not path.exists():
        for outdated in folder.glob("large-*"):
            outdated.unlink()
        print(f"Making {large.TASKS:,} tasks and {large.REPORTS:,} reports (once)")
        unfinished = folder / "unfinished.sqlite"
        unfinished.unlink(missing_ok=True)
        large.make(unfinished)
        unfinished.rename(path)
    return path


def fingerprint() -> str:
    """Changes with the tables, the derived states and the made-up plan."""
    shaping = [*Path(migrations.__file__).parent.rglob("*.py"), timeline.__file__, large.__file__]
    content = b"".join(Path(path).read_bytes() for path in sorted(map(str, shaping)))
    return hashlib.sha256(content).hexdigest()[:8]


def measure(folder: Path) -> list[Figure]:
    """Every figure that needs no screen, on a copy of the large database."""
    path = Path(shutil.copy(prepared(folder), folder / "scratch.sqlite"))
    engine = open_engine(str(path))
    try:
        return [*questions(engine), one_report(engine)]
    finally:
        engine.dispose()
        for left in folder.glob("scratch.sqlite*"):
            left.unlink()


def questions(engine: Engine) -> list[Figure]:
    """Reads as a screen makes them: a session for each, the plan looked up again."""

    def asked(question: Callable[[Any, View], object], known_on: int | None = None) -> float:
        def ask() -> None:
            with reading(engine) as session:
                entry = entry_of(session, known_on, large.WRITTEN_ON) if known_on else None
                view = open_view(session, None, None, large.WRITTEN_ON.date(), entry)
                question(session, view)

        return milliseconds(ask, RUNS)

    def window(session: Any, view: View) -> object:
        ids = task_ids(session, view, Condition(), Sort(SortKey.NEED))
        middle = len(ids) // 2
        return task_rows(session, view, ids[middle : middle + WINDOW])

    with reading(engine) as session:
        held = [
            session.scalar(select(func.count()).select_from(table))
            for table in (TaskRecord, ReportRow, StateRow)
        ]
        entries = session.scalar(select(func.max(JournalRow.number)))
    assert held[:2] == [large.TASKS, large.REPORTS]
    words = Condition(words=("doi thoai", "huyen so 7"))
    by_unit = asked(lambda s, v: summary(s, v, By.UNIT))
    return [
        Figure("Summary by unit", by_unit, "ms", 100, runs=RUNS),
        Figure(
            "Summary by unit, known on the middle of the record",
            asked(lambda s, v: summary(s, v, By.UNIT), (entries or 0) // 2),
            "ms",
            1.5 * by_unit,
            "1.5 × the present",
            runs=RUNS,
        ),
        Figure(
            "Summary by directive", asked(lambda s, v: summary(s, v, By.DIRECTIVE)), "ms", runs=RUNS
        ),
        Figure(f"All tasks in order, and {WINDOW} rows of them", asked(window), "ms", runs=RUNS),
        Figure(
            "Tasks with two words, in order",
            asked(lambda s, v: task_ids(s, v, words, Sort())),
            "ms",
            runs=RUNS,
        ),
    ]


def one_report(engine: Engine) -> Figure:
    """One report, on the disk (``synchronous=FULL``) when the call returns."""
    desk = Desk(engine, lambda: large.WRITTEN_ON, "bench")
    month = Period(large.YEAR, Rhythm.MONTH, large.REPORTS_OF_A_TASK)
    unit = count(1)

    def write() -> None:
        draft = ReportDraft(f"D1-{next(unit)}-1", month, Amount(2 * SCALE), "2")
        report(desk, large.CODE, draft)

    return Figure("One report, fsynced", milliseconds(write, 31), "ms", 20, runs=31)
