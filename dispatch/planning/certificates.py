"""公示证明: made from the posting records alone, and only where they support it.

What it says is a statement to courts and assessors, so nothing is filled in: what the records lack
is told instead, each lack with what would mend it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.clock.counting import spans
from dispatch.ledger.index import entry_path
from dispatch.model.values import DurationUnit
from dispatch.planning.lacks import objections
from dispatch.planning.views.certificates import CertificateRow
from dispatch.planning.views.certificates import CertificateView
from dispatch.planning.wording import day_text
from dispatch.planning.wording import edition_on
from dispatch.planning.wording import length_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dispatch.ledger.hanging import Hanging
    from dispatch.model.record import Feedback
    from dispatch.model.record import Inspection
    from dispatch.model.record import Posting
    from dispatch.planning.lacks import Case
    from dispatch.planning.views.sheets import SheetView
    from dispatch.planning.wording import Print

WHOLE = ("legible", "完好")
"""States in which a sheet was found as it should be."""
HEADS = ("where", "first", "last", "length", "by", "looks", "digest")
OBJECTION_HEADS = ("received", "channel", "answered", "by")
DAY = DurationUnit.DAY


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
        objections=tuple(_objection(case, each) for each in objections(case)),
        objection_heads=tuple(how.say(f"certificate.objection.{key}") for key in OBJECTION_HEADS),
        closing=how.say(
            "certificate.objections" if objections(case) else "certificate.no-objections",
            count=len(objections(case)),
        ),
        attests=tuple(_attests(case)),
        issuer=issuer,
        date=index.day,
        date_text=day_text(how, index.day),
        annex=how.say("certificate.annex"),
        language=how.language,
    )


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
        number = _edition(case, record)
        yield CertificateRow(
            where=how.say("sheet.board", name=board.name, place=board.place),
            first=day_text(how, record.up.on),
            last=day_text(how, down.on),
            length=_length(case, record.up.on, down.on, unit),
            by=_who(case, record),
            looks=_looks(case, record),
            edition=how.say("sheet.edition", number=number),
            digest=printed.content if printed else _reckoned(how, sheet, number),
        )


def _reckoned(how: Print, sheet: SheetView, number: int) -> str:
    """Return the digest of a sheet that was not recorded; of a former edition nobody knows it."""
    if number != sheet.number_of_edition:
        return "—"
    return how.say("certificate.reckoned", digest=sheet.digest)


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
    told = how.say("certificate.looks", count=len(looks), people=people)
    odd = (look for look in looks if look.state not in WHOLE)
    return how.join((told, *(_found(how, look) for look in odd)))


def _found(how: Print, look: Inspection) -> str:
    """Return in which state a sheet was found that was not whole."""
    state = how.messages.first(f"records.state.{look.state}") or look.state
    return how.say("certificate.look", on=day_text(how, look.on), state=state)


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
