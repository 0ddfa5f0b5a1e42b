"""Exporting from the screen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tui.stage import Record, at_task, held, staged
from tracker.domain.condition import Condition
from tracker.export import Format


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
        # Wrapped at a space, the path is shown without it.
        assert written.replace(" ", "") in stage.run_on.replace(" ", "")
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


async def test_an_export_stays_until_it_is_written(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.tui.office import writing

    async with staged(database) as stage:
        await stage.press("x")
        await stage.fill(path=str(tmp_path / "a.docx"))
        let_go = await held(stage, monkeypatch, writing, "put")
        assert stage.room == "ExportForm"
        let_go.set()
        await stage.settle()
        assert "Đã ghi vào" in stage.text
