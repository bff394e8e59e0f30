"""Entries as they stand in lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.clock.counting import spans
from dispatch.ledger.index import entry_path
from dispatch.ledger.index import last_day
from dispatch.model.values import DurationUnit
from dispatch.planning.views import EntryRow
from dispatch.planning.views import Link

COUNTED = (DurationUnit.WORKING_DAY, DurationUnit.CLEAR_DAY)
"""Units that a calendar of working days is needed for."""

if TYPE_CHECKING:
    from dispatch.clock.workdays import Calendar
    from dispatch.ledger.index import Index
    from dispatch.model.entry import Entry


def entry_row(index: Index, entry: Entry, calendar: Calendar, *, notice_open: bool) -> EntryRow:
    """Return the row of an entry; what is left of its notice is counted by the calendar."""
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
        left=_left(index, entry, calendar) if notice_open else None,
        section=entry.section or item.section or "",
        boards=index.site.boards_of(entry),
    )


def _left(index: Index, entry: Entry, calendar: Calendar) -> tuple[int, str] | None:
    """Return what is left of a running notice in its own unit.

    None where its unit is another, where nothing of it is left, or where the calendar does not
    reach so far: then the days of the week are told.
    """
    notice = entry.notice
    if notice is None or notice.unit not in COUNTED:
        return None
    left = spans(index.day, notice.last, notice.unit, calendar)
    return None if left.unknown or not left.with_first else (left.with_first, notice.unit.value)
