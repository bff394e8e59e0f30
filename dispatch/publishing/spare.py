"""A second tree beside an output, from which the next build makes its stage.

Once a new tree stands, the old one is brought forward: it comes to hold the same files, by second
names, and nothing else. What was taken down is thus gone from the disk at the end of the build.
The next build has the spare tree as its stage and writes only what differs; both trees change
places at the swap. Each costs its folders, and no file twice.

Nothing of a spare tree is believed. A file of it counts where it is one with the file of the
output, and is of the right bytes; all else is taken away or put in its place.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from dispatch.publishing import filing
from dispatch.publishing.base import MARK
from dispatch.publishing.base import beside
from dispatch.publishing.listing import list_tree

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from dispatch.publishing.listing import Listing

IGNORE = ".gitignore"
"""What keeps a spare tree out of what git sees, wherever the output lies."""


def listed(stage: Path) -> Listing | None:
    """Return what a former spare tree holds, if it is as good as a new one to write in."""
    try:
        # Where names that differ in case are one, what is taken away could be what was written.
        if os.path.lexists(stage / MARK.upper()):
            return None
        found = list_tree(stage)
        device, owner = found.folders[""].status.device, os.geteuid()
        for path, folder in found.folders.items():
            status = folder.status
            if (status.device, status.owner) != (device, owner):
                return None
            if stat.S_IMODE(status.mode) != filing.FOLDER_MODE:
                (stage / path).chmod(filing.FOLDER_MODE)
    except OSError:
        return None
    return found


def set_aside(old: Listing, output: Path, files: AbstractSet[str]) -> None:
    """Bring an old tree forward to be the spare one of an output that has just these files.

    OSError where it cannot be.
    """
    folders = filing.folders_of(files)
    filing.clear(old, files, folders)
    former = old.inodes()
    changed = [path for path in files if former.get(path) != os.lstat(f"{output}/{path}").st_ino]
    for path in sorted(folders - old.folders.keys()):
        filing.free(old, path)
        filing.make_folder(old.top / path)
    for path in changed:
        if path in former or path in old.folders:
            filing.free(old, path)
        os.link(output / path, old.top / path, follow_symlinks=False)
    filing.share_mark(old.top, output)
    filing.write(old.top / IGNORE, b"*\n")
    old.top.rename(beside(output, "spare"))
