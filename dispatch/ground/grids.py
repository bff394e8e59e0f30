"""The tables of a Markdown text, each cell with the offset at which it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, and where."""

    text: str
    offset: int


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its head and its rows, each as wide as the head."""

    head: Row
    rows: tuple[Row, ...]
    start: int
    """Where the line of the head begins."""


@lru_cache(maxsize=128)
def grids(text: str) -> tuple[Grid, ...]:
    """Return the tables of a text, in order; remembered for the next that asks about it."""
    if "|" not in text or "-" not in text:
        return ()
    return tuple(_grids(text))


def _grids(text: str) -> Iterator[Grid]:
    past = 1
    for rule in _RULE.finditer(text):
        # What looks like a rule within a table is a row of it; on the first line it has no head.
        if rule.start() < past or "|" not in rule[0]:
            continue
        start = text.rfind("\n", 0, rule.start() - 1) + 1
        head = _cells(text, start, rule.start() - 1)
        if len(head) < 2:  # noqa: PLR2004
            continue
        rows = tuple(_rows(text, rule.end() + 1, len(head)))
        past = rows[-1][0].offset + 1 if rows else rule.end()
        yield Grid(head, rows, start)


def _rows(text: str, start: int, width: int) -> Iterator[Row]:
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if "|" not in text[start:end]:
            return
        cells = _cells(text, start, end)[:width]
        yield (*cells, *(Cell("", end) for _ in range(width - len(cells))))
        start = end + 1


def _cells(text: str, start: int, end: int) -> Row:
    """Return the cells of a line; bold marks around one are no part of it."""
    line = text[start:end].rstrip()
    at = start + len(line) - len(line.lstrip())
    line = line.strip()
    if line.startswith("|"):
        line, at = line[1:], at + 1
    made = []
    for part in line.removesuffix("|").split("|"):
        bare = part.strip(" \t*")
        made.append(Cell(bare, at + (part.index(bare) if bare else 0)))
        at += len(part) + 1
    return tuple(made)
