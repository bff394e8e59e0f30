"""What a run costs: a stopwatch that stages, documents and caches tell of while they work.

One that does not run takes no notes and costs next to nothing, so whoever does the work need not
ask. Times are those of `time.perf_counter`, which all processes of a machine share, so that work
done in another process can be told of afterwards.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Generic
from typing import NamedTuple
from typing import TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator

    Progress = Callable[[str, int, int], None]

Item = TypeVar("Item")
Value = TypeVar("Value")

_PROCESSES = Path("/proc")
_USED = slice(11, 15)
"""Where the seconds of a process and of those it has waited for stand, after its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lap:
    """A stage that was gone through."""

    path: tuple[str, ...]
    """The keys of the stages that it is part of, and its own."""
    begun: float
    wall: float
    """Seconds on the clock."""
    cpu: float
    """Seconds of the processors, those of the processes that were started among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What was done for one document."""

    kind: str
    """read, page or sheet."""
    path: str
    """The file that was read or made."""
    begun: float
    wall: float
    cpu: float
    """Seconds of the processors, which other work on the machine moves little."""
    worker: int = 0
    """The process that did it; 0 is the one of the build."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocked(Generic[Item, Value]):
    """Work that says how long it took over an item, and which process did it."""

    work: Callable[[Item], Value]

    def __call__(self, item: Item) -> Done[Value]:
        """Do the work."""
        begun, cpu = time.perf_counter(), time.process_time()
        value = self.work(item)
        wall, used = time.perf_counter() - begun, time.process_time() - cpu
        return Done(value, begun, wall, used, os.getpid())


class Done(NamedTuple, Generic[Value]):
    """What came of work, and what it took."""

    value: Value
    begun: float
    wall: float
    cpu: float
    worker: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How much of a kind was asked for, and how much of that a cache had."""

    asked: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopwatch:
    """Takes note of what a run costs."""

    running: bool = False
    laps: list[Lap] = field(default_factory=list)
    """In the order of their ends."""
    works: list[Work] = field(default_factory=list)
    counts: dict[str, Count] = field(default_factory=dict)
    """By kind: parse, pages, sheets."""
    sources: dict[str, str] = field(default_factory=dict)
    """The file that a document was read from, by its id, which the address of its page ends in."""
    _open: list[str] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str, progress: Progress | None = None) -> Iterator[None]:
        """Time a stage while the block runs; whoever follows the progress is told that it begins.

        A stage within another one is part of it.
        """
        if progress is not None:
            progress(name, 0, 0)
        if not self.running:
            yield
            return
        self._open.append(name)
        path = tuple(self._open)
        cpu, begun = processor_seconds(), time.perf_counter()
        try:
            yield
        finally:
            self._open.pop()
            wall, used = time.perf_counter() - begun, processor_seconds() - cpu
            self.laps.append(Lap(path=path, begun=begun, wall=wall, cpu=used))

    def timed(
        self, kind: str, values: Iterable[Value], path_of: Callable[[Value], str]
    ) -> Iterator[Value]:
        """Yield the values; the time that each took to be made is that of its document."""
        if not self.running:
            yield from values
            return
        begun, cpu = time.perf_counter(), time.process_time()
        for value in values:
            wall, used = time.perf_counter() - begun, time.process_time() - cpu
            self.tell(Work(kind=kind, path=path_of(value), begun=begun, wall=wall, cpu=used))
            yield value
            begun, cpu = time.perf_counter(), time.process_time()

    def tell(self, work: Work) -> None:
        """Take note of what was done for a document, perhaps in another process."""
        if self.running:
            self.works.append(work)

    def done(self, kind: str, path: str, done: Done[Value]) -> Value:
        """Take note of work that another process may have done, and return what came of it."""
        if self.running:
            worker = 0 if done.worker == os.getpid() else done.worker
            span = {"begun": done.begun, "wall": done.wall, "cpu": done.cpu}
            self.tell(Work(kind=kind, path=path, worker=worker, **span))
        return done.value

    def count(self, kind: str, asked: int, kept: int) -> None:
        """Take note of how much was asked for, and how much of that a cache had."""
        if self.running:
            former = self.counts.get(kind, Count(asked=0, kept=0))
            self.counts[kind] = Count(asked=former.asked + asked, kept=former.kept + kept)

    def know(self, sources: Iterable[tuple[str, str]]) -> None:
        """Take note of which file each document was read from: pairs of its id and the path."""
        if self.running:
            self.sources.update(sources)


def processor_seconds() -> float:
    """Return the seconds of processors that this process, and all that it has started, have used.

    Those that still run are counted where the system tells of them.
    """
    ended = os.times()
    ours = time.process_time() + ended.children_user + ended.children_system
    return ours + sum(map(_used_below, _children_of("self")))


def _used_below(process: str) -> float:
    """Return what a process that still runs has used, with all that it has started."""
    with suppress(OSError, ValueError):
        told = (_PROCESSES / process / "stat").read_text(encoding="utf-8", errors="replace")
        ticks = sum(map(int, told.rpartition(")")[2].split()[_USED]))
        return ticks / os.sysconf("SC_CLK_TCK") + sum(map(_used_below, _children_of(process)))
    return 0.0


def _children_of(process: str) -> Iterator[str]:
    for task in (_PROCESSES / process / "task").glob("*/children"):
        with suppress(OSError):
            yield from task.read_text(encoding="ascii").split()
