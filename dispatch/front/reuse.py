"""Pages that need not be set again: what decides them is what it was, and so is their file.

Kept below `.dispatch/pages`: for each page the digest of its views with the layouts and words that
it is set in, and the digest of the file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dispatch.publishing import cache

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dispatch.publishing.base import PublishedFile
    from dispatch.publishing.parts import Parts

NAME = "pages"


class Reuse:
    """What is known of the pages of the last build, and will be of this one."""

    def __init__(self, root: Path, *, kept: bool = True, parts: Parts | None = None) -> None:
        """Know what the last build of a root kept, unless nothing is to be `kept`.

        `parts` are what others have made for this build.
        """
        self._root, self._kept, self._parts = root, kept, parts
        told = cache.load(root, NAME, cache.code()) if kept else b""
        self._former: dict[str, tuple[str, str]] = json.loads(told) if told else {}
        self._keys: dict[str, str] = {}

    def recall(self, path: str, key: str) -> str:
        """Return the digest of the file that a page of this key has; empty where nobody knows."""
        former, digest = self._former.get(path, ("", ""))
        return digest if former == key else ""

    def know(self, keys: Iterable[tuple[str, str]]) -> None:
        """Take note of the keys of files of this build, by path."""
        self._keys.update(keys)

    def made(self, path: str, key: str) -> bytes:
        """Return the bytes that others have made of a page of this key; empty for none."""
        return self._parts.page(path, key) if self._parts else b""

    def took(self, count: int) -> None:
        """Take note of how many pages of others were taken, in whatever process."""
        if self._parts:
            self._parts.pages += count

    def save(self, files: Iterable[PublishedFile]) -> None:
        """Keep what is known of the pages among some files; nothing fails of it."""
        known = self._keys
        rows = {file.path: (known[file.path], file.sha256) for file in files if file.path in known}
        if self._kept and rows != {path: tuple(row) for path, row in self._former.items()}:
            cache.save(self._root, NAME, cache.code(), json.dumps(rows).encode())
