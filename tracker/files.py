"""Files that leave the program: written whole or not at all, and never over another unasked."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from tracker.domain.problem import N_, Failed, Refused
from tracker.domain.reason import reason_of


class NoFolderThere(Failed):
    wording = N_("The folder {folder} does not exist; the nearest that does is {nearest}.")


class FileFailed(Failed):
    wording = N_("{path} cannot be written: {reason}")


class FileIsThere(Refused):
    wording = N_("{path} is there already. Give another name, or say that it may be replaced.")


class IsAFolder(Refused):
    wording = N_("{folder} is a folder; give a file's name.")


class NoOrdinaryFile(Refused):
    wording = N_("{path} is a device or a pipe; only an ordinary file is replaced.")


def whole_path(text: str | Path) -> Path:
    """The whole path; ``~`` at its beginning is a home folder, where there is one of that name."""
    path = Path(text)
    with suppress(RuntimeError):  # a name that begins so, and is no user's
        path = path.expanduser()
    return path.absolute()


def check_folder(path: Path) -> None:
    """Refuse a file's ``path`` in a folder that does not exist, or may not be looked into.

    Raises NoFolderThere, FileFailed.
    """
    with _faults_named(path):
        if not _is_folder(path.parent):
            nearest = next((p for p in path.parent.parents if _is_folder(p)), path.anchor)
            raise NoFolderThere(folder=path.parent, nearest=nearest)


def _is_folder(path: Path) -> bool:
    # Unlike `Path.is_dir`, whatever the version of Python, a folder out of sight is not “none”.
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def place_for(path: Path, *, overwrite: bool) -> Path:
    """The whole path that ``path`` means: to be asked before the work of making the content.

    Raises NoFolderThere, IsAFolder, NoOrdinaryFile or FileFailed; FileIsThere unless
    ``overwrite``.
    """
    whole = whole_path(path)
    check_folder(whole)
    with _faults_named(whole):
        _standing(whole)
        if os.path.lexists(whole) and not overwrite:
            raise FileIsThere(path=whole)
    return whole


def put(path: Path, content: bytes, *, overwrite: bool) -> None:
    """Write the whole file or nothing: beside its place first, then put there in one step.

    With ``overwrite`` a file that is there is replaced and keeps its mode; a link stays, and the
    file behind it is replaced. Raises what ``place_for`` raises.
    """
    with _faults_named(path):
        standing = _standing(path)
        if overwrite:
            _replace(path, content, standing)
        else:
            _add(path, content)


@contextmanager
def made_beside(path: Path, *, overwrite: bool) -> Iterator[Path]:
    """A place beside ``path`` at which the block makes a file, which then is put there whole.

    When the block fails, nothing is left. Raises what ``place_for`` raises.
    """
    with _faults_named(path):
        standing = _standing(path)
        place = Path(os.path.realpath(path)) if overwrite else path
        check_folder(place)
        beside = _name_beside(place)
        try:
            yield beside
            flush(beside)
            if overwrite:
                if standing is not None:
                    with suppress(OSError):
                        beside.chmod(stat.S_IMODE(standing.st_mode))
                beside.replace(place)
            else:
                _put_where_none_is(beside, place)
            flush_folder(place.parent)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _put_where_none_is(beside: Path, place: Path) -> None:
    """Raises FileIsThere."""
    try:
        place.hardlink_to(beside)
    except FileExistsError:
        raise FileIsThere(path=place) from None
    except (NotImplementedError, OSError):
        # A file system without links, as on many memory sticks.
        if os.path.lexists(place):
            raise FileIsThere(path=place) from None
        beside.rename(place)


def flush(path: Path) -> None:
    """See that the file is on the disk. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """See that what was put into ``folder`` is there after a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _faults_named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileFailed(path=path, reason=reason_of(error)) from error


def _standing(path: Path) -> os.stat_result | None:
    """What stands at ``path``, or behind a link there; None for nothing.

    Raises IsAFolder, NoOrdinaryFile.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsAFolder(folder=path)
    if not stat.S_ISREG(found.st_mode):
        raise NoOrdinaryFile(path=path)
    return found


def _replace(path: Path, content: bytes, standing: os.stat_result | None) -> None:
    place = Path(os.path.realpath(path))
    check_folder(place)
    mode = 0o666 if standing is None else stat.S_IMODE(standing.st_mode)
    with _beside(place, content, mode) as beside:
        if standing is not None:
            # The process's mask may have taken bits away. Not every file system has them.
            with suppress(OSError):
                beside.chmod(mode)
        beside.replace(place)


def _add(path: Path, content: bytes) -> None:
    """Moving would overwrite a file that has come to stand there meanwhile; a link is refused."""
    try:
        with _beside(path, content, 0o666) as beside:
            try:
                path.hardlink_to(beside)
            except FileExistsError:
                raise
            except (NotImplementedError, OSError):
                # A file system without links, as on many memory sticks.
                _make(path, content, 0o666)
    except FileExistsError:
        raise FileIsThere(path=path) from None


@contextmanager
def _beside(place: Path, content: bytes, mode: int) -> Iterator[Path]:
    """The content in a file of its own in the same folder, gone at the end of the block."""
    beside = _name_beside(place)
    _make(beside, content, mode)
    try:
        yield beside
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _name_beside(place: Path) -> Path:
    """A name that nobody can foresee, and have a link of theirs stand there."""
    return place.with_name(f".{secrets.token_hex(8)}.part")


def _make(path: Path, content: bytes, mode: int) -> None:
    """A file where none was, whole and on the disk; after a fault there is none again.

    Raises FileExistsError, or the OSError.
    """
    # `Path.open` takes no opener, and only one can give the mode.
    file = open(path, "xb", opener=partial(os.open, mode=mode))  # noqa: SIM115 - closed below
    try:
        with file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


class CannotBeRead(Refused):
    wording = N_("{path} cannot be read: {reason}")


class NoFileToRead(Refused):
    wording = N_("{path} is a device or a pipe; only an ordinary file is read.")


class TooLargeToRead(Refused):
    wording = N_("{path} is too large; at most {most} MB are read.")


def content_of(path: Path, most: int) -> bytes:
    """What stands in an ordinary file of at most ``most`` bytes.

    Raises CannotBeRead, IsAFolder, NoFileToRead or TooLargeToRead.
    """
    try:
        # Looked at before it is opened: a pipe would wait for somebody to write.
        standing = path.stat()
        if stat.S_ISDIR(standing.st_mode):
            raise IsAFolder(folder=path)
        if not stat.S_ISREG(standing.st_mode):
            raise NoFileToRead(path=path)
        if standing.st_size > most:
            raise TooLargeToRead(path=path, most=most // 2**20)
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise CannotBeRead(path=path, reason=reason_of(error)) from error
    if len(content) > most:
        raise TooLargeToRead(path=path, most=most // 2**20)
    return content
