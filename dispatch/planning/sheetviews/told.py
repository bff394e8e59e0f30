"""What stands on a sheet beside its text: facts, contacts, notes, and who signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.planning.sheetviews.words import day_text
from dispatch.planning.sheetviews.words import length_text
from dispatch.planning.sheetviews.words import period_text
from dispatch.planning.sheetviews.words import span_text
from dispatch.planning.views import Fact
from dispatch.planning.views.sheets import SheetContact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ledger.index import Index
    from dispatch.model.entry import Entry
    from dispatch.planning.sheetviews.words import Print
    from dispatch.planning.views import ItemView
    from dispatch.planning.views import ResponsibleView


def edition(index: Index, entry: Entry) -> int:
    """Return which edition an entry is: one more than those before it, and its own changes."""
    seen = {entry.id}
    before = index.entries.get(entry.replaces or "")
    while before is not None and before.id not in seen:
        seen.add(before.id)
        before = index.entries.get(before.replaces or "")
    return len(seen) + len(entry.editions)


def facts(index: Index, entry: Entry, norm: ItemView, how: Print) -> Iterator[tuple[str, str]]:
    """Yield what stands in the table of facts, by key; empty values are left out."""
    if entry.notice:
        notice = entry.notice
        length = length_text(how, notice.days, notice.unit.value)
        span = span_text(how, notice.first, notice.last)
        yield "notice", how.say("sheet.span-length", span=span, length=length)
    yield "item", how.say("sheet.item", code=norm.row.code, title=norm.row.title)
    if entry.period:
        yield "period", period_text(how, entry.period)
    if entry.decision:
        made = entry.decision
        on = day_text(how, made.on)
        yield "decision", how.say("sheet.decision", body=made.body, on=on, record=made.record)
    yield "stage", entry.stage.name if entry.stage else ""
    yield from _lineage(index, entry, how)
    changes = sorted((each.on, each.note) for each in entry.editions)
    notes = (how.say("sheet.changed", on=day_text(how, on), note=note) for on, note in changes)
    yield "editions", how.join(notes)
    yield "basis", how.join(norm.basis)
    yield "scope", how.say(f"scope.{norm.row.scope}")
    yield "attachments", how.join(each.title for each in entry.attachments)
    yield "posting", span_text(how, entry.posted_from, entry.posted_to)
    if how.again:
        spans = how.join(span_text(how, first, last) for first, last in how.again)
        yield "again", how.say("sheet.again", spans=spans)


def _lineage(index: Index, entry: Entry, how: Print) -> Iterator[tuple[str, str]]:
    for key, name in (("corrects", entry.corrects), ("supersedes", entry.supersedes)):
        before = index.entries.get(name or "")
        if before is not None:
            on = day_text(how, before.published)
            yield key, how.say("sheet.before", title=before.title, on=on)


def contacts(entry: Entry, how: Print) -> Iterator[SheetContact]:
    """Yield where to turn to, in the order of the entry."""
    for contact in entry.contacts:
        places = (contact.place or "", contact.mail or "")
        yield SheetContact(
            purpose=how.say(f"contact.{contact.purpose}"),
            office=contact.office,
            phone=contact.phone or "",
            place=how.join(places),
        )


def notes(index: Index, entry: Entry, norm: ItemView, how: Print) -> Iterator[str]:
    """Yield the lines beside the code: where it hangs, who answers for it, where to object."""
    boards = (index.site.board(name) for name in index.site.boards_of(entry))
    names = [how.say("sheet.board", name=each.name, place=each.place) for each in boards if each]
    if names:
        yield how.say("sheet.posted-on", boards=how.join(names))
    yield _responsible(norm.responsible, how)
    yield from _objections(entry, how)


def _objections(entry: Entry, how: Print) -> Iterator[str]:
    """Yield where to object: to whom the entry says, else to who watches, else to who answers."""
    order = ("objections", "supervision", "enquiries")
    ranked = sorted(entry.contacts, key=lambda each: order.index(each.purpose))
    for contact in ranked[:1]:
        parts = (contact.office, contact.phone or "", contact.place or "")
        yield how.say("sheet.object", office=" ".join(part for part in parts if part))


def _responsible(three: ResponsibleView, how: Print) -> str:
    return how.say(
        "sheet.responsible",
        first=three.first,
        assigned=three.assigned,
        executing=three.executing,
    )


def signers(index: Index, entry: Entry, how: Print) -> Iterator[Fact]:
    """Yield who made it, checked it and answers for it."""
    steps = entry.procedure
    taken = (steps.proposed, steps.reviewed, steps.approved) if steps else (None, None, None)
    for key, step in zip(("made", "checked", "answers"), taken, strict=True):
        yield Fact(label=how.say(f"label.{key}"), value=index.person(step.by) if step else "")
