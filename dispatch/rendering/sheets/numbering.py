"""The numbers of headings by GB/T 9704 (一、（一）1.（1）), where the author gave none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

HANDMADE = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]+[、章节条部.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．\s])"
)
DIGITS = "〇一二三四五六七八九"
FORMS = ("{han}、", "（{han}）", "{number}.", "（{number}）")
"""From the highest level down; below the last there are no numbers."""


def numbers(headings: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Return the number of each heading, given as its level from 2 on and its words.

    A level where one heading is numbered by hand, or that has only one heading, stays as it is.
    """
    levels = [level for level, _ in headings]
    silent = {level for level, words in headings if HANDMADE.match(words)}
    silent |= {level for level in levels if levels.count(level) == 1}
    return tuple(_numbers(levels, silent))


def _numbers(levels: Sequence[int], silent: set[int]) -> Iterator[str]:
    counts = [0] * 10
    for level in levels:
        counts[level] += 1
        counts[level + 1 :] = [0] * (9 - level)
        form = FORMS[level - 2] if level - 2 < len(FORMS) and level not in silent else ""
        yield form.format(han=han(counts[level]), number=counts[level])


def han(number: int) -> str:
    """Return a number from 1 to 99 as it is written in front of 、."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{DIGITS[tens % 10]}十")
    return head + (DIGITS[ones] if ones else "")
