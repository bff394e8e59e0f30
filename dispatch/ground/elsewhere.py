"""Work given to an executor from elsewhere, which may fail at a piece of it, or be gone soon.

Whatever becomes of it, no piece is lost: what was not answered is left to whoever asked.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Any
from typing import Protocol
from typing import runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Generator
    from concurrent.futures import Executor
    from concurrent.futures import Future

AHEAD = 3
"""How many pieces are given out for each that can be done at a time, before one is waited for."""
HANDS = 8
"""How many pieces an executor is taken to do at a time, where it does not say."""
PATIENCE = 3
"""How many pieces it may fail at before it is asked for no more."""


@runtime_checkable
class Remote(Protocol):
    """What an executor of other machines can do beside."""

    @property
    def size(self) -> int:
        """How many pieces it can do at a time."""

    def share(self, work: object) -> object:
        """Send work to all of them, once; return what stands for it where pieces are given out."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is to be done: a function of the work, and of what a piece adds to it."""

    do: Callable[..., list[Any]]
    work: object
    piece: Callable[[int], tuple[Any, ...]]
    """What is given with the piece that starts there."""


def elsewhere(
    executor: Executor, given: Given, starts: deque[int], seconds: float
) -> Generator[tuple[int, list[Any] | None], None, None]:
    """Yield by its start what each piece came to, nothing where it was the end of who did it.

    Ends where there is no answer for so many seconds, or where too much has failed; the starts
    that are left then are still to be done.
    """
    out: deque[tuple[int, Future[list[Any]]]] = deque()
    failed = 0
    try:
        work = executor.share(given.work) if isinstance(executor, Remote) else given.work
        while (out or starts) and failed < PATIENCE:
            while starts and len(out) < AHEAD * hands_of(executor):
                future = executor.submit(given.do, work, *given.piece(starts[0]))
                out.append((starts.popleft(), future))
            done = _answer(out[0][1], seconds)
            failed += done is None
            yield out.popleft()[0], done
    except Exception:  # noqa: BLE001 - whatever an executor raises that has come to its end
        return
    finally:
        for _, future in out:
            with suppress(Exception):
                future.cancel()
        starts.extendleft(start for start, _ in reversed(out))


def hands_of(executor: object) -> int:
    """Return how many pieces an executor can do at a time."""
    return max(1, executor.size) if isinstance(executor, Remote) else HANDS


def _answer(future: Future[list[Any]], seconds: float) -> list[Any] | None:
    """Return what a piece came to; nothing where an executor tells of a failure instead.

    That there is no answer is raised: the executor is gone, or is kept from it for too long.
    """
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - where there is one
    from concurrent.futures import CancelledError  # noqa: PLC0415 - the same

    try:
        return future.result(seconds)
    except (BrokenExecutor, CancelledError, TimeoutError):
        raise
    except Exception:  # noqa: BLE001 - whatever an executor tells a failure by
        return None
