"""``--where``: one query language for lists, summaries, exports and what is done to many tasks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Run, fingerprint, in_a_process
from tests.cli.test_list import codes
from tracker.export import Format

AT = ("--as-of", "30/6/2021")
BY = ("--document", "12-KH/BDVTU", "--document-day", "15/1/2021")
QUERY = 'đv:"mỹ xuyên" trừ (cđ:d8 hoặc tt:quá-hạn)'
CANONICAL = "unit:my-xuyen not (directive:D8 or status:overdue)"


def test_a_list_is_narrowed_and_the_options_join(seeded: Path, run: Run) -> None:
    overdue = set(codes(run, seeded, "--status", "overdue"))
    assert set(codes(run, seeded, "--where", "status:overdue")) == overdue
    both = set(codes(run, seeded, "--where", "status:overdue or directive:D8", "--unit", "my-tu"))
    assert both
    assert all(code.endswith("my-tu") for code in both)
    found = codes(run, seeded, "doi thoai", "--where", "due<30/6 or due:none")
    assert set(found) < set(codes(run, seeded, "doi thoai"))
    assert set(codes(run, seeded, "--where", "tieng keng")) == {"D8.3-my-xuyen"}
    assert codes(run, seeded, "--where", '"keng tieng"') == []


def test_words_are_still_looked_for_as_they_are(seeded: Path, run: Run) -> None:
    assert codes(run, seeded, "status:overdue") == []
    hinted = run(seeded, "--lang", "en", "list", "tt:overdue", "--json")
    assert (hinted.code, hinted.json) == (0, [])
    assert hinted.line == "“tt:overdue” is looked for as a word. A query stands behind --where."
    assert run(seeded, "list", "a:b", "<5", "--json").err == ""
    assert codes(run, seeded, "(d8") == []
    assert codes(run, seeded, "or") == codes(run, seeded, "--where", '"or"')


def test_what_is_wrong_is_pointed_at(seeded: Path, run: Run) -> None:
    ended = run(seeded, "--lang", "en", "list", "--where", "status:overdue đv:my-xuyn")
    assert ended.code == 3
    assert ended.out == ""
    line, text, caret = ended.err.splitlines()
    assert line.startswith("Column 19: there is no unit “my-xuyn” in plan soc-trang-2021.")
    assert line.endswith("Did you mean “my-xuyen”?")
    assert text == "  status:overdue đv:my-xuyn"
    assert caret == " " * 20 + "^"
    assert text[caret.index("^") :] == "my-xuyn"


@pytest.mark.parametrize("command", [("list",), ("summary",), ("explain",), ("confirm", *BY)])
def test_an_empty_query_is_no_query(command: tuple[str, ...], seeded: Path, run: Run) -> None:
    ended = run(seeded, *command, "--where", "  ")
    assert ended.code == 2
    assert "--where" in ended.line


def test_a_summary_and_its_explanation_count_what_the_list_has(seeded: Path, run: Run) -> None:
    listed = len(codes(run, seeded, "--where", QUERY))
    summary = run(seeded, *AT, "summary", "--where", QUERY, "--json").json
    assert summary["totals"]["tasks"] == listed > 0
    assert summary["condition"]["where"] == CANONICAL
    explained = run(seeded, *AT, "--lang", "en", "explain", "--where", QUERY)
    assert f"meeting the query {CANONICAL}" in explained.out


@pytest.mark.parametrize("form", Format)
def test_an_export_says_its_query_and_is_verified_by_it(
    form: Format, seeded: Path, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / f"a.{form.value}"
    query = f'{QUERY} or "=HYPERLINK(x)" or "[b]{{{{ x }}}}<w:p>"'
    assert run(seeded, *AT, "export", form.value, "-o", str(file), "--where", query).code == 0
    verdict = run(seeded, "verify", str(file), "--json")
    assert (verdict.code, verdict.json["holds"], verdict.json["since"]) == (0, True, [])
    run(seeded, "edit", "D7.2-my-xuyen", "--target", "9")
    later = run(seeded, "verify", str(file), "--json").json
    assert (later["holds"], later["repeated"]) == (True, True)
    assert [found["which"] for found in later["since"] if found["where"] == "task"]


def test_another_query_is_another_fingerprint(seeded: Path, run: Run, tmp_path: Path) -> None:
    prints = set()
    for number, query in enumerate(("d1 or d1", "d1", '"d1"', "d1 or zzz", "code:d1")):
        file = tmp_path / f"{number}.json"
        run(seeded, "export", "json", "-o", str(file), "--where", query)
        prints.add(run(seeded, "verify", str(file), "--json").json["fingerprint"])
        assert json.loads(file.read_text(encoding="utf-8"))["totals"]["tasks"] > 0
    assert len(prints) == 4  # a word is the same in quotation marks and without


def test_reports_owed_are_those_of_the_tasks_that_a_query_means(seeded: Path, run: Run) -> None:
    late = ("--as-of", "15/7/2021", "owed", "--period", "2021-Q2", "--tasks", "--json")
    every = {duty["task"] for duty in run(seeded, *late).json["tasks"]}
    some = run(seeded, *late, "--where", "directive:D7 or keng").json
    found = {duty["task"] for duty in some["tasks"]}
    assert found == {task for task in every if task.startswith(("D7", "D8.3-my-xuyen"))}
    assert 0 < len(found) < len(every)
    counted = run(seeded, *late, "--where", "keng").json
    assert {duty["task"] for duty in counted["tasks"]} == {"D8.3-my-xuyen"} & every


def test_many_are_confirmed_by_a_query(seeded: Path, run: Run) -> None:
    query = "unit:my-xuyen directive:D9 origin:proposed"
    before = codes(run, seeded, "--where", query)
    ended = run(seeded, "--lang", "en", *AT, "confirm", "--where", query, *BY)
    assert ended.code == 0
    assert ended.out.splitlines()[-1].endswith(f"of {len(before)} tasks.")
    assert codes(run, seeded, "--where", query) == []
    nothing = run(seeded, "--lang", "en", "confirm", "--where", 'code:"zzz zzz"', *BY)
    assert (nothing.code, nothing.remark) == (
        3,
        'No task is found with --where code:"zzz zzz".',
    )
    assert run(seeded, "confirm", "D7.2-my-xuyen", "--where", "d7", *BY).code == 2


def test_drafts_are_handed_in_by_a_query(seeded: Path, run: Run) -> None:
    for task in ("D7.2-my-xuyen", "D7.2-my-tu"):
        run(seeded, "report", task, "1", "--period", "2021-Q1", "--draft", "--yes")
    ended = run(seeded, "--lang", "en", "submit", "--where", "unit:my-tu or unit:ke-sach")
    assert ended.code == 0
    assert "D7.2-my-tu" in ended.out
    assert "D7.2-my-xuyen" not in ended.out
    both = run(seeded, "submit", "--accounts", "--where", "d7")
    assert both.code == 2


def test_hostile_text_is_looked_for_and_does_nothing(seeded: Path, run: Run) -> None:
    before = len(codes(run, seeded))
    for text in ('"\'; DROP TABLE task; --"', '"%"', '"[red]x[/red]"', "code:%", '"\\""'):
        assert codes(run, seeded, "--where", text) == [
            code for code in codes(run, seeded, "--where", text) if "%" in text
        ]
    assert len(codes(run, seeded)) == before
    steering = run(seeded, "list", "--where", "unit:\x1b[31m\x07\u202e")
    assert steering.code == 3
    assert not set(steering.err) & set("\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("stat", '"status:"'),
        ("tt:quá", '"tt:quá-hạn"'),
        ("tt:quá-hạn đv:my-x", '"tt:quá-hạn đv:my-xuyen":"Huyện Mỹ Xuyên"'),
    ],
)
def test_the_shell_completes_a_query(
    typed: str, offered: str, seeded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_TRACKER_COMPLETE", "complete_zsh")
    line = f"tracker --database {seeded} list --where '{typed}"
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
    before = fingerprint(seeded)
    ended = in_a_process()
    assert offered in ended.stdout.replace("\\", "")  # zsh wants colons escaped
    assert ended.stderr == ""
    assert fingerprint(seeded) == before


def test_the_shell_completes_fields_where_there_is_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_TRACKER_COMPLETE", "complete_zsh")
    missing = tmp_path / "none.db"
    line = f"tracker --database {missing} list --where 'stat"
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
    assert '"status:"' in in_a_process().stdout.replace("\\", "")
    assert not missing.exists()


@pytest.mark.parametrize("name", ["list", "summary", "export", "confirm"])
def test_help_shows_a_query(name: str, run: Run) -> None:
    shown = run(None, name, "--help").out
    assert "--where" in shown
    assert any("--where '" in line for line in shown.splitlines())


def test_three_examples_in_the_help_of_list(run: Run) -> None:
    shown = run(None, "list", "--help").out
    assert sum("--where '" in line and "tracker list" in line for line in shown.splitlines()) == 3
