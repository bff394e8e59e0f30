"""The words of the site, as layouts ask for them."""

from __future__ import annotations

import re
from functools import cache
from functools import lru_cache
from functools import partial
from functools import reduce
from typing import TYPE_CHECKING

from jinja2 import UndefinedError
from markupsafe import Markup
from markupsafe import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dispatch.ground.messages import Messages

FILLED = 8192
"""How many filled texts are remembered; rows of lists say the same again and again."""

_PLACE = re.compile(r"\{(\w+)\}")


class Words:
    """The words of the site, which stand below `site` in the locale catalogues, safe to print.

    They are filters, because Jinja puts the result of a filter without variables into the code.
    """

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._pieces = cache(self._read)
        # With the types: what is safe to print and what is not may have the same letters.
        self._filled = lru_cache(maxsize=FILLED, typed=True)(self._fill)

    def say(self, key: str, **params: object) -> Markup:
        """Return words with their places filled; what is filled in is escaped."""
        first, *rest = self._pieces(key)
        return self._filled(key, **params) if rest else first

    def _fill(self, key: str, **params: object) -> Markup:
        first, *rest = self._pieces(key)
        try:
            filled = (f"{escape(params[name])}{after}" for name, after in rest)
            return Markup("".join((first, *filled)))  # noqa: S704 - every piece is escaped
        except KeyError as missing:
            raise UndefinedError(f"{missing} is not given for 'site.{key}'") from None

    def count(self, key: str, count: int, **params: object) -> Markup:
        """Return words with a number, in the form that the number asks for."""
        form = "one" if count == 1 else "other"
        return self.say(f"{key}.{form}", count=f"{count:,}", **params)

    def join(self, values: Iterable[object], key: str = "join") -> object:
        """Return values in one line."""
        listed = list(values)
        return reduce(partial(self._two, key), listed) if listed else ""

    def _two(self, key: str, before: object, after: object) -> Markup:
        return self.say(key, before=before, after=after)

    def _read(self, key: str) -> tuple[Markup, *tuple[tuple[str, Markup], ...]]:
        """Return the words before the first place, and each place with the words after it."""
        if not self._messages.has(f"site.{key}"):
            raise UndefinedError(f"no words under 'site.{key}'")
        first, *rest = _PLACE.split(self._messages.text(f"site.{key}"))
        pairs = zip(rest[::2], map(escape, rest[1::2]), strict=True)
        return (escape(first), *pairs)
