"""Files of an output once more, compressed, for servers that hand out such twins as they are.

Beside `index.html` stands `index.html.gz`, and where the library of that name is installed
`index.html.br`. The same bytes make the same twin; what a build has compressed the next one takes
from the old output, if it still is what it was then.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from dispatch.ground import files
from dispatch.publishing import cache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENDINGS = frozenset(
    ("html", "css", "js", "json", "jsonld", "xml", "svg", "ics", "csv", "txt", "webmanifest")
)
"""What is text, and worth it."""
APART = "attachments/"
"""Below this are files of others, whose names may end as those of twins do."""
LEAST = 1024
"""Bytes from which on a twin is made: less fits into a packet as it is."""
NAME = "twins"
"""Below `.dispatch/`: the digest of each twin, by that of the file and the ending."""
LIMIT = 50_000_000
_BEST = 9
_GZIP = 16 + zlib.MAX_WBITS


def gzipped(content: bytes) -> bytes:
    """Return bytes as gzip has them: no name and no time in the head, so they are always those."""
    packer = zlib.compressobj(_BEST, zlib.DEFLATED, _GZIP, _BEST)
    return packer.compress(content) + packer.flush()


def _ways() -> dict[str, tuple[str, Callable[[bytes], bytes]]]:
    """Return by ending what compresses, and of which version it is."""
    ways: dict[str, tuple[str, Callable[[bytes], bytes]]]
    ways = {"gz": (zlib.ZLIB_RUNTIME_VERSION, gzipped)}
    if find_spec("brotli"):
        brotli = import_module("brotli")
        ways["br"] = (str(getattr(brotli, "__version__", "")), brotli.compress)
    return ways


class Twins:
    """What makes the twins of an output, and knows those that were made before."""

    def __init__(self, root: Path, *, kept: bool = True) -> None:
        """Use what builds have kept below a root, and keep more, unless it is not to be `kept`."""
        self._root = root
        self._kept = kept
        self._ways = _ways()
        self._key = " ".join(f"{name} {version}" for name, (version, _) in self._ways.items())
        self._former = self._load() if kept else {}
        self._made: dict[str, str] = {}

    def endings(self, path: str, content: bytes) -> tuple[str, ...]:
        """Return the endings of the twins that a file is to have."""
        text = path.rpartition(".")[2] in ENDINGS and not path.startswith(APART)
        return tuple(self._ways) if text and len(content) >= LEAST else ()

    def twin(self, content: bytes, ending: str, old: Path) -> bytes:
        """Return the twin of some bytes, from the old place where it still is there."""
        name = f"{hashlib.sha256(content).hexdigest()}.{ending}"
        if wanted := self._former.get(name):
            found = files.read_bytes(old.parent, old.name, limit=LIMIT)
            if isinstance(found, bytes) and hashlib.sha256(found).hexdigest() == wanted:
                self._made[name] = wanted
                return found
        made = self._ways[ending][1](content)
        self._made[name] = hashlib.sha256(made).hexdigest()
        return made

    def save(self) -> None:
        """Keep what twins there are; nothing fails of it."""
        if self._kept and self._made != self._former:
            text = json.dumps(self._made, sort_keys=True)
            cache.save(self._root, NAME, f"{cache.code()} {self._key}", text.encode())

    def _load(self) -> dict[str, str]:
        kept = cache.load(self._root, NAME, f"{cache.code()} {self._key}")
        with suppress(ValueError):
            found = json.loads(kept or b"{}")
            if isinstance(found, dict):
                return found
        return {}
