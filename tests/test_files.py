"""Files that leave the program are whole, and stand where nobody else's did."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tracker.domain.problem import Problem
from tracker.files import (
    FileFailed,
    FileIsThere,
    IsAFolder,
    NoFolderThere,
    NoOrdinaryFile,
    check_folder,
    place_for,
    put,
)

LONG = b"x" * 1_000_000


def written_by(path: Path, content: bytes = b"ours", *, overwrite: bool = False) -> bytes:
    put(place_for(path, overwrite=overwrite), content, overwrite=overwrite)
    return path.read_bytes()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@contextmanager
def refused(kind: type[Problem], path: Path) -> Iterator[None]:
    """The block is refused in one line that names the place, and leaves no file behind."""
    before = names_in(path.parent)
    with pytest.raises(kind) as problem:
        yield
    line = str(problem.value)
    assert str(path.parent) in line
    assert "\n" not in line
    assert names_in(path.parent) == before


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that has no links, as on many memory sticks."""

    def unknown(*_arguments: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", unknown)


@pytest.fixture(params=["links", "no links"])
def any_disk(request: pytest.FixtureRequest) -> None:
    if request.param == "no links":
        request.getfixturevalue("no_links")


@pytest.mark.usefixtures("any_disk")
def test_a_new_file_is_written_and_nothing_else(tmp_path: Path) -> None:
    assert written_by(tmp_path / "a.md") == b"ours"
    assert names_in(tmp_path) == ["a.md"]


@pytest.mark.usefixtures("any_disk")
@pytest.mark.parametrize("as_a_link", [False, True], ids=["a file", "a link to nothing"])
def test_what_is_there_is_left_alone(as_a_link: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    if as_a_link:
        path.symlink_to(tmp_path / "gone")
    else:
        path.write_text("theirs")
    with refused(FileIsThere, path):
        place_for(path, overwrite=False)
    with refused(FileIsThere, path):  # it came between the question and the writing
        put(path, b"ours", overwrite=False)
    assert path.is_symlink() if as_a_link else path.read_text() == "theirs"


def test_a_link_laid_beside_the_place_leads_nobody_astray(tmp_path: Path) -> None:
    """A name that can be foreseen would be written through."""
    victim = tmp_path / "victim"
    victim.write_text("theirs")
    for name in (f".a.md.{os.getpid()}", f".a.md.{os.getpid()}.part"):
        (tmp_path / name).symlink_to(victim)
    written_by(tmp_path / "a.md")
    written_by(tmp_path / "a.md", overwrite=True)
    assert victim.read_text() == "theirs"


def test_replacing_writes_through_a_link_into_its_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    real, link = tmp_path / "elsewhere" / "real", tmp_path / "a.md"
    link.symlink_to(real)
    for content in (b"made", b"replaced"):
        assert written_by(link, content, overwrite=True) == content
        assert link.is_symlink()
        assert real.read_bytes() == content


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o666, 0o664])
def test_replacing_keeps_the_mode(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.touch()
    path.chmod(mode)
    written_by(path, overwrite=True)
    assert path.stat().st_mode & 0o777 == mode


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    written_by(tmp_path / "a.md")
    assert (tmp_path / "a.md").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_is_no_place(overwrite: bool, tmp_path: Path) -> None:
    with refused(IsAFolder, tmp_path):
        place_for(tmp_path, overwrite=overwrite)
    with refused(NoFolderThere, tmp_path / "no" / "such"):
        place_for(tmp_path / "no" / "such" / "a.md", overwrite=overwrite)


def a_pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def a_device(_folder: Path) -> Path:
    return Path(os.devnull)


def a_link_to_a_device(folder: Path) -> Path:
    (folder / "link").symlink_to(os.devnull)
    return folder / "link"


@pytest.mark.skipif(os.name == "nt", reason="devices have no path on Windows")
@pytest.mark.parametrize("made", [a_pipe, a_device, a_link_to_a_device])
def test_what_is_no_file_is_never_replaced(made: Callable[[Path], Path], tmp_path: Path) -> None:
    path = made(tmp_path)
    kind = path.lstat().st_mode
    with refused(NoOrdinaryFile, path):
        place_for(path, overwrite=True)
    with refused(NoOrdinaryFile, path):
        put(path, b"ours", overwrite=True)
    assert path.lstat().st_mode == kind


@pytest.mark.usefixtures("any_disk")
@pytest.mark.parametrize("overwrite", [False, True])
def test_no_room_leaves_nothing_half_written(overwrite: bool, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="limits of a process are Unix's")
    path = tmp_path / "a.md"
    if overwrite:
        path.write_text("theirs")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with refused(FileFailed, path):
            put(path, LONG, overwrite=overwrite)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not overwrite or path.read_text() == "theirs"


@pytest.mark.usefixtures("no_links")
def test_no_room_at_the_place_itself_leaves_nothing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without links the content is written twice, and the second time may be the one to fail."""
    synced: list[int] = []

    def full(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with refused(FileFailed, tmp_path / "a.md"):
        put(tmp_path / "a.md", b"ours", overwrite=False)
    assert len(synced) == 2


def test_a_name_that_is_too_long_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300)
    with refused(FileFailed, path):
        place_for(path, overwrite=False)


def test_the_longest_name_there_can_be_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    assert written_by(path) == written_by(path, overwrite=True) == b"ours"


def test_a_folder_that_may_not_be_looked_into_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: Path, **_options: Any) -> os.stat_result:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", closed)
    with pytest.raises(FileFailed, match="permission denied"):
        check_folder(tmp_path / "a.md")


def test_a_place_below_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with refused(NoFolderThere, tmp_path / "file" / "a.md"):
        place_for(tmp_path / "file" / "a.md", overwrite=False)
