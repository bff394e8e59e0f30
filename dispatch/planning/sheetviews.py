"""张贴件: an entry as it is set on paper, in words that are ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from dispatch.ledger.index import entry_path
from dispatch.planning.views import Fact
from dispatch.planning.views.sheets import SheetContact
from dispatch.planning.views.sheets import SheetView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

    from dispatch.ground.messages import Messages
    from dispatch.ground.prose import Node
    from dispatch.ledger.index import Index
    from dispatch.model.entry import Entry
    from dispatch.model.values import Period
    from dispatch.planning.views import ItemView
    from dispatch.planning.views import ResponsibleView

LAYOUT = "notice"
"""The layout of every sheet so far: the A4 notice by GB/T 9704."""
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
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """How sheets are worded: the language's words, and whether the sheet is for society."""

    messages: Messages
    language: str
    public: bool

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
    index: Index, entry: Entry, norm: ItemView, blocks: tuple[Node, ...], *, how: Print
) -> SheetView:
    """Return the sheet of an entry; one that is not for society leads to its board's page only."""
    boards = index.site.boards_of(entry)
    address = index.address(entry_path(entry) if how.public else f"boards/{boards[0]}/")
    return SheetView(
        id=entry.id,
        layout=LAYOUT,
        public=how.public,
        language=how.language,
        kind=norm.row.kind,
        number=entry.number or "",
        title=entry.title,
        addressee=entry.addressee or "",
        blocks=blocks,
        facts=tuple(
            Fact(label=how.say(f"fact.{key}"), value=value)
            for key, value in _facts(index, entry, norm, how)
            if value
        ),
        contacts=tuple(_contacts(entry, how)),
        issuer=index.issuer(entry),
        date=entry.published,
        date_text=day_text(how, entry.published),
        edition=how.say("sheet.edition", number=edition(index, entry)),
        posting_text=_span(how, entry.posted_from, entry.posted_to),
        address=address,
        address_text=address.partition("://")[2],
        notes=tuple(_notes(index, entry, norm, how)),
        labels=tuple((key, how.say(f"label.{key}")) for key in LABELS),
    )


def edition(index: Index, entry: Entry) -> int:
    """Return which edition an entry is: one more than those before it, and its own changes."""
    seen = {entry.id}
    before = index.entries.get(entry.replaces or "")
    while before is not None and before.id not in seen:
        seen.add(before.id)
        before = index.entries.get(before.replaces or "")
    return len(seen) + len(entry.editions)


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


def _responsible(three: ResponsibleView, how: Print) -> str:
    return how.say(
        "sheet.responsible",
        first=three.first,
        assigned=three.assigned,
        executing=three.executing,
    )
