"""What the list is narrowed to besides its words: each part can be clicked away."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive

from tracker.tui.cells import clip
from tracker.tui.widgets.bar import Bar, Spot


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a filter, in words; ``name`` says which to take away."""

    name: str
    said: str


class Filters(Bar):
    """The parts side by side, and at the right what the list is sorted by."""

    parts: reactive[tuple[Part, ...]] = reactive(())
    order: reactive[str] = reactive("")

    def render(self) -> Content:
        self.spots = []
        order = Content.styled(self.order, ".ink--faint")
        room = self.size.width - order.cell_length - 2
        shown: list[Content] = []
        x = 0
        for part in self.parts:
            text = clip(part.said, max(room - x - 4, 6))
            size = cell_len(text) + 2
            if x + size > room:
                break
            shown.append(Content.assemble((text, ".ink--accent"), (" ✕", ".ink--faint"), "  "))
            self.spots.append(Spot(0, x, x + size, f"take_away({part.name!r})"))
            x += size + 2
        left = Content("").join(shown)
        gap = " " * max(self.size.width - left.cell_length - order.cell_length - 1, 1)
        start = self.size.width - order.cell_length - 1
        self.spots.append(Spot(0, start, self.size.width, "sort"))
        return left + gap + order
