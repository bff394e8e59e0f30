"""A hand that writes while the next page is made: file systems take their time, and let go of us.

One thread, so that files are written in the order given; a bounded heap of work, so that memory
does not depend on how fast the disk is. What went wrong is raised where work is given or awaited.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from concurrent.futures import Future

MOST = 2_000_000
"""How many bytes may wait to be written, the last file given not counted."""


class Hand:
    """Does what it is given, one after the other, beside the one who gives it."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._given: deque[tuple[Future[None], int]] = deque()
        self._weight = 0

    def give(self, work: Callable[[], None], *, weight: int) -> None:
        """Have something done; waits, and raises what failed, where too much is undone."""
        while self._given and (self._weight > MOST or self._given[0][0].done()):
            self._take_back()
        self._given.append((self._pool.submit(work), weight))
        self._weight += weight

    def wait(self) -> None:
        """Return when all is done; raises what failed first."""
        while self._given:
            self._take_back()

    def _take_back(self) -> None:
        done, weight = self._given.popleft()
        self._weight -= weight
        done.result()


@contextmanager
def hand() -> Iterator[Hand]:
    """Lend a hand; when the block is left, what is not begun is not done any more."""
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="write")
    try:
        yield Hand(pool)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
