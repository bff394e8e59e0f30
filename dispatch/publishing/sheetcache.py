"""Sheets that were set before, below `.dispatch/sheets/`: one that says the same is not set again.

A kept file is named after the digest of all that decides its bytes, and begins with a digest of
what is in it. One that is damaged or foreign is as good as none. What has not been asked for in a
run goes first when there are too many.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from dispatch.ground import files
from dispatch.publishing import cache

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = ".dispatch/sheets"
LIMIT = 50_000_000
"""The most bytes of one sheet that are kept."""
SPARE = 300
"""How many sheets are kept that a run did not ask for."""


class SheetCache:
    """The kept sheets of a root, for one run."""

    def __init__(
        self, root: Path, *, kept: bool = True, other: Callable[[str], bytes] | None = None
    ) -> None:
        """Keep sheets below a root; none where its folder is a link, or none are to be `kept`.

        What is not kept there is asked of an `other`, where there is one.
        """
        self._root = root
        self._other = other
        trusted = not files.has_link(root, FOLDER) and not cache.is_tracked(root)
        self._open = kept and trusted
        self._asked: set[str] = set()

    def load(self, key: str) -> bytes:
        """Return what was kept under a key of 64 hex digits; empty where nothing whole was."""
        self._asked.add(key)
        found = self._load(key)
        if not found and self._other and (found := self._other(key)):
            self.save(key, found)
        return found

    def _load(self, key: str) -> bytes:
        path = f"{FOLDER}/{key}"
        if not self._open or files.has_link(self._root, path):
            return b""
        kept = files.read_bytes(self._root, path, limit=LIMIT)
        if not isinstance(kept, bytes):
            return b""
        return kept[32:] if kept[:32] == _digest(key, kept[32:]) else b""

    def save(self, key: str, content: bytes) -> None:
        """Keep bytes under a key, in one move; nothing fails of it."""
        folder = self._root / FOLDER
        if not self._open or len(content) > LIMIT:
            return
        new = folder / f".{key}.{os.getpid()}"
        with suppress(OSError):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                new.unlink(missing_ok=True)
                with new.open("xb") as file:
                    file.write(_digest(key, content) + content)
                new.replace(folder / key)
            finally:
                new.unlink(missing_ok=True)

    def prune(self) -> None:
        """Take away what this run did not ask for, the oldest first, down to what is spared."""
        if self._open:
            idle = sorted(self._idle())
            for _, path in idle[: max(0, len(idle) - SPARE)]:
                with suppress(OSError):
                    path.unlink()

    def _idle(self) -> Iterator[tuple[float, Path]]:
        folder = self._root / FOLDER
        with suppress(OSError):
            for each in os.scandir(folder):
                if each.name not in self._asked and each.is_file(follow_symlinks=False):
                    yield each.stat(follow_symlinks=False).st_mtime, folder / each.name


def _digest(key: str, content: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\0" + content).digest()
