"""The matrix: how far each unit is with each directive, and in words what the cursor is on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from tracker.domain.condition import Condition
from tracker.domain.status import Sign, Status
from tracker.domain.summary import Figures, Rate
from tracker.domain.text import shown
from tracker.i18n import _, formats, n_, names
from tracker.tui.answers import MatrixLoaded, RoomWanted, Standpoint, TotalOpened
from tracker.tui.cells import justified, said
from tracker.tui.commands import Place, bindings
from tracker.tui.errands import Errands
from tracker.tui.screens.room import Room
from tracker.tui.unit_names import UnitNames
from tracker.tui.widgets.bars import SIGN_INKS
from tracker.tui.widgets.duty_table import ALL_UNITS
from tracker.tui.widgets.grid import WHOLE
from tracker.tui.widgets.keybar import KeyBar
from tracker.tui.widgets.lines import LineList
from tracker.tui.widgets.matrix_table import NO_TASK, Cell, MatrixTable, Order


class MatrixRoom(Room):
    """The grid of units and directives, and two lines about one cell."""

    PLACE = Place.MATRIX
    NAME = "matrix"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.MATRIX)]

    def __init__(self, errands: Errands) -> None:
        super().__init__(errands)
        self._there = False

    def body(self) -> ComposeResult:
        yield MatrixTable(dom_id="grid")
        yield Static(id="cell", markup=False)

    def on_mount(self) -> None:
        self.query_one(KeyBar).signs = _signs
        self.watch(self.app, "lang", self._say, init=False)
        self.table.focus()

    def on_resize(self) -> None:
        self._say()

    @property
    def table(self) -> MatrixTable:
        return self.query_one(MatrixTable)

    # What is shown ------------------------------------------------------------------------------

    def load(self, standpoint: Standpoint) -> None:
        self.errands.read(self, lambda office: MatrixLoaded(office.matrix(standpoint)), "matrix")

    def on_matrix_loaded(self, loaded: MatrixLoaded) -> None:
        if self.standpoint is not None:
            self._there = True
            unit_names = UnitNames(self.standpoint.tree)
            self.table.show(loaded.matrix, unit_names, unit_names.cut)
            self._say()

    @on(LineList.Highlighted)
    def _say(self) -> None:
        cell = self.table.cell
        if self._there:
            self.table.empty_text = _("There is no task yet. Press 2, then a, to add one.")
        self.query_one("#cell", Static).update(self._cell_said(cell) if cell else Content(""))

    def _cell_said(self, cell: Cell) -> Content:
        """Two lines: whose tasks under which directive and how far they are; both rates, and what
        calls for somebody."""
        width = self.size.width - 2
        figures = cell.figures
        unit = _(ALL_UNITS)
        if cell.unit is not None and self.standpoint is not None:
            unit = said(UnitNames(self.standpoint.tree)(cell.unit))
            if self.standpoint.tree.children(cell.unit):
                scope = _("{unit} with all below") if self.table.below else _("{unit} alone")
                unit = scope.format(unit=unit)
        about = _("all directives")
        if cell.directive is not None:
            about = f"{shown(cell.directive.code)} {said(cell.directive.short)}"
        head = Content.assemble((unit, ".ink--strong"), f" · {about}")
        if not figures.tasks:
            return (
                head.truncate(width, ellipsis=True)
                + "\n"
                + Content.styled(_("no task"), ".ink--muted")
            )
        done = _("{percent} done").format(percent=formats.percent(figures.completion))
        sign = Content.styled(f"{figures.sign.glyph} {done}", SIGN_INKS.get(figures.sign, ""))
        return justified(head, sign, width) + "\n" + _figures_said(figures, width)

    # What the commands do -----------------------------------------------------------------------

    @on(LineList.Chosen)
    def open_cell(self) -> None:
        """The tasks behind the figure of the cursor."""
        cell = self.table.cell
        if cell is None:
            return
        if not cell.figures.tasks:
            self.tell(_("There is no task there."), loud=True)
            return
        self.post_message(RoomWanted("tasks", self._behind(cell)))

    def _behind(self, cell: Cell) -> Condition:
        """The tasks that a figure counts."""
        return Condition(
            unit=cell.unit,
            below=cell.unit is None or self.table.below,
            directive=cell.directive.code if cell.directive else None,
        )

    def action_explain_total(self) -> None:
        if cell := self.table.cell:
            self.post_message(TotalOpened(self._behind(cell)))

    def action_copy(self) -> None:
        if self.table.count:
            self._copy_cells([self.table.cells_of(self.table.cursor)])

    def action_copy_all(self) -> None:
        """The whole matrix, with the directives above it."""
        table = self.table
        if table.count:
            head = [*table.corner_said(0), *(table.head_said(0, n) for n in range(table.columns))]
            self._copy_cells([head, *(table.cells_of(index) for index in range(table.count))])

    def _copy_cells(self, lines: Sequence[Sequence[str]]) -> None:
        from tracker.export.clipboard import lines_copied  # noqa: PLC0415 - seldom needed

        self._copy(lines_copied(lines), len(lines))

    def action_order(self) -> None:
        """By need, as in the plan, by the column of the cursor."""
        orders = list(Order)
        self._turn_to(orders[(orders.index(self.table.order) + 1) % len(orders)])

    def on_matrix_table_head_clicked(self, _clicked: MatrixTable.HeadClicked) -> None:
        self._turn_to(Order.COLUMN)

    def action_below(self) -> None:
        table = self.table
        table.turn_to(table.order, below=not table.below, sorted_by=table.sorted_by)
        self._say_arrangement()

    def _turn_to(self, order: Order) -> None:
        table = self.table
        by = None
        if order is Order.COLUMN and table.column != WHOLE:
            by = table.directives[table.column].code
        table.turn_to(order, below=table.below, sorted_by=by)
        self._say_arrangement()

    def _say_arrangement(self) -> None:
        # The corner of the grid may be too narrow for it.
        self.tell(self.table.arrangement_said())
        self._say()


def _figures_said(figures: Figures, width: int) -> Content:
    """Both rates with their denominators, then what calls for somebody. Where there is no room the
    rates' percents give way, then the words behind the signs."""
    due, every = figures.done_of_due, figures.done_of_all
    whole = Content(f"{_('done of due')} {formats.rate(due)}   ")
    whole += f"{_('done of all')} {formats.rate(every)}"
    short = Content(
        _("done {due} of due, {all} of all").format(due=_fraction(due), all=_fraction(every))
    )
    said_so = Content("")
    for rates, in_words in ((whole, True), (short, True), (short, False)):
        said_so = Content("   ").join([rates, *_calls(figures, in_words=in_words)])
        if said_so.cell_length <= width:
            break
    return said_so


