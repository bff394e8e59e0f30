"""Which documents hold which pair of characters, in shards that are small enough to be fetched.

A shard holds the pairs whose hash falls to it. Common pairs are named, each with its list of
documents, so what they find is exact; of the many rare ones several share a slot, without their
names, so that what a slot finds has to be read through. A list is the gaps between its documents,
in the code of Rice: how many bits of a gap are written as they are stands in front, as a sign;
before them go as many ones as the rest of the gap is, and a zero. What is left of the last sign is
ones. A list of more than half of all documents is that of the others, with a sign before it.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Lists = dict[str, list[int]]

SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
"""What bits are written with, six to a sign: those of base 64."""
OTHERS = "~"
"""Before a list of the documents that a pair is not in."""
COMMON = 64
"""A pair is common that is in at least one of so many documents."""
SHARD = 6_000
"""Characters of lists that a shard has about."""
SHARED = (1, 2, 4, 8, 16)
"""How many rare pairs share a slot about; more where the lists are large beside the text."""
SAMPLE = 16
"""One shard of so many is written to learn how large they are."""
MEDIAN = 0.69
"""What the middle gap of a list is of its mean gap."""
USUAL = 8
"""How many ones a gap begins with that is written so often that its bits are kept."""
BUDGET = 0.70
"""What the lists may come to beside the text, both compressed."""


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
        count = len(self._all)
        if 2 * len(places) > count:
            return OTHERS + written(sorted(set(self._all).difference(places)), count)
        return written(places, count)


def written(places: list[int], count: int) -> str:
    """Return a list of some of so many documents as it is written; empty for none."""
    if not places:
        return ""
    low = max(0, int(count / len(places) * MEDIAN).bit_length() - 1)
    codes = _codes(low)
    gaps = [b - a - 1 for a, b in zip((-1, *places), places, strict=False)]
    usual = len(codes)
    bits = "".join([codes[gap] if gap < usual else _code(gap, low) for gap in gaps])
    signs = -(-len(bits) // 6)
    whole = -(-signs // 4) * 24
    packed = int(bits.ljust(whole, "1"), 2).to_bytes(whole // 8, "big")
    return SIGNS[low] + b64encode(packed)[:signs].decode()


@cache
def _codes(low: int) -> tuple[str, ...]:
    """Return the bits of the usual gaps, of which so many are written as they are."""
    return tuple(_code(gap, low) for gap in range(USUAL << low))


def _code(gap: int, low: int) -> str:
    rest = f"{gap & (1 << low) - 1:0{low}b}" if low else ""
    return f"{'1' * (gap >> low)}0{rest}"
