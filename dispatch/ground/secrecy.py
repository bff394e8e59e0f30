"""Marks of secrecy in a text: 机密★, 内部资料 注意保密, 不得外传, in both scripts.

A mark stands by itself: on a line or in a cell of its own, in brackets, at the head or the foot.
The same words within a sentence (要求有关人员注意保密) are said, and no mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal

from dispatch.ground.patterns import Late

if TYPE_CHECKING:
    from collections.abc import Iterator

_GAP = r"[ \t\u3000\u200b]{0,3}"
_LEVEL = _GAP.join(("(?:[绝絕]", "密|[机機]", "密|秘", "密)"))
_STAR = "[★☆✩✪⭐＊*▲]"
_PAPER = "(?:资料|資料|文件|材料|刊物|文电|文電|信息|資訊)"
_OUT = "(?:外传|外傳|外泄|外洩|扩散|擴散|翻印)"
_NOT = "(?:不得|不准|不许|不許|请勿|請勿|切勿|严禁|嚴禁|禁止|勿)"
_INSIDE = "(?:[内內]部|[内內]參|[内內]参)"

_STARRED = Late(_LEVEL + _GAP + _STAR)
_LABELLED = Late("密[级級]" + _GAP + "[:：为為]" + _GAP + _LEVEL)
_LEVELS = Late(_LEVEL)
_WORDS = Late(
    "|".join(
        (
            _INSIDE + _GAP + _PAPER,
            "(?:[仅僅]供)?" + _INSIDE + _GAP + "(?:使用|参考|參考|传阅|傳閱|掌握|发行|發行)",
            "(?:注意|妥善|请|請)" + _GAP + "保密",
            _NOT + _GAP + _OUT,
        )
    )
)
_SIGN = re.compile("[★☆✩✪⭐▲密勿禁内內不](?:(?<![内內不])|(?<=[内內])[部參参]|(?<=不)[得准许許])")
"""What is in every mark: a search passes over texts without it.

It begins with the one set of characters that it may begin with, so that the rest is skipped fast.
"""

EDGES = frozenset("\n\r\t|,，。；;:：、·—-–_【】[]（）()〔〕《》<>“”\"'*#~ \u3000")
"""What may stand beside a mark, besides the ends of the text."""
HARD_EDGES = frozenset("\n\r\t|【】[]（）()〔〕:：\"'*#")
"""The same of a level without a star: 机密 alone in its line or cell."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of secrecy in a text."""

    start: int
    end: int
    kind: Literal["mark", "said"]
    """Whether they stand by themselves, or in a sentence."""


def marks(text: str) -> Iterator[Mark]:
    """Yield the words of secrecy in a text, in their order, none of them twice."""
    if not _SIGN.search(text):
        return
    end = 0
    for mark in sorted(_found(text), key=lambda each: (each.start, -each.end)):
        if mark.start >= end:
            yield mark
            end = mark.end


def _found(text: str) -> Iterator[Mark]:
    for pattern in (_STARRED, _LABELLED):
        yield from (Mark(each.start(), each.end(), "mark") for each in pattern.finditer(text))
    for each in _LEVELS.finditer(text):
        if _stands_alone(text, each.start(), each.end(), HARD_EDGES):
            yield Mark(each.start(), each.end(), "mark")
    for each in _WORDS.finditer(text):
        alone = _stands_alone(text, each.start(), each.end(), EDGES)
        yield Mark(each.start(), each.end(), "mark" if alone else "said")


def _stands_alone(text: str, start: int, end: int, edges: frozenset[str]) -> bool:
    """Tell whether edges are on both sides; of hard ones, spaces may lie between."""
    if " " not in edges:
        while start and text[start - 1] in " \u3000":
            start -= 1
        while end < len(text) and text[end] in " \u3000":
            end += 1
    before = start == 0 or text[start - 1] in edges
    after = end == len(text) or text[end] in edges
    return before and after
