"""Units down, directives across: how far each unit is with each directive.

A cell says without colour what is worst among its tasks, and how far they are in percent:
``!  25,0``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction

from rich.cells import cell_len
from textual.message import Message

from tracker.domain.matrix import Matrix, MatrixLine, MatrixRow
from tracker.domain.plan import Directive
from tracker.domain.status import Sign
from tracker.domain.summary import Figures
from tracker.domain.text import shown
from tracker.domain.words import Words
from tracker.i18n import _, formats
from tracker.tui.cells import right, said
from tracker.tui.columns import Cut, NameOf
from tracker.tui.widgets.bars import SIGN_INKS
from tracker.tui.widgets.duty_table import ALL_UNITS
from tracker.tui.widgets.grid import WHOLE, Grid, Said
from tracker.tui.widgets.lines import LineList

NO_TASK = "·"
SORTED = "▾"
_PERCENT = 5
"""Cells of the widest percent there is, 100,0."""
_WORST_FIRST = tuple(Sign)
_INDENT = "  "


class Order(Enum):
    """How the units stand: the neediest first, as in the plan's tree, or the neediest of one
    column first."""

    NEED = auto()
    PLAN = auto()
    COLUMN = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """The figures of a unit (None: of all) under a directive (None: under all)."""

    unit: str | None
    directive: Directive | None
    figures: Figures


def cell_said(figures: Figures) -> Said:
    """What stands in a cell, and its ink. The head of the column says "%"."""
    if not figures.tasks:
        return NO_TASK, ".ink--faint"
    percent = formats.percent(figures.completion).removesuffix(" %")
    sign = figures.sign
    return f"{sign.glyph} {right(percent, _PERCENT)}", SIGN_INKS.get(sign, ".ink--muted")


def need(figures: Figures) -> tuple[bool, int, bool, Fraction]:
    """Sorts the neediest first: the worst sign, then the lowest completion; no task at all last."""
    done = figures.completion
    return (
        not figures.tasks,
        _WORST_FIRST.index(figures.sign),
        done is None,
        done or Fraction(0),
    )


class MatrixTable(Grid):
    """The first line is all units together; the column before the directives, all of those."""

    FIRST_COLUMN = WHOLE

    class HeadClicked(Message):
        """The units shall be sorted by this column; ``WHOLE`` for that of all directives."""

        def __init__(self, table: MatrixTable, column: int) -> None:
            super().__init__()
            self.table, self.column = table, column

        @property
        def control(self) -> MatrixTable:
            return self.table

    def __init__(self, *, dom_id: str | None = None) -> None:
        super().__init__(dom_id=dom_id)
        self.matrix: Matrix | None = None
        self.rows: Sequence[MatrixRow] = ()
        self.order = Order.NEED
        self.below = False
        self.sorted_by: str | None = None
        """The directive's code that the units are sorted by in ``Order.COLUMN``; None for all."""
        self._unit_name: NameOf = Words
        self._lines: Sequence[MatrixLine] = ()

    # What it shows ------------------------------------------------------------------------------

    def show(self, matrix: Matrix, name: NameOf, cut: Cut) -> None:
        """Show this; the cursor stays on its unit, and on its directive where it is still there."""
        before = self.cell
        self._unit_name = name
        self.cut = _with_indent(cut)
        self.matrix = matrix
        codes = [directive.code for directive in matrix.directives]
        column = self.column
        if before is not None and before.directive is not None:
            code = before.directive.code
            column = codes.index(code) if code in codes else column
        elif before is None:
            column = WHOLE
        self.set_reactive(Grid.column, max(WHOLE, min(column, len(codes) - 1)))
        self._put_in_order(before)

    def turn_to(self, order: Order, *, below: bool, sorted_by: str | None = None) -> None:
        """Show the same in another order, or with what is below each unit."""
        self.order, self.below, self.sorted_by = order, below, sorted_by
        self._put_in_order(self.cell)

    def _put_in_order(self, before: Cell | None) -> None:
        if self.matrix is None:
            return
        rows = [
            row
            for row in self.matrix.rows
            # In the order of the tree those above others keep their place.
            if self.order is Order.PLAN or row.line(below=self.below).total.tasks
        ]
        if self.order is not Order.PLAN:
            by = self.sorted_by if self.order is Order.COLUMN else None
            rows.sort(key=lambda row: (need(row.line(below=self.below).of(by)), row.code))
        self.rows = rows
        self._lines = [self.matrix.totals, *(row.line(below=self.below) for row in rows)]
        codes = [None, *(row.code for row in rows)]
        if before is not None and before.unit in codes:
            self.set_reactive(LineList.cursor, codes.index(before.unit))
        self.remeasure()
        self.changed()
        self._bring_into_sight()
        self._bring_column_into_sight()

    @property
    def directives(self) -> Sequence[Directive]:
        return self.matrix.directives if self.matrix else ()

    @property
    def columns(self) -> int:
        return len(self.directives)

    @property
    def count(self) -> int:
        return len(self.rows) + 1 if self.rows else 0

    @property
    def cell(self) -> Cell | None:
        """What the cursor is on."""
        if not self.rows:
            return None
        unit = self.rows[self.cursor - 1].code if self.cursor else None
        directive = None if self.column == WHOLE else self.directives[self.column]
        figures = self._lines[self.cursor].of(directive.code if directive else None)
        return Cell(unit, directive, figures)

    # What stands in it --------------------------------------------------------------------------

    def measured(self) -> tuple[int, int, int]:
        widest = cell_len(f"{Sign.DONE.glyph} ") + _PERCENT
        whole = max(widest, cell_len(_("All")) + len(SORTED))
        across = max([widest, *(cell_len(d.code) + len(SORTED) for d in self.directives)])
        names = [cell_len(self.name_said(index)[0]) for index in range(self.count)]
        # Room for whichever arrangement is said above them, so that nothing moves when it is
        # turned; but no column gives way for it.
        free = self.scrollable_content_region.width - 3 - whole - self.columns * (across + 2)
        arranged = [_arranged(order, below=below) for order in Order for below in (False, True)]
        names.append(min(max(map(cell_len, arranged)), free))
        return max(names), whole, across

    def on_resize(self) -> None:
        self.remeasure()

    def corner_said(self, y: int) -> tuple[str, str]:
        if y:
            return self.arrangement_said(), "%"
        by_all = self.order is Order.NEED or self._sorted_by(None)
        return _("Unit"), _("All") + (SORTED if by_all else "")

    def arrangement_said(self) -> str:
        """Which tasks are counted, and how the units stand."""
        return _arranged(self.order, below=self.below, by=self.sorted_by)

    def head_said(self, y: int, column: int) -> str:
        code = self.directives[column].code
        return "%" if y else shown(code) + (SORTED if self._sorted_by(code) else "")

    def _sorted_by(self, code: str | None) -> bool:
        return self.order is Order.COLUMN and self.sorted_by == code

    def name_said(self, index: int) -> Said:
        if not index:
            return _(ALL_UNITS), ".ink--strong"
        row = self.rows[index - 1]
        indent = _INDENT * row.depth if self.order is Order.PLAN else ""
        return indent + said(self._unit_name(row.code)), ""

    def whole_said(self, index: int) -> Said:
        return cell_said(self._lines[index].total)

    def cell_said(self, index: int, column: int) -> Said:
        return cell_said(self._lines[index].of(self.directives[column].code))

    def clicked_head(self, x: int) -> None:
        column = self.column_at(x) if self.count else None
        if column is not None:
            self.column = column
            self.post_message(self.HeadClicked(self, column))


def _arranged(order: Order, *, below: bool, by: str | None = None) -> str:
    scope = _("with all below") if below else _("own tasks")
    orders = {
        Order.NEED: _("by need"),
        Order.PLAN: _("as in the plan"),
        Order.COLUMN: _("by {column}").format(column=shown(by or _("All"))),
    }
    return f"{scope}, {orders[order]}"


def _with_indent(cut: Cut) -> Cut:
    """``cut`` for names that are set in."""

    def cut_behind_indent(name: str, width: int) -> str:
        bare = name.lstrip(" ")
        indent = name[: len(name) - len(bare)]
        return indent + cut(bare, max(width - len(indent), 1))

    return cut_behind_indent
