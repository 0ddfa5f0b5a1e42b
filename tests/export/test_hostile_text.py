"""Data stays text in every format: no formula, no link, no markup, no template code."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest

from tests.export import readers
from tests.export.factory import NASTY, nasty_plan, summary, task
from tracker.domain.condition import Condition
from tracker.domain.summary import Summary
from tracker.domain.words import Words
from tracker.export import Format, render
from tracker.export.cells import clean_text
from tracker.export.csv import guarded

EVERYWHERE = " ".join(NASTY)


def hostile(text: str) -> Summary:
    """One task whose every text is ``text``."""
    words = Words(text, text)
    row = task(title=words, unit_name=words, unit_of_measure=words, coordinating=(text,))
    return summary((row,), condition=Condition(words=(text,), unit=text, directive=text))


@pytest.mark.parametrize("text", NASTY)
def test_markdown_shows_the_text_itself(text: str) -> None:
    annex = readers.tables_of_md(render(hostile(text), Format.MD))[-1]
    assert annex[1][1] == f"{clean_text(text)} (D7.1-my-xuyen)"
    assert annex[1][2] == clean_text(text) + "*"


@pytest.mark.parametrize("text", NASTY)
def test_word_shows_the_text_itself(text: str) -> None:
    document = readers.document(render(hostile(text), Format.DOCX))
    annex = document.tables[-1]
    assert annex.rows[1].cells[1].text == f"{clean_text(text)} (D7.1-my-xuyen)"
    assert annex.rows[1].cells[3].text == clean_text(text) + "*"


@pytest.mark.parametrize("text", NASTY)
def test_excel_shows_the_text_itself_and_as_a_text(text: str) -> None:
    book = readers.workbook(render(hostile(text), Format.XLSX))
    cell = book.worksheets[1].cell(2, 3)
    assert cell.data_type == "s"
    # So that it is still a text after somebody has edited the cell.
    assert bool(cell.quotePrefix) == text.startswith(("=", "+", "-", "@"))
    # openpyxl leaves Excel's own escape of “_x0041_” as it stands in the file.
    assert str(cell.value).replace("_x005F_", "_") == clean_text(text)


@pytest.mark.parametrize("text", NASTY)
def test_csv_gives_the_text_back_when_one_apostrophe_is_taken_off(text: str) -> None:
    (record,) = (
        r for r in readers.csv_records(render(hostile(text), Format.CSV)) if r["section"] == "task"
    )
    assert not record["title"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert re.sub(r"^'(?='*[=+\-@])", "", record["title"]) == clean_text(text)


@pytest.mark.parametrize("text", NASTY)
def test_json_holds_the_stored_text(text: str) -> None:
    (found,) = json.loads(render(hostile(text), Format.JSON))["tasks"]
    assert found["title"] == found["title_vi"] == text


@pytest.mark.parametrize("begin", "=+-@\t\r")
def test_csv_guards_every_beginning_that_a_spreadsheet_obeys(begin: str) -> None:
    assert guarded(f"{begin}x") == f"'{begin}x"
    assert guarded(f"x{begin}") == f"x{begin}"


def test_two_different_texts_never_look_the_same_in_csv() -> None:
    texts = ["=x", "'=x", "''=x", "x", "'x"]
    assert len({guarded(text) for text in texts}) == len(texts)
    assert guarded("'x") == "'x"


def test_no_negative_number_is_taken_for_a_formula() -> None:
    file = render(summary((task(value=-1_500),)), Format.CSV)
    assert [r["value"] for r in readers.csv_records(file) if r["section"] == "task"] == ["-1.5"]


@pytest.mark.parametrize("form", [Format.DOCX, Format.XLSX])
def test_an_office_file_holds_no_formula_link_or_macro(form: Format) -> None:
    file = render(summary(plan=nasty_plan()), form)
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        for name in parts.namelist():
            content = parts.read(name).decode(errors="replace")
            assert "<f>" not in content
            assert "<f " not in content
            assert "hyperlink>" not in content
            assert 'TargetMode="External"' not in content
            assert "vbaProject" not in name


@pytest.mark.usefixtures("both_languages")
def test_hostile_words_of_the_plan_itself_are_shown() -> None:
    whole = summary(plan=nasty_plan())
    text = clean_text(EVERYWHERE)
    document = readers.document(render(whole, Format.DOCX))
    assert any(text in paragraph.text for paragraph in document.paragraphs)
    overview = readers.workbook(render(whole, Format.XLSX)).worksheets[0]
    assert str(overview["B3"].value).replace("_x005F_", "_").startswith(text)
    plan = readers.MARKDOWN.parse(render(whole, Format.MD).decode())
    said = [child.content for token in plan for child in token.children or []]
    assert f" {text} (soc-trang-2021)" in said
    assert text in render(whole, Format.CSV).decode().replace('""', '"')


def test_a_text_too_long_for_an_excel_cell_ends_in_a_visible_ellipsis() -> None:
    book = readers.workbook(render(hostile("ư" * 40_000), Format.XLSX))
    shown = str(book.worksheets[1].cell(2, 3).value)
    assert len(shown) == 32_767
    assert shown.endswith("ư…")
