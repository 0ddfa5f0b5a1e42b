"""The bottom of every screen: what just happened or what the signs mean, and the keys."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive

from tracker.domain.origin import Origin
from tracker.domain.status import Sign, Status
from tracker.i18n import _, names
from tracker.tui.cells import clip
from tracker.tui.commands import OVER_A_ROOM, Command, Place, commands, keys_at
from tracker.tui.widgets.bar import Bar, Spot

NOTICE_SECONDS = 12.0


class KeyBar(Bar):
    """Two lines. A notice takes the place of the legend for a while, so that nothing moves."""

    notice: reactive[str] = reactive("")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        # A box has room around it; a room's lines begin a cell from the edge.
        self.indent = 0 if place in OVER_A_ROOM else 1
        self._loud = False

    def tell(self, text: str, *, loud: bool = False) -> None:
        """Show one line; ``loud`` for what went wrong."""
        self._loud = loud
        self.notice = text
        self.set_timer(NOTICE_SECONDS, lambda: self._forget(text))

    def _forget(self, text: str) -> None:
        if self.notice == text:
            self.notice = ""

    def render(self) -> Content:
        width = self.size.width
        self.spots = []
        first = self._notice(width) if self.notice else legend(width - 2 * self.indent)
        return Content("\n").join([Content(" " * self.indent) + first, self._keys(width)])

    def _notice(self, width: int) -> Content:
        sign, ink = ("!", ".ink--overdue") if self._loud else ("✓", ".ink--done")
        return Content.assemble((sign, ink), " ", (clip(self.notice, width - 4), ".ink--strong"))

    def _keys(self, width: int) -> Content:
        parts: list[Content] = []
        for command, start, end in self.fitting(width):
            key = keys_at(command, self.place)[0]
            parts.append(
                Content.assemble((key, ".ink--key"), " ", (command.said, ".ink--muted"), "  ")
            )
            self.spots.append(Spot(1, start, end, command.action, command.explained))
        return Content(" " * self.indent) + Content("").join(parts)

    def fitting(self, width: int) -> list[tuple[Command, int, int]]:
        """The commands that fit side by side, with their first and last cell; by rank."""
        found: list[tuple[Command, int, int]] = []
        x = self.indent
        for command in commands(self.place):
            if command.rank is None:
                continue
            end = x + cell_len(f"{keys_at(command, self.place)[0]} {command.said}")
            if end > width - 1:
                continue
            found.append((command, x, end))
            x = end + 2
        return found


def legend(width: int) -> Content:
    """What the signs mean: as many as fit, those that call for somebody first."""
    entries = [
        (Origin.PROPOSED.mark, ".ink--mark", names.origin(Origin.PROPOSED)),
        (Origin.INFERRED.mark, ".ink--mark", names.origin(Origin.INFERRED)),
        (Sign.OVERDUE.glyph, ".ink--overdue", names.sign(Sign.OVERDUE)),
        (Sign.AT_RISK.glyph, ".ink--risk", names.sign(Sign.AT_RISK)),
    ]
    entries += [
        (status.glyph, ".ink--muted", names.status_short(status))
        for status in Status
        if status is not Status.OVERDUE
    ]
    parts: list[Content] = []
    used = 0
    for glyph, ink, meaning in entries:
        size = cell_len(f"{glyph} {meaning}") + 2
        if used + size > width + 2:
            break
        used += size
        parts.append(Content.assemble((glyph, ink), " ", (meaning, ".ink--faint"), "  "))
    return Content("").join(parts)


def no_task_chosen() -> str:
    """What is said when a command needs a task and there is none under the cursor."""
    return _("There is no task under the cursor.")
