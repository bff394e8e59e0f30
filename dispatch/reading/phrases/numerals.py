"""The numerals of legal phrases: 20, ２０ (already made plain), 二十, 两, 廿五, 一百二十."""

from __future__ import annotations

import re

CHARACTERS = "0123456789〇零一二两三四五六七八九十百廿卅"
"""Every character that a numeral may be made of; a run of them is one numeral or none."""

_DIGITS = "〇一二三四五六七八九"
_ARABIC = re.compile(r"[1-9][0-9]{0,3}")
_BELOW_HUNDRED = re.compile(
    r"(?:(?P<tens>[一二三四五六七八九]?)(?P<ten>十)|(?P<score>[廿卅]))?(?P<unit>[一二三四五六七八九]?)"
)
_RUN = re.compile(f"[{CHARACTERS}]+")


def run(text: str, at: int) -> int:
    """Return where the run of numeral characters that begins at a place ends."""
    found = _RUN.match(text, at)
    return found.end() if found else at


def number(text: str) -> int | None:
    """Return the number that a whole run means; None where it is no numeral in use.

    `一百五` (150 in speech, 105 to a careless reader), `二〇` and `2十` are refused.
    """
    if _ARABIC.fullmatch(text):
        return int(text)
    if text == "两":
        return 2
    hundreds, mark, rest = text.rpartition("百")
    if not mark:
        return _below_hundred(text) or None
    head = 2 if hundreds == "两" else _DIGITS.find(hundreds) if len(hundreds) == 1 else 0
    tail = _after_hundred(rest)
    return None if head < 1 or tail is None else head * 100 + tail


def _after_hundred(rest: str) -> int | None:
    if not rest:
        return 0
    if rest[0] in "零〇":
        return _DIGITS.find(rest[1:]) if len(rest) == 2 and rest[1] in _DIGITS[1:] else None  # noqa: PLR2004 - 零 and a digit
    return _below_hundred(rest) if rest[0] in _DIGITS[1:] and rest[1:2] == "十" else None


def _below_hundred(text: str) -> int | None:
    found = _BELOW_HUNDRED.fullmatch(text)
    if not found or not text:
        return None
    tens = _DIGITS.find(found["tens"]) if found["tens"] else 1
    score = {"廿": 20, "卅": 30}.get(found["score"] or "", 0)
    unit = _DIGITS.find(found["unit"]) if found["unit"] else 0
    return (tens * 10 if found["ten"] else score) + unit
