"""Eight programs write into one SQLite file at the same time."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.counts import count
from tests.faults.writer import seed, writers
from tests.service.office import Office
from tests.service.truth import assert_states_follow
from tracker.store.tables import JournalRow, ReportRow
from tracker.upkeep.doctor import examine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the writers are forked")

PROGRAMS = 8
REPORTS = count(full=500, sample=12)
"""Of each program."""


def test_every_report_is_there_and_nobody_is_told_that_the_database_is_locked(
    sqlite_office: Office,
) -> None:
    seed(sqlite_office)
    sqlite_office.close()
    path = Path(str(sqlite_office.engine.url.database))
    acknowledged: list[tuple[str, str, int]] = []
    errors: list[str] = []
    with ExitStack() as stack:
        programs = [stack.enter_context(writers(str(path))) for _ in range(PROGRAMS)]
        for number, program in enumerate(programs):
            program.start(number, REPORTS)
        for program in programs:
            while (said := program.line()) != "X":
                kind, *rest = said.split()
                if kind == "E":
                    errors.append(said)
                elif kind == "A":
                    acknowledged.append((rest[0], rest[1], int(rest[2])))
    assert errors == []
    assert len(acknowledged) == PROGRAMS * REPORTS
    assert len(sqlite_office.stored(ReportRow)) == PROGRAMS * REPORTS
    entries = [row.what for row in sqlite_office.stored(JournalRow, "what")]
    assert entries.count("report") == PROGRAMS * REPORTS
    checkup = examine(sqlite_office.engine)
    assert checkup.clean, checkup.findings
    assert_states_follow(sqlite_office)
