"""Help: complete, with examples that work, in both languages, and light."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.core import TyperGroup, TyperOption

from tests.cli.running import ROOT, Run, in_a_process
from tracker.cli.app import command_line
from tracker.i18n import _, use

TRACKER = command_line()
assert isinstance(TRACKER, TyperGroup)
COMMANDS = dict(TRACKER.commands)
DOCUMENT = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
OPENS_SCREENS = {("tracker",), ("tracker", "--as-of", "30/6/2021"), ("tracker", "demo")}


def sections() -> dict[str, list[str]]:
    """The commands of docs/commands.md with the examples under each."""
    parts = re.split(r"^## (.+)$", DOCUMENT, flags=re.MULTILINE)[1:]
    return {
        name: re.findall(r"^\$ (.+)$", text, flags=re.MULTILINE)
        for name, text in zip(parts[::2], parts[1::2], strict=True)
    }


def test_every_command_is_documented_with_an_example() -> None:
    documented = sections()
    assert set(COMMANDS) <= set(documented)
    for name in COMMANDS:
        assert any(re.search(rf"\b{name}\b", line) for line in documented[name]), name


def test_every_example_of_the_documentation_runs(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In their order, on one database: what one example makes the next one may use."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "quy-1.md").write_text("I. Kết quả\nĐối thoại 4 cuộc.\n", encoding="utf-8")
    ran = 0
    for examples in sections().values():
        for example in examples:
            name, *arguments = words = shlex.split(example)
            assert name == "tracker"
            if tuple(words) not in OPENS_SCREENS:
                ended = run("plan.db" if "--database" not in words else None, *arguments)
                # The plan of the examples reviews nothing, so nothing awaits an answer there.
                expected = 3 if {"accept", "return"} & set(words) else 0
                assert ended.code == expected, f"{example}\n{ended.err}"
                ran += 1
    assert ran >= 40
    assert {path.suffix for path in tmp_path.iterdir()} == {
        *(".db", ".docx", ".xlsx", ".csv", ".sqlite", ".backups", ".md")
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_its_examples_are_of_itself(name: str, run: Run) -> None:
    command = COMMANDS[name]
    assert command.help
    assert command.epilog
    for example in command.epilog.splitlines():
        assert name in shlex.split(example)
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{name} {parameter.name}"
    vietnamese = run(None, name, "--help")
    english = run(None, "--lang", "en", name, "--help")
    assert (vietnamese.code, english.code) == (0, 0)
    assert vietnamese.out.startswith(f"Cách dùng: tracker {name}")
    assert english.out.startswith(f"Usage: tracker {name}")
    for shown in (vietnamese.out, english.out):
        assert command.epilog.splitlines()[0] in shown
        assert all(option in shown for option in options(name))


@pytest.mark.parametrize(
    ("command", "left_out"),
    [("cancel", "the day that summaries are about"), ("resume", "as if it had not been stopped")],
)
def test_from_says_what_happens_without_it(command: str, left_out: str, run: Run) -> None:
    shown = " ".join(run(None, "--lang", "en", command, "--help").out.split())
    assert f"From which day on; left out, {left_out}." in shown


def options(name: str) -> list[str]:
    return [o for p in COMMANDS[name].params if isinstance(p, TyperOption) for o in p.opts]


def test_every_text_of_the_help_is_said_in_vietnamese() -> None:
    """The library's own options among them: a new one of theirs would show in English."""
    use("vi")
    texts: set[str] = set()
    for command in (TRACKER, *COMMANDS.values()):
        with command.make_context("tracker", [], resilient_parsing=True) as context:
            parameters = command.get_params(context)
        texts.add(command.help or "")
        texts |= {getattr(parameter, "help", None) or "" for parameter in parameters}
        texts |= {p.metavar for p in parameters if p.metavar and not re.search("vi", p.metavar)}
    assert {text for text in texts if text and _(text) == text} == set()


def test_help_is_the_same_before_and_behind_the_language(run: Run) -> None:
    assert run(None, "--lang", "en", "--help").out == run(None, "--help", "--lang", "en").out


def test_help_fits_into_80_columns(run: Run) -> None:
    for name in COMMANDS:
        for line in run(None, name, "--help").out.splitlines():
            assert len(line.rstrip()) <= 80 or line.startswith("  tracker "), line


def test_the_version_is_shown(run: Run) -> None:
    ended = run(None, "--version")
    assert ended.code == 0
    assert re.fullmatch(r"tracker (\d+\.\d+\.\d+|\?)\n", ended.out)


def test_help_loads_neither_screens_nor_database_nor_validation() -> None:
    program = "import sys; from tracker.cli.main import main; main(['--help']); print(*sys.modules)"
    ended = in_a_process(program=program)
    loaded = {name.split(".")[0] for name in ended.stdout.splitlines()[-1].split()}
    assert not loaded & {"textual", "sqlalchemy", "sqlmodel", "alembic", "pydantic"}


def test_completion_offers_commands_and_tells_what_they_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("_TRACKER_COMPLETE", "complete_zsh")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "tracker re")
    ended = in_a_process()
    assert '"report":"Báo cáo kết quả của một nhiệm vụ trong một kỳ."' in ended.stdout
    assert '"resume"' in ended.stdout
    assert '"list"' not in ended.stdout
