"""Work on many items by several processes; the result does not depend on how many there are.

A process that dies, takes too long over an item or runs out of memory costs that item and nothing
else: what it had begun is done again, item by item, each in a process of its own, and the one at
fault is told as lost. Processes are forked, so that neither work nor items have to be sent; an
executor from elsewhere (that of a Dask cluster, say) is sent both. What it fails at is done here,
and once it is gone all the rest.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from contextlib import closing
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any
from typing import Generic
from typing import Literal
from typing import TypeVar

from dispatch.ground.elsewhere import AHEAD
from dispatch.ground.elsewhere import Given
from dispatch.ground.elsewhere import elsewhere
from dispatch.ground.elsewhere import hands_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Generator
    from collections.abc import Iterator
    from collections.abc import Sequence
    from concurrent.futures import Executor
    from concurrent.futures import Future
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext

Item = TypeVar("Item")
Result = TypeVar("Result")

SECONDS = 60.0
"""How long an item may take."""
MEMORY = 4_000_000_000
"""How many bytes a process may take beyond what it begins with, where the system tells that."""
_DEATHSIG = 1
"""What `prctl` calls the signal that a child gets when its parent dies."""

_numbers = count()
_held: dict[int, _Task] = {}
"""What forked processes find in their memory, by a number."""


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """An item that no process could do, and why."""

    item: Item
    reason: Literal["died", "slow", "memory"]


@dataclass(frozen=True, slots=True)
class _Raised:
    """What the work itself raised; it is raised again where the result is asked for."""

    error: Exception


@dataclass(frozen=True, slots=True)
class _Task:
    """Work and its items, how many of them are one piece, and whether processes are forked."""

    work: Callable[[Any], Any]
    items: Sequence[Any]
    piece: int
    forked: bool

    @property
    def context(self) -> BaseContext:
        import multiprocessing  # noqa: PLC0415 - where there is work for several

        return multiprocessing.get_context("fork" if self.forked else "spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Who does the work: so many processes of this machine, or those of an executor."""

    jobs: int = 1
    executor: Executor | None = None
    """Who does what is more than a piece, as far as it can; the processes here do the rest."""
    seconds: float = SECONDS
    """How long an item may take, and an executor to answer."""

    @property
    def hands(self) -> int:
        """How many pieces are done at a time."""
        return self.jobs if self.executor is None else hands_of(self.executor)

    def each(
        self,
        work: Callable[[Item], Result],
        items: Sequence[Item],
        *,
        piece: int,
        least: int = 0,
        forked: bool = True,
    ) -> Iterator[Result | Lost[Item]]:
        """Yield what `work` returns for each item, in their order; `piece` of them at a time.

        What the work raises is raised here. With one job, or no more than a piece and no more
        than `least` to do, all is done in this process. Work that has threads of its own cannot
        be `forked`; it, and that of an executor, is sent, and so are its items.
        """
        # Whoever has an executor has threads that speak with it, and does not fork.
        task = _Task(work, items, piece, forked and self.executor is None and _forks())
        few = len(items) <= max(piece, least)
        if few or (self.executor is None and self.jobs == 1):
            yield from map(work, items)
            return
        with _holding(task) as number, closing(self._all(number)) as done:
            for result in done:
                if isinstance(result, _Raised):
                    raise result.error
                yield result

    def _all(self, number: int) -> Generator[Any, None, None]:
        """Yield the results, what was raised among them."""
        task = _held[number]
        starts = deque(range(0, len(task.items), task.piece))
        if self.executor is not None:
            for start, done in elsewhere(self.executor, _given(task), starts, self.seconds):
                yield from self._done(number, deque([start])) if done is None else done
        yield from self._done(number, starts)

    def _done(self, number: int, starts: deque[int]) -> Generator[Any, None, None]:
        """Yield what the processes here come to; pieces that were lost are done alone."""
        while starts:
            with self._pool(number) as pool:
                yield from self._through(pool, number, starts)

    def _through(
        self, pool: Executor, number: int, starts: deque[int]
    ) -> Generator[Any, None, None]:
        """Yield what a pool comes to; no more is given out to one that has failed."""
        from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - the same

        given: deque[tuple[int, Future[list[Any]]]] = deque()
        broken = False
        while given or (starts and not broken):
            with suppress(BrokenExecutor):
                while starts and not broken and len(given) < AHEAD * self.jobs:
                    given.append((starts[0], self._give(pool, number, starts[0])))
                    starts.popleft()
            if not given:
                return
            start, future = given.popleft()
            try:
                yield from future.result()
            except Exception:  # noqa: BLE001 - whatever a pool raises when it fails
                broken = True
                yield from self._one_by_one(number, start)

    def _give(self, pool: Executor, number: int, start: int) -> Future[list[Any]]:
        task = _held[number]
        end = start + task.piece
        if task.forked:
            return pool.submit(_do_held, number, start, end, self.seconds)
        return pool.submit(_do_sent, number, task.items[start:end], self.seconds)

    @contextmanager
    def _pool(self, number: int) -> Iterator[Executor]:
        """Lend processes of this machine, which end with the block."""
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - the same

        task = _held[number]
        begin = _begin if task.forked else partial(_begin_with, number, task.work)
        pool = ProcessPoolExecutor(self.jobs, task.context, initializer=begin)
        try:
            yield pool
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _one_by_one(self, number: int, start: int) -> Iterator[Any]:
        task = _held[number]
        for place in range(start, min(start + task.piece, len(task.items))):
            yield _alone(number, place, self.seconds)


