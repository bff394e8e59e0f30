"""What a layout is made of: its own source, and those of all that it takes in."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

_TAKEN = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\s+(.*?)\s*[-+]?%\}", re.DOTALL)
_NAMED = re.compile(r"""(["'])([^"']+)\1(?=$|\s+(?:import|as|with|without|ignore)\b)""")


def digest_of(names: Iterable[str], sources: Mapping[str, str]) -> str:
    """Return the digest of some layouts with all that they take in.

    Where one takes in what only a view can name, it is the digest of all layouts.
    """
    wanted, seen = list(names), set[str]()
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        for taken in _TAKEN.findall(sources.get(name, "")):
            named = _NAMED.match(taken)
            wanted += [named[2]] if named else sources
    parts = (f"{name}\0{sources.get(name, '')}" for name in sorted(seen))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
