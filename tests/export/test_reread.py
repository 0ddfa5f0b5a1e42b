"""Every format is read back into the figures it was written with, and shows when it was altered."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import openpyxl
import pytest

from tests.export.factory import NASTY, nasty_plan, summary, task
from tests.export.test_formats_agree import SUMMARIES, by_status
from tracker import i18n
from tracker.domain.fingerprint import shown_of
from tracker.domain.known import Recorded
from tracker.domain.particulars import BrokenParticulars, particulars_of, question_of
from tracker.domain.quantity import MAX_QUANTITY, SCALE
from tracker.domain.seal import Seal
from tracker.domain.words import Words
from tracker.export import Format, render
from tracker.export.reread import NotAnExport, TooLargeToVerify, read_back
from tracker.export.reread import zipped as unpacking
from tracker.export.reread.naming import altered

SEAL = Seal(132, "3f2a99c012ab77de" * 4)
RECORDED = Recorded(132, datetime(2021, 7, 1, 2, 30, tzinfo=UTC))
WHOLE = replace(summary(), recorded=RECORDED, seal=SEAL)


@pytest.mark.usefixtures("both_languages")
@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("kind", SUMMARIES)
def test_each_format_has_the_same_fingerprint_and_bears_it_out(form: Format, kind: str) -> None:
    whole = replace(SUMMARIES[kind](), recorded=RECORDED, seal=SEAL)
    found = read_back(render(whole, form), "a")
    assert found.form is form
    assert found.particulars == particulars_of(whole, i18n.lang())
    assert found.holds
    assert found.figures is not None
    assert found.figures.fingerprint(str(question_of(whole))) == found.particulars.fingerprint
    assert altered(found, whole) == ()


@pytest.mark.parametrize("form", Format)
def test_quantities_of_any_size_are_read_back(form: Format) -> None:
    sizes = (MAX_QUANTITY, MAX_QUANTITY - 1, 12 * MAX_QUANTITY, 1, 999, 1_001, 123_456_789_012_345)
    rows = tuple(task(i, value=size, target=size) for i, size in enumerate(sizes))
    assert read_back(render(summary(rows), form), "a").holds


@pytest.mark.usefixtures("both_languages")
@pytest.mark.parametrize("form", Format)
def test_people_read_the_entry_the_seal_and_the_fingerprint(form: Format) -> None:
    text = "\n".join(texts_of(render(WHOLE, form), form))
    assert "#132" in text
    assert str(SEAL) in text
    assert particulars_of(WHOLE, "vi").fingerprint in text


def texts_of(file: bytes, form: Format) -> list[str]:
    if form is Format.DOCX:
        return [p.text for p in docx.Document(io.BytesIO(file)).paragraphs]
    if form is Format.XLSX:
        book = openpyxl.load_workbook(io.BytesIO(file))
        return [str(c.value) for sheet in book for row in sheet for c in row if c.value]
    if form is Format.JSON:
        whole = json.loads(file)
        entry = whole["recorded"]["entry"]
        return [f"#{entry}", whole["particulars"]["seal"], whole["particulars"]["fingerprint"]]
    return file.decode().splitlines()


# One cell altered -----------------------------------------------------------------------------

Edit = Callable[[bytes], bytes]


def in_text(before: str, after: str, at: int = 1) -> Edit:
    """The ``at``-th ``before`` of a text file becomes ``after``."""

    def edit(file: bytes) -> bytes:
        parts = file.decode().split(before)
        assert len(parts) > at, before
        return (before.join(parts[:at]) + after + before.join(parts[at:])).encode()

    return edit


def first_percent(file: bytes) -> bytes:
    """The percent of the first rate, which its numerator and denominator contradict."""
    return re.sub(r"\([\d,]+ %\)", "(99,9 %)", file.decode(), count=1).encode()


def in_md(line: str, cell: int, text: str) -> Edit:
    """A cell of the first table line that has ``line`` in it."""

    def edit(file: bytes) -> bytes:
        lines = file.decode().splitlines()
        at = next(i for i, found in enumerate(lines) if found.startswith("|") and line in found)
        cells = lines[at].split(" | ")
        assert cells[cell].strip("| ") != text
        cells[cell] = ("| " if cell == 0 else "") + text + (" |" if cell == len(cells) - 1 else "")
        lines[at] = " | ".join(cells)
        return "\n".join(lines).encode()

    return edit


def in_csv(section: str, key: str, column: str, text: str) -> Edit:
    def edit(file: bytes) -> bytes:
        rows = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))
        row = next(r for r in rows if r["section"] == section and key in (r["key"], r["code"]))
        assert row[column] != text
        row[column] = text
        out = io.StringIO(newline="")
        table = csv.DictWriter(out, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
        return out.getvalue().encode()

    return edit


def in_json(change: Callable[[dict], None]) -> Edit:  # type: ignore[type-arg]
    def edit(file: bytes) -> bytes:
        whole = json.loads(file)
        before = json.dumps(whole)
        change(whole)
        assert json.dumps(whole) != before
        return json.dumps(whole).encode()

    return edit


def in_xlsx(sheet: int, label: object, column: int, value: object) -> Edit:
    """The cell in ``column`` of the first row that has ``label`` in it."""

    def edit(file: bytes) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(file))
        page = book.worksheets[sheet]
        row = next(r for r in page.iter_rows() if label in [c.value for c in r])
        assert row[column].value != value
        row[column].value = value  # type: ignore[assignment, union-attr]
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return edit


def in_docx(table: int, row: int, cell: int, text: str) -> Edit:
    def edit(file: bytes) -> bytes:
        document = docx.Document(io.BytesIO(file))
        tables = [t for t in document.tables if len(t.columns) > 2]
        run = tables[table].rows[row].cells[cell].paragraphs[0].runs[0]
        assert run.text != text
        run.text = text
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return edit


def altered_total(whole: dict) -> None:  # type: ignore[type-arg]
    whole["totals"]["at_risk"] += 1


def altered_row(whole: dict) -> None:  # type: ignore[type-arg]
    whole["rows"][1]["by_status"]["overdue"] += 1


def altered_subtree(whole: dict) -> None:  # type: ignore[type-arg]
    whole["rows"][1]["subtree"]["done_of_all"]["numerator"] += 1


def altered_task(whole: dict) -> None:  # type: ignore[type-arg]
    whole["tasks"][0]["value"] = 2


def altered_day(whole: dict) -> None:  # type: ignore[type-arg]
    whole["as_of"] = "2021-07-31"


TASK, DISTRICT = "D7.1-my-xuyen", "Ban Dân vận Huyện ủy Mỹ Xuyên"
EDITS: dict[str, tuple[Format, Edit]] = {
    "md total": (Format.MD, in_md("▲ có nguy cơ chậm", 1, "7")),
    "md total row": (Format.MD, in_md("Tổng cộng", 3, "7")),
    "md row": (Format.MD, in_md(DISTRICT, 4, "7")),
    "md percent of a rate": (Format.MD, first_percent),
    "md task's result": (Format.MD, in_md(TASK, 6, "2 cuộc")),
    "md task's deadline": (Format.MD, in_md(TASK, 4, "30/12/2021~")),
    "md task's status": (Format.MD, in_md(TASK, 8, "● hoàn thành đúng hạn")),
    "md day": (Format.MD, in_text("30 tháng 6 năm 2021", "30 tháng 7 năm 2021")),
    "csv total": (Format.CSV, in_csv("total", "", "overdue", "7")),
    "csv row": (Format.CSV, in_csv("row", "my-xuyen", "done_of_due_percent", "77.7")),
    "csv subtree": (Format.CSV, in_csv("subtree", "nga-nam", "tasks", "7")),
    "csv task": (Format.CSV, in_csv("task", TASK, "target", "7")),
    "csv day": (Format.CSV, in_csv("about", "as_of", "text", "2021-07-30")),
    "json total": (Format.JSON, in_json(altered_total)),
    "json row": (Format.JSON, in_json(altered_row)),
    "json subtree": (Format.JSON, in_json(altered_subtree)),
    "json task": (Format.JSON, in_json(altered_task)),
    "json day": (Format.JSON, in_json(altered_day)),
    "xlsx total": (Format.XLSX, in_xlsx(0, "▲ có nguy cơ chậm", 1, 7)),
    "xlsx total row": (Format.XLSX, in_xlsx(0, "Tổng cộng", 2, 7)),
    "xlsx row": (Format.XLSX, in_xlsx(0, DISTRICT, 3, 7)),
    "xlsx formula": (Format.XLSX, in_xlsx(0, DISTRICT, 3, "=3+4")),
    "xlsx task": (Format.XLSX, in_xlsx(1, TASK, 8, 2)),
    "xlsx task's deadline": (Format.XLSX, in_xlsx(1, TASK, 5, date(2021, 12, 30))),
    "docx total": (Format.DOCX, in_docx(0, -1, 1, "77")),
    "docx row": (Format.DOCX, in_docx(0, 2, 3, "7")),
    "docx subtree": (Format.DOCX, in_docx(1, 1, 13, "99,9 %")),
    "docx task": (Format.DOCX, in_docx(2, 1, 6, "2 cuộc")),
}


@pytest.mark.parametrize("kind", EDITS)
def test_a_single_altered_figure_is_noticed(kind: str) -> None:
    form, edit = EDITS[kind]
    file = render(WHOLE, form)
    assert read_back(file, "a").holds
    found = read_back(edit(file), "a")
    assert not found.holds
    if "day" not in kind.split() and found.figures is not None:
        assert altered(found, WHOLE)


@pytest.mark.parametrize("form", [Format.MD, Format.DOCX, Format.XLSX])
def test_exchanged_names_are_noticed_against_the_record(form: Format) -> None:
    """Names are no figures; but figures under another name are another unit's."""
    one, other = WHOLE.rows[1:]
    exchanged = (WHOLE.rows[0], replace(one, name=other.name), replace(other, name=one.name))
    found = read_back(render(replace(WHOLE, rows=exchanged), form), "a")
    assert found.holds
    assert {d.which for d in altered(found, WHOLE)} == {DISTRICT, "Ban Dân vận Thị ủy Ngã Năm"}


