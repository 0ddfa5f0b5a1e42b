"""The command palette: every command that acts where one stands, found by folded words."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial

from textual.app import ComposeResult
from textual.command import (
    CommandInput,
    CommandList,
    CommandPalette,
    DiscoveryHit,
    Hit,
    Hits,
    Provider,
)
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import LoadingIndicator

from tracker.domain.problem import Problem
from tracker.domain.text import fold, shown
from tracker.i18n import _
from tracker.tui.commands import ROOMS, Command, commands, keys_at
from tracker.tui.widgets.line_input import LineInput
from tracker.views import saved_views


class Commands(Provider):
    """The commands of the screen beneath the palette."""

    async def discover(self) -> Hits:
        for command in self._here():
            yield DiscoveryHit(
                self._line(command), self._run(command), command.said, command.explained
            )

        for name, query, run in self._views():
            line = _("view: {name}").format(name=shown(name))
            yield DiscoveryHit(Content(line), run, line, shown(query))

    async def search(self, query: str) -> Hits:
        words = fold(query).split()
        for command in self._here():
            text = fold(f"{command.said} {command.explained} {command.id}")
            if all(word in text for word in words):
                first = fold(command.said).startswith(fold(query))
                yield Hit(
                    1.0 if first else 0.5,
                    self._line(command),
                    self._run(command),
                    command.said,
                    command.explained,
                )
        for name, asks, run in self._views():
            line = _("view: {name}").format(name=shown(name))
            if all(word in fold(line) for word in words):
                yield Hit(0.4, Content(line), run, line, shown(asks))

    def _views(self) -> list[tuple[str, str, Callable[[], Coroutine[object, object, None]]]]:
        """Each saved view with its line and what it does, where there are tasks to show."""
        if getattr(self.screen, "PLACE", None) not in ROOMS:
            return []
        try:
            views = saved_views()
        except Problem:
            return []  # said where a query is typed
        return [
            (name, query, partial(self.screen.run_action, f"app.view({name!r})"))
            for name, query in views.items()
        ]

    def _here(self) -> list[Command]:
        place = getattr(self.screen, "PLACE", None)
        if place is None:
            return []
        return [command for command in commands(place) if command.id != "app.palette"]

    def _line(self, command: Command) -> Content:
        place = self.screen.PLACE  # type: ignore[attr-defined]  # `_here` found one
        keys = "  ".join(keys_at(command, place))
        return Content.assemble(command.said, ("   " + keys, "dim"))

    def _run(self, command: Command) -> Callable[[], Coroutine[object, object, None]]:
        return partial(self.screen.run_action, command.action)


class PaletteLine(CommandInput, LineInput):
    """The palette's line to type in."""


class Palette(CommandPalette):
    """The list of commands, with our own line to type in instead of Textual's."""

    def compose(self) -> ComposeResult:
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield PaletteLine(placeholder=self._placeholder, select_on_focus=False)
            with Vertical(id="--results"):
                yield CommandList()
                yield LoadingIndicator()


def palette() -> Palette:
    """The palette in the language that is spoken now."""
    return Palette(providers=[Commands], placeholder=_("Find a command"))
