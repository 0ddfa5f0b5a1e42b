"""Quick entry: a unit's whole period typed down a column, and nothing of it lost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key, Paste
from textual.keys import _character_to_key

from tests.tui.stage import (
    DIRECTIVES,
    HOSTILE,
    UNITS,
    Record,
    Stage,
    _task,
    desk_at,
    lines_with,
    make_plan,
    record,
    staged,
)
from tracker.domain.period import read_period
from tracker.domain.plan import Plan, PlanDraft, Source
from tracker.domain.report_state import ReportState
from tracker.domain.task import ReportVersion
from tracker.domain.words import Words
from tracker.settings import unsent_folder
from tracker.tui.answers import SheetWanted
from tracker.tui.widgets.sheet_table import SheetTable

Q2 = read_period("2021-Q2")
DIALOGUE, PLANNED, HOTSPOTS = "D7.1-my-xuyen", "D7.2-my-xuyen", "D8.1-my-xuyen"
OPEN = ("3", "down", "n")
"""From the grid: Mỹ Xuyên owes most, and the cursor waits at the second quarter."""


@pytest.fixture
def reviewed(migrated_sqlite: Path, tmp_path: Path) -> str:
    database = str(shutil.copy(migrated_sqlite, tmp_path / "tracker.db"))
    make_plan(database, review=True)
    return database


async def rattle(stage: Stage, text: str) -> None:
    """Keys of a fast hand, none waiting for the one before; a newline is Enter."""
    driver = stage.app._driver
    assert driver is not None
    for char in text:
        if char == "\n":
            driver.send_message(Key("enter", None))
        else:
            driver.send_message(Key(_character_to_key(char), char))
    await stage.settle()


async def opened(stage: Stage, *keys: str) -> None:
    """The sheet of Mỹ Xuyên for the second quarter, and keys pressed there."""
    stage.app.post_message(SheetWanted("my-xuyen", Q2))
    await stage.settle()
    await stage.press(*keys)


def table(stage: Stage) -> SheetTable:
    return stage.app.screen.query_one(SheetTable)


def typed(stage: Stage) -> dict[str, str]:
    return {code: entry.text for code, entry in table(stage).typed.items()}


def reports(database: str, code: str) -> list[ReportVersion]:
    return [r for r in Record(database).task(code).reports if r.period == Q2]


def figures(database: str, code: str) -> list[int]:
    """The figures of the second quarter, in thousandths; without those taken back."""
    gone = ReportState.WITHDRAWN
    return [r.figure for r in reports(database, code) if r.state is not gone]


def kept_files() -> list[Path]:
    return sorted(unsent_folder().glob("*")) if unsent_folder().is_dir() else []


class TestFilling:
    async def test_a_quarter_is_typed_down_and_handed_in_with_one_call_and_undone_as_one(
        self, database: str
    ) -> None:
        async with staged(database) as stage:
            await stage.press(*OPEN)
            assert stage.room == "SheetRoom"
            assert lines_with(stage.text, "Huyện Mỹ Xuyên", "‹ Quý II/2021 ›", "5/7/2021*")
            await rattle(stage, "3\n1\n0\n")
            assert lines_with(stage.text, "D7.1", "1/4*", "3", "→ 4/4  100,0 %")
            assert lines_with(stage.text, "đã nhập: 3")
            await stage.press("ctrl+s")
            assert "Bấm ctrl+s lần nữa để nộp 3 báo cáo. Số liệu được tính ngay." in stage.text
            assert figures(database, DIALOGUE) == []
            await stage.press("ctrl+s")
            assert "Huyện Mỹ Xuyên, quý II/2021: đã ghi 3 báo cáo" in stage.text
            assert [figures(database, c) for c in (DIALOGUE, PLANNED, HOTSPOTS)] == [
                [3000],
                [1000],
                [0],
            ]
            assert calls(database) == {3}
            assert lines_with(stage.text, "● D7.1", "4/4*", "đã báo cáo")
            assert typed(stage) == {}
            assert kept_files() == []
            await stage.press("u")
            assert [figures(database, c) for c in (DIALOGUE, PLANNED, HOTSPOTS)] == [[], [], []]

    async def test_asking_writes_nothing_and_any_other_key_goes_back(self, database: str) -> None:
        async with staged(database) as stage:
            await opened(stage)
            await rattle(stage, "3\n")
            await stage.press("ctrl+s", "escape")
            assert stage.room == "SheetRoom"
            assert "lần nữa" not in stage.text
            await stage.press("ctrl+s", "up", "ctrl+s")
            assert "lần nữa" in stage.text
            assert figures(database, DIALOGUE) == []
            # What is asked about is what is handed in: another figure is asked about anew.
            await rattle(stage, "4")
            await stage.press("ctrl+s")
            assert figures(database, DIALOGUE) == []
            await stage.press("ctrl+s")
            assert figures(database, DIALOGUE) == [4000]

    async def test_all_rows_are_taken_or_none_and_the_cursor_goes_to_the_first_wrong_one(
        self, database: str
    ) -> None:
        async with staged(database) as stage:
            await opened(stage)
            await rattle(stage, "3\n7\n1.5\n")
            assert lines_with(stage.text, "D7.2", "! là nhiệm vụ làm")
            await stage.press("ctrl+s")
            assert "Có 2 dòng chưa nhận được; chưa nộp gì." in stage.text
            assert table(stage).row is not None
            assert table(stage).row.task.code == PLANNED  # type: ignore[union-attr]
            assert "báo cáo 1 (xong) hoặc 0 (chưa xong)" in " ".join(stage.text.split())
            await stage.press("ctrl+s")
            assert figures(database, DIALOGUE) == []

    async def test_nothing_typed_is_nothing_handed_in(self, database: str) -> None:
        async with staged(database) as stage:
            await opened(stage, "ctrl+s")
            assert "Chưa nhập gì ở đây" in stage.text

    async def test_a_figure_that_looks_wrong_asks_for_a_word_below_it(self, database: str) -> None:
        async with staged(database) as stage:
            await opened(stage)
            await rattle(stage, "100")
            assert lines_with(stage.text, "D7.1", "▲ 100 gấp")
            await rattle(stage, "\n")
            assert lines_with(stage.text, "▌", "Vì sao vẫn đúng:")
            assert "Đề nghị xem lại: 100 gấp khoảng 100 lần 1 của 2021-Q1" in stage.text
            await stage.press("ctrl+s")
            assert "Có 1 dòng chưa nhận được" in stage.text
            # Every letter is one of the word's, and none a command.
            await rattle(stage, "tổng cả quý, urtq\n1\n")
            assert stage.room == "SheetRoom"
            assert typed(stage) == {DIALOGUE: "100", PLANNED: "1"}
            await stage.press("ctrl+s", "ctrl+s")
            assert [(r.figure, r.word) for r in reports(database, DIALOGUE)] == [
                (100_000, "tổng cả quý, urtq")
            ]

    async def test_a_cumulative_figure_begins_with_an_equals_sign(self, database: str) -> None:
        async with staged(database) as stage:
            await opened(stage)
            await rattle(stage, "=3")
            assert "→ 2 cuộc trong quý II/2021 · tổng mới 3/4" in stage.text
            await stage.press("ctrl+s", "ctrl+s")
            (version,) = reports(database, DIALOGUE)
            assert (version.figure, version.cumulative, version.given) == (2000, True, "3")

    async def test_an_amendment_says_what_it_replaces_before_it_does(self, database: str) -> None:
        record(database, DIALOGUE, "2021-Q2", 1)
        async with staged(database) as stage:
            await opened(stage, "home")
            assert lines_with(stage.text, "● D7.1", "đã báo cáo")
            await stage.press("i", "backspace", "2")
            assert "thay số 1 ngày 30/6/2021" in stage.text
            await rattle(stage, "\n1\n")
            await stage.press("ctrl+s")
            assert "nộp 2 báo cáo, trong đó 1 báo cáo thay số đã ghi sổ" in stage.text
            await stage.press("ctrl+s")
        assert figures(database, DIALOGUE) == [1000, 2000]

    async def test_with_review_it_is_submitted_and_awaits_it(self, reviewed: str) -> None:
        async with staged(reviewed) as stage:
            await stage.press("3", "G", "n")
            await rattle(stage, "3\n")
            await stage.press("ctrl+s")
            assert "Sau khi nộp, báo cáo chờ duyệt." in stage.text
            await stage.press("ctrl+s")
            assert "đã nộp 1 báo cáo, chờ duyệt" in stage.text
            row = table(stage).rows[0]
            (version,) = [r for r in Record(reviewed).task(row.task.code).reports if r.period == Q2]
            assert version.state is ReportState.SUBMITTED

    async def test_delete_takes_an_entry_away_and_backspace_takes_a_letter(
        self, database: str
    ) -> None:
        async with staged(database) as stage:
            await opened(stage)
            await rattle(stage, "12\n")
            await stage.press("up", "backspace", "escape")
            assert typed(stage) == {DIALOGUE: "1"}
            # A digit begins anew where the cursor waits, as in any sheet.
            await stage.press("5", "escape")
            assert typed(stage) == {DIALOGUE: "5"}
            await stage.press("delete")
            assert typed(stage) == {}
            assert kept_files() == []

    async def test_the_full_form_has_what_was_typed_and_what_it_saves_leaves_the_sheet(
        self, database: str
    ) -> None:
        async with staged(database) as stage:
            await opened(stage)
            await rattle(stage, "2\n")
            await stage.press("up", "r")
            assert stage.room == "ReportForm"
            assert stage.entry("value").value == "2"
            assert stage.pick("period").value == "2021-Q2"
            await stage.press("escape")
            assert typed(stage) == {DIALOGUE: "2"}
            assert stage.app.errands.drafts == {}
            await stage.press("r")
            await stage.fill(value="3", note="theo 12-BC")
            await stage.press("ctrl+s")
            assert stage.room == "SheetRoom"
            assert typed(stage) == {}
        assert [(r.figure, r.note) for r in reports(database, DIALOGUE)] == [(3000, "theo 12-BC")]


class TestKeys:
    async def test_digits_begin_an_entry_and_letters_are_commands_until_one_is_begun(
        self, database: str
    ) -> None:
        async with staged(database) as stage:
            await opened(stage, "2")
            assert stage.room == "SheetRoom"
            assert typed(stage) == {DIALOGUE: "2"}
            await stage.press("question_mark", "q", "u")
            assert typed(stage) == {DIALOGUE: "2?qu"}
            await stage.press("escape", "question_mark")
            assert stage.room == "HelpPage"

    async def test_escape_leaves_the_cell_then_the_room_to_where_one_was(
        self, database: str
    ) -> None:
        async with staged(database) as stage:
            await stage.press(*OPEN, "2", "escape")
            assert stage.room == "SheetRoom"
            await stage.press("escape")
            assert stage.room == "ReportsRoom"
            await stage.press("5")
            assert typed(stage) == {DIALOGUE: "2"}

    async def test_every_key_of_a_fast_hand_lands_in_its_own_row(self, database: str) -> None:
        async with staged(database) as stage:
            await opened(stage)
            driver = stage.app._driver
            assert driver is not None
            for key in ("1", "2", "backspace", "down", "1", "j", "enter", "0", "up", "0"):
                driver.send_message(Key(key, key if len(key) == 1 else None))
            await stage.settle()
            assert typed(stage) == {DIALOGUE: "1", PLANNED: "0", HOTSPOTS: "0"}

    async def test_an_input_method_is_written_in_its_order(self, database: str) -> None:
        async with staged(database) as stage:
            await opened(stage, "i")
            await stage.burst("treen\x7f\x7f\x7fên 3\x7f4")
            assert typed(stage) == {DIALOGUE: "trên 4"}
            assert "→ trên 4 cuộc" in stage.text

    async def test_a_line_is_pasted_into_its_cell_and_a_column_down_the_rows(
        self, database: str
    ) -> None:
        async with staged(database) as stage:
            await opened(stage)
            table(stage).post_message(Paste("3\n1\n\n0\n7\n"))
            await stage.settle()
            assert typed(stage) == {DIALOGUE: "3", PLANNED: "1"}
            table(stage).post_message(Paste("0"))
            await stage.settle()
            assert typed(stage)[HOTSPOTS] == "0"

    async def test_a_paste_of_a_megabyte_keeps_the_program_alive(self, database: str) -> None:
        async with staged(database) as stage:
            await opened(stage, "1")
            table(stage).post_message(Paste("9" * 1_000_000))
            table(stage).post_message(Paste("8\n" * 500_000))
            await stage.settle()
            assert max(map(len, typed(stage).values())) <= 4000
            await stage.press("delete", "1")
            assert typed(stage)[table(stage).row.task.code] == "1"  # type: ignore[union-attr]

    async def test_hostile_text_is_text(self, database: str) -> None:
        async with staged(database) as stage:
            await opened(stage)
            await rattle(stage, "100\n")
            table(stage).post_message(Paste(HOSTILE))
            await stage.settle()
            assert "\x1b" not in stage.text
            await stage.press("escape", "down", "down", "i")
            table(stage).post_message(Paste(HOSTILE))
            await stage.settle()
            assert "\x1b" not in stage.text
            assert "[b]" in stage.text
            await stage.press("delete", "escape", "delete", "ctrl+s", "ctrl+s")
            (version,) = reports(database, DIALOGUE)
            assert version.word == HOSTILE

    async def test_everything_is_said_in_the_other_language(self, database: str) -> None:
        async with staged(database, size=(140, 40)) as stage:
            await opened(stage)
            await rattle(stage, "100\n")
            vietnamese = stage.text
            await stage.press("ctrl+l")
            for word in ("Nhiệm vụ", "Kỳ", "chậm nhất", "Vì sao", "nộp", "đã nhập", "đến nay"):
                assert word not in stage.text, word
            assert "Why it is right" in stage.text
            await stage.press("ctrl+l")
            assert stage.text == vietnamese

    async def test_the_mouse_goes_to_a_row_and_turns_to_another_period(self, database: str) -> None:
        async with staged(database) as stage:
            await opened(stage)
            await stage.click("SheetTable", 10, 3)
            await stage.press("0")
            assert typed(stage) == {HOTSPOTS: "0"}
            head = stage.text.splitlines()[2]
            await stage.click("SheetHead", head.index("‹"), 0)
            assert "‹ Quý I/2021 ›" in stage.text


class TestTurning:
    async def test_periods_are_walked_through_and_each_keeps_its_own(self, database: str) -> None:
        async with staged(database) as stage:
            await opened(stage, "2", "escape", "left")
            assert "‹ Quý I/2021 ›" in stage.text
            assert typed(stage) == {}
            await stage.press("down")
            assert table(stage).row is not None
            await stage.press("left")
            assert "không còn kỳ nào" in stage.text
            await stage.press("right")
            assert typed(stage) == {DIALOGUE: "2"}
            await stage.press("b", "home", "enter")
            assert "‹ Quý I/2021 ›" in stage.text

    async def test_what_is_typed_while_another_sheet_is_on_its_way_is_for_that_one(
        self, database: str
    ) -> None:
        async with staged(database) as stage:
            await opened(stage, "home")
            driver = stage.app._driver
            assert driver is not None
            for key in ("left", "7", "enter", "1"):
                driver.send_message(Key(key, key if len(key) == 1 else None))
            await stage.settle()
            assert "‹ Quý I/2021 ›" in stage.text
            # The second task alone had no report in the first quarter; the cursor waited there.
            assert typed(stage) == {PLANNED: "7", HOTSPOTS: "1"}
            await stage.press("escape", "right")
            assert typed(stage) == {}

    async def test_another_unit_is_found_by_words_without_accents(self, database: str) -> None:
        async with staged(database) as stage:
            await opened(stage, "t")
            assert stage.room == "SearchDialog"
            assert "Huyện Kế Sách  còn nợ 1/1" in stage.text
            await stage.type("ke sach")
            await stage.press("enter")
            assert lines_with(stage.text, "Huyện Kế Sách", "‹ Quý II/2021 ›")

    async def test_a_name_that_none_has_says_so_and_escape_stays(self, database: str) -> None:
        async with staged(database) as stage:
            await opened(stage, "t")
            await stage.type("zzz")
            assert "Không có tên nào như vậy." in stage.text
            await stage.press("enter", "escape")
            assert lines_with(stage.text, "Huyện Mỹ Xuyên", "‹ Quý II/2021 ›")

    @pytest.mark.parametrize(
        ("keys", "unit"),
        [
            (("2", "n"), "Huyện Kế Sách"),
            (("2", "enter", "n"), "Huyện Kế Sách"),
            (("2", "slash", "v", "i", "space", "n", "g", "h", "e", "o", "enter", "n"), "Tỉnh ủy"),
            (("n",), "Huyện Kế Sách"),
            (("5",), "Huyện Kế Sách"),
            (("alt+s",), "Huyện Kế Sách"),
        ],
    )
    async def test_it_opens_with_the_unit_under_the_cursor(
        self, database: str, keys: tuple[str, ...], unit: str
    ) -> None:
        async with staged(database) as stage:
            await stage.press(*keys)
            assert stage.room == "SheetRoom"
            assert lines_with(stage.text, unit, "‹ Quý II/2021 ›")

    async def test_five_comes_back_to_the_sheet_as_it_was_left(self, database: str) -> None:
        async with staged(database) as stage:
            await opened(stage, "left", "f2", "5")
            assert lines_with(stage.text, "Huyện Mỹ Xuyên", "‹ Quý I/2021 ›")

    async def test_all_units_are_no_units_sheet(self, database: str) -> None:
        async with staged(database) as stage:
            await stage.press("3", "n")
            assert stage.room == "ReportsRoom"
            assert "Bảng nhập là của một đơn vị" in stage.text

    async def test_a_plan_without_tasks_says_so(
        self, tmp_path: Path, migrated_sqlite: Path
    ) -> None:
        from tracker.service.plans import apply_plan

        database = str(shutil.copy(migrated_sqlite, tmp_path / "empty.db"))
        desk = desk_at(database)
        plan = Plan("trong-2021", 2021, Words("Trống"), "tinh", Source("–"))
        apply_plan(desk, PlanDraft(plan, UNITS, DIRECTIVES), ())
        desk.engine.dispose()
        async with staged(database) as stage:
            await stage.press("5", "1")
            assert stage.room == "SheetRoom"
            assert "Đơn vị này không phải nộp báo cáo cho kỳ này." in stage.text
            assert typed(stage) == {}
            await stage.press("t", "escape", "b", "left", "i", "r", "ctrl+s", "delete", "down")
            assert stage.room == "SheetRoom"


class TestWhatMayNotBeTyped:
    async def test_a_closed_period_says_so_at_the_row_and_takes_nothing(
        self, database: str
    ) -> None:
        async with staged(database) as stage:
            await stage.press(*OPEN, "1", "escape", "escape", "c", "n")
            assert lines_with(stage.text, "Quý II/2021", "⊘ khóa sổ")
            assert lines_with(stage.text, "D7.2", "⊘ khóa sổ")
            await stage.press("down", "1")
            assert "Quý II/2021 đã khóa sổ, không nhận báo cáo." in stage.text
            # What had been typed before is still there, and is not handed in.
            assert typed(stage) == {DIALOGUE: "1"}
            await stage.press("ctrl+s")
            assert "chưa nộp gì" in stage.text
            await stage.press("delete")
            assert typed(stage) == {}

    async def test_in_the_record_of_an_earlier_day_nothing_is_typed(self, database: str) -> None:
        async with staged(database) as stage:
            await stage.press("d")
            await stage.fill(known_on="#3")
            await stage.press("enter")
            await opened(stage, "1")
            assert "Đang xem sổ ghi đến mục #3" in " ".join(stage.text.split())
            assert typed(stage) == {}


class TestMeanwhile:
    async def test_another_programs_report_is_shown_at_the_row_and_overwritten_only_knowingly(
        self, database: str
    ) -> None:
        async with staged(database) as stage:
            await opened(stage)
            await rattle(stage, "3\n")
            record(database, DIALOGUE, "2021-Q2", 2)
            stage.app.look_for_news()
            await stage.settle()
            assert lines_with(stage.text, "D7.1", "3", "! vừa có báo cáo 2")
            await stage.press("ctrl+s")
            assert "chưa nộp gì" in stage.text
            said = " ".join(stage.text.split())
            assert "đã có báo cáo 2 (số liệu ngày 30/6/2021); ở đây đang là 3." in said
            assert figures(database, DIALOGUE) == [2000]
            await rattle(stage, "3")
            assert "thay số 2 ngày 30/6/2021" in stage.text
            await stage.press("ctrl+s", "ctrl+s")
        assert figures(database, DIALOGUE) == [2000, 3000]

    async def test_what_comes_between_the_last_look_and_the_sending_is_refused_there(
        self, database: str
    ) -> None:
        async with staged(database) as stage:
            await opened(stage)
            await rattle(stage, "3\n1\n")
            record(database, DIALOGUE, "2021-Q2", 2)
            await stage.press("ctrl+s", "ctrl+s")
            assert figures(database, DIALOGUE) == [2000]
            assert figures(database, PLANNED) == []
            assert typed(stage) == {DIALOGUE: "3", PLANNED: "1"}
            assert lines_with(stage.text, "▌", "D7.1", "! vừa có báo cáo 2")

    async def test_what_is_being_typed_stays_while_others_write(self, database: str) -> None:
        async with staged(database) as stage:
            await opened(stage, "down", "1")
            record(database, HOTSPOTS, "2021-Q2", 0)
            stage.app.look_for_news()
            await stage.settle()
            assert lines_with(stage.text, "● D8.1", "đã báo cáo")
            await stage.press("2")
            assert typed(stage) == {PLANNED: "12"}


class TestNothingIsLost:
    async def test_it_stands_there_again_when_the_program_is_opened_anew(
        self, database: str
    ) -> None:
        async with staged(database) as stage:
            await opened(stage)
            await rattle(stage, "100\nvì gộp cả năm\n1")
            # Left in the middle of a cell, and nothing asked.
            await stage.press("ctrl+q")
            assert not stage.app.is_running
        async with staged(database) as stage:
            await opened(stage)
            assert typed(stage) == {DIALOGUE: "100", PLANNED: "1"}
            assert "Nội dung đã nhập lần trước mà chưa nộp vẫn còn ở đây." in stage.text
            assert "vì gộp cả năm" in stage.text
            await stage.press("ctrl+s", "ctrl+s")
        assert figures(database, DIALOGUE) == [100_000]
        assert kept_files() == []

    async def test_another_database_has_none_of_it(self, database: str, tmp_path: Path) -> None:
        other = str(shutil.copy(database, tmp_path / "other.db"))
        async with staged(database) as stage:
            await opened(stage, "1", "escape")
        async with staged(other) as stage:
            await opened(stage)
            assert typed(stage) == {}

    async def test_what_was_handed_in_before_it_could_be_forgotten_is_forgotten(
        self, database: str
    ) -> None:
        async with staged(database) as stage:
            await opened(stage)
            await rattle(stage, "3\n1\n")
        # As if the program had been killed between the record and the file.
        record(database, DIALOGUE, "2021-Q2", 3)
        async with staged(database) as stage:
            await opened(stage)
            assert typed(stage) == {PLANNED: "1"}

    async def test_where_it_cannot_be_kept_that_is_said_and_typing_goes_on(
        self, database: str
    ) -> None:
        unsent_folder().parent.mkdir(parents=True, exist_ok=True)
        unsent_folder().write_text("a file where the folder should be")
        async with staged(database) as stage:
            await opened(stage, "3", "escape")
            assert "unsent" in stage.run_on
            assert typed(stage) == {DIALOGUE: "3"}
            await stage.press("ctrl+s", "ctrl+s")
            assert figures(database, DIALOGUE) == [3000]


class TestManyRows:
    async def test_only_what_the_window_shows_is_drawn_and_all_of_it_is_reached(
        self, tmp_path: Path, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from tracker.service.plans import apply_plan

        database = str(shutil.copy(migrated_sqlite, tmp_path / "many.db"))
        desk = desk_at(database)
        plan = Plan("nhieu-2021", 2021, Words("Nhiều việc"), "tinh", Source("–"))
        tasks = [_task(f"D7.{n:03}-my-xuyen", f"Việc số {n}", "my-xuyen") for n in range(300)]
        apply_plan(desk, PlanDraft(plan, UNITS, DIRECTIVES), tasks)
        desk.engine.dispose()
        drawn: set[int] = set()
        line = SheetTable.line

        def noted(self: SheetTable, index: int, width: int) -> Any:
            drawn.add(index)
            return line(self, index, width)

        monkeypatch.setattr(SheetTable, "line", noted)
        async with staged(database) as stage:
            await opened(stage)
            assert len(table(stage).rows) == 300
            assert len(drawn) < 30
            await stage.press("G")
            await rattle(stage, "2\n")
            await stage.press("g")
            await rattle(stage, "1\n" * 40)
            assert len(typed(stage)) == 41
            await stage.press("ctrl+s", "ctrl+s")
            assert "đã ghi 41 báo cáo" in stage.text
        assert len(drawn) < 120


def calls(database: str) -> set[int]:
    """How many journal entries each call that reported the second quarter made."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            "SELECT count(*) FROM journal WHERE what = 'report' AND after LIKE '%2021-Q2%'"
            " GROUP BY coalesce(call, number)"
        )
        return {row[0] for row in rows}
