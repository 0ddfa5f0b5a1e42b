"""Where a total comes from: its arithmetic, the tasks behind it, and the reports behind each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from tracker.domain.condition import Condition
from tracker.domain.explanation import Explanation
from tracker.domain.task import TaskRow
from tracker.i18n import N_, _, formats, n_
from tracker.tui.answers import ExplanationLoaded, RoomWanted, Standpoint, TaskOpened
from tracker.tui.commands import Place, bindings
from tracker.tui.errands import Errands
from tracker.tui.screens.room import Room
from tracker.tui.widgets.lines import LineList
from tracker.tui.widgets.title import Title
from tracker.tui.widgets.told import ToldLines

WINDOW = 50
"""How many tasks are told of at first, and how many more each time."""

TO_LIST = N_("⏎ Show these tasks as a list")


class Explained(ToldLines):
    """The lines of an explanation, and before them the one that leads to the list."""

    def above(self) -> Iterable[Content]:
        return (Content.styled(_(TO_LIST), ".ink--key"),)

    @property
    def at_list(self) -> bool:
        """Whether the cursor is on the line that leads to the list."""
        return self.cursor == 0 and self.count > 0


class ExplainRoom(Room):
    """What the total of ``condition`` is made of."""

    PLACE = Place.EXPLAIN
    NAME = "overview"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.EXPLAIN)]

    def __init__(self, errands: Errands, condition: Condition) -> None:
        super().__init__(errands)
        self.condition = condition
        self._limit = WINDOW
        self._explanation: Explanation | None = None

    def body(self) -> ComposeResult:
        yield Explained(dom_id="explanation")

    def on_mount(self) -> None:
        self.query_one(Explained).focus()
        self.watch(self.app, "lang", self._say_count, init=False)

    def load(self, standpoint: Standpoint) -> None:
        condition, limit = self.condition, self._limit
        self.errands.read(
            self,
            lambda office: ExplanationLoaded(office.explanation(standpoint, condition, limit)),
            "explanation",
        )

    def on_explanation_loaded(self, loaded: ExplanationLoaded) -> None:
        self._explanation = loaded.explanation
        from tracker.export.explained import explained  # noqa: PLC0415 - loaded when first needed

        self.query_one(Explained).show(lambda: explained(loaded.explanation))
        self._say_count()

    def _say_count(self) -> None:
        if self._explanation is not None:
            count = self._explanation.figures.tasks
            said = n_("Explained: {count} task", "Explained: {count} tasks", count)
            self.query_one(Title).aside = said.format(count=formats.count(count))

    @property
    def narrowed_to(self) -> Condition:
        return self.condition

    @property
    def shown_count(self) -> int | None:
        return None if self._explanation is None else self._explanation.figures.tasks

    def task_at_hand(self) -> TaskRow | None:
        code = self.query_one(Explained).task_code
        return next((row for row in self._rows if row.code == code), None)

    @property
    def has_more(self) -> bool:
        """Whether there are tasks that are not told of yet."""
        return self._explanation is not None and self._explanation.more > 0

    @property
    def _rows(self) -> Sequence[TaskRow]:
        return [task.row for task in self._explanation.tasks] if self._explanation else []

    @on(LineList.Chosen, "#explanation")
    def open_line(self) -> None:
        lines = self.query_one(Explained)
        if lines.task_code is not None:
            self.post_message(TaskOpened(lines.task_code))
        elif lines.at_list:
            self.post_message(RoomWanted("tasks", self.condition))
        elif self.has_more and lines.cursor >= lines.end_of_tasks and self.standpoint is not None:
            self._limit += WINDOW
            self.load(self.standpoint)
