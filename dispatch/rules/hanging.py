"""Family T, what hangs: that a sheet hangs when it may, and as long as it must."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.ground.diagnostics import Words
from dispatch.ledger.hanging import hung_spans
from dispatch.model.values import DurationUnit
from dispatch.rules.base import Finding
from dispatch.rules.base import amount
from dispatch.rules.base import finding
from dispatch.rules.base import length
from dispatch.rules.base import moved_end
from dispatch.rules.base import rule
from dispatch.rules.base import short_by
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.record import Posting
    from dispatch.model.values import Duration
    from dispatch.rules.register import Register

GOOD = Sample()
MINIMUM = "posting: {minimum: {count: 10, unit: day}}"
RETENTION = "山东省村务公开条例第十三条、重庆市村务公开规定（2013年）：不足时间的重新公开"
NOTICE = """\
notice: {days: 5, unit: working-day, from: 2026-10-12, to: 2026-10-16}
contacts:
  - {for: objections, office: 支部委员会, phone: 0000-0000001}
  - {for: supervision, office: 机关纪委, phone: 0000-0000002}
"""


@rule(
    "T002",
    "posting-shorter-than-minimum",
    clause=RETENTION,
    samples=(
        sample(item=MINIMUM, entry="posting: {from: 2026-10-12, to: 2026-10-21}"),
        sample(
            item=MINIMUM,
            entry="posting: {from: 2026-10-12, to: 2026-10-22}",
            posting="down: {on: 2026-10-23, by: keeper}",
        ),
    ),
)
def posting_shorter_than_minimum(register: Register) -> Iterator[Finding]:
    """A sheet hangs for less than the catalogue asks, counted in the unit that the minimum gives.

    The day it is put up does not count, unless config.yaml says so; of clear days neither end does.
    A minimum of days, months or years that ends on a day off lasts until the next working day.
    Less than the minimum must be posted again. Records of what hung too shortly are warnings: they
    tell what happened, and only a new posting puts it right.
    """
    for entry, item in register.under_items():
        if item.posting and entry.posted_to:
            minimum = item.posting.minimum
            window = [(entry.posted_from, entry.posted_to)]
            known = {"entry": entry.id, "last": entry.posted_to}
            hung = short_by(register, window, minimum)
            until = None if hung is not None else moved_end(register, window, minimum)
            if hung is None and until is None:
                continue
            place = register.at(entry.origin, "posting", "to")
            if hung is not None:
                yield _told(register, finding(place, "", **known), hung, minimum)
            if until is not None:
                yield _moved(finding(place, "moved", **known), until, minimum)
    yield from _taken_down_early(register)


def _moved(found: Finding, until: date, minimum: Duration) -> Finding:
    """Return that a sheet comes down on a day off: a warning, for it is the safe reading."""
    params = (*found.params, ("until", str(until)))
    words = (length("minimum", minimum),)
    return replace(found, params=params, words=words, severity=Severity.WARNING)


def _told(register: Register, found: Finding, hung: int, minimum: Duration) -> Finding:
    counted = register.site.config.calendar.count_posting_day
    key = "clear" if minimum.unit is DurationUnit.CLEAR_DAY else "counted" if counted else "not"
    words = Words("convention", f"judged.first-day.{key}")
    held = amount("held", hung, minimum.unit)
    return replace(found, words=(held, length("minimum", minimum), words))


def _taken_down_early(register: Register) -> Iterator[Finding]:
    hung: dict[tuple[str, str], list[Posting]] = defaultdict(list)
    for posting in register.site.postings:
        hung[posting.entry, posting.board].append(posting)
    for (name, _), records in hung.items():
        entry = register.entries.get(name)
        item = register.site.items.get(entry.item) if entry else None
        if item is None or item.posting is None or (entry and entry.withdrawn):
            continue
        closed, hangs = hung_spans(records)
        days = list(closed)
        if hangs or not days or any(each.down and each.down.on < each.up.on for each in records):
            continue
        minimum, last = item.posting.minimum, max(records, key=_down_on)
        total = short_by(register, days, minimum)
        until = None if total is not None else moved_end(register, days, minimum)
        if total is None and until is None:
            continue
        place = register.at(last.origin, "down", "on")
        known: dict[str, object] = {"entry": name, "last": days[-1][1]}
        if total is not None:
            told = _told(register, finding(place, "taken-down", **known), total, minimum)
            yield replace(told, severity=Severity.WARNING)
        if until is not None:
            yield _moved(finding(place, "taken-down-moved", **known), until, minimum)


def _down_on(record: Posting) -> date:
    return record.down.on if record.down else date.max


@rule(
    "T004",
    "posted-before-published",
    clause="内容格式 1：条目自 published 起生效",
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
    clause="公示的要件：公示期",
    samples=(
        sample(
            item="kind: notice",
            entry=NOTICE + "posting: {to: 2026-10-15}",
        ),
        sample(
            item="kind: notice",
            entry=NOTICE + "posting: {to: 2026-10-16}",
            posting="down: {on: 2026-10-19, by: keeper}",
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


RULES = (posting_shorter_than_minimum, posted_before_published, notice_outlasts_posting)
