"""Family N, amounts: figures held against the same amount in capitals (大写)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from dispatch.ground import capitals
from dispatch.ground.patterns import Late
from dispatch.model.elements import decimal_of
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import sample
from dispatch.rules.texts import place
from dispatch.rules.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ground.source import Place
    from dispatch.model.entry import Entry
    from dispatch.rules.register import Register

_BANKER = f"[{capitals.CAPITAL}]"
_FIRST = r"(?:[壹壱贰貳貮弐叁參叄肆伍陆陸柒捌玖拾]|零(?=[元圆圓]))"
_CAPITAL = (
    rf"{_FIRST}"
    rf"(?:{_BANKER}|(?<={_BANKER})[〇一二三四五六七八九十百千](?={_BANKER}|元)){{0,40}}"
    r"(?:[元圆圓](?:零?[壹贰叁肆伍陆柒捌玖]角)?(?:零?[壹贰叁肆伍陆柒捌玖]分)?|角(?:零?[壹贰叁肆伍陆柒捌玖]分)?|分)[整正]?"
)
_FIGURE = r"[0-9][0-9,]*+(?:\.[0-9]++)?"
_GAP = (
    r"(?:[ \t（(，,：:；;|）)¥￥“”\"]|人民币|大写|小写|金额|合计|为|即|计|是|RMB|圆整(?=[（(]))"
    r"{0,12}"
)
_UNIT = r"(?P<unit>亿元|百万元|万元|千元|元|圆)?"
_AFTER = Late(rf"(?<![0-9.,])(?P<figure>{_FIGURE})\s*{_UNIT}{_GAP}(?P<capital>{_CAPITAL})")
_BEFORE = Late(
    rf"(?P<capital>{_CAPITAL})(?=[ \t]*[（(，,：:；;|）)¥￥]){_GAP}(?P<figure>{_FIGURE})\s*{_UNIT}"
    r"(?![0-9年月日号%％])"
)
_SMALL = Late(
    rf"(?P<capital>(?<![{capitals.SMALL}第])[{capitals.SMALL}]{{1,24}}元"
    r"(?:[一二三四五六七八九]角)?(?:零?[一二三四五六七八九]分)?整?)"
    rf"[（(](?:[¥￥]|小写[:：]?){{0,2}}(?P<figure>{_FIGURE})\s*{_UNIT}[）)]"
)
_SMALL_AFTER = Late(
    rf"(?<![0-9.,])(?P<figure>{_FIGURE})\s*{_UNIT}[（(](?:人民币)?"
    rf"(?P<capital>[{capitals.SMALL}]{{1,24}}元(?:[一二三四五六七八九]角)?(?:零?[一二三四五六七八九]分)?整?)[）)]"
)
_SIGN = re.compile(
    r"[壹贰叁肆伍陆柒捌玖貳參陸一二三四五六七八九十百千万亿]"
    r"(?:元|(?<=[壹贰叁肆伍陆柒捌玖貳參陸])[^\n]{0,40}[元圆圓角分])"
)
_TIMES = {"亿元": 10**8, "百万元": 10**6, "万元": 10**4, "千元": 1000}
_BARE = re.compile(r"[（(](?:单位[:：])?[^（()）]{0,3}元[）)]")
_NAMED = re.compile(r"[（(]?(?:金额)?大写(?:金额)?[）)]?")


@rule(
    "N002",
    "amount-not-as-in-capitals",
    clause="支付结算办法（银发〔1997〕393号）附一：大写与小写金额必须一致",
    samples=(
        sample(text="收缴党费1,250.00元（大写：壹仟贰佰零伍元整）。"),
        sample(text="收缴党费1,250.00元（大写：壹仟贰佰伍拾元整）。"),
    ),
)
def amount_not_as_in_capitals(register: Register) -> Iterator[Finding]:
    """An amount in figures and the same amount in capitals (大写) differ, or cannot be read.

    The capitals are there so that no figure can be altered; where both differ neither counts. What
    is looked at is side by side: in a text, in two cells, in an element and the one named 大写.
    """
    for words in texts(register, _SIGN.search):
        for text, start in _lines(words.text):
            taken: set[int] = set()
            for pattern in (_AFTER, _BEFORE, _SMALL, _SMALL_AFTER):
                for match in pattern.finditer(text):
                    at = match.start("capital")
                    if at not in taken:
                        taken.add(at)
                        figure = _value(match["figure"], match["unit"] or "")
                        where = place(register, words, start + at)
                        yield from _held(where, figure, match["figure"], match["capital"])
    for entry in register.site.entries:
        yield from _elements(register, entry)


def _lines(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for line in text.split("\n"):
        if _SIGN.search(line):
            yield line, start
        start += len(line) + 1


def _value(figure: str, unit: str) -> Decimal:
    return Decimal(figure.replace(",", "")) * _TIMES.get(unit, 1)


def _held(where: Place, figure: Decimal, shown: str, capital: str) -> Iterator[Finding]:
    value = capitals.amount(capital)
    wanted = capitals.capitals(figure)
    if value is None:
        yield finding(where, "unreadable", capital=capital, wanted=wanted, figure=shown)
    elif value != figure:
        worth = f"{value:,.2f}"
        yield finding(where, "differs", capital=capital, wanted=wanted, figure=shown, worth=worth)


def _elements(register: Register, entry: Entry) -> Iterator[Finding]:
    """Return where an element, or a cell, is not what the one named 大写 says."""
    yield from _mapping(register, entry, ("elements",), entry.elements)
    for name, rows in entry.elements.items():
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            if isinstance(row, dict):
                yield from _mapping(register, entry, ("elements", name, index), row)


def _mapping(
    register: Register, entry: Entry, keys: tuple[str | int, ...], row: dict[str, object]
) -> Iterator[Finding]:
    for name, raw in row.items():
        if "大写" not in name or not isinstance(raw, str):
            continue
        bare = _NAMED.sub("", name)
        wanted = (bare, f"{bare}金额", "金额", "小写", "金额小写")
        named = [each for want in wanted for each in row if _BARE.sub("", each) == want]
        written = raw.strip().removeprefix("人民币").strip()
        other = row[named[0]] if named else None
        figure = decimal_of(other) if isinstance(other, str) else None
        if figure is not None and written:
            times = next((n for unit, n in _TIMES.items() if f"{unit}）" in named[0]), 1)
            where = register.at(entry.origin, *keys, name)
            yield from _held(where, figure * times, str(other), written)


RULES = (amount_not_as_in_capitals,)
