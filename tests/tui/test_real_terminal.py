"""The program as a person meets it: in a terminal, by keys, on the 2021 plan."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.tui.stage import Record, record

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")

CURSOR = "▌"
"""Stands before the line of the cursor while the list has the focus."""

PROGRAM = """
from datetime import datetime, timedelta, timezone
from tracker.tui.app import run
run({database!r}, None, None, None, "người thử",
    lambda: datetime(2021, 7, 1, 9, tzinfo=timezone(timedelta(hours=7))))
"""


def test_a_report_made_by_keys_moves_the_totals(plan_2021: str, tmp_path: Path) -> None:
    from tests.screen import Screen

    before = Record(plan_2021).summary().totals.done_of_all
    program = [sys.executable, "-c", PROGRAM.format(database=plan_2021)]
    with Screen(program, tmp_path) as screen:
        screen.wait_for("Chương trình công tác dân vận", f"{before.numerator}/{before.denominator}")
        screen.press("2")
        screen.wait_for("191 / 191 nhiệm vụ", CURSOR)
        screen.press("/")
        screen.wait_while(CURSOR)
        screen.press("d2.1-my-xuyen")
        screen.wait_for("  1 / 191 nhiệm vụ", "đổi mới nội dung")
        screen.press("\r")
        screen.wait_for(CURSOR)
        screen.press("r")
        screen.wait_for("Báo cáo kết quả", "chưa báo cáo")
        screen.press("1")
        screen.wait_for("→ 1 văn bản")
        screen.press("\x13")  # ctrl+s
        screen.wait_for("đã ghi 1")
        screen.press("1")
        screen.wait_for(f"{before.numerator + 1}/{before.denominator}")
        screen.press("q")
        assert screen.wait_for_end() == 0
    assert Record(plan_2021).summary().totals.done_of_all.numerator == before.numerator + 1


def test_the_program_ends_with_its_terminal(plan_2021: str, tmp_path: Path) -> None:
    """Even where nobody tells it, as below `make run`: it must not read on for ever."""
    from tests.screen import Screen

    untold = f"import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n{PROGRAM}"
    program = [sys.executable, "-c", untold.format(database=plan_2021)]
    with Screen(program, tmp_path) as screen:
        screen.wait_for("Chương trình công tác dân vận")
        screen.unplug()
        assert screen.wait_for_end_unplugged(20)


def test_it_ends_where_the_terminal_goes_while_it_starts(plan_2021: str, tmp_path: Path) -> None:
    from tests.screen import Screen

    untold = f"import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n{PROGRAM}"
    program = [sys.executable, "-c", untold.format(database=plan_2021)]
    for rest in (0.0, 0.3, 0.5):
        with Screen(program, tmp_path) as screen:
            time.sleep(rest)
            screen.unplug()
            assert screen.wait_for_end_unplugged(20)


def test_what_another_program_writes_appears_by_itself(plan_2021: str, tmp_path: Path) -> None:
    from tests.screen import Screen

    before = Record(plan_2021).summary().totals.done_of_all
    with Screen([sys.executable, "-c", PROGRAM.format(database=plan_2021)], tmp_path) as screen:
        screen.wait_for(f"{before.numerator}/{before.denominator}")
        record(plan_2021, "D2.1-my-xuyen", "2021-01", 1, plan="soc-trang-2021")
        screen.wait_for(f"{before.numerator + 1}/{before.denominator}")
        screen.press("q")
        assert screen.wait_for_end() == 0


def test_a_sheet_outlives_its_program(plan_2021: str, tmp_path: Path) -> None:
    """Killed while the next cell is being typed, as by a power cut; and opened again."""
    from tests.screen import Screen

    program = [sys.executable, "-c", PROGRAM.format(database=plan_2021)]
    with Screen(program, tmp_path) as screen:
        screen.wait_for("Chương trình công tác dân vận")
        screen.press("5")
        screen.wait_for("‹ Quý II/2021 ›", "D1.3")
        screen.press("3\r4\r12")
        screen.wait_for("đã nhập: 3", "12 ]")
        # What is typed is on the disk a quarter of a second later.
        time.sleep(1)
        screen.kill()
    with Screen(program, tmp_path) as screen:
        screen.wait_for("Chương trình công tác dân vận")
        screen.press("5")
        screen.wait_for("đã nhập: 3", "mà chưa nộp vẫn còn ở đây")
        for code, figure, total in (("D1.3", 3, "3/3"), ("D2.2", 4, "4/7"), ("D7.2", 12, "12/4")):
            (row,) = [line for line in screen.text.splitlines() if code in line[:9]]
            assert f"{figure}  → {total}" in row
