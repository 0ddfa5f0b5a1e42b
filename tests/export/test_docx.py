"""Word in the Party form (DOMAIN §6), from a template that an office can edit."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.export.factory import PLAN, SURE, UNITS, summary, task
from tests.export.readers import document
from tracker.domain.measure import Measure
from tracker.domain.origin import Field, Origin
from tracker.domain.quantity import SCALE
from tracker.domain.status import Status
from tracker.domain.summary import Summary
from tracker.domain.task import TaskRow
from tracker.domain.words import Words
from tracker.export import Format, render
from tracker.export.docx import letterhead
from tracker.export.templates.make_party_template import PATH, made


def word(whole: Summary) -> Document:
    return document(render(whole, Format.DOCX))


def body(whole: Summary) -> list[str]:
    return [paragraph.text for paragraph in word(whole).paragraphs]


def parts(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_the_template_is_what_its_script_makes() -> None:
    assert parts(PATH.read_bytes()) == parts(made())


@pytest.mark.usefixtures("both_languages")
@pytest.mark.parametrize("annex", [True, False])
@pytest.mark.parametrize("sample", [True, False])
def test_no_field_of_the_template_is_left(annex: bool, sample: bool) -> None:
    whole = summary((task(),), plan=replace(PLAN, sample=sample), annex=annex)
    for name, part in parts(render(whole, Format.DOCX)).items():
        if name.endswith(".xml"):
            text = re.sub(r"<[^>]+>", "", part.decode())
            assert not re.search(r"\{\{|\}\}|\{%|%\}", text), name


def test_every_field_of_the_template_is_filled() -> None:
    """An unknown field would come out as nothing at all."""
    from jinja2 import StrictUndefined

    from tracker.export import docx

    environment = docx._environment()
    environment.undefined = StrictUndefined
    from docxtpl import DocxTemplate

    DocxTemplate(str(PATH)).render(docx._fields(summary()), environment)


def test_the_head_is_the_partys() -> None:
    head = word(summary()).tables[0]
    left, right = (cell.text.split("\n") for cell in head.rows[0].cells)
    assert left == ["TỈNH ỦY SÓC TRĂNG", "BAN DÂN VẬN", "*"]
    assert right == ["ĐẢNG CỘNG SẢN VIỆT NAM"]
    number, place = head.rows[1].cells
    assert number.text == "Số …-BC/…"
    assert place.text == "Sóc Trăng, ngày … tháng … năm …"
    assert place.paragraphs[0].runs[0].italic


def test_the_head_stays_vietnamese_in_an_english_report() -> None:
    from tracker import i18n

    i18n.use("en")
    english = word(summary())
    assert english.tables[0].rows[0].cells[0].text.startswith("TỈNH ỦY SÓC TRĂNG\nBAN DÂN VẬN")
    assert "REPORT" in [paragraph.text for paragraph in english.paragraphs]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Ban Dân vận Tỉnh ủy Sóc Trăng", ("TỈNH ỦY SÓC TRĂNG", "BAN DÂN VẬN", "Sóc Trăng")),
        ("Ban Dân vận Thành uỷ Sóc Trăng", ("THÀNH UỶ SÓC TRĂNG", "BAN DÂN VẬN", "Sóc Trăng")),
        ("Ban Dân vận Huyện ủy", ("HUYỆN ỦY", "BAN DÂN VẬN", "…")),
        ("Hội Nông dân tỉnh", ("…", "HỘI NÔNG DÂN TỈNH", "…")),
    ],
)
def test_the_head_is_read_off_the_issuers_name(name: str, read: tuple[str, str, str]) -> None:
    assert letterhead(name) == read


def test_paper_margins_and_letters_are_the_forms() -> None:
    made_up = word(summary())
    portrait, landscape = made_up.sections
    margins = (portrait.top_margin, portrait.bottom_margin, portrait.left_margin)
    assert [round(m / Mm(1)) for m in margins if m] == [20, 20, 30]
    assert round((portrait.right_margin or 0) / Mm(1)) == 15
    assert (portrait.orientation, landscape.orientation) == (
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
    )
    normal = made_up.styles["Normal"].font
    assert (normal.name, normal.size) == ("Times New Roman", Pt(14))


def test_the_body_has_four_chapters_and_asks_the_officer_for_the_rest() -> None:
    lines = body(summary())
    chapters = [line for line in lines if re.match(r"(I|II|III|IV)\. ", line)]
    assert chapters == [
        "I. KẾT QUẢ",
        "II. HẠN CHẾ, NGUYÊN NHÂN",
        "III. PHƯƠNG HƯỚNG, NHIỆM VỤ KỲ TỚI",
        "IV. KIẾN NGHỊ",
    ]
    assert len([line for line in lines if line.startswith("… [")]) == 3


def test_the_body_states_both_rates_with_their_denominators() -> None:
    text = "\n".join(body(summary())).replace("\u00a0", " ")
    assert "Tính đến ngày 30 tháng 6 năm 2021" in text
    assert "3/21 (14,3 %)" in text
    assert "2/3 (66,7 %)" in text
    assert "45,6 %" in text


def test_the_last_words_of_the_subject_stay_on_one_line() -> None:
    plan = replace(PLAN, title=Words("Chương trình năm 2021 của tỉnh Sóc Trăng"))
    subject = next(line for line in body(summary(plan=plan)) if line.startswith("Kết quả"))
    assert subject.endswith(" của tỉnh\u00a0Sóc\u00a0Trăng")


LATE = task(status=Status.OVERDUE, deadline=date(2021, 3, 31), origin=SURE)


def shortcomings(*rows: TaskRow, units: dict[str, Words] | None = None) -> list[str]:
    whole = replace(summary(rows), unit_names=UNITS | (units or {}))
    lines = [line.replace("\u00a0", " ") for line in body(whole)]
    return lines[lines.index("II. HẠN CHẾ, NGUYÊN NHÂN") + 2 :][:-1]


def named(*rows: TaskRow, units: dict[str, Words] | None = None) -> list[str]:
    found = shortcomings(*rows, units=units)
    return [line for line in found if line.startswith("- ")]


def test_tasks_over_their_ceiling_are_named_before_the_overdue_ones() -> None:
    hotspots = task(
        title=Words("Không để hình thành điểm nóng"),
        measure=Measure.CEILING,
        target=0,
        value=2 * SCALE,
        unit_of_measure=Words("điểm nóng"),
        exceeded=True,
        origin={Field.TARGET: Origin.INFERRED},
    )
    lines = shortcomings(LATE, hotspots)
    assert lines[0].startswith("Vượt mức khống chế, cần xử lý ngay")
    assert lines[1] == (
        "- Không để hình thành điểm nóng (mức khống chế 0 điểm nóng~):"
        " Ban Dân vận Huyện ủy Mỹ Xuyên* (2)."
    )
    assert lines[2].startswith("Các nhiệm vụ quá hạn")


def test_overdue_tasks_of_one_title_are_one_line_with_every_unit() -> None:
    other = replace(LATE, unit="nga-nam", unit_name=UNITS["nga-nam"], value=None)
    proposed = {**SURE, Field.UNIT: Origin.PROPOSED}
    assert named(LATE, replace(LATE, code="D9.1"), replace(other, origin=proposed)) == [
        "- Tổ chức đối thoại với nhân dân (thời hạn 31/3/2021, chỉ tiêu 3 cuộc):"
        " Mỹ Xuyên (1), Mỹ Xuyên (1), Ngã Năm* (chưa có báo cáo)."
    ]
    assert named(LATE, replace(other, target=5 * SCALE)) == [
        "- Tổ chức đối thoại với nhân dân (thời hạn 31/3/2021):"
        " Mỹ Xuyên (1, chỉ tiêu 3 cuộc), Ngã Năm (chưa có báo cáo, chỉ tiêu 5 cuộc)."
    ]
    assert len(named(LATE, replace(other, deadline=date(2021, 6, 30)))) == 2
    percent = replace(LATE, unit_of_measure=Words("%"), value=46 * SCALE)
    assert "Mỹ Xuyên (46 %)." in named(percent)[0]


def test_what_announces_a_list_stays_on_its_page() -> None:
    kept = {
        paragraph.text: paragraph.paragraph_format.keep_with_next
        for paragraph in word(summary((LATE,))).paragraphs
        if paragraph.text.endswith((":", " (1)."))
    }
    assert list(kept.values()) == [True, True, None]


def test_units_of_one_place_are_told_apart() -> None:
    twin = {"to-chuc": Words("Ban Tổ chức Huyện ủy Mỹ Xuyên")}
    city = {"tp": Words("Ban Dân vận Thành ủy Ngã Năm")}
    other = replace(LATE, unit="nga-nam", unit_name=UNITS["nga-nam"])
    (line,) = named(LATE, other, units=twin | city)
    assert line.endswith(": Ban Dân vận Huyện ủy Mỹ Xuyên (1), Thị ủy Ngã Năm (1).")


def test_a_very_long_list_says_how_many_more_there_are() -> None:
    titles = tuple(replace(LATE, title=Words(f"Việc {i}")) for i in range(23))
    lines = named(*titles)
    assert len(lines) == 21
    assert lines[-1] == "- và 3 nhiệm vụ khác (Phụ lục II)."
    (line,) = named(*(LATE,) * 25)
    assert line.count("Mỹ Xuyên") == 20
    assert line.endswith(" và 5 đơn vị khác.")


def test_the_annex_repeats_its_heading_row_and_never_splits_a_row() -> None:
    annex = word(summary()).tables[-1]
    heading = annex.rows[0]._tr
    assert [cell.text for cell in annex.rows[0].cells] == [
        "STT",
        "Nội dung nhiệm vụ",
        "Đơn vị chủ trì",
        "Đơn vị phối hợp",
        "Thời hạn",
        "Chỉ tiêu",
        "Kết quả",
        "Tỷ lệ %",
        "Ghi chú",
    ]
    assert heading.trPr is not None
    assert heading.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in annex.rows)


def test_notes_are_small_and_never_alone_on_a_page() -> None:
    """Drawn by LibreOffice, 22 units, their total, the table below and the notes are one page."""
    made_up = word(summary())
    notes = [p for p in made_up.paragraphs if p.style and p.style.name == "Annex note"]
    size = made_up.styles["Annex note"].font.size
    assert len(notes) == 7  # two of them what the file can be verified by
    assert (size, *(note.style.font.size for note in notes if note.style)) == (Pt(9),) * 8
    kept = [note.paragraph_format.keep_with_next for note in notes]
    assert kept == [True, True, True, None, None, None, None]
    roll_up, subtrees = (table for table in made_up.tables if len(table.columns) == 14)
    for table in (roll_up, subtrees):
        figures = [cell.paragraphs[0] for cell in table.rows[-1].cells]
        assert all(paragraph.paragraph_format.keep_with_next for paragraph in figures)


def test_a_thousand_tasks_are_a_thousand_rows() -> None:
    rows = tuple(task(i) for i in range(1000))
    assert len(word(summary(rows)).tables[-1].rows) == 1001


def test_without_tasks_there_is_one_annex() -> None:
    lines = body(summary(annex=False))
    assert "PHỤ LỤC" in lines
    assert "PHỤ LỤC II" not in lines


def test_a_sample_says_so_on_every_page() -> None:
    for sample in (True, False):
        made_up = word(summary(plan=replace(PLAN, sample=sample)))
        first = made_up.sections[0].first_page_header
        others = made_up.sections[0].header
        assert made_up.sections[1].header.is_linked_to_previous
        for header in (first, others):
            text = "\n".join(paragraph.text for paragraph in header.paragraphs)
            assert ("DỮ LIỆU MẪU / SAMPLE DATA" in text) is sample


def test_distribution_and_signature_end_the_body() -> None:
    closing = word(summary()).tables[1]
    left, right = closing.rows[0].cells
    assert left.text.split("\n")[0] == "Nơi nhận:"
    assert left.text.split("\n")[-1] == "- Lưu …"
    assert right.text.startswith("T/M BAN DÂN VẬN")


def test_spaces_in_a_title_survive() -> None:
    row = task(title=Words("  hai  dấu  cách"), unit_name=UNITS["my-xuyen"])
    assert word(summary((row,))).tables[-1].rows[1].cells[1].text.startswith("  hai  dấu  cách (")
