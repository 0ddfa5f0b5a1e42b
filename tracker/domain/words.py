"""A text in both languages of the product."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Vietnamese first; English falls back to it where a user wrote only one."""

    vi: str
    en: str = ""

    def said(self, lang: str) -> str:
        """The text in ``lang`` (``vi`` or ``en``)."""
        return self.en if lang == "en" and self.en else self.vi


NO_WORDS = Words("")
