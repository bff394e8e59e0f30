"""Chinese in its two scripts: the only door to opencc.

What comes out is traditional script as a public body of the mainland writes it. OpenCC's own
standard keeps to old dictionaries in a few forms; where both 《通用规范汉字表》 and Taiwan's
《法律統一用字表》 have another, that one is written.
"""

from __future__ import annotations

import re
from functools import cache
from functools import lru_cache
from typing import TYPE_CHECKING

from dispatch.ground.characters import SIMPLIFIED
from dispatch.ground.characters import TRADITIONAL
from dispatch.ground.patterns import Late

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

REMEMBERED = 65_536
"""How many texts a converter remembers; pages say the same again and again."""

_USUAL = str.maketrans("羣覈衆佈佔纔", "群核眾布占才")
"""Forms that OpenCC prefers and official lists do without; our faces lack some of them."""
_TERMS = {
    "采用": "採用",
    "采纳": "採納",
    "采取": "採取",
    "只舍不": "只捨不",
}
"""Words that OpenCC cuts in the wrong place where others stand beside them."""
_SURNAMES = "范余于云郁后丑种仆涂干冲"
"""Surnames that the traditional script writes as the simplified one, other than the word."""
_NAME = Late(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}")


class Converter:
    """Makes simplified script traditional; remembers what it made."""

    def __init__(self, way: str = "s2t", terms: Mapping[str, str] | None = None) -> None:
        """Take the way, as OpenCC names it, and terms with the forms that they are given."""
        self._terms = {**_TERMS, **(terms or {})}
        longest = sorted(self._terms, key=len, reverse=True)
        self._held = re.compile("|".join(map(re.escape, longest)))
        self._opencc = _dictionaries(way)
        self.text = lru_cache(maxsize=REMEMBERED)(self._text)

    def _text(self, text: str) -> str:
        """Return a text in the traditional script, its terms in their own forms."""
        return text if text.isascii() else "".join(self._pieces(text))

    def _pieces(self, text: str) -> Iterator[str]:
        end = 0
        for found in self._held.finditer(text):
            yield self._plain(text[end : found.start()])
            yield self._terms[found[0]]
            end = found.end()
        yield self._plain(text[end:])

    def _plain(self, text: str) -> str:
        return self._opencc(text).translate(_USUAL)


@cache
def _dictionaries(way: str) -> Callable[[str], str]:
    """Return what converts by the dictionaries of a way, which take a while to read."""
    from opencc import OpenCC  # noqa: PLC0415 - 20 ms that only this script needs

    convert: Callable[[str], str] = OpenCC(way).convert
    return convert


def names(called: Iterable[str]) -> dict[str, str]:
    """Return the names of people that a converter would take for other words, in their forms."""
    convert = Converter().text
    return {name: name[0] + convert(name[1:]) for name in called if _NAME.fullmatch(name)}


@cache
def scripts() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters that only the simplified and only the traditional script has."""
    return frozenset(SIMPLIFIED), frozenset(TRADITIONAL)
