"""Programs in a real terminal: a tmux server of one's own, read by polling its pane."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

PATIENCE = 60.0
# One look at the pane takes some 3 ms of its own; looking all the time would slow what is timed.
PAUSE = 0.005

# Whoever measures may work with these; whoever uses the program does not.
UNSET = ("-u", "PYTHONDONTWRITEBYTECODE", "-u", "PYTHONUNBUFFERED", "-u", "NO_COLOR")

Sight = Callable[[str], bool]


class Terminal:
    """A tmux server with one pane at a time, 120 columns by 36 rows unless told otherwise."""

    def __init__(self, home: Path, columns: int = 120, rows: int = 36) -> None:
        if shutil.which("tmux") is None:
            raise SystemExit(
                "tmux is needed to measure programs in a terminal, and is not installed"
            )
        self.home = home
        self.columns = columns
        self.rows = rows
        self._socket = f"bench-{os.getpid()}"

    def __enter__(self) -> Self:
        # A server that is up already, so that no measured start pays for it.
        self._tmux("-f", os.devnull, "new-session", "-d", "-s", "keeper", "sleep 100000")
        self._tmux("set-option", "-g", "default-terminal", "tmux-256color")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._tmux("kill-server")

    def start(self, command: Sequence[str | Path], environment: Mapping[str, str]) -> float:
        """Runs the command in a new pane and returns the moment just before."""
        settings = {"HOME": str(self.home), "LANG": "C.UTF-8", **environment}
        words = [
            "env",
            *(f"{name}={value}" for name, value in settings.items()),
            *map(str, command),
        ]
        size = ("-x", str(self.columns), "-y", str(self.rows))
        line = "exec " + shlex.join(words)
        begun = time.perf_counter()
        self._tmux("new-session", "-d", "-s", "pane", *size, line)
        return begun

    def stop(self) -> None:
        """Ends the program in the pane and waits until it is gone, so that it steals no time."""
        process = self.process_id()
        self._tmux("kill-session", "-t", "=pane")
        deadline = time.perf_counter() + PATIENCE
        while Path(f"/proc/{process}").exists() and time.perf_counter() < deadline:
            time.sleep(0.01)

    def process_id(self) -> int:
        return int(self._tmux("display-message", "-p", "-t", "=pane:", "#{pane_pid}"))

    def text(self) -> str:
        """What stands in the pane now."""
        return self._tmux("capture-pane", "-p", "-t", "=pane:")

    def press(self, *keys: str) -> float:
        """Types keys (tmux names) and returns the moment just before."""
        begun = time.perf_counter()
        self._tmux("send-keys", "-t", "=pane:", *keys)
        return begun

    def wait_for(self, sight: Sight, pause: float = PAUSE) -> float:
        """The moment at which the pane was first seen to show it; looked at every ``pause``."""
        deadline = time.perf_counter() + PATIENCE
        while True:
            text = self.text()
            now = time.perf_counter()
            if sight(text):
                return now
            if now > deadline:
                raise TimeoutError(f"not seen within {PATIENCE:.0f} s:\n{text}")
            time.sleep(pause)

    def _tmux(self, *words: str) -> str:
        run = subprocess.run(
            ["tmux", "-L", self._socket, *words], capture_output=True, text=True, check=True
        )
        return run.stdout


def all_of(*texts: str) -> Sight:
    """Seen when every text stands on the screen."""
    return lambda screen: all(text in screen for text in texts)


def resident_megabytes(process_id: int) -> float:
    """The memory that a process holds, by the kernel's account."""
    for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no resident size for process {process_id}")
