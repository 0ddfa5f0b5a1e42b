"""Where a total comes from: its arithmetic, the tasks behind it, and the reports behind each."""

from __future__ import annotations

from collections.abc import Sequence
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
from tracker.tui.cells import wrapped
from tracker.tui.commands import Place, bindings
from tracker.tui.errands import Errands
from tracker.tui.screens.room import Room
from tracker.tui.widgets.lines import LineList
from tracker.tui.widgets.title import Title

WINDOW = 50
"""How many tasks are told of at first, and how many more each time."""

_INKS = {"head": ".ink--strong", "strong": ".ink--accent", "plain": "", "faint": ".ink--muted"}
_INDENT = "  "
TO_LIST = N_("⏎ Show these tasks as a list")


class Lines(LineList):
    """The lines of an explanation, wrapped at the width there is; a task's lines open the task."""

    def __init__(self, *, dom_id: str) -> None:
        super().__init__(id=dom_id)
        self._explanation: Explanation | None = None
        self._lines: list[tuple[Content, str | None]] = []

    @property
    def count(self) -> int:
        return len(self._lines)

    @property
    def task_code(self) -> str | None:
        """The code of the task that the cursor's line tells of."""
        return self._lines[self.cursor][1] if self._lines else None

    @property
    def at_list(self) -> bool:
        """Whether the cursor is on the line that leads to the list."""
        return self.cursor == 0 and bool(self._lines)

    @property
    def at_more(self) -> bool:
        """Whether the cursor is on what is told of the tasks that are not shown."""
        explanation = self._explanation
        return (
            explanation is not None
            and explanation.more > 0
            and self.task_code is None
            and self.cursor >= self._end_of_tasks
        )

    def show(self, explanation: Explanation) -> None:
        self._explanation = explanation
        self._lay_out()

    def relabel(self) -> None:
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()
        self._bring_into_sight()

    def _lay_out(self) -> None:
        if self._explanation is None:
            return
        # Loaded here: the first frame needs no words of the exports.
        from tracker.export.explained import explained  # noqa: PLC0415

        width = max(self.scrollable_content_region.width - 1, 10)
        self._lines = [(Content.styled(_(TO_LIST), ".ink--key"), None)]
        for said in explained(self._explanation):
            indent = _INDENT * said.depth
            for text in wrapped(said.text, max(width - len(indent), 10)):
                line = Content.assemble(indent, (text, _INKS[said.look.value]))
                self._lines.append((line, said.task))
        told = [at for at, (_line, task) in enumerate(self._lines) if task is not None]
        self._end_of_tasks = told[-1] + 1 if told else self.count
        self.changed()

    _end_of_tasks = 0

    def line(self, index: int, width: int) -> Content:  # noqa: ARG002 - wrapped already
        return self._lines[index][0]


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
        yield Lines(dom_id="explanation")

    def on_mount(self) -> None:
        self.query_one(Lines).focus()
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
        self.query_one(Lines).show(loaded.explanation)
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
        code = self.query_one(Lines).task_code
        return next((row for row in self._rows if row.code == code), None)

    @property
    def _rows(self) -> Sequence[TaskRow]:
        return [task.row for task in self._explanation.tasks] if self._explanation else []

    @on(LineList.Chosen, "#explanation")
    def open_line(self) -> None:
        lines = self.query_one(Lines)
        if lines.task_code is not None:
            self.post_message(TaskOpened(lines.task_code))
        elif lines.at_list:
            self.post_message(RoomWanted("tasks", self.condition))
        elif lines.at_more and self.standpoint is not None:
            self._limit += WINDOW
            self.load(self.standpoint)
