"""How wide the columns of a table are, and how large its type: found from the words in its cells.

Widths are in em of the table's own type: a full-width character is 1, any other 0.55.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = (14.0, 12.0, 10.5, 9.0, 7.5)
"""Type sizes in points, from 四号 to 六号; the largest that fits is taken."""
LARGEST = ((50, 10.5), (20, 12.0), (0, 14.0))
"""From how many rows on type is no larger than this."""
LINE_LENGTH = 442.2
"""The width of the text area of A4: 156 mm in points."""
PADDING = 0.75
"""What the two sides of a cell take, in em."""
NARROW = 0.55
WIDEST = 16.0
"""A column that could be wider than this may break its lines, in em."""
FEW_LINES = 3
"""A column is made wide enough for its longest cell to take no more lines than this, if it can."""
WORD = re.compile(r"[!-~\u00a1-\u024f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Columns that stand side by side on a page, by number, their shares, and the type size."""

    columns: tuple[int, ...]
    shares: tuple[float, ...]
    size: float


def fitted(
    rows: Sequence[Sequence[str]], room: float = LINE_LENGTH, sizes: Sequence[float] = SIZES
) -> tuple[Fit, ...]:
    """Return how to set a table: one fit, or several where it must be folded.

    `room` is the length of a line in points. A folded table repeats its first column, so that
    each part can be read by itself.
    """
    columns = [[cell for cell in column if cell] for column in zip_longest(*rows, fillvalue="")]
    least = [max(map(_longest_word, column), default=1.0) + PADDING for column in columns]
    wanted = [max(map(_wanted, column), default=1.0) + PADDING for column in columns]
    for size in [size for size in sizes if size <= _largest(len(rows))] or sizes:
        if sum(_tolerable(least, wanted)) * size <= room:
            return (_fit(range(len(columns)), least, wanted, size, room),)
    parts = _folded(least, room / sizes[-1])
    return tuple(_fit(part, least, wanted, sizes[-1], room) for part in parts)


def _largest(rows: int) -> float:
    """Return the largest type for so many rows: paper is dear on a board."""
    return next(size for least, size in LARGEST if rows >= least)


def width(text: str) -> float:
    """Return the width of a text in em."""
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return wide + NARROW * (len(text) - wide)


def _longest_word(text: str) -> float:
    """Return the width of what no line may break: a number, a Latin word, two hanzi."""
    longest = max((NARROW * len(word) for word in WORD.findall(text)), default=0.0)
    return max(longest, min(2.0, width(text)))


def _wanted(text: str) -> float:
    return min(width(text), max(WIDEST, width(text) / FEW_LINES))


def _tolerable(least: Sequence[float], wanted: Sequence[float]) -> list[float]:
    """Return the widths at which a table is still good to read: half of what would be best."""
    return [max(low, min(want, 4.0), want / 2) for low, want in zip(least, wanted, strict=True)]


def _fit(
    part: Sequence[int],
    least: Sequence[float],
    wanted: Sequence[float],
    size: float,
    room: float,
) -> Fit:
    low = [least[number] for number in part]
    high = [max(wanted[number], least[number]) for number in part]
    widths = _shared(room / size, low, high)
    total = sum(widths)
    return Fit(
        columns=tuple(part),
        shares=tuple(round(each / total, 4) for each in widths),
        size=size,
    )


def _shared(room: float, low: Sequence[float], high: Sequence[float]) -> list[float]:
    """Return widths: narrow columns get what they want, the wide ones share what is left."""
    widths = [0.0] * len(low)
    narrow_first = sorted(range(len(low)), key=high.__getitem__)
    for taken, number in enumerate(narrow_first):
        later = sum(low[other] for other in narrow_first[taken + 1 :])
        fair = room / (len(low) - taken)
        widths[number] = max(low[number], min(high[number], fair, room - later))
        room -= widths[number]
    return widths


def _folded(least: Sequence[float], room: float) -> list[tuple[int, ...]]:
    """Return the columns of each part; a column that is wider than a page has one to itself."""
    wide = [max(each, 4.0) for each in least]
    parts: list[tuple[int, ...]] = []
    current: list[int] = [0]
    for number in range(1, len(wide)):
        if len(current) > 1 and sum(wide[each] for each in (*current, number)) > room:
            parts.append(tuple(current))
            current = [0]
        current.append(number)
    return [*parts, tuple(current)]
