"""The two sets of colours: two greys, one accent, and a loud colour only where someone must act."""

from __future__ import annotations

from textual.theme import Theme

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

OWN_VARIABLES = ("muted", "faint", "line", "cursor")
"""Names that the style sheets use and that Textual's own themes do not have."""
