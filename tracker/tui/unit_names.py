"""What the units of a plan are called where there is little room."""

from __future__ import annotations

from collections import Counter

from tracker.domain.unit import UnitTree
from tracker.domain.words import Words
from tracker.i18n import lang
from tracker.tui.cells import clip, said

COMMON = 3
"""Names from which on the words that they begin with say little."""


class UnitNames:
    """The short names of the units in ``tree``; called with a code, gives that unit's."""

    def __init__(self, tree: UnitTree) -> None:
        self._tree = tree
        self._common: dict[str, frozenset[str]] = {}

    def __call__(self, code: str) -> Words:
        """A unit's short name; its code where the plan does not know it."""
        unit = self._tree.units.get(code)
        return (unit.short or unit.name) if unit else Words(code)

    def cut(self, name: str, width: int) -> str:
        """``name`` in at most ``width`` cells.

        Where it does not fit, the words that several units' names begin with go first: cut at
        their ends, all of those would look alike.
        """
        kept = clip(name, width)
        if kept == name:
            return name
        words = name.split(" ")
        for count in range(len(words) - 1, 0, -1):
            if " ".join(words[:count]) in self._beginnings():
                return clip(" ".join(words[count:]), width)
        return kept

    def _beginnings(self) -> frozenset[str]:
        """Words, one or more, that ``COMMON`` names in the current language begin with."""
        if lang() not in self._common:
            names = [said(self(code)).split(" ") for code in self._tree.units]
            seen = Counter(" ".join(n[:count]) for n in names for count in range(1, len(n)))
            self._common[lang()] = frozenset(b for b, times in seen.items() if times >= COMMON)
        return self._common[lang()]
