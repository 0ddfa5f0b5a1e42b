"""A program that writes reports until it is killed, and says through a pipe where it is.

``python -m tests.faults.writer DATABASE`` loads everything once; then, for each line on standard
input, ``SEED COUNT`` (0: without end), it forks a writer, and says its process number. A writer
says ``B`` when BEGIN has been executed, ``C`` when COMMIT is about to be, ``A CODE PERIOD FIGURE
ENTRY`` when a report was acknowledged, and ``E …`` for an error.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import IO

from sqlalchemy import event

from tests.service.office import Office, report_draft, task
from tracker.domain.period import Rhythm
from tracker.domain.problem import Problem
from tracker.service.desk import Desk
from tracker.service.reports import report
from tracker.store.engine import open_engine

TASKS = 40
ROOT = Path(__file__).parents[2]


def codes() -> list[str]:
    return [f"D7.{number}-my-xuyen" for number in range(1, TASKS + 1)]


def seed(office: Office) -> None:
    """What the writers report on: forty tasks by month."""
    office.seed(*(task(code, rhythm=Rhythm.MONTH) for code in codes()))


def now() -> datetime:
    return datetime(2021, 12, 31, 12, tzinfo=UTC)


def write(database: str, dice: Random, reports: int, out: int) -> None:
    def say(line: str) -> None:
        os.write(out, f"{line}\n".encode())

    engine = open_engine(database)
    event.listen(engine, "begin", lambda _connection: say("B"))
    event.listen(engine, "commit", lambda _connection: say("C"))
    desk = Desk(engine, now, "Văn phòng")
    written = 0
    while not reports or written < reports:
        code, period = dice.choice(codes()), f"2021-{dice.randint(1, 12):02}"
        figure = dice.randint(1, 9)
        try:
            accepted = report(desk, None, report_draft(code, period, figure))
        except Problem as problem:
            say(f"E {type(problem).__name__}: {problem}")
        else:
            say(f"A {code} {period} {figure * 1000} {accepted.entry}")
        written += 1
    engine.dispose()


def main() -> None:
    database = sys.argv[1]
    print("ready", flush=True)
    for line in sys.stdin:
        dice, reports = Random(int(line.split()[0])), int(line.split()[1])  # noqa: S311
        child = os.fork()
        if child == 0:
            try:
                write(database, dice, reports, sys.stdout.fileno())
            finally:
                os._exit(0)
        os.write(sys.stdout.fileno(), f"P {child}\n".encode())
        os.waitpid(child, 0)
        os.write(sys.stdout.fileno(), b"X\n")


class Writers:
    """The program above, from the test's side: one writer at a time."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self._program = program
        assert program.stdin
        assert program.stdout
        self.asked: IO[str] = program.stdin
        self.said: IO[str] = program.stdout
        self.line()

    def line(self) -> str:
        return self.said.readline().rstrip("\n")

    def start(self, seed_number: int, reports: int = 0) -> None:
        self.asked.write(f"{seed_number} {reports}\n")
        self.asked.flush()


@contextmanager
def writers(database: str, *more: str, module: str = "tests.faults.writer") -> Iterator[Writers]:
    program = subprocess.Popen(
        [sys.executable, "-m", module, database, *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield Writers(program)
    finally:
        program.communicate()


if __name__ == "__main__":
    main()
