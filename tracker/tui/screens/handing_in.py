"""What is common to the forms of reports and accounts: handed in at once, or kept as a draft."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tracker.tui.commands import Place, bindings
from tracker.tui.screens.over import Form


class HandingIn(Form):
    """A form of what a unit hands in. ``kept_back``, while a draft is being put on record."""

    PLACE = Place.HANDING_IN
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.HANDING_IN)]

    kept_back = False

    def action_keep_back(self) -> None:
        """Put it on record as a draft, which counts nowhere until it is handed in."""
        self.kept_back = True
        try:
            self.action_send()
        finally:
            self.kept_back = False
