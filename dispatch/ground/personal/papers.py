"""Numbers of passports and travel permits, which only the words around them give away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dispatch.ground.personal.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ground.personal.masks import Masks

_WORD = re.compile(r"护照|证件号|通行证|回乡证|台胞证|港澳居民|台湾居民|[Pp]assport|PASSPORT")
_SPOKEN = ("护照", "证", "港澳", "台湾", "assport", "PASSPORT")
"""One of these is in every text that speaks of such papers."""
_GAP = r"[ \u00a0\u3000\u200b\u00ad-]{0,2}+"
_LETTERED = re.compile(
    rf"(?<![A-Za-z0-9])(?:[EeＥＧGgDSPdsp](?:{_GAP}\d){{8}}|[EeＥ][A-HJ-NP-Za-hj-np-z](?:{_GAP}\d){{7}}"
    rf"|[HhMmCcWwTtＨＭＣＷＴ](?:{_GAP}\d){{8}}(?:{_GAP}\d\d)?)(?![A-Za-z0-9])"
)
_BARE = re.compile(r"(?:台胞证|台湾居民)[^\d\n]{0,24}?(?P<number>\d{8})(?!\d)")
_OTHER = (
    re.compile(
        r"(?:香港|澳门|澳門|身份证|身份證)[^\n]{0,20}?(?P<number>[A-Z]{1,2}\d{6}[（(][\dA][)）])"
    ),
    re.compile(r"(?:军官|士兵|警官|文职)证[^\n]{0,12}?字?第?(?P<number>\d{6,8})(?!\d)"),
)
"""Cards of Hong Kong and Macao, and of the forces, by the words before them."""
_SIGN = re.compile(r"[\W_]")


def papers(text: str, masks: Masks) -> Iterator[Hit]:
    """Return the numbers of passports and permits in a text that speaks of such papers."""
    for pattern in _OTHER if "证" in text or "證" in text else ():
        for match in pattern.finditer(text):
            yield Hit("permit", *match.span("number"), masks.masked("permit", match["number"]))
    if not any(word in text for word in _SPOKEN) or not _WORD.search(text):
        return
    for match in _LETTERED.finditer(text):
        yield Hit("permit", *match.span(), masks.masked("permit", _SIGN.sub("", match[0])))
    for match in _BARE.finditer(text):
        yield Hit("permit", *match.span("number"), masks.masked("permit", match["number"]))
