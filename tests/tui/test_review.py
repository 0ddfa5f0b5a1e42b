"""The review queue, undo and redo, and a figure that needs a word of why."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.stage import HOSTILE, Record, desk_at, lines_with, make_plan, record, staged
from tests.tui.test_report import reporting
from tracker import i18n
from tracker.domain.period import read_period
from tracker.domain.report import PeriodClosed
from tracker.domain.report_state import ReportState
from tracker.domain.text import shown
from tracker.service.locks import close_period
from tracker.tui.widgets.awaiting import MARKED, AwaitingList
from tracker.tui.widgets.reader import Reader


@pytest.fixture
def reviewed(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The small plan, whose reports are reviewed: four of the first quarter wait."""
    database = str(shutil.copy(migrated_sqlite, tmp_path / "tracker.db"))
    make_plan(database, review=True)
    return database


def states(database: str, code: str) -> list[ReportState]:
    return [report.state for report in Record(database).task(code).reports]


async def test_every_report_that_waits_stands_in_the_queue(reviewed: str) -> None:
    async with staged(reviewed) as stage:
        await stage.press("4")
        assert stage.room == "ReviewRoom"
        assert "4 báo cáo chờ duyệt" in stage.text
        assert lines_with(stage.text, "D7.1", "Mỹ Xuyên", "Quý I", "1", "Đối thoại")
        details = stage.app.screen.query_one("#report", Reader).text
        assert "D7.1-my-xuyen" in details
        assert "cùng kỳ năm trước: —" in details


async def test_one_is_accepted_and_counts_from_then_on(reviewed: str) -> None:
    assert Record(reviewed).task("D7.1-my-xuyen").row.value is None
    async with staged(reviewed) as stage:
        await stage.press("4", "a")
        assert states(reviewed, "D7.1-my-xuyen") == [ReportState.ACCEPTED]
        assert Record(reviewed).task("D7.1-my-xuyen").row.value == 1_000
        assert "3 báo cáo chờ duyệt" in stage.text
        assert "đã duyệt 1 báo cáo" in stage.text
        await stage.press("u")
        assert states(reviewed, "D7.1-my-xuyen") == [ReportState.SUBMITTED]
        assert "4 báo cáo chờ duyệt" in stage.text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", "Muốn mở lại: bấm c ở kỳ đó trên màn hình Báo cáo (3)."),
        ("en", "To open it again: key c on the period, in Reports (3)."),
    ],
)
async def test_what_a_closed_period_refuses_names_the_key_and_no_command(
    reviewed: str, language: i18n.Lang, said: str
) -> None:
    i18n.use(language)
    async with staged(reviewed) as stage:
        await stage.press("4", "a")
        desk = replace(desk_at(reviewed), who="văn phòng")
        close_period(desk, None, read_period("2021-Q1"))
        desk.engine.dispose()
        for key in ("u", "a"):
            await stage.press(key)
            assert said in " ".join(line.strip() for line in stage.text.splitlines()), key
            assert "tracker reopen" not in stage.run_on
    # And the command line names its command again.
    assert "tracker reopen 2021-Q1" in i18n.say(
        PeriodClosed(task="D7.1", period="2021-Q1", closed="2021-Q1")
    )


async def test_marked_ones_are_accepted_together_and_undone_together(reviewed: str) -> None:
    async with staged(reviewed) as stage:
        await stage.press("4", "space", "space")
        assert stage.in_list.count(MARKED) == 2
        await stage.press("f6")
        assert "2 báo cáo chờ duyệt" in stage.text
        await stage.press("asterisk", "a")
        assert "Không có báo cáo nào chờ duyệt" in stage.text
        await stage.press("u")
        assert "2 báo cáo chờ duyệt" in stage.text
        assert "2 nhiệm vụ" in stage.text


async def test_one_is_returned_with_a_comment_that_is_needed(reviewed: str) -> None:
    async with staged(reviewed) as stage:
        await stage.press("4", "t")
        assert stage.room == "ReturnForm"
        await stage.press("ctrl+s")
        assert "Đơn vị cần biết phải sửa điều gì" in stage.text
        await stage.type(HOSTILE)
        await stage.press("ctrl+s")
        (report,) = Record(reviewed).task("D7.1-my-xuyen").reports
        assert (report.state, report.comment) == (ReportState.RETURNED, HOSTILE)
        await stage.press("2", "slash")
        await stage.type("d7.1-my-xuyen")
        await stage.press("enter", "enter")
        assert "bị trả lại" in stage.text
        assert shown(HOSTILE)[:12] in stage.text


