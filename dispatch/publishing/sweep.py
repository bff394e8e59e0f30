"""What runs that were killed have left beside an output folder: put back, or cleared away."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from contextlib import contextmanager
from contextlib import suppress
from typing import TYPE_CHECKING

from dispatch.publishing.base import MARK
from dispatch.publishing.base import is_own_link
from dispatch.publishing.base import read_mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LITTER = r"\.{name}\.(?P<kind>stage|site|link|old|spare)-[0-9]+-[0-9a-f]{{8}}"

_BEGUN = re.compile(r"\..+\.(?P<process>[1-9][0-9]*)")
"""A file of a cache while it is written: its name, and the process that writes it."""


def sweep(target: Path, *, spare: bool = False) -> None:
    """Put back an output folder that stands between two renames; remove what nobody uses.

    What is being written by a running process is locked by it, and stays; so does a `spare` tree
    where one is used. What cannot be removed stays too, for the next run; OSError only where the
    output cannot be put back.
    """
    litter = find_litter(target)
    whole = [path for kind, path in litter if kind == "old" and read_mark(path) is not None]
    if whole and not os.path.lexists(target):
        whole[-1].rename(target)
    live = target.readlink().name if target.is_symlink() else ""
    wanted = {live, *(path.name for path in find_spare(target) if spare)}
    for _, path in litter:
        if path.name not in wanted and not _is_held(path):
            with suppress(OSError):
                _remove(path, target.name)


def find_spare(target: Path) -> tuple[Path, ...]:
    """Return the spare tree of an output folder, if there is one that nobody uses.

    It shares its mark with the output: one that was brought forward to another is litter.
    """
    spares = (path for kind, path in find_litter(target) if kind == "spare")
    ours = (path for path in spares if not path.is_symlink() and _is_one(path, target))
    return tuple(path for path in ours if not _is_held(path))[-1:]


def _is_one(one: Path, other: Path) -> bool:
    """Whether two folders have one mark."""
    try:
        return os.path.samestat((one / MARK).lstat(), (other / MARK).lstat())
    except OSError:
        return False


def find_litter(target: Path) -> tuple[tuple[str, Path], ...]:
    """Return kind and path of everything of ours that stands beside an output folder."""
    pattern = re.compile(_LITTER.format(name=re.escape(target.name)))
    try:
        paths = sorted(target.parent.iterdir())
    except FileNotFoundError:
        return ()
    found = ((pattern.fullmatch(path.name), path) for path in paths)
    return tuple((match["kind"], path) for match, path in found if match)


def sweep_kept(folder: Path) -> None:
    """Remove what runs that were killed had begun to keep for the next one; links stay links."""
    for above, _, names in os.walk(folder):
        for name in names:
            match = _BEGUN.fullmatch(name)
            if match and not _is_running(int(match["process"])):
                with suppress(OSError):
                    os.unlink(f"{above}/{name}")  # noqa: PTH108 - a walk gives text


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder as in use until the process leaves or dies.

    Where a file system cannot lock folders (NFS), nothing is held: there the lock of the whole
    build (`exclusive`) is what keeps two runs apart.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _is_held(path: Path) -> bool:
    """Whether a running process holds this folder."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(handle)
    return False


def _remove(path: Path, name: str) -> None:
    """Remove a link or a folder that is ours; the mark last, so that it is ours to the end.

    A mark cut short is one too: it is written anew when all the rest has been.
    """
    if is_own_link(path, name):
        path.unlink(missing_ok=True)
    if path.is_symlink() or not path.is_dir():
        return
    mark = path / MARK
    entries = list(path.iterdir())
    if entries and mark not in entries:
        return
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != mark:
            entry.unlink(missing_ok=True)
    mark.unlink(missing_ok=True)
    path.rmdir()
