"""The year across so many cells: months, the day asked about, and a task's bar.

Readable without colour: what is done is full, what is left is light, the deadline has a mark, and
what is overdue goes on from there to the day asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from textual.content import Content

from tracker.domain.origin import Field
from tracker.domain.status import Sign, Status
from tracker.domain.task import TaskRow
from tracker.i18n import _, formats, names

FULL, REST, STOPPED, LATE = "█", "░", "·", "╍"
DEADLINE, OPEN_END, DAY = "◆", "›", "│"

Cell = tuple[str, str]
"""One cell and its ink."""
BLANK: Cell = (" ", "")


def bar_signs() -> list[tuple[str, str, str]]:
    """What a bar is made of, each with its ink and its meaning."""
    return [
        (FULL, ".ink--bar", names.sign(Sign.DONE)),
        (REST, ".ink--muted", _("still to do")),
        (DEADLINE, ".ink--strong", names.field(Field.DEADLINE)),
        (LATE, ".ink--overdue", names.sign(Sign.OVERDUE)),
        (DAY, ".ink--pace", _("the day asked about")),
        (OPEN_END, ".ink--muted", _("no deadline")),
    ]


@dataclass(frozen=True, slots=True)
class Calendar:
    """``year`` in ``width`` cells, seen from ``day``, which may lie outside of it."""

    year: int
    day: date
    width: int

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def days(self) -> int:
        return (date(self.year + 1, 1, 1) - self.first).days

    def cell_of(self, day: date) -> int:
        """The cell in which ``day`` lies; before or after the year, the nearest."""
        passed = (day - self.first).days * self.width // self.days
        return max(0, min(passed, self.width - 1))

    @property
    def day_cell(self) -> int | None:
        """The cell of the day asked about; None outside the year."""
        return self.cell_of(self.day) if self.day.year == self.year else None

    # The head -----------------------------------------------------------------------------------

    def day_line(self) -> Content:
        """The day asked about, beside its line."""
        said = formats.day(self.day)
        here = self.day_cell
        if here is None:
            edge = said if self.day < self.first else said.rjust(self.width)
            return Content.styled(edge.ljust(self.width)[: self.width], ".ink--accent")
        if here + 1 + len(said) <= self.width:
            text = " " * here + DAY + said
        else:
            text = (said + DAY).rjust(here + 1)
        return Content.styled(text.ljust(self.width), ".ink--accent")

    def month_line(self) -> Content:
        """The months, named as long as they fit; where not even their numbers do, each third."""
        starts = [self.cell_of(date(self.year, month, 1)) for month in range(1, 13)]
        room = min(
            end - start for start, end in zip(starts, [*starts[1:], self.width], strict=True)
        )
        names = [formats.month_short(month) for month in range(1, 13)]
        if max(map(len, names)) >= room:
            names = [str(month) for month in range(1, 13)]
        step = 1 if max(map(len, names)) < room else 3
        cells = [BLANK] * self.width
        for month in range(0, 12, step):
            for place, letter in enumerate(names[month], starts[month]):
                if place < self.width:
                    cells[place] = (letter, ".ink--muted")
        return joined(self.with_day(cells))

    # The lines ----------------------------------------------------------------------------------

    def with_day(self, cells: Sequence[Cell]) -> list[Cell]:
        """``cells`` with the line of the day asked about, wherever nothing else stands."""
        found, here = list(cells), self.day_cell
        if here is not None and found[here] == BLANK:
            found[here] = (DAY, ".ink--pace")
        return found

    def bar(self, row: TaskRow) -> Content:
        """A task from its start to its deadline, in two cells more than the calendar is wide: marks
        of proposed dates may stand before and behind it."""
        begin = self.cell_of(row.start)
        end = self.width - 1 if row.deadline is None else self.cell_of(row.deadline)
        end = max(begin, end)
        cells = [BLANK] * self.width
        cells[begin : end + 1] = _filled(row, end + 1 - begin)
        here = self.day_cell
        if row.status is Status.OVERDUE:
            until = self.width if here is None and self.day > self.first else here or 0
            for place in range(end + 1, until):
                cells[place] = (LATE, ".ink--overdue")
        if here is not None:
            # Through the bar as well, so that it is one line from top to bottom.
            cells[here] = (DAY, ".ink--pace")
        cells[end] = _end(row)
        whole = [BLANK, *cells, BLANK]
        # One cell further, for the one before.
        for place, field in ((begin, Field.START), (end + 2, Field.DEADLINE)):
            mark = _mark(row, field)
            if mark and whole[place][0] != DAY:
                whole[place] = (mark, ".ink--mark")
        return joined(whole)

    def blank(self, text: str = "") -> Content:
        """A line without a bar, likewise two cells wider, that begins with ``text``."""
        cells: list[Cell] = [(letter, ".ink--muted") for letter in text[: self.width]]
        cells += [BLANK] * (self.width - len(cells))
        return joined([BLANK, *self.with_day(cells), BLANK])


def _filled(row: TaskRow, length: int) -> list[Cell]:
    """The cells of a bar: done as far as the percent goes, and only whole where all is done."""
    if row.status is Status.CANCELLED:
        return [(STOPPED, ".ink--faint")] * length
    done = min(row.percent or Fraction(0), Fraction(100))
    full = int(done * length / 100)
    ink = ".ink--done" if row.status.done else ".ink--bar"
    return [(FULL, ink)] * full + [(REST, ".ink--faint")] * (length - full)


def _end(row: TaskRow) -> Cell:
    if row.deadline is None:
        return OPEN_END, ".ink--muted"
    inks = {Status.OVERDUE: ".ink--overdue", Status.CANCELLED: ".ink--faint"}
    return DEADLINE, inks.get(row.status, ".ink--strong")


def _mark(row: TaskRow, field: Field) -> str:
    origin = row.origin.get(field)
    there = field is not Field.DEADLINE or row.deadline is not None
    return origin.mark if origin and there else ""


def joined(cells: Sequence[Cell]) -> Content:
    """The cells in a line, those of one ink together."""
    return Content.assemble(*_runs(cells))


def _runs(cells: Sequence[Cell]) -> Iterator[Cell]:
    text, ink = "", ""
    for letter, its in cells:
        if its != ink and text:
            yield text, ink
            text = ""
        text, ink = text + letter, its
    if text:
        yield text, ink
