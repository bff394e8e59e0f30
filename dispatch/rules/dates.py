"""Family T, the plain half: that days come in an order that can be, and sheets hang long enough."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.model.values import DurationUnit
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.entry import Entry
    from dispatch.model.record import Posting
    from dispatch.model.values import Origin
    from dispatch.rules.register import Register

GOOD = Sample()
MINIMUM = "posting: {minimum: {count: 10, unit: day}}"
RETENTION = (
    "重庆市村务公开 (2013) art. 30-31, 山东省村务公开条例 art. 13: 公开时间; 民法典 art. 201"
)
FOUNDING = date(1949, 10, 1)
"""Nothing that a disclosure is about was formed earlier."""
FAR = timedelta(days=731)

Span = tuple["Origin", tuple[str | int, ...], date, date, str]
"""A noun, the keys of its later day, the earlier day, the later day, and what they are."""


@rule(
    "T001",
    "published-before-formed",
    clause="政府信息公开条例 art. 26: 自形成或者变更之日起; design §4: formed, published",
    samples=(sample(entry="formed: 2026-11-12"), GOOD),
)
def published_before_formed(register: Register) -> Iterator[Finding]:
    """An entry is published before its matter was formed.

    The clock of the time limit starts when the matter is formed; a faked or mistaken day stops it.
    """
    for entry in register.site.entries:
        if entry.published < entry.formed:
            place = register.at(entry.origin, "published")
            also = register.at(entry.origin, "formed")
            params = (("formed", str(entry.formed)), ("published", str(entry.published)))
            yield Finding(place=place, params=params, also=also)


@rule(
    "T002",
    "posting-shorter-than-minimum",
    clause=RETENTION,
    samples=(
        sample(item=MINIMUM, entry="posting: {from: 2026-10-12, to: 2026-10-21}"),
        sample(item=MINIMUM, entry="posting: {from: 2026-10-12, to: 2026-10-22}"),
    ),
)
def posting_shorter_than_minimum(register: Register) -> Iterator[Finding]:
    """A sheet hangs for fewer days than the catalogue asks; the day it is put up does not count.

    Less than the minimum must be posted again. Records of what hung too shortly are warnings:
    they tell what happened, and only a new posting puts it right.
    """
    for entry, item in register.under_items():
        minimum = item.posting.minimum if item.posting else None
        if minimum and minimum.unit is DurationUnit.DAY and entry.posted_to:
            days = (entry.posted_to - entry.posted_from).days
            if 0 <= days < minimum.count:
                place = register.at(entry.origin, "posting", "to")
                yield finding(place, days=days, minimum=minimum.count)
    yield from _taken_down_early(register)


def _taken_down_early(register: Register) -> Iterator[Finding]:
    hung: dict[tuple[str, str], list[Posting]] = defaultdict(list)
    for posting in register.site.postings:
        hung[posting.entry, posting.board].append(posting)
    for (name, _), records in hung.items():
        entry = register.entries.get(name)
        item = register.site.items.get(entry.item) if entry else None
        minimum = item.posting.minimum if item and item.posting else None
        if minimum is None or minimum.unit is not DurationUnit.DAY or (entry and entry.withdrawn):
            continue
        spans = [(each.down.on - each.up.on).days for each in records if each.down]
        if len(spans) == len(records) and 0 <= sum(spans) < minimum.count:
            place = register.at(records[-1].origin, "down", "on")
            found = finding(place, "taken-down", days=sum(spans), minimum=minimum.count, entry=name)
            yield Finding(
                place=place,
                params=found.params,
                variant=found.variant,
                severity=Severity.WARNING,
            )


@rule(
    "T003",
    "window-reversed",
    clause="design §4: from, to",
    samples=(sample(entry="posting: {from: 2026-10-12, to: 2026-10-10}"), GOOD),
)
def window_reversed(register: Register) -> Iterator[Finding]:
    """Something ends before it begins: a posting, a 公示 period, a term, a record of what was done.

    One of the two days is wrong.
    """
    for origin, keys, first, last, variant in (
        *_spans_of_entries(register),
        *_spans_of_records(register),
    ):
        if last < first:
            yield finding(register.at(origin, *keys), variant, first=first, last=last)


def _spans_of_entries(register: Register) -> Iterator[Span]:
    for entry in register.site.entries:
        if entry.posted_to:
            yield entry.origin, ("posting", "to"), entry.posted_from, entry.posted_to, "posting"
        if notice := entry.notice:
            yield entry.origin, ("notice", "to"), notice.first, notice.last, "notice"
        if entry.withdrawn:
            days = entry.published, entry.withdrawn.on
            yield entry.origin, ("withdrawn", "on"), *days, "withdrawn"
    organisation = register.site.organisation
    for index, each in enumerate(organisation.supervisors):
        if each.since and each.until:
            keys = ("supervisors", index, "until")
            yield organisation.origin, keys, each.since, each.until, "term"


def _spans_of_records(register: Register) -> Iterator[Span]:
    for posting in register.site.postings:
        up = posting.up.on
        for index, look in enumerate(posting.inspected):
            yield posting.origin, ("inspected", index, "on"), up, look.on, "inspected"
        if posting.down:
            yield posting.origin, ("down", "on"), up, posting.down.on, "down"
    for each in register.site.feedback:
        if each.answered:
            yield each.origin, ("answered", "on"), each.received, each.answered.on, "answered"
    for record in register.site.oversight:
        if record.due:
            yield record.origin, ("due",), record.on, record.due, "due"
        if record.resolved:
            yield record.origin, ("resolved",), record.on, record.resolved, "resolved"


@rule(
    "T004",
    "posted-before-published",
    clause="design §4: an entry is in force from `published`",
    samples=(sample(entry="posting: {from: 2026-10-11}"), GOOD),
)
def posted_before_published(register: Register) -> Iterator[Finding]:
    """A sheet is to hang, or hung, before its entry is published.

    What is not in force yet would already be read.
    """
    for entry in register.site.entries:
        if entry.posted_from < entry.published:
            place = register.at(entry.origin, "posting", "from")
            yield finding(place, posted=entry.posted_from, published=entry.published)
    for posting in register.site.postings:
        known = register.entries.get(posting.entry)
        if known and posting.up.on < known.published:
            place = register.at(posting.origin, "up", "on")
            yield finding(place, "record", posted=posting.up.on, published=known.published)


@rule(
    "T005",
    "notice-outlasts-posting",
    clause="domain §3.1: period of a 公示",
    samples=(
        sample(
            item="kind: notice",
            entry="notice: {days: 5, unit: working-day, from: 2026-10-12, to: 2026-10-16}\n"
            "posting: {to: 2026-10-15}\n"
            "contacts:\n  - {for: objections, office: 支部委员会, phone: 0000-0000001}\n"
            "  - {for: supervision, office: 机关纪委, phone: 0000-0000002}",
        ),
        sample(
            item="kind: notice",
            entry="notice: {days: 5, unit: working-day, from: 2026-10-12, to: 2026-10-16}\n"
            "posting: {to: 2026-10-16}\n"
            "contacts:\n  - {for: objections, office: 支部委员会, phone: 0000-0000001}\n"
            "  - {for: supervision, office: 机关纪委, phone: 0000-0000002}",
        ),
    ),
)
def notice_outlasts_posting(register: Register) -> Iterator[Finding]:
    """A 公示 is taken down, or begins before it hangs, while objections are still being taken.

    People can object only to what they can read.
    """
    for entry in register.site.entries:
        if entry.notice is None:
            continue
        if entry.posted_to and entry.posted_to < entry.notice.last:
            place = register.at(entry.origin, "posting", "to")
            also = register.at(entry.origin, "notice", "to")
            params = (("notice", str(entry.notice.last)), ("posted", str(entry.posted_to)))
            yield Finding(place=place, params=params, also=also)
        if entry.notice.first < entry.published:
            place = register.at(entry.origin, "notice", "from")
            yield finding(place, "early", first=entry.notice.first, published=entry.published)


@rule(
    "T006",
    "implausible-date",
    severity=Severity.WARNING,
    clause="domain §2.3: faked publication dates",
    samples=(sample(entry="formed: 1926-09-30"), GOOD),
)
def implausible_date(register: Register) -> Iterator[Finding]:
    """A day lies before October 1949, more than two years ahead, or ahead where it must be past.

    Usually a digit of the year is wrong.
    """
    horizon = register.day + FAR
    for origin, keys, day in _days(register):
        if day < FOUNDING:
            yield finding(register.at(origin, *keys), "early", day=day)
        elif day > horizon:
            yield finding(register.at(origin, *keys), "far", day=day)
    for origin, keys, day in _past_days(register):
        if register.day < day <= horizon:
            yield finding(register.at(origin, *keys), "future", day=day, today=register.day)


def _days(register: Register) -> Iterator[tuple[Origin, tuple[str | int, ...], date]]:
    """Return every day that is stated."""
    yield from _past_days(register)
    for entry in register.site.entries:
        yield entry.origin, ("published",), entry.published
        yield from ((entry.origin, keys, day) for keys, day in _windows(entry) if day)
    for index, each in enumerate(register.site.organisation.supervisors):
        for key, day in (("since", each.since), ("until", each.until)):
            if day:
                yield register.site.organisation.origin, ("supervisors", index, key), day
    for record in register.site.oversight:
        if record.due:
            yield record.origin, ("due",), record.due


def _windows(entry: Entry) -> Iterator[tuple[tuple[str, str], date | None]]:
    if entry.posting:
        yield ("posting", "from"), entry.posting.first
        yield ("posting", "to"), entry.posting.last
    if entry.notice:
        yield ("notice", "from"), entry.notice.first
        yield ("notice", "to"), entry.notice.last


def _past_days(register: Register) -> Iterator[tuple[Origin, tuple[str | int, ...], date]]:
    """Return the days of what has happened."""
    for entry in register.site.entries:
        yield entry.origin, ("formed",), entry.formed
        if entry.decision:
            yield entry.origin, ("decision", "on"), entry.decision.on
    for posting in register.site.postings:
        yield posting.origin, ("up", "on"), posting.up.on
        if posting.down:
            yield posting.origin, ("down", "on"), posting.down.on
    for each in register.site.feedback:
        yield each.origin, ("received",), each.received
        if each.answered:
            yield each.origin, ("answered", "on"), each.answered.on
    for record in register.site.oversight:
        yield record.origin, ("on",), record.on
        if record.resolved:
            yield record.origin, ("resolved",), record.resolved


@rule(
    "T007",
    "period-not-over",
    severity=Severity.WARNING,
    clause="design §4: period",
    samples=(
        sample(
            item="limit: {type: periodic, every: quarter, within: {count: 15, unit: day}}",
            entry="period: 2026-Q4",
        ),
        sample(
            item="limit: {type: periodic, every: quarter, within: {count: 15, unit: day}}",
            entry="period: 2026-Q3",
        ),
    ),
)
def period_not_over(register: Register) -> Iterator[Finding]:
    """An entry reports on a period before that period is over.

    Its figures cannot be final; or the period was copied from another entry.
    """
    for entry in register.site.entries:
        if entry.period and entry.published < entry.period.last:
            place = register.at(entry.origin, "period")
            period, last = entry.period.text, entry.period.last
            yield finding(place, period=period, last=last, published=entry.published)


RULES = (
    published_before_formed,
    posting_shorter_than_minimum,
    window_reversed,
    posted_before_published,
    notice_outlasts_posting,
    implausible_date,
    period_not_over,
)
