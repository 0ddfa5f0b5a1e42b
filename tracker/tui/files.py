"""Files that leave the screens: written whole, and never over another one unasked."""

from __future__ import annotations

import os
from pathlib import Path

from tracker.domain.problem import N_, Failed, Refused


class FileIsThere(Refused):
    wording = N_("{path} is there already. Give another name, or say that it may be replaced.")


class NoFolderThere(Refused):
    wording = N_("There is no folder {folder}.")


class FileFailed(Failed):
    wording = N_("{path} cannot be written: {reason}")


def place_for(path: Path, *, overwrite: bool) -> Path:
    """The whole path that ``path`` means. Raises NoFolderThere, or FileIsThere unless
    ``overwrite``."""
    whole = path.expanduser().absolute()
    if not whole.parent.is_dir():
        raise NoFolderThere(folder=whole.parent)
    if whole.exists() and not overwrite:
        raise FileIsThere(path=whole)
    return whole


def put(path: Path, content: bytes, *, overwrite: bool) -> None:
    """Write the whole file or nothing: beside its place first, then moved there.

    Raises FileIsThere unless ``overwrite``, or FileFailed.
    """
    try:
        _put(path, content, overwrite=overwrite)
    except FileExistsError:
        raise FileIsThere(path=path) from None
    except OSError as error:
        raise FileFailed(path=path, reason=error.strerror or str(error)) from error


def _put(path: Path, content: bytes, *, overwrite: bool) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        if overwrite:
            beside.replace(path)
        else:
            _move_to_free_place(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _move_to_free_place(beside: Path, path: Path) -> None:
    """Moving would overwrite a file that has come to stand there meanwhile; a link is refused."""
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except (NotImplementedError, OSError):
        # A file system without links, as on many memory sticks.
        with path.open("xb") as file:
            file.write(beside.read_bytes())
