"""Small safe changes to text files, which leave every other byte as it is."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PAIR = re.compile("\r\n")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """That the characters between two offsets of a file's text become others."""

    path: str
    """Below the root."""
    start: int
    """Offsets count as in `Source.text`: line ends are one character, no byte order mark."""
    end: int
    replacement: str


def apart(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return edits in their order; of those that overlap, the first."""
    kept: list[Edit] = []
    for each in sorted(set(edits)):
        if not kept or kept[-1].path != each.path or kept[-1].end <= each.start:
            kept.append(each)
    return tuple(kept)


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes of a UTF-8 file with edits made; its mark and its line ends stay."""
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    text = data.decode("utf-8-sig")
    # The offset that each second half of a line end has in the text where it is one character.
    pairs = [match.start() - index for index, match in enumerate(_PAIR.finditer(text))]
    for each in reversed(apart(edits)):
        start, end = (at + bisect_left(pairs, at) for at in (each.start, each.end))
        text = text[:start] + each.replacement + text[end:]
    return mark + text.encode()
