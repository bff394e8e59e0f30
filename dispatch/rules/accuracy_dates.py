"""Family N, days in texts: that they exist, are of that weekday, so many, and of that period."""

from __future__ import annotations

import re
from datetime import date
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.ground.capitals import numeral
from dispatch.ground.diagnostics import Severity
from dispatch.ground.patterns import Late
from dispatch.model.values import period_of
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import sample
from dispatch.rules.texts import Words
from dispatch.rules.texts import place
from dispatch.rules.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.entry import Entry
    from dispatch.model.values import Period
    from dispatch.rules.register import Register

LONGEST = 400
"""The most days of a span that are counted."""

_YEAR = r"[0-9]{4}|[〇零一二三四五六七八九]{4}"
_SHORT = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = Late(
    rf"(?<![0-9一二三四五六七八九十零〇])(?:(?P<year>{_YEAR})年)?(?P<month>{_SHORT})月(?P<day>{_SHORT}|廿[一二三四五六七八九]?)[日号]"
    r"|(?<![0-9.\-/])(?P<y>(?:19|20)[0-9]{2})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})(?![0-9.\-/])"
)
_WEEKDAY = Late(
    r"[ \t]*[（(，,]?[ \t]*(?:星期|礼拜|周)(?P<name>[一二三四五六日天])(?![一二三四五六日天至到、])"
)
_WEEK = "一二三四五六日"
_STATED_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DATED = re.compile(
    r"[0-9一二三四五六七八九十]月[0-9一二三四五六七八九十廿]{1,3}[日号]|(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]"
)


def _years(words: Words, register: Register, month: int) -> frozenset[int]:
    """Return the years that a day without one may lie in."""
    named = {int(each) for each in _STATED_YEAR.findall(words.text)}
    entry = words.entry
    days = (entry.published, entry.formed) if entry else (register.day,)
    for day in days:
        named |= {day.year, day.year + 1} if month < day.month else {day.year, day.year - 1}
        named.add(day.year)
    if entry and entry.period:
        named.add(entry.period.first.year)
    return frozenset(named)


