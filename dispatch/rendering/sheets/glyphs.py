"""What of the data of a layout can be set: each character that no face has is told."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

Data: TypeAlias = "Mapping[str, Data] | Sequence[Data] | str | int | float"
"""What JSON can hold."""

LONG = re.compile(r"[!-~\u00a1-\u024f]{40,}")
BREAK = "\u200b"
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200c-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\U000e0000-\U000e01ef]"
)
"""Characters without a shape, which are left out."""
SUBSTITUTE = "〓"
"""What stands for a character that no face has, so that the rest can be looked at."""
NEARBY = 8


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no face of the sheets has, and the text around it."""

    character: str
    around: str


def printable(
    data: Mapping[str, Data], shown: frozenset[str], *, exact: frozenset[str] = frozenset()
) -> tuple[dict[str, Data], tuple[MissingGlyph, ...]]:
    """Return data without what no face can show, and which characters those are.

    Texts under the keys of `exact` are no words, and stay as they are.
    """
    missing = tuple(dict.fromkeys(_missing(data, shown, exact)))
    gone = {ord(fault.character): SUBSTITUTE for fault in missing}
    return {key: _printable(value, gone, exact) for key, value in data.items()}, missing


def _breakable(found: re.Match[str]) -> str:
    """Return a word that may be longer than a line, with places where a line may end."""
    return BREAK.join(found[0][at : at + 12] for at in range(0, len(found[0]), 12))


def _texts(data: Data, exact: frozenset[str]) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, exact) if key not in exact else ()
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value, exact)


def _missing(data: Data, shown: frozenset[str], exact: frozenset[str]) -> Iterator[MissingGlyph]:
    seen: set[str] = set()
    for text in _texts(data, exact):
        clean = _clean(text)
        for character in sorted(set(clean) - shown - seen - {"\n", BREAK}, key=clean.index):
            seen.add(character)
            at = clean.index(character)
            yield MissingGlyph(character, clean[max(0, at - NEARBY) : at + NEARBY + 1])


def _printable(data: Data, gone: Mapping[int, str], exact: frozenset[str]) -> Data:
    if isinstance(data, str):
        return LONG.sub(_breakable, _clean(data).translate(gone))
    if isinstance(data, dict):
        return {
            key: value if key in exact else _printable(value, gone, exact)
            for key, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [_printable(value, gone, exact) for value in data]
    return data


def _clean(text: str) -> str:
    """Return a text with its marks joined to their letters, and nothing in it that is not seen."""
    return unicodedata.normalize("NFC", UNSEEN.sub("", text.replace("\t", " ")))
