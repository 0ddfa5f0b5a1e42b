"""Noticing a database file on a network share, where SQLite's locks cannot be relied on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

_KINDS = frozenset(
    {
        "9p",
        "afpfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.ceph",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs3",
        "nfs4",
        "smb2",
        "smb3",
        "smbfs",
        "vboxsf",
        "vmhgfs",
        "webdav",
    }
)
"""Kinds of file system that another machine serves, as the systems name them."""


class Partition(Protocol):
    """What ``psutil.disk_partitions`` tells of one mounted file system."""

    @property
    def mountpoint(self) -> str: ...
    @property
    def fstype(self) -> str: ...
    @property
    def opts(self) -> str: ...


def _all_partitions() -> Iterable[Partition]:
    import psutil  # noqa: PLC0415 - the first figures do not wait for it

    return psutil.disk_partitions(all=True)


def on_network_share(
    path: Path, partitions: Callable[[], Iterable[Partition]] = _all_partitions
) -> str | None:
    """The kind of network file system that holds ``path``; None for a disk of this machine.

    ``path`` need not exist. Where the system does not say what is mounted, the answer is None: a
    warning that may be wrong would soon be read past.
    """
    whole = path.resolve()
    if whole.drive.startswith("\\\\"):
        return "UNC"  # Windows: \\server\share has no drive letter and is in no list
    try:
        mounted = list(partitions())
    except (OSError, RuntimeError):
        # A container may hide /proc/filesystems; some systems do not let a user list mounts.
        return None
    around = [p for p in mounted if whole.is_relative_to(p.mountpoint)]
    if not around:
        return None
    # Of two mounts at one place the later one hides the other.
    nearest = max(enumerate(around), key=lambda p: (len(Path(p[1].mountpoint).parts), p[0]))[1]
    # Windows says of a mapped drive that it is remote; its kind is that of the server's disk.
    if "remote" in nearest.opts.split(","):
        return nearest.fstype or "remote"
    return nearest.fstype if nearest.fstype.lower() in _KINDS else None
