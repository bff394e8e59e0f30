"""What stands in an output, folder by folder: looked at once, and again at little cost.

Within one run, a folder that has neither changed nor come in the place of another holds the names
that it held. Its times tell that, save for the folders changed last: a second change could bear
the same time, so those are always looked into again.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

COARSE = 2_500_000_000
"""Nanoseconds that the times of two changes may fail to tell apart."""


class Status(NamedTuple):
    """What tells whether a folder is the one that it was, and unchanged."""

    device: int
    number: int
    mode: int
    owner: int
    modified: int
    changed: int


class Folder(NamedTuple):
    """A folder as it was when it was looked into."""

    status: Status
    files: tuple[tuple[str, int], ...]
    """The names of all that is no folder, links too, each with the number of its inode."""
    folders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands below a folder, by the path of each folder from there; none where it is not."""

    top: Path
    folders: Mapping[str, Folder]

    def again(self) -> Listing:
        """Return what stands there now. OSError where something cannot be listed."""
        return _listed(self.top, self)

    def inodes(self) -> dict[str, int]:
        """Return the number of the inode of all that is no folder, by path."""
        found = {}
        for path, folder in self.folders.items():
            prefix = path and path + "/"
            for name, number in folder.files:
                found[prefix + name] = number
        return found

    def others(self, known: AbstractSet[str], *, skip: AbstractSet[str]) -> list[str]:
        """Return the paths of all that is no folder, and not known, in order.

        What is skipped is left out with all that lies in it.
        """
        skipped = tuple(f"{each}/" for each in skip)
        paths = self.inodes().keys() - known
        return sorted(path for path in paths if not f"{path}/".startswith(skipped))


def list_tree(top: Path) -> Listing:
    """Return what stands below a folder, which may be a link. OSError as for `again`."""
    return _listed(top, Listing(top, {}))


def _listed(top: Path, former: Listing) -> Listing:
    if not top.exists():
        return Listing(top, {})
    known = former.folders
    doubtful = max((each.status.changed for each in known.values()), default=0) - COARSE
    found: dict[str, Folder] = {}
    left = [""]
    while left:
        path = left.pop()
        place = f"{top}/{path}"
        status = _status(place)
        folder = known.get(path)
        if folder is None or folder.status != status or status.changed >= doubtful:
            folder = _looked_into(place, status)
        found[path] = folder
        if folder.folders:
            prefix = path and path + "/"
            left += [prefix + name for name in folder.folders]
    return Listing(top, found)


def _status(place: str) -> Status:
    found = os.lstat(place)
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), place)
    return Status(
        found.st_dev,
        found.st_ino,
        found.st_mode,
        found.st_uid,
        found.st_mtime_ns,
        found.st_ctime_ns,
    )


def _looked_into(place: str, status: Status) -> Folder:
    files, folders = [], []
    with os.scandir(place) as entries:
        for each in entries:
            if each.is_dir(follow_symlinks=False):
                folders.append(each.name)
            else:
                files.append((each.name, each.inode()))
    return Folder(status, tuple(files), tuple(folders))
