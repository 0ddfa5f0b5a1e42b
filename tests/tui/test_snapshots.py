"""Pictures of each screen, looked at by a person once: ``make snapshots`` takes them anew.

What the screens say and do is tested elsewhere; these show how they look.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from textual.pilot import Pilot

from tests.tui.stage import Stage, program
from tracker import i18n
from tracker.tui.app import TrackerApp

SMALL, LARGE = (80, 24), (140, 40)
Compare = Callable[..., bool]

QUERY = "status:at-risk or directive:d8"
SHEET = ("2", "enter", "7", "enter", "2", "5", "enter")
"""A figure, one that cannot be taken, and one over its ceiling."""

PICTURES = [
    ("overview", SMALL, "vi", ()),
    ("overview", LARGE, "en", ()),
    ("tasks", SMALL, "vi", ("2", "down")),
    ("tasks", LARGE, "vi", ("2", "down")),
    ("query", SMALL, "vi", ("2", "slash", *QUERY, "enter")),
    ("query", LARGE, "en", ("2", "slash", *QUERY)),
    ("query-wrong", SMALL, "vi", ("2", "slash", *"directive:d8 unit:nowhere")),
    ("query-wrong", LARGE, "en", ("2", "slash", *"(directive:d8 or d7")),
    ("query-completion", SMALL, "vi", ("2", "slash", *"đv:")),
    ("query-completion", LARGE, "en", ("2", "slash", *"status:")),
    ("task", SMALL, "en", ("2", "enter")),
    ("explain", SMALL, "vi", ("w",)),
    ("explain", LARGE, "en", ("w", "down", "down")),
    ("report", SMALL, "vi", ("2", "down", "r", "1")),
    ("report", LARGE, "en", ("2", "down", "r", "1")),
    ("account", SMALL, "vi", ("2", "down", "m", "B", "a")),
    ("account", LARGE, "en", ("2", "down", "m", "B", "a")),
    ("edit", SMALL, "vi", ("2", "e")),
    ("status", SMALL, "en", ("2", "f")),
    ("day", SMALL, "vi", ("d",)),
    ("help", LARGE, "vi", ("2", "question_mark")),
    ("reports", SMALL, "vi", ("3", "down")),
    ("reports", LARGE, "en", ("3", "left", "down")),
    ("accounts-due", SMALL, "vi", ("3", "t", "down")),
    ("matrix", SMALL, "vi", ("6", "down", "right")),
    ("matrix", LARGE, "en", ("6", "b", "o", "down")),
    ("matrix-light", SMALL, "en", ("f12", "6")),
    ("timeline", SMALL, "vi", ("7", "down", "down")),
    ("timeline", LARGE, "en", ("7", "b", "down")),
    ("timeline-light", SMALL, "en", ("f12", "7")),
    ("sheet", SMALL, "vi", ("3", "down", "down", "right", "n", *SHEET)),
    ("sheet", LARGE, "en", ("3", "down", "down", "right", "n", *SHEET)),
    ("sheet-unit", SMALL, "en", ("3", "down", "down", "right", "n", "t")),
    ("light", SMALL, "vi", ("f12",)),
]


@pytest.mark.parametrize(
    ("name", "size", "language", "keys"),
    PICTURES,
    ids=[f"{name}-{size[0]}x{size[1]}-{lang}" for name, size, lang, _keys in PICTURES],
)
def test_looks_as_it_did(
    snap_compare: Compare,
    database: str,
    name: str,
    size: tuple[int, int],
    language: i18n.Lang,
    keys: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert name
    i18n.use(language)
    # Moments are shown in the machine's own time zone, and machines differ.
    monkeypatch.setattr("tracker.i18n.formats.moment", lambda moment: f"{moment:%d/%m/%Y %H:%M}")

    async def act(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, TrackerApp)
        stage = Stage(pilot.app, pilot)
        await stage.settle()
        await stage.press(*keys)
        await stage.settle()

    app = program(database, as_of=date(2021, 6, 30))
    app.animation_level = "none"
    assert snap_compare(app, terminal_size=size, run_before=act)


def test_looks_as_it_did_without_colour(
    snap_compare: Compare, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def act(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, TrackerApp)
        await Stage(pilot.app, pilot).settle()

    app = program(database, as_of=date(2021, 6, 30))
    assert snap_compare(app, terminal_size=SMALL, run_before=act)
