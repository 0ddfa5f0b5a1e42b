"""The program's colours: contrast that can be read, and one key through all of them."""

from __future__ import annotations

import pytest
from textual.color import Color

from tests.tui.stage import staged
from tracker.domain.problem import Problem
from tracker.i18n import say
from tracker.tui.themes import CONTRAST, OWN, theme_name


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.1), 1 to 21."""

    def light(text: str) -> float:
        parts = [part / 255 for part in Color.parse(text).rgb]
        r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_what_must_be_read_stands_out_from_what_is_behind_it(theme: object) -> None:
    least = 7.0 if theme is CONTRAST else 4.5
    behind = theme.background  # type: ignore[attr-defined]
    inks = {
        name: getattr(theme, name)
        for name in ("foreground", "accent", "error", "warning", "success")
    }
    inks["muted"] = theme.variables["muted"]  # type: ignore[attr-defined]
    for name, ink in inks.items():
        assert contrast(ink, behind) >= least, name
    cursor = theme.variables["cursor"]  # type: ignore[attr-defined]
    assert contrast(theme.foreground, cursor) >= least  # type: ignore[attr-defined]


async def test_one_key_turns_through_all(database: str) -> None:
    async with staged(database) as stage:
        seen = [stage.app.theme]
        for _theme in OWN:
            await stage.press("f12")
            seen.append(stage.app.theme)
        assert seen == [*(theme.name for theme in OWN), OWN[0].name]


async def test_the_librarys_themes_are_drawn_as_well(database: str) -> None:
    async with staged(database) as stage:
        for name in ("nord", "textual-light", "ansi-dark", "ansi-light"):
            if name in stage.app.available_themes:
                stage.app.theme = name
                await stage.settle()
                assert "hoàn thành / đến hạn" in stage.text


def test_a_theme_is_known_by_its_name_or_refused_with_the_nearest() -> None:
    assert theme_name("contrast") == CONTRAST.name
    assert theme_name("nord") == "nord"
    with pytest.raises(Problem) as refused:
        theme_name("contrats")
    assert "contrast" in say(refused.value)
