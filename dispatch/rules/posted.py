"""Family T, the records: that a sheet hung when it was to hang, by what the keeper wrote down."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dispatch.clock.counting import count
from dispatch.clock.counting import due_on
from dispatch.ground.diagnostics import Severity
from dispatch.model.values import Channel
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.base import too_short
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dispatch.ledger.hanging import Hanging
    from dispatch.model.entry import Entry
    from dispatch.model.record import Posting
    from dispatch.rules.register import Register

NEXT_DAY = Duration(count=1, unit=DurationUnit.WORKING_DAY)
FOLDER = "content/postings/"
GONE = ("withdrawn", "corrected", "superseded")


@rule(
    "T011",
    "records-against-window",
    severity=Severity.WARNING,
    clause="党务公开的公开栏检查：张贴记录与公开时间一致",
    samples=(
        sample(entry="posting: {from: 2026-10-12, to: 2026-10-30}"),
        sample(
            entry="posting: {from: 2026-10-12, to: 2026-10-30}",
            posting="down: {on: 2026-11-02, by: keeper}",
        ),
    ),
)
def records_against_window(register: Register) -> Iterator[Finding]:
    """A sheet went up late, came down early, still hangs, or never hung, by its posting records.

    Days off are allowed for: up by the first working day of the window, down by the first after
    it. Nothing is said where the site keeps no records for a board, nor what fell short of the
    minimum, which has a rule of its own.
    """
    hung: defaultdict[tuple[str, str], list[Posting]] = defaultdict(list)
    for posting in register.site.postings:
        if posting.up.on <= register.day:
            hung[posting.entry, posting.board].append(posting)
    for (name, _), records in hung.items():
        records.sort(key=lambda each: each.up.on)
        entry = register.entries.get(name)
        if entry and _has_window(entry) and not entry.draft:
            yield from _up(register, entry, records[0])
            yield from _down(register, entry, records)
    yield from _never(register, frozenset(hung))


def _has_window(entry: Entry) -> bool:
    last = entry.posted_to
    return entry.posting is not None and (last is None or entry.posted_from <= last)


def _up(register: Register, entry: Entry, first: Posting) -> Iterator[Finding]:
    stated = entry.posting.first if entry.posting else None
    if stated and due_on(stated, register.account.calendar).latest < first.up.on:
        place = register.at(first.origin, "up", "on")
        yield finding(place, "late", entry=entry.id, day=stated, on=first.up.on)


def _down(register: Register, entry: Entry, records: list[Posting]) -> Iterator[Finding]:
    newest, last = records[-1], entry.posted_to
    if last is None or register.account.index.states.get(entry.id) in GONE:
        return
    down = newest.down if newest.down and newest.down.on <= register.day else None
    if down is None:
        still = _ends_too_soon(register, entry, last) or any(
            each.due for each in _walls(register, newest)
        )
        if register.day > _grace(register, last) and not still:
            place = register.at(newest.origin, "up", "on")
            yield finding(place, "hangs", entry=entry.id, day=last, on=newest.up.on)
    elif newest.up.on <= down.on < last and not _too_short(register, entry, records):
        place = register.at(newest.origin, "down", "on")
        yield finding(place, "early", entry=entry.id, day=last, on=down.on)


def _too_short(register: Register, entry: Entry, records: list[Posting]) -> bool:
    item = register.site.items.get(entry.item)
    if item is None or item.posting is None:
        return False
    days = [(each.up.on, each.down.on) for each in records if each.down]
    return too_short(register, days, item.posting.minimum)


def _ends_too_soon(register: Register, entry: Entry, last: date) -> bool:
    """Tell whether the window itself is too short: the sheet is right to hang on."""
    item = register.site.items.get(entry.item)
    minimum = item.posting.minimum if item and item.posting else None
    window = [(entry.posted_from, last)]
    short = minimum is not None and too_short(register, window, minimum)
    return short or (entry.notice is not None and last < entry.notice.last)


def _walls(register: Register, posting: Posting) -> Iterator[Hanging]:
    wall = register.walls.get(posting.board, ())
    return (each for each in wall if each.entry.id == posting.entry)


def _grace(register: Register, last: date) -> date:
    return count(last, NEXT_DAY, register.account.calendar, purpose="act").latest


def _never(register: Register, hung: frozenset[tuple[str, str]]) -> Iterator[Finding]:
    if any(path.startswith(FOLDER) for path in register.unread):
        return
    kept: dict[str, tuple[date, date]] = {}
    for posting in register.site.postings:
        first, last = kept.get(posting.board, (posting.up.on, posting.up.on))
        kept[posting.board] = min(first, posting.up.on), max(last, *_acts(register, posting))
    for name, wall in register.walls.items():
        for each in wall if name in kept else ():
            if (each.entry.id, name) not in hung and _ought(register, each):
                yield from _without_record(register, each, *kept[name])


def _acts(register: Register, posting: Posting) -> Iterator[date]:
    """Yield the days on which something was done, as far as they have come."""
    yield posting.up.on
    acts = (*posting.inspected, *((posting.down,) if posting.down else ()))
    yield from (act.on for act in acts if act.on <= register.day)


def _ought(register: Register, each: Hanging) -> bool:
    index = register.account.index
    last = each.entry.posted_to
    ordered = last is None or each.entry.posted_from <= last
    asked = Channel.BOARD in index.item(each.entry).channels
    return ordered and asked and index.states[each.entry.id] not in GONE


def _without_record(
    register: Register, each: Hanging, began: date, latest: date
) -> Iterator[Finding]:
    """Yield that nothing is recorded of what hung in all its window, or is to hang by now.

    Of what is to hang that is said once something later is recorded on the board: before that,
    the records may only be behind.
    """
    entry, last = each.entry, each.entry.posted_to
    known = {"board": each.board.name, "since": entry.posted_from}
    if last is not None and last < register.day:
        if began <= last:
            yield finding(register.at(entry.origin, "posting"), "never", **known, day=last)
    elif each.due and began <= entry.posted_from and latest > _grace(register, entry.posted_from):
        yield finding(register.at(entry.origin, "published"), "missing", **known)


RULES = (records_against_window,)
