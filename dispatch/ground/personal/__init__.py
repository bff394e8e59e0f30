"""Personal data in texts: pure detectors, with exact offsets and covered values.

A hit never holds the value that it stands for. Numbers are found in any form of digits, with
signs, invisible characters, line breaks or borders of cells between them; what lies beside a name
is found in the same sentence or row. Only the bounds of a text and a day decide; nothing is read.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dispatch.ground.personal.base import Hit
from dispatch.ground.personal.lives import headed
from dispatch.ground.personal.lives import lives
from dispatch.ground.personal.masks import MOST
from dispatch.ground.personal.masks import NUMBERS
from dispatch.ground.personal.masks import Keep
from dispatch.ground.personal.masks import Kind
from dispatch.ground.personal.masks import Masks
from dispatch.ground.personal.numbers import numbers
from dispatch.ground.personal.papers import papers
from dispatch.ground.personal.slipped import slipped

if TYPE_CHECKING:
    from datetime import date

__all__ = (
    "MOST",
    "NUMBERS",
    "Hit",
    "Keep",
    "Kind",
    "Masks",
    "covered",
    "detect",
    "headed",
    "number_hits",
)

PLAIN = Masks()


def number_hits(text: str, masks: Masks = PLAIN) -> tuple[Hit, ...]:
    """Return the personal numbers in a text, in their order."""
    whole = {*numbers(text, masks), *papers(text, masks)}
    taken = {(hit.kind, hit.end) for hit in whole}
    other = (hit for hit in slipped(text, masks) if (hit.kind, hit.end) not in taken)
    return tuple(sorted({*whole, *other}, key=lambda hit: (hit.start, hit.end)))


def detect(text: str, day: date, masks: Masks = PLAIN) -> tuple[Hit, ...]:
    """Return everything personal in a text, in its order."""
    found = {*number_hits(text, masks), *lives(text, day, masks)}
    return tuple(sorted(found, key=lambda hit: (hit.start, hit.end)))


@lru_cache(maxsize=4096)
def covered(text: str) -> str:
    """Return a text with every personal number in it covered, so that it may be shown.

    Remembered for some texts: many findings say the same values.
    """
    parts: list[str] = []
    end = 0
    for hit in number_hits(text):
        if hit.start >= end:
            parts += (text[end : hit.start], hit.masked)
            end = hit.end
    return "".join((*parts, text[end:])) if parts else text
