"""What was understood of each file, by its bytes, kept below `.dispatch/read/`.

The files of one folder are kept in one piece. A piece that is damaged, or of other code, is as
good as none; what was not asked for in a run is forgotten.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

from dispatch.ground import files
from dispatch.publishing import cache
from dispatch.publishing.values import ForeignValueError
from dispatch.publishing.values import packed
from dispatch.publishing.values import unpacked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDER = "read"


class Memory:
    """What is known of the files below a root."""

    def __init__(
        self, root: Path, told: Mapping[str, tuple[str, object]] = MappingProxyType({})
    ) -> None:
        """Know nothing until it is asked for, save what is `told`: by path, digest and value."""
        self._root = root
        self._told = told
        self._pieces: dict[str, dict[str, tuple[str, object]]] = {}
        self._asked: dict[str, dict[str, tuple[str, object]]] = {}
        self.asked, self.known = 0, 0

    def recall(self, path: str, digest: str) -> object:
        """Return what is known of a file of these bytes; none where nothing is."""
        folder = path.rpartition("/")[0]
        if folder not in self._pieces:
            self._pieces[folder] = self._load(folder)
        rows = (self._told.get(path), self._pieces[folder].get(path))
        known = next((row for row in rows if row and row[0] == digest), None)
        self.asked += 1
        if known is None:
            return None
        self.known += 1
        self._asked.setdefault(folder, {})[path] = known
        return known[1]

    def remember(self, path: str, digest: str, value: object) -> None:
        """Know from now on what is in a file of these bytes."""
        self._asked.setdefault(path.rpartition("/")[0], {})[path] = (digest, value)

    def save(self) -> None:
        """Keep what was asked for in this run, and nothing else; nothing fails of it."""
        for folder, piece in self._asked.items():
            former = self._pieces.get(folder, {})
            if piece.keys() != former.keys() or any(piece[p] is not former[p] for p in piece):
                cache.save(self._root, _name(folder), cache.code(), packed(piece))
        self._prune()

    def _load(self, folder: str) -> dict[str, tuple[str, object]]:
        kept = cache.load(self._root, _name(folder), cache.code())
        with suppress(ForeignValueError):
            found = unpacked(kept) if kept else None
            if isinstance(found, dict):
                return found
        return {}

    def _prune(self) -> None:
        """Take away the pieces of folders that are no longer there."""
        folder = f"{cache.FOLDER}/{FOLDER}"
        wanted = {_name(each).rpartition("/")[2] for each in self._asked}
        if files.has_link(self._root, folder):
            return
        with suppress(OSError):
            for path in (self._root / folder).iterdir():
                # What begins with a point is just being written.
                if path.name not in wanted and not path.name.startswith("."):
                    path.unlink()


def _name(folder: str) -> str:
    return f"{FOLDER}/{hashlib.sha256(folder.encode()).hexdigest()[:32]}"
