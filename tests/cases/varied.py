"""Chinese text in any amount, as varied as can honestly be made here.

Clauses are those of the words of the site and of its own content; between them stand runs of a
chain that follows which character comes after which two in them, with amounts and days.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ("layouts/locale/zh-Hans", "content")
CLAUSE = re.compile("[\u4e00-\u9fff]{3,30}")
SHORTEST, LONGEST = 150, 600
"""Characters of a text."""


@cache
def clauses() -> tuple[str, ...]:
    """Return every run of characters without a mark in the texts of the repository."""
    found: set[str] = set()
    for folder in SOURCES:
        for file in sorted((ROOT / folder).rglob("*.*")):
            if file.suffix in (".yaml", ".md"):
                found.update(CLAUSE.findall(file.read_text(encoding="utf-8")))
    return tuple(sorted(found))


@cache
def _chain() -> Mapping[str, list[str]]:
    after = defaultdict(list)
    for clause in clauses():
        for first, second, third in zip(clause, clause[1:], clause[2:], strict=False):
            after[first + second].append(third)
    return after


def texts(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield so many titles with their texts."""
    rng = random.Random(seed)
    for _ in range(count):
        yield _run(rng), _text(rng)


def _run(rng: random.Random) -> str:
    """Return a run of the chain; now and then it jumps, so that any two characters may meet."""
    text, length = rng.choice(clauses())[:2], rng.randrange(6, 22)
    while len(text) < length:
        after = _chain().get(text[-2:])
        goes_on = after and rng.random() < 0.97
        text += rng.choice(after) if goes_on else rng.choice(clauses())[:2]
    return text


def _text(rng: random.Random) -> str:
    parts, left = [], rng.randrange(SHORTEST, LONGEST)
    while left > 0:
        kind = rng.random()
        if kind < 0.35:
            part = rng.choice(clauses())
        elif kind < 0.85:
            part = _run(rng)
        elif kind < 0.93:
            part = f"{rng.randrange(1, 99_999):,}元"
        else:
            part = f"2026年{rng.randrange(1, 13)}月{rng.randrange(1, 29)}日"
        parts.append(part + rng.choice("，，，。；"))
        left -= len(parts[-1])
    return "".join(parts)


def pieces(said: list[str], count: int, seed: int = 1) -> list[str]:
    """Return so many pieces of two to six characters out of texts, none with a mark in it."""
    rng = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        text, length = rng.choice(said), rng.randrange(2, 7)
        at = rng.randrange(len(text) - length)
        piece = text[at : at + length]
        if piece.isalnum():
            found[piece] = None
    return list(found)
