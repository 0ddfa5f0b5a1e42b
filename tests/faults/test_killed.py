"""A writer is killed with -9, most often in the middle of a transaction."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.faults.counts import count
from tests.faults.writer import Writers, seed, writers
from tests.service.office import Office
from tests.service.truth import assert_states_follow
from tracker.upkeep.backup import back_up
from tracker.upkeep.doctor import examine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")

KILLS_INSIDE = count(full=100, sample=8)
"""Kills that fall between BEGIN and COMMIT. Others, outside or within COMMIT, come on top."""

Acknowledged = tuple[str, str, int, int]
"""Task, period, figure in thousandths, journal number."""


def test_no_acknowledged_report_is_lost_and_none_is_half_there(sqlite_office: Office) -> None:
    seed(sqlite_office)
    sqlite_office.close()
    path = Path(str(sqlite_office.engine.url.database))
    dice = Random(9)  # noqa: S311 - moments, no secrets
    inside, kills, acknowledged = 0, 0, set[Acknowledged]()
    with writers(str(path)) as program:
        while inside < KILLS_INSIDE:
            kills += 1
            assert kills < 20 * KILLS_INSIDE, "hardly a kill falls inside a transaction"
            told, last = killed(program, kills, dice.uniform(0, 0.05))
            inside += last == "B"
            acknowledged |= told
            assert acknowledged <= whole_reports(path)
    print(f"{kills} kills, {inside} of them inside a transaction; {len(acknowledged)} reports")
    assert len(acknowledged) >= KILLS_INSIDE
    checkup = examine(sqlite_office.engine)
    assert checkup.clean, checkup.findings
    assert_states_follow(sqlite_office)


def killed(program: Writers, number: int, wait: float) -> tuple[set[Acknowledged], str]:
    """Let a writer write at least once, and kill it; what it was told, and its last word."""
    program.start(number)
    told: set[Acknowledged] = set()
    child, last = 0, ""
    while (said := program.line()) != "X":
        kind, *rest = said.split()
        if kind == "P":
            child = int(rest[0])
            continue
        last = kind
        assert kind != "E", said
        if kind == "A":
            told.add((rest[0], rest[1], int(rest[2]), int(rest[3])))
            if len(told) == 1:
                while not child:
                    child = int(program.line().split()[1])
                time.sleep(wait)
                os.kill(child, signal.SIGKILL)
    return told, last


def whole_reports(path: Path) -> set[Acknowledged]:
    """Every report with its entry. Fails where one is there without the other."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT task.code, period, figure, number, subject FROM journal"
            " LEFT JOIN report ON report.known_from = number LEFT JOIN task ON task.id = task_id"
            " WHERE what = 'report'"
        ).fetchall()
        (reports,) = connection.execute("SELECT count(*) FROM report").fetchone()
    assert reports == len(rows)
    assert all(code == subject for code, *_rest, subject in rows)
    return {(code, period, figure, number) for code, period, figure, number, _subject in rows}


KILLED_RESTORES = count(full=60, sample=5)


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(
    sqlite_office: Office, tmp_path: Path
) -> None:
    seed(sqlite_office)
    engine, path = sqlite_office.engine, Path(str(sqlite_office.engine.url.database))
    held: list[dict[str, list[Any]]] = []
    for number in (1, 2):
        sqlite_office.report("D7.1-my-xuyen", "2021-01", number)
        back_up(engine, tmp_path / f"{number}.sqlite", sqlite_office.now())
        held.append(sqlite_office.everything())
    sqlite_office.close()
    dice = Random(3)  # noqa: S311 - moments, no secrets
    backups = [str(tmp_path / f"{number}.sqlite") for number in (1, 2)]
    found: list[int] = []
    with writers(str(path), *backups, module="tests.faults.restorer") as program:
        for round_number in range(KILLED_RESTORES):
            program.start(round_number)
            child, restores = 0, 0
            while (said := program.line()) != "X":
                if said.startswith("P"):
                    child = int(said.split()[1])
                restores += said == "R"
                if child and restores == 1:
                    time.sleep(dice.uniform(0, 0.08))
                    os.kill(child, signal.SIGKILL)
                    restores += 1
            found.append(held.index(sqlite_office.everything()))
            assert examine(engine).clean
            sqlite_office.close()
    assert set(found) == {0, 1}
    print(f"{KILLED_RESTORES} restores killed; {found.count(0)} times the one, else the other")
