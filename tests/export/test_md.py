"""Markdown that renders as tables and reads as plain text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.export.factory import PLAN, summary
from tests.export.readers import tables_of_md
from tracker.export import Format, render
from tracker.export.md import escaped


@pytest.mark.usefixtures("both_languages")
def test_every_row_has_as_many_cells_as_its_heading() -> None:
    tables = tables_of_md(render(summary(), Format.MD))
    assert [len(table[0]) for table in tables] == [2, 14, 14, 9]
    for table in tables:
        assert {len(row) for row in table} == {len(table[0])}


def test_the_columns_of_the_roll_up_are_aligned_in_plain_text() -> None:
    lines = render(summary(), Format.MD).decode().splitlines()
    roll_up = [line for line in lines if line.count("|") == 15]
    first = roll_up[: len(roll_up) - 3]
    assert len({len(line) for line in first}) == 1


def test_a_sample_says_so_first() -> None:
    file = render(summary(plan=replace(PLAN, sample=True)), Format.MD).decode()
    assert file.startswith("> **DỮ LIỆU MẪU / SAMPLE DATA**\n")


def test_without_tasks_there_is_no_annex() -> None:
    assert "Phụ lục" not in render(summary(annex=False), Format.MD).decode()


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a|b", r"a\|b"),
        ("`x`", r"\`x\`"),
        ("<b>", r"\<b\>"),
        ("[x](y)", r"\[x\](y)"),
        ("a\\b", r"a\\b"),
        ("*bold*", r"\*bold*"),
        ("4 cuộc*", "4 cuộc*"),
        ("A*; B*", r"A\*; B*"),
        ("&amp; R&D &", r"\&amp; R&D &"),
    ],
)
def test_only_what_markdown_would_obey_is_escaped(text: str, markdown: str) -> None:
    assert escaped(text) == markdown
