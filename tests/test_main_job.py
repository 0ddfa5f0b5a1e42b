"""The main job, end to end: directives in, a figure reported on the screen, the summary out."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.cli.running import in_a_process
from tests.export.readers import READ, Back
from tests.tui.stage import staged
from tracker.export import Format

TASK = "D7.2-my-xuyen"
DAY = "30/6/2021"


def tracker(database: str, *arguments: str) -> str:
    ended = in_a_process("--database", database, *arguments)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def exported(database: str, folder: Path) -> dict[Format, Back]:
    """Every format, written by the command and read back by something else."""
    backs = {}
    for form in Format:
        path = folder / f"tong-hop.{form.value}"
        tracker(database, "--as-of", DAY, "export", form.value, "-o", str(path))
        backs[form] = READ[form](path.read_bytes())
    return backs


async def test_a_report_made_on_the_screen_is_in_the_summary_and_in_every_export(
    database_url: str, tmp_path: Path
) -> None:
    tracker(database_url, "seed", "soc-trang-2021")
    async with staged(database_url) as stage:
        await stage.press("2", "slash")
        await stage.type(TASK)
        await stage.press("enter", "r")
        await stage.type("3")
        await stage.press("ctrl+s")
        assert "3/4*" in stage.text
        await stage.press("1")
        assert "0/191" in stage.text

    totals = json.loads(tracker(database_url, "--as-of", DAY, "summary", "--json"))["totals"]
    tasks = json.loads(tracker(database_url, "--as-of", DAY, "list", "--json"))
    (row,) = (task for task in tasks if task["code"] == TASK)
    assert (row["value"], row["target"], row["percent"]) == (3, 4, 75.0)
    assert totals["by_status"]["in_progress"] == 1
    assert totals["tasks"] == len(tasks) == 191

    backs = exported(database_url, tmp_path)
    figures = flat(totals)
    for form, back in backs.items():
        assert {key: back.totals[key] for key in figures} == figures, form
        assert (back.rows, back.subtrees) == (
            backs[Format.JSON].rows,
            backs[Format.JSON].subtrees,
        ), form
        (result,) = (task for task in back.tasks if task.code == TASK)
        assert (result.result, result.percent) == (Decimal(3), "75.0"), form
        assert len(back.tasks) == 191, form
        assert back.tasks == backs[Format.JSON].tasks, form


def flat(totals: dict[str, Any]) -> dict[str, Any]:
    """The totals of ``summary --json`` as the readers of files give them."""
    rates = {key: totals[key] for key in ("done_of_all", "done_of_due")}
    return {
        "tasks": totals["tasks"],
        "at_risk": totals["at_risk"],
        **totals["by_status"],
        **{
            key: (
                rate["numerator"],
                rate["denominator"],
                None if rate["percent"] is None else f"{rate['percent']:.1f}",
            )
            for key, rate in rates.items()
        },
        "completion_percent": f"{totals['completion_percent']:.1f}",
    }
