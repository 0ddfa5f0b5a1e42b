"""What only an interpreter of its own shows: exit codes, pipes, interrupts, odd machines."""

from __future__ import annotations

import getpass
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, ROOT, in_a_process
from tracker.cli.asked import who


def test_the_shell_is_told_how_it_ended(seeded: Path) -> None:
    place = ("--database", str(seeded))
    ended = [
        in_a_process(*place, "summary", "--json"),
        in_a_process("--database", str(seeded / "no" / "folder.db"), "list"),
        in_a_process(*place, "lst"),
        in_a_process(*place, "show", "nothing"),
    ]
    assert [run.returncode for run in ended] == [0, 1, 2, 3]
    assert json.loads(ended[0].stdout)["totals"]["tasks"] == 191
    assert [run.stdout for run in ended[1:]] == ["", "", ""]
    assert [len(run.stderr.splitlines()) for run in ended] == [0, 1, 1, 1]


def test_a_reader_who_has_gone_is_no_fault_to_speak_of(seeded: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as out:
        ended = in_a_process("--database", str(seeded), "list", "--json", stdout=out)
    assert (ended.returncode, ended.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the full device is Linux's")
def test_output_that_finds_no_room_is_said_in_one_line(seeded: Path) -> None:
    for command in (("summary", "--json"), ("list",), ("export", "md", "-o", "-")):
        with Path("/dev/full").open("wb") as out:
            ended = in_a_process("--database", str(seeded), *command, stdout=out)
        assert ended.returncode == 1
        (line,) = ended.stderr.splitlines()
        assert "đầy" in line


def test_a_pipe_gets_utf8_whatever_the_machine_speaks(
    seeded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    ended = in_a_process("--database", str(seeded), "show", "D7.2-my-xuyen")
    assert "khiếu kiện kéo dài" in ended.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signal")
def test_an_interrupted_demo_leaves_nothing_behind(tmp_path: Path) -> None:
    # A shell that starts a program in the background lets it ignore the signal.
    heeds = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n{PROGRAM}"
    with subprocess.Popen(
        [sys.executable, "-c", heeds, "demo", "--keep", str(tmp_path / "sample.db")],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as demo:
        assert demo.stderr is not None
        assert "dữ liệu mẫu" in demo.stderr.readline()
        demo.send_signal(signal.SIGINT)
        assert demo.stderr.read() == ""
    assert demo.returncode == 130
    assert list(tmp_path.iterdir()) == []


def test_who_is_the_user_of_the_machine_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert who() == getpass.getuser()
    monkeypatch.setenv("TRACKER_USER", "  Văn pho\u0300ng ")
    assert who() == "Văn phòng"


@pytest.mark.skipif(sys.platform == "win32", reason="every Windows user has a name")
def test_a_user_without_a_name_can_work_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 2**31 - 7)
    assert who() == "?"


def test_completion_is_installed_and_said_in_the_readers_language(
    nobodys_machine: Path,
) -> None:
    ended = in_a_process(
        "--install-completion", program=f"import os; os.environ['SHELL'] = '/bin/bash'\n{IN_BASH}"
    )
    assert ended.returncode == 0
    assert ended.stdout == ""
    assert ended.stderr.startswith("Đã cài tính năng tự hoàn thành lệnh")
    assert list(nobodys_machine.rglob("tracker.sh"))


IN_BASH = """
import shellingham, sys
shellingham.detect_shell = lambda: ("bash", "/bin/bash")
from tracker.cli.main import main
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
def test_a_demo_opens_the_screens_and_is_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.screen import Screen

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with Screen([sys.executable, "-c", PROGRAM, "demo"], ROOT) as screen:
        screen.wait_for("DỮ LIỆU MẪU / SAMPLE DATA", "Tổng quan", "31/12/2021")
        assert list(tmp_path.iterdir())
        screen.press("q")
        assert screen.wait_for_end() == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
def test_without_a_plan_the_screens_offer_one_and_looking_makes_no_file(tmp_path: Path) -> None:
    from tests.screen import Screen

    database = tmp_path / "new.sqlite"
    command = [sys.executable, "-c", PROGRAM, "--database", str(database)]
    with Screen(command, ROOT) as screen:
        screen.wait_for("Chưa có chương trình nào", "nạp chương trình 2021")
        assert not database.exists()
        screen.press("\r")
        screen.wait_for("2021 của tỉnh Sóc Trăng", "0/191")
        screen.press("q")
        assert screen.wait_for_end() == 0
    assert database.exists()


def test_a_folder_that_is_not_there_is_named_before_any_screen(tmp_path: Path) -> None:
    ended = in_a_process(
        "--database",
        str(tmp_path / "nowhere" / "a.db"),
        program=f"import os\nos.environ['TEXTUAL_DRIVER'] = 'none'\n{PROGRAM}",
    )
    assert ended.returncode == 1
    assert "nowhere" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
