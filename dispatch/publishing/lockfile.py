"""One build at a time: a lock that the system itself releases, however the process ends."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dispatch.ground.errors import DispatchError
from dispatch.publishing.base import writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from pathlib import Path

POLL = 0.1
"""Seconds between two looks at a lock that somebody else holds."""


class LockIsLinkError(DispatchError):
    """The lock, or the folder that it lies in, is a link: it would be made elsewhere."""

    key = "lock-is-link"


class OutputBusyError(DispatchError):
    """Another build holds the lock for longer than we would wait."""

    key = "output-busy"


@contextmanager
def exclusive(
    lock: Path, *, wait: float = 0.0, waiting: Callable[[], None] | None = None
) -> Iterator[None]:
    """Hold a lock file alone, after at most `wait` seconds of waiting for the one who has it.

    `waiting` is called once where it has to wait. OutputBusyError after that;
    LockIsLinkError where it would be made elsewhere, OutputNotWritableError where it cannot be
    made. The file is left behind, empty: who
    removed it could remove the one that a third has just locked.
    """
    for path in (lock.parent, lock):
        if path.is_symlink():
            raise LockIsLinkError(path=path)
    with writing(lock):
        lock.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    try:
        with writing(lock):
            if not _take(handle, wait=wait, waiting=waiting):
                raise OutputBusyError(path=lock, seconds=f"{wait:g}")
        yield
    finally:
        os.close(handle)


def _take(handle: int, *, wait: float, waiting: Callable[[], None] | None) -> bool:
    """Take the lock, looking again until the time is up; whether it was had."""
    if _try(handle):
        return True
    if waiting is not None:
        waiting()
    for _ in range(round(wait / POLL)):
        time.sleep(POLL)
        if _try(handle):
            return True
    return False


def _try(handle: int) -> bool:
    """Take the lock at once, if nobody has it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
