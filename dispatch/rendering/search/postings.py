"""Which documents hold which pair of characters, in shards that are small enough to be fetched.

A shard holds the pairs whose hash falls to it. Common pairs are named, each with its list of
documents, so what they find is exact; of the many rare ones several share a slot, without their
names, so that what a slot finds has to be read through. A list is the gaps between its documents;
one of more than half of all documents is that of the others, with a sign before it.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import dataclass
from operator import add
from typing import TYPE_CHECKING

from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Sequence

    Lists = dict[str, list[int]]

ALPHABET = "".join(map(chr, (*range(0x23, 0x5C), *range(0x5D, 0x7E))))
"""What gaps are written with: printable, and nothing that a string of a script would escape."""
LEADS = (68, 19, 2, 1)
"""How many of them begin a gap that is written with one character, with two, three, and four."""
OTHERS = "~"
"""Before a list of the documents that a pair is not in."""
COMMON = 64
"""A pair is common that is in at least one of so many documents."""
SHARD = 8_000
"""Characters of lists that a shard has about."""
SHARED = (1, 2, 4, 8, 16)
"""How many rare pairs share a slot about; more where the lists are large beside the text."""
SAMPLE = 16
"""One shard of so many is written to learn how large they are."""
BUDGET = 0.74
"""What the lists may come to beside the text, both compressed."""


class TooManyDocumentsError(DispatchError):
    """More documents than the index can number."""

    key = "too-many-documents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """A shard as it is written."""

    names: str
    """The common pairs, two characters each."""
    lists: tuple[str, ...]
    """Of the common pairs, in the same order."""
    slots: tuple[str, ...]
    """Of the rare pairs, by hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """All shards; how many slots each has."""

    shards: tuple[Shard, ...]
    slots: int


@dataclass(frozen=True, slots=True)
class _Placed:
    """The pairs of a shard: the common ones by name, the rest by the hash that is left."""

    common: list[str]
    rare: list[tuple[int, str]]


def postings(texts: Sequence[str], *, compressed: int) -> Postings:
    """Return the postings of folded texts, which take so many bytes compressed."""
    lists = _lists(texts)
    shards = 1
    while shards * SHARD < sum(map(len, lists.values())):
        shards *= 2
    placed = _placed(lists, shards, len(texts) / COMMON)
    rare = sum(len(each.rare) for each in placed)
    writer = _Writer(lists, len(texts))
    slots = _slots(writer, placed, rare, budget=BUDGET * compressed)
    return Postings(shards=tuple(writer.shard(each, slots) for each in placed), slots=slots)


def spread(pair: str) -> int:
    """Return the hash of a pair: 32 bits, the same as in the script."""
    first, second = map(ord, pair)
    mixed = (first * 0x9E3779B1 ^ second * 0x85EBCA6B) & 0xFFFFFFFF
    mixed = (mixed ^ mixed >> 15) * 0x2C1B3C6D & 0xFFFFFFFF
    return mixed ^ mixed >> 12


def _lists(texts: Sequence[str]) -> Lists:
    """Return by pair the documents that it is in; no term holds white space, so no pair does."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        for pair in set(map(add, text, text[1:])):
            found[pair].append(place)
    return {pair: places for pair, places in found.items() if pair[0] > " " < pair[1]}


def _placed(lists: Lists, shards: int, least: float) -> list[_Placed]:
    placed = [_Placed([], []) for _ in range(shards)]
    for pair, places in lists.items():
        rest, shard = divmod(spread(pair), shards)
        if len(places) >= least:
            placed[shard].common.append(pair)
        else:
            placed[shard].rare.append((rest, pair))
    for each in placed:
        # Lists of like lengths beside each other compress best.
        each.common.sort(key=lambda pair: (-len(lists[pair]), pair))
    return placed


def _slots(writer: _Writer, placed: list[_Placed], rare: int, *, budget: float) -> int:
    """Return into how many slots of a shard the rare pairs go: as many as the budget allows."""
    sample = placed[::SAMPLE]
    for shared in SHARED:
        slots = max(1, rare // shared // len(placed))
        size = sum(writer.size(each, slots) for each in sample)
        if size * len(placed) / len(sample) <= budget:
            break
    return slots


class _Writer:
    """Writes lists of documents."""

    def __init__(self, lists: Lists, count: int) -> None:
        self._lists = lists
        self._all = range(count)
        self._gaps = tuple(map(_gap, self._all))

    def shard(self, placed: _Placed, slots: int) -> Shard:
        """Return a shard with its rare pairs in so many slots."""
        shared: list[set[int]] = [set() for _ in range(slots)]
        for rest, pair in placed.rare:
            shared[rest % slots].update(self._lists[pair])
        return Shard(
            names="".join(placed.common),
            lists=tuple(self._written(self._lists[pair]) for pair in placed.common),
            slots=tuple(self._written(sorted(places)) for places in shared),
        )

    def size(self, placed: _Placed, slots: int) -> int:
        """Return how many bytes a shard takes compressed."""
        shard = self.shard(placed, slots)
        return len(zlib.compress(" ".join((shard.names, *shard.lists, *shard.slots)).encode()))

    def _written(self, places: list[int]) -> str:
        if 2 * len(places) > len(self._all):
            return OTHERS + self._run(sorted(set(self._all).difference(places)))
        return self._run(places)

    def _run(self, places: list[int]) -> str:
        gaps = self._gaps
        return "".join([gaps[b - a - 1] for a, b in zip((-1, *places), places, strict=False)])


def _gap(gap: int) -> str:
    """Return a gap as it is written: the shorter, the fewer characters."""
    size, first = len(ALPHABET), 0
    for more, leads in enumerate(LEADS):
        lead, rest = divmod(gap, size**more)
        if lead < leads:
            digits = (ALPHABET[rest // size**each % size] for each in reversed(range(more)))
            return ALPHABET[first + lead] + "".join(digits)
        gap -= leads * size**more
        first += leads
    raise TooManyDocumentsError(count=gap)
