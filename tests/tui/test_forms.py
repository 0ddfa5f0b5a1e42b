"""Editing, adding, stopping, confirming and exporting from the screen."""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from tests.tui.stage import HOSTILE, Record, Stage, desk_at, lines_with, staged
from tracker.domain.condition import Condition
from tracker.domain.origin import Field, Origin
from tracker.domain.status import Status
from tracker.export import Format
from tracker.service.tasks import edit_task


@asynccontextmanager
async def at_task(database: str, code: str, key: str) -> AsyncIterator[Stage]:
    """The list narrowed to one task, and ``key`` pressed on it."""
    async with staged(database) as stage:
        await stage.press("2", "slash")
        await stage.type(code)
        await stage.press("enter", key)
        yield stage


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


async def test_all_fields_of_a_task_are_confirmed(database: str) -> None:
    async with at_task(database, "d7.1-ke-sach", "c") as stage:
        await stage.press("ctrl+s")
        assert stage.room == "ConfirmForm"
        await stage.fill(number="12-KH/BDVTU", day="1/3/2021")
        await stage.press("ctrl+s")
        assert "12-KH/BDVTU xác nhận" in stage.text
    origins = Record(database).task("D7.1-ke-sach").row.origin
    assert Origin.PROPOSED not in set(origins.values()) - {origins[Field.BASELINE]}


async def test_one_field_alone_is_confirmed(database: str) -> None:
    async with at_task(database, "d7.1-ke-sach", "c") as stage:
        await stage.fill(number="12-KH/BDVTU", day="1/3/2021")
        stage.pick("what").value = Field.TARGET.value
        await stage.press("ctrl+s")
    origins = Record(database).task("D7.1-ke-sach").row.origin
    assert origins[Field.TARGET] is Origin.CONFIRMED
    assert origins[Field.DEADLINE] is Origin.PROPOSED


async def test_a_choice_made_for_one_task_is_not_kept_for_the_next(database: str) -> None:
    async with staged(database) as stage:
        await stage.press("2", "c")
        await stage.fill(number="12-KH/BDVTU", day="1/3/2021")
        stage.pick("what").focus()
        await stage.press("end")
        assert stage.pick("what").value == "shown"
        await stage.press("escape", "down", "c")
        assert stage.entry("number").value == "12-KH/BDVTU"
        assert stage.pick("what").value == "all"


async def test_without_the_documents_date_nothing_is_confirmed(database: str) -> None:
    async with at_task(database, "d7.1-ke-sach", "c") as stage:
        await stage.fill(number="12-KH/BDVTU")
        stage.pick("what").focus()
        await stage.press("ctrl+s")
        assert stage.room == "ConfirmForm"
        assert stage.entry("day").said_beneath == "Cần ghi ngày của văn bản."
        assert stage.app.focused is stage.entry("day").input
    origins = Record(database).task("D7.1-ke-sach").row.origin
    assert Origin.CONFIRMED not in origins.values()


async def test_the_filter_is_that_of_the_day_on_screen(database: str) -> None:
    """D7.1-ke-sach is overdue today; on 1 February nobody has reported and nothing is due."""
    async with staged(database, as_of=date(2021, 2, 1)) as stage:
        await stage.press("2", "slash")
        await stage.type("ke-sach")
        await stage.press("enter", "f", "down", "enter", "c")
        await stage.fill(number="12-KH/BDVTU", day="1/3/2021")
        stage.pick("what").focus()
        await stage.press("end")
        assert "1 nhiệm vụ đang lọc" in stage.text
        await stage.press("ctrl+s")
        assert "12-KH/BDVTU xác nhận" in stage.text
    assert Record(database).task("D7.1-ke-sach").row.origin[Field.UNIT] is Origin.CONFIRMED


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


async def test_all_tasks_in_the_filter_are_confirmed_and_no_other(database: str) -> None:
    async with at_task(database, "my-xuyen", "c") as stage:
        await stage.fill(number="12-KH/BDVTU", day="1/3/2021")
        stage.pick("what").focus()
        await stage.press("end")
        assert "3 nhiệm vụ đang lọc" in stage.text
        await stage.press("ctrl+s")
    for row in Record(database).rows():
        confirmed = row.origin[Field.UNIT] is Origin.CONFIRMED
        assert confirmed == (row.unit == "my-xuyen")


async def test_how_many_are_confirmed_at_once_is_said_wherever_one_stands(database: str) -> None:
    async with staged(database) as stage:
        for keys in (("2",), ("enter",)):
            await stage.press(*keys, "c")
            stage.pick("what").focus()
            await stage.press("end")
            assert "toàn bộ 6 nhiệm vụ của chương trình" in stage.text, keys
            await stage.press("ctrl+l")
            assert "6 tasks: all of the plan" in stage.text
            await stage.press("ctrl+l", "escape")


