"""Editing, adding and stopping from the screen, and what all forms do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.tui.stage import HOSTILE, Record, at_task, desk_at, held, lines_with, staged
from tracker.domain.origin import Field, Origin
from tracker.domain.status import Status
from tracker.service.editing import edit_task


async def test_an_edited_target_is_written_and_shown(database: str) -> None:
    async with at_task(database, "d7.1-ke-sach", "e") as stage:
        await stage.fill(target="2", why="theo kế hoạch mới")
        await stage.press("ctrl+s")
        assert "đã sửa chỉ tiêu" in stage.text
        assert "2/2*" in stage.text
    assert Record(database).task("D7.1-ke-sach").row.target == 2000


async def test_a_value_edited_under_a_document_is_confirmed(database: str) -> None:
    async with at_task(database, "d7.1-ke-sach", "e") as stage:
        await stage.fill(deadline="30/9/2021", document="12-KH/BDVTU", document_day="1/3/2021")
        await stage.press("ctrl+s")
    row = Record(database).task("D7.1-ke-sach").row
    assert row.deadline == date(2021, 9, 30)
    assert row.origin[Field.DEADLINE] is Origin.CONFIRMED


async def test_a_lead_unit_changes_from_a_day_on(database: str) -> None:
    async with at_task(database, "d7.1-ke-sach", "e") as stage:
        await stage.fill(unit="mỹ xuyên", day_from="1/6/2021")
        assert stage.entry("unit").said_beneath == "Ban Dân vận Huyện ủy Mỹ Xuyên"
        await stage.press("ctrl+s")
    assert Record(database).task("D7.1-ke-sach").row.unit == "my-xuyen"
    assert Record(database, date(2021, 5, 31)).task("D7.1-ke-sach").row.unit == "ke-sach"


async def test_a_day_without_its_year_is_of_the_plans_year(database: str) -> None:
    async with at_task(database, "d7.1-ke-sach", "e") as stage:
        await stage.fill(start="1/2", deadline="30/9")
        assert stage.entry("deadline").said_beneath == "ngày 30 tháng 9 năm 2021"
        await stage.press("ctrl+s", "e")
        await stage.fill(unit="my-xuyen", day_from="1/6")
        await stage.press("ctrl+s", "s")
        await stage.fill(why="x", day="1/7")
        assert stage.entry("day").said_beneath == "ngày 01 tháng 7 năm 2021"
        await stage.press("ctrl+s", "s")
        await stage.fill(day="2/7")
        await stage.press("ctrl+s", "a")
        await stage.fill(title="x", unit="ke-sach", code="X.1", start="2/3", deadline="4/5")
        await stage.press("ctrl+s")
        assert stage.room == "TasksRoom"
    row = Record(database).task("D7.1-ke-sach").row
    assert (row.start, row.deadline) == (date(2021, 2, 1), date(2021, 9, 30))
    assert row.unit == "my-xuyen"
    assert row.status is Status.CANCELLED
    assert Record(database, date(2021, 5, 31)).task("D7.1-ke-sach").row.unit == "ke-sach"
    again = Record(database, date(2021, 7, 2)).task("D7.1-ke-sach").row
    assert again.status is not Status.CANCELLED
    added = Record(database).task("X.1").row
    assert (added.start, added.deadline) == (date(2021, 3, 2), date(2021, 5, 4))


async def test_a_documents_date_needs_its_year(database: str) -> None:
    async with at_task(database, "d7.1-ke-sach", "e") as stage:
        await stage.fill(target="2", document="12-KH/BDVTU", document_day="1/3")
        assert stage.entry("document_day").has_class("wrong")
        await stage.press("escape", "c")
        await stage.fill(number="12-KH/BDVTU", day="1/3")
        assert stage.entry("day").has_class("wrong")


async def test_what_holds_all_year_cannot_change_from_a_day_on(database: str) -> None:
    async with at_task(database, "d7.1-ke-sach", "e") as stage:
        await stage.fill(title="Tên khác", day_from="1/6/2021")
        assert stage.entry("day_from").has_class("wrong")
        assert "tên nhiệm vụ" in stage.entry("day_from").said_beneath.lower()
        await stage.press("ctrl+s")
        assert stage.room == "EditForm"
    assert Record(database).task("D7.1-ke-sach").row.title.vi == "Đối thoại với nông dân"


async def test_nothing_changed_says_so(database: str) -> None:
    async with at_task(database, "d7.1-ke-sach", "e") as stage:
        await stage.press("ctrl+s")
        assert "Không có gì thay đổi." in stage.text


BAD = {
    "target": "1.5",
    "weight": "101",
    "deadline": "1/1/2020",
    "unit": "huyện nào",
    "coordinating": "cong-an, không có",
    "start": "ngày mai",
    "title": "",
}


async def test_bad_fields_are_refused_beneath_them_and_nothing_is_written(database: str) -> None:
    before = Record(database).task("D7.1-ke-sach")
    async with at_task(database, "d7.1-ke-sach", "e") as stage:
        for field, typed in BAD.items():
            good = stage.entry(field).value
            await stage.fill(**{field: typed})
            await stage.press("ctrl+s")
            assert stage.room == "EditForm", field
            assert stage.entry(field).has_class("wrong"), field
            assert stage.entry(field).said_beneath, field
            stage.entry(field).value = good
            await stage.settle()
    assert Record(database).task("D7.1-ke-sach") == before


async def test_a_unit_is_understood_by_code_name_or_part_of_it(database: str) -> None:
    async with at_task(database, "d7.1-ke-sach", "e") as stage:
        for typed in ("my-xuyen", "Huyện Mỹ Xuyên", "huyen uy my xuyen"):
            await stage.fill(unit=typed)
            assert stage.entry("unit").said_beneath == "Ban Dân vận Huyện ủy Mỹ Xuyên"


async def test_the_units_names_stand_beneath_their_codes(database: str) -> None:
    async with at_task(database, "d7.1-my-xuyen", "e") as stage:
        assert stage.entry("unit").said_beneath == "Ban Dân vận Huyện ủy Mỹ Xuyên"
        assert stage.entry("coordinating").said_beneath == "Công an tỉnh"
        await stage.press("ctrl+l")
        assert stage.entry("unit").said_beneath == "Mỹ Xuyên Commission"
        assert stage.entry("coordinating").said_beneath == "Police"
        await stage.fill(target="1.5", coordinating="ke-sach, cong-an")
        assert stage.entry("coordinating").said_beneath == "Kế Sách Commission, Police"
        await stage.fill(coordinating="")
        assert stage.entry("coordinating").said_beneath == ""


async def test_a_task_of_ones_own_is_added(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "i", "down", "enter", "a")
        assert stage.pick("directive").value == "D7"
        await stage.fill(
            code="D7.9-ke-sach",
            title=HOSTILE,
            unit="ke-sach",
            unit_of_measure="cuộc",
            target="5",
            deadline="31/12/2021",
        )
        await stage.press("ctrl+s")
        assert "Đã thêm D7.9-ke-sach" in stage.text
        assert "[b]đậm[/b]" in stage.text
    assert Record(database).task("D7.9-ke-sach").row.title.vi == HOSTILE
    async with at_task(database, "D7.9-ke-sach", "e") as stage:
        # A field to edit it in sends none of it to the terminal either.
        assert "␛[31mđỏ␇" in stage.text
        assert not {"\x1b", "\x07"} & set(stage.text)


async def test_a_task_whose_code_is_taken_is_refused(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "a")
        await stage.fill(code="D7.1-ke-sach", title="x", unit="ke-sach", unit_of_measure="cuộc")
        await stage.press("ctrl+s")
        assert stage.room == "AddForm"
        assert "D7.1-ke-sach" in stage.text
    assert len(Record(database).rows()) == 6


async def test_a_code_with_accents_is_refused_beneath_it(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "a")
        await stage.fill(code="Đối", title="x", unit="ke-sach", unit_of_measure="cuộc")
        assert stage.entry("code").has_class("wrong")


async def test_an_empty_form_says_what_is_missing_and_goes_there(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "a")
        assert not stage.app.screen.query(".wrong")
        await stage.press("ctrl+s")
        assert stage.room == "AddForm"
        assert "Cần có tên nhiệm vụ" in stage.entry("title").said_beneath
        assert stage.entry("title").input.has_focus
        assert "Cần có đơn vị chủ trì" in stage.entry("unit").said_beneath
        await stage.type("Việc mới")
        await stage.press("ctrl+s")
        assert stage.entry("unit").input.has_focus
        await stage.type("kế sách")
        await stage.press("ctrl+s")
        assert stage.room == "TasksRoom"


async def test_a_field_not_come_to_yet_is_not_complained_about(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "a")
        await stage.fill(title="Việc mới")
        assert not stage.app.screen.query(".wrong")
        await stage.fill(target="1.5")
        assert stage.entry("target").has_class("wrong")


async def test_a_code_left_out_is_given_and_shown_before(database: str) -> None:
    for number in (1, 2):
        given = f"D7.u{number}-ke-sach"
        async with staged(database) as stage:
            await stage.press("2", "a")
            await stage.fill(title="Việc mới", unit="kế sách", target="5")
            assert given in stage.text
            await stage.press("ctrl+l")
            assert given in stage.text
            await stage.press("ctrl+l")
            stage.pick("directive").value = "D8"
            await stage.settle()
            assert "D8.u1-ke-sach" in stage.text
            stage.pick("directive").value = "D7"
            await stage.press("ctrl+s")
            assert f"Đã thêm {given}" in stage.text
        assert Record(database).task(given).row.target == 5000


async def test_no_code_of_the_plans_own_is_suggested(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "a")
        assert "D7.9" not in stage.text


async def test_a_form_that_was_only_looked_at_leaves_no_draft(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "t", "down", "down", "tab", "a")
        assert stage.entry("unit").value == "my-xuyen"
        await stage.press("escape")
        assert stage.room == "TasksRoom"
        assert stage.app.errands.drafts == {}


async def test_a_task_is_stopped_with_a_reason_and_taken_up_again(database: str) -> None:
    async with at_task(database, "d7.1-ke-sach", "s") as stage:
        await stage.press("ctrl+s")
        assert stage.room == "StopForm"
        await stage.fill(why="gộp vào việc khác")
        await stage.press("ctrl+s")
        assert "Đã dừng D7.1-ke-sach" in stage.text
        assert Record(database).task("D7.1-ke-sach").row.status is Status.CANCELLED
        await stage.press("s")
        assert "Tiếp tục thực hiện nhiệm vụ" in stage.text
        await stage.fill(why="cần lại")
        await stage.press("ctrl+s")
        assert "D7.1-ke-sach tiếp tục thực hiện" in stage.text
    assert Record(database).task("D7.1-ke-sach").row.status is not Status.CANCELLED


async def test_what_is_edited_is_the_value_of_the_day_on_screen(database: str) -> None:
    desk = desk_at(database)
    edit_task(desk, None, "D7.1-ke-sach", {Field.TARGET: 8000}, day_from=date(2021, 6, 1))
    desk.engine.dispose()
    async with staged(database, as_of=date(2021, 2, 1)) as stage:
        await stage.press("2", "slash")
        await stage.type("d7.1-ke-sach")
        await stage.press("enter", "e")
        assert stage.entry("target").value == "4"
        await stage.fill(target="5")
        assert "giá trị của ngày 1/2/2021" in stage.entry("day_from").said_beneath
        await stage.press("ctrl+s")
        assert "chỉ tiêu từ 1/6/2021 giữ nguyên" in stage.text
    assert Record(database, date(2021, 2, 1)).task("D7.1-ke-sach").row.target == 5000
    assert Record(database).task("D7.1-ke-sach").row.target == 8000


async def test_what_is_missing_is_said_when_it_is_sent_or_was_taken_away(database: str) -> None:
    for key, names in (("s", ("why",)), ("c", ("number", "day"))):
        async with at_task(database, "d7.1-ke-sach", key) as stage:
            assert "Cần" not in stage.text
            await stage.press("ctrl+s")
            for name in names:
                assert stage.entry(name).said_beneath.startswith("Cần"), name
                assert stage.entry(name).has_class("wrong"), name
            assert stage.entry(names[0]).input.has_focus
            await stage.press("f8")
            assert "Cần" not in stage.text
            await stage.fill(**{names[-1]: "1/3/2021"})
            await stage.fill(**{names[-1]: ""})
            assert stage.entry(names[-1]).said_beneath.startswith("Cần")
            assert all(not stage.entry(name).said_beneath for name in names[:-1])


CHOICES = {
    "ExportForm": ("Word, theo thể thức", "Word, in the Party's form"),
    "ConfirmForm": ("mọi nội dung chưa xác nhận", "all open fields"),
    "AddForm": ("Đối thoại", "Dialogue"),
    "EditForm": ("cộng các kỳ", "periods added up"),
    "ChoiceDialog": ("hoàn thành đúng hạn", "done on time"),
    "DayDialog": ("Hết quý I/2021", "End of quarter 1/2021"),
}


@pytest.mark.parametrize("key", ["x", "c", "a", "e", "f", "d"])
async def test_choices_are_said_in_the_language_turned_to(database: str, key: str) -> None:
    async with staged(database, size=(110, 50)) as stage:
        await stage.press("2", "i", "down", "enter", key)
        vietnamese, english = CHOICES[stage.room]
        assert vietnamese.lower() in stage.text.lower()
        await stage.press("ctrl+l")
        assert vietnamese.lower() not in stage.text.lower()
        assert english in stage.text


async def test_a_choice_stays_when_the_language_is_turned(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("x")
        stage.pick("format").value = "csv"
        stage.pick("by").focus()
        await stage.press("end")
        by = stage.pick("by").value
        await stage.press("ctrl+l")
        assert (stage.pick("format").value, stage.pick("by").value) == ("csv", by)
        assert "replace" not in stage.text
        assert "do not write" in stage.text


async def test_what_an_empty_first_day_means_fits_the_least_width(database: str) -> None:
    async with at_task(database, "d7.1-ke-sach", "e") as stage:
        stage.entry("day_from").focus()
        await stage.settle()
        assert "để trống: sửa giá trị của ngày đang xem" in stage.text


async def test_a_form_stays_until_what_it_sent_is_written(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.service import reports

    async with at_task(database, "d7.1-my-xuyen", "r") as stage:
        await stage.type("3")
        let_go = await held(stage, monkeypatch, reports, "report")
        assert stage.room == "ReportForm"
        assert "Đang ghi" in stage.text
        let_go.set()
        await stage.settle()
        assert stage.room == "TasksRoom"
        assert stage.app.errands.drafts == {}
        assert "đã ghi 3" in stage.text
        assert lines_with(stage.text, "D7.1-my-xuyen", "hoàn thành đúng hạn")


async def test_what_a_colleague_changed_meanwhile_is_shown_before_it_is_changed(
    database: str,
) -> None:
    code = "D7.1-my-xuyen"
    async with at_task(database, code, "e") as stage:
        desk = desk_at(database)
        desk = replace(desk, who="Đồng nghiệp")
        edit_task(desk, None, code, {Field.TARGET: 7_000, Field.WEIGHT: 3})
        desk.engine.dispose()
        await stage.fill(target="9")
        await stage.press("ctrl+s")
        assert stage.room == "EditForm"
        said = stage.entry("target").said_beneath or stage.text
        for part in ("Đồng nghiệp", "“4”", "“7”", "“9”"):
            assert part in said + stage.run_on
        # A field that was not touched here takes over what the colleague wrote.
        assert (stage.entry("target").value, stage.entry("weight").value) == ("9", "3")
        await stage.press("ctrl+s")
        assert stage.room == "TasksRoom"
        row = Record(database).task(code).row
        assert (row.target, row.weight) == (9_000, 3)
