"""The bottom of every screen: what just happened or what the signs mean, and the keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive

from tracker.domain.origin import Origin
from tracker.domain.status import Sign, Status
from tracker.i18n import _, names
from tracker.tui.cells import wrapped
from tracker.tui.commands import OVER_A_ROOM, WITH_A_TASK, Command, Place, commands, keys_at
from tracker.tui.widgets.bar import Bar, Spot

Signs = Sequence[tuple[str, str, str]]
"""What a legend explains: each sign with its ink and its meaning."""

NOTICE_SECONDS = 12.0
_GAP = 2
"""Cells between two keys."""
MOST_LINES = 4


class KeyBar(Bar):
    """Two lines. A notice takes the place of the legend for a while; a long one takes more.

    While something is open over the screen it is ``covered``, and says nothing.
    """

    notice: reactive[str] = reactive("")
    covered: reactive[bool] = reactive(False)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        # A box has room around it; a room's lines begin a cell from the edge.
        self.indent = 0 if place in OVER_A_ROOM else 1
        self._loud = False
        self.signs: Callable[[], Signs] = task_signs if place in WITH_A_TASK else no_signs
        """The signs that are on this screen."""

    def tell(self, text: str, *, loud: bool = False) -> None:
        """Show one line; ``loud`` for what went wrong."""
        self._loud = loud
        self.notice = text
        self.set_timer(NOTICE_SECONDS, lambda: self._forget(text))

    def relabel(self) -> None:
        # What was said is in the other language.
        self.notice = ""
        self.refresh()

    def watch_notice(self) -> None:
        self.styles.height = 1 + len(self._notice_lines())

    def on_resize(self) -> None:
        self.watch_notice()

    def _forget(self, text: str) -> None:
        if self.notice == text:
            self.notice = ""

    def render(self) -> Content:
        width = self.size.width
        self.spots = []
        if self.covered:
            return Content("")
        indent = " " * self.indent
        first = self._notice() if self.notice else [legend(self.signs(), width - 2 * self.indent)]
        return Content("\n").join([*(indent + line for line in first), self._keys(width)])

    def _notice_lines(self) -> list[str]:
        """The notice in as many lines as it needs: it may name a file, and that is never cut."""
        return wrapped(self.notice, max(self.size.width - 2 * self.indent - 2, 10))[:MOST_LINES]

    def _notice(self) -> list[Content]:
        sign, ink = ("!", ".ink--overdue") if self._loud else ("✓", ".ink--done")
        first, *more = self._notice_lines()
        return [
            Content.assemble((sign, ink), " ", (first, ".ink--strong")),
            *(Content.styled(f"  {line}", ".ink--strong") for line in more),
        ]

    def _keys(self, width: int) -> Content:
        parts: list[Content] = []
        for command, start, end in self.fitting(width):
            key = keys_at(command, self.place)[0]
            parts.append(
                Content.assemble((key, ".ink--key"), " ", (command.said, ".ink--muted"), "  ")
            )
            self.spots.append(Spot(self.keys_line, start, end, command.action, command.explained))
        return Content(" " * self.indent) + Content("").join(parts)

    @property
    def keys_line(self) -> int:
        """Which line the keys stand in."""
        return len(self._notice_lines())

    def fitting(self, width: int) -> list[tuple[Command, int, int]]:
        """The commands that fit side by side, with their first and last cell; by rank."""
        ranked = [command for command in commands(self.place) if command.rank is not None]
        sizes = {command.id: self._cells_of(command) for command in ranked}
        # Room is kept for what stays, and is given to the others by their rank.
        free = width - 1 - self.indent + _GAP
        free -= sum(sizes[command.id] for command in ranked if self.place in command.stays)
        found: list[tuple[Command, int, int]] = []
        x = self.indent
        for command in ranked:
            size = sizes[command.id]
            if self.place not in command.stays:
                if size > free:
                    continue
                free -= size
            if x + size - _GAP > width - 1:
                continue  # so narrow that not even what stays has room
            found.append((command, x, x + size - _GAP))
            x += size
        return found

    def _cells_of(self, command: Command) -> int:
        """The cells of a command's key and label, and of the gap behind them."""
        return cell_len(f"{keys_at(command, self.place)[0]} {command.said}") + _GAP


def no_signs() -> Signs:
    """Nothing on the screen needs explaining."""
    return ()


def origin_signs() -> list[tuple[str, str, str]]:
    """The marks of what no document confirms yet."""
    return [
        (origin.mark, ".ink--mark", names.origin(origin))
        for origin in (Origin.PROPOSED, Origin.INFERRED)
    ]


def task_signs() -> list[tuple[str, str, str]]:
    """The signs beside tasks, those that call for somebody first."""
    signs = origin_signs()
    signs += [
        (Sign.OVERDUE.glyph, ".ink--overdue", names.sign(Sign.OVERDUE)),
        (Sign.AT_RISK.glyph, ".ink--risk", names.sign(Sign.AT_RISK)),
    ]
    signs += [
        (status.glyph, ".ink--muted", names.status_short(status))
        for status in Status
        if status is not Status.OVERDUE
    ]
    return signs


def legend(entries: Signs, width: int) -> Content:
    """What the signs mean: as many as fit."""
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
