"""A program in a pseudo-terminal, and what a person would see there. Unix only."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 60.0


class Screen:
    """Starts the program on entering and makes sure that it is gone on leaving."""

    def __init__(
        self, command: Sequence[str | Path], folder: Path, columns: int = 80, rows: int = 24
    ) -> None:
        self._command = [str(word) for word in command]
        self._folder = folder
        self._display = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._display)

    def __enter__(self) -> Self:
        self._unplugged = False
        self._mine, theirs = pty.openpty()
        size = struct.pack("HHHH", self._display.lines, self._display.columns, 0, 0)
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, size)
        self._process = subprocess.Popen(
            self._command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=self._folder,
            env={**os.environ, "TERM": "xterm-256color"},
            # A session of its own: the whole of it, `make` and its children, can be ended at once.
            start_new_session=True,
        )
        os.close(theirs)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if not self._unplugged:
            os.close(self._mine)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._display.display)

    def press(self, keys: str) -> None:
        os.write(self._mine, keys.encode())

    def wait_for(self, *texts: str) -> str:
        """The screen once it shows all the texts; fails with the screen as it is then."""
        deadline = time.monotonic() + PATIENCE
        while not all(text in self.text for text in texts):
            alive = self._read(0.1)
            assert alive, f"The program ended with this on the screen:\n{self.text}"
            assert time.monotonic() < deadline, f"No {texts} on the screen:\n{self.text}"
        return self.text

    def wait_while(self, text: str) -> None:
        """Until the screen no longer shows the text."""
        deadline = time.monotonic() + PATIENCE
        while text in self.text:
            assert self._read(0.1), f"The program ended with this on the screen:\n{self.text}"
            assert time.monotonic() < deadline, f"Still {text} on the screen:\n{self.text}"

    def kill(self) -> None:
        """The program is gone between two instructions (SIGKILL)."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def unplug(self) -> None:
        """The terminal is gone, as when its window closes."""
        os.close(self._mine)
        self._unplugged = True

    def wait_for_end_unplugged(self, seconds: float) -> bool:
        """Whether the program ends by itself within ``seconds``."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def wait_for_end(self) -> int:
        """The exit code, once the program has ended by itself."""
        deadline = time.monotonic() + PATIENCE
        while self._process.poll() is None:
            self._read(0.1)
            assert time.monotonic() < deadline, f"It has not ended:\n{self.text}"
        return self._process.wait()

    def _read(self, seconds: float) -> bool:
        """Takes in what the program has written; False when it has closed the terminal."""
        if select.select([self._mine], [], [], seconds)[0]:
            try:
                written = os.read(self._mine, 65536)
            except OSError:  # how Linux says that the other end is closed
                return False
            self._stream.feed(written)
        return self._process.poll() is None
