"""Lines that were told in words: wrapped at the width there is, each leading to its task."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual.content import Content

from tracker.tui.cells import clip, wrapped
from tracker.tui.widgets.lines import LineList

if TYPE_CHECKING:
    # The first frame needs no words of the exports.
    from tracker.export.lines import Said

_INKS = {"head": ".ink--strong", "strong": ".ink--accent", "plain": "", "faint": ".ink--muted"}
_INDENT = "  "


class ToldLines(LineList):
    """``above`` are lines before all others, in their own colours, that lead to no task."""

    def __init__(self, *, dom_id: str) -> None:
        super().__init__(id=dom_id)
        self.empty_text = ""
        self._tell: Callable[[], Iterable[Said]] | None = None
        self._lines: list[tuple[Content, str | None]] = []

    @property
    def count(self) -> int:
        return len(self._lines)

    @property
    def task_code(self) -> str | None:
        """The code of the task that the cursor's line tells of."""
        return self._lines[self.cursor][1] if self._lines else None

    @property
    def end_of_tasks(self) -> int:
        """The first line after all that tell of a task; the end where none does."""
        told = [at for at, (_line, task) in enumerate(self._lines) if task is not None]
        return told[-1] + 1 if told else self.count

    def show(self, tell: Callable[[], Iterable[Said]]) -> None:
        """Show what ``tell`` says, which is asked again in the other language and width."""
        self._tell = tell
        self._lay_out()

    def above(self) -> Iterable[Content]:
        """What stands before all that is told."""
        return ()

    def relabel(self) -> None:
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()
        self._bring_into_sight()

    def _lay_out(self) -> None:
        if self._tell is None:
            return
        width = max(self.scrollable_content_region.width - 1, 10)
        self._lines = [(line, None) for line in self.above()]
        for said in self._tell():
            indent = _INDENT * said.depth
            for text in wrapped(said.text, max(width - len(indent), 10)):
                line = Content.assemble(indent, (text, _INKS[said.look.value]))
                self._lines.append((line, said.task))
        self.changed()

    def line(self, index: int, width: int) -> Content:  # noqa: ARG002 - wrapped already
        return self._lines[index][0]

    def empty(self, width: int) -> Content:
        return Content(" " + clip(self.empty_text, width - 2))
