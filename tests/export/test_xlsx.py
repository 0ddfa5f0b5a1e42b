"""Excel gets real numbers, days and percents, ready to filter, sort and print."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.export.factory import PLAN, summary, task, tasks
from tests.export.readers import workbook
from tracker.domain.quantity import Amount, Qualifier
from tracker.domain.summary import Summary
from tracker.domain.words import Words
from tracker.export import Format, render


def sheets(whole: Summary) -> list[Worksheet]:
    found: list[Worksheet] = workbook(render(whole, Format.XLSX)).worksheets
    return found


def test_the_sheets_are_named_in_vietnamese() -> None:
    assert [sheet.title for sheet in sheets(summary())] == ["Tổng hợp", "Nhiệm vụ"]


def test_without_an_annex_there_is_no_sheet_of_tasks() -> None:
    assert len(sheets(summary(annex=False))) == 1


def test_days_and_numbers_are_days_and_numbers() -> None:
    annex = sheets(summary())[1]
    money = annex[3]
    assert money[5].value == datetime(2021, 6, 30)  # noqa: DTZ001 - a day has no zone
    assert money[5].is_date
    assert (money[7].value, money[8].value) == (1_200_000_000, 1_234_567_890)
    assert (money[9].value, money[9].number_format) == (1.029, "[$-42A]#,##0.0%")


@pytest.mark.parametrize(
    ("column", "shown_as"),
    [
        (5, '[$-42A]d/m/yyyy"*"'),
        (7, '[$-42A]#,##0"*"'),
        (8, "[$-42A]#,##0.00"),
        (10, '[$-42A]"khoảng "#,##0.000"*"'),
    ],
)
def test_marks_and_qualifiers_stand_beside_the_number_not_in_it(column: int, shown_as: str) -> None:
    cell = sheets(summary())[1][5][column]
    assert cell.number_format == shown_as
    assert not isinstance(cell.value, str)


def test_there_are_few_number_formats_however_many_units_of_measure() -> None:
    """Excel takes some two hundred; the unit of measure has a column of its own."""
    rows = tuple(task(i, baseline=Amount(i, Qualifier.NEARLY)) for i in range(300))
    formats = {cell.number_format for row in sheets(summary(rows))[1] for cell in row}
    assert len(formats) < 20


@pytest.mark.parametrize("sample", [False, True])
def test_the_sheet_of_tasks_is_ready_to_filter_and_print(sample: bool) -> None:
    annex = sheets(summary(plan=replace(PLAN, sample=sample)))[1]
    heading = 2 if sample else 1
    assert annex.freeze_panes == f"D{heading + 1}"
    assert annex.auto_filter.ref == f"A{heading}:M{heading + len(tasks())}"
    assert annex.print_title_rows == f"${heading}:${heading}"
    assert annex.page_setup.orientation == "landscape"
    assert annex.page_setup.fitToWidth in (None, 1)  # 1 is what the file says by saying nothing
    assert annex.page_setup.fitToHeight == 0
    assert annex.sheet_properties.pageSetUpPr.fitToPage


def test_every_sheet_of_a_sample_says_so() -> None:
    for sheet in sheets(summary(plan=replace(PLAN, sample=True))):
        assert sheet["A1"].value == "DỮ LIỆU MẪU / SAMPLE DATA"
    for sheet in sheets(summary()):
        assert sheet["A1"].value != "DỮ LIỆU MẪU / SAMPLE DATA"


def test_a_long_text_does_not_widen_the_printed_overview() -> None:
    """Its cells are merged up to the last column of figures, and wrapped."""
    long = replace(PLAN, title=Words("Chương trình " * 100))
    overview = sheets(summary(plan=long))[0]
    assert "B2:R2" in {str(cells) for cells in overview.merged_cells.ranges}
    assert overview["B2"].alignment.wrap_text
    assert (overview.row_dimensions[2].height or 0) > 3 * (overview.row_dimensions[3].height or 0)
    assert overview.max_column == 18


def test_one_native_chart_shows_the_completion_of_each_row() -> None:
    overview = sheets(summary())[0]
    (chart,) = overview._charts  # type: ignore[attr-defined]  # openpyxl has no public listing
    (series,) = chart.series
    names, values = series.cat.strRef.f, series.val.numRef.f
    first, last = (int(end) for end in names.replace("$A$", "").split("!")[1].split(":"))
    assert [overview.cell(row, 1).value for row in range(first, last + 1)] == [
        "Ban Dân vận Tỉnh ủy Sóc Trăng",
        "Ban Dân vận Huyện ủy Mỹ Xuyên",
        "Ban Dân vận Thị ủy Ngã Năm",
    ]
    assert values == f"'Tổng hợp'!$R${first}:$R${last}"
    assert overview.cell(first - 1, 18).value == "Mức độ hoàn thành"


def test_a_summary_without_rows_has_no_chart() -> None:
    overview = sheets(replace(summary(()), rows=()))[0]
    assert overview._charts == []  # type: ignore[attr-defined]  # openpyxl has no public listing


def test_a_wrapped_title_has_the_height_it_needs() -> None:
    annex = sheets(summary((task(title=Words("một hai " * 30)), task(2, coordinating=()))))[1]
    assert annex.row_dimensions[2].height > 2 * (annex.row_dimensions[3].height or 0)
