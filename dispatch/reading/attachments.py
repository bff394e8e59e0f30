"""The files below content/attachments/, by size and digest."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import diagnostic
from dispatch.ground.source import Place
from dispatch.model.site import AttachedFile

if TYPE_CHECKING:
    from pathlib import Path

    from dispatch.ground.diagnostics import Diagnostic

SIZE_LIMIT = 50_000_000
"""The most bytes that an attachment may have."""


def read(root: Path, path: str) -> AttachedFile | Diagnostic:
    """Return the attached file at a path below the root, or why it cannot be had."""
    location = root / path
    try:
        handle = os.open(location, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        return diagnostic("S004", Place(path), "unreadable", reason=error.strerror or "")
    with os.fdopen(handle, "rb") as file:
        size = os.fstat(handle).st_size
        if size > SIZE_LIMIT:
            return diagnostic("S003", Place(path), limit=f"{SIZE_LIMIT:,}")
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    below = path.removeprefix("content/")
    return AttachedFile(path=below, size=size, digest=digest, location=str(location))
