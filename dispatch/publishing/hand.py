"""A hand that writes while the next page is made: file systems take their time, and let go of us.

One thread, so that files are written in the order given; a bounded heap of work, so that memory
does not depend on how fast the disk is. Work is handed over in lots, for each handing over costs
about as much as a small file does. What went wrong is raised where work is given or awaited.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Condition
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    Work = Callable[[], None]

MOST = 2_000_000
"""How many bytes may wait to be written, the last lot given not counted."""
LOT = 32
"""How many pieces of work are handed over at once."""
LOT_WEIGHT = 200_000
"""How many bytes are handed over at once, the last piece not counted."""


class Hand:
    """Does what it is given, one after the other, beside the one who gives it."""

    def __init__(self) -> None:
        self._lot: list[Work] = []
        self._lot_weight = 0
        self._given: list[tuple[list[Work], int]] = []
        self._weight = 0
        self._changed = Condition()
        self._failed: list[BaseException] = []
        self._ended = False

    def give(self, work: Work, *, weight: int) -> None:
        """Have something done; waits, and raises what failed, where too much is undone."""
        self._lot.append(work)
        self._lot_weight += weight
        if len(self._lot) >= LOT or self._lot_weight >= LOT_WEIGHT:
            self._hand_over()
            with self._changed:
                self._changed.wait_for(lambda: self._weight <= MOST or self._failed)
            self._raise()

    def wait(self) -> None:
        """Return when all is done; raises what failed first."""
        self._hand_over()
        with self._changed:
            self._changed.wait_for(lambda: not self._given or self._failed)
        self._raise()

    def work(self) -> None:
        """Do what is given, until `end`; what is left then, or after a failure, is not done."""
        while lot := self._next():
            try:
                for work in lot:
                    if self._ended:
                        break
                    work()
            except BaseException as failure:  # noqa: BLE001 - it is raised where it is awaited
                self._failed.append(failure)
            with self._changed:
                self._weight -= self._given.pop(0)[1]
                self._changed.notify_all()

    def end(self) -> None:
        """Let no more be done than the piece that is being done."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _next(self) -> list[Work]:
        with self._changed:
            self._changed.wait_for(lambda: self._given or self._ended or self._failed)
            return [] if self._ended or self._failed else self._given[0][0]

    def _hand_over(self) -> None:
        if self._lot:
            with self._changed:
                self._given.append((self._lot, self._lot_weight))
                self._weight += self._lot_weight
                self._changed.notify_all()
            self._lot, self._lot_weight = [], 0

    def _raise(self) -> None:
        if self._failed:
            raise self._failed[0]


@contextmanager
def hand() -> Iterator[Hand]:
    """Lend a hand; when the block is left, what is not begun is not done any more."""
    lent = Hand()
    thread = Thread(target=lent.work, name="write")
    thread.start()
    try:
        yield lent
    finally:
        lent.end()
        thread.join()
