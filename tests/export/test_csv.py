"""CSV is one table that a spreadsheet opens and a program reads back."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from tests.export.factory import PLAN, UNITS, summary, task, tasks
from tests.export.readers import csv_records
from tracker import i18n
from tracker.export import Format, render
from tracker.export.csv import task_table


def test_every_line_has_the_columns_of_the_heading() -> None:
    text = render(summary(), Format.CSV).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(line) for line in lines} == {len(lines[0])}
    assert len(set(lines[0])) == len(lines[0])


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert render(summary(), Format.CSV).startswith(b"\xef\xbb\xbf")
    assert task_table(tasks()).startswith(b"\xef\xbb\xbf")


def test_headings_are_the_same_in_both_languages() -> None:
    vietnamese = csv_records(render(summary(), Format.CSV))[0].keys()
    i18n.use("en")
    assert csv_records(render(summary(), Format.CSV))[0].keys() == vietnamese


def test_the_title_block_is_part_of_the_table() -> None:
    records = csv_records(render(summary(plan=replace(PLAN, sample=True)), Format.CSV))
    about = {r["key"]: r["text"] for r in records if r["section"] == "about"}
    assert about["sample"] == "DỮ LIỆU MẪU / SAMPLE DATA"
    assert about["as_of"] == "2021-06-30"
    assert about["plan"] == "Chương trình công tác dân vận năm 2021 (soc-trang-2021)"
    assert about["issuer"] == "Ban Dân vận Tỉnh ủy Sóc Trăng"
    assert about["condition"] == "toàn bộ nhiệm vụ của chương trình"


def test_a_row_fills_only_the_columns_of_its_section() -> None:
    for record in csv_records(render(summary(), Format.CSV)):
        assert bool(record["tasks"]) == (record["section"] in {"total", "row", "subtree"})
        assert bool(record["code"]) == (record["section"] == "task")


def test_every_subtree_is_listed() -> None:
    records = csv_records(render(summary(), Format.CSV))
    keys = [r["key"] for r in records if r["section"] == "subtree"]
    assert keys == ["tinh", "my-xuyen", "nga-nam"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("unit", "my-xuyen"),
        ("coordinating", "thanh-tra ban-dan-toc"),
        ("coordinating_names", "Thanh tra tỉnh (đoàn 2); Ban Dân tộc"),
        ("target", "3"),
        ("percent", "33.3"),
        ("deadline", "2021-12-31"),
        ("done_on", ""),
        ("at_risk", "0"),
        ("origin_deadline", "inferred"),
        ("origin_target", "proposed"),
    ],
)
def test_a_list_of_tasks_has_plain_values(column: str, value: str) -> None:
    (record,) = csv_records(task_table([task()], UNITS))
    assert record[column] == value


def test_a_list_of_tasks_has_one_row_each() -> None:
    assert len(task_table(tasks()).decode().splitlines()) == len(tasks()) + 1


def test_quantities_are_exact_at_any_size() -> None:
    (record,) = csv_records(task_table([task(value=10_000_000_000_000_001, target=1)]))
    assert (record["value"], record["target"]) == ("10000000000000.001", "0.001")
