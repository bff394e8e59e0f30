"""公示证明: made from the posting records alone, and only where they support it.

What it says is a statement to courts and assessors, so nothing is filled in: what the records lack
is told instead, each lack with what would mend it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from dispatch.clock.counting import spans
from dispatch.ledger.hanging import hung_spans
from dispatch.ledger.hanging import minimum_end
from dispatch.ledger.index import entry_path
from dispatch.model.values import DurationUnit
from dispatch.planning.views.certificates import CertificateRow
from dispatch.planning.views.certificates import CertificateView
from dispatch.planning.wording import day_text
from dispatch.planning.wording import edition_on
from dispatch.planning.wording import length_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dispatch.clock.workdays import Calendar
    from dispatch.ledger.hanging import Hanging
    from dispatch.ledger.index import Index
    from dispatch.model.entry import Entry
    from dispatch.model.record import Feedback
    from dispatch.model.record import Posting
    from dispatch.planning.views.sheets import SheetView
    from dispatch.planning.wording import Print

HEADS = ("where", "first", "last", "length", "by", "looks", "digest")
OBJECTION_HEADS = ("received", "channel", "answered", "by")
DAY = DurationUnit.DAY


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


def certificate_view(case: Case) -> CertificateView:
    """Return the certificate of a case that lacks nothing."""
    how, entry, index = case.how, case.entry, case.index
    kind = "notice" if entry.notice else "statement"
    unit = _unit(case)
    issuer = index.issuer(entry)
    rows = [
        row
        for each, sheet in zip(case.hung, case.sheets, strict=True)
        for row in _rows(case, each, sheet, unit)
    ]
    if case.on_web:
        rows.append(_web_row(case, unit))
    said = {"issuer": issuer, "title": entry.title, "id": entry.id, "count": len(rows)}
    number = how.say("certificate.number", number=entry.number) if entry.number else ""
    return CertificateView(
        entry=entry.id,
        name=how.say(f"certificate.name.{kind}", title=entry.title),
        title=how.say(f"certificate.title.{kind}"),
        paragraphs=(how.say(f"certificate.lead.{kind}", **said, number=number), *_notice(case)),
        heads=tuple(how.say(f"certificate.head.{key}") for key in HEADS),
        rows=tuple(rows),
        objections=tuple(_objection(case, each) for each in _objections(case)),
        objection_heads=tuple(how.say(f"certificate.objection.{key}") for key in OBJECTION_HEADS),
        closing=how.say(
            "certificate.objections" if _objections(case) else "certificate.no-objections",
            count=len(_objections(case)),
        ),
        attests=tuple(_attests(case)),
        issuer=issuer,
        date=index.day,
        date_text=day_text(how, index.day),
        annex=how.say("certificate.annex"),
        language=how.language,
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
    if notice and not any(one <= notice.first and notice.last <= last for one, last in closed):
        span = {"first": day_text(how, notice.first), "last": day_text(how, notice.last)}
        yield how.say("certificate.lack.notice", board=each.board.name, **span)


def _words_changed(case: Case, each: Hanging, sheet: SheetView) -> Iterator[str]:
    how, last = case.how, each.records[-1]
    later = [change for change in case.entry.editions if change.on > last.up.on]
    if later:
        on = day_text(how, max(change.on for change in later))
        yield how.say("certificate.lack.edition", board=each.board.name, on=on)
    elif last.printed and last.printed.content != sheet.digest:
        digests = {"before": last.printed.content, "after": sheet.digest}
        known = {"id": case.entry.id, "day": last.up.on}
        yield how.say("certificate.lack.content", board=each.board.name, **digests, **known)


def _of_objections(case: Case) -> Iterator[str]:
    for each in _objections(case):
        if each.answered is None or each.answered.on > case.index.day:
            yield case.how.say(
                "certificate.lack.objection", received=day_text(case.how, each.received)
            )


def _objections(case: Case) -> tuple[Feedback, ...]:
    """Return the opinions about the entry that have come in by the day, oldest first."""
    about = (
        each
        for each in case.index.site.feedback
        if each.about == case.entry.id and each.received <= case.index.day
    )
    return tuple(sorted(about, key=lambda each: each.received))


def _objection(case: Case, each: Feedback) -> tuple[str, ...]:
    how, answer = case.how, each.answered
    return (
        day_text(how, each.received),
        how.say(f"certificate.channel.{each.channel}"),
        day_text(how, answer.on) if answer else "—",
        case.index.person(answer.by) if answer else "—",
    )


def _unit(case: Case) -> DurationUnit:
    """Return the unit that the item counts in, or else the notice."""
    item, notice = case.index.item(case.entry), case.entry.notice
    if item.posting:
        return item.posting.minimum.unit
    return notice.unit if notice else DAY


def _length(case: Case, first: date, last: date, unit: DurationUnit) -> str:
    """Return how long something hung; the day it was put up counts where config.yaml says so."""
    found = spans(first, last, unit, case.calendar)
    counts = case.index.site.config.calendar.count_posting_day
    number = found.with_first if counts else found.without_first
    convention = "counted" if counts else "not-counted"
    length = length_text(case.how, number, unit.value)
    return case.how.say(f"certificate.length.{convention}", length=length)


def _rows(
    case: Case, each: Hanging, sheet: SheetView, unit: DurationUnit
) -> Iterator[CertificateRow]:
    how, board = case.how, each.board
    for record in each.records:
        down = record.down
        if down is None:
            continue
        printed = record.printed
        digest = printed.content if printed else sheet.digest
        yield CertificateRow(
            where=how.say("sheet.board", name=board.name, place=board.place),
            first=day_text(how, record.up.on),
            last=day_text(how, down.on),
            length=_length(case, record.up.on, down.on, unit),
            by=_who(case, record),
            looks=_looks(case, record),
            edition=how.say("sheet.edition", number=_edition(case, record)),
            digest=digest if printed else how.say("certificate.reckoned", digest=digest),
        )


def _edition(case: Case, record: Posting) -> int:
    if record.printed:
        return record.printed.edition
    return edition_on(case.index, case.entry, record.up.on)


def _web_row(case: Case, unit: DurationUnit) -> CertificateRow:
    how, entry, index = case.how, case.entry, case.index
    last = entry.notice.last if entry.notice else index.day
    key = "certificate.web-until" if entry.notice else "certificate.web-still"
    return CertificateRow(
        where=index.address(entry_path(entry)),
        first=day_text(how, entry.published),
        last=how.say(key, day=day_text(how, last)),
        length=_length(case, entry.published, last, unit),
        by=index.issuer(entry),
        looks="—",
        edition="",
        digest="—",
    )


def _who(case: Case, record: Posting) -> str:
    people = [record.up.by, *((record.down.by,) if record.down else ())]
    return case.how.join(dict.fromkeys(map(case.index.person, people)))


def _looks(case: Case, record: Posting) -> str:
    how, looks = case.how, record.inspected
    if not looks:
        return how.say("certificate.no-looks")
    people = how.join(dict.fromkeys(case.index.person(look.by) for look in looks))
    return how.say("certificate.looks", count=len(looks), people=people)


def _notice(case: Case) -> Iterator[str]:
    """Yield what a notice says of its own period, counted as it counts."""
    notice, how = case.entry.notice, case.how
    if notice:
        length = length_text(how, notice.days, notice.unit.value)
        days = {"first": day_text(how, notice.first), "last": day_text(how, notice.last)}
        yield how.say("certificate.period", **days, length=length)


def _attests(case: Case) -> Iterator[tuple[str, str]]:
    """Yield who put it up, who looked at it, and who is responsible for it."""
    index, item = case.index, case.index.item(case.entry)
    records = [record for each in case.hung for record in each.records]
    keepers = dict.fromkeys(index.person(record.up.by) for record in records)
    looks = dict.fromkeys(index.person(one.by) for record in records for one in record.inspected)
    join = case.how.join
    yield case.how.say("certificate.attest.keeper"), join(keepers)
    if looks:
        yield case.how.say("certificate.attest.inspector"), join(looks)
    yield case.how.say("certificate.attest.responsible"), index.called(item.responsible.executing)
