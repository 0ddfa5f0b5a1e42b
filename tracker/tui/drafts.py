"""What was typed into a form and not saved, kept until the form is opened anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.i18n import _


@dataclass(frozen=True, slots=True)
class Draft:
    """``typed`` is the text under each field's name; ``title`` (a message id) and ``about`` say
    which form it was typed into."""

    title: str
    about: str
    typed: Mapping[str, str]

    @property
    def said(self) -> str:
        """The form and what it is about, in the current language."""
        return f"{_(self.title)}  {self.about}".rstrip()
