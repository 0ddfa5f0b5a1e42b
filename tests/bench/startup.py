"""How soon a screen stands, ours and the peers' by turns, each in a tmux pane."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import peers
from tests.bench.figures import Figure, median
from tests.bench.terminal import Sight, Terminal, all_of

RUNS = 9
TRACKER = Path(sys.executable).with_name("tracker")
FIRST_FRAME = all_of("Tổng quan", "Nhiệm vụ", "đến hạn")
"""Tabs, and the places where the totals go."""
SEEDED = all_of("/191", "Huyện Châu Thành")
"""The totals of the 2021 plan, and the table of its units."""


@dataclass(frozen=True)
class Contender:
    """A program and what it is timed until: one sight after the other."""

    command: tuple[str | Path, ...]
    sights: tuple[Sight, ...]


def measure(folder: Path) -> list[Figure]:
    """The first frame against Posting's, and the seeded screen against Dooit's empty list.

    ``folder`` keeps the peers' environments.
    """
    home = folder / "home"
    home.mkdir(exist_ok=True)
    database = folder / "seeded.sqlite"
    database.unlink(missing_ok=True)
    seeding = (TRACKER, "--database", database, "seed", "soc-trang-2021")
    subprocess.run(seeding, check=True, capture_output=True)
    contenders = {
        "tracker": Contender((TRACKER,), (FIRST_FRAME, SEEDED)),
        **{
            peer.name: Contender((peers.install(peer, folder / "peers"),), (peer.sight,))
            for peer in (peers.POSTING, peers.DOOIT)
        },
    }
    seconds = race(contenders, home, database)
    (first, data), (posting,), (dooit,) = (seconds[name] for name in contenders)
    return [
        Figure(f"Posting {peers.POSTING.version}, first frame", posting, "s", runs=RUNS),
        Figure("`tracker`, first frame", first, "s", 0.8 * posting, "0.8 × Posting", RUNS),
        Figure(f"Dooit {peers.DOOIT.version}, empty list", dooit, "s", runs=RUNS),
        Figure("`tracker`, seeded totals and table", data, "s", 1.3 * dooit, "1.3 × Dooit", RUNS),
        help_time(),
    ]


def race(contenders: dict[str, Contender], home: Path, database: Path) -> dict[str, list[float]]:
    """The median seconds from start to each sight. They take turns, so that what the machine
    does meanwhile falls on all; a first round, which fills the caches, is not counted."""
    samples: dict[str, list[list[float]]] = {
        name: [[] for _sight in contender.sights] for name, contender in contenders.items()
    }
    with Terminal(home) as terminal:
        for turn in range(RUNS + 1):
            for name, contender in contenders.items():
                begun = terminal.start(contender.command, {"TRACKER_DATABASE": str(database)})
                for sight, kept in zip(contender.sights, samples[name], strict=True):
                    seen = terminal.wait_for(sight)
                    if turn:
                        kept.append(seen - begun)
                terminal.stop()
    return {name: [median(kept) for kept in sights] for name, sights in samples.items()}


def help_time() -> Figure:
    """A command that needs neither screens nor database."""
    return Figure("`tracker --help`", command_seconds([TRACKER, "--help"]), "s", runs=RUNS)


def command_seconds(command: Sequence[str | Path]) -> float:
    samples = []
    for _run in range(RUNS + 1):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        samples.append(time.perf_counter() - begun)
    return median(samples[1:])
