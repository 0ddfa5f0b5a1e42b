"""Two well-made programs of the same kind, to measure ours against on the same machine.

Each is installed into an environment of its own, outside the project's dependencies, with the
versions that were seen to work together (Posting's highlighting crashes with tree-sitter 0.26).
"""

from __future__ import annotations

import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from tests.bench.terminal import Sight, all_of


@dataclass(frozen=True)
class Peer:
    name: str
    requirements: tuple[str, ...]
    sight: Sight
    """What its first useful screen shows."""

    @property
    def version(self) -> str:
        return self.requirements[0].partition("==")[2]


POSTING = Peer(
    "posting", ("posting==2.11.1", "tree-sitter==0.25.2"), all_of("Posting", "Collection", "Quit")
)
DOOIT = Peer("dooit", ("dooit==3.3.4",), all_of("Workspaces", "Welcome to Dooit", "NORMAL"))


def install(peer: Peer, folder: Path) -> Path:
    """The peer's command; it is installed unless an earlier run has done so."""
    home = folder / peer.name
    marker = home / "requirements"
    wanted = "\n".join(peer.requirements)
    programs = home / ("Scripts" if sys.platform == "win32" else "bin")
    if not marker.exists() or marker.read_text() != wanted:
        print(f"Installing {peer.name} {peer.version} to measure against")
        venv.create(home, with_pip=True, clear=True)
        pip = [
            programs / "python",
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            "--quiet",
        ]
        subprocess.run([*pip, *peer.requirements], check=True)
        marker.write_text(wanted)
    return programs / peer.name
