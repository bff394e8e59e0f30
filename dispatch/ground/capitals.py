"""Chinese numerals as numbers, and amounts of money in capitals (大写) in both directions.

The forms are those of 支付结算办法, annex 1: 壹 to 玖, 零, 拾佰仟万亿, 元 or 圆, 角, 分, 整 or 正.
A 零 may stand or be left out where the annex leaves it free, so reading does not ask for it; it
is asked for where without it a number would be read in two ways (壹佰伍).
"""

from __future__ import annotations

import re
from decimal import Decimal

CAPITAL = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿壱貳貮弐參叄陸萬億圓"
"""The characters of amounts in capitals, the traditional ones among them, without 元角分整正."""
SMALL = "〇零一二两三四五六七八九十百千万亿"
"""The characters of everyday numerals."""

_DIGITS = "零一二三四五六七八九"
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLAIN = str.maketrans(
    "〇壹壱贰貳貮弐叁參叄肆伍陆陸柒捌玖拾佰仟萬億圆圓正两",
    "零一一二二二二三三三四五六六七八九十百千万亿元元整二",
)
_SECTION = re.compile(r"零?(?:(.)千)?零?(?:(.)百)?零?(?:(.?)十)?零?([一二三四五六七八九]?)")
_COINS = re.compile(r"零?(?:([一二三四五六七八九])角)?零?(?:([一二三四五六七八九])分)?整?")
_LONE = re.compile(r"[百千万亿][一二三四五六七八九]")
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


def numeral(text: str) -> int | None:
    """Return the whole number that a text means: 12, 十二, 一千二百, 壹仟, 二〇二六; or None."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    plain = text.translate(_PLAIN)
    if len(plain) > 1 and all(each in _DIGITS for each in plain):
        return int("".join(str(_DIGITS.index(each)) for each in plain))
    return _whole(plain)


def _whole(plain: str) -> int | None:
    """Return what a numeral means; a lone digit after a unit could mean two things."""
    if not plain or _LONE.search(plain[-2:]):
        return None
    return 0 if plain == "零" else _parts(plain)


def _parts(plain: str) -> int | None:
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        left, mark, rest = plain.rpartition(unit)
        if mark:
            high = _parts(left) if left else None
            low = _parts(rest) if rest else 0
            good = high is not None and low is not None and low < size
            return high * size + low if good and high is not None and low is not None else None
    return _section(plain)


def _section(plain: str) -> int | None:
    found = _SECTION.fullmatch(plain)
    if not found or plain.endswith("零"):
        return None
    value = 0
    for text, size in zip(found.groups(), (1000, 100, 10, 1), strict=True):
        if text is not None and (text or size == 10):  # noqa: PLR2004 - 十 may stand alone
            digit = _DIGITS.find(text) if text else 1
            if digit < 1:
                return None
            value += digit * size
    return value


def amount(text: str) -> Decimal | None:
    """Return the exact amount in yuan that a text such as 壹仟贰佰伍拾元整 writes, or None."""
    plain = text.translate(_PLAIN)
    yuan, mark, rest = plain.rpartition("元")
    coins = _COINS.fullmatch(rest if mark else plain)
    whole = _whole(yuan.removesuffix("整")) if mark else 0
    if coins is None or whole is None or (not mark and not any(coins.groups())):
        return None
    ten, one = (_DIGITS.index(each) if each else 0 for each in coins.groups())
    return Decimal(whole) + Decimal(ten * 10 + one) / 100


def capitals(value: Decimal) -> str:
    """Return an amount of yuan in capitals; what is below a 分 is left out."""
    cents = int(abs(value) * 100)
    yuan, rest = divmod(cents, 100)
    ten, one = divmod(rest, 10)
    coins = f"{_CAPITALS[ten]}角" if ten else ""
    if one:
        coins += ("零" if yuan and not ten else "") + f"{_CAPITALS[one]}分"
    sign = "负" if value < 0 else ""
    head = f"{_named(yuan)}元" if yuan or not coins else ""
    return f"{sign}{head}{coins}{'' if one else '整'}"


def _named(number: int) -> str:
    for size, unit in _UNITS:
        if number >= size:
            left, rest = divmod(number, size)
            gap = "零" if 0 < rest < size // 10 else ""
            return _named(left) + unit + (gap + _named(rest) if rest else "")
    return _CAPITALS[number]
