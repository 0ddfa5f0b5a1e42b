"""The tree of units at the side of the list, with how many tasks each has below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from tracker.domain.unit import UnitTree
from tracker.i18n import _, formats
from tracker.tui.cells import left, said
from tracker.tui.unit_names import UnitNames
from tracker.tui.widgets.lines import LineList

OPEN, CLOSED = "▾", "▸"


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree; ``code`` None stands for all units."""

    code: str | None
    depth: int
    below: int


class Units(LineList):
    """Right opens a branch, left closes it or goes to the one above; the cursor chooses."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "open_branch", show=False),
        Binding("left,h", "close_branch", show=False),
    ]

    class UnitChosen(Message):
        """The cursor came to a unit; None for all units."""

        def __init__(self, code: str | None) -> None:
            super().__init__()
            self.code = code

    def __init__(self, *, dom_id: str) -> None:
        super().__init__(id=dom_id)
        self._tree = UnitTree(())
        self._names = UnitNames(self._tree)
        self._counts: Mapping[str, int] = {}
        self._all = 0
        self._folded: set[str] = set()
        self._shown: set[str] = set()
        self._lines: list[Branch] = [Branch(None, 0, 0)]

    @property
    def count(self) -> int:
        return len(self._lines)

    def show(self, tree: UnitTree, counts: Mapping[str, int], chosen: str | None) -> None:
        """Show the units of ``tree`` that have tasks, or had some since the tree is shown."""
        if tree is not self._tree:
            self._names = UnitNames(tree)
        self._tree, self._counts = tree, counts
        roots = tree.children(None)
        self._all = sum(counts.get(code, 0) for code in roots)
        self._shown = (self._shown | set(counts)) & set(tree.units)
        self._lay_out()
        self.point_at(chosen)

    def point_at(self, code: str | None) -> None:
        """Move the cursor to a unit without choosing it anew; opens what hides it."""
        above = code
        while above is not None and (unit := self._tree.units.get(above)):
            above = unit.parent
            if above is not None:
                self._folded.discard(above)
        self._lay_out()
        index = next((i for i, line in enumerate(self._lines) if line.code == code), 0)
        self.set_reactive(LineList.cursor, index)
        self.changed()
        self._bring_into_sight()

    def _lay_out(self) -> None:
        self._lines = [Branch(None, 0, 0)]
        self._add(None, 0)

    def _add(self, parent: str | None, depth: int) -> None:
        for code in self._tree.children(parent):
            if code not in self._shown:
                continue
            below = [c for c in self._tree.children(code) if c in self._shown]
            self._lines.append(Branch(code, depth, len(below)))
            if code not in self._folded:
                self._add(code, depth + 1)

    def line(self, index: int, width: int) -> Content:
        branch = self._lines[index]
        if branch.code is None:
            name, number = _("All units"), self._all
        else:
            name = said(self._names(branch.code))
            number = self._counts.get(branch.code, 0)
        arrow = " "
        if branch.below:
            arrow = CLOSED if branch.code in self._folded else OPEN
        count = formats.count(number)
        before = "  " * branch.depth + f"{arrow} "
        room = max(width - cell_len(before) - cell_len(count) - 2, 1)
        ink = ".ink--muted" if number else ".ink--faint"
        return Content.assemble(
            (before, ".ink--faint"),
            (
                left(self._names.cut(name, room), room),
                "" if number else ".ink--faint",
            ),
            " ",
            (count, ink),
        )

    def watch_cursor(self, before: int, after: int) -> None:
        super().watch_cursor(before, after)
        if before != after and after < len(self._lines):
            self.post_message(self.UnitChosen(self._lines[after].code))

    def action_open_branch(self) -> None:
        branch = self._lines[self.cursor]
        if branch.code in self._folded:
            self._fold(branch.code, closed=False)
        elif branch.below:
            self.cursor += 1

    def action_close_branch(self) -> None:
        branch = self._lines[self.cursor]
        if branch.below and branch.code is not None and branch.code not in self._folded:
            self._fold(branch.code, closed=True)
        else:
            above = (i for i in range(self.cursor, -1, -1) if self._above(i, branch))
            self.cursor = next(above, 0)

    def _above(self, index: int, branch: Branch) -> bool:
        return self._lines[index].depth < branch.depth

    def _fold(self, code: str | None, *, closed: bool) -> None:
        if code is None:
            return
        (self._folded.add if closed else self._folded.discard)(code)
        self._lay_out()
        self.changed()

    def clicked_line(self, index: int, x: int) -> None:
        branch = self._lines[index]
        if branch.below and branch.code and x <= 2 * branch.depth + 2:
            self._fold(branch.code, closed=branch.code not in self._folded)
