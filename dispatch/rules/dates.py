"""Family T, the plain half: that days come in an order that can be, and are days that can be."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.rules.base import FOUNDING
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.entry import Entry
    from dispatch.model.values import Origin
    from dispatch.rules.register import Register

GOOD = Sample()
FAR = timedelta(days=731)

Span = tuple["Origin", tuple[str | int, ...], date, date, str]
"""A noun, the keys of its later day, the earlier day, the later day, and what they are."""


@rule(
    "T001",
    "published-before-formed",
    clause="政府信息公开条例第二十六条：自形成或者变更之日起；内容格式 1：formed、published",
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
    "T003",
    "window-reversed",
    clause="内容格式 1：from、to",
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
    "T006",
    "implausible-date",
    severity=Severity.WARNING,
    clause="国办秘函〔2019〕19号：发布日期虚假的单项否决",
    samples=(sample(entry="formed: 1926-09-30"), GOOD),
)
def implausible_date(register: Register) -> Iterator[Finding]:
    """A day lies before October 1949, more than two years ahead, or ahead where it must be past.

    Usually a digit of the year is wrong. A day of the past may lie up to the last publication
    that is planned: whoever looks at an earlier day has records of later ones before them.
    """
    horizon = register.day + min(FAR, date.max - register.day)
    known = max((register.day, *(entry.published for entry in register.site.entries)))
    for origin, keys, day in _days(register):
        if day < FOUNDING:
            yield finding(register.at(origin, *keys), "early", day=day)
        elif day > horizon:
            yield finding(register.at(origin, *keys), "far", day=day)
    for origin, keys, day in _past_days(register):
        if min(known, horizon) < day <= horizon:
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
        yield from ((entry.origin, keys, day) for keys, day in _afterwards(entry))
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
    for waiver in register.site.waivers:
        yield waiver.origin, ("approved", "on"), waiver.approved.on


def _afterwards(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], date]]:
    if entry.confirmed:
        yield ("confirmed", "on"), entry.confirmed.on
    for index, edition in enumerate(entry.editions):
        yield ("editions", index, "on"), edition.on


@rule(
    "T007",
    "period-not-over",
    severity=Severity.WARNING,
    clause="内容格式 1：period",
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
    window_reversed,
    implausible_date,
    period_not_over,
)
