"""What is copied: whole cells between tabs, as a spreadsheet takes them, and no formula."""

from __future__ import annotations

from datetime import date

from tests.tui.stage import Record, desk_at, staged
from tracker.domain.origin import Field
from tracker.domain.words import Words
from tracker.service.editing import edit_task


def retitled(database: str, code: str, title: str) -> None:
    desk = desk_at(database)
    edit_task(desk, None, code, {Field.TITLE: Words(title)})
    desk.engine.dispose()


async def test_a_task_is_copied_whole_though_the_screen_cuts_it(database: str) -> None:
    title = "Tổ chức đối thoại giữa người đứng đầu cấp ủy, chính quyền với Nhân dân " * 3
    retitled(database, "D7.1-my-xuyen", title)
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type("d7.1-my-xuyen")
        await stage.press("enter", "C")
        assert "Đã sao chép 1 dòng vào bộ nhớ tạm" in stage.text
        (line,) = stage.app.clipboard.splitlines()
        cells = line.split("\t")
        assert len(cells) == 9
        assert cells[1] == f"{title.strip()} (D7.1-my-xuyen)"


async def test_the_marked_ones_are_copied_and_the_table_with_its_head(database: str) -> None:
    every = len(Record(database).rows())
    async with staged(database) as stage:
        await stage.press("2", "space", "space", "C")
        assert len(stage.app.clipboard.splitlines()) == 2
        await stage.press("T")
        lines = stage.app.clipboard.splitlines()
        assert len(lines) == every + 1
        assert lines[0].split("\t")[1] == "Nội dung nhiệm vụ"
        assert {len(line.split("\t")) for line in lines} == {9}


async def test_a_text_that_a_spreadsheet_would_run_stays_a_text(database: str) -> None:
    for code, title in (("D7.1-my-xuyen", "=1+1"), ("D7.1-my-xuyen", "a\tb\nc")):
        retitled(database, code, title)
        async with staged(database) as stage:
            await stage.press("2", "slash")
            await stage.type(code)
            await stage.press("enter", "C")
            (line,) = stage.app.clipboard.splitlines()
            assert len(line.split("\t")) == 9
            assert not line.split("\t")[1].startswith("=")


async def test_other_lists_give_what_stands_in_their_lines(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("3", "down", "C")
        assert stage.app.clipboard.split("\t")[0] == "Huyện Mỹ Xuyên"
        await stage.press("T")
        assert len(stage.app.clipboard.splitlines()) > 2
        await stage.press("2", "enter", "C")
        assert "danh sách" in stage.text


async def test_the_matrix_gives_a_cell_for_each_directive_and_their_names(database: str) -> None:
    async with staged(database, as_of=date(2021, 6, 30)) as stage:
        await stage.press("6", "down", "C")
        assert stage.app.clipboard.split("\t") == ["Huyện Kế Sách", "! 50,0", "! 50,0", "·"]
        await stage.press("T")
        lines = [line.split("\t") for line in stage.app.clipboard.splitlines()]
        assert lines[0] == ["Đơn vị", "Tất cả▾", "D7", "D8"]
        assert [line[0] for line in lines[1:3]] == ["Mọi đơn vị", "Huyện Kế Sách"]
        assert {len(line) for line in lines} == {4}


async def test_the_timeline_gives_its_tasks_whole(database: str) -> None:
    every = len(Record(database).rows())
    async with staged(database) as stage:
        await stage.press("7", "G", "C")
        (line,) = stage.app.clipboard.splitlines()
        assert line.split("\t")[1] == "Đối thoại với nông dân (D7.1-ke-sach)"
        await stage.press("home", "down", "down", "down", "C")
        assert len(stage.app.clipboard.splitlines()) == 3  # on the line of Mỹ Xuyên
        await stage.press("T")
        assert len(stage.app.clipboard.splitlines()) == every + 1
