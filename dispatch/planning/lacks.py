"""What keeps the posting records of an entry from supporting a certificate, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from dispatch.ledger.hanging import hung_spans
from dispatch.ledger.hanging import minimum_end
from dispatch.ledger.index import GONE
from dispatch.planning.boards import SPOILT
from dispatch.planning.wording import day_text
from dispatch.planning.wording import length_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dispatch.clock.workdays import Calendar
    from dispatch.ledger.hanging import Hanging
    from dispatch.ledger.index import Index
    from dispatch.model.entry import Entry
    from dispatch.model.record import Feedback
    from dispatch.planning.views.sheets import SheetView
    from dispatch.planning.wording import Print


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An entry whose posting is to be certified."""

    index: Index
    calendar: Calendar
    entry: Entry
    hung: tuple[Hanging, ...]
    """The entry on each of its boards."""
    sheets: tuple[SheetView, ...]
    """Its sheet as it was made for each of these boards, in the same order."""
    on_web: bool
    how: Print


def lacks(case: Case) -> tuple[str, ...]:
    """Return what keeps the records from supporting a certificate, in sentences."""
    return tuple(
        dict.fromkeys(
            chain(
                _of_entry(case),
                *(_of_board(case, *pair) for pair in zip(case.hung, case.sheets, strict=True)),
                _of_objections(case),
            )
        )
    )


def _of_entry(case: Case) -> Iterator[str]:
    how, entry = case.how, case.entry
    if entry.withdrawn and entry.withdrawn.on <= case.index.day:
        on = day_text(how, entry.withdrawn.on)
        yield how.say("certificate.lack.withdrawn", on=on, reason=entry.withdrawn.reason)
    if not case.hung:
        yield how.say("certificate.lack.no-board")
    if entry.notice and entry.notice.last >= case.index.day:
        yield how.say("certificate.lack.running", last=day_text(how, entry.notice.last))


def _of_board(case: Case, each: Hanging, sheet: SheetView) -> Iterator[str]:
    how, board = case.how, each.board.name
    if not each.records:
        yield how.say("certificate.lack.never", board=board, id=case.entry.id, at=each.board.id)
        return
    closed, first = hung_spans(each.records)
    if first is not None:
        yield how.say("certificate.lack.hangs", board=board, id=case.entry.id, at=each.board.id)
        return
    yield from _too_short(case, each, closed)
    yield from _spoilt(case, each)
    yield from _words_changed(case, each, sheet)
    item = case.index.item(case.entry)
    if item.posting and item.posting.photo and not all(one.photo for one in each.records):
        yield how.say("certificate.lack.photo", board=board)


def _too_short(case: Case, each: Hanging, closed: tuple[tuple[date, date], ...]) -> Iterator[str]:
    """Yield that a sheet hung for less than the minimum, or not all the time of its notice."""
    how, item, notice = case.how, case.index.item(case.entry), case.entry.notice
    counts = case.index.site.config.calendar.count_posting_day
    if item.posting and closed:
        *before, (start, last) = closed
        minimum = item.posting.minimum
        end = minimum_end(minimum, case.calendar, before, start, counts_first_day=counts)
        if end is not None and last < end:
            length = length_text(how, minimum.count, minimum.unit.value)
            known = {"board": each.board.name, "last": day_text(how, last), "length": length}
            yield how.say("certificate.lack.short", **known, end=day_text(how, end))
    end = case.entry.posted_to
    gone = case.index.state(case.entry) in GONE
    if end and closed and closed[-1][1] < end and not gone:
        known = {"board": each.board.name, "last": day_text(how, closed[-1][1])}
        yield how.say("certificate.lack.window", **known, end=day_text(how, end))
    if notice and not any(one <= notice.first and notice.last <= last for one, last in closed):
        span = {"first": day_text(how, notice.first), "last": day_text(how, notice.last)}
        yield how.say("certificate.lack.notice", board=each.board.name, **span)


def _spoilt(case: Case, each: Hanging) -> Iterator[str]:
    """Yield that a sheet was found torn or gone, and by the records hung on like that."""
    for record in each.records:
        last = max(record.inspected, key=lambda look: look.on, default=None)
        if last and last.state in SPOILT and record.down and last.on < record.down.on:
            on = day_text(case.how, last.on)
            yield case.how.say("certificate.lack.spoilt", board=each.board.name, on=on)


def _words_changed(case: Case, each: Hanging, sheet: SheetView) -> Iterator[str]:
    how, last = case.how, each.records[-1]
    later = [change for change in case.entry.editions if change.on > last.up.on]
    if later:
        on = day_text(how, max(change.on for change in later))
        yield how.say("certificate.lack.edition", board=each.board.name, on=on)
    elif last.printed and last.printed.content != sheet.digest:
        digests = {"before": last.printed.content, "after": sheet.digest}
        known = {"id": case.entry.id, "day": last.down.on if last.down else last.up.on}
        yield how.say("certificate.lack.content", board=each.board.name, **digests, **known)


def _of_objections(case: Case) -> Iterator[str]:
    for each in objections(case):
        if each.answered is None or each.answered.on > case.index.day:
            yield case.how.say(
                "certificate.lack.objection", received=day_text(case.how, each.received)
            )


def objections(case: Case) -> tuple[Feedback, ...]:
    """Return the opinions about the entry that have come in by the day, oldest first."""
    about = (
        each
        for each in case.index.site.feedback
        if each.about == case.entry.id and each.received <= case.index.day
    )
    return tuple(sorted(about, key=lambda each: each.received))
