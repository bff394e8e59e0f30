"""Runs of digits in a text, in whatever form and with whatever between them.

A run keeps where each digit stands in the text, and what stands before it: nothing, what nobody
sees, a sign, or the border of a cell or line. Every pattern here is bounded and possessive, so the
time it takes grows with the text and no faster.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.ground.patterns import Late

if TYPE_CHECKING:
    from collections.abc import Iterator

GLUED, UNSEEN, SIGN, LINE, CELL = range(5)
"""What stands between two digits of a run."""

SHORTEST = 11
"""How many digits a run has at least."""

_HAN = "〇零一二三四五六七八九"
_CAPITALS = "\u25cb零壹贰叁肆伍陆柒捌玖"
_WORDS = f"{_HAN}{_CAPITALS}幺"
_FORMS = "⓪①-⑨⑴-⑼❶-❾⁰¹²³⁴-⁹₀-₉"
_VOID = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_SIGNS = (
    r" \u00a0\u3000\u2000-\u200a\u202f\-\u2010-\u2015\u2212\ufe63\uff0d"
    r"_.·•*~`\\'\"/()（）\[\]【】"
)
_CELLS = r"\t|｜,，;；:：、\n"
_BETWEEN = f"[{_VOID}{_SIGNS}{_CELLS}]{{0,8}}+"
_LAST = f"(?:{_BETWEEN}[XxＸｘ](?![A-Za-z]))?"
_RUNS = (
    re.compile(rf"[\d{_FORMS}](?:{_BETWEEN}[\d{_FORMS}]){{{SHORTEST - 1},}}+{_LAST}"),
    Late(
        rf"(?=[\d ]{{0,9}}[{_WORDS}])[\d{_WORDS}]"
        rf"(?:[ \u3000、.-]?+[\d{_WORDS}]){{{SHORTEST - 1},}}+{_LAST}"
    ),
)
_NUMERALS = re.compile(rf"[{_WORDS}](?:[ \u3000、.-]?[\d{_WORDS}]){{3}}")
"""What is in every run that has numerals in it."""
_NOTHING = re.compile(f"[{_VOID}]*")
_CELL = re.compile(f"[{_CELLS}]")


@dataclass(frozen=True, slots=True)
class Run:
    """Digits that follow each other."""

    digits: str
    """The digits in plain form; `X` where the last is one."""
    offsets: tuple[int, ...]
    """Where each stands in the text."""
    gaps: bytes
    """What stands before each."""

    def windows(self, length: int) -> Iterator[int]:
        """Return where so many digits begin and end as numbers do: not within others."""
        last = len(self.digits) - length
        for start in range(last + 1):
            if start and self.gaps[start] <= UNSEEN:
                continue
            if start == last or self.gaps[start + length] > UNSEEN:
                yield start

    def span(self, start: int, length: int) -> tuple[int, int]:
        """Return the offsets of the first digit, and of what comes after the last."""
        return self.offsets[start], self.offsets[start + length - 1] + 1

    def goes_on(self, start: int, length: int) -> bool:
        """Tell whether, of digits that each stand by themselves, there are more on either side."""
        before = start > 1 and self.gaps[start] == self.gaps[start - 1] == SIGN
        end = start + length
        after = end + 1 < len(self.digits) and self.gaps[end] == self.gaps[end + 1] == SIGN
        return before or after

    def borders(self, start: int, length: int, least: int) -> frozenset[int]:
        """Return after how many digits something that is at least so much stands."""
        inside = self.gaps[start + 1 : start + length]
        return frozenset(at for at, gap in enumerate(inside, start=1) if gap >= least)


def runs(text: str) -> Iterator[Run]:
    """Return the runs of digits in a text."""
    for pattern in _RUNS if _NUMERALS.search(text) else _RUNS[:1]:
        for match in pattern.finditer(text):
            yield _run(match[0], match.start())


def _run(written: str, start: int) -> Run:
    digits: list[str] = []
    offsets: list[int] = []
    gaps = bytearray()
    next_ = 0
    for at, character in enumerate(written):
        if plain := character if "0" <= character <= "9" else _plain(character):
            gap = GLUED if at == next_ else _gap(written[next_:at])
            gaps.append(gap if offsets else SIGN)
            digits.append(plain)
            offsets.append(start + at)
            next_ = at + 1
    return Run("".join(digits), tuple(offsets), bytes(gaps))


def _plain(character: str) -> str:
    """Return the digit that a character is in another form than ours, if it is one."""
    if character in "XxＸｘ":
        return "X"
    value = unicodedata.digit(character, None)
    for names in (_HAN, _CAPITALS) if value is None else ():
        if character in names:
            value = max(0, names.index(character) - 1)
    value = 1 if character == "幺" else value
    return "" if value is None else str(value)


def _gap(between: str) -> int:
    if _CELL.search(between):
        return CELL if between.strip() or "\n" not in between else LINE
    return UNSEEN if _NOTHING.fullmatch(between) else SIGN
