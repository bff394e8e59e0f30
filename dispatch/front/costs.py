"""What a build cost: told at the terminal, or as a trace that browsers open.

The trace is JSON in the Trace Event Format, which the performance panels of Chromium and Firefox
and ui.perfetto.dev read: a complete event for each stage and each document, in the row of the
process that did the work.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dispatch import __version__
from dispatch.front.reporters.people import width
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from pathlib import Path

    from dispatch.front.desk import Desk
    from dispatch.ground.messages import Messages
    from dispatch.ground.stopwatch import Stopwatch
    from dispatch.ground.stopwatch import Work

WHOLE = ("build",)
"""The stage that all others are part of."""
PAGES = (*WHOLE, "pages")
PARTS = ("entries", "data", "search")
"""Folders of the site that are told of by name; the rest is one."""
SLOWEST = 10
"""How many documents are told of."""

_HEAD = b'{"displayTimeUnit": "ms"'
"""How a trace of ours begins."""
_INDENT = "  "
_COLUMN = 10


class ProfileElsewhereError(DispatchError):
    """Something that is no trace of ours stands where the trace is to go."""

    key = "profile-elsewhere"


def as_text(watch: Stopwatch, messages: Messages) -> str:
    """Return what each stage cost, what came from caches, and the slowest documents."""
    lines = [messages.text("costs.stages"), *_table(watch, messages)]
    for kind, count in watch.counts.items():
        what = messages.first(f"costs.cache.{kind}") or kind
        share = f"{count.kept / count.asked:.0%}" if count.asked else "–"
        told = {"kind": what, "kept": count.kept, "asked": count.asked, "share": share}
        lines.append(messages.text("costs.cached", **told))
    if slowest := _slowest(watch):
        lines.append(messages.text("costs.slowest", count=len(slowest)))
        lines += (_slow(path, spent, messages) for path, spent in slowest)
    return "\n".join(lines) + "\n"


def _table(watch: Stopwatch, messages: Messages) -> Iterator[str]:
    """Yield a line for each stage, as they began, and one for the whole."""
    rows = tuple(_rows(watch, messages))
    wide = max(width(name) for name, _, _ in rows)
    for name, *numbers in rows:
        cells = "".join(" " * (_COLUMN - width(number)) + number for number in numbers)
        yield f"{_INDENT}{name}{' ' * (wide - width(name))}{cells}".rstrip()


def _rows(watch: Stopwatch, messages: Messages) -> Iterator[tuple[str, str, str]]:
    wall: dict[tuple[str, ...], float] = defaultdict(float)
    cpu: dict[tuple[str, ...], float] = defaultdict(float)
    for lap in sorted(watch.laps, key=lambda each: each.begun):
        wall[lap.path] += lap.wall
        cpu[lap.path] += lap.cpu
    yield "", messages.text("costs.wall"), messages.text("costs.cpu")
    for path, seconds in wall.items():
        if path != WHOLE:
            name = _INDENT * (len(path) - len(WHOLE) - 1) + _stage(path[-1], messages)
            yield name, f"{seconds:.2f}", f"{cpu[path]:.2f}"
        if path == PAGES:
            for part, (clock, used) in _parts(watch.works).items():
                name = _INDENT + messages.text(f"costs.part.{part}")
                yield name, f"{clock:.2f}", f"{used:.2f}"
    clock, used = _rest(wall), _rest(cpu)
    yield messages.text("costs.rest"), f"{clock:.2f}", f"{used:.2f}"
    yield messages.text("costs.whole"), f"{wall[WHOLE]:.2f}", f"{cpu[WHOLE]:.2f}"


def _rest(spent: Mapping[tuple[str, ...], float]) -> float:
    """Return what was spent between the stages, as in waiting for a lock and in sweeping up."""
    staged = sum(seconds for path, seconds in spent.items() if len(path) == len(WHOLE) + 1)
    return max(spent[WHOLE] - staged, 0.0)


def _stage(name: str, messages: Messages) -> str:
    return messages.first(f"costs.stage.{name}") or name


def _parts(works: Iterable[Work]) -> Mapping[str, tuple[float, float]]:
    """Return how long the pages of each part of the site took: on the clock, of processors."""
    made: dict[str, list[Work]] = {part: [] for part in (*PARTS, "other")}
    for work in works:
        if work.kind == "page":
            folders = PurePosixPath(work.path).parts[:2]
            made[next((part for part in PARTS if part in folders), "other")].append(work)
    return {
        part: (sum(each.wall for each in own), sum(each.cpu for each in own))
        for part, own in made.items()
        if own
    }


def _slowest(watch: Stopwatch) -> list[tuple[str, Mapping[str, float]]]:
    """Return the documents that took longest, each with its processor seconds by kind of work."""
    spent: dict[str, dict[str, float]] = defaultdict(partial(defaultdict, float))
    for work in watch.works:
        if source := _source(work, watch.sources):
            spent[source][work.kind] += work.cpu
    longest = sorted(spent.items(), key=lambda each: (-sum(each[1].values()), each[0]))
    return [(path, each) for path, each in longest[:SLOWEST]]


def _source(work: Work, sources: Mapping[str, str]) -> str:
    """Return the file that a document was read from; empty for what is made from many."""
    if work.kind == "read":
        return work.path
    path = PurePosixPath(work.path)
    return sources.get(path.parent.name if path.stem == "index" else path.stem, "")


def _slow(path: str, spent: Mapping[str, float], messages: Messages) -> str:
    kinds = (
        messages.text(f"costs.work.{kind}", milliseconds=f"{1000 * seconds:.0f}")
        for kind, seconds in spent.items()
    )
    whole = f"{1000 * sum(spent.values()):6.0f}"
    parts = " · ".join(kinds)
    return _INDENT + messages.text("costs.slow", milliseconds=whole, path=path, parts=parts)


def as_trace(watch: Stopwatch, messages: Messages) -> bytes:
    """Return the stages and the documents as a trace, one event a line."""
    counts = {kind: f"{each.kept}/{each.asked}" for kind, each in watch.counts.items()}
    other = json.dumps({"version": __version__, "cached": counts}, ensure_ascii=False)
    lines = ",\n".join(
        json.dumps(each, ensure_ascii=False, separators=(",", ":"))
        for each in _events(watch, messages)
    )
    return _HEAD + f', "otherData": {other}, "traceEvents": [\n{lines}\n]}}\n'.encode()


def _events(watch: Stopwatch, messages: Messages) -> Iterator[Mapping[str, object]]:
    """Yield the events; microseconds are counted from the beginning of the build."""
    started = min((lap.begun for lap in watch.laps), default=0.0)
    yield {"ph": "M", "name": "process_name", "pid": 1, "tid": 0, "args": {"name": "Dispatch"}}
    for worker in sorted({0, *(work.worker for work in watch.works)}):
        name = messages.text("costs.lane.worker" if worker else "costs.lane.build", number=worker)
        yield {"ph": "M", "name": "thread_name", "pid": 1, "tid": worker, "args": {"name": name}}
    for lap in watch.laps:
        named = {"name": _stage(lap.path[-1], messages), "cat": "stage", "tid": 0}
        yield {
            **named,
            **_span(lap.begun - started, lap.wall),
            "args": {"cpu_s": round(lap.cpu, 3)},
        }
    for work in watch.works:
        named = {"name": work.path, "cat": work.kind, "tid": work.worker}
        cpu = {"cpu_s": round(work.cpu, 6)}
        yield {**named, **_span(work.begun - started, work.wall), "args": cpu}


def _span(begun: float, wall: float) -> dict[str, object]:
    return {"ph": "X", "pid": 1, "ts": round(begun * 1e6, 1), "dur": round(wall * 1e6, 1)}


def check_place(path: Path) -> None:
    """Refuse a place for a trace where something else stands."""
    if path.is_dir() or (path.is_file() and not _is_ours(path)):
        raise ProfileElsewhereError(path=path)


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_HEAD)) == _HEAD


def tell(desk: Desk, watch: Stopwatch, *, timings: bool, profile: Path | None) -> None:
    """Say at the terminal what a build cost, and write the trace, each where it is asked for."""
    from dispatch.publishing.single import write_file  # noqa: PLC0415 - rare

    if timings:
        desk.terminal.out(as_text(watch, desk.messages))
    if profile is not None:
        write_file(profile, as_trace(watch, desk.messages))
        inside = profile.is_relative_to(desk.root)
        shown = profile.relative_to(desk.root) if inside else profile
        desk.terminal.out(desk.messages.text("costs.traced", path=shown) + "\n")
