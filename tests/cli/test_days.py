"""Days typed without a year are days of the plan's year, where there is a plan."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, ROOT, Run, in_a_process

TASK = "D7.2-my-xuyen"


@pytest.mark.parametrize(
    "typed", ["30/6", "30-6", "30.6", "ngày 30 tháng 6", "30 June", "30/6/2021"]
)
def test_as_of_takes_the_plans_year(typed: str, seeded: Path, run: Run) -> None:
    for command in (("summary",), ("show", TASK)):
        ended = run(seeded, "--as-of", typed, *command, "--json")
        assert (ended.json["as_of"], ended.err) == ("2021-06-30", "")


def test_due_before_takes_the_plans_year(seeded: Path, run: Run) -> None:
    typed = [run(seeded, "list", "--due-before", day, "--json").json for day in ("1/7", "1/7/2021")]
    assert typed[0] == typed[1] != []


def test_fields_and_figures_take_the_plans_year(seeded: Path, run: Run) -> None:
    for command in (
        ("edit", TASK, "--start", "1/2", "--deadline", "30/11"),
        ("edit", TASK, "--target", "5", "--from", "1/7"),
        ("report", TASK, "1", "--period", "2021-Q1", "--on", "20/3"),
        ("assign", TASK, "my-tu", "--from", "1/8"),
        ("cancel", TASK, "--why", "x", "--from", "1/9"),
        ("resume", TASK, "--from", "1/10"),
        (
            *("add", "--directive", "D7", "--unit", "my-xuyen", "--title", "x", "--measure", "sum"),
            *("--unit-of-measure", "cuộc", "--rhythm", "quarter"),
            *("--code", "X.1", "--start", "2/3", "--deadline", "4/5"),
        ),
    ):
        assert run(seeded, *command).code == 0, command
    task = run(seeded, "--as-of", "31/10", "show", TASK, "--json").json
    assert (task["start"], task["deadline"]) == ("2021-02-01", "2021-11-30")
    assert (task["unit"], task["status"]) == ("my-tu", "in_progress")
    assert task["reports"][0]["own_day"] == "2021-03-20"
    assert run(seeded, "--as-of", "30/6", "show", TASK, "--json").json["target"] == 4
    assert run(seeded, "--as-of", "30/9", "show", TASK, "--json").json["status"] == "cancelled"
    added = run(seeded, "show", "X.1", "--json").json
    assert (added["start"], added["deadline"]) == ("2021-03-02", "2021-05-04")


@pytest.mark.parametrize("typed", ["31/2", "6/2021", "30", "5/21", "30 foo"])
def test_what_is_no_day_of_a_year_is_refused_as_it_was_typed(
    typed: str, seeded: Path, run: Run
) -> None:
    for command in (
        ("--as-of", typed, "list"),
        ("list", "--due-before", typed),
        ("edit", TASK, "--deadline", typed),
    ):
        ended = run(seeded, *command)
        assert ended.code == 3
        assert f"“{typed}" in ended.line


@pytest.mark.parametrize("command", [("summary", "--json"), ("list",), ("show", TASK)])
def test_a_day_outside_the_plans_year_is_remarked_on(
    command: tuple[str, ...], seeded: Path, run: Run
) -> None:
    ended = run(seeded, "--as-of", "30/6/2022", *command)
    assert ended.code == 0
    assert "30/6/2022" in ended.line
    assert "2021" in ended.line
    assert run(seeded, "--as-of", "31/12/2021", *command).err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
def test_the_screens_take_the_plans_year(seeded: Path) -> None:
    from tests.screen import Screen

    command = [sys.executable, "-c", PROGRAM, "--database", str(seeded), "--as-of", "30/6"]
    with Screen(command, ROOT) as screen:
        screen.wait_for("30/6/2021", "0/191")
        screen.press("q")
        assert screen.wait_for_end() == 0


def test_without_a_plan_no_year_is_guessed(tmp_path: Path) -> None:
    ended = in_a_process(
        *("--database", str(tmp_path / "none.db"), "--as-of", "30/6"),
        program=f"import os\nos.environ['TEXTUAL_DRIVER'] = 'none'\n{PROGRAM}",
    )
    assert ended.returncode == 3
    assert len(ended.stderr.splitlines()) == 1
