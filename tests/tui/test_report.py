"""The report form: checked while one types, and every roll-up moves when it is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from tests.tui.stage import HOSTILE, Record, Stage, desk_at, lines_with, record, staged
from tracker.domain.period import read_period
from tracker.domain.quantity import Amount, Qualifier
from tracker.domain.report import ReportDraft
from tracker.service.reports import report
from tracker.tui.widgets.reader import Reader


@asynccontextmanager
async def reporting(database: str, words: str, **rest: object) -> AsyncIterator[Stage]:
    """The form, opened on the one task that matches ``words``."""
    async with staged(database, **rest) as stage:  # type: ignore[arg-type]
        await stage.press("2", "slash")
        await stage.type(words)
        await stage.press("enter", "r")
        assert stage.room == "ReportForm"
        yield stage


async def test_a_report_is_echoed_sent_and_moves_every_roll_up(database: str) -> None:
    before = Record(database).summary().totals
    async with reporting(database, "d7.1-my-xuyen") as stage:
        assert stage.pick("period").value == "2021-Q2"
        await stage.type("3")
        said = stage.entry("value").said_beneath
        assert "3 cuộc trong quý II/2021" in said
        assert "tổng mới 4/4" in said
        assert "100,0 %" in said
        assert Record(database).summary().totals == before
        await stage.press("ctrl+s")
        assert stage.room == "TasksRoom"
        assert "đã ghi 3 cho quý II/2021" in stage.text
        after = Record(database).summary().totals
        assert after.done == before.done + 1
        await stage.press("1")
        rate = after.done_of_all
        assert f"{rate.numerator}/{rate.denominator}" in stage.text


async def test_the_story_stands_in_sight_while_one_types(database: str) -> None:
    async with reporting(database, "nguoi ngheo") as stage:
        context = stage.app.screen.query_one("#context", Reader).text
        assert "1.000.000.000 đồng" in context
        assert "“đối thoại giải quyết" in context
        assert "Quý I: —" in context
        await stage.type("1,5 tỷ")
        assert "1.500.000.000 đồng" in stage.entry("value").said_beneath
        assert "125,0 %" in stage.entry("value").said_beneath


BAD = (
    ("value", "1.5", "Có phải ý là “1,5”?"),
    ("value", "-3", "nhỏ hơn 0"),
    ("value", "ba", "“ba”"),
    ("own_day", "31/2/2021", "31/2/2021"),
    ("own_day", "1/1/2022", "2021"),
    ("own_day", "1/3/2021", "2021-Q2"),
    ("own_day", "31/12/2021", "chưa đến"),
)


async def test_what_cannot_be_taken_is_refused_beneath_its_field(database: str) -> None:
    before = Record(database).summary()
    async with reporting(database, "d7.1-my-xuyen") as stage:
        for field, typed, said in BAD:
            await stage.fill(value="2", own_day="")
            await stage.fill(**{field: typed})
            assert stage.entry(field).has_class("wrong"), typed
            assert said in stage.entry(field).said_beneath
            await stage.press("ctrl+s")
            assert stage.room == "ReportForm"
            assert stage.entry(field).input.has_focus
    assert Record(database).summary() == before


async def test_an_amendment_says_which_figure_it_replaces(database: str) -> None:
    async with reporting(database, "d7.1-my-xuyen") as stage:
        stage.pick("period").focus()
        await stage.press("left")
        assert "đã báo 1" in stage.text
        await stage.fill(value="2")
        assert "thay số 1 ngày 31/3/2021" in stage.entry("value").said_beneath
        await stage.press("ctrl+s")
    versions = [(r.version, r.figure) for r in Record(database).task("D7.1-my-xuyen").reports]
    assert versions == [(1, 1000), (2, 2000)]


async def test_a_cumulative_figure_is_turned_into_the_periods_own(database: str) -> None:
    async with reporting(database, "d7.1-my-xuyen") as stage:
        await stage.type("3")
        stage.pick("kind").focus()
        await stage.press("right")
        assert "2 cuộc trong quý II/2021" in stage.entry("value").said_beneath
        await stage.fill(value="0")
        assert stage.entry("word").has_class("wrong")


async def test_a_total_that_an_amendment_outdates_is_named_before_it_is_sent(database: str) -> None:
    desk = desk_at(database)
    total = ReportDraft("D7.1-my-xuyen", read_period("2021-Q2"), Amount(3000), "3", cumulative=True)
    report(desk, None, total)
    desk.engine.dispose()
    async with reporting(database, "d7.1-my-xuyen") as stage:
        stage.pick("period").value = "2021-Q1"
        await stage.type("2")
        assert "số lũy kế của quý II/2021 không còn khớp" in stage.entry("value").said_beneath


async def test_a_draft_stays_with_the_period_it_was_typed_for(database: str) -> None:
    async with reporting(database, "d7.1-my-xuyen") as stage:
        assert stage.pick("period").value == "2021-Q2"
        await stage.type("5")
        await stage.press("escape")
        # A colleague reports that period meanwhile: the first open one is another now.
        record(database, "D7.1-my-xuyen", "2021-Q2", 1)
        await stage.press("r")
        assert stage.pick("period").value == "2021-Q2"
        assert "5 cuộc trong quý II/2021" in stage.entry("value").said_beneath


async def test_a_colleagues_figure_is_shown_before_it_is_amended(database: str) -> None:
    async with reporting(database, "d7.1-my-xuyen") as stage:
        await stage.type("1")
        record(database, "D7.1-my-xuyen", "2021-Q2", 2)
        await stage.press("ctrl+s")
        assert stage.room == "ReportForm"
        assert "vừa có số liệu 2" in stage.text
        assert stage.pick("period").value == "2021-Q2"
        assert "thay số 2" in stage.entry("value").said_beneath
        assert stage.entry("value").value == "1"
        await stage.press("ctrl+s")
        assert stage.room == "TasksRoom"
    versions = [r for r in Record(database).task("D7.1-my-xuyen").reports if r.counts]
    assert [(r.period.code, r.version, r.figure) for r in versions][-1] == ("2021-Q2", 2, 1000)


async def test_over_and_nearly_are_shown_and_kept(database: str) -> None:
    async with reporting(database, "quy vi nguoi ngheo") as stage:
        await stage.type("trên 1,2345 tỷ")
        assert "→ trên 1.234.500.000 đồng" in stage.entry("value").said_beneath
        await stage.press("ctrl+s")
        assert "trên 1.234.500.000" in stage.text
    (version,) = Record(database).task("D7.3-tinh").reports
    assert version.qualifier is Qualifier.OVER


async def test_figures_that_are_not_added_have_no_cumulative_choice(database: str) -> None:
    async with reporting(database, "ty le xa") as stage:
        assert not stage.pick("kind").display
        await stage.type("85%")
        assert "khi đó là 85/90" in stage.entry("value").said_beneath


async def test_exceeding_a_ceiling_is_said_before_it_is_sent(database: str) -> None:
    async with reporting(database, "diem nong my-xuyen") as stage:
        await stage.type("1")
        assert "vượt mức khống chế" in stage.entry("value").said_beneath


async def test_note_and_evidence_ask_for_no_personal_data_once_one_types(database: str) -> None:
    async with reporting(database, "d7.1-my-xuyen") as stage:
        for name in ("note", "evidence"):
            assert stage.entry(name).said_beneath == ""
            await stage.fill(**{name: "a"})
            assert "Không ghi thông tin về công dân" in stage.entry(name).said_beneath


async def test_hostile_text_is_kept_and_shown_as_it_is(database: str) -> None:
    async with reporting(database, "d7.1-my-xuyen", size=(140, 40)) as stage:
        await stage.fill(value="1", note=HOSTILE, evidence="=1+1")
        await stage.press("ctrl+s", "enter")
        assert stage.room == "TaskRoom"
        story = stage.app.screen.query_one(Reader).text
        assert "[b]đậm[/b] {{ dấu }} <thẻ> ␛[31mđỏ␇" in story
        assert "=1+1" in story
        assert "[b]đậm[/b]" in stage.text
    assert Record(database).task("D7.1-my-xuyen").reports[-1].note == HOSTILE


async def test_closing_keeps_what_was_typed_until_it_is_sent(database: str) -> None:
    async with reporting(database, "d7.1-my-xuyen") as stage:
        await stage.fill(value="2", note="chưa xong")
        await stage.press("escape")
        assert stage.room == "TasksRoom"
        await stage.press("r")
        assert stage.entry("value").value == "2"
        assert stage.entry("note").value == "chưa xong"
        assert "Nội dung chưa lưu lần trước" in stage.text
        await stage.press("ctrl+s")
        await stage.press("r")
        assert stage.entry("value").value == ""


async def test_leaving_with_something_unsent_asks_first(database: str) -> None:
    async with reporting(database, "d7.1-my-xuyen") as stage:
        await stage.type("2")
        await stage.press("escape", "q")
        assert stage.room == "ChoiceDialog"
        assert lines_with(stage.text, "Báo cáo kết quả", "D7.1-my-xuyen")
        await stage.press("enter")
        assert stage.room == "TasksRoom"
        await stage.press("q", "down", "enter")
        assert not stage.app.is_running


async def test_leaving_names_every_form_that_holds_something(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "o", "home", "enter")
        for task in range(6):
            await stage.press("home", *["down"] * task, "r")
            await stage.type("1")
            await stage.press("escape")
        await stage.press("s")
        await stage.type("vì thế")
        await stage.press("escape", "a", "enter")
        await stage.type("D8.x")
        await stage.press("escape", "q")
        assert lines_with(stage.text, "Báo cáo kết quả", "D7.1-ke-sach")
        assert "và 2 mục nữa" in stage.text
        assert lines_with(stage.text, "Ở lại")


async def test_a_form_that_was_only_looked_at_leaves_nothing_behind(database: str) -> None:
    async with reporting(database, "d7.1-my-xuyen") as stage:
        assert stage.pick("period").value == "2021-Q2"
        await stage.press("escape", "q")
        assert not stage.app.is_running


async def test_a_key_takes_away_what_was_typed(database: str) -> None:
    async with reporting(database, "d7.1-my-xuyen") as stage:
        await stage.fill(value="2", note="chưa xong")
        stage.pick("period").value = "2021-Q1"
        await stage.press("escape", "r")
        assert stage.entry("note").value == "chưa xong"
        assert lines_with(stage.text, "F8 bỏ nội dung chưa lưu")
        await stage.press("f8")
        assert stage.room == "ReportForm"
        assert stage.entry("value").value == stage.entry("note").value == ""
        assert stage.pick("period").value == "2021-Q2"
        assert stage.entry("value").input.has_focus
        await stage.press("escape", "q")
        assert not stage.app.is_running


async def test_taking_away_what_was_typed_leaves_an_edited_task_as_it_is(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "e")
        title = stage.entry("title").value
        await stage.fill(title="khác", weight="999")
        await stage.press("f8")
        assert stage.entry("title").value == title
        assert not stage.app.screen.query(".wrong")


async def test_enter_walks_from_field_to_field_and_sends_after_the_last(database: str) -> None:
    async with reporting(database, "d7.1-my-xuyen") as stage:
        await stage.type("2")
        await stage.press("enter", "enter", "enter", "enter")
        assert stage.entry("evidence").input.has_focus
        await stage.press("enter")
        assert stage.room == "TasksRoom"
    assert Record(database).task("D7.1-my-xuyen").row.value == 3000


async def test_a_stopped_task_refuses_in_one_line(database: str) -> None:
    from tests.tui.stage import desk_at
    from tracker.service.stops import cancel_task

    desk = desk_at(database)
    cancel_task(desk, None, "D7.1-my-xuyen", "vì thế", day=date(2021, 4, 1))
    desk.engine.dispose()
    async with reporting(database, "d7.1-my-xuyen") as stage:
        await stage.type("2")
        await stage.press("ctrl+s")
        assert stage.room == "ReportForm"
        assert stage.entry("own_day").has_class("wrong")
    assert len(Record(database).task("D7.1-my-xuyen").reports) == 1


async def test_a_figure_after_the_day_on_screen_says_that_it_counts_later(database: str) -> None:
    async with reporting(database, "d7.1-my-xuyen", as_of=date(2021, 5, 15)) as stage:
        await stage.type("2")
        assert "Sau ngày đang xem 15/5/2021" in stage.entry("own_day").said_beneath


async def test_the_default_period_is_the_first_open_one_of_a_year_gone_by(database: str) -> None:
    """Seen long after the year: the day on screen is that of the last figure, 31/3/2021."""
    from tests.tui.stage import NOW

    late = NOW.replace(year=2026)
    async with reporting(database, "d7.1-my-xuyen", now=late) as stage:
        assert stage.pick("period").value == "2021-Q2"
        await stage.type("1")
        await stage.press("ctrl+s", "1")
        assert "tính đến 30/6/2021" in stage.text


async def test_a_draft_is_put_on_record_and_stands_there_again_to_be_handed_in(
    database: str,
) -> None:
    before = Record(database).summary().totals
    async with reporting(database, "d7.1-my-xuyen") as stage:
        await stage.fill(value="3", note="chờ biên bản")
        await stage.press("f4")
        assert stage.room == "TasksRoom"
        assert "đã ghi nháp 3 cho quý II/2021, chưa nộp" in stage.text
        assert Record(database).summary().totals == before
        await stage.press("r")
        assert "bản nháp: 3" in stage.text
        assert (stage.entry("value").value, stage.entry("note").value) == ("3", "chờ biên bản")
        # Another period has no draft, and none of this one's words.
        await stage.press("shift+tab", "left")
        assert (stage.entry("value").value, stage.entry("note").value) == ("", "")
        await stage.press("right")
        assert stage.entry("value").value == "3"
        await stage.press("ctrl+s")
        assert "đã ghi 3 cho quý II/2021" in stage.text
    assert Record(database).summary().totals.done == before.done + 1


async def test_what_is_typed_over_a_draft_stays(database: str) -> None:
    async with reporting(database, "d7.1-my-xuyen") as stage:
        await stage.fill(value="3")
        await stage.press("f4", "r")
        await stage.fill(value="2")
        await stage.press("escape", "r")
        assert stage.entry("value").value == "2"
        await stage.press("f8")
        assert stage.entry("value").value == "3"


async def test_a_draft_that_is_refused_stays_in_the_form(database: str) -> None:
    before = Record(database).summary()
    async with reporting(database, "d7.1-my-xuyen") as stage:
        await stage.fill(value="ba")
        await stage.press("f4")
        assert stage.room == "ReportForm"
        assert stage.entry("value").has_class("wrong")
        await stage.fill(value="3")
        await stage.press("ctrl+s")
        assert stage.room == "TasksRoom"
    assert Record(database).summary() != before
