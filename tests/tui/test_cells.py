"""Text in cells: whole letters, whole figures, names that give way at a word."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.tui.test_windowed_table import row
from tracker.domain.origin import Field, Origin
from tracker.domain.status import Status
from tracker.domain.summary import Figures
from tracker.domain.words import Words
from tracker.tui.cells import ELLIPSIS, clip, left, letters, right, wrapped
from tracker.tui.columns import COLUMNS, fitted, row_cells, wanted_widths
from tracker.tui.widgets.bars import BarRow, bar, by_need


def test_a_name_ends_at_a_word() -> None:
    assert clip("Ban hành chương trình công tác", 21) == "Ban hành chương…"
    assert clip("Ban hành", 8) == "Ban hành"


def test_one_long_word_is_cut_within() -> None:
    assert clip("Donaudampfschiff", 8) == "Donauda…"


def test_a_letter_is_not_parted_from_its_marks() -> None:
    decomposed = unicodedata.normalize("NFD", "Nghệ ộộộộộộộộộộ")
    for width in range(1, 12):
        kept = clip(decomposed, width).removesuffix(ELLIPSIS)
        whole = list(letters(decomposed))
        assert kept.strip() == "".join(whole[: len(list(letters(kept.strip())))])


@given(st.text(max_size=40), st.integers(0, 30))
def test_what_is_clipped_fits(text: str, width: int) -> None:
    text = text.replace("\n", " ")
    assert cell_len(clip(text, width)) <= max(width, 0) or cell_len(text) <= width
    assert cell_len(left(text, width)) >= width or width == 0


def test_a_figure_is_never_cut() -> None:
    assert right("1.234.567", 4) == "1.234.567"
    assert right("12", 4) == "  12"


@given(st.text(alphabet="ab ộ", max_size=60), st.integers(4, 20))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_path_longer_than_a_line_is_shown_whole() -> None:
    path = "/home/" + "x" * 50 + "/tracker.db"
    lines = wrapped(f"cannot open {path} now", 20)
    assert path in "".join(lines).replace(" ", "").replace("cannotopen", "")
    assert all(cell_len(line) <= 20 for line in lines)


def plain(cells: object) -> str:
    return " ".join(cell.plain for cell in cells)  # type: ignore[attr-defined]


def test_a_long_figure_takes_room_from_its_own_title_alone() -> None:
    money = replace(row(1), target=1_200_000_000_000, value=1_000_000_000_000)
    rows = [row(2), money]
    layout = fitted(COLUMNS, wanted_widths(COLUMNS, rows, Words), 79)
    first, second = (plain(row_cells(layout, r, Words)) for r in rows)
    assert "1.000.000.000/1.200.000.000*" in second
    assert cell_len(first) == cell_len(second) == 79


def test_the_mark_of_an_origin_outlives_its_name() -> None:
    long = replace(row(1), origin={Field.UNIT: Origin.INFERRED})
    name = Words("Liên hiệp các tổ chức hữu nghị tỉnh")
    layout = fitted(COLUMNS, wanted_widths(COLUMNS, [long], lambda _code: name), 79)
    assert "…~" in plain(row_cells(layout, long, lambda _code: name))


def test_columns_give_way_in_their_order_where_it_is_narrow() -> None:
    wanted = wanted_widths(COLUMNS, [row(1)], lambda _code: Words("Huyện Mỹ Xuyên"))
    shown = [{column.key for column, _size in fitted(COLUMNS, wanted, w)} for w in (90, 45, 38)]
    assert "unit" in shown[0]
    assert "unit" not in shown[1]
    assert "deadline" in shown[1]
    assert "deadline" not in shown[2]
    assert {"glyph", "code", "title", "result", "percent"} <= shown[2]


def test_bars_show_half_cells_and_where_the_pace_is() -> None:
    assert bar(Fraction(50), Fraction(0), 10).plain == "━━━━━─────"
    assert bar(Fraction(45), Fraction(0), 10).plain == "━━━━╸─────"
    assert bar(Fraction(45), Fraction(9, 10), 10).plain == "━━━━╸────┃"
    assert bar(Fraction(250), Fraction(1), 10).plain == "━━━━━━━━━┃"
    assert bar(None, Fraction(0), 4).plain == "────"


def test_the_worst_sign_comes_first_and_then_the_lowest_completion() -> None:
    late = Figures({Status.OVERDUE: 1}, credit=Fraction(9), weight=10)
    slow = Figures({Status.IN_PROGRESS: 1}, at_risk=1, credit=Fraction(1), weight=10)
    slower = Figures({Status.IN_PROGRESS: 1}, at_risk=1, credit=Fraction(0), weight=10)
    done = Figures({Status.DONE_ON_TIME: 1}, credit=Fraction(1), weight=1)
    rows = [BarRow(n, Words(n), f) for n, f in zip("abcd", (done, slow, late, slower), strict=True)]
    assert [r.code for r in by_need(rows)] == ["c", "d", "b", "a"]
