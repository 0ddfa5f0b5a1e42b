"""``tracker account``: written in an editor, from a file or a pipe; shown, reviewed and undone."""

from __future__ import annotations

import io
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, ROOT, Run, fingerprint
from tests.tui.stage import HOSTILE, make_plan
from tracker.domain.text import shown

ACCOUNT = ("account", "my-xuyen", "--period", "2021-Q1")
TEXT = """\
I. Kết quả
Đã đối thoại 4 cuộc.
II. Hạn chế, nguyên nhân
Thiếu cán bộ.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bao-cao.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def reviewed(migrated_sqlite: Path, tmp_path: Path) -> Path:
    """A small plan whose reports and accounts are reviewed; four reports wait."""
    path = tmp_path / "reviewed.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    make_plan(str(path), review=True)
    return path


class TestFromAFile:
    def test_it_is_said_how_much_it_is_and_written(
        self, seeded: Path, run: Run, file: Path
    ) -> None:
        ended = run(seeded, *ACCOUNT, "--file", str(file))
        assert (ended.code, ended.out) == (
            0,
            "my-xuyen · Quý I/2021: đã ghi bản 1: đã duyệt\n",
        )
        assert ended.line == (
            "my-xuyen · Quý I/2021: I. Kết quả: 20 ký tự; II. Hạn chế, nguyên nhân: 13 ký tự"
        )
        seen = run(seeded, *ACCOUNT, "--json").json
        assert (seen["unit"], seen["directive"], seen["period"]) == ("my-xuyen", None, "2021-Q1")
        (version,) = seen["versions"]
        assert (version["version"], version["state"], version["counts"]) == (1, "accepted", True)
        assert (version["results"], version["shortcomings"], version["proposals"]) == (
            "Đã đối thoại 4 cuộc.",
            "Thiếu cán bộ.",
            "",
        )

    def test_from_standard_input_in_english_for_a_directive(
        self, seeded: Path, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = io.TextIOWrapper(io.BytesIO("\ufeff# Results\r\nMột\r\n".encode()))
        monkeypatch.setattr(sys, "stdin", text)
        ended = run(seeded, "--lang", "en", *ACCOUNT, "--directive", "d7", "--file", "-")
        assert ended.out == "my-xuyen · D7 · Quarter 1/2021: version 1 is on record: accepted\n"
        assert run(seeded, *ACCOUNT, "--json").json["versions"] == []
        (version,) = run(seeded, *ACCOUNT, "--directive", "D7", "--json").json["versions"]
        assert version["results"] == "Một"

    def test_hostile_texts_are_kept_and_shown_as_pictures(
        self, seeded: Path, run: Run, file: Path
    ) -> None:
        file.write_text(f"Kết quả\n{HOSTILE}\n=1+1\n", encoding="utf-8")
        assert run(seeded, *ACCOUNT, "--file", str(file)).code == 0
        (version,) = run(seeded, *ACCOUNT, "--json").json["versions"]
        assert version["results"] == f"{HOSTILE}\n=1+1"
        printed = run(seeded, *ACCOUNT, "--show").out
        assert f"  {shown(HOSTILE)}\n  =1+1\n" in printed
        assert "\x1b" not in printed

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"a\nI. K\xe1\xba\xbft qu\xe1\xba\xa3", "Dòng 1: “a” đứng trước đề mục đầu tiên"),
            (b"# Results\nx\n\n# Resultss\n", "Dòng 4: “# Resultss” không phải là một trong các"),
            (b"# Results\nx\n# I. Results\n", "Dòng 3: đề mục “# I. Results” đã có ở dòng 1."),
            (b"# Results\n \n", "chưa có nội dung ở phần nào"),
            (b"# Results\n\xff\xfe", "UTF-8"),
            (b"# Results\na\0b", "NUL"),
            (b"# Results\n" + b"a" * 100_001, "100.001 ký tự; tối đa 100.000"),
            (b"# Results\n" + b"a" * 1_000_000, "quá lớn"),
            (b"", "chưa có nội dung ở phần nào"),
        ],
    )
    def test_refused_in_one_line(
        self, seeded: Path, run: Run, file: Path, content: bytes, said: str
    ) -> None:
        file.write_bytes(content)
        before = fingerprint(seeded)
        ended = run(seeded, *ACCOUNT, "--file", str(file))
        assert (ended.code, ended.out) == (3, "")
        assert said in ended.line
        assert fingerprint(seeded) == before

    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (("account", "mi-xuyen", "--period", "2021-Q1"), 3, "“my-xuyen”"),
            ((*ACCOUNT, "--directive", "D99"), 3, "“D99”"),
            (("account", "my-xuyen", "--period", "2021-9M"), 3, "2021-9M"),
            (("account", "my-xuyen", "--period", "2020-Q1"), 3, "nằm ngoài năm 2021"),
            ((*ACCOUNT, "--show"), 2, "--show"),
            ((*ACCOUNT, "--json"), 2, "--json"),
        ],
    )
    def test_what_it_is_about_is_checked(
        self, seeded: Path, run: Run, file: Path, arguments: tuple[str, ...], code: int, said: str
    ) -> None:
        ended = run(seeded, *arguments, "--file", str(file))
        assert ended.code == code
        assert said in ended.line

    def test_a_file_that_cannot_be_read(self, seeded: Path, run: Run, tmp_path: Path) -> None:
        gone = run(seeded, *ACCOUNT, "--file", str(tmp_path / "khong-co.md"))
        folder = run(seeded, *ACCOUNT, "--file", str(tmp_path))
        assert (gone.code, folder.code) == (1, 1)
        assert "không tồn tại" in gone.line
        assert folder.line

    def test_the_same_again_is_refused(self, seeded: Path, run: Run, file: Path) -> None:
        run(seeded, *ACCOUNT, "--file", str(file))
        again = run(seeded, *ACCOUNT, "--file", str(file))
        assert again.code == 3
        assert "đã ghi đúng như vậy" in again.line

    def test_without_a_file_and_a_terminal_it_says_what_to_do(self, seeded: Path, run: Run) -> None:
        ended = run(seeded, *ACCOUNT)
        assert (ended.code, ended.out) == (2, "")
        assert "--file" in ended.line


class TestTheCycle:
    def test_drafts_review_and_undo(self, reviewed: Path, run: Run, file: Path) -> None:
        assert "bản nháp" in run(reviewed, *ACCOUNT, "--file", str(file), "--draft").out
        handed_in = run(reviewed, "submit", "--accounts", "--unit", "tinh", "--period", "2021-Q1")
        assert handed_in.out.splitlines() == [
            "  my-xuyen · Quý I/2021 → chờ duyệt",
            "Đã nộp: 1 báo cáo bằng lời",
        ]
        refused = run(reviewed, "return", "--accounts", "--all")
        assert (refused.code, refused.line[:13]) == (3, "Khi trả lại b")
        returned = run(reviewed, "return", "--accounts", "--all", "--comment", "[b]thiếu[/b]")
        assert returned.code == 0
        assert "ý kiến: [b]thiếu[/b]" in run(reviewed, *ACCOUNT, "--show").out
        assert run(reviewed, "accept", "--accounts", "--all").code == 3
        undone = run(reviewed, "undo")
        assert undone.out.splitlines()[1] == (
            "  my-xuyen · Quý I/2021 · tình trạng báo cáo: bị trả lại → chờ duyệt"
        )
        assert run(reviewed, "accept", "--accounts", "--directive", "D7").code == 3
        accepted = run(reviewed, "accept", "--accounts", "--all", "--period", "2021-Q1")
        assert accepted.out.splitlines()[-1] == "Đã duyệt: 1 báo cáo bằng lời"
        # The figures that wait are none of these.
        assert run(reviewed, "accept", "--all").out.splitlines()[-1] == "Đã duyệt: 4 báo cáo"

    def test_what_was_known_then(self, seeded: Path, run: Run, file: Path) -> None:
        run(seeded, *ACCOUNT, "--file", str(file))
        number = run(seeded, "undo", "--dry-run").out.split("#")[1].split(",")[0]
        run(seeded, "undo")
        states = [v["state"] for v in run(seeded, *ACCOUNT, "--json").json["versions"]]
        then = run(seeded, "--known-on", f"#{number}", *ACCOUNT, "--json").json
        assert states == ["withdrawn"]
        assert [v["state"] for v in then["versions"]] == ["accepted"]
        assert then["known_on"]["entry"] == int(number)

    def test_undo_says_of_long_texts_their_beginning(
        self, seeded: Path, run: Run, file: Path
    ) -> None:
        file.write_text("Kết quả\n" + "Đối thoại. " * 50, encoding="utf-8")
        run(seeded, *ACCOUNT, "--file", str(file))
        undone = run(seeded, "undo").out.splitlines()
        assert "báo cáo bằng lời" in undone[0]
        assert undone[1].startswith("  my-xuyen · Quý I/2021 · Kết quả: Đối thoại. Đối")
        assert len(undone[1]) < 120

    @pytest.mark.parametrize(
        "arguments",
        [("--accounts",), ("D7.1-my-xuyen", "--accounts"), ("--accounts", "--all", "--words", "a")],
    )
    def test_which_accounts_must_be_said(
        self, reviewed: Path, run: Run, arguments: tuple[str, ...]
    ) -> None:
        assert run(reviewed, "accept", *arguments).code == 2

    def test_a_closed_period(self, seeded: Path, run: Run, file: Path) -> None:
        run(seeded, "close", "2021-Q1")
        refused = run(seeded, *ACCOUNT, "--file", str(file))
        assert refused.code == 3
        assert "tracker reopen 2021-Q1" in refused.line


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are Unix's")
class TestInAnEditor:
    """With a small shell script as the editor, in a real terminal."""

    def at_terminal(self, database: Path, editor: Path | str, *more: str, keys: str = "") -> str:
        from tests.screen import Screen

        command = [sys.executable, "-c", PROGRAM, "--database", str(database), *ACCOUNT, *more]
        environment = {"VISUAL": str(editor), "PYTHONPATH": str(ROOT)}
        with pytest.MonkeyPatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            with Screen(command, database.parent, columns=160) as screen:
                if keys:
                    screen.wait_for("[c/K]")
                    screen.press(keys)
                self.code = screen.wait_for_end()
                return screen.text

    def editor(self, folder: Path, script: str) -> Path:
        path = folder / "editor.sh"
        path.write_text(f'#!/bin/sh\nfile="$2"\n{script}\n', encoding="utf-8")
        path.chmod(0o700)
        return path

    @pytest.fixture(autouse=True)
    def own_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        folder = tmp_path / "tmp"
        folder.mkdir()
        monkeypatch.setenv("TMPDIR", str(folder))
        return folder

    def test_what_was_written_there_is_saved_and_the_file_is_gone(
        self, seeded: Path, run: Run, tmp_path: Path, own_folder: Path
    ) -> None:
        script = f"""
        cp "$file" "{tmp_path}/first"; ls -l "$file" > "{tmp_path}/mode"
        sed 's/^II. .*/&\\nThiếu cán bộ./' "{tmp_path}/first" > "$file"
        """
        editor = f"'{self.editor(tmp_path, script)}' --wait"
        said = self.at_terminal(seeded, editor, keys="c\n")
        assert self.code == 0
        assert "đã ghi bản 1" in said
        first = (tmp_path / "first").read_text(encoding="utf-8")
        assert "// Không ghi họ tên hay thông tin về công dân" in first
        assert "III. Phương hướng, nhiệm vụ kỳ tới\n" in first
        assert (tmp_path / "mode").read_text().startswith("-rw------- ")
        assert list(own_folder.iterdir()) == []
        (version,) = run(seeded, *ACCOUNT, "--json").json["versions"]
        assert version["shortcomings"] == "Thiếu cán bộ."

    def test_it_begins_with_the_last_version_and_unchanged_nothing_is_written(
        self, seeded: Path, run: Run, tmp_path: Path, file: Path
    ) -> None:
        run(seeded, *ACCOUNT, "--file", str(file))
        before = fingerprint(seeded)
        editor = self.editor(tmp_path, f'cp "$file" "{tmp_path}/first"')
        said = self.at_terminal(seeded, f"{editor} --wait")
        assert self.code == 0
        assert "Nội dung không thay đổi" in said
        assert fingerprint(seeded) == before
        first = (tmp_path / "first").read_text(encoding="utf-8")
        assert "I. Kết quả\n\nĐã đối thoại 4 cuộc.\n" in first
        assert "// bản 1, đã duyệt" in first

    @pytest.mark.parametrize(
        ("script", "keys", "said"),
        [
            ('printf "Không đề mục" > "$file"', "", "Dòng 1"),
            ('printf "Kết quả\\nA" > "$file"; exit 3', "", "mã kết thúc 3"),
            ('printf "Kết quả\\nA" > "$file"', "k\n", "Chưa ghi gì"),
        ],
    )
    def test_a_text_that_is_not_saved_is_not_lost(
        self, seeded: Path, tmp_path: Path, own_folder: Path, script: str, keys: str, said: str
    ) -> None:
        before = fingerprint(seeded)
        editor = self.editor(tmp_path, script)
        shown = self.at_terminal(seeded, f"{editor} --wait", keys=keys)
        assert self.code in (1, 3)
        assert said in shown
        assert fingerprint(seeded) == before
        (kept,) = own_folder.rglob("*.md")
        assert str(kept) in re.sub(r"\s", "", shown)
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
        assert kept.read_text(encoding="utf-8").startswith("K")

    @pytest.mark.parametrize("editor", ["/khong/co/editor", "false"])
    def test_an_editor_that_fails_is_named(
        self, seeded: Path, own_folder: Path, editor: str
    ) -> None:
        said = self.at_terminal(seeded, editor)
        assert self.code == 1
        assert f"“{editor}”" in said
        assert list(own_folder.iterdir()) == []

    def test_where_there_is_none_it_is_said(
        self, seeded: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "/nirgends")
        monkeypatch.delenv("EDITOR", raising=False)
        assert "VISUAL" in self.at_terminal(seeded, "")
        assert self.code == 1

    def test_a_file_needs_no_question_with_yes(self, seeded: Path, file: Path) -> None:
        self.at_terminal(seeded, "false", "--file", str(file), "--yes")
        assert self.code == 0


def test_the_name_may_come_through_a_pipe(seeded: Path) -> None:
    """The whole way, in a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--database", str(seeded), *ACCOUNT, "--file", "-"],
        input=TEXT.encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert (ended.returncode, ended.stderr.decode().count("\n")) == (0, 1)
