"""Confirming by a document from the screen."""

from __future__ import annotations

from datetime import date

from tests.tui.stage import Record, at_task, staged
from tracker.domain.origin import Field, Origin


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
