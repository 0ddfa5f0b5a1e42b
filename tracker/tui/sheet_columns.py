"""The columns of a sheet: how wide each is, and what stands in a row.

Figures and what is typed are never cut; the title gives way first, then the unit of measure, the
period before and the total, all of which stand below the table as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from textual.content import Content

from tracker.domain.sheet import Outcome, Sheet, SheetRow, Typed
from tracker.domain.text import shown, shown_in_place
from tracker.i18n import _
from tracker.tui.cells import clip, left, letters, right, said
from tracker.tui.columns import WIDE, short_code
from tracker.tui.line_editor import LineEditor
from tracker.tui.sheet_said import before_said, echo, result_said, standing_said
from tracker.tui.widgets.duty_table import INKS

CODE_MOST, UNIT_MOST = 12, 15
CELL, WIDE_CELL = 12, 18
LEAST_ECHO, MOST_ECHO = 14, 44
LEAST_TITLE = 12
"""Cells below which the title takes another column's room."""


@dataclass(frozen=True, slots=True)
class Widths:
    """Cells of each column; 0 for one that there is no room for."""

    code: int
    title: int
    unit: int
    result: int
    before: int
    cell: int
    echo: int


def fitted(rows: Sequence[SheetRow], width: int) -> Widths:
    """The columns of these rows in ``width`` cells."""
    code = min(max((cell_len(short_code(r.task)) for r in rows), default=4), CODE_MOST)
    units = [_("Unit of measure"), *(said(r.task.unit_of_measure) for r in rows)]
    unit = min(max(map(cell_len, units)), UNIT_MOST)
    result = max([cell_len(_("Done/goal")), *(cell_len(result_said(r)) for r in rows)])
    before = max([cell_len(_("Before")), *(cell_len(before_said(r)) for r in rows)])
    cell = WIDE_CELL if width >= WIDE else CELL
    found = Widths(code, 0, unit, result, before, cell, LEAST_ECHO)
    least = 2 * LEAST_TITLE if width < WIDE else 3 * LEAST_TITLE
    if _rest(found, width) < least:
        found = replace(found, unit=0)
    if _rest(found, width) < LEAST_TITLE:
        found = replace(found, before=0)
    if _rest(found, width) < LEAST_TITLE:
        found = replace(found, result=0)
    rest = _rest(found, width)
    wider = max(0, min(MOST_ECHO - LEAST_ECHO, (rest - LEAST_TITLE) * 2 // 5))
    return replace(found, title=max(rest - wider, 1), echo=LEAST_ECHO + wider)


def _rest(w: Widths, width: int) -> int:
    """Cells left for the title."""
    others = [size for size in (1, w.code, w.unit, w.result, w.before, w.cell + 2, w.echo) if size]
    return width - sum(others) - len(others)


def head_line(w: Widths) -> Content:
    parts = ["  ", left(_("Code"), w.code), left(_("Task"), w.title)]
    if w.unit:
        parts.append(left(_("Unit of measure"), w.unit))
    if w.result:
        parts.append(right(_("Done/goal"), w.result))
    if w.before:
        parts.append(right(_("Before"), w.before))
    parts.append(right(clip(_("This period"), w.cell), w.cell + 1))
    return Content(" ".join(parts))


def row_line(
    sheet: Sheet, row: SheetRow, found: Outcome | None, cell: Content, w: Widths, *, review: bool
) -> Content:
    """A row, with ``cell`` where its figure is typed."""
    state = row.duty(sheet.day)
    parts = [
        Content.styled(state.glyph, INKS[state]),
        Content.styled(left(short_code(row.task), w.code), ".ink--muted"),
        Content(left(said(row.task.title), w.title)),
    ]
    if w.unit:
        parts.append(Content.styled(left(said(row.task.unit_of_measure), w.unit), ".ink--faint"))
    if w.result:
        parts.append(Content(right(result_said(row), w.result)))
    if w.before:
        parts.append(Content.styled(right(before_said(row), w.before), ".ink--muted"))
    parts += [cell, echo(sheet, row, found, w.echo, review=review)]
    return Content(" ").join(parts)


def figure_cell(
    row: SheetRow,
    typed: Typed | None,
    found: Outcome | None,
    editor: LineEditor | None,
    width: int,
    *,
    here: bool,
) -> Content:
    """What stands in the cell of a row, between brackets where the cursor is ``here``."""
    sides = ("[", "]") if here else (" ", " ")
    if editor is not None:
        inside = with_caret(editor, width)
    elif typed is not None:
        wrong = found is not None and found.problem is not None
        text = right(_tail(_drawn(typed.text.strip()), width), width)
        inside = Content.styled(text, ".ink--overdue" if wrong else ".ink--strong")
    else:
        text = right(clip(standing_said(row), width), width)
        inside = Content.styled(text, ".ink--muted")
    return Content.assemble(
        (sides[0], ".ink--accent"),
        inside.stylize_before(".ink--cell"),
        (sides[1], ".ink--accent"),
    )


def word_line(typed: Typed | None, editor: LineEditor | None, width: int) -> Content:
    """The line below a figure that looks wrong."""
    label = f"    {_('Why it is right')}: "
    room = max(width - cell_len(label) - 1, 4)
    if editor is not None:
        text = with_caret(editor, room, at_left=True)
    else:
        text = Content(clip(shown(typed.word) if typed else "", room))
    return Content.assemble((label, ".ink--risk"), text)


def _drawn(text: str) -> str:
    """One sign for each character, so that the caret stands where it is."""
    return shown_in_place(text).replace("\t", " ")


def _tail(text: str, width: int) -> str:
    """The end of ``text``, in at most ``width`` cells."""
    if cell_len(text) <= width:
        return text
    kept = ""
    for letter in reversed(list(letters(text[-4 * width :]))):
        if cell_len(letter + kept) > width - 1:
            break
        kept = letter + kept
    return "…" + kept


def with_caret(editor: LineEditor, width: int, *, at_left: bool = False) -> Content:
    """The text around the caret in exactly ``width`` cells."""
    text = _drawn(editor.text)
    before, caret, after = text[: editor.at], text[editor.at : editor.at + 1] or " ", ""
    if cell_len(caret) == 0:
        caret = " "
    before = _tail(before, width - cell_len(caret))
    room = width - cell_len(before) - cell_len(caret)
    for letter in letters(text[editor.at + 1 : editor.at + 1 + width]):
        if cell_len(after + letter) > room:
            break
        after += letter
    pad = " " * (width - cell_len(before) - cell_len(caret) - cell_len(after))
    drawn = Content.assemble((before, ".ink--strong"), (caret, "reverse"), (after, ".ink--strong"))
    return drawn + pad if at_left else Content(pad) + drawn
