"""Above the sheet: whose it is and for which period, with the keys that turn to another."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive

from tracker.domain.lock import CLOSED_GLYPH
from tracker.domain.sheet import Sheet
from tracker.i18n import _, formats, names
from tracker.tui.cells import clip
from tracker.tui.columns import Cut
from tracker.tui.commands import BY_ID, Place, keys_at
from tracker.tui.widgets.bar import Bar, Spot

LEAST_NAME = 14


class SheetHead(Bar):
    """One line; the unit's name gives way. ``aside`` stands at its right."""

    sheet: reactive[Sheet | None] = reactive(None)
    unit_name: reactive[str] = reactive("")
    aside: reactive[str] = reactive("")
    mark: reactive[str] = reactive("")
    """The mark of the reporting day's origin."""

    def __init__(self, *, dom_id: str) -> None:
        super().__init__(id=dom_id)
        self.cut: Cut = clip

    def render(self) -> Content:
        self.spots = []
        sheet = self.sheet
        if sheet is None:
            return Content("")
        period = names.period(sheet.due.period)
        due = _("due on {day}").format(day=formats.day(sheet.due.day) + self.mark)
        ink = ".ink--muted"
        if sheet.is_closed:
            due, ink = f"{CLOSED_GLYPH} {_('closed')}", ".ink--risk"
        unit_key, period_key = _key("sheet.unit"), _key("sheet.period")
        others = f" {unit_key}    {period_key} ‹ {period} ›   {due}"
        name, aside = self._fitted(self.size.width - cell_len(others) - 2)
        at = 1 + cell_len(unit_key) + 1
        self._spot("sheet.unit", 1, at + cell_len(name))
        start = at + cell_len(name) + 3
        arrow = start + cell_len(period_key) + 1
        end = arrow + 2 + cell_len(period)
        self.spots.append(Spot(0, arrow, arrow + 2, "turn(-1)"))
        self.spots.append(Spot(0, end, end + 2, "turn(1)"))
        self._spot("sheet.period", start, end)
        line = Content.assemble(
            " ",
            (unit_key, ".ink--key"),
            " ",
            (name, ".ink--strong"),
            "   ",
            (period_key, ".ink--key"),
            (" ‹ ", ".ink--accent"),
            (period, ".ink--strong"),
            (" ›   ", ".ink--accent"),
            (due, ink),
        )
        gap = " " * (self.size.width - line.cell_length - cell_len(aside) - 1)
        return line + Content.styled(gap + aside, ".ink--muted")

    def _fitted(self, width: int) -> tuple[str, str]:
        """The unit's name and what stands at the right, in ``width`` cells: what is said last at
        the right goes first, then the beginning of the name."""
        parts = self.aside.split(" · ")
        while len(parts) > 1 and cell_len(f"{self.unit_name}   {' · '.join(parts)}") > width:
            parts.pop()
        aside = " · ".join(parts)
        room = max(width - cell_len(aside) - 3, LEAST_NAME)
        aside = clip(aside, max(width - min(room, cell_len(self.unit_name)) - 1, 0))
        return self.cut(self.unit_name, room), aside

    def _spot(self, command: str, start: int, end: int) -> None:
        found = BY_ID[command]
        self.spots.append(Spot(0, start, end, found.action, found.explained))


def _key(command: str) -> str:
    return keys_at(BY_ID[command], Place.SHEET)[0]
