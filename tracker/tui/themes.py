"""The sets of colours: two greys, one accent, and a loud colour only where someone must act.

The third is for eyes and projectors that need more contrast: black, white, and full colours.
"""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

from tracker.domain.problem import N_, Refused
from tracker.domain.text import near

DARK = Theme(
    name="tracker-dark",
    dark=True,
    primary="#5fb8a6",
    secondary="#7d9fc4",
    accent="#5fb8a6",
    foreground="#d5dae0",
    background="#11151a",
    surface="#171c23",
    panel="#1e252d",
    success="#7fae86",
    warning="#e2b052",
    error="#f2786f",
    variables={
        "muted": "#8d97a3",
        "faint": "#56606c",
        "line": "#2b333d",
        "cursor": "#24303a",
        "block-cursor-foreground": "#d5dae0",
        "block-cursor-background": "#24303a",
        "input-cursor-background": "#5fb8a6",
        "input-cursor-foreground": "#11151a",
        "scrollbar": "#2b333d",
        "scrollbar-hover": "#56606c",
        "scrollbar-active": "#5fb8a6",
        "scrollbar-background": "#11151a",
        "scrollbar-background-hover": "#11151a",
        "scrollbar-background-active": "#11151a",
        "scrollbar-corner-color": "#11151a",
    },
)

LIGHT = Theme(
    name="tracker-light",
    dark=False,
    primary="#1c7a68",
    secondary="#35608f",
    accent="#1c7a68",
    foreground="#1f252b",
    background="#fbfaf7",
    surface="#f2f0eb",
    panel="#e9e6df",
    success="#3f7a4a",
    warning="#8a5a00",
    error="#b3261e",
    variables={
        "muted": "#5c6670",
        "faint": "#9aa2aa",
        "line": "#d8d4cb",
        "cursor": "#dfe9e4",
        "block-cursor-foreground": "#1f252b",
        "block-cursor-background": "#dfe9e4",
        "input-cursor-background": "#1c7a68",
        "input-cursor-foreground": "#fbfaf7",
        "scrollbar": "#d8d4cb",
        "scrollbar-hover": "#9aa2aa",
        "scrollbar-active": "#1c7a68",
        "scrollbar-background": "#fbfaf7",
        "scrollbar-background-hover": "#fbfaf7",
        "scrollbar-background-active": "#fbfaf7",
        "scrollbar-corner-color": "#fbfaf7",
    },
)

CONTRAST = Theme(
    name="tracker-contrast",
    dark=True,
    primary="#ffe14d",
    secondary="#8fd0ff",
    accent="#ffe14d",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    success="#7dff8a",
    warning="#ffc04d",
    error="#ff8a80",
    variables={
        "muted": "#e0e0e0",
        "faint": "#b8b8b8",
        "line": "#ffffff",
        "cursor": "#00418a",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#00418a",
        "input-cursor-background": "#ffe14d",
        "input-cursor-foreground": "#000000",
        "scrollbar": "#808080",
        "scrollbar-hover": "#b8b8b8",
        "scrollbar-active": "#ffe14d",
        "scrollbar-background": "#000000",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
        "scrollbar-corner-color": "#000000",
    },
)

OWN = (DARK, LIGHT, CONTRAST)
"""One key turns through these."""


class UnknownTheme(Refused):
    wording = N_("The settings file names a theme “{name}” that there is not. Allowed: {allowed}.")


def theme_name(wanted: str) -> str:
    """The theme's whole name: ``dark``, ``light`` and ``contrast`` are the program's own.

    Raises UnknownTheme.
    """
    own = {theme.name.removeprefix("tracker-"): theme.name for theme in OWN}
    names = {**own, **{name: name for name in BUILTIN_THEMES}}
    if wanted not in names:
        allowed = list(names)
        raise UnknownTheme(name=wanted, allowed=", ".join(allowed), near=near(wanted, allowed))
    return names[wanted]


OWN_VARIABLES = ("muted", "faint", "line", "cursor")
"""Names that the style sheets use and that Textual's own themes do not have."""
