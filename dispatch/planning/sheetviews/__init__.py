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
from dispatch.planning.sheetviews.told import contacts
from dispatch.planning.sheetviews.told import edition
from dispatch.planning.sheetviews.told import facts
from dispatch.planning.sheetviews.told import notes
from dispatch.planning.sheetviews.told import signers
from dispatch.planning.sheetviews.words import Print
from dispatch.planning.sheetviews.words import day_text
from dispatch.planning.sheetviews.words import length_text
from dispatch.planning.sheetviews.words import period_text
from dispatch.planning.sheetviews.words import span_text
from dispatch.planning.views import Fact
from dispatch.planning.views.sheets import SheetView

if TYPE_CHECKING:
    from dispatch.ledger.index import Index
    from dispatch.model.entry import Entry
    from dispatch.planning.views import ItemView
    from dispatch.planning.views.sheets import SheetText

__all__ = (
    "Print",
    "chosen",
    "content_digest",
    "day_text",
    "edition",
    "length_text",
    "period_text",
    "sheet_view",
    "span_text",
)

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
    return replace(view, digest=digest, address=f"{view.address}{mark}")


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
            for key, value in facts(index, entry, norm, how)
            if value
        ),
        contacts=tuple(contacts(entry, how)),
        signers=tuple(signers(index, entry, how)),
        issuer=index.issuer(entry),
        date=entry.published,
        date_text=day_text(how, entry.published),
        edition=how.say("sheet.edition", number=edition(index, entry)),
        posting_text=span_text(how, entry.posted_from, entry.posted_to),
        address=address,
        address_text=address.partition("://")[2],
        notes=tuple(notes(index, entry, norm, how)),
        labels=tuple((key, how.say(_label(key, how))) for key in LABELS),
    )


def _label(key: str, how: Print) -> str:
    """Return where the word of a label is; a code that leads to a board says so."""
    return "label.board" if key == "address" and not how.web else f"label.{key}"