def _calls(figures: Figures, *, in_words: bool) -> Iterator[Content]:
    """What calls for somebody, with its sign; the reports that await review have none."""
    overdue = figures.count(Status.OVERDUE)
    signed = (
        (Sign.OVERDUE, overdue, n_("{count} overdue", "{count} overdue", overdue), ".ink--overdue"),
        (
            Sign.AT_RISK,
            figures.at_risk,
            n_("{count} at risk", "{count} at risk", figures.at_risk),
            ".ink--risk",
        ),
        (
            Sign.AT_RISK,
            figures.exceeded,
            n_("{count} over the ceiling", "{count} over the ceiling", figures.exceeded),
            ".ink--overdue",
        ),
    )
    for sign, number, wording, ink in signed:
        if number:
            count = formats.count(number)
            words = wording.format(count=count) if in_words else count
            yield Content.styled(f"{sign.glyph} {words}", ink)
    if waiting := figures.awaiting:
        wording = n_("{count} report awaits review", "{count} reports await review", waiting)
        yield Content.styled(wording.format(count=formats.count(waiting)), ".ink--accent")


def _fraction(rate: Rate) -> str:
    return f"{formats.count(rate.numerator)}/{formats.count(rate.denominator)}"


def _signs() -> Sequence[tuple[str, str, str]]:
    signs = [
        (sign.glyph, SIGN_INKS.get(sign, ".ink--muted"), names.sign(sign))
        for sign in Sign
        if sign is not Sign.NONE
    ]
    return [*signs, (NO_TASK, ".ink--faint", _("no task"))]
