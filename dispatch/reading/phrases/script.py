"""A phrase as the grammar reads it: one script, one width, no white space; places kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TRADITIONAL = (
    ("並佈併俬個備傢儘內兩別則動務區厤員單國圍", "并布并私个备家尽内两别则动务区历员单国围"),
    ("報場夠學實審將對屆屬張彔後從復徵態應戶撥", "报场够学实审将对届属张录后从复征态应户拨"),
    ("擇據擬數於時曆書會業構機檔檯欄歷歸決沒況", "择据拟数于时历书会业构机档台栏历归决没况"),
    ("準滿為無狀獲現產畢異當發盡眾確祕稅箇節範", "准满为无状获现产毕异当发尽众确秘税个节范"),
    ("簽級細終組結統經網編縣織職臺與萬號製複覆", "签级细终组结统经网编县织职台与万号制复复"),
    ("覈見規視訂討許訴調請論議變負責費貼資賬辦", "核见规视订讨许诉调请论议变负责费贴资账办"),
    ("迴週進過達適遲遺錄鐘長門開間閤關階隨隱雜", "回周进过达适迟遗录钟长门开间合关阶随隐杂"),
    ("項順須頭類饋驗體麵黨", "项顺须头类馈验体面党"),
)
"""Characters as they may be written, and as the grammar knows them."""
_LETTERS = dict(pair for old, new in _TRADITIONAL for pair in zip(old, new, strict=True))
_MARKS = dict(zip(",;:()/﹑~～—–−", "，；：（）、、-----", strict=True))
_TABLE = str.maketrans(_LETTERS | _MARKS)
_FULLWIDTH = re.compile(r"[\uff01-\uff5e]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])\([a-zA-Z\u00e0-\u01dc\u0300-\u030c]{1,6}\)")
"""What a converter of scripts leaves behind a character: 內(nèi)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A phrase in plain characters, and where each of them stands in what was written."""

    written: str
    """The phrase as it stands."""
    text: str
    """Simplified, half-width digits, full-width marks, no white space, no pinyin."""
    places: tuple[int, ...]
    """For each character of the text, and its end, the offset in what was written."""
    gaps: frozenset[int]
    """The offsets in the text before which there was white space."""

    def place(self, at: int) -> int:
        """Return the offset in what was written of an offset in the text."""
        return self.places[at]

    def words(self, start: int, end: int) -> str:
        """Return what was written between two offsets of the text, on one line."""
        if start >= end:
            return ""
        return "".join(self.written[self.places[start] : self.places[end - 1] + 1].split())


def line(written: str) -> Line:
    """Return a phrase as the grammar reads it."""
    left_out = {at for found in _PINYIN.finditer(written) for at in range(*found.span())}
    text: list[str] = []
    places: list[int] = []
    gaps: set[int] = set()
    for at, character in enumerate(written):
        if at in left_out or _INVISIBLE.match(character):
            continue
        if character.isspace():
            gaps.add(len(text))
            continue
        text.append(_plain(character))
        places.append(at)
    plain = _full_stops("".join(text))
    return Line(written=written, text=plain, places=(*places, len(written)), gaps=frozenset(gaps))


def _plain(character: str) -> str:
    narrow = unicodedata.normalize("NFKC", character) if _FULLWIDTH.match(character) else character
    return narrow.translate(_TABLE)


def _full_stops(text: str) -> str:
    """Return the text with dots as full stops, but for those between digits."""
    return re.sub(r"(?<![0-9])[.｡]|[.｡](?![0-9])", "。", text)