def _given(task: _Task) -> Given:
    """Return what is given to an executor: no process there is ours, to be killed when it hangs."""

    def piece(start: int) -> tuple[Sequence[Any], float]:
        return task.items[start : start + task.piece], 0.0

    return Given(_do, task.work, piece)


def _forks() -> bool:
    import multiprocessing  # noqa: PLC0415 - the same

    return "fork" in multiprocessing.get_all_start_methods()


@contextmanager
def _holding(task: _Task) -> Iterator[int]:
    """Hold a task where forked processes find it."""
    number = next(_numbers)
    _held[number] = task
    try:
        yield number
    finally:
        del _held[number]


def _begin() -> None:
    """Make a process one that may be killed: by us, by its own clock, and with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with suppress(AttributeError, OSError):
        import ctypes  # noqa: PLC0415 - the same

        ctypes.CDLL(None).prctl(_DEATHSIG, int(signal.SIGKILL))
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _begin_with(number: int, work: Callable[[Any], Any]) -> None:
    """Begin a process that was not forked, with the work that it is for."""
    _begin()
    _held[number] = _Task(work, (), 0, forked=False)


def _do_sent(number: int, items: Sequence[Any], seconds: float) -> list[Any]:
    return _do(_held[number].work, items, seconds)


def _do_held(number: int, start: int, end: int, seconds: float) -> list[Any]:
    task = _held[number]
    return _do(task.work, task.items[start:end], seconds)


def _do(work: Callable[[Any], Any], items: Sequence[Any], seconds: float) -> list[Any]:
    """Do some items; the system kills a process that takes longer than so many seconds for one."""
    return [_do_one(work, item, seconds) for item in items]


def _do_one(work: Callable[[Any], Any], item: Any, seconds: float) -> Any:  # noqa: ANN401
    if seconds:
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return work(item)
    except MemoryError:
        return Lost(item, "memory")
    except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
        return _Raised(error)
    finally:
        if seconds:
            signal.setitimer(signal.ITIMER_REAL, 0.0)


def _alone(number: int, place: int, seconds: float) -> Any:  # noqa: ANN401
    """Return what comes of one item in a process of its own."""
    task = _held[number]
    ours, theirs = task.context.Pipe(duplex=False)
    given = (theirs, task.work, task.items[place], seconds)
    process = task.context.Process(target=_send, args=given)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    try:
        return ours.recv()
    except EOFError:
        process.join()
        slow = process.exitcode == -signal.SIGALRM
        return Lost(task.items[place], "slow" if slow else "died")
    finally:
        process.join()
        ours.close()


def _send(line: Connection, work: Callable[[Any], Any], item: Any, seconds: float) -> None:  # noqa: ANN401
    _begin()
    line.send(_do_one(work, item, seconds))


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
