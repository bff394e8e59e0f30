"""Numbers that belong to a person: identity numbers, bank cards, mobile telephones."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from dispatch.ground.personal.base import Hit
from dispatch.ground.personal.digits import CELL
from dispatch.ground.personal.digits import LINE
from dispatch.ground.personal.digits import SIGN
from dispatch.ground.personal.digits import runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ground.personal.digits import Run
    from dispatch.ground.personal.masks import Kind
    from dispatch.ground.personal.masks import Masks

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CODES = "10X98765432"
"""GB 11643: the weight of each digit, and the last character by the remainder."""

PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
"""The first two digits of a region: GB/T 2260."""
YEARS = range(1900, 2040)
"""The years in which somebody with such a number may be born."""

_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_LABEL = re.compile(r"(?:信用代码|机构代码|纳税人识别号|税号)[^\d]{0,12}$")
_CARD = re.compile(r"62|4|5[1-5]|35|60[13]|9558|95595|65|6013")
_JOINTS = tuple(map(frozenset, ((6, 10, 12, 14, 17), (4, 8, 12, 16), (3, 6, 10, 14), (6, 12))))
_OLD_JOINTS = (frozenset((6, 8, 10, 12)), frozenset((3, 6, 9, 12)))
_CARD_JOINTS = tuple(map(frozenset, ((4, 8, 12, 16), (6, 10, 14, 18), (6, 13), (3, 7, 11, 15))))
_MOBILE_JOINTS = tuple(map(frozenset, ((3, 7), (3, 6), (4, 7), (5,), (4, 8), (3, 5, 7, 9))))

_NAMED = re.compile(
    r"(?:编号|单号|订单|流水号?|批号|代码|档号|序号|编码|条码|证书号|合同号|项目号|凭证号|文号|票号"
    r"|许可证号?|户号|表号|批次|[Nn][Oo]\.?|№|[Ii][Dd])[^\w\d]{0,4}$"
)
"""What says just before a number that it is another one."""
_ACCOUNT = re.compile(r"(?:账号|帐号|账户)[^\w\d]{0,4}$")
"""The same, of all but cards of people, which begin with 62."""
_PERSONAL = re.compile(
    r"(?:身份|证件|公民|手机|电话|联系|卡号|银行卡|工资卡|一卡通|微信|[Ww][Xx]|[Vv][Xx]|[Tt][Ee][Ll])[^\d]{0,10}$"
)
_AMOUNT = re.compile(r"\.\d{1,4}(?!\d)|\s?(?:元|万|亿|吨|立方|千瓦|度|米|亩|人|公斤|千克|%|％|方)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s，。、；]{0,300}$")
BEFORE = 24


def numbers(text: str, masks: Masks) -> Iterator[Hit]:
    """Return the personal numbers in a text; of those that lie in one another, the first kind."""
    for run in runs(text):
        taken = bytearray(len(run.digits))
        for kind, start, length in _candidates(run):
            if any(taken[start : start + length]) or not _holds(kind, run, start, length):
                continue
            span = run.span(start, length)
            if _fits(kind, text, span, length):
                taken[start : start + length] = b"\1" * length
                plain = run.digits[start : start + length]
                yield Hit(kind, *span, masks.masked(kind, plain))


def _candidates(run: Run) -> Iterator[tuple[Kind, int, int]]:
    total = len(run.digits)
    for length in (18, 19, 17, 16) if total > 15 else ():  # noqa: PLR2004 - the shortest card
        for start in run.windows(length):
            if length == 18:  # noqa: PLR2004
                yield "identity", start, length
            yield "card", start, length
    for start in run.windows(15) if total > 14 else ():  # noqa: PLR2004
        yield "identity", start, 15
    yield from (("mobile", start, 11) for start in run.windows(11))
    for code in ("86", "0086"):
        if code in run.digits:
            length = 11 + len(code)
            starts = (at for at in run.windows(length) if run.digits.startswith(code, at))
            yield from (("mobile", start + len(code), 11) for start in starts)


def _holds(kind: Kind, run: Run, start: int, length: int) -> bool:
    """Tell whether digits are such a number, by themselves and by what stands between them."""
    digits = run.digits[start : start + length]
    if kind == "mobile" and (digits[0] != "1" or digits[1] < "3" or len(set(digits[2:])) == 1):
        return False
    cells, signs = (run.borders(start, length, least) for least in (LINE, SIGN))
    if kind == "identity" and length == 18:  # noqa: PLR2004
        # A line may be broken anywhere; cells are where people part it, or the row is of figures.
        broken = len(signs) == 1 and not run.borders(start, length, CELL)
        apart = not cells or broken or _joined(signs, _JOINTS, length)
        return apart and is_identity(digits)
    if cells or "X" in digits or (len(signs) == length - 1 and run.goes_on(start, length)):
        return False
    if kind == "identity":
        return is_old_identity(digits) and _joined(signs, _OLD_JOINTS, length)
    if kind == "card":
        return _is_card(digits) and _joined(signs, _CARD_JOINTS, length)
    return _joined(signs, _MOBILE_JOINTS, length)


def _joined(borders: frozenset[int], joints: tuple[frozenset[int], ...], length: int) -> bool:
    """Tell whether a number is parted where people part it, or after every digit."""
    return len(borders) == length - 1 or any(borders <= each for each in joints)


def _fits(kind: Kind, text: str, span: tuple[int, int], length: int) -> bool:
    """Tell whether a number is what it seems by what stands before and after it."""
    start, end = span
    before, after = text[max(0, start - BEFORE) : start], text[end : end + 6]
    if _in_decimal(before) or (before[-1:].isdigit() and kind != "mobile"):
        return False
    if kind == "identity" and length == 18:  # noqa: PLR2004
        plain = text[start:end].upper()
        return not (is_credit_code(plain) and _CREDIT_LABEL.search(before))
    if _PERSONAL.search(before):
        return not _AMOUNT.match(after) or after[0] != "."
    if _ACCOUNT.search(before) and not (kind == "card" and text[start : start + 2] == "62"):
        return False
    if _latin(before[-1:]) or _latin(after[:1]) or _AMOUNT.match(after) or _NAMED.search(before):
        return False
    return not _ADDRESS.search(text, max(0, start - 320), start)


def _in_decimal(before: str) -> bool:
    return before[-1:] == "." and before[-2:-1].isdigit()


def _latin(character: str) -> bool:
    return character == "_" or (character.isascii() and character.isalpha())


def is_identity(digits: str) -> bool:
    """Tell whether 18 characters are an identity number: region, day of birth, last character."""
    if "X" in digits[:17] or not _is_region(digits[:6]) or not _is_day(digits[6:14]):
        return False
    total = sum(int(each) * weight for each, weight in zip(digits, WEIGHTS, strict=False))
    return CODES[total % 11] == digits[17]


def is_old_identity(digits: str) -> bool:
    """Tell whether 15 characters may be an identity number as they were until 1999."""
    if not _is_region(digits[:6]):
        return False
    return _is_day(f"19{digits[6:12]}") and digits[12:] != "000"


def _is_region(digits: str) -> bool:
    city, county = digits[2:4], digits[4:6]
    return bool(PROVINCES.match(digits)) and ("00" < city <= "70" or city == "90") and county > "00"


def _is_day(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    if year not in YEARS:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def is_credit_code(code: str) -> bool:
    """Tell whether 18 characters are a unified social credit code, by its last (GB 32100)."""
    if len(code) != 18 or any(each not in _CREDIT for each in code):  # noqa: PLR2004
        return False
    values = (_CREDIT.index(each) for each in code[:17])
    total = sum(value * weight for value, weight in zip(values, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT[-total % 31] == code[17]


def _is_card(digits: str) -> bool:
    if not _CARD.match(digits) or len(set(digits)) < 3:  # noqa: PLR2004
        return False
    if len(digits) != 16 and digits[0] in "45":  # noqa: PLR2004 - of other lengths only ours
        return False
    doubled = (sum(divmod(2 * int(each), 10)) for each in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0
