"""Figures are said as they were read before they are saved; at a terminal they are asked about."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import PROGRAM, ROOT, Run, fingerprint

if TYPE_CHECKING:
    from tests.screen import Screen

REPORT = ("report", "D9.6-tp-soc-trang", "1,5 tỷ", "--period", "2021-Q2", "--on", "28/6")
READ = "D9.6-tp-soc-trang · Quý II/2021: 1,5 tỷ, hiểu là 1.500.000.000 đồng; số liệu ngày 28/6/2021"
TARGET = ("edit", "D7.2-my-xuyen", "--target", "1.234,5")


def test_a_pipe_hears_on_the_side_how_a_figure_was_read(seeded: Path, run: Run) -> None:
    first = run(seeded, *REPORT)
    assert first.line == READ
    assert first.out.startswith(READ.split(";", maxsplit=1)[0])
    again = run(seeded, "report", "D9.6-tp-soc-trang", "trên 2 tỷ", "--period", "2021-Q2")
    assert "trên 2 tỷ, hiểu là trên 2.000.000.000 đồng; thay cho 1.500.000.000 đồng;" in again.line


def test_fields_with_figures_are_said_back_and_others_are_not(seeded: Path, run: Run) -> None:
    edited = run(seeded, *TARGET, "--baseline", "gần 3")
    assert edited.err.splitlines() == [
        "D7.2-my-xuyen · chỉ tiêu: 1.234,5 cuộc",
        "D7.2-my-xuyen · kết quả năm trước: gần 3 cuộc",
    ]
    assert run(seeded, "edit", "D7.2-my-xuyen", "--target", "-", "--title", "x").err == ""
    added = run(
        seeded,
        *("add", "--directive", "D9", "--unit", "my-xuyen", "--title", "x", "--measure", "sum"),
        *("--unit-of-measure", "đồng", "--rhythm", "quarter", "--target", "86,1 triệu"),
    )
    assert added.line == "D9.u1-my-xuyen · chỉ tiêu: 86,1 triệu, hiểu là 86.100.000 đồng"


def test_what_is_refused_is_not_asked_about(seeded: Path, run: Run) -> None:
    run(seeded, "report", "D7.2-my-xuyen", "3", "--period", "2021-Q1")
    ended = run(seeded, "report", "D7.2-my-xuyen", "2", "--period", "2021-Q2", "--cumulative")
    assert ended.code == 3
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize(
    "fields",
    [
        ("--target", "0"),
        ("--target", "5", "--weight", "0"),
        ("--target", "4"),
        ("--target", "5", "--unit", "my-xuyem"),
        ("--target", "5", "--title", "Tên khác", "--from", "1/7"),
        ("--target", "5", "--document", "12-KH"),
    ],
)
def test_an_edit_that_is_refused_says_only_why(
    fields: tuple[str, ...], seeded: Path, run: Run
) -> None:
    ended = run(seeded, "edit", "D7.2-my-xuyen", *fields)
    assert ended.code == 3
    assert "→" not in ended.line


def test_an_edit_is_checked_as_of_the_day_it_is_about(seeded: Path, run: Run) -> None:
    run(seeded, "assign", "D7.2-my-xuyen", "my-tu", "--from", "1/9")
    fields = ("edit", "D7.2-my-xuyen", "--coordinating", "my-tu", "--target", "6")
    assert run(seeded, "--as-of", "1/6", *fields).code == 0


CONFIRM = ("confirm", "--all", "--field", "unit")
BY = ("--document", "12-KH/BDVTU", "--document-day", "15/1/2021")
MANY = "Sẽ xác nhận theo 12-KH/BDVTU: 191 giá trị của 191 nhiệm vụ."


def test_of_many_confirmed_a_pipe_hears_on_the_side_how_many(seeded: Path, run: Run) -> None:
    ended = run(seeded, *CONFIRM, *BY)
    assert (ended.code, ended.line) == (0, MANY)
    assert ended.out.splitlines()[-1] == MANY.replace("Sẽ", "Đã")


def test_nothing_is_counted_where_the_confirmation_is_refused_or_of_one_task(
    seeded: Path, run: Run
) -> None:
    assert "12-KH" in run(seeded, *CONFIRM, *BY[:2]).line
    assert run(seeded, "confirm", "D7.2-my-xuyen", *BY).err == ""


def test_an_earlier_cumulative_figure_that_no_longer_fits_is_remarked_on(
    seeded: Path, run: Run
) -> None:
    run(seeded, "report", "D7.2-my-xuyen", "1", "--period", "2021-Q1")
    run(seeded, "report", "D7.2-my-xuyen", "3", "--period", "2021-Q2", "--cumulative")
    ended = run(seeded, "report", "D7.2-my-xuyen", "2", "--period", "2021-Q1")
    assert "số lũy kế của quý II/2021 không còn khớp" in ended.err


Started = Callable[..., "Screen"]


@pytest.fixture
def at_a_terminal(seeded: Path) -> Started:
    from tests.screen import Screen

    def started(*arguments: str) -> Screen:
        command = [sys.executable, "-c", PROGRAM, "--database", str(seeded), *arguments]
        return Screen(command, ROOT, columns=120)

    return started


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
@pytest.mark.parametrize(
    ("command", "said"),
    [(REPORT, "hiểu là"), (TARGET, "1.234,5 cuộc"), ((*CONFIRM, *BY), MANY)],
    ids=["report", "edit", "confirm"],
)
@pytest.mark.parametrize("answer", ["n\r", "\r", "\x04"], ids=["no", "nothing", "the end"])
def test_a_person_who_does_not_say_yes_has_written_nothing(
    command: tuple[str, ...], said: str, answer: str, seeded: Path, at_a_terminal: Started
) -> None:
    before = fingerprint(seeded)
    with at_a_terminal(*command) as screen:
        screen.wait_for(said, "[c/K]")
        screen.press(answer)
        assert screen.wait_for_end() == 3
        assert "Chưa ghi gì." in screen.text
    assert fingerprint(seeded) == before


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
@pytest.mark.parametrize("answer", ["y", "Y", "c", "có", "yes"])
def test_a_person_who_says_yes_has_it_saved(
    answer: str, seeded: Path, run: Run, at_a_terminal: Started
) -> None:
    with at_a_terminal(*REPORT) as screen:
        screen.wait_for(READ, "[c/K]")
        screen.press(f"{answer}\r")
        assert screen.wait_for_end() == 0
    reports = run(seeded, "show", "D9.6-tp-soc-trang", "--json").json["reports"]
    assert [report["figure"] for report in reports] == [1_500_000_000]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
def test_a_figure_that_came_while_one_was_asked_is_not_amended_unseen(
    seeded: Path, run: Run, at_a_terminal: Started
) -> None:
    with at_a_terminal(*REPORT) as screen:
        screen.wait_for(READ, "[c/K]")
        meanwhile = [*REPORT]
        meanwhile[meanwhile.index("1,5 tỷ")] = "2 tỷ"
        assert run(seeded, *meanwhile).code == 0
        screen.press("c\r")
        assert screen.wait_for_end() == 3
        assert "vừa có số liệu 2.000.000.000" in screen.text
    reports = run(seeded, "show", "D9.6-tp-soc-trang", "--json").json["reports"]
    assert [report["figure"] for report in reports] == [2_000_000_000]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
@pytest.mark.parametrize("option", ["--yes", "-y"])
def test_a_person_in_a_hurry_is_not_asked(option: str, at_a_terminal: Started) -> None:
    with at_a_terminal(*TARGET, option) as screen:
        assert screen.wait_for_end() == 0
        assert "1.234,5 cuộc" in screen.text
        assert "[c/K]" not in screen.text


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
@pytest.mark.parametrize(("more", "answer"), [((), "c\r"), (("--yes",), "")], ids=["asked", "not"])
def test_many_are_confirmed_once_it_is_meant_so(
    more: tuple[str, ...], answer: str, seeded: Path, run: Run, at_a_terminal: Started
) -> None:
    with at_a_terminal("confirm", "--unit", "my-xuyen", "--field", "unit", *BY, *more) as screen:
        if answer:
            screen.wait_for("của 13 nhiệm vụ.", "[c/K]")
            screen.press(answer)
        assert screen.wait_for_end() == 0
        assert "Sẽ xác nhận" in screen.text
    found = run(seeded, "list", "--unit", "my-xuyen", "--json").json
    assert {task["origin"]["unit"] for task in found} == {"confirmed"}
