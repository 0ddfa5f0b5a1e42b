"""Every command is declared once, with keys that clash nowhere and words in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker import i18n
from tracker.tui.app import TrackerApp
from tracker.tui.commands import (
    COMMANDS,
    OVER_A_ROOM,
    Place,
    bindings,
    commands,
    composes,
    keys_at,
)
from tracker.tui.screens.choice import ChoiceDialog
from tracker.tui.screens.corrections import CorrectionsRoom
from tracker.tui.screens.empty import EmptyRoom
from tracker.tui.screens.explain import ExplainRoom
from tracker.tui.screens.handing_in import HandingIn
from tracker.tui.screens.help import HelpPage
from tracker.tui.screens.matrix import MatrixRoom
from tracker.tui.screens.over import Form
from tracker.tui.screens.overview import OverviewRoom
from tracker.tui.screens.reports import ReportsRoom
from tracker.tui.screens.review import ReviewRoom
from tracker.tui.screens.sheet import SheetRoom
from tracker.tui.screens.task import TaskRoom
from tracker.tui.screens.tasks import TasksRoom
from tracker.tui.screens.timeline import TimelineRoom
from tracker.tui.widgets.grid import Grid
from tracker.tui.widgets.lines import LineList
from tracker.tui.widgets.timeline_table import TimelineTable
from tracker.tui.widgets.tree import Units

SCREENS = {
    Place.OVERVIEW: OverviewRoom,
    Place.TASKS: TasksRoom,
    Place.TASK: TaskRoom,
    Place.EXPLAIN: ExplainRoom,
    Place.CORRECTIONS: CorrectionsRoom,
    Place.REVIEW: ReviewRoom,
    Place.REPORTS: ReportsRoom,
    Place.MATRIX: MatrixRoom,
    Place.TIMELINE: TimelineRoom,
    Place.SHEET: SheetRoom,
    Place.EMPTY: EmptyRoom,
    Place.FORM: Form,
    Place.HANDING_IN: HandingIn,
    Place.CHOICE: ChoiceDialog,
    Place.DIALOG: HelpPage,
}
KEYS_PAGE = Path(__file__).parents[2] / "docs" / "keys.md"


def test_ids_are_unique() -> None:
    ids = [command.id for command in COMMANDS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("place", Place)
def test_no_two_commands_of_a_place_share_a_key(place: Place) -> None:
    keys = [key for command in commands(place) for key in command.keys]
    assert len(keys) == len(set(keys))


def test_letters_that_move_are_no_commands() -> None:
    moving = {
        key
        for widget in (LineList, Units, Grid, TimelineTable)
        for binding in widget.BINDINGS
        for key in binding.key.split(",")  # type: ignore[union-attr]
    }
    assert {"h", "j", "k", "l", "g", "G"} <= moving
    assert not moving & {key for command in COMMANDS for key in command.keys}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.id)
def test_each_has_a_key_that_no_input_method_composes(command: object) -> None:
    assert any(not composes(key) for key in command.keys)  # type: ignore[attr-defined]


@pytest.mark.parametrize("place", OVER_A_ROOM)
def test_over_a_room_no_letter_is_a_command(place: Place) -> None:
    for binding in bindings(place):
        assert not any(composes(key) for key in binding.key.split(","))


def test_in_the_sheet_no_digit_is_a_command() -> None:
    for binding in bindings(Place.SHEET):
        assert not any(key.isdigit() for key in binding.key.split(","))


@pytest.mark.parametrize("place", Place)
def test_each_command_of_a_place_does_something_there(place: Place) -> None:
    for command in commands(place):
        owner, _dot, action = command.action.rpartition(".")
        target = TrackerApp if owner == "app" else SCREENS[place]
        assert hasattr(target, f"action_{action.partition('(')[0]}"), command.id


@pytest.mark.parametrize("place", Place)
def test_bindings_carry_id_and_tooltip_so_that_they_can_be_remapped(place: Place) -> None:
    for binding in bindings(place):
        assert binding.id
        assert binding.tooltip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.id)
def test_label_and_tooltip_are_said_in_vietnamese(command: object) -> None:
    for text in (command.label, command.tooltip):  # type: ignore[attr-defined]
        i18n.use("vi")
        assert i18n._(text) != text


def test_the_keys_page_documents_every_command() -> None:
    page = KEYS_PAGE.read_text(encoding="utf-8")
    for command in COMMANDS:
        line = next((ln for ln in page.splitlines() if f"`{command.id}`" in ln), "")
        assert line, command.id
        for key in keys_at(command, command.places[0]):
            assert f"`{key}`" in line, command.id
