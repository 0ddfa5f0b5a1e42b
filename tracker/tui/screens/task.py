"""One task, whole: everything that was promised, reported and changed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tracker.domain.task import TaskRow
from tracker.tui.answers import Standpoint, Story, StoryLoaded
from tracker.tui.commands import Place, bindings
from tracker.tui.errands import Errands
from tracker.tui.screens.room import Room
from tracker.tui.story import story_lines
from tracker.tui.widgets.reader import Reader
from tracker.tui.widgets.title import Title


class TaskRoom(Room):
    """The story of the task ``code``."""

    PLACE = Place.TASK
    NAME = "tasks"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.TASK)]

    def __init__(self, errands: Errands, code: str) -> None:
        super().__init__(errands)
        self.code = code
        self.story: Story | None = None

    def body(self) -> ComposeResult:
        yield Reader(dom_id="story")

    def on_mount(self) -> None:
        self.query_one(Title).aside = self.code
        self.query_one(Reader).focus()

    def load(self, standpoint: Standpoint) -> None:
        self.errands.read(
            self, lambda office: StoryLoaded(office.story(standpoint, self.code)), "story"
        )

    def on_story_loaded(self, loaded: StoryLoaded) -> None:
        first = self.story is None
        self.story = loaded.story
        self.query_one(Reader).show(
            lambda width: story_lines(loaded.story, width, whole=True), from_top=first
        )

    def task_at_hand(self) -> TaskRow | None:
        return self.story.detail.row if self.story else None
