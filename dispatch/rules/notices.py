"""Family T, 公示: that objections are taken long enough, and as long as is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.clock.counting import count
from dispatch.clock.counting import spans
from dispatch.ground.diagnostics import Severity
from dispatch.model.values import Duration
from dispatch.rules.base import Finding
from dispatch.rules.base import amount
from dispatch.rules.base import finding
from dispatch.rules.base import length
from dispatch.rules.base import rule
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dispatch.clock.counting import Lengths
    from dispatch.model.entry import NoticePeriod
    from dispatch.rules.register import Register

CONTACTS = """\
contacts:
  - {for: objections, office: 支部委员会, phone: 0000-0000001}
  - {for: supervision, office: 机关纪委, phone: 0000-0000002}
"""
FIVE = "notice: {days: 5, unit: working-day, from: 2026-10-12, to: 2026-10-16}\n"
MINIMUM = "kind: notice\nposting: {minimum: {count: %d, unit: working-day}}"


@rule(
    "T009",
    "notice-shorter-than-minimum",
    clause="党政领导干部选拔任用工作条例第四十二条：公示期不少于五个工作日；目录的 posting.minimum",
    samples=(
        sample(item=MINIMUM % 7, entry=FIVE + CONTACTS),
        sample(item=MINIMUM % 5, entry=FIVE + CONTACTS),
    ),
)
def notice_shorter_than_minimum(register: Register) -> Iterator[Finding]:
    """A 公示 takes objections for less than the item's minimum, counted in the minimum's own unit.

    Both its days are counted, as notices do; less than the minimum even so is void.
    """
    for entry, item in register.under_items():
        notice, rule_ = entry.notice, item.posting
        if notice is None or rule_ is None or notice.last < notice.first:
            continue
        lasts = spans(notice.first, notice.last, rule_.minimum.unit, register.account.calendar)
        if lasts.with_first + lasts.unknown < rule_.minimum.count:
            place = register.at(entry.origin, "notice", "to")
            found = finding(place, first=notice.first, last=notice.last)
            held = amount("held", lasts.with_first, rule_.minimum.unit)
            yield replace(found, words=(held, length("minimum", rule_.minimum)))


@rule(
    "T010",
    "notice-days-against-dates",
    clause="公示的要件：公示期的天数与起止日期一致",
    samples=(
        sample(
            item="kind: notice",
            entry=FIVE.replace("2026-10-16", "2026-10-21") + CONTACTS,
        ),
        sample(item="kind: notice", entry=FIVE + CONTACTS),
    ),
)
def notice_days_against_dates(register: Register) -> Iterator[Finding]:
    """The days that a 公示 states and the dates that it gives are not the same length.

    Only where neither convention gives the number, counting the first day or not, is it an error.
    Where config.yaml says that the first day counts, the other convention is worth a note.
    """
    for entry in register.site.entries:
        notice = entry.notice
        if notice is None or notice.last < notice.first or not notice.days:
            continue
        lasts = spans(notice.first, notice.last, notice.unit, register.account.calendar)
        counted = register.site.config.calendar.count_posting_day
        if entry.posted_to and entry.posted_to < notice.last:
            continue  # one of the dates is wrong, which is told where the posting ends
        light = not counted or lasts.with_first <= notice.days or lasts.unknown
        if light and _agrees(register, notice, lasts):
            continue
        place = register.at(entry.origin, "notice", "days")
        found = finding(place, _variant(register, notice, lasts), last=notice.last)
        words = (
            length("stated", Duration(count=notice.days, unit=notice.unit)),
            amount("with", lasts.with_first, notice.unit),
            amount("without", lasts.without_first, notice.unit),
        )
        severity = Severity.INFO if found.variant == "other" else None
        yield replace(found, words=words, severity=severity)


def _variant(register: Register, notice: NoticePeriod, lasts: Lengths) -> str:
    if _agrees(register, notice, lasts):
        return "other"
    return "" if lasts.with_first != lasts.without_first else "one"


def _agrees(register: Register, notice: NoticePeriod, lasts: Lengths) -> bool:
    """Tell whether a convention gives the stated number, or ends on the day, moved or not."""
    if lasts.without_first <= notice.days <= lasts.with_first + lasts.unknown:
        return True
    return any(notice.last in _ends(register, notice, first) for first in (True, False))


def _ends(register: Register, notice: NoticePeriod, first: bool) -> tuple[date, ...]:  # noqa: FBT001
    stated = Duration(count=notice.days, unit=notice.unit)
    end = count(
        notice.first,
        stated,
        register.account.calendar,
        purpose="stand",
        counts_first_day=first,
    )
    return end.nominal, end.earliest, end.latest


RULES = (notice_shorter_than_minimum, notice_days_against_dates)
