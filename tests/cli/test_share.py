"""A database file on a network share is noticed, and whoever works on it is warned."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from tests.cli.running import Run


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the system says another machine serves."""
    folder = tmp_path / "share"
    folder.mkdir()
    mounted = [
        SimpleNamespace(mountpoint=tmp_path.anchor or os.sep, fstype="ext4", opts="rw"),
        SimpleNamespace(mountpoint=str(folder), fstype="nfs4", opts="rw"),
    ]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: mounted)  # noqa: A006, ARG005
    return folder


def test_a_database_on_a_share_is_warned_of_and_used_all_the_same(
    share: Path, seeded: Path, run: Run
) -> None:
    database = Path(shutil.copy(seeded, share))
    for command in (
        ("summary", "--json"),
        ("list",),
        ("report", "D7.2-my-xuyen", "1", "--period", "2021-Q1"),
    ):
        warned, quiet = run(database, *command), run(seeded, *command)
        assert (warned.code, warned.out) == (0, quiet.out)
        assert all(part in warned.err for part in ("Cảnh báo", str(database), "nfs4", "PostgreSQL"))
        assert warned.err.count("nfs4") == 1
        assert "nfs4" not in quiet.err


def test_it_is_said_in_english_too_and_before_a_new_file_is_made(share: Path, run: Run) -> None:
    ended = run(share / "new.db", "--lang", "en", "seed")
    assert ended.code == 0
    assert "Warning" in ended.line
    assert "network share (nfs4)" in ended.line
