"""A second look, by other means: every number of the phrase is in the limit, and no other.

It knows nothing of the grammar. It takes from the plain text each numeral with the unit behind it,
and asks the limit and its clocks for theirs. Were the grammar ever to mix `20日` with
`20个工作日`, or to leave a number out, the two would differ and the phrase be refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dispatch.model.catalogue import Event
from dispatch.model.catalogue import OnRequest
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Staged
from dispatch.model.catalogue import Standing
from dispatch.reading.phrases import numerals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.values import Duration
    from dispatch.reading.phrases.base import Meaning

Figure = tuple[int, str]

_WORDED: tuple[tuple[str, Figure | None], ...] = (
    (r"[每按]半年度?|每个半年|半年度|半年(?=结束|终了|的?[首第头]|[^内，]{2,8}次)", None),
    (r"第一时间|[第头][一1]个月|每一个?|[上下]一个?(?:月|季度|半年度?|年度?)|[一1]次", None),
    (r"一般|统一|三公经费|三重一大|一事一议|第三方|四议两公开|第二年|三个?阶段", None),
    (r"[次下]一?个?工作日", (1, "working-day")),
    (r"次日|第二[天日]", (1, "day")),
    (r"当[日天]", (0, "day")),
    (r"半个?月", (15, "day")),
    (r"半年", (6, "month")),
)
"""Numbers in words, in the order in which they are taken out."""
_MONTH_END = re.compile(rf"([{numerals.CHARACTERS}]+)月份?[底末]")
_FIGURE = re.compile(
    rf"([{numerals.CHARACTERS}]+)(个?工作[日天]|个月|个?星期|周|年|月"
    r"|[日号](?=(?:之|以)?前)|个?(?:自然|日历)?[日天])"
)
_UNITS = (
    ("工作", "working-day", 1),
    ("个月", "month", 1),
    ("星期", "day", 7),
    ("周", "day", 7),
    ("年", "year", 1),
    ("月", "of-year", 1),
)
_NAMED_MONTH = re.compile(rf"(?<![第头上下])[{numerals.CHARACTERS}]月")
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def agrees(text: str, meaning: Meaning) -> bool:
    """Tell whether the numbers of the plain text are those of the meaning."""
    return sorted(_told(text)) == sorted(_kept(text, meaning))


def _told(text: str) -> Iterator[Figure]:
    for pattern, figure in _WORDED:
        if figure:
            yield from [figure] * len(re.findall(pattern, text))
        text = re.sub(pattern, "某", text)
    for found in _MONTH_END.finditer(text):
        month = _value(found[1])
        yield month, "of-year"
        yield _LAST_DAYS[month - 1] if 1 <= month <= len(_LAST_DAYS) else 0, "date"
    text = _MONTH_END.sub("某", text)
    for found in _FIGURE.finditer(text):
        dated = text.startswith(("前", "之前", "以前"), found.end())
        yield _figure(_value(found[1]), found[2], is_date=dated)


def _value(numeral: str) -> int:
    return numerals.number(numeral.removeprefix("0")) or 0


def _figure(count: int, words: str, *, is_date: bool) -> Figure:
    for mark, unit, factor in _UNITS:
        if mark in words:
            return count * factor, unit
    return count, "date" if is_date else "day"


def _kept(text: str, meaning: Meaning) -> Iterator[Figure]:
    yield from _lengths(_own(meaning))
    yield from _lengths(tuple(clock.length for clock in meaning.extra))
    limit = meaning.limit
    if isinstance(limit, Periodic) and limit.day is not None:
        yield limit.day, "date"
        if limit.month is not None and _NAMED_MONTH.search(text):
            yield limit.month, "of-year"


def _own(meaning: Meaning) -> tuple[Duration | None, ...]:
    limit = meaning.limit
    if isinstance(limit, Standing | Event | Periodic):
        return (limit.within,)
    if isinstance(limit, OnRequest):
        return (limit.within, limit.extend)
    return (limit.stages[0].within,) if isinstance(limit, Staged) else ()


def _lengths(lengths: tuple[Duration | None, ...]) -> Iterator[Figure]:
    for each in lengths:
        if each is not None:
            yield each.count, each.unit.value
