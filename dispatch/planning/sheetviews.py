"""张贴件: an entry as it is set on paper, in words that are ready to print."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import is_dataclass
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from dispatch.ledger.index import entry_path
from dispatch.model.paper import SheetChoice
from dispatch.planning.views import Fact
from dispatch.planning.views.sheets import SheetContact
from dispatch.planning.views.sheets import SheetView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

    from dispatch.ground.messages import Messages
    from dispatch.ledger.index import Index
    from dispatch.model.board import Board
    from dispatch.model.entry import Entry
    from dispatch.model.values import Period
    from dispatch.planning.views import ItemView
    from dispatch.planning.views import ResponsibleView
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """How sheets are worded and set."""

    messages: Messages
    language: str
    public: bool
    """Whether it goes to public/sheets/."""
    web: bool = False
    """Whether the entry has its page on the web, where the code leads."""
    board: Board | None = None
    """The board that it is for, which says on what paper and in what type."""
    choice: SheetChoice | None = None
    """What goes before the wishes of entry, item and board."""
    again: Spans = ()
    """From when to when it was to hang, where it was taken down early and is put up again."""

    def say(self, key: str, **params: object) -> str:
        """Return the words under `plan.KEY`."""
        return self.messages.text(f"plan.{key}", **params)

    def join(self, parts: Iterable[str]) -> str:
        """Return the parts that are not empty, one after the other."""
        stated = [part for part in parts if part]
        return reduce(self._pair, stated) if stated else ""

    def _pair(self, before: str, after: str) -> str:
        return self.say("sheet.join", before=before, after=after)


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
    place = how.board.id if how.board else index.site.boards_of(entry)[0]
    address = index.address(entry_path(entry) if how.web else f"boards/{place}/")
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
        posting_text=_span(how, entry.posted_from, entry.posted_to),
        address=address,
        address_text=address.partition("://")[2],
        notes=tuple(_notes(index, entry, norm, how)),
        labels=tuple((key, how.say(_label(key, how))) for key in LABELS),
    )


def _label(key: str, how: Print) -> str:
    """Return where the word of a label is; a code that leads to a board says so."""
    return "label.board" if key == "address" and not how.web else f"label.{key}"


def edition(index: Index, entry: Entry) -> int:
    """Return which edition an entry is: one more than those before it, and its own changes."""
    seen = {entry.id}
    before = index.entries.get(entry.replaces or "")
    while before is not None and before.id not in seen:
        seen.add(before.id)
        before = index.entries.get(before.replaces or "")
    return len(seen) + len(entry.editions)


def edition_on(index: Index, entry: Entry, day: date) -> int:
    """Return which edition an entry was on a day."""
    later = sum(each.on > day for each in entry.editions)
    return edition(index, entry) - later


def day_text(how: Print, day: date) -> str:
    """Return a day as documents write it."""
    name = how.say(f"month.{day.month}")
    return how.say("day", year=day.year, month=day.month, day=day.day, name=name)


def period_text(how: Print, period: Period) -> str:
    """Return a period in words: the year 2026, the third quarter of 2026."""
    month = how.say(f"month.{period.first.month}")
    part = period.text[5:]
    key = "month" if part.isdigit() else part or "year"
    return how.say(f"period.{key}", year=period.first.year, month=month)


def length_text(how: Print, count: int, unit: str) -> str:
    """Return a length of time in words, such as 5个工作日."""
    number = "one" if count == 1 else "many"
    return how.say(f"length.{unit}.{number}", count=count)


def _facts(index: Index, entry: Entry, norm: ItemView, how: Print) -> Iterator[tuple[str, str]]:
    """Yield what stands in the table of facts, by key; empty values are left out."""
    if entry.notice:
        notice = entry.notice
        length = length_text(how, notice.days, notice.unit.value)
        span = _span(how, notice.first, notice.last)
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
    yield "posting", _span(how, entry.posted_from, entry.posted_to)
    if how.again:
        spans = how.join(_span(how, first, last) for first, last in how.again)
        yield "again", how.say("sheet.again", spans=spans)


def _lineage(index: Index, entry: Entry, how: Print) -> Iterator[tuple[str, str]]:
    for key, name in (("corrects", entry.corrects), ("supersedes", entry.supersedes)):
        before = index.entries.get(name or "")
        if before is not None:
            on = day_text(how, before.published)
            yield key, how.say("sheet.before", title=before.title, on=on)


def _span(how: Print, first: date, last: date | None) -> str:
    if last is None:
        return how.say("sheet.from", first=day_text(how, first))
    return how.say("sheet.span", first=day_text(how, first), last=day_text(how, last))


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
