"""Numbers that are not whole, and tell all the same: covered too little, or mistyped beside a name.

A number of which more is seen than may be is as good as the number; so is one with a letter O for
a zero, or with one digit wrong, where the words before it say what it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dispatch.ground.personal.base import Hit
from dispatch.ground.personal.masks import MOST
from dispatch.ground.personal.masks import STAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ground.personal.masks import Kind
    from dispatch.ground.personal.masks import Masks

_COVER = "*＊xX×✕●○■□▇█#？?•◆"
_ONE = rf"\\?[\d{re.escape(_COVER)}]"
_SIGN = re.compile(rf"[{re.escape(_COVER)}](?:(?<=\d.)|(?<=\d\\.)|(?=\d))")
_ROW = re.compile(rf"(?<![0-9A-Za-z*＊\\#.])(?:{_ONE}){{11,19}}(?![0-9A-Za-z*＊#])")
_SHAPES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "identity",
        re.compile(
            r"[1-8*][\d*]{5}(?:1[*9]|[2*][*0]|\*\d)[\d*]{2}[01*][\d*][0-3*][\d*][\d*]{3}[\d*Xx]"
        ),
    ),
    ("mobile", re.compile(r"1[3-9][\d*]{9}")),
    ("card", re.compile(r"62[\d*]{14}(?:[\d*]{3})?")),
)

_CALLED: tuple[tuple[Kind, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "identity",
        re.compile(
            r"(?:身份证|身份号|公民身份|证件号)[^\d\nA-Za-z]{0,14}"
            r"(?P<number>(?=[OoIl]{0,2}\d)[\dOoIl]{17}[\dXxOoIl])(?!\w)"
        ),
        re.compile(r"[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]"),
    ),
    (
        "card",
        re.compile(
            r"(?:银行卡|卡号|一卡通|工资卡)[^\d\n]{0,14}(?P<number>62(?:\d{14}|\d{17}))(?!\w)"
        ),
        re.compile(r"\d+"),
    ),
)
"""What the words before a number must say, and of what form it must be."""

_PLAIN = str.maketrans("OoIlx", "0011X")
_STARS = str.maketrans(dict.fromkeys(_COVER, STAR))
_LAST = str.maketrans(dict.fromkeys(set(_COVER) - {"X", "x"}, STAR))
"""The last character of an identity number may be an X of its own."""


def slipped(text: str, masks: Masks) -> Iterator[Hit]:
    """Return the numbers in a text that are covered too little, and those that are mistyped."""
    if _SIGN.search(text):
        yield from _thin(text, masks)
    for kind, called, form in _CALLED if any(each in text for each in "证卡身") else ():
        for match in called.finditer(text):
            plain = match["number"].translate(_PLAIN)
            if form.fullmatch(plain):
                yield Hit(kind, *match.span("number"), masks.masked(kind, plain))


def _thin(text: str, masks: Masks) -> Iterator[Hit]:
    for match in _ROW.finditer(text):
        written = match[0].replace("\\", "")
        plain = written[:-1].translate(_STARS) + written[-1:].translate(_LAST)
        seen = len(plain) - plain.count(STAR)
        for kind, shape in _SHAPES:
            most = MOST[kind].first + MOST[kind].last
            if most < seen < len(plain) and shape.fullmatch(plain):
                yield Hit(kind, *match.span(), masks.masked(kind, plain))
