"""Regular expressions that are compiled when they are first used.

One with many characters of Chinese takes a few milliseconds, and most runs need few of them.
"""

from __future__ import annotations

import re
from functools import cache
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Late:
    """A regular expression, as `re` compiles it, that nobody has needed yet."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        """Take what `re.compile` takes."""
        self.pattern = pattern
        self._made = cache(partial(re.compile, pattern, flags))

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        """Return the first match in a text, or between two offsets of it."""
        return self._made().search(text, *span)

    def match(self, text: str, *span: int) -> re.Match[str] | None:
        """Return the match at the beginning of a text, or at an offset."""
        return self._made().match(text, *span)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return the match that is the whole text."""
        return self._made().fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return all matches in a text, one after the other."""
        return self._made().finditer(text)
