"""Units or directives as bars, the neediest first: sign, name, bar with pace mark, figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rich.cells import cell_len
from textual.content import Content

from tracker.domain.status import Sign, Status
from tracker.domain.summary import Figures
from tracker.domain.words import Words
from tracker.i18n import _, formats
from tracker.tui.cells import clip, left, right, said
from tracker.tui.columns import Cut
from tracker.tui.widgets.lines import LineList

SIGN_INKS = {
    Sign.OVERDUE: ".ink--overdue",
    Sign.AT_RISK: ".ink--risk",
    Sign.DONE: ".ink--done",
}
_WORST_FIRST = tuple(Sign)
FULL, HALF, REST, PACE = "━", "╸", "─", "┃"
LONGEST_BAR, SHORTEST_BAR = 36, 8
NAME_SHARE = 26


@dataclass(frozen=True, slots=True)
class BarRow:
    """One unit's or directive's own figures."""

    code: str
    name: Words
    figures: Figures


def by_need(rows: Sequence[BarRow]) -> list[BarRow]:
    """Worst sign first, then the lowest completion; rows without a percent at the end."""

    def need(row: BarRow) -> tuple[int, bool, Fraction, str]:
        done = row.figures.completion
        sign = _WORST_FIRST.index(row.figures.sign)
        return sign, done is None, done or Fraction(0), row.code

    return sorted(rows, key=need)


def bar(completion: Fraction | None, pace: Fraction, width: int, *, loud: str = "") -> Content:
    """``completion`` (percent) as a line of ``width`` cells; ``pace`` (0–1) is where it should
    be by now."""
    halves = min(int((completion or Fraction(0)) / 100 * width * 2), 2 * width)
    filled = FULL * (halves // 2) + (HALF if halves % 2 else "")
    rest = REST * (width - len(filled))
    mark = min(int(pace * width), width - 1)
    line = Content.assemble((filled, loud or ".ink--bar"), (rest, ".ink--bar-rest"))
    if pace <= 0:
        return line
    return line[:mark] + Content.styled(PACE, ".ink--pace") + line[mark + 1 :]


class BarList(LineList):
    """Rows of figures; ``title`` names what they are."""

    HEADS = 1

    def __init__(self, title: str, *, dom_id: str) -> None:
        super().__init__(id=dom_id)
        self.title = title
        self.rows: Sequence[BarRow] = ()
        self.pace = Fraction(0)
        self.cut: Cut = clip
        """How a name is made to fit."""

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def row(self) -> BarRow | None:
        return self.rows[self.cursor] if self.rows else None

    def show(self, rows: Sequence[BarRow], pace: Fraction) -> None:
        """Show these rows, the neediest first; the cursor stays on its row."""
        here = self.row.code if self.row else None
        self.rows, self.pace = by_need(rows), pace
        codes = [row.code for row in self.rows]
        if here in codes:
            self.set_reactive(LineList.cursor, codes.index(here))
        self.changed()
        self._bring_into_sight()

    def _due(self, figures: Figures) -> str:
        due = figures.done_of_due
        return f"{formats.count(due.numerator)}/{formats.count(due.denominator)}"

    def _widths(self, width: int) -> tuple[int, int, int, int]:
        """Cells for the name, the bar, the percent and done of due."""
        due = max([cell_len(_("Done/due")), *(cell_len(self._due(r.figures)) for r in self.rows)])
        percent = 7
        names = [cell_len(said(r.name)) for r in self.rows] or [NAME_SHARE]
        longest = max(cell_len(_(self.title)), *names)
        rest = width - 2 - 3 - percent - due
        # A name may take two thirds, so that the bar is still one.
        name = min(longest, max(NAME_SHARE, rest * 2 // 3), max(rest - SHORTEST_BAR, 8))
        return name, max(min(rest - name, LONGEST_BAR), 1), percent, due

    def _pace_label(self, width: int) -> str:
        """What the mark in the bars means; a figure is never cut, so its word gives way whole."""
        if self.pace <= 0:
            return ""
        percent = formats.percent(100 * self.pace)
        label = f"{PACE} " + _("pace {percent}").format(percent=percent)
        return label if cell_len(label) <= width else f"{PACE} {percent}"

    def head(self, width: int) -> Content:
        name, size, percent, due = self._widths(width - 1)
        label = left(self._pace_label(size), size)
        return Content.assemble(
            " ",
            (left(_(self.title), name + 2), ".ink--strong"),
            " ",
            (label, ".ink--faint"),
            " ",
            (right("%", percent), ".ink--muted"),
            " ",
            (right(_("Done/due"), due), ".ink--muted"),
        )

    def line(self, index: int, width: int) -> Content:
        row = self.rows[index]
        name, size, percent, due = self._widths(width)
        sign = row.figures.sign
        ink = SIGN_INKS.get(sign, ".ink--muted")
        done = row.figures.completion
        late = row.figures.count(Status.OVERDUE)
        return Content.assemble(
            (f"{sign.glyph} ", ink),
            left(self.cut(said(row.name), name), name),
            " ",
            bar(done, self.pace, size),
            " ",
            (right(formats.percent(done), percent), ".ink--strong"),
            " ",
            (right(self._due(row.figures), due), ".ink--overdue" if late else ".ink--muted"),
        )
