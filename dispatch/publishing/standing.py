"""Whether an output still is what the last build made of it, byte for byte.

Nothing of the file system but bytes counts: no times, no numbers of files.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from dispatch.publishing.base import KEPT_ALWAYS
from dispatch.publishing.base import MARK
from dispatch.publishing.base import Manifest
from dispatch.publishing.base import Mark
from dispatch.publishing.base import PublishedFile
from dispatch.publishing.base import mark_content
from dispatch.publishing.base import place
from dispatch.publishing.base import status_of
from dispatch.publishing.listing import list_tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dispatch.publishing.base import Target


def standing(target: Target, digests: Mapping[str, str]) -> Manifest | None:
    """Return what an output holds, where that is just the files of these digests.

    None where a file is missing, changed, or one too many. What other commands write there, and
    what hosts of sites want, does not count.
    """
    folder = place(target.folder)
    try:
        if not _is_marked(folder, Mark(files=frozenset(digests), keep=frozenset(target.keep))):
            return None
        listing = target.seen.again() if target.seen else list_tree(folder)
        if listing.others(digests.keys(), skip={MARK, *target.keep, *KEPT_ALWAYS}):
            return None
        found = {path: status_of(f"{folder}/{path}", digest) for path, digest in digests.items()}
    except OSError:
        return None
    sizes = {path: status.st_size for path, status in found.items() if status}
    if len(sizes) < len(found):
        return None
    files = (
        PublishedFile(path=path, size=sizes[path], sha256=digests[path], state="unchanged")
        for path in sorted(digests)
    )
    return Manifest(target=target.name, files=tuple(files), removed=())


def _is_marked(folder: Path, mark: Mark) -> bool:
    handle = os.open(folder / MARK, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        plain = stat.S_ISREG(os.fstat(handle).st_mode)
        return plain and file.read() == mark_content(mark)
