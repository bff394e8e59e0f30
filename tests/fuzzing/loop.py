"""Inputs that reach what none has reached are kept, and changed further; so it goes on.

Reached is a line of `dispatch`, or a sentence that a finding is told in. To watch lines costs twice
what it costs to run them: one input in four is watched, a function whose lines have all been
reached is no longer, and the others are in their first calls only.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING

from tests.fuzzing.inputs import Input
from tests.fuzzing.inputs import changed
from tests.fuzzing.target import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import CodeType
    from types import FrameType

    from tests.fuzzing.target import Target


WATCHED = 4
"""Of how many inputs one is watched."""
SOUND = 0.7
"""How many inputs of all are made of one that nothing refuses."""
CALLS = 12
"""How many calls of a function are watched in one input."""
RENDERED = 50
"""Of how many inputs one is rendered that reached nothing new."""


class Lines:
    """Watches which lines of the package are run, while it is asked to."""

    def __init__(self) -> None:
        self.count = 0
        self._left: dict[CodeType, set[int]] = {}
        self._calls: Counter[CodeType] = Counter()

    def __enter__(self) -> None:
        self._calls.clear()
        sys.settrace(self._call)

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _call(self, frame: FrameType, event: str, argument: object) -> object:
        del event, argument
        code = frame.f_code
        left = self._left.get(code)
        if left is None:
            ours = "/dispatch/" in code.co_filename
            lines = {line for _, _, line in code.co_lines() if line} if ours else set()
            left = self._left[code] = lines - {code.co_firstlineno}
        if not left or self._calls[code] > CALLS:
            return None
        self._calls[code] += 1
        return self._line

    def _line(self, frame: FrameType, event: str, argument: object) -> object:
        del argument
        left = self._left[frame.f_code]
        if event == "line" and frame.f_lineno in left:
            left.discard(frame.f_lineno)
            self.count += 1
        return self._line


@dataclass
class Run:
    """What a run has come to so far."""

    target: Target
    kept: list[Input] = field(default_factory=list)
    sound: list[Input] = field(default_factory=list)
    """Those of them that nothing refuses, so that they get as far as planning."""
    failures: dict[str, tuple[Input, InputError]] = field(default_factory=dict)
    inputs: int = 0
    rendered: int = 0
    said: set[str] = field(default_factory=set)
    lines: Lines = field(default_factory=Lines)

    def take(self, given: Input) -> bool:
        """Run an input; whether it reached something new. A failure is kept, one of each mark."""
        before, planned = self.lines.count, self.target.planned
        self.inputs += 1
        try:
            with self.lines if self.inputs % WATCHED == 0 else nullcontext():
                said = self.target.run(given)
            new = self.lines.count > before or not said <= self.said
            self.said |= said
            if new:
                self.kept.append(given)
                self.sound += [given] * (self.target.planned > planned)
            if new or self.inputs % RENDERED == 0:
                self.rendered += 1
                self.target.run(given, render=True)
        except InputError as failure:
            self.failures.setdefault(failure.mark, (given, failure))
            return False
        return new


def run(
    target: Target,
    first: Iterable[Input],
    *,
    seed: int,
    inputs: int,
    seconds: float = float("inf"),
    current: Path | None = None,
) -> Run:
    """Take the first inputs, then as many more, each made of one that was kept.

    `current` is the file that holds the input being run, for one that ends the process.
    """
    rng, end = random.Random(seed), time.monotonic() + seconds
    so_far = Run(target)
    for given in first:
        so_far.take(given)
    while so_far.inputs < inputs and time.monotonic() < end:
        parents = so_far.sound if rng.random() < SOUND else so_far.kept
        late = parents[-200:] if rng.random() < 0.5 else parents
        given = changed(rng.choice(late), rng)
        if current is not None:
            current.write_text(given.line(), encoding="utf-8")
        so_far.take(given)
    return so_far


def smallest(given: Input, mark: str, target: Target) -> Input:
    """Return an input that fails as this one does, with as little in it as can be found."""
    if mark.startswith("SlowError"):
        return given  # it would take as long again for each thing left out
    for path, _ in given.files:
        less = Input(tuple(each for each in given.files if each[0] != path), given.day)
        given = less if _fails(less, mark, target) else given
    for unit in (b"\n", b""):
        for path, _ in given.files:
            given = _cut(given, path, unit, mark, target)
    return given


def _cut(given: Input, path: str, unit: bytes, mark: str, target: Target) -> Input:
    """Drop lines, or bytes, as long as it still fails: half of them, a quarter, down to one."""
    data = dict(given.files)[path]
    parts = data.split(unit) if unit else [data[at : at + 1] for at in range(min(len(data), 4000))]
    size = len(parts) // 2
    while size:
        at = 0
        while at < len(parts):
            rest = parts[:at] + parts[at + size :]
            new = Input(
                tuple((p, unit.join(rest) if p == path else d) for p, d in given.files), given.day
            )
            if _fails(new, mark, target):
                parts, given = rest, new
            else:
                at += size
        size //= 2
    return given


def _fails(given: Input, mark: str, target: Target) -> bool:
    try:
        target.run(given, render=True)
    except InputError as failure:
        return failure.mark == mark
    return False
