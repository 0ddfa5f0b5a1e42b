"""What the program says, in Vietnamese (default) and English.

English is the language of the message ids, so English needs no catalog of its own; the
Vietnamese catalog is written room by room in ``vi/<room>.po`` and compiled into one ``.mo`` by
``make catalogs``. One process speaks one language at a time: ``use`` sets it.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from tracker.domain.origin import Field
from tracker.domain.problem import N_, Problem
from tracker.domain.text import shown

Lang = Literal["vi", "en"]
LANGUAGES: tuple[Lang, ...] = ("vi", "en")
CATALOG = Path(__file__).parent / "locale"

_current: Lang = "vi"

__all__ = [
    "LANGUAGES",
    "N_",
    "Lang",
    "_",
    "in_each",
    "lang",
    "n_",
    "next_steps_by",
    "p_",
    "say",
    "use",
]


@cache
def _catalog(language: Lang) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("tracker", CATALOG, languages=[language])


def use(language: Lang) -> None:
    """Speak ``language`` from now on."""
    global _current  # noqa: PLW0603 - one process speaks one language; passing it would touch all
    _current = language


def lang() -> Lang:
    """The language spoken now."""
    return _current


def _(message: str) -> str:
    """``message`` in the current language."""
    return _catalog(_current).gettext(message) if message else ""


def in_each(message: str, context: str | None = None) -> tuple[str, ...]:
    """``message`` in every language, for reading what was written in any of them."""
    catalogs = [_catalog(language) for language in LANGUAGES]
    return tuple(c.pgettext(context, message) if context else c.gettext(message) for c in catalogs)


def n_(singular: str, plural: str, count: int) -> str:
    """The form that fits ``count``; the caller fills the placeholders."""
    return _catalog(_current).ngettext(singular, plural, count)


def p_(context: str, message: str) -> str:
    """``message`` where the same English word means different things."""
    return _catalog(_current).pgettext(context, message)


def _typed(problem: Problem) -> str:
    """What can be typed about it, on the command line."""
    return _(problem.next_step)


_next_step: Callable[[Problem], str] = _typed


def next_steps_by(steps: Callable[[Problem], str] | None) -> None:
    """Let ``say`` end with what ``steps`` says in the current language about a problem; the
    screens have keys where the command line has commands. None: the command line's again."""
    global _next_step  # noqa: PLW0603 - one process has screens, or a command line
    _next_step = steps or _typed


def say(problem: Problem) -> str:
    """One clear line that names what is wrong, where, what is allowed, and what to do next."""
    facts = {name: _fact(value) for name, value in problem.facts.items()}
    line = " ".join(filter(None, (_(problem.wording), _next_step(problem)))).format(**facts)
    if problem.near:
        line += " " + _("Did you mean “{near}”?").format(near=shown(problem.near))
    return line


def _fact(value: object) -> str:
    from tracker.i18n import formats, names  # noqa: PLC0415 - Babel is loaded when used

    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Problem):
        return say(value)
    if isinstance(value, Field):
        return names.field(value)
    if isinstance(value, tuple):
        return ", ".join(_fact(part) for part in value)
    return shown(str(value))
