"""The list of tasks: narrowed as one types, by unit, directive and status; and one task's story."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from tracker.domain.condition import Condition, Owing, Sort, SortKey
from tracker.domain.duty import DutyState
from tracker.domain.period import Period
from tracker.domain.problem import Problem
from tracker.domain.status import Status
from tracker.domain.task import TaskRow
from tracker.i18n import _, formats, lang, n_, names, say
from tracker.query.completing import completions, without_unfinished
from tracker.query.known import Known, known_of
from tracker.query.reading import CannotRead, narrowed_by, text_of, warm
from tracker.tui.answers import (
    Copied,
    Counts,
    CountsLoaded,
    Listing,
    ListingLoaded,
    RoomLeft,
    RowsLoaded,
    Standpoint,
    StoryLoaded,
    TaskOpened,
    TotalOpened,
)
from tracker.tui.cells import lower_first, said
from tracker.tui.commands import Place, bindings
from tracker.tui.copying import MOST_COPIED
from tracker.tui.errands import Errands
from tracker.tui.screens import doors
from tracker.tui.screens.over import Form
from tracker.tui.screens.room import Room
from tracker.tui.story import story_lines
from tracker.tui.unit_names import UnitNames
from tracker.tui.widgets.filters import Filters, Part
from tracker.tui.widgets.lines import LineList
from tracker.tui.widgets.query_input import QueryInput, QueryLine
from tracker.tui.widgets.reader import Reader
from tracker.tui.widgets.table import TaskTable
from tracker.tui.widgets.title import Title
from tracker.tui.widgets.tree import Units
from tracker.views import saved_views

STORY_PAUSE = 0.06
"""Seconds the cursor rests on a task before its story is fetched."""

AT_RISK, EXCEEDED = "at_risk", "exceeded"


class TasksRoom(Room):
    """The table, with the tree of units beside it and the story of one task below."""

    PLACE = Place.TASKS
    NAME = "tasks"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.TASKS),
        Binding("down", "to_table", show=False),
    ]

    def __init__(self, errands: Errands) -> None:
        super().__init__(errands)
        self.condition = Condition()
        self.sort = Sort(SortKey.NEED)
        self._behind_a_figure = False
        self._listing: Listing | None = None
        self._counts: Counts | None = None
        self._story_timer: Timer | None = None
        self._known: Known | None = None
        self._typed = ""
        self._wrong: CannotRead | None = None

    def body(self) -> ComposeResult:
        with Horizontal(id="filters"):
            yield Static(Content.styled(" / ", ".ink--key"), id="slash", markup=False)
            yield QueryInput(id="words", select_on_focus=False)
            yield Filters(id="parts")
        yield QueryLine("query")
        with Horizontal(id="list"):
            yield Units(dom_id="units")
            yield TaskTable(dom_id="table")
        yield Reader(dom_id="story")

    def on_mount(self) -> None:
        self.watch(self.app, "lang", self._say_filters)
        self.run_worker(warm, group="query", thread=True)
        self.table.focus()

    @property
    def table(self) -> TaskTable:
        return self.query_one("#table", TaskTable)

    @property
    def words(self) -> QueryInput:
        return self.query_one("#words", QueryInput)

    @property
    def query_line(self) -> QueryLine:
        return self.query_one("#query", QueryLine)

    # What is shown ------------------------------------------------------------------------------

    def load(self, standpoint: Standpoint) -> None:
        if self._known is None or self._known.tree is not standpoint.tree:
            self._know(standpoint)
            # What was typed before the names were known, or named what was not there then.
            if self._wrong is not None or self.words.value != self._typed:
                self._wrong, self._typed = None, ""
                self.call_next(self.narrow_by_query)
        condition, sort = self.condition, self.sort
        self.errands.read(
            self,
            lambda office: ListingLoaded(office.listing(standpoint, condition, sort)),
            "listing",
        )
        self.errands.read(
            self, lambda office: CountsLoaded(office.counts(standpoint, condition)), "counts"
        )

    def _know(self, standpoint: Standpoint) -> None:
        """What a query may name; saved views may have been changed by another program."""
        views: dict[str, str] = {}
        try:
            views = saved_views()
        except Problem as problem:
            self.tell(say(problem), loud=True)
        self._known = known_of(standpoint.plan, standpoint.tree, standpoint.directives, views)

    def narrow(self, condition: Condition, *, behind_a_figure: bool = False) -> None:
        """Show the tasks that meet ``condition``."""
        self._behind_a_figure = behind_a_figure
        asked = (condition.words, condition.where)
        if asked != (self.condition.words, self.condition.where):
            self._put(text_of(condition))
        self.condition = condition
        self._show()

    def _show(self) -> None:
        self._say_filters()
        if self.standpoint is not None and self.is_current:
            self.load(self.standpoint)

    def on_listing_loaded(self, loaded: ListingLoaded) -> None:
        listing, standpoint = loaded.listing, self.standpoint
        if standpoint is None:
            return
        self._listing = listing
        table = self.table
        table.empty_text = _("No task matches. Escape takes the filter away.")
        table.without_units = self._one_unit(standpoint) and self.has_class("with-tree")
        unit_names = UnitNames(standpoint.tree)
        table.cut_unit = unit_names.cut
        table.show(listing.ids, listing.rows, unit_names, listing.sort)
        self._say_filters()
        self._ask_for_story()

    def on_counts_loaded(self, loaded: CountsLoaded) -> None:
        self._counts = loaded.counts
        if self.standpoint is not None:
            units = self.query_one(Units)
            units.show(self.standpoint.tree, loaded.counts.per_unit, self.condition.unit)
        self._say_filters()

    def _one_unit(self, standpoint: Standpoint) -> bool:
        unit = self.condition.unit
        return unit is not None and not standpoint.tree.children(unit)

    def _say_filters(self) -> None:
        self.words.placeholder = _("type words to filter by")
        self._say_query()
        filters = self.query_one(Filters)
        filters.parts = tuple(self._parts())
        arrow = "▾" if self.sort.descending else "▴"
        filters.order = _("by {key}").format(key=names.sort(self.sort.key)) + f" {arrow}"
        if self._listing is not None and self._counts is not None:
            shown, every = len(self._listing.ids), self._counts.every
            self.query_one(Title).aside = n_(
                "{shown} / {all} task", "{shown} / {all} tasks", every
            ).format(shown=formats.count(shown), all=formats.count(every))

    def _parts(self) -> list[Part]:
        condition, standpoint = self.condition, self.standpoint
        parts = []
        if condition.unit is not None and standpoint is not None:
            name = said(UnitNames(standpoint.tree)(condition.unit))
            if not condition.below and standpoint.tree.children(condition.unit):
                name = _("{unit} alone").format(unit=name)
            parts.append(Part("unit", name))
        if condition.owing is not None:
            parts.append(Part("owing", self._owing_said(condition.owing)))
        if condition.directive is not None:
            parts.append(Part("directive", condition.directive))
        standings = [names.status_short(s) for s in Status if s in condition.statuses]
        standings += [_("at risk")] if condition.at_risk else []
        standings += [_("over its ceiling")] if condition.exceeded else []
        if standings:
            parts.append(Part("status", " / ".join(standings)))
        return parts

    def _owing_said(self, owing: Owing) -> str:
        """``quý II: trễ hạn, Mỹ Xuyên``; what is cut first stands last."""
        standpoint = self.standpoint
        review = standpoint is not None and standpoint.plan.review
        parts = [lower_first(names.period_short(owing.period))]
        if owing.states != frozenset(DutyState):
            states = (names.duty(s, review=review) for s in DutyState if s in owing.states)
            parts[0] += f": {' / '.join(states)}"
        if owing.unit is not None and standpoint is not None:
            parts.append(said(UnitNames(standpoint.tree)(owing.unit)))
        return ", ".join(parts)

    # Rows and stories ---------------------------------------------------------------------------

    def on_windowed_rows_rows_missed(self, missed: TaskTable.RowsMissed) -> None:
        standpoint = self.standpoint
        if standpoint is not None:
            self.errands.read(
                self, lambda office: RowsLoaded(office.rows(standpoint, missed.ids)), "rows"
            )

    def on_rows_loaded(self, loaded: RowsLoaded) -> None:
        self.table.take(loaded.rows)
        self._ask_for_story()

    @on(LineList.Highlighted, "#table")
    def _ask_for_story(self) -> None:
        if self._story_timer is not None:
            self._story_timer.stop()
        self._story_timer = self.set_timer(STORY_PAUSE, self._read_story)

    def _read_story(self) -> None:
        self._story_timer = None
        row, standpoint = self.table.row, self.standpoint
        if standpoint is None:
            return
        if row is None:
            if not self.table.ids:
                self.query_one(Reader).show(lambda _width: [])
            return
        code = row.code
        self.errands.read(self, lambda office: StoryLoaded(office.story(standpoint, code)), "story")

    def on_story_loaded(self, loaded: StoryLoaded) -> None:
        self.query_one(Reader).show(lambda width: story_lines(loaded.story, width, whole=False))

    @property
    def resting(self) -> bool:
        """Whether the cursor rests before its task's story is fetched."""
        return self._story_timer is not None

    def task_at_hand(self) -> TaskRow | None:
        return self.table.row

    @property
    def period_at_hand(self) -> Period | None:
        owing = self.condition.owing
        return owing.period if owing else None

    @property
    def unit_at_hand(self) -> str | None:
        owing = self.condition.owing
        if owing is not None and owing.unit is not None:
            return owing.unit
        return super().unit_at_hand or self.condition.unit

    @property
    def narrowed_to(self) -> Condition:
        return self.condition

    @property
    def shown_count(self) -> int | None:
        listing = self._listing
        known = listing is not None and listing.condition == self.condition
        return len(listing.ids) if listing is not None and known else None

    @on(LineList.Chosen, "#table")
    def open_task(self) -> None:
        row = self.table.row
        if row is not None:
            self.post_message(TaskOpened(row.code))

    @on(LineList.Chosen, "#units")
    def to_the_tasks_of_the_unit(self) -> None:
        self.table.focus()

    # Narrowing ----------------------------------------------------------------------------------

    @on(Input.Changed, "#words")
    def narrow_by_query(self) -> None:
        # What stands in the field now: a fast hand has typed on since the message was sent, and
        # narrowing to the message's words would take the field back to them.
        text = self.words.value
        if self._known is None or text == self._typed:
            return
        self._typed, self._wrong = text, None
        try:
            condition = narrowed_by(self.condition, text, self._known)
        except CannotRead as problem:
            # The list stays as it is: most texts cannot be read until they are typed to the end.
            self._wrong = problem
            without = self._without_unfinished(text)
            if without is None:
                self._say_query()
                return
            condition = without
        self._behind_a_figure = False
        self.condition = condition
        self._show()

    def _without_unfinished(self, text: str) -> Condition | None:
        """The condition without the field whose value is being typed: its name was a word to look
        for until its sign was typed, and has mostly emptied the list."""
        rest = without_unfinished(text, self.words.cursor_position)
        if rest is None or self._known is None:
            return None
        try:
            return narrowed_by(self.condition, rest, self._known)
        except CannotRead:
            return None

    def _put(self, text: str) -> None:
        """Let a text stand in the field that was not typed there."""
        self._typed, self._wrong = text, None
        with self.prevent(Input.Changed):
            self.words.value = text

    def _say_query(self) -> None:
        """Beneath the field: what is wrong, or while one types there what may come next."""
        words, line = self.words, self.query_line
        words.suggestions = ()
        if words.has_focus and self._known is not None:
            at = words.cursor_position
            words.suggestions = completions(words.value, at, self._known, lang())
        self.set_class(words.has_focus, "typing")
        self.set_class(words.has_focus or self._wrong is not None, "asking")
        self.set_class(self.condition.where is not None or self._wrong is not None, "queried")
        # While a word is being typed, its end says more than that it is not there yet.
        if words.suggestions:
            line.suggest(words.suggestions)
        elif self._wrong is not None:
            line.refuse(say(self._wrong))
        else:
            line.explain()

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _look_where_one_types(self) -> None:
        self._say_query()

    @on(Input.Submitted, "#words")
    def action_to_table(self) -> None:
        self.table.focus()

    def on_units_unit_chosen(self, chosen: Units.UnitChosen) -> None:
        self.narrow(replace(self.condition, unit=chosen.code, below=True))

    def action_filter(self) -> None:
        if self.standpoint is not None:
            self._know(self.standpoint)
        self.words.focus()

    def show_view(self, name: str) -> None:
        """Let the saved view be what the list is filtered by."""
        if self.standpoint is not None:
            self._know(self.standpoint)
        self.words.value = f"view:{name}"
        self.table.focus()

    def action_take_away(self, name: str) -> None:
        """Take one part of the filter away."""
        without = {
            "unit": replace(self.condition, unit=None, below=True),
            "owing": replace(self.condition, owing=None),
            "directive": replace(self.condition, directive=None),
            "status": replace(self.condition, statuses=frozenset(), at_risk=False, exceeded=False),
        }
        self.narrow(without[name])

    def action_filter_status(self) -> None:
        self.app.push_screen(doors.status_choice(self.condition), self._narrow_by_status)

    def _narrow_by_status(self, key: str | None) -> None:
        if key is not None:
            self.narrow(
                replace(
                    self.condition,
                    statuses=frozenset(s for s in Status if s.value == key),
                    at_risk=key == AT_RISK,
                    exceeded=key == EXCEEDED,
                )
            )

    def action_filter_directive(self) -> None:
        if self.standpoint is not None:
            choice = doors.directive_choice(self.standpoint, self.condition)
            self.app.push_screen(choice, self._narrow_by_directive)

    def _narrow_by_directive(self, code: str | None) -> None:
        if code is not None:
            self.narrow(replace(self.condition, directive=code or None))

    def action_sort(self) -> None:
        self.app.push_screen(doors.sort_choice(self.sort), self._sort_by_name)

    def _sort_by_name(self, key: str | None) -> None:
        if key is not None:
            self.sort_by(SortKey(key))

    def on_task_table_head_clicked(self, clicked: TaskTable.HeadClicked) -> None:
        self.sort_by(clicked.key)

    def sort_by(self, key: SortKey) -> None:
        """Sort by ``key``; by the same again the other way round."""
        turned = key is self.sort.key and not self.sort.descending
        self.sort = Sort(key, descending=turned)
        self.narrow(self.condition, behind_a_figure=self._behind_a_figure)

    # Marking ------------------------------------------------------------------------------------

    def action_mark(self) -> None:
        self.table.mark()
        self._say_marked()

    def action_mark_range(self) -> None:
        self.table.mark_range()
        self._say_marked()

    def action_mark_all(self) -> None:
        self.table.mark_all()
        self._say_marked()

    def _say_marked(self) -> None:
        count = len(self.table.marked)
        said = n_("{count} task is marked", "{count} tasks are marked", count)
        self.tell(said.format(count=formats.count(count)) if count else _("No task is marked."))

    def action_copy(self) -> None:
        """The marked tasks, else the one under the cursor; those of the tree by their lines."""
        if self.focused is not self.table:
            super().action_copy()
        elif self.table.ids:
            self._copy_tasks(self.table.meant or [self.table.task_ids[self.table.cursor]])

    def action_copy_all(self) -> None:
        if self.focused is not self.table:
            super().action_copy_all()
        elif self.table.ids:
            self._copy_tasks(self.table.task_ids, headings=True)

    def _copy_tasks(self, ids: Sequence[int], *, headings: bool = False) -> None:
        standpoint = self.standpoint
        if len(ids) > MOST_COPIED:
            self.tell(_("That is too much for the clipboard; x writes a file."), loud=True)
        elif standpoint is not None:
            self.errands.read(
                self,
                lambda office: Copied(office.copied(standpoint, ids, headings=headings), len(ids)),
                "copy",
            )

    def action_edit(self) -> None:
        if not self._together(doors.edit_together_form):
            super().action_edit()

    def action_stop(self) -> None:
        if not self._together(doors.stop_together_form):
            super().action_stop()

    def _together(self, door: Callable[[Errands, Sequence[int], Standpoint], Form]) -> bool:
        """Open the form for the marked tasks; False where none is marked."""
        if not self.table.marked:
            return False
        if standpoint := self._standpoint_to_write_from():
            form = door(self.errands, self.table.meant, standpoint)
            self.app.push_screen(form, self._done_together)
        return True

    def _done_together(self, said: str | None) -> None:
        if said is not None:
            self.table.unmark()
        self._written(said)

    def action_tree(self) -> None:
        """Show or hide the tree; where there is room it is shown at first."""
        shown = self.query_one(Units).display
        self.set_class(not shown, "with-tree")
        self.set_class(shown, "without-tree")
        self.query_one(Units).focus() if not shown else self.table.focus()
        if self.standpoint is not None:
            self.table.without_units = self._one_unit(self.standpoint) and not shown
            self.table.refresh()

    def action_explain_total(self) -> None:
        self.post_message(TotalOpened(self.condition))

    def action_back(self) -> None:
        """From a field to the list, from marks to none, from what stood behind a figure to the
        figure, from a filter to all tasks, and then out."""
        if self.focused is not self.table and self.focused is not None:
            self.table.focus()
        elif self.table.marked:
            self.table.unmark()
        elif self._behind_a_figure:
            self._behind_a_figure = False
            self.post_message(RoomLeft())
        elif self.condition != Condition() or self.words.value:
            self._put("")
            self.narrow(Condition())
        else:
            self.post_message(RoomLeft())
