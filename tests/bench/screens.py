"""10,000 tasks on the screen: how soon the table stands, and how soon a key is answered."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from tests.bench import large, scale
from tests.bench.figures import Figure, median
from tests.bench.startup import FIRST_FRAME, TRACKER
from tests.bench.terminal import Sight, Terminal, resident_megabytes

ALL = f"{large.TASKS:,}".replace(",", ".")
STARTS = 7
PRESSES = 15
STILL = 0.4
"""Seconds without a change after which nothing more is to come of a key."""

LOADED_FIRST = "import sys, tracker.tui.office; from tracker.cli.main import main; sys.exit(main())"
"""The program with the database layer loaded before the screens are."""


def measure(folder: Path) -> list[Figure]:
    """The table, the keys and the memory, on a copy of the large database."""
    path = shutil.copy(scale.prepared(folder), folder / "scratch.sqlite")
    home = folder / "home"
    home.mkdir(exist_ok=True)
    try:
        with Terminal(home) as terminal:
            return [*tables(terminal, path), *keys(terminal, path)]
    finally:
        for left in folder.glob("scratch.sqlite*"):
            left.unlink()


def tables(terminal: Terminal, path: Path) -> list[Figure]:
    """From the first frame to the totals, and from the key to the table of tasks."""
    totals, rows = [], []
    for _start in range(STARTS + 1):
        terminal.start([sys.executable, "-c", LOADED_FIRST], {"TRACKER_DATABASE": str(path)})
        first = terminal.wait_for(FIRST_FRAME)
        totals.append(terminal.wait_for(lambda screen: f"/{ALL}" in screen) - first)
        settle(terminal)
        pressed = terminal.press("2")
        rows.append(terminal.wait_for(table_of_all) - pressed)
        terminal.stop()
    return [
        Figure("Totals, after the first frame", median(totals[1:]), "s", runs=STARTS),
        Figure("Task table, after its key", median(rows[1:]), "s", 0.3, runs=STARTS),
    ]


def table_of_all(screen: str) -> bool:
    return f"{ALL} / {ALL}" in screen and "H. " in screen and "/12" in screen


def keys(terminal: Terminal, path: Path) -> list[Figure]:
    """From a key to the first change on the screen. Each key is given time to finish."""
    terminal.start([TRACKER], {"TRACKER_DATABASE": str(path)})
    terminal.wait_for(lambda screen: f"/{ALL}" in screen)
    settle(terminal)
    terminal.press("2")
    terminal.wait_for(table_of_all)
    figures = [
        answered(terminal, "next row", "Down"),
        answered(terminal, "next page", "NPage"),
        answered(terminal, "last row, first row", "End", "Home"),
        answered(terminal, "overview, tasks", "1", "2"),
        answered(terminal, "open a task", "Enter", back="Escape"),
        answered(terminal, "open the report form", "r", back="Escape"),
    ]
    terminal.press("r")
    figures.append(answered(terminal, "Esc, leave the form", "Escape", back="r", bound=None))
    terminal.press("Escape")
    settle(terminal)
    terminal.press("/")
    figures.append(answered(terminal, "a letter in the filter", "h", "BSpace"))
    figures.append(narrowed(terminal))
    memory = resident_megabytes(terminal.process_id())
    terminal.stop()
    return [*figures, Figure("Memory after all this", memory, "MB", 150)]


def answered(
    terminal: Terminal, name: str, *pressed: str, back: str = "", bound: float | None = 50
) -> Figure:
    """The keys ``pressed`` by turns; ``back`` undoes each and is not timed."""
    samples = []
    for turn in range(PRESSES):
        for key in pressed:
            before = settle(terminal)
            begun = terminal.press(key)
            samples.append((terminal.wait_for(other_than(before), 0.001) - begun) * 1000)
            if back:
                settle(terminal)
                terminal.press(back)
        if turn == 0:
            # What a screen needs once, it may load now.
            samples.clear()
    return Figure(f"Key: {name}", median(samples), "ms", bound, runs=len(samples))


def narrowed(terminal: Terminal) -> Figure:
    """From a letter to the list that it leaves."""
    samples = []
    for _turn in range(PRESSES):
        settle(terminal)
        begun = terminal.press("7")
        narrow = terminal.wait_for(lambda screen: f"{ALL} / {ALL}" not in screen, 0.001)
        samples.append((narrow - begun) * 1000)
        terminal.press("BSpace")
        terminal.wait_for(lambda screen: f"{ALL} / {ALL}" in screen)
    return Figure("The list that a letter leaves", median(samples), "ms", runs=PRESSES)


def other_than(before: str) -> Sight:
    return lambda screen: screen != before


def settle(terminal: Terminal) -> str:
    """The screen once it has stopped changing."""
    text, since = terminal.text(), time.perf_counter()
    while time.perf_counter() - since < STILL:
        time.sleep(0.02)
        if (now := terminal.text()) != text:
            text, since = now, time.perf_counter()
    return text
