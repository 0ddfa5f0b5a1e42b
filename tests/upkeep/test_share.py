"""Whether a file lies on a network share, told from what is mounted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tracker.upkeep.share import on_network_share


@dataclass(frozen=True)
class Mounted:
    mountpoint: str
    fstype: str
    opts: str = "rw"


def mounted(*partitions: Mounted) -> Callable[[], list[Mounted]]:
    return lambda: list(partitions)


ROOT = Mounted("/", "ext4")


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "NFS"]
)
def test_a_file_below_a_share_is_on_it(kind: str, tmp_path: Path) -> None:
    partitions = mounted(ROOT, Mounted(str(tmp_path), kind))
    assert on_network_share(tmp_path / "office" / "tracker.sqlite", partitions) == kind


def test_a_file_beside_a_share_is_not(tmp_path: Path) -> None:
    partitions = mounted(ROOT, Mounted(str(tmp_path / "share"), "nfs"))
    assert on_network_share(tmp_path / "share-of-mine" / "tracker.sqlite", partitions) is None


def test_the_innermost_mount_decides(tmp_path: Path) -> None:
    share, disk = Mounted(str(tmp_path), "cifs"), Mounted(str(tmp_path / "disk"), "xfs")
    inside = tmp_path / "disk" / "tracker.sqlite"
    assert on_network_share(inside, mounted(disk, ROOT, share)) is None


def test_a_mount_hides_an_earlier_one_at_its_place(tmp_path: Path) -> None:
    local, share = Mounted(str(tmp_path), "ext4"), Mounted(str(tmp_path), "nfs4")
    file = tmp_path / "tracker.sqlite"
    assert on_network_share(file, mounted(ROOT, local, share)) == "nfs4"
    assert on_network_share(file, mounted(ROOT, share, local)) is None


def test_a_link_leads_to_where_the_file_is(tmp_path: Path) -> None:
    share, home = tmp_path / "share", tmp_path / "home"
    share.mkdir()
    home.symlink_to(share, target_is_directory=True)
    partitions = mounted(ROOT, Mounted(str(share), "nfs"))
    assert on_network_share(home / "tracker.sqlite", partitions) == "nfs"


def test_a_mapped_drive_of_windows_says_that_it_is_remote(tmp_path: Path) -> None:
    drive = Mounted(str(tmp_path), "NTFS", "rw,remote")
    assert on_network_share(tmp_path / "tracker.sqlite", mounted(drive)) == "NTFS"
    nameless = Mounted(str(tmp_path), "", "rw,remote")
    assert on_network_share(tmp_path / "tracker.sqlite", mounted(nameless)) == "remote"


@pytest.mark.parametrize("fault", [OSError, RuntimeError])
def test_a_system_that_does_not_say_what_is_mounted_gives_no_warning(
    fault: type[Exception], tmp_path: Path
) -> None:
    def refused() -> list[Mounted]:
        raise fault

    assert on_network_share(tmp_path / "tracker.sqlite", refused) is None
    assert on_network_share(tmp_path / "tracker.sqlite", mounted()) is None


def test_the_disk_of_this_machine_is_asked_for_real(tmp_path: Path) -> None:
    assert on_network_share(tmp_path / "tracker.sqlite") is None
