"""What was typed and not handed in, on the disk; and the line it is typed in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.domain.sheet import Typed
from tracker.files import FileFailed
from tracker.tui.line_editor import LONGEST, LineEditor
from tracker.tui.office import Office
from tracker.tui.unsent import SheetOf, Unsent

SHEET = SheetOf("nho-2021", "my-xuyen", "2021-Q2")
ROWS = {"D7.1": Typed("=trên 12", "vì gộp\ud800 \x1b[31m", 3), "D7.2": Typed("1")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "new" / "unsent"


class TestOnTheDisk:
    def test_it_is_read_as_it_was_kept_by_another_program(self, folder: Path) -> None:
        Unsent(folder, "a.sqlite").keep(SHEET, ROWS, 1)
        assert Unsent(folder, "a.sqlite").of(SHEET) == ROWS
        assert folder.stat().st_mode & 0o077 == 0

    def test_each_database_plan_unit_and_period_has_its_own(self, folder: Path) -> None:
        Unsent(folder, "a.sqlite").keep(SHEET, ROWS, 1)
        assert Unsent(folder, "b.sqlite").of(SHEET) == {}
        for other in (
            SHEET._replace(plan="x"),
            SHEET._replace(unit="x"),
            SHEET._replace(period="x"),
        ):
            assert Unsent(folder, "a.sqlite").of(other) == {}

    def test_nothing_left_leaves_no_file(self, folder: Path) -> None:
        unsent = Unsent(folder, "a.sqlite")
        unsent.keep(SHEET, {}, 1)
        unsent.keep(SHEET, ROWS, 2)
        unsent.keep(SHEET, {}, 3)
        assert list(folder.iterdir()) == []

    def test_of_two_threads_the_later_one_stands(self, folder: Path) -> None:
        unsent = Unsent(folder, "a.sqlite")
        unsent.keep(SHEET, ROWS, 2)
        unsent.keep(SHEET, {}, 1)
        assert unsent.of(SHEET) == ROWS

    @pytest.mark.parametrize("content", ["", "{", "[]", '{"rows": [[1]]}', '{"rows": [["a", {}]]}'])
    def test_a_file_that_is_none_of_ours_says_nothing(self, folder: Path, content: str) -> None:
        unsent = Unsent(folder, "a.sqlite")
        unsent.keep(SHEET, ROWS, 1)
        (file,) = folder.iterdir()
        file.write_text(content)
        assert unsent.of(SHEET) == {}
        unsent.keep(SHEET, ROWS, 2)
        assert unsent.of(SHEET) == ROWS

    def test_where_it_cannot_be_written_that_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(FileFailed):
            Unsent(tmp_path / "file", "a.sqlite").keep(SHEET, ROWS, 1)

    def test_a_servers_password_makes_no_difference_and_stands_nowhere(self) -> None:
        def name(location: str) -> str:
            from datetime import UTC, datetime

            return Office(location, "x", lambda: datetime.now(UTC))._unsent._database

        assert name("postgresql://an:bi-mat@may/so") == "postgresql://an@may/so"
        assert name("postgresql://an@may/so") == "postgresql://an@may/so"


class TestTheLine:
    @pytest.mark.parametrize(
        ("keys", "written"),
        [
            (("1", "2", "left", "3", "end", "4"), "1324"),
            (("1", "2", "home", "delete", "right", "5"), "25"),
            (("a", "b", "ctrl+u", "c"), "c"),
            (("backspace", "delete", "left", "1", "right", "right", "2"), "12"),
        ],
    )
    def test_each_key_takes_effect_where_the_caret_is(
        self, keys: tuple[str, ...], written: str
    ) -> None:
        editor = LineEditor()
        for key in keys:
            assert editor.press(key, key if len(key) == 1 else None)
        assert editor.text == written

    def test_other_keys_are_not_its_own(self) -> None:
        editor = LineEditor("1")
        for key, character in (("enter", "\r"), ("ctrl+s", "\x13"), ("f1", None), ("up", None)):
            assert not editor.press(key, character)
        assert editor.text == "1"

    def test_it_takes_no_more_than_a_field_does(self) -> None:
        editor = LineEditor("1" * (LONGEST + 5))
        editor.insert("2" * 10)
        assert len(editor.text) == LONGEST
