"""The field that a query is typed into, and the line beneath it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widgets import Static

from tracker.domain.text import shown
from tracker.i18n import _, lang
from tracker.query.completing import Suggestion
from tracker.tui.cells import clip
from tracker.tui.widgets.line_input import LineInput


class QueryInput(LineInput):
    """Tab, or → at the end, takes the first of the ``suggestions``."""

    suggestions: Sequence[Suggestion] = ()

    async def _on_key(self, event: events.Key) -> None:
        at_end = self.cursor_position == len(self.value)
        takes = event.key == "tab" or (event.key == "right" and at_end)
        if takes and self.suggestions and self.suggestions[0].end == self.cursor_position:
            event.stop()
            event.prevent_default()  # else the field that it is made of would take it as well
            self.value, self.cursor_position = self.suggestions[0].taken(self.value)


class QueryLine(Static):
    """What is wrong with the query, or what may come next; it moves the list and covers none."""

    def __init__(self, dom_id: str) -> None:
        super().__init__(id=dom_id, markup=False)

    def explain(self) -> None:
        """What can be typed, while nothing is."""
        example = _("unit: directive: status: due<= value>= owed: … or not ( ) “a phrase”")
        self.update(Content.styled(clip(example, max(self.size.width, 20)), ".ink--faint"))
        self.remove_class("wrong")

    def refuse(self, said: str) -> None:
        """Why the query cannot be read; the list is still the last one that could."""
        self.update(Content.styled(said, ".ink--wrong"))
        self.add_class("wrong")

    def suggest(self, suggestions: Sequence[Suggestion]) -> None:
        """As many as there is room for; the first is what Tab takes."""
        self.remove_class("wrong")
        parts = [Content.styled("Tab ", ".ink--key")] if suggestions else []
        room = max(self.size.width, 20) - 4
        for suggestion in suggestions:
            text, about = shown(suggestion.text), shown(suggestion.about.said(lang()))
            first = len(parts) == 1
            whole = cell_len(f"{text} {about}  ")
            if whole > room and not first:
                break
            about = clip(about, max(room - cell_len(text) - 1, 0))
            ink = ".ink--accent" if first else ""
            parts.append(Content.assemble((text, ink), " ", (about, ".ink--muted"), "  "))
            room -= whole
        self.update(Content("").join(parts))
