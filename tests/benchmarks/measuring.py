"""What a program costs, run as a process of its own with all that it starts."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from typing import Self

TICKS = os.sysconf("SC_CLK_TCK")
INTERVAL = 0.2
"""Seconds between two looks at how much memory the processes of a program share out."""
LAST = 4000
"""How many characters of its output are told of a program that fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run cost."""

    wall: float
    """Seconds of the clock."""
    cpu: float
    """Seconds of the processors, those of children among them."""
    peak: float
    """Megabytes: the most that the process and its children held at one time."""
    written: float
    """Megabytes that were written to disk, in whole pages; 0 where files are in memory."""


def run(command: list[str], folder: Path, env: dict[str, str] | None = None) -> Cost:
    """Run a command to its end and return what it cost; the benchmark ends where it fails."""
    with tempfile.TemporaryFile() as told:
        before, begun = _written(), time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=told, stderr=told
        )
        with Sampler(process.pid) as sampler:
            _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(command)}: {process.returncode}\n{_end_of(told)}")
    return Cost(
        wall=wall,
        cpu=used.ru_utime + used.ru_stime,
        # What a process held before it became the program counts in its maximum.
        peak=sampler.peak or used.ru_maxrss / 1024,
        written=(_written() - before) / 1e6,
    )


def median(costs: list[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(
        **{
            name: statistics.median(getattr(each, name) for each in costs)
            for name in ("wall", "cpu", "peak", "written")
        }
    )


class Sampler:
    """Looks again and again at the memory of a process and of those below it."""

    def __init__(self, process: int) -> None:
        self.peak = 0.0
        self._process = process
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(INTERVAL):
            self.peak = max(self.peak, sum(map(_megabytes, tree(self._process))))


def tree(process: int) -> list[int]:
    """Return a process and those that it has started, as far as they still run."""
    found = [process]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, task.read_text(encoding="ascii").split())
    return found


def used(process: int) -> float:
    """Return the seconds of processors that a running process and those below it have used."""
    total = 0.0
    for each in tree(process):
        with suppress(OSError):
            told = Path(f"/proc/{each}/stat").read_text(encoding="utf-8", errors="replace")
            total += sum(map(int, told.rpartition(")")[2].split()[11:15])) / TICKS
    return total


def _megabytes(process: int) -> float:
    """Return the memory of a process; what it shares with others counts in part."""
    with suppress(OSError):
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
        return int(found[1]) / 1024 if found else 0.0
    return 0.0


def _written() -> int:
    """Return the bytes that this process and those it has waited for have written to disk."""
    with suppress(OSError):
        told = Path("/proc/self/io").read_text(encoding="ascii")
        return int(re.search(r"^write_bytes: (\d+)", told, re.MULTILINE)[1])
    return 0


def _end_of(told: IO[bytes]) -> str:
    told.seek(0)
    return told.read().decode(errors="replace")[-LAST:]
