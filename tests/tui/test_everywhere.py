"""What acts in every room: language, day, plan, help, palette, colours, keys alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from tests.tui.stage import Record, Stage, make_plan, record, staged
from tracker.domain.plan import SAMPLE
from tracker.tui.widgets.lines import LineList
from tracker.tui.widgets.reader import Reader

WALK = (
    ("OverviewRoom", ()),
    ("TasksRoom", ("2",)),
    ("TaskRoom", ("2", "enter")),
    ("ReportForm", ("2", "r")),
    ("EditForm", ("2", "e")),
    ("AddForm", ("2", "a")),
    ("StopForm", ("2", "s")),
    ("ConfirmForm", ("2", "c")),
    ("ExportForm", ("x",)),
    ("DayDialog", ("d",)),
    ("HelpPage", ("f1",)),
    ("ReviewRoom", ("4",)),
    ("SheetRoom", ("5",)),
    ("MatrixRoom", ("6",)),
    ("TimelineRoom", ("7",)),
)


async def walk(stage: Stage) -> AsyncIterator[str]:
    """Every screen, one after the other."""
    for screen, keys in WALK:
        await stage.press(*keys)
        assert stage.room == screen
        yield screen
        while stage.room != "OverviewRoom":
            await stage.press("escape")


async def test_one_key_says_every_screen_in_the_other_language(database: str) -> None:
    async with staged(database, size=(110, 40)) as stage:
        async for screen in walk(stage):
            vietnamese = stage.text
            await stage.press("ctrl+l")
            for only in ("đóng", "mở ", "lưu", "trợ giúp", "Đơn vị", "Nhiệm vụ", "đề xuất"):
                assert only not in stage.text, screen
            await stage.press("ctrl+l")
            assert stage.text == vietnamese


async def test_sample_data_says_so_on_every_screen(tmp_path: Path, migrated_sqlite: Path) -> None:
    sample = tmp_path / "sample.db"
    sample.write_bytes(migrated_sqlite.read_bytes())
    make_plan(str(sample), sample=True)
    async with staged(sample) as stage:
        async for screen in walk(stage):
            assert SAMPLE in stage.text, screen


async def test_real_data_says_nothing_of_samples(database: str) -> None:
    async with staged(database) as stage:
        assert SAMPLE not in stage.text


async def test_another_day_shows_the_state_of_affairs_then(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("d")
        await stage.fill(day="31/3/2021")
        assert "ngày 31 tháng 3 năm 2021" in stage.text
        await stage.press("enter")
        assert "xem ngày 31/3/2021" in stage.text
        late = Record(database, date(2021, 3, 31)).summary().totals.done_of_due
        assert late.denominator == 0
        await stage.press("d")
        await stage.fill(day="")
        await stage.press("enter")
        assert "tính đến 1/7/2021" in stage.text


async def test_a_day_without_its_year_is_of_the_plans_year(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("d")
        await stage.fill(day="30/6")
        assert stage.entry("day").said_beneath == "ngày 30 tháng 6 năm 2021"
        await stage.press("enter")
        assert "xem ngày 30/6/2021" in stage.text


async def test_a_day_is_chosen_from_the_list(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("d", "down", "down", "down", "enter")
        assert "xem ngày 30/6/2021" in stage.text


async def test_a_day_that_is_none_is_refused_beneath(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("d")
        await stage.fill(day="31/2/2021")
        await stage.press("enter")
        assert stage.room == "DayDialog"
        assert stage.entry("day").has_class("wrong")
        await stage.press("escape")
        assert stage.room == "OverviewRoom"


async def test_another_plan_is_turned_to(database: str) -> None:
    make_plan(database, code="hai-2021")
    record(database, "D7.1-my-xuyen", "2021-Q2", 3, "nho-2021")
    async with staged(database) as stage:
        assert "1/6" not in stage.text
        await stage.press("p", "down", "enter")
        assert "1/6" in stage.text


async def test_f5_reads_what_another_program_wrote(database: str) -> None:
    async with staged(database) as stage:
        assert "0/6" in stage.text
        record(database, "D7.1-my-xuyen", "2021-Q2", 3)
        await stage.press("f5")
        assert "1/6" in stage.text


@pytest.mark.parametrize(
    "keys", [("question_mark",), ("2", "f1"), ("2", "r", "f1"), ("6", "f1"), ("7", "f1")]
)
async def test_help_lists_the_keys_of_where_one_stands(
    database: str, keys: tuple[str, ...]
) -> None:
    from tracker.tui.commands import commands, shown_key

    async with staged(database, size=(120, 60)) as stage:
        await stage.press(*keys[:-1])
        place = stage.app.screen.PLACE  # type: ignore[attr-defined]
        beneath = stage.room
        await stage.press(keys[-1])
        assert stage.room == "HelpPage"
        text = stage.app.screen.query_one(Reader).text
        for command in commands(place):
            assert command.explained.split()[0] in text
            assert shown_key(command.keys[-1]) in text
        await stage.press("escape")
        assert stage.room == beneath


async def test_the_palette_finds_a_command_without_accents(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "ctrl+p")
        await stage.type("bao cao so lieu")
        await stage.pilot.pause(0.3)
        await stage.press("enter", "enter")
        assert stage.room == "ReportForm"


async def test_dark_and_light(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("f12")
        assert stage.app.theme == "tracker-light"
        await stage.press("2", "f12", "f12")
        assert stage.app.theme == "tracker-dark"


@pytest.mark.parametrize("keys", [(), ("6", "down", "right"), ("7", "down")])
async def test_without_colour_the_same_words_and_signs_stand(
    database: str, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    async with staged(database) as stage:
        await stage.press(*keys)
        coloured = stage.text
    monkeypatch.setenv("NO_COLOR", "1")
    async with staged(database) as stage:
        await stage.press(*keys)
        assert stage.app.no_color
        assert stage.text == coloured
        assert "!" in coloured
        assert "▌" in coloured  # the cursor


async def test_a_command_without_a_task_says_so(database: str) -> None:
    async with staged(database, as_of=date(2021, 1, 1)) as stage:
        await stage.press("r")
        assert stage.room == "OverviewRoom"
        assert "Chưa chọn nhiệm vụ nào." in stage.text


async def test_a_report_is_made_with_keys_that_no_input_method_composes(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("f3", "ctrl+o", "home", "enter")  # tasks, by code
        await stage.press("down", "f4")
        assert stage.room == "ReportForm"
        await stage.type("3")
        await stage.press("ctrl+s", "f2")
        assert "1/6" in stage.text
        await stage.press("ctrl+q")
        assert not stage.app.is_running


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_leaving_asks_first_where_something_typed_would_be_lost(
    database: str, key: str
) -> None:
    async with staged(database) as stage:
        await stage.press("2", "r")
        await stage.type("7")
        await stage.press("escape", key)
        assert stage.room == "ChoiceDialog"
        assert stage.app._exit is False


async def test_ctrl_q_within_a_form_keeps_what_was_typed(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "r")
        await stage.type("7")
        await stage.press("ctrl+q")
        assert stage.room == "ChoiceDialog"
        await stage.press("escape", "escape")
        assert len(stage.app.errands.drafts) == 1


async def test_keys_and_rooms_answer_to_the_mouse(database: str) -> None:
    async with staged(database) as stage:
        second = stage.text.splitlines()[1]
        await stage.click("Title", second.index("Nhiệm vụ") + 1, 1)
        assert stage.room == "TasksRoom"
        last = stage.text.splitlines()[23]
        await stage.click("KeyBar", last.index("báo cáo") + 1, 1)
        assert stage.room == "ReportForm"
        last = stage.text.splitlines()
        row = next(i for i, line in enumerate(last) if "ctrl+s" in line)
        await stage.pilot.click(offset=(last[row].index("đóng"), row))
        await stage.settle()
        assert stage.room == "TasksRoom"


async def test_tab_walks_through_the_parts_of_the_overview(database: str) -> None:
    async with staged(database) as stage:
        seen = []
        for _ in range(3):
            assert stage.app.focused is not None
            seen.append(stage.app.focused.id)
            await stage.press("tab")
        assert sorted(map(str, seen)) == ["attention", "tiles", "units"]


@pytest.mark.parametrize("keys", [("2", "enter"), ("f1",)])
async def test_a_page_to_read_is_moved_with_the_keys_that_lists_have(
    database: str, keys: tuple[str, ...]
) -> None:
    async with staged(database, size=(80, 12)) as stage:
        await stage.press(*keys)
        reader = stage.app.screen.query_one(Reader)
        window, last = reader.scrollable_content_region.height, reader.max_scroll_y
        assert last > window
        for key, at in (
            *(("j", 1), ("j", 2), ("k", 1), ("G", last), ("g", 0)),
            *(("J", window), ("K", 0), ("k", 0)),
        ):
            await stage.press(key)
            assert reader.scroll_y == at, key


async def test_every_list_turns_window_by_window(database: str) -> None:
    async with staged(database) as stage:
        for keys, first in (
            ((), "#units"),
            (("2",), "#table"),
            (("escape", "d", "down"), "Choices"),
        ):
            await stage.press(*keys)
            lines = stage.app.screen.query_one(first, LineList)
            await stage.press("J")
            assert lines.cursor > 1
            await stage.press("K")
            assert lines.cursor == 0