async def test_a_field_in_which_nothing_stands_is_not_offered(database: str) -> None:
    row = Record(database).task("D7.1-ke-sach").row
    assert row.baseline is None
    assert row.origin[Field.BASELINE] is Origin.PROPOSED
    async with at_task(database, "d7.1-ke-sach", "c") as stage:
        offered = [option.key for option in stage.pick("what").options]
    assert Field.TARGET.value in offered
    assert Field.BASELINE.value not in offered


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


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("bao-cao", "bao-cao.xlsx"),
        ("bao cao 30.6", "bao cao 30.6.xlsx"),
        ("quy 2.2021", "quy 2.2021.xlsx"),
        ("bao-cao.XLSX", "bao-cao.XLSX"),
        ("bao-cao.bak", "bao-cao.bak"),
    ],
)
async def test_a_path_without_an_extension_gets_that_of_its_format(
    database: str, tmp_path: Path, typed: str, written: str
) -> None:
    folder = tmp_path / "ra"
    folder.mkdir()
    async with staged(database) as stage:
        await stage.press("x")
        stage.pick("format").value = "xlsx"
        await stage.settle()
        await stage.fill(path=str(folder / typed))
        await stage.press("ctrl+s")
        assert written in stage.run_on
    assert [path.name for path in folder.iterdir()] == [written]


async def test_a_folder_is_refused_by_its_name_and_no_file_made_beside_it(
    database: str, tmp_path: Path
) -> None:
    (tmp_path / "ra").mkdir()
    async with staged(database) as stage:
        await stage.press("x")
        await stage.fill(path=str(tmp_path / "ra"))
        await stage.press("ctrl+s")
        assert stage.room == "ExportForm"
        assert stage.entry("path").has_class("wrong")
    assert not (tmp_path / "ra.docx").exists()


async def test_what_an_empty_first_day_means_fits_the_least_width(database: str) -> None:
    async with at_task(database, "d7.1-ke-sach", "e") as stage:
        stage.entry("day_from").focus()
        await stage.settle()
        assert "để trống: sửa giá trị của ngày đang xem" in stage.text


async def test_an_export_says_where_it_was_written_and_holds_the_same_figures(
    database: str, tmp_path: Path
) -> None:
    path = tmp_path / "bao-cao.json"
    async with staged(database) as stage:
        await stage.press("x")
        stage.pick("format").value = "json"
        await stage.settle()
        assert stage.entry("path").value.endswith(".json")
        await stage.fill(path=str(path))
        await stage.press("ctrl+s")
        assert "Đã ghi vào" in stage.text
    totals = json.loads(path.read_text())["totals"]
    rate = Record(database).summary().totals.done_of_all
    assert totals["done_of_all"]["numerator"] == rate.numerator
    assert totals["done_of_all"]["denominator"] == rate.denominator


async def test_every_format_is_written_for_what_is_in_the_filter(
    database: str, tmp_path: Path
) -> None:
    async with at_task(database, "my-xuyen", "escape") as stage:
        await stage.press("slash")
        await stage.type("my-xuyen")
        await stage.press("enter")
        for form in Format:
            path = tmp_path / f"bao-cao.{form.value}"
            await stage.press("x")
            stage.pick("format").value = form.value
            await stage.settle()
            await stage.fill(path=str(path))
            await stage.press("ctrl+s")
            assert stage.room == "TasksRoom"
            assert path.stat().st_size > 0
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


async def test_a_file_that_is_there_is_not_overwritten_unless_asked_for(
    database: str, tmp_path: Path
) -> None:
    path = tmp_path / "bao-cao.docx"
    path.write_text("của người khác")
    async with staged(database) as stage:
        await stage.press("x")
        await stage.fill(path=str(path))
        await stage.press("ctrl+s")
        assert stage.room == "ExportForm"
        assert stage.entry("path").has_class("wrong")
        assert path.read_text() == "của người khác"
        stage.pick("replace").value = "yes"
        await stage.press("ctrl+s")
        assert stage.room == "OverviewRoom"
    assert path.read_bytes().startswith(b"PK")


async def test_a_folder_that_is_not_there_is_named(database: str, tmp_path: Path) -> None:
    async with staged(database) as stage:
        await stage.press("x")
        await stage.fill(path=str(tmp_path / "không có" / "a.docx"))
        await stage.press("ctrl+s")
        assert "Không có thư mục" in stage.entry("path").said_beneath


async def test_only_the_units_own_tasks_are_exported_from_behind_its_bar(
    database: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    async with staged(database) as stage:
        await stage.press("end", "enter", "x")
        assert "chỉ của Tỉnh ủy" in stage.text
        stage.pick("format").value = "json"
        await stage.settle()
        await stage.fill(path=str(path))
        await stage.press("ctrl+s")
    own = Record(database).summary(Condition(unit="tinh", below=False)).totals
    assert json.loads(path.read_text())["totals"]["tasks"] == own.tasks == 2


async def held(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> threading.Event:
    """Save, with the service waiting until the event is set; Escape is pressed meanwhile."""
    let_go = threading.Event()
    write = getattr(module, name)

    def waiting(*arguments: object, **rest: object) -> object:
        let_go.wait(10)
        return write(*arguments, **rest)

    monkeypatch.setattr(module, name, waiting)
    await stage.strike("ctrl+s")
    await stage.strike("escape")
    await stage.pilot.pause(0.05)
    return let_go


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


async def test_an_export_stays_until_it_is_written(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.tui import office

    async with staged(database) as stage:
        await stage.press("x")
        await stage.fill(path=str(tmp_path / "a.docx"))
        let_go = await held(stage, monkeypatch, office, "put")
        assert stage.room == "ExportForm"
        let_go.set()
        await stage.settle()
        assert "Đã ghi vào" in stage.text