def test_rows_by_status_are_known_by_their_glyphs() -> None:
    whole = by_status()
    file = render(whole, Format.MD).decode().replace("hoàn thành quá hạn", "xong muộn")
    assert altered(read_back(file.encode(), "a"), whole) == ()


def test_a_sorted_table_of_tasks_still_holds() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render(WHOLE, Format.XLSX)))
    sheet = book.worksheets[1]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for at, values in enumerate(reversed(rows), 2):
        for column, value in enumerate(values, 1):
            sheet.cell(at, column).value = value
    book.create_sheet("Của tôi", 0)["A1"] = "ghi chú"
    out = io.BytesIO()
    book.save(out)
    assert read_back(out.getvalue(), "a").holds


def test_an_officer_may_complete_the_chapters() -> None:
    document = docx.Document(io.BytesIO(render(WHOLE, Format.DOCX)))
    for paragraph in document.paragraphs:
        if "Cần viết" in paragraph.text or "… [" in paragraph.text:
            paragraph.runs[0].text = "Một số nơi chưa kịp thời: 12/34."
    document.add_paragraph("Thêm một đoạn.")
    out = io.BytesIO()
    document.save(out)
    found = read_back(out.getvalue(), "a")
    assert found.holds
    assert found.unread


def test_csv_with_semicolons_is_read() -> None:
    rows = list(csv.reader(io.StringIO(render(WHOLE, Format.CSV).decode("utf-8-sig"), newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    assert read_back(out.getvalue().encode(), "a").holds


def test_no_title_passes_for_what_a_file_says_of_itself() -> None:
    """The words of users stand in every file; none of them is taken for the program's own."""
    word = str(particulars_of(summary(()), "vi"))
    hostile = replace(nasty_plan(), title=Words(word, word))
    rows = (task(title=Words(f"x: {word}"), unit_name=Words(word), unit_of_measure=Words(word)),)
    whole = replace(summary(rows, plan=hostile), recorded=RECORDED)
    for form in Format:
        assert read_back(render(whole, form), "a").particulars == particulars_of(whole, "vi"), form


# Hostile files --------------------------------------------------------------------------------

BOMB = b"\0" * (2**20)
ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">'
    b'<!ENTITY b "&a;&a;">]><w:document xmlns:w="x"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p>'
    b"</w:body></w:document>"
)


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def with_part(file: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file)) as source:
        return packed({n: content if n == name else source.read(n) for n in source.namelist()})


def damaged() -> dict[str, bytes]:
    word, excel = render(WHOLE, Format.DOCX), render(WHOLE, Format.XLSX)
    return {
        "nothing": b"",
        "noise": bytes(range(256)) * 100,
        "a text": "Kính gửi các đơn vị".encode(),
        "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        "half a report": word[: len(word) // 2],
        "half a workbook": excel[: len(excel) // 3],
        "an empty archive": packed({}),
        "a report without words": packed({"word/document.xml": b"<w/>"}),
        "a report with entities": packed({"word/document.xml": ENTITY}),
        "a workbook with entities": with_part(excel, "xl/sharedStrings.xml", ENTITY),
        "a workbook of another": packed({"xl/worksheets/sheet1.xml": b"<worksheet/>"}),
        "no JSON": b'{"particulars": ',
        "other JSON": b'{"particulars": {"word": 5}}',
        "deep JSON": b'{"a":' * 100_000,
        "other CSV": b"section,key,text\r\nabout,plan,x\r\n",
        "a wide CSV": b'section,key,text\r\nabout,"' + b"x" * 200_000 + b'",\r\n',
        "half a character": "section,key\r\nabout,ủ".encode()[:-1],
    }


@pytest.mark.parametrize("kind", damaged())
def test_what_is_no_export_is_refused_in_one_line(kind: str) -> None:
    with pytest.raises(NotAnExport) as refused:
        read_back(damaged()[kind], "báo cáo.docx")
    line = i18n.say(refused.value)
    assert "báo cáo.docx" in line
    assert "\n" not in line


def test_an_archive_that_unpacks_without_end_is_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 3 * 2**20)
    body = b"<d><p><t>" + BOMB * 8 + b"</t></p></d>"
    bomb = packed({"word/document.xml": body.replace(b"\0", b"a")})
    assert len(bomb) < 20_000
    with pytest.raises(TooLargeToVerify):
        read_back(bomb, "a")
    many = packed({f"x{n}": b"" for n in range(unpacking.MOST_PARTS + 1)})
    with pytest.raises(TooLargeToVerify):
        read_back(many, "a")


def test_particulars_that_were_altered_are_refused() -> None:
    file = render(WHOLE, Format.MD).decode().replace("as-of=2021-06-30", "as-of=2021-06-32")
    with pytest.raises(BrokenParticulars):
        read_back(file.encode(), "a")


def test_a_file_whose_question_was_altered_does_not_hold() -> None:
    file = render(WHOLE, Format.MD).decode().replace("as-of=2021-06-30", "as-of=2021-06-29")
    assert not read_back(file.encode(), "a").holds


@pytest.mark.parametrize("form", [Format.MD, Format.DOCX])
def test_a_table_that_is_gone_leaves_nothing_to_compare(form: Format) -> None:
    if form is Format.MD:
        text = render(WHOLE, form).decode()
        file = re.sub(r"^\|.*\n", "", text, flags=re.MULTILINE).encode()
    else:
        document = docx.Document(io.BytesIO(render(WHOLE, form)))
        for table in document.tables:
            table._element.getparent().remove(table._element)
        out = io.BytesIO()
        document.save(out)
        file = out.getvalue()
    found = read_back(file, "a")
    assert found.figures is None
    assert not found.holds


def test_nasty_words_are_told_from_figures_in_every_format() -> None:
    rows = tuple(
        task(i, title=Words(text), unit_of_measure=Words(text)) for i, text in enumerate(NASTY)
    )
    for form in Format:
        assert read_back(render(summary(rows), form), "a").holds, form
    assert shown_of(summary(rows)).tasks[0].target == str(3 * SCALE // SCALE)
