"""The line that people type into, wherever they do."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.widgets import Input

from tracker.domain.text import shown_in_place

_CHANGES_NOTHING = ("copy", "submit")
_EDITING = {
    binding.key: binding.action
    for binding in Binding.make_bindings(Input.BINDINGS)
    if binding.action not in _CHANGES_NOTHING
}
"""What each key that moves or deletes does in Textual's own field."""


class LineInput(Input):
    """A line in which keys take effect in the order in which they were pressed.

    An input method (Telex, VNI) sends backspaces and new letters in one burst. Textual's field
    writes a letter at once, but lets a backspace go round by the bindings of the whole program, so
    that it deletes a letter that was typed after it.
    """

    @property
    def _value(self) -> Text:
        """What is drawn: no control character of a text from elsewhere reaches the terminal."""
        return Text(shown_in_place(self.value), no_wrap=True, overflow="ignore", end="")

    async def _on_key(self, event: events.Key) -> None:
        action = _EDITING.get(event.key)
        if action is not None:
            event.stop()
            await self.run_action(action)
        elif event.key.startswith("alt+"):
            # Terminals send it as Escape and a letter, and Textual's field would write the letter.
            event.prevent_default()
