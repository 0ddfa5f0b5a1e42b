"""Why the machine refuses, in words that the catalogs have.

The system and the libraries give their reasons in English, whatever language the reader speaks.
The usual ones are said in ours here; any other is quoted as it is.
"""

from __future__ import annotations

import errno

from tracker.domain.problem import N_, Problem


class Reason(Problem):
    """A part of a line that says what failed; never raised itself."""

    wording = N_("“{said}”")


class DiskIsFull(Reason):
    wording = N_("the disk is full")


class DiskIsReadOnly(Reason):
    wording = N_("the disk is read-only")


class DiskIsFaulty(Reason):
    wording = N_("the disk cannot be read or written")


class NotPermitted(Reason):
    wording = N_("permission denied")


class NotThere(Reason):
    wording = N_("it does not exist")


class IsFolder(Reason):
    wording = N_("it is a folder")


class NotAFolder(Reason):
    wording = N_("a part of the path is not a folder")


class NameTooLong(Reason):
    wording = N_("the name is too long")


class TooLarge(Reason):
    wording = N_("the file would be larger than is allowed")


_USUAL: dict[int, type[Reason]] = {
    errno.ENOSPC: DiskIsFull,
    errno.EROFS: DiskIsReadOnly,
    errno.EIO: DiskIsFaulty,
    errno.EACCES: NotPermitted,
    errno.EPERM: NotPermitted,
    errno.ENOENT: NotThere,
    errno.EISDIR: IsFolder,
    errno.ENOTDIR: NotAFolder,
    errno.ENAMETOOLONG: NameTooLong,
    errno.EFBIG: TooLarge,
}


def reason_of(error: BaseException) -> Reason:
    """The reason in ``error`` as a fact for a Problem, which is said in the reader's language."""
    if isinstance(error, OSError):
        if (usual := _USUAL.get(error.errno or 0)) is not None:
            return usual()
        return quoted(error.strerror or str(error))
    return quoted(str(error))


def quoted(said: str) -> Reason:
    """A reason that another program gives in words of its own, on one line."""
    return Reason(said=" ".join(said.split()))
