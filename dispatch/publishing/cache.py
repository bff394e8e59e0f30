"""What a build keeps for the next one below `.dispatch/`: disposable, and never trusted blindly.

A kept file begins with a digest of its key and its content. One that is damaged, of another key,
or not a plain file of ours is as good as none; so is all of it where git tracks any: then somebody
has put it there, who could have it hide a fault.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from dispatch.ground import files
from dispatch.reading.history import git

FOLDER = ".dispatch"
LIMIT = 200_000_000
"""The most bytes that are kept in one file."""


@cache
def code() -> str:
    """Return the digest of our own code, and of the names of all libraries with their versions.

    A number of a release would not do: who works on the code would be shown what it once did.
    """
    package = Path(__file__).resolve().parent.parent
    found = hashlib.sha256(sys.version.encode())
    for path in sorted(package.rglob("*.py")):
        found.update(str(path.relative_to(package)).encode() + path.read_bytes())
    for folder in filter(None, sys.path):
        with suppress(OSError):
            names = (each.name for each in os.scandir(folder))
            found.update(" ".join(sorted(n for n in names if n.endswith(".dist-info"))).encode())
    return found.hexdigest()


@cache
def is_tracked(root: Path) -> bool:
    """Whether git tracks anything that is kept below a root, which no build asks it to."""
    return bool(git.answer(root, "ls-files", "-z", "--", FOLDER))


def load(root: Path, name: str, key: str) -> bytes:
    """Return what was kept under this name and key; empty where nothing whole was."""
    path = f"{FOLDER}/{name}"
    if files.has_link(root, path) or not (root / path).exists() or is_tracked(root):
        return b""
    kept = files.read_bytes(root, path, limit=LIMIT)
    if not isinstance(kept, bytes):
        return b""
    digest, content = kept[:32], kept[32:]
    return content if digest == _digest(key, content) else b""


def save(root: Path, name: str, key: str, content: bytes) -> None:
    """Keep some bytes under a name and a key, in one move; a build does not fail of it."""
    path = root / FOLDER / name
    if files.has_link(root, f"{FOLDER}/{name}") or len(content) > LIMIT:
        return
    new = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(OSError):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            new.unlink(missing_ok=True)
            with new.open("xb") as file:
                file.write(_digest(key, content) + content)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def _digest(key: str, content: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\0" + content).digest()
