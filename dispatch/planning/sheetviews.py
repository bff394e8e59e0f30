"""张贴件: an entry as it is set on paper, in words that are ready to print."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from dataclasses import is_dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.ledger.index import entry_path
from dispatch.model.paper import SheetChoice
from dispatch.planning.views import Fact
from dispatch.planning.views.sheets import SheetContact
from dispatch.planning.views.sheets import SheetView
from dispatch.planning.wording import Print
from dispatch.planning.wording import day_text
from dispatch.planning.wording import edition
from dispatch.planning.wording import length_text
from dispatch.planning.wording import period_text
from dispatch.planning.wording import span_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dispatch.ledger.index import Index
    from dispatch.model.entry import Entry
    from dispatch.planning.views.norms import ItemView
    from dispatch.planning.views.norms import ResponsibleView
    from dispatch.planning.views.sheets import SheetText

    Spans = tuple[tuple[date, date], ...]

LABELS = (
    "page",
    "of",
    "continued",
    "attachments",
    "contacts",
    "period",
    "address",
    "edition",
    "posting",
    "digest",
    "follows",
    "onwards",
    "over",
    "brought",
    "capitals",
    "plan",
    "done",
    "share",
    "gone",
    "ahead",
    "on-time",
    "behind",
    "reached",
)
SAID = (
    "id",
    "number",
    "title",
    "addressee",
    "blocks",
    "flows",
    "targets",
    "facts",
    "contacts",
    "issuer",
    "date_text",
    "edition",
    "posting_text",
    "notes",
    "signers",
)
"""What a sheet says; the rest is how it is set, or where its code leads."""
DIGITS = 12
"""Hex digits of the digest of a sheet."""


def sheet_view(
    index: Index, entry: Entry, norm: ItemView, text: SheetText, *, how: Print
) -> SheetView:
    """Return the sheet of an entry; one that is not on the web leads to its board's page only."""
    view = _undigested(index, entry, norm, text, how)
    digest = content_digest(view)
    number = edition(index, entry)
    mark = f"?d={digest}#edition-{number}" if how.web else "#paper"
    address = f"{view.address}{mark}"
    return replace(view, digest=digest, address=address, number_of_edition=number)


def content_digest(view: SheetView) -> str:
    """Return the digest of what a sheet says: the same on any paper, in any type and layout.

    It is the start of the SHA-256 of its values as JSON. The address counts where it is that of
    the entry: that of a board is another on each.
    """
    said = {name: _plain(getattr(view, name)) for name in SAID}
    said["address"] = view.address_text if view.web else ""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _plain(value: object) -> object:
    """Return a view as what JSON knows."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value if isinstance(value, str | int | float | None) else str(value)


def chosen(index: Index, entry: Entry, how: Print) -> SheetChoice:
    """Return how the sheet is to be set: as asked, as entry, item or board say, in this order."""
    board = how.board
    wishes = [each for each in (how.choice, entry.sheet, index.item(entry).sheet) if each]
    if board is not None:
        wishes.append(SheetChoice(size=board.sheet, large=board.large))
    return SheetChoice(
        layout=next((each.layout for each in wishes if each.layout), None),
        size=next((each.size for each in wishes if each.size), None),
        large=next((each.large for each in wishes if each.large is not None), None),
    )


def _undigested(
    index: Index, entry: Entry, norm: ItemView, text: SheetText, how: Print
) -> SheetView:
    choice = chosen(index, entry, how)
    names = (how.board.id,) if how.board else index.site.boards_of(entry)
    place = f"boards/{names[0]}/" if names else ""
    address = index.address(entry_path(entry) if how.web else place)
    return SheetView(
        id=entry.id,
        layout=choice.layout or text.layout,
        paper=choice.size or "A4",
        large=bool(choice.large),
        public=how.public,
        web=how.web,
        language=how.language,
        kind=norm.row.kind,
        number=entry.number or "",
        title=entry.title,
        addressee=entry.addressee or "",
        blocks=text.blocks,
        flows=text.flows,
        targets=text.targets,
        facts=tuple(
            Fact(label=how.say(f"fact.{key}"), value=value)
            for key, value in _facts(index, entry, norm, how)
            if value
        ),
        contacts=tuple(_contacts(entry, how)),
        signers=tuple(_signers(index, entry, how)),
        issuer=index.issuer(entry),
        date=entry.published,
        date_text=day_text(how, entry.published),
        edition=how.say("sheet.edition", number=edition(index, entry)),
        posting_text=span_text(how, entry.posted_from, entry.posted_to),
        address=address,
        address_text=address.partition("://")[2],
        notes=tuple(_notes(index, entry, norm, how)),
        labels=tuple((key, how.say(_label(key, how))) for key in LABELS),
    )


def _label(key: str, how: Print) -> str:
    """Return where the word of a label is; a code that leads to a board says so."""
    return "label.board" if key == "address" and not how.web else f"label.{key}"


def _facts(index: Index, entry: Entry, norm: ItemView, how: Print) -> Iterator[tuple[str, str]]:
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


def _contacts(entry: Entry, how: Print) -> Iterator[SheetContact]:
    for contact in entry.contacts:
        places = (contact.place or "", contact.mail or "")
        yield SheetContact(
            purpose=how.say(f"contact.{contact.purpose}"),
            office=contact.office,
            phone=contact.phone or "",
            place=how.join(places),
        )


def _notes(index: Index, entry: Entry, norm: ItemView, how: Print) -> Iterator[str]:
    boards = (index.site.board(name) for name in index.site.boards_of(entry))
    names = [how.say("sheet.board", name=each.name, place=each.place) for each in boards if each]
    if names:
        yield how.say("sheet.posted-on", boards=how.join(names))
    yield _responsible(norm.responsible, how)
    yield from _objections(entry, how)


def _signers(index: Index, entry: Entry, how: Print) -> Iterator[Fact]:
    steps = entry.procedure
    taken = (steps.proposed, steps.reviewed, steps.approved) if steps else (None, None, None)
    for key, step in zip(("made", "checked", "answers"), taken, strict=True):
        yield Fact(label=how.say(f"label.{key}"), value=index.person(step.by) if step else "")


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
