"""``tracker matrix``: units and directives, with the summary's figures at the edges."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.running import Run

DAY = ("--as-of", "2021-06-30")


def test_its_edges_are_the_summaries(seeded: Path, run: Run) -> None:
    run(seeded, "report", "D7.2-my-xuyen", "1", "--period", "2021-Q1", "--yes")
    found = run(seeded, *DAY, "matrix", "--json").json
    by_unit = run(seeded, *DAY, "summary", "--json").json
    by_directive = run(seeded, *DAY, "summary", "--by", "directive", "--json").json
    assert found["totals"]["all"] == by_unit["totals"]
    for row, summed in zip(found["rows"], by_unit["rows"], strict=True):
        assert (row["code"], row["depth"]) == (summed["code"], summed["depth"])
        assert row["all"] == {key: summed[key] for key in row["all"]}
        assert row["subtree"]["all"] == summed["subtree"]
    for summed in by_directive["rows"]:
        cell = found["totals"]["by_directive"][summed["code"]]
        assert cell == {key: summed[key] for key in cell}
        own = [row["by_directive"].get(summed["code"], {"tasks": 0}) for row in found["rows"]]
        assert sum(figures["tasks"] for figures in own) == summed["tasks"]


def test_a_pipe_gets_a_line_for_each_unit_with_what_the_json_says(seeded: Path, run: Run) -> None:
    run(seeded, "report", "D7.2-my-xuyen", "1", "--period", "2021-Q1", "--yes")
    lines = run(seeded, *DAY, "matrix").out.splitlines()
    assert lines[1] == "191 nhiệm vụ"
    assert lines[3].split()[-9:] == [f"D{number}" for number in range(1, 10)]
    found = run(seeded, *DAY, "matrix", "--json").json
    row = next(row for row in found["rows"] if row["code"] == "my-xuyen")
    (line,) = [line for line in lines if "Huyện ủy Mỹ Xuyên" in line]
    cells = re.findall(r"[!▲◐○●–] [\d,]+ %|·|[!▲◐○●–] —", line)
    assert len(cells) == 10
    percents = [cell[2:-2].replace(",", ".") if cell != "·" else None for cell in cells]
    expected = [row["all"], *(row["by_directive"].get(f"D{n}") for n in range(1, 10))]
    assert percents == [of and str(of["completion_percent"]) for of in expected]
    (total,) = [line for line in lines if line.startswith("Tổng cộng")]
    assert "D7  Đối thoại, giải quyết khiếu nại" in lines
    assert total.split()[3].replace(",", ".") == str(found["totals"]["all"]["completion_percent"])


def test_below_counts_all_units_below_as_well_and_says_so(seeded: Path, run: Run) -> None:
    own = run(seeded, *DAY, "--lang", "en", "matrix").out
    below = run(seeded, *DAY, "--lang", "en", "matrix", "--below").out
    note = "Each unit is counted with all below it, so the rows do not add up to the total."
    assert note not in own
    assert note in below
    first, total = (
        next(line for line in below.splitlines() if line.startswith(start))
        for start in ("Mass Mobilization Commission of the Sóc", "Total")
    )
    assert first.split()[-10:] == total.split()[-10:]


def test_it_is_narrowed_by_unit_and_directive(seeded: Path, run: Run) -> None:
    found = run(seeded, *DAY, "matrix", "--unit", "my-xuyen", "--directive", "d7", "--json").json
    assert [row["code"] for row in found["rows"]] == ["my-xuyen"]
    assert [directive["code"] for directive in found["directives"]] == ["D7"]
    assert found["condition"] == {"unit": "my-xuyen", "directive": "d7", "where": None}


def test_a_query_narrows_it_as_it_narrows_the_summary(seeded: Path, run: Run) -> None:
    query = ("--where", "status:overdue or due<30/6")
    found = run(seeded, *DAY, "matrix", *query, "--json").json
    summed = run(seeded, *DAY, "summary", *query, "--json").json
    assert found["totals"]["all"] == summed["totals"]
    assert 0 < found["totals"]["all"]["tasks"] < 191
    assert found["condition"]["where"] == summed["condition"]["where"]


@pytest.mark.parametrize("arguments", [("--unit", "my-xuyeb"), ("--directive", "D99")])
def test_what_is_not_there_is_refused(seeded: Path, run: Run, arguments: tuple[str, str]) -> None:
    ended = run(seeded, "matrix", *arguments)
    assert (ended.code, ended.out) == (3, "")
    assert arguments[1] in ended.err
