"""The index of the search as its files are, read by Python: what the script does, once more."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from dispatch.rendering.search.folding import folded
from dispatch.rendering.search.folding import terms
from dispatch.rendering.search.postings import SIGNS
from dispatch.rendering.search.postings import spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.rendering.search import SearchIndex

CALLED = re.compile(r'DispatchSearch\.take\("(\w+)",(.*)\);\n', re.DOTALL)


class Reader:
    """Finds in an index what a query asks for."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self.parts = {}
        for file in index.files:
            name, part = CALLED.fullmatch(file.content.decode()).groups()
            assert file.path == f"{index.folder}{name}.js"
            self.parts[name] = json.loads(part)

    def find(self, query: str) -> list[str]:
        """Return the paths of what holds every word of a query."""
        asked = terms(query)
        left = set(range(self._index.documents))
        for term in asked:
            for pair in pairwise(term):
                left &= self.ask("".join(pair))[0]
        rows = ((place, self._row(place)) for place in sorted(left))
        return [row[0] for _, row in rows if all(term in _text(row) for term in asked)]

    def ask(self, pair: str) -> tuple[set[int], bool]:
        """Return the documents that may hold a pair, and whether they surely do."""
        rest, shard = divmod(spread(pair), self._index.shards)
        names, lists, slots = self.parts[f"p{shard}"]
        named = [names[at : at + 2] for at in range(0, len(names), 2)]
        if pair in named:
            return set(self._list(lists.split(" ")[named.index(pair)])), True
        return set(self._list(slots.split(" ")[rest % self._index.slots])), False

    def _row(self, place: int) -> list[str]:
        return self.parts[f"t{place // self._index.chunk}"][place % self._index.chunk]

    def _list(self, written: str) -> Iterator[int]:
        if written.startswith("~"):
            yield from set(range(self._index.documents)).difference(self._list(written[1:]))
        else:
            yield from places_of(written)


def places_of(written: str) -> Iterator[int]:
    """Yield the places of a list as it is written."""
    if not written:
        return
    low = SIGNS.index(written[0])
    bits = "".join(f"{SIGNS.index(sign):06b}" for sign in written[1:])
    at, place = 0, -1
    while "0" in bits[at:]:
        end = bits.index("0", at)
        rest = bits[end + 1 : end + 1 + low]
        place += (end - at) * 2**low + int(rest or "0", 2) + 1
        yield place
        at = end + 1 + low


def _text(row: list[str]) -> str:
    return folded("\n".join((row[1], row[2], row[6])))
