"""A truncated, an empty, a foreign and a newer file in the database's place."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.running import Ended, fingerprint
from tests.faults.counts import count
from tests.service.office import Office, task
from tracker.cli.main import main
from tracker.domain.problem import Failed
from tracker.settings import backup_folder
from tracker.store.engine import open_engine, reading
from tracker.store.read.view import open_view
from tracker.upkeep.backup import back_up, file_of
from tracker.upkeep.doctor import examine
from tracker.upkeep.migrate import migrate

COMMANDS = (
    ("summary", "--json"),
    ("list",),
    ("report", "D7.1-my-xuyen", "4", "--period", "2021-Q1"),
    ("seed", "soc-trang-2021"),
    ("doctor",),
    ("backup",),
)


@pytest.fixture
def seeded(sqlite_office: Office) -> Path:
    sqlite_office.seed(*(task(f"D7.{n}-my-xuyen") for n in range(1, 30)))
    sqlite_office.close()
    return file_of(sqlite_office.engine)


def said(capsys: pytest.CaptureFixture[str], database: Path, *arguments: str) -> Ended:
    capsys.readouterr()
    code = main(["--database", str(database), *arguments])
    return Ended(code, *capsys.readouterr())


@pytest.mark.parametrize("command", COMMANDS)
def test_a_newer_database_is_said_to_be_newer_and_nothing_changes(
    seeded: Path, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(seeded)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = fingerprint(seeded)
    ended = said(capsys, seeded, *command)
    assert (ended.code, "9999" in ended.line) == (1, True)
    assert fingerprint(seeded) == before
    assert not backup_folder(seeded).exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_foreign_database_is_left_alone(
    tmp_path: Path, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "songs.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE song (title TEXT)")
        connection.commit()
    before = fingerprint(path)
    ended = said(capsys, path, *command)
    assert (ended.code, str(path) in ended.line) == (1, True)
    assert fingerprint(path) == before
    assert not backup_folder(path).exists()


def test_an_empty_file_is_a_database_that_is_still_to_be_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    for command in COMMANDS:
        if command[0] != "seed":
            assert said(capsys, path, *command).code == 3
            assert path.stat().st_size == 0
    assert said(capsys, path, "seed", "soc-trang-2021").code == 0
    assert said(capsys, path, "doctor").code == 0


def test_a_truncated_database_never_shows_figures_and_is_not_written_over(
    seeded: Path, tmp_path: Path
) -> None:
    """Wherever it was cut: it is refused, or at least the doctor finds it and no backup is made."""
    whole = seeded.read_bytes()
    step = count(full=4_096, sample=40_960)
    # SQLite takes a file of one byte for an empty one.
    for size in (2, 50, 99, 100, 511, *range(4_096, len(whole), step)):
        cut = tmp_path / "cut.db"
        cut.write_bytes(whole[:size])
        engine = open_engine(str(cut))
        with pytest.raises(Failed) as failed:
            migrate(engine)
            with reading(engine) as session:
                open_view(session, None, None, Office(str(cut)).today)
            back_up(engine, tmp_path / "never.sqlite", Office(str(cut)).now())
        assert "\n" not in str(failed.value)
        assert not examine(engine).clean
        engine.dispose()
        assert not (tmp_path / "never.sqlite").exists()
        for left in tmp_path.glob("cut.db*"):
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()
