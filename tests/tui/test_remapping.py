"""Other keys for commands: taken from the settings file, or refused in one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui.stage import Record
from tracker.domain.problem import Problem
from tracker.i18n import say
from tracker.tui import commands
from tracker.tui.commands import BY_ID, COMMANDS
from tracker.tui.remapping import (
    KeyMoves,
    KeysClash,
    KeyWhileTyping,
    NotAKey,
    UnknownCommand,
    remap,
)

PROGRAM = (sys.executable, "-c", "import sys; from tracker.cli.main import main; sys.exit(main())")

REFUSED: list[tuple[dict[str, list[str]], type[Problem], str]] = [
    ({"task.reprot": ["z"]}, UnknownCommand, "task.report"),
    ({"task.report": ["ctrl+alt+nothing at all"]}, NotAKey, "ctrl+alt+nothing at all"),
    ({"task.report": ["rr"]}, NotAKey, "“rr”"),
    ({"task.report": ["j"]}, KeyMoves, "“j”"),
    ({"task.report": ["PgUp"]}, KeyMoves, "“PgUp”"),
    ({"task.report": ["e"]}, KeysClash, "task.edit"),
    ({"task.report": ["F5"]}, KeysClash, "app.refresh"),
    ({"task.report": ["z"], "task.edit": ["z"]}, KeysClash, "“z”"),
    ({"form.send": ["z"]}, KeyWhileTyping, "form.send"),
    ({"form.send": ["esc"]}, KeysClash, "form.close"),
]


@pytest.mark.parametrize(("wanted", "kind", "named"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_cannot_be_is_refused_and_nothing_changes(
    wanted: dict[str, list[str]], kind: type[Problem], named: str
) -> None:
    with pytest.raises(kind) as refused:
        remap(wanted)
    assert named in say(refused.value)
    assert commands.COMMANDS is COMMANDS
    assert all(BY_ID[command.id] is command for command in COMMANDS)


def test_keys_are_read_as_people_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "COMMANDS", COMMANDS)
    monkeypatch.setattr(commands, "BY_ID", dict(BY_ID))
    before = dict(BY_ID)
    try:
        remap({"task.report": [" Z", "Alt+R", "f11"], "list.filter": ["?"], "app.help": ["F1"]})
        found = {c.id: c.keys for c in commands.COMMANDS}
        assert found["task.report"] == ("Z", "alt+r", "f11")
        assert found["list.filter"] == ("question_mark",)
    finally:
        BY_ID.update(before)


def test_two_commands_may_change_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "COMMANDS", COMMANDS)
    before = dict(BY_ID)
    try:
        remap({"task.report": ["e", "f6"], "task.edit": ["r", "f4"], "review.accept": ["a"]})
        assert BY_ID["task.edit"].key == "r"
    finally:
        BY_ID.update(before)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
def test_the_settings_file_gives_them_to_keys_key_bar_and_help(
    plan_2021: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.screen import Screen

    settings = tmp_path / "settings.toml"
    settings.write_text('[keys]\n"task.report" = ["z", "F4"]\n', encoding="utf-8")
    monkeypatch.setenv("TRACKER_SETTINGS", str(settings))
    done = Record(plan_2021).summary().totals.done_of_all
    command = [*PROGRAM, "--database", plan_2021, "--as-of", "1/7/2021"]
    with Screen(command, tmp_path) as screen:
        screen.wait_for(f"{done.numerator}/{done.denominator}", "z báo cáo")
        screen.press("r")
        screen.press("z")
        screen.wait_for("Báo cáo kết quả")
        screen.press("\x1bOP")  # F1
        screen.wait_for("trợ giúp")
        screen.press("\x1b")
        screen.press("\x11")  # ctrl+q


def test_a_clash_is_one_line_before_any_screen(
    plan_2021: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('[keys]\n"task.report" = "e"\n', encoding="utf-8")
    monkeypatch.setenv("TRACKER_SETTINGS", str(settings))
    # A driver of its own, so that the command goes on without a terminal.
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.headless_driver:HeadlessDriver")
    command = [*PROGRAM, "--database", plan_2021]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert len(ended.stderr.splitlines()) == 1
    assert "task.edit" in ended.stderr