async def test_what_came_meanwhile_is_not_accepted_unseen(reviewed: str) -> None:
    async with staged(reviewed) as stage:
        await stage.press("4")
        record(reviewed, "D7.1-my-xuyen", "2021-Q1", 3)
        await stage.press("a")
        assert states(reviewed, "D7.1-my-xuyen") == [ReportState.SUBMITTED] * 2
        assert "Không có báo cáo nào đang chờ duyệt" in stage.text


async def test_a_doubtful_one_is_marked_only_by_hand(reviewed: str) -> None:
    record(reviewed, "D7.3-tinh", "2021-Q1", 30_000_000)
    async with reporting(reviewed, "nguoi ngheo") as stage:
        stage.pick("period").value = "2021-Q2"
        await stage.type("300.000.000")
        beneath = stage.entry("word").said_beneath
        assert "gấp khoảng 10 lần 30.000.000" in beneath
        await stage.press("ctrl+s")
        assert stage.room == "ReportForm"
        await stage.fill(word="nhận tài trợ cuối quý")
        await stage.press("ctrl+s")
        assert "đang chờ duyệt" in stage.text
    reports = Record(reviewed).task("D7.3-tinh").reports
    assert [report.word for report in reports] == ["", "nhận tài trợ cuối quý"]
    async with staged(reviewed) as stage:
        await stage.press("4", "end")
        details = stage.app.screen.query_one("#report", Reader).text
        assert "▲ 300.000.000 gấp khoảng 10 lần" in details
        assert "vẫn đúng vì: nhận tài trợ cuối quý" in details
        await stage.press("ctrl+a")
        queue = stage.app.screen.query_one(AwaitingList)
        assert queue.marked == {0, 1, 2, 3, 4}


async def test_an_empty_queue_says_why(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("4", "a")
        assert "Không có gì chờ duyệt: chương trình này tính báo cáo ngay khi nhập." in stage.text
        await stage.press("space", "asterisk", "t", "enter")
        assert stage.room == "ReviewRoom"
        await stage.press("escape")
        assert stage.room == "OverviewRoom"


async def test_enter_opens_the_task_and_escape_comes_back(reviewed: str) -> None:
    async with staged(reviewed) as stage:
        await stage.press("4", "down", "enter")
        assert stage.room == "TaskRoom"
        await stage.press("escape")
        assert stage.room == "ReviewRoom"
        assert stage.app.screen.query_one(AwaitingList).cursor == 1


async def test_undo_and_redo_of_a_report(database: str) -> None:
    before = Record(database).task("D7.1-my-xuyen").row
    async with reporting(database, "d7.1-my-xuyen") as stage:
        await stage.type("3")
        await stage.press("ctrl+s")
        after = Record(database).task("D7.1-my-xuyen").row
        assert after != before
        await stage.press("u")
        assert Record(database).task("D7.1-my-xuyen").row == before
        assert "Đã hoàn tác: #" in stage.text
        assert "Quý II/2021: 3 → —" in stage.run_on
        await stage.press("U")
        assert Record(database).task("D7.1-my-xuyen").row == after
        await stage.press("ctrl+z", "ctrl+u")
        assert Record(database).task("D7.1-my-xuyen").row == after
        await stage.press("U")
        assert "Không có gì để làm lại" in stage.run_on


async def test_an_undone_report_is_not_offered_as_reported(database: str) -> None:
    async with reporting(database, "d7.1-my-xuyen") as stage:
        await stage.type("3")
        await stage.press("ctrl+s", "u", "r")
        assert stage.pick("period").value == "2021-Q2"
        assert "Quý II/2021 · chưa báo cáo" in stage.text
        assert "(3 từ ngày" not in stage.text
        await stage.type("2")
        await stage.press("ctrl+s")
        assert Record(database).task("D7.1-my-xuyen").row.value == 3_000


async def test_in_an_earlier_state_of_the_record_nothing_is_undone(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("d")
        await stage.fill(known_on="#1")
        await stage.press("ctrl+s", "u")
        assert "#1" in stage.text
        assert Record(database).task("D7.1-my-xuyen").row.value == 1_000


async def test_a_percentage_may_be_typed_as_a_share(database: str) -> None:
    async with reporting(database, "ty le xa") as stage:
        await stage.type("93/109 = 80%")
        assert "85,321" in stage.entry("value").said_beneath
        assert "93/109 là 85,321 %, không phải 80 %" in stage.entry("word").said_beneath
        await stage.fill(value="93/109 = 85,3%")
        assert not stage.entry("word").display
