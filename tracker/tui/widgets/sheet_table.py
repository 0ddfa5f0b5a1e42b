"""The sheet's table: a task in a row, and a cell in each to type into, one below the other.

The table itself has the focus and takes every key in turn, so that a fast hand's digits, Enter and
the next row's digits come where they belong. A cell *waits* until a digit begins an entry; while it
waits a letter is a command. Below a figure that looks wrong a second line takes the word of why.
Only what the window shows is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message

from tracker.domain.sheet import CUMULATIVE, Outcome, Sheet, SheetRow, Typed, outcome
from tracker.i18n import _
from tracker.tui.cells import clip
from tracker.tui.line_editor import LineEditor
from tracker.tui.sheet_columns import Widths, figure_cell, fitted, head_line, row_line, word_line
from tracker.tui.sheet_said import standing_said
from tracker.tui.widgets.lines import LineList

BEGINS = frozenset(f"0123456789-{CUMULATIVE}")
"""What begins an entry where the cursor waits; any other letter is a command there."""
_MOVING = {binding.key: binding.action for binding in Binding.make_bindings(LineList.BINDINGS)} | {
    "enter": "move(1)",
    "tab": "move(1)",
    "shift+tab": "move(-1)",
}
_HELD = {*_MOVING, "left", "right", "backspace"}
"""Keys that wait, as letters do, while another sheet is on its way."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row's figure, or the word of why it is right."""

    row: int
    of_word: bool = False


