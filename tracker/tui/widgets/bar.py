"""Lines of text with places to click: the base of the title, the key bar and the tiles."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a line that runs ``action`` when it is clicked."""

    line: int
    start: int
    end: int
    action: str
    tooltip: str = ""

    def holds(self, x: int, y: int) -> bool:
        return y == self.line and self.start <= x < self.end


class Bar(Widget):
    """Subclasses fill ``spots`` while they draw themselves."""

    ALLOW_SELECT = False

    def __init__(self, **rest: str | None) -> None:
        super().__init__(id=rest.get("id"), classes=rest.get("classes"))
        self.spots: list[Spot] = []

    def on_mount(self) -> None:
        self.watch(self.app, "lang", self.relabel, init=False)

    def relabel(self) -> None:
        """Say everything in the language that is spoken now."""
        self.refresh()

    def spot_at(self, x: int, y: int) -> Spot | None:
        return next((spot for spot in self.spots if spot.holds(x, y)), None)

    async def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        spot = self.spot_at(offset.x, offset.y) if offset else None
        if spot is not None:
            event.stop()
            await self.screen.run_action(spot.action)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        spot = self.spot_at(event.x, event.y)
        self.tooltip = Content(spot.tooltip) if spot and spot.tooltip else None