def _numbers(match: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    if match["y"]:
        return int(match["y"]), int(match["m"]), int(match["d"])
    year = numeral(match["year"]) if match["year"] else None
    day = match["day"].replace("廿", "二十")
    return year, numeral(match["month"]), numeral(day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@rule(
    "N005",
    "no-such-day",
    clause="党务公开的内容应当准确；审核：准确性",
    samples=(
        sample(text="定于2026年11月24日（星期三）召开会议。"),
        sample(text="定于2026年11月24日（星期二）召开会议。"),
    ),
)
def no_such_day(register: Register) -> Iterator[Finding]:
    """A text names a day that does not exist, or a weekday that the day is not.

    Whoever comes to the meeting, or wants to object in time, comes on the wrong day. A day without
    a year is held against every year that it may lie in.
    """
    for words in texts(register, _DATED.search):
        text = words.prose
        for match in _DATE.finditer(text):
            year, month, day = _numbers(match)
            if month is None or day is None or words.quoted:
                continue
            at = match.start()
            if not _exists(year, month, day):
                # An element that is a day, and nothing else, is held by its type.
                if match["y"] is None or (match["s"] == "-" and match[0] != text.strip()):
                    yield finding(place(register, words, at), "unreal", day=match[0])
            elif stated := _WEEKDAY.match(text, match.end()):
                found = _weekdays(register, words, year, month, day)
                name = stated["name"].replace("天", "日")
                if found and name not in found:
                    where = place(register, words, stated.start("name"))
                    right = "、".join(sorted(found, key=_WEEK.index))
                    yield finding(where, "weekday", day=match[0], stated=name, right=right)


def _exists(year: int | None, month: int, day: int) -> bool:
    if year is not None:
        return _day(year, month, day) is not None
    return 1 <= month <= len(_LONGEST_MONTHS) and 1 <= day <= _LONGEST_MONTHS[month - 1]


def _weekdays(
    register: Register, words: Words, year: int | None, month: int, day: int
) -> frozenset[str]:
    years = (year,) if year is not None else _years(words, register, month)
    days = (_day(each, month, day) for each in years)
    return frozenset(_WEEK[each.weekday()] for each in days if each)


_FROM = (
    rf"(?:自|从|由)?(?:(?P<year>{_YEAR})年)?(?:(?P<month>{_SHORT})月)?(?P<day>{_SHORT})[日号]?(?:起|开始)?"
    rf"(?:至|到|—{{1,2}}|–|－|-|~|～)(?:(?P<year2>{_YEAR})年)?(?:(?P<month2>{_SHORT})月)?(?P<day2>{_SHORT})[日号]"
)
_COUNT = (
    r"(?P<count>[0-9]{1,3}|[一二三四五六七八九十百两]{1,4})个?(?P<unit>工作日|日历日|自然日|天|日)"
)
_COUNT_FIRST = Late(
    rf"(?:公示期(?:限|间)?|公示时间|公示|公开期限?|为期|时间|期限|共|历时)(?:为|共|：|:)?{_COUNT}"
    rf"(?:（不[^（）]{{0,12}}）)?[，,：:（( ]{{0,2}}(?:即|公示时间|时间)?(?:为|：|:)?{_FROM}"
)
_SPAN_FIRST = Late(
    rf"{_FROM}(?:止|结束)?[，,（( ]{{0,2}}"
    rf"(?:公示期(?:限)?|为期|共计?|合计|历时|期限)(?:为|：|:)?{_COUNT}"
)
_SPANS = re.compile(r"[0-9一二三四五六七八九十百两](?:天|日|个?工作日|个?自然日)")


@rule(
    "N004",
    "days-not-as-dated",
    severity=Severity.WARNING,
    clause="党务公开的内容应当准确；民法典第二百零一条",
    samples=(
        sample(text="公示期五天，从2026年10月24日至31日止，地点在一楼。"),
        sample(text="公示期五天，从2026年10月24日至28日止，地点在一楼。"),
    ),
)
def days_not_as_dated(register: Register) -> Iterator[Finding]:
    """A text says how many days something lasts, and names days that are more or fewer.

    Both ways of counting in use are right, with the first day and without it; working days are
    counted by the site's calendar, and years that it does not know are passed over.
    """
    for words in texts(register, _is_dated_span):
        for pattern in (_COUNT_FIRST, _SPAN_FIRST):
            for match in pattern.finditer(words.prose):
                span, count = _span(match, words, register), numeral(match["count"])
                lengths = _lengths(register, span, match["unit"]) if span else frozenset()
                if span and count is not None and lengths and count not in lengths:
                    at = place(register, words, match.start("count"))
                    shown = "、".join(map(str, sorted(lengths)))
                    days = {"first": str(span[0]), "last": str(span[1]), "unit": match["unit"]}
                    yield finding(at, stated=count, counted=shown, **days)


def _is_dated_span(text: str) -> bool:
    return bool(_DATED.search(text) and _SPANS.search(text))


def _span(match: re.Match[str], words: Words, register: Register) -> tuple[date, date] | None:
    """Return the first and the last day; what is left out is as in the other, or as published."""
    month = numeral(match["month"] or match["month2"] or "")
    first_day, last_day = numeral(match["day"]), numeral(match["day2"])
    if month is None or first_day is None or last_day is None:
        return None
    near = words.entry.published if words.entry else register.day
    year = numeral(match["year"] or match["year2"] or "") or _nearest_year(near, month, first_day)
    last_month = numeral(match["month2"] or "") or month
    last_year = numeral(match["year2"] or "") or year + (last_month < month)
    first, last = _day(year, month, first_day), _day(last_year, last_month, last_day)
    if first is None or last is None or not first <= last <= first + timedelta(LONGEST):
        return None
    return first, last


def _nearest_year(near: date, month: int, day: int) -> int:
    days = (_day(near.year + step, month, day) for step in (-1, 0, 1))
    distances = [(abs((each - near).days), each.year) for each in days if each]
    return min(distances)[1] if distances else near.year


def _lengths(register: Register, span: tuple[date, date], unit: str) -> frozenset[int]:
    first, last = span
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    if unit != "工作日":
        return frozenset((len(days) - 1, len(days)))
    working = [register.account.calendar.is_working(day) for day in days]
    if None in working:
        return frozenset()
    return frozenset((sum(map(bool, working)), sum(map(bool, working[1:]))))


_ORDINAL = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PERIODS = re.compile(
    r"(?:(?P<year>[0-9]{4})年(?:度)?)?(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年"
    r"|(?<![0-9一二三四五六七八九十—\-~至、])(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?"
    r"(?![0-9一二三四五六七八九十底初末上中下至—\-~、]))"
    r"|(?P<whole>[0-9]{4})年(?P<annual>度|全年)?(?!以来|以前|版|修订|至|—|-|[0-9第上下一二三四])"
)
_NUMBER_YEAR = re.compile(r"[〔\[［（(【]((?:19|20)[0-9]{2})[〕\]］）)】]")


@rule(
    "N007",
    "period-not-as-in-title",
    clause="内容格式 1：title、period、number",
    samples=(
        sample(
            item="limit: {type: periodic, every: quarter, within: {count: 15, unit: day}}",
            entry="title: 第一党支部2026年第二季度党费收缴使用情况\nperiod: 2026-Q3",
        ),
        sample(
            item="limit: {type: periodic, every: quarter, within: {count: 15, unit: day}}",
            entry="title: 第一党支部2026年第三季度党费收缴使用情况\nperiod: 2026-Q3",
        ),
    ),
)
def period_not_as_in_title(register: Register) -> Iterator[Finding]:
    """The title names another period than `period`, or a number is of another year than its day.

    The entry would be filed under one period and read as the other: mostly the title, or the
    number, was copied from the last time.
    """
    for entry in register.site.entries:
        if entry.period and (found := _other_period(entry.title, entry.period)):
            title = Words(text=entry.title, origin=entry.origin, keys=("title",))
            where = place(register, title, found.start())
            yield finding(where, "title", title=found[0], period=entry.period.text)
        yield from _numbered(register, entry)


def _other_period(title: str, period: Period) -> re.Match[str] | None:
    """Return the first period in a title, where none in it is the given one or overlaps it."""
    found = [match for match in _PERIODS.finditer(title) if match[0]]
    if not found or any(_agrees(match, period) for match in found):
        return None
    return found[0]


def _agrees(match: re.Match[str], period: Period) -> bool:
    year = int(match["year"] or match["whole"] or period.first.year)
    if match["whole"]:
        return year == period.first.year and (not match["annual"] or period.every == "year")
    if match["quarter"]:
        text = f"{year}-Q{_ORDINAL[match['quarter']]}"
    elif match["half"]:
        text = f"{year}-H{1 if match['half'] == '上' else 2}"
    else:
        text = f"{year}-{numeral(match['month']) or 0:02d}"
    named = period_of(text)
    return (
        named.first <= period.last
        and period.first <= named.last
        and (named.every == period.every or "month" in (named.every, period.every))
    )


def _numbered(register: Register, entry: Entry) -> Iterator[Finding]:
    number = _NUMBER_YEAR.search(entry.number or "")
    if number and int(number[1]) > entry.published.year:
        at = register.at(entry.origin, "number")
        yield finding(at, "number", title=number[0], period=str(entry.published))
    record = _NUMBER_YEAR.search(entry.decision.record) if entry.decision else None
    if record and entry.decision and int(record[1]) != entry.decision.on.year:
        at = register.at(entry.origin, "decision", "record")
        yield finding(at, "record", title=record[0], period=str(entry.decision.on))


RULES = (days_not_as_dated, no_such_day, period_not_as_in_title)
