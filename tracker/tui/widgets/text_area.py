"""The area that people write several lines into, wherever they do."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.widgets import TextArea

from tracker.domain.text import shown_in_place

_LEFT_TO_THE_SCREEN = ("copy",)
_EDITING = {
    binding.key: binding.action
    for binding in Binding.make_bindings(TextArea.BINDINGS)
    if binding.action not in _LEFT_TO_THE_SCREEN and not binding.key.startswith("f")
}
"""What each key that moves or deletes does in Textual's own area; its function keys are commands
here."""


class WritingArea(TextArea):
    """An area in which keys take effect in the order in which they were pressed, as in
    ``LineInput``: the corrections of an input method come in one burst. Tab leaves it.
    """

    BINDINGS = []  # noqa: RUF012 - the base's type; its keys are handled below

    def __init__(self, text: str = "") -> None:
        super().__init__(text, soft_wrap=True, show_line_numbers=False, compact=True)

    async def _on_key(self, event: events.Key) -> None:
        action = _EDITING.get(event.key)
        if action is not None:
            event.stop()
            event.prevent_default()
            await self.run_action(action)

    def get_line(self, line_index: int) -> Text:
        return Text(shown_in_place(self.document.get_line(line_index)), end="", no_wrap=True)

    def on_resize(self) -> None:
        # The base wraps its lines anew after this, and leaves on the screen how they were before.
        self.call_later(self.refresh)
