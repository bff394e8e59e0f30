"""Entries as they stand in lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.ledger.index import entry_path
from dispatch.ledger.index import last_day
from dispatch.planning.views import EntryRow
from dispatch.planning.views import Link

if TYPE_CHECKING:
    from dispatch.ledger.index import Index
    from dispatch.model.entry import Entry


def entry_row(index: Index, entry: Entry, *, notice_open: bool) -> EntryRow:
    """Return the row of an entry."""
    item = index.item(entry)
    until = last_day(entry)
    return EntryRow(
        id=entry.id,
        path=entry_path(entry),
        title=entry.title,
        kind=item.kind.value,
        item=Link(text=item.title, path=f"catalogue/{item.code}/"),
        unit=Link(text=index.unit(entry.unit), path=f"units/{entry.unit}/"),
        published=entry.published,
        state=index.state(entry),
        number=entry.number or "",
        period=entry.period.text if entry.period else "",
        summary=entry.summary or "",
        until=until,
        notice_open=notice_open,
        days_left=(until - index.day).days + 1 if notice_open and until else None,
        section=entry.section or item.section or "",
        boards=index.site.boards_of(entry),
    )