class SheetTable(LineList):
    """Rows of a sheet, and what was typed into them, by task code, in ``typed``."""

    HEADS = 1
    BINDINGS: ClassVar[list[BindingType]] = []

    class Changed(Message):
        """Something else stands in a cell."""

        def __init__(self, table: SheetTable) -> None:
            super().__init__()
            self.table = table

    class Left(Changed):
        """A cell was left in which something had been typed."""

    class Barred(Changed):
        """Somebody tried to type where nothing is taken."""

    class PeriodTurned(Message):
        """Another period is wanted: the one before (-1) or after (1)."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, *, dom_id: str | None = None) -> None:
        super().__init__(id=dom_id)
        self.sheet: Sheet | None = None
        self.typed: dict[str, Typed] = {}
        self.outcomes: dict[str, Outcome] = {}
        self.empty_text = ""
        self.review = False
        self.barred = False
        """Whether nothing may be typed, whatever the period says."""
        self.editor: LineEditor | None = None
        self._held: list[events.Key] | None = None
        self._seen = 0
        self._lines: list[Line] = []
        self._fitted: dict[int, Widths] = {}

    # What it shows ------------------------------------------------------------------------------

    def show(
        self,
        sheet: Sheet,
        typed: dict[str, Typed],
        *,
        review: bool,
        outcomes: Mapping[str, Outcome] | None = None,
    ) -> None:
        """Show this; what is typed is put into ``typed``. Where it is known already what comes of
        it, ``outcomes`` says so.

        The cursor stays in its row where that is still there, and so does what is being typed; else
        it goes to the first row that nothing was reported for.
        """
        here, of_word = self.row, self.on_word
        before = self.sheet
        known = outcomes if outcomes is not None else self._still_so(sheet)
        same = before is not None and (before.unit, before.due) == (sheet.unit, sheet.due)
        if not same:
            self.editor = None
        self.sheet, self.typed, self.review = sheet, typed, review
        rows = {row.task.code: number for number, row in enumerate(sheet.rows)}
        self.outcomes = {
            code: known.get(code) or outcome(sheet.rows[rows[code]], entry, sheet.today)
            for code, entry in typed.items()
            if code in rows
        }
        self._fitted.clear()
        if same and here is not None and here.task.code in rows:
            self._arrange(Line(rows[here.task.code], of_word))
        else:
            self.editor = None
            self._arrange(Line(self._first_to_do()))

    def _still_so(self, sheet: Sheet) -> Mapping[str, Outcome]:
        """What would come of the rows about which nothing has changed."""
        if self.sheet is None or self.sheet.today != sheet.today:
            return {}
        before = {row.task.code: row for row in self.sheet.rows}
        return {
            code: self.outcomes[code]
            for row in sheet.rows
            if (code := row.task.code) in self.outcomes and before.get(code) == row
        }

    def _first_to_do(self) -> int:
        rows = self.rows
        undone = (
            number
            for number, row in enumerate(rows)
            if row.standing is None and row.task.code not in self.typed
        )
        return next(undone, 0)

    def _arrange(self, here: Line) -> None:
        """Say anew which lines there are, with the cursor on ``here``."""
        lines: list[Line] = []
        for number, row in enumerate(self.rows):
            lines.append(Line(number))
            found = self.outcomes.get(row.task.code)
            edited = self.editor is not None and here == Line(number)
            if found is not None and found.checked and found.checked.doubts and not edited:
                lines.append(Line(number, of_word=True))
        self._lines = lines
        if here not in lines and here.of_word:
            self.editor, here = None, Line(here.row)
        if here in lines:
            self.set_reactive(LineList.cursor, lines.index(here))
        self.changed()
        self._bring_into_sight()

    def relabel(self) -> None:
        self._fitted.clear()
        self.refresh()

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        return self.sheet.rows if self.sheet else ()

    @property
    def count(self) -> int:
        return len(self._lines)

    @property
    def here(self) -> Line | None:
        return self._lines[self.cursor] if self._lines else None

    @property
    def row(self) -> SheetRow | None:
        """The row under the cursor."""
        return self.rows[self.here.row] if self.here else None

    @property
    def on_word(self) -> bool:
        return self.here is not None and self.here.of_word

    @property
    def waiting(self) -> bool:
        """Whether no entry is begun: then a letter is a command."""
        return self.editor is None

    def typed_in(self, row: SheetRow) -> Typed | None:
        return self.typed.get(row.task.code)

    # Keys ---------------------------------------------------------------------------------------

    def hold(self) -> None:
        """Another sheet is on its way: what is typed from now on is for that one."""
        if self._held is None:
            self._held = []

    def release(self) -> None:
        """It is there: do what was typed meanwhile."""
        if self._held is not None:
            self.call_later(self._catch_up)

    async def _catch_up(self) -> None:
        while self._held:
            event = self._held.pop(0)
            if not await self._pressed(event.key, event.character):
                self.post_message(events.Key(event.key, event.character))
        self._held = None

    async def _on_key(self, event: events.Key) -> None:
        if self._held is not None and (event.is_printable or event.key in _HELD):
            self._held.append(event)
            event.stop()
            event.prevent_default()
        elif await self._pressed(event.key, event.character):
            event.stop()
            event.prevent_default()

    async def _pressed(self, key: str, character: str | None) -> bool:
        """Whether the key was the table's. All of it happens now: the next key may come at once."""
        its_own = self._edited if self.editor is not None else self._begun
        if its_own(key, character):
            return True
        if key in _MOVING:
            self.leave()
            await self.run_action(_MOVING[key])
            self._arrive()
            return True
        return False

    def _edited(self, key: str, character: str | None) -> bool:
        """What a key does to an entry."""
        if self.editor is not None and self.editor.press(key, character):
            self._take()
        elif key == "escape":
            self.leave()
            self._to_value()
        else:
            return False
        return True

    def _begun(self, key: str, character: str | None) -> bool:
        """What a key does where the cursor waits."""
        if character is not None and character in BEGINS:
            self._begin(character)
        elif key == "backspace":
            self._correct()
        elif key in ("left", "right", "h", "l"):
            # The keys that come next are for the other period already.
            self.hold()
            self.post_message(self.PeriodTurned(-1 if key in ("left", "h") else 1))
        else:
            return False
        return True

    def _begin(self, text: str) -> None:
        """Begin an entry anew with ``text``."""
        if self.may_type():
            row = self.row
            assert row is not None  # noqa: S101 - else nothing may be typed
            self._seen = row.seen
            self.editor = LineEditor(text)
            self._take()
            # The line for words goes while the figure above it is typed anew.
            self._arrange(Line(self._lines[self.cursor].row))

    def may_type(self) -> bool:
        """Whether the row takes an entry; where it does not, that is told."""
        if self.row is None or self.sheet is None or self.sheet.is_closed or self.barred:
            self.post_message(self.Barred(self))
            return False
        return True

    def edit(self) -> None:
        """Go on with what was typed in the row, else with what is on record for it."""
        row = self.row
        if self.editor is not None or row is None:
            return
        typed, standing = self.typed_in(row), row.standing
        text = standing_said(row)
        if standing is not None and standing.stated is not None:
            text = f"{CUMULATIVE}{text}"
        self._begin(typed.text if typed else text)

    def _correct(self) -> None:
        """Backspace where the cursor waits: take the last letter off what was typed there."""
        row = self.row
        if row is not None and row.task.code in self.typed:
            self.edit()
            if self.editor is not None:
                self.editor.press("backspace", None)
                self._take()

    def clear(self) -> None:
        """Take away what was typed in the row."""
        if self.row is not None and self.here is not None:
            self.editor = None
            self.typed.pop(self.row.task.code, None)
            self.outcomes.pop(self.row.task.code, None)
            self._arrange(Line(self.here.row))
            self.post_message(self.Left(self))

    def _take(self) -> None:
        """What stands in the editor is what stands in the row."""
        row, sheet, editor = self.row, self.sheet, self.editor
        if row is None or sheet is None or editor is None:
            return
        code = row.task.code
        before = self.typed.get(code, Typed(""))
        if self.on_word:
            self._put(row, replace(before, word=editor.text))
        else:
            self._put(row, replace(before, text=editor.text, seen=self._seen))
        self.refresh_lines(self.cursor + self.HEADS)
        self._place_caret()
        self.post_message(self.Changed(self))

    def _put(self, row: SheetRow, entry: Typed) -> None:
        sheet, code = self.sheet, row.task.code
        if sheet is None:
            return
        if not entry.text.strip():
            self.typed.pop(code, None)
            self.outcomes.pop(code, None)
        else:
            self.typed[code] = entry
            self.outcomes[code] = outcome(row, entry, sheet.today)

    def leave(self) -> None:
        """End the entry; what was typed stays in its row."""
        if self.editor is None or self.here is None:
            return
        here, self.editor = self.here, None
        self._arrange(here)
        self.post_message(self.Left(self))

    def _arrive(self) -> None:
        """A line for words waits for nothing: every letter is one of the word's."""
        row = self.row
        if self.on_word and row is not None and self.editor is None:
            typed = self.typed_in(row)
            self.editor = LineEditor(typed.word if typed else "")
            self._place_caret()
        self.refresh()

    def _to_value(self) -> None:
        """From a row's word to its figure."""
        if self.here is not None and self.here.of_word:
            self.go_to(self.here.row)

    def go_to(self, row: int, *, word: bool = False) -> None:
        """The cursor to a row: to its figure, or to its word where it has one."""
        wanted = Line(row, word)
        self.leave()
        self.cursor = self._lines.index(wanted if wanted in self._lines else Line(row))
        self._arrive()

    def choose(self) -> None:
        self.edit()

    def on_click(self, event: events.Click) -> None:
        event.prevent_default()
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self.HEADS:
            return
        index = offset.y - self.HEADS + self.scroll_offset.y
        if index < self.count:
            line, again = self._lines[index], index == self.cursor and event.chain > 1
            self.go_to(line.row, word=line.of_word)
            if again:
                self.edit()

    def on_paste(self, event: events.Paste) -> None:
        """A line is typed where the cursor is; a column copied elsewhere fills the rows below."""
        event.stop()
        first, *more = event.text.splitlines() or [""]
        first = first.rstrip("\t")
        if self.editor is not None:
            self.editor.insert(first)
            self._take()
        elif first and not self.on_word:
            self._begin(first)
        if not more or self.editor is None or self.on_word or self.here is None:
            return
        row = self.here.row
        self.leave()
        for number, text in zip(range(row + 1, len(self.rows)), more, strict=False):
            if text.strip():
                below = self.rows[number]
                self._put(below, Typed(text.strip()[:200], seen=below.seen))
        self._arrange(Line(min(row + len(more), len(self.rows) - 1)))
        self.post_message(self.Left(self))

    def on_focus(self) -> None:
        self._arrive()

    # Drawing ------------------------------------------------------------------------------------

    def _widths(self, width: int) -> Widths:
        if width not in self._fitted:
            self._fitted[width] = fitted(self.rows, width)
        return self._fitted[width]

    def head(self, width: int) -> Content:
        return head_line(self._widths(width - 1)) if self.rows else Content("")

    def line(self, index: int, width: int) -> Content:
        line, sheet, here = self._lines[index], self.sheet, index == self.cursor
        assert sheet is not None  # noqa: S101 - else there is no line
        row = self.rows[line.row]
        typed, found = self.typed_in(row), self.outcomes.get(row.task.code)
        editor = self.editor if here else None
        if line.of_word:
            return word_line(typed, editor, width)
        w = self._widths(width)
        cell = figure_cell(row, typed, found, editor, w.cell, here=here)
        return row_line(sheet, row, found, cell, w, review=self.review)

    def empty(self, width: int) -> Content:
        return Content(" " + clip(self.empty_text, width - 2))

    def _place_caret(self) -> None:
        """Where an input method that shows what it composes is to show it."""
        region = self.content_region
        y = self.cursor - self.scroll_offset.y + self.HEADS
        w = self._widths(max(self.scrollable_content_region.width - 1, 1))
        x = region.width - w.echo - 3 if not self.on_word else 4 + cell_len(_("Why it is right"))
        self.app.cursor_position = Offset(region.x + max(x, 0), region.y + y)
