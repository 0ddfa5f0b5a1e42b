"""Why data is refused, in words that can be translated.

Each failure is a small class that carries its own wording (an English message id) next to
the code that raises it; ``i18n.say`` puts it into the reader's language.
"""

from __future__ import annotations

from typing import ClassVar


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    """Mark ``message`` for the catalogs without translating it here."""
    return message


class Problem(Exception):  # noqa: N818 - its subclasses are named for what is wrong
    """Something that stops a command. ``facts`` fill the placeholders of ``wording``.

    ``next_step`` is what can be done about it on the command line, or empty; the screens have
    words of their own for that. ``near`` is the existing name closest to a mistyped one, or None.
    """

    wording: ClassVar[str] = N_("Something went wrong.")
    next_step: ClassVar[str] = ""

    def __init__(self, *, near: str | None = None, **facts: object) -> None:
        super().__init__()
        self.near = near
        self.facts = facts

    def __str__(self) -> str:
        """The English line; screens and commands use ``i18n.say`` instead."""
        facts = {name: _listed(value) for name, value in self.facts.items()}
        line = " ".join(filter(None, (self.wording, self.next_step))).format(**facts)
        return f"{line} Did you mean “{self.near}”?" if self.near else line


def _listed(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


class Refused(Problem):
    """Invalid or conflicting data: nothing is written (exit code 3)."""


class Failed(Problem):
    """The machine could not do it: disk, database, file (exit code 1)."""
