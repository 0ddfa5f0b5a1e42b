"""The account form, and accounts in the review queue."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste

from tests.tui.stage import (
    HOSTILE,
    Record,
    at_task,
    desk_at,
    held,
    lines_with,
    make_plan,
    record,
    staged,
)
from tracker.domain.account import LONGEST, AccountDraft, AccountOf, AccountTexts, AccountVersion
from tracker.domain.period import read_period
from tracker.domain.report_state import ReportState
from tracker.domain.text import shown
from tracker.tui.widgets.awaiting import MARKED, AwaitingList
from tracker.tui.widgets.reader import Reader

CODE = "d7.1-my-xuyen"
Q2 = read_period("2021-Q2")
WHOLE = AccountOf("my-xuyen", Q2)
TEXTS = AccountTexts("Đã đối thoại 4 cuộc.", "Thiếu cán bộ.")


@pytest.fixture
def reviewed(migrated_sqlite: Path, tmp_path: Path) -> str:
    database = str(shutil.copy(migrated_sqlite, tmp_path / "tracker.db"))
    make_plan(database, review=True)
    return database


def write(database: str, texts: AccountTexts = TEXTS, **changes: Any) -> None:
    """Another program writes an account."""
    from tracker.service.accounts import write_account

    desk = desk_at(database)
    usual: dict[str, Any] = {"unit": "my-xuyen", "period": Q2, "texts": texts}
    write_account(desk, None, AccountDraft(**usual | changes))
    desk.engine.dispose()


def versions(database: str, about: AccountOf = WHOLE) -> tuple[AccountVersion, ...]:
    from tracker.store.read.accounts import account_versions

    found = Record(database)._ask(lambda session, view: account_versions(session, view, about))
    assert isinstance(found, tuple)
    return found


def texts(database: str, about: AccountOf = WHOLE) -> list[AccountTexts]:
    return [version.texts for version in versions(database, about)]


async def test_it_is_written_for_the_tasks_lead_unit_and_the_last_period_over(
    database: str,
) -> None:
    async with at_task(database, CODE, "m") as stage:
        assert stage.room == "AccountForm"
        assert "my-xuyen · Quý II/2021" in stage.text
        assert "Không ghi thông tin về công dân" in stage.text
        await stage.type("Đã đối thoại 4 cuộc.")
        await stage.press("enter", "x", "tab")
        await stage.type("Thiếu cán bộ.")
        await stage.press("ctrl+s")
        assert stage.room == "TasksRoom"
        assert "my-xuyen · Quý II/2021: đã ghi báo cáo bằng lời" in stage.text
    assert texts(database) == [AccountTexts("Đã đối thoại 4 cuộc.\nx", "Thiếu cán bộ.")]


async def test_from_a_tasks_page_by_the_key_that_no_input_method_composes(database: str) -> None:
    async with at_task(database, CODE, "enter") as stage:
        assert stage.room == "TaskRoom"
        await stage.press("ctrl+w")
        assert stage.room == "AccountForm"


async def test_the_last_version_stands_there_and_unchanged_nothing_is_written(
    database: str,
) -> None:
    write(database)
    async with at_task(database, CODE, "m") as stage:
        assert stage.prose("results").value == TEXTS.results
        assert "Đã ghi: bản 1, đã duyệt" in stage.text
        await stage.press("ctrl+s")
        assert stage.room == "AccountForm"
        assert "đã ghi đúng như vậy" in stage.text
        await stage.press("tab", "tab", "tab")
        await stage.type("Thêm kinh phí")
        await stage.press("ctrl+s")
    assert texts(database)[1] == AccountTexts(
        *(TEXTS.results, TEXTS.shortcomings, "", "Thêm kinh phí")
    )


async def test_hostile_texts_are_kept_as_typed(database: str) -> None:
    async with at_task(database, CODE, "m") as stage:
        await stage.type(HOSTILE)
        assert "\x1b" not in stage.text
        assert "␛[31mđỏ␇" in stage.text
        await stage.press("ctrl+s", "m")
        assert stage.prose("results").value == HOSTILE
        assert "\x1b" not in stage.text
    assert texts(database) == [AccountTexts(HOSTILE)]


async def test_empty_it_is_refused_when_it_is_sent(database: str) -> None:
    async with at_task(database, CODE, "m") as stage:
        assert stage.prose("results").said_beneath == ""
        await stage.press("ctrl+s")
        assert "chưa có nội dung" in stage.prose("results").said_beneath
        assert stage.room == "AccountForm"


async def test_a_long_paste_is_taken_and_one_too_long_is_said(database: str) -> None:
    async with at_task(database, CODE, "m") as stage:
        long = "Đối thoại ở xã. \n" * 3_000
        driver = stage.app._driver
        assert driver is not None
        driver.send_message(Paste(long))
        await stage.settle()
        assert stage.prose("results").value == long
        driver.send_message(Paste("a" * LONGEST))
        await stage.settle()
        assert "tối đa 100.000" in stage.prose("results").said_beneath
        await stage.press("ctrl+z", "ctrl+s")
        assert stage.room == "TasksRoom"
    assert texts(database) == [AccountTexts(long.rstrip("\n"))]


async def test_what_was_typed_is_kept_for_each_account_apart(database: str) -> None:
    write(database, directive="D7")
    async with at_task(database, CODE, "m") as stage:
        await stage.type("chung")
        stage.pick("directive").focus()
        await stage.press("right")
        assert "my-xuyen · D7 · Quý II/2021" in stage.text
        assert stage.prose("results").value == TEXTS.results
        stage.pick("period").focus()
        await stage.press("left")
        assert "my-xuyen · D7 · Tháng 6/2021" in stage.text
        assert stage.prose("results").value == ""
        await stage.press("right")
        stage.pick("directive").focus()
        await stage.press("left")
        assert stage.prose("results").value == "chung"
        await stage.press("escape", "m")
        assert stage.prose("results").value == "chung"
        assert "Nội dung chưa lưu lần trước" in stage.text
        await stage.press("f8")
        assert stage.prose("results").value == ""
        await stage.press("escape")
        assert stage.app.errands.drafts == {}


async def test_a_draft_is_named_when_one_leaves(database: str) -> None:
    async with at_task(database, CODE, "m") as stage:
        await stage.type("chung")
        await stage.press("escape", "q")
        assert stage.room == "ChoiceDialog"
        assert "Báo cáo bằng lời  my-xuyen · Quý II/2021" in stage.text


async def test_what_came_meanwhile_is_shown_before_it_is_replaced(database: str) -> None:
    async with at_task(database, CODE, "m") as stage:
        await stage.type("của tôi")
        write(database, AccountTexts("của đồng nghiệp", "thiếu xe"))
        await stage.press("ctrl+s")
        assert stage.room == "AccountForm"
        assert "trong lúc đó" in stage.text
        assert "của đồng nghiệp" in stage.app.screen.query_one("#context", Reader).text
        assert stage.prose("results").value == "của tôi"
        # A part in which nothing was typed takes over what came.
        assert stage.prose("shortcomings").value == "thiếu xe"
        await stage.press("ctrl+s")
        assert stage.room == "TasksRoom"
    assert texts(database)[1] == AccountTexts("của tôi", "thiếu xe")


async def test_a_draft_typed_over_an_older_version_is_not_sent_unseen(database: str) -> None:
    async with at_task(database, CODE, "m") as stage:
        await stage.type("của tôi")
        await stage.press("escape")
        write(database, AccountTexts("của đồng nghiệp"))
        await stage.press("m", "ctrl+s")
        assert stage.room == "AccountForm"
        assert "của đồng nghiệp" in stage.app.screen.query_one("#context", Reader).text
        await stage.press("ctrl+s")
    assert texts(database)[1] == AccountTexts("của tôi")


async def test_while_it_is_saved_it_is_not_closed(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.service import accounts

    async with at_task(database, CODE, "m") as stage:
        await stage.type("chung")
        let_go = await held(stage, monkeypatch, accounts, "write_account")
        assert stage.room == "AccountForm"
        let_go.set()
        await stage.settle()
        assert stage.room == "TasksRoom"
    assert texts(database) == [AccountTexts("chung")]


async def test_a_closed_period_and_one_to_come_are_refused_at_once(database: str) -> None:
    from tracker.service.locks import close_period

    desk = desk_at(database)
    close_period(desk, None, Q2)
    desk.engine.dispose()
    async with at_task(database, CODE, "m") as stage:
        await stage.type("x")
        assert "bấm c ở kỳ đó trên màn hình Báo cáo (3)" in stage.prose("results").said_beneath
        stage.pick("period").focus()
        await stage.press("end")
        stage.prose("results").focus()
        await stage.settle()
        await stage.type("y")
        assert stage.prose("results").said_beneath == ""
        stage.pick("period").focus()
        await stage.press("left")
        stage.prose("results").focus()
        await stage.settle()
        await stage.type("z")
        assert "bắt đầu từ ngày 1/7" not in stage.prose("results").said_beneath
        await stage.press("escape")


async def test_the_language_turns_with_everything_in_it(database: str) -> None:
    write(database)
    async with at_task(database, CODE, "m") as stage:
        await stage.type("x")
        await stage.press("ctrl+l")
        for said in ("II. Shortcomings and causes", "the unit as a whole", "On record: version 1"):
            assert said in stage.text
        assert stage.prose("results").value == f"x{TEXTS.results}"


async def test_undo_takes_it_back_and_says_which(database: str) -> None:
    async with at_task(database, CODE, "m") as stage:
        await stage.type("chung")
        await stage.press("ctrl+s", "u")
        assert "báo cáo bằng lời my-xuyen · Quý II/2021 · Kết quả: chung →" in stage.run_on
        assert versions(database)[0].state is ReportState.WITHDRAWN


class TestReview:
    async def test_accounts_wait_among_the_reports(self, reviewed: str) -> None:
        write(reviewed, directive="D7")
        async with staged(reviewed) as stage:
            await stage.press("4", "end")
            assert "5 báo cáo chờ duyệt" in stage.text
            assert lines_with(stage.text, "D7 ", "Mỹ Xuyên", "Quý II", "bằng lời", "Đã đối")
            details = stage.app.screen.query_one("#report", Reader).text
            assert "my-xuyen · D7 · Quý II/2021" in details
            assert "II. Hạn chế, nguyên nhân\nThiếu cán bộ." in details

    async def test_what_the_version_before_said_stands_beneath(self, reviewed: str) -> None:
        write(reviewed)
        write(reviewed, AccountTexts(TEXTS.results, HOSTILE))
        async with staged(reviewed) as stage:
            await stage.press("4", "end")
            details = stage.app.screen.query_one("#report", Reader).text
            assert f"{shown(HOSTILE)}\ntrước: Thiếu cán bộ." in details
            assert "thay bản: 1, chờ duyệt" in details
            assert details.count("trước:") == 1
            await stage.press("enter")
            assert stage.app.screen.query_one("#report", Reader).has_focus

    async def test_a_mixed_selection_is_accepted_and_undone_as_one(self, reviewed: str) -> None:
        write(reviewed)
        async with staged(reviewed) as stage:
            await stage.press("4", "space", "end", "space")
            assert stage.in_list.count(MARKED) == 2
            await stage.press("a")
            assert "đã duyệt 1 báo cáo, 1 báo cáo bằng lời" in stage.text
            assert versions(reviewed)[0].state is ReportState.ACCEPTED
            assert Record(reviewed).task("D7.1-my-xuyen").row.value == 1_000
            await stage.press("u")
            assert "1 nhiệm vụ, 1 báo cáo bằng lời" in stage.text
            assert versions(reviewed)[0].state is ReportState.SUBMITTED
            assert Record(reviewed).task("D7.1-my-xuyen").row.value is None

    async def test_one_is_returned_with_a_comment_and_written_again(self, reviewed: str) -> None:
        write(reviewed)
        async with staged(reviewed) as stage:
            await stage.press("4", "end", "t")
            assert "my-xuyen · Quý II/2021" in stage.text
            await stage.type("nêu rõ địa bàn")
            await stage.press("ctrl+s")
            assert "đã trả lại 1 báo cáo bằng lời" in stage.text
            # Of the report that the cursor is on now: the account of its unit and period.
            stage.app.screen.query_one(AwaitingList).cursor = 0
            await stage.press("m")
            assert "my-xuyen · Quý I/2021" in stage.text
            stage.pick("period").value = "2021-Q2"
            await stage.settle()
            assert "ý kiến: nêu rõ địa bàn" in stage.text
            assert stage.prose("results").value == TEXTS.results

    async def test_what_came_meanwhile_is_not_accepted_unseen(self, reviewed: str) -> None:
        write(reviewed)
        async with staged(reviewed) as stage:
            await stage.press("4", "end")
            write(reviewed, AccountTexts("khác"))
            await stage.press("a")
            assert "Không có báo cáo bằng lời nào đang chờ duyệt" in stage.text
        assert {v.state for v in versions(reviewed)} == {ReportState.SUBMITTED}

    async def test_all_are_marked_but_the_doubtful(self, reviewed: str) -> None:
        write(reviewed)
        record(reviewed, "D7.3-tinh", "2021-Q1", 30_000_000)
        record(reviewed, "D7.3-tinh", "2021-Q2", 30_000_000)
        async with staged(reviewed) as stage:
            await stage.press("4", "asterisk")
            assert len(stage.app.screen.query_one(AwaitingList).marked) == 7


async def test_a_draft_is_put_on_record_and_handed_in_later(database: str) -> None:
    async with at_task(database, CODE, "m") as stage:
        await stage.type("Đã đối thoại 4 cuộc.")
        await stage.press("f4")
        assert "đã ghi bản nháp báo cáo bằng lời, chưa nộp" in stage.text
        assert [v.state for v in versions(database)] == [ReportState.DRAFT]
        await stage.press("m")
        assert stage.prose("results").value == "Đã đối thoại 4 cuộc."
        await stage.press("ctrl+s")
        assert "đã ghi báo cáo bằng lời" in stage.text
    assert [v.state for v in versions(database)][-1] is ReportState.ACCEPTED
