"""The files below content/attachments/, by size and digest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from dispatch.ground import files
from dispatch.model.site import AttachedFile

if TYPE_CHECKING:
    from pathlib import Path

    from dispatch.ground.diagnostics import Diagnostic

SIZE_LIMIT = 50_000_000
"""The most bytes that an attachment may have."""


def read(root: Path, path: str) -> AttachedFile | Diagnostic:
    """Return the attached file at a path below the root, or why it cannot be had."""
    data = files.read_bytes(root, path, limit=SIZE_LIMIT)
    if not isinstance(data, bytes):
        return data
    return AttachedFile(
        path=path.removeprefix("content/"),
        size=len(data),
        digest=hashlib.sha256(data).hexdigest(),
        location=str(root / path),
    )
