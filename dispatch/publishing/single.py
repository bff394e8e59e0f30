"""Files written whole or not at all: beside their places first, then moved there."""

from __future__ import annotations

import os
import stat
from contextlib import ExitStack
from contextlib import contextmanager
from contextlib import suppress
from typing import TYPE_CHECKING

from dispatch.publishing.base import OutputNotWritableError
from dispatch.publishing.base import writing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from pathlib import Path


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one move; where it cannot be had, what was there stays."""
    with _laid(path, content) as new:
        new.replace(path)


def write_all(files: Mapping[Path, bytes], *, new: Mapping[Path, bytes]) -> None:
    """Write several files, or none of them; those that are new take nobody's place.

    Every byte is on disk before the first of them is moved to its place. Where one cannot be
    moved, those before it are put back.
    """
    former: list[tuple[Path, bytes | None]] = []
    with ExitStack() as stack:
        laid = [(path, stack.enter_context(_laid(path, files[path]))) for path in files]
        try:
            for path, content in new.items():
                _make(path, content)
                former.append((path, None))
            for path, part in laid:
                former.append((path, path.read_bytes() if path.exists() else None))
                part.replace(path)
        except BaseException:
            _put_back(former)
            raise


def _put_back(former: list[tuple[Path, bytes | None]]) -> None:
    """Put back what was there, each as well as it can be: one that fails keeps no other."""
    for path, content in reversed(former):
        with suppress(OSError, OutputNotWritableError):
            if content is None:
                path.unlink()
            elif path.read_bytes() != content:
                write_file(path, content)


def _make(path: Path, content: bytes) -> None:
    """Write a file that nobody has yet; nothing of it is left where it cannot be had."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            try:
                _fill(file.fileno(), content)
            except BaseException:
                path.unlink()
                raise


@contextmanager
def _laid(path: Path, content: bytes) -> Iterator[Path]:
    """Write a file beside its place while the block runs, to be moved there."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with new.open("xb") as file:
                if path.is_file():
                    os.fchmod(file.fileno(), stat.S_IMODE(path.stat().st_mode))
                _fill(file.fileno(), content)
            yield new
        finally:
            new.unlink(missing_ok=True)


def _fill(handle: int, content: bytes) -> None:
    """Write all bytes to disk."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.fsync(handle)
