"""The overview: who is behind, and what to do about it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from tracker.domain.condition import Condition, Sort, SortKey
from tracker.domain.summary import Figures, Summary
from tracker.domain.task import TaskRow
from tracker.domain.timeline import pace
from tracker.domain.words import Words
from tracker.i18n import N_, _, formats, n_
from tracker.tui.answers import (
    Overview,
    OverviewLoaded,
    OwedLoaded,
    RoomWanted,
    RowsLoaded,
    Standpoint,
    TaskOpened,
    TotalOpened,
)
from tracker.tui.columns import COLUMNS
from tracker.tui.commands import Place, bindings
from tracker.tui.screens.room import Room
from tracker.tui.unit_names import UnitNames
from tracker.tui.widgets.bars import BarList, BarRow
from tracker.tui.widgets.lines import LineList
from tracker.tui.widgets.table import TaskTable
from tracker.tui.widgets.tiles import Tiles
from tracker.tui.widgets.title import Title

_ATTENTION_COLUMNS = tuple(c for c in COLUMNS if c.key != "percent")


class OverviewRoom(Room):
    """Totals, units and directives by need, and the tasks that call for somebody now."""

    PLACE = Place.OVERVIEW
    NAME = "overview"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.OVERVIEW)]

    def body(self) -> ComposeResult:
        yield Tiles(id="tiles")
        with Horizontal(id="bars"):
            yield BarList(N_("Unit"), dom_id="units")
            yield BarList(N_("Directive"), dom_id="directives")
        yield TaskTable(
            columns=_ATTENTION_COLUMNS, title=N_("Needs attention now"), dom_id="attention"
        )

    def on_mount(self) -> None:
        self.query_one("#units").focus()
        self.watch(self.app, "lang", self._say_beside, init=False)

    _totals: Figures | None = None

    counting = False
    """Whether the reports that are late are still to be asked for."""

    brought: Overview | None = None
    """What came along with the standpoint, and need not be asked for."""

    def load(self, standpoint: Standpoint) -> None:
        if self.brought is not None:
            overview, self.brought = self.brought, None
            self._show(overview, standpoint)
        else:
            self.errands.read(
                self, lambda office: OverviewLoaded(office.overview(standpoint)), "overview"
            )

    def on_overview_loaded(self, loaded: OverviewLoaded) -> None:
        if self.standpoint is not None:
            self._show(loaded.overview, self.standpoint)

    def _show(self, overview: Overview, standpoint: Standpoint) -> None:
        plan, unit_names = standpoint.plan, UnitNames(standpoint.tree)
        passed = pace(plan.first_day, plan.last_day, standpoint.day)
        self.query_one(Tiles).figures = overview.by_unit.totals
        self._totals = overview.by_unit.totals
        self._say_beside()
        units = [
            BarRow(r.code, unit_names(r.code), r.own) for r in overview.by_unit.rows if r.own.tasks
        ]
        bars = self.query_one("#units", BarList)
        bars.cut = unit_names.cut
        bars.show(units, passed)
        self.query_one("#directives", BarList).show(_directive_rows(overview.by_directive), passed)
        self._show_attention(overview, unit_names)
        # The figures stand before the screen is laid out anew around them.
        self.call_after_refresh(self._share_height)
        self.counting = True
        self.call_after_refresh(self._ask_for_owed)

    def on_resize(self) -> None:
        self._say_beside()
        # Measured anew, at the heights that the style sheet gives.
        self.query_one("#bars").styles.min_height = 0
        self.call_after_refresh(self._share_height)

    def _share_height(self) -> None:
        """Let the bars have the lines that the tasks below leave empty."""
        bars, table = self.query_one("#bars"), self.query_one("#attention", TaskTable)
        wanted = 1 + max(bar_list.count for bar_list in self.query(BarList))
        free = bars.size.height + table.size.height - 1 - max(table.count, 1)
        least = max(min(wanted, free), 0)
        if bars.styles.min_height is None or bars.styles.min_height.value != least:
            bars.styles.min_height = least

    def _ask_for_owed(self) -> None:
        """Asked for when the figures stand: they wait for nothing."""
        self.counting = False
        standpoint = self.standpoint
        if standpoint is not None:
            self.errands.read(self, lambda office: OwedLoaded(office.owed(standpoint)), "owed")

    def on_owed_loaded(self, loaded: OwedLoaded) -> None:
        self.query_one(Tiles).owed = loaded.owed
        self._say_beside()

    def _say_beside(self) -> None:
        """What no tile says: where it is narrow, the reports that are late among it."""
        tiles = self.query_one(Tiles)
        said = [beside(self._totals)] if self._totals is not None else []
        if tiles.owed is not None and tiles.owed.late and not tiles.has_room:
            late = n_("{count} report late", "{count} reports late", tiles.owed.late)
            said.insert(0, late.format(count=formats.count(tiles.owed.late)))
        self.query_one(Title).aside = " · ".join(filter(None, said))

    def _show_attention(self, overview: Overview, unit_names: UnitNames) -> None:
        table = self.query_one("#attention", TaskTable)
        table.empty_text = _("Nothing is overdue or at risk.")
        table.cut_unit = unit_names.cut
        table.show(overview.attention, overview.rows, unit_names, Sort(SortKey.NEED))

    def on_windowed_rows_rows_missed(self, missed: TaskTable.RowsMissed) -> None:
        standpoint = self.standpoint
        if standpoint is not None:
            self.errands.read(
                self, lambda office: RowsLoaded(office.rows(standpoint, missed.ids)), "rows"
            )

    def on_rows_loaded(self, loaded: RowsLoaded) -> None:
        self.query_one("#attention", TaskTable).take(loaded.rows)

    def task_at_hand(self) -> TaskRow | None:
        return self.query_one("#attention", TaskTable).row

    @property
    def unit_at_hand(self) -> str | None:
        units = self.query_one("#units", BarList)
        if self.focused is units and units.row is not None:
            return units.row.code
        return super().unit_at_hand

    @on(LineList.Chosen, "#units")
    def open_unit(self) -> None:
        row = self.query_one("#units", BarList).row
        if row is not None:
            # The row's own tasks, so that the list counts what the row says.
            self.post_message(RoomWanted("tasks", Condition(unit=row.code, below=False)))

    @on(LineList.Chosen, "#directives")
    def open_directive(self) -> None:
        row = self.query_one("#directives", BarList).row
        if row is not None:
            self.post_message(RoomWanted("tasks", Condition(directive=row.code)))

    @on(LineList.Chosen, "#attention")
    def open_task(self) -> None:
        row = self.task_at_hand()
        if row is not None:
            self.post_message(TaskOpened(row.code))

    def on_tiles_opened(self, opened: Tiles.Opened) -> None:
        if opened.condition is None:
            self.post_message(RoomWanted("reports"))
        else:
            self.post_message(TotalOpened(opened.condition))

    def action_explain_total(self) -> None:
        """The total under the cursor; where it is on none, that of the whole plan."""
        self.post_message(TotalOpened(self._total_at_hand()))

    def _total_at_hand(self) -> Condition:
        focused = self.focused
        if isinstance(focused, Tiles):
            return focused.condition
        if isinstance(focused, BarList) and focused.row is not None:
            code = focused.row.code
            by_unit = focused.id == "units"
            return Condition(unit=code, below=False) if by_unit else Condition(directive=code)
        return Condition()

    def action_by(self) -> None:
        """Where both do not fit side by side, show the other one."""
        self.toggle_class("by-directive")
        wanted = "#directives" if self.has_class("by-directive") else "#units"
        self.query_one(wanted).focus()

    def action_filter(self) -> None:
        self.post_message(RoomWanted("filter"))


def _directive_rows(by_directive: Summary) -> list[BarRow]:
    return [
        BarRow(r.code, Words(f"{r.code}  {r.name.vi}", f"{r.code}  {r.name.en}"), r.own)
        for r in by_directive.rows
        if r.own.tasks
    ]


def beside(totals: Figures) -> str:
    """The reports that are not in the figures yet, and those made after a period was closed."""
    said = []
    if totals.awaiting:
        count = n_("{count} report awaits review", "{count} reports await review", totals.awaiting)
        said.append(count.format(count=formats.count(totals.awaiting)))
    if totals.after_closing:
        count = n_(
            "{count} amended after closing", "{count} amended after closing", totals.after_closing
        )
        said.append(count.format(count=formats.count(totals.after_closing)))
    return " · ".join(said)
