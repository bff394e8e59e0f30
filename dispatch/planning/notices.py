"""公示 in calendars: the period of each notice as days, for the site, its boards and its units.

What is over stays in: a subscriber's calendar should not lose what it had.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dispatch.ledger.index import GONE
from dispatch.ledger.index import entry_path
from dispatch.planning.views.duties import CalendarView
from dispatch.planning.views.duties import Occasion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ground.messages import Messages
    from dispatch.ledger.index import Index
    from dispatch.model.entry import Entry
    from dispatch.model.entry import NoticePeriod

CROWDED = 2000
"""With more days than that a calendar is of no use to anybody; the newest stay."""


def notice_calendars(index: Index, words: Messages) -> tuple[CalendarView, ...]:
    """Return the calendar of all notices, and those of the boards and units that have any."""
    return tuple(_calendars(index, words))


def _calendars(index: Index, words: Messages) -> Iterator[CalendarView]:
    entries = [e for e in index.entries.values() if e.notice and index.state(e) not in GONE]
    told = {e.id: _occasion(index, words, e, e.notice) for e in entries if e.notice}
    yield _calendar(words, "", index.site.config.site.title, list(told.values()))
    for board in index.site.boards:
        days = [told[e.id] for e in entries if board.id in index.site.boards_of(e)]
        if days:
            yield _calendar(words, f"boards/{board.id}/", board.name, days)
    for name in dict.fromkeys(entry.unit for entry in entries):
        days = [told[e.id] for e in entries if e.unit == name]
        yield _calendar(words, f"units/{name}/", index.unit(name), days)


def _calendar(words: Messages, path: str, title: str, days: list[Occasion]) -> CalendarView:
    newest = sorted(days, key=lambda each: (each.day, each.uid), reverse=True)
    return CalendarView(
        path=f"{path}notices.ics",
        name=words.text("notices.calendar", title=title),
        occasions=tuple(reversed(tuple(islice(newest, CROWDED)))),
    )


def _occasion(index: Index, words: Messages, entry: Entry, notice: NoticePeriod) -> Occasion:
    base = index.site.config.site.base_url
    return Occasion(
        uid=f"notice-{entry.id}@{urlsplit(base).hostname or 'localhost'}",
        day=notice.first,
        last=notice.last,
        summary=words.text("notices.summary", title=entry.title),
        description="\n".join(_lines(index, words, entry, notice)),
        category=words.text("notices.category"),
        address=index.address(entry_path(entry)),
    )


def _lines(index: Index, words: Messages, entry: Entry, notice: NoticePeriod) -> Iterator[str]:
    yield words.text("notices.span", unit=index.unit(entry.unit), last=notice.last)
    for contact in entry.contacts:
        if contact.purpose == "objections":
            ways = (contact.office, contact.phone, contact.place, contact.mail)
            yield words.text("notices.objections", contact="  ".join(way for way in ways if way))
