"""Family N, counts: how many there are is said, and then they are listed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dispatch.ground.capitals import numeral
from dispatch.ground.diagnostics import Severity
from dispatch.ground.grids import grids
from dispatch.ground.patterns import Late
from dispatch.model.sums import row_kind
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import sample
from dispatch.rules.texts import place
from dispatch.rules.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.rules.register import Register

_NUMBER = r"(?P<number>[0-9]{1,4}|[〇零一二两三四五六七八九十百]{1,6})"
_THINGS = r"(?:名|位|人|家|项|个|件|条|户|处|种|类|宗|起|座|台|所|个方面)"
_NAME = r"[\u4e00-\u9fff·]{2,4}(?:（[^（）\n]{1,20}）)?"
_AND_OTHERS = Late(
    rf"(?P<first>[\u4e00-\u9fff·]{{2,12}}(?:（[^（）\n]{{1,20}}）)?)(?P<more>(?:、{_NAME}){{1,60}})"
    rf"等{_NUMBER}(?P<thing>名|位|人)(?!次)"
)
_ANNOUNCED = Late(
    rf"(?:共(?:有|计|收到|公示|列入|安排|完成)?|以下|下列|如下|包括以下|分为)(?P<near>约|近|逾)?{_NUMBER}"
    rf"(?P<thing>{_THINGS})(?!次|月|工作日|年|小时)(?P<noun>[^，。；：！？\n|]{{0,16}}?)"
    r"(?:[，,](?:具体)?(?:名单|情况|内容|事项)?(?:分别(?:是|为)|包括|如下))?[:：]"
)
_ITEM = Late(
    r"^(?: {0,3}[-*+]|[0-9]{1,3}\.|[0-9]{1,3}[、．]|[（(][0-9一二三四五六七八九十]{1,3}[）)]"
    r"|[一二三四五六七八九十]{1,3}、)[ \t]*\S"
)
_INDENTED = re.compile(r"^[ \t]{2,}\S")
_SAID = re.compile(r"[一二三四五六七八九十]{1,2}是")
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)|“[^“”]*”|《[^《》]*》")
_JOINED = re.compile(r"[和及与]|以及")
_SIGN = re.compile(
    r"[等共下](?:(?<=等)[0-9一二两三四五六七八九十百]{1,5}[名位人]|(?<!等)[^\n，。]{0,30}[:：])"
)


@rule(
    "N003",
    "count-not-as-listed",
    severity=Severity.WARNING,
    clause="党务公开的内容应当准确；审核：准确性",
    samples=(
        sample(text="经支部研究，张三、李四、王五等2名同志列为发展对象。"),
        sample(text="经支部研究，张三、李四、王五等3名同志列为发展对象。"),
    ),
)
def count_not_as_listed(register: Register) -> Iterator[Finding]:
    """A text says how many there are, and lists another number of them.

    Somebody was added or left out after the sentence was written. Looked at are names
    before 等N人, and lists after 共N项：; figures such as 20余 or 约20 are no count, and where a
    list can be counted in two ways nothing is said.
    """
    for words in texts(register, _SIGN.search):
        text = words.prose
        for match in _AND_OTHERS.finditer(text):
            count, listed = numeral(match["number"]), match["more"].count("、") + 1
            inner = _BRACKETS.sub("", match["more"]).count("、") + 1
            if count is not None and count < min(listed, inner):
                at = place(register, words, match.start("number"))
                yield finding(at, "names", count=count, listed=inner, thing=match["thing"])
        for match in _ANNOUNCED.finditer(text):
            count = numeral(match["number"])
            listings = () if match["near"] else _listed(text, match.end())
            if count is not None and listings and count not in listings:
                at = place(register, words, match.start("number"))
                thing = match["thing"]
                yield finding(at, "list", count=count, listed=listings[0], thing=thing)


def _listed(text: str, start: int) -> tuple[int, ...]:
    """Return how many things are listed from here on, in every way that one could count."""
    end = text.find("\n", start)
    rest = text[start : end if end >= 0 else len(text)]
    if rest.strip():
        return _in_line(rest)
    return _in_lines(text, end) if end >= 0 else ()


def _in_line(rest: str) -> tuple[int, ...]:
    whole = rest.strip()
    if said := _SAID.findall(whole):
        return (len(said),) if len(said) > 1 else ()
    sentence = _BRACKETS.sub("", whole.partition("。")[0])
    if "；" in sentence or "，" in sentence or ":" in sentence or "：" in sentence:
        return ()
    if "、" not in sentence or sentence.rstrip("等").endswith("等") or "等" in sentence:
        return ()
    count = sentence.count("、") + 1
    joined = len(_JOINED.findall(sentence))
    return tuple(range(count, count + joined + 1))


def _in_lines(text: str, end: int) -> tuple[int, ...]:
    """Return how many items, or rows of a table, stand below a line; empty where nothing does."""
    following = text[end:].lstrip("\n")
    at = len(text) - len(following)
    grid = next((each for each in grids(following) if each.start == 0), None)
    if grid:
        kinds = [row_kind([cell.text for cell in row]) for row in grid.rows]
        return (len(kinds),) if set(kinds) <= {"plain"} else ()
    count, gap = 0, False
    for line in text[at:].split("\n"):
        if not line.strip():
            gap = True
        elif _ITEM.match(line):
            count, gap = count + 1, False
        elif gap or not (count and _INDENTED.match(line)):
            break
    return (count,) if count > 1 else ()


RULES = (count_not_as_listed,)
