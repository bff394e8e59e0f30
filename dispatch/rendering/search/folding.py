"""Text as it is searched: what reads the same is the same.

The script of the search folds in the same way; a test holds one against the other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import is_normalized
from unicodedata import normalize

_HANZI = (
    r"[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff]"
)
_APART = re.compile(rf"(?<={_HANZI}) | (?={_HANZI})")
_UNSEEN = re.compile(r"[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")


def squeezed(text: str) -> str:
    """Return text with its lines, but white space only where it parts words that are not hanzi."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return _APART.sub("", "\n".join(filter(None, lines)))


def folded(text: str) -> str:
    """Return text without what differs only in form: width, compatibility and case."""
    if text.isascii():
        return text.lower()
    seen = _normal(_UNSEEN.sub("", text)).lower()
    whole = seen if is_normalized("NFKC", seen) else normalize("NFKC", seen)
    return whole.replace("ς", "σ").replace("ß", "ss")


def _normal(text: str) -> str:
    """Return text in NFKC: what differs by itself is replaced first, and mostly that is all."""
    for character in set(text):
        own = _own(character)
        if own != character:
            text = text.replace(character, own)
    return text if is_normalized("NFKC", text) else normalize("NFKC", text)


@lru_cache(maxsize=20_000)
def _own(character: str) -> str:
    return normalize("NFKC", character)


def terms(query: str) -> tuple[str, ...]:
    """Return what a query asks for: its words, folded, each once."""
    return tuple(dict.fromkeys(folded("\n".join(query.split())).split()))
