"""What a build keeps for the next one below `.dispatch/`: disposable, and never trusted blindly.

A kept file begins with a digest of its key and its content. One that is damaged, of another key,
or not a plain file of ours is as good as none.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from dispatch.ground import files

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 20_000_000
"""The most bytes that are kept in one file."""


def load(root: Path, name: str, key: str) -> bytes:
    """Return what was kept under this name and key; empty where nothing whole was."""
    path = f".dispatch/{name}"
    if files.has_link(root, path):
        return b""
    kept = files.read_bytes(root, path, limit=LIMIT)
    if not isinstance(kept, bytes):
        return b""
    digest, content = kept[:32], kept[32:]
    return content if digest == _digest(key, content) else b""


def save(root: Path, name: str, key: str, content: bytes) -> None:
    """Keep some bytes under a name and a key, in one move; a build does not fail of it."""
    path = root / ".dispatch" / name
    if files.has_link(root, f".dispatch/{name}") or len(content) > LIMIT:
        return
    new = path.with_name(f".{name}.{os.getpid()}")
    with suppress(OSError):
        try:
            path.parent.mkdir(exist_ok=True)
            new.unlink(missing_ok=True)
            with new.open("xb") as file:
                file.write(_digest(key, content) + content)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def _digest(key: str, content: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\0" + content).digest()
