"""What people subscribe to: feeds of the site, boards, units and items, and calendars."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.ground.webfiles import media_type
from dispatch.rendering.artifact import Artifact
from dispatch.rendering.calendars import Calendars
from dispatch.rendering.changes import changed_on
from dispatch.rendering.templates.links import address

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

    from dispatch.planning.views.entries import AttachmentView
    from dispatch.planning.views.entries import EntryView
    from dispatch.planning.views.site import FrameView
    from dispatch.planning.views.site import SiteView
    from dispatch.rendering.templates import Templates

NEWEST = 50
"""How many entries a feed names."""
VERSION = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFile:
    """A file that goes with an entry."""

    title: str
    address: str
    type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An entry as a feed names it; times are the starts of days, in UTC."""

    title: str
    address: str
    published: str
    updated: str
    unit: str
    kind: str
    summary: str
    files: tuple[FeedFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed in any form: of which page, and what it names."""

    folder: str
    """The path of the page that it tells of."""
    title: str
    updated: str
    entries: tuple[FeedEntry, ...]


def feeds(view: SiteView, templates: Templates) -> Iterator[Artifact]:
    """Yield the feeds as Atom and as JSON Feed, then the calendars."""
    for feed in _feeds(view, templates):
        yield _atom(view.frame, templates, feed)
        yield Artifact(path=f"{feed.folder}feed.json", content=_json(view.frame, templates, feed))
    written = Calendars(view.frame.day)
    for calendar in (*view.duties.feeds, *view.calendars):
        content = written.text(calendar.name, calendar.occasions)
        yield Artifact(path=calendar.path, content=content.encode("utf-8", "replace"))


def _feeds(view: SiteView, templates: Templates) -> Iterator[Feed]:
    press = _Press(view, templates)
    yield press.feed("", "", view.entries)
    units: defaultdict[str, list[EntryView]] = defaultdict(list)
    items: defaultdict[str, list[EntryView]] = defaultdict(list)
    for entry in view.entries:
        units[entry.row.unit.path].append(entry)
        items[entry.row.item.path].append(entry)
    by_id = {entry.row.id: entry for entry in view.entries}
    for board in view.boards:
        rows = (row for section in board.sections for row in section.rows)
        standing = (by_id[row.id] for row in rows if row.id in by_id)
        yield press.feed(board.path, board.name, standing)
    for unit in view.units:
        yield press.feed(unit.path, unit.name, units[unit.path])
    for item in view.items:
        title = f"{item.row.code} {item.row.title}"
        yield press.feed(item.row.path, title, items[item.row.path])


class _Press:
    """Makes feeds; what several of them name is made once."""

    def __init__(self, view: SiteView, templates: Templates) -> None:
        self._frame = view.frame
        self._words = templates.messages
        self._changed = {each.row.id: changed_on(each, view.frame.day) for each in view.entries}
        self._made: dict[str, FeedEntry] = {}

    def feed(self, folder: str, name: str, entries: Iterable[EntryView]) -> Feed:
        """Return the feed of a page: what changed last comes first, what was withdrawn is gone.

        Its own day is that of the last change, a withdrawal too.
        """
        listed = list(entries)
        last = max((self._changed[each.row.id] for each in listed), default=self._frame.day)
        holding = (each for each in listed if each.row.state != "withdrawn")
        newest = sorted(holding, key=self._place, reverse=True)[:NEWEST]
        return Feed(
            folder=folder,
            title=f"{name} · {self._frame.title}" if name else self._frame.title,
            updated=_moment(last),
            entries=tuple(map(self._entry, newest)),
        )

    def _place(self, entry: EntryView) -> tuple[date, date, str]:
        return self._changed[entry.row.id], entry.row.published, entry.row.id

    def _entry(self, entry: EntryView) -> FeedEntry:
        name = entry.row.id
        if name not in self._made:
            self._made[name] = self._set(entry)
        return self._made[name]

    def _set(self, entry: EntryView) -> FeedEntry:
        row, base = entry.row, self._frame.base_url
        return FeedEntry(
            title=printable(row.title),
            address=address(base, row.path),
            published=_moment(row.published),
            updated=_moment(self._changed[row.id]),
            unit=printable(row.unit.text),
            kind=row.kind,
            summary=printable(row.summary or self._described(entry)),
            files=tuple(_file(base, each) for each in entry.attachments),
        )

    def _described(self, entry: EntryView) -> str:
        row, on = entry.row, entry.row.published
        month = self._words.text(f"site.date.months.{on.month}")
        day = self._words.text("site.date.day", year=on.year, month=month, day=on.day)
        text = "site.entry.description"
        return self._words.text(text, unit=row.unit.text, day=day, title=row.title)


def _file(base: str, view: AttachmentView) -> FeedFile:
    kind = media_type(view.path)
    title = printable(view.title)
    return FeedFile(title=title, address=address(base, view.path), type=kind, size=view.size)


def printable(text: str) -> str:
    """Return a text without what XML cannot hold: control characters and halves of pairs."""
    if text.isprintable():
        return text
    return "".join(
        each
        for each in text
        if each in "\t\n\r"
        or "\x20" <= each <= "\x7e"
        or "\x85" <= each <= "\ud7ff"
        or "\ue000" <= each <= "\ufffd"
        or each >= "\U00010000"
    )


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _atom(frame: FrameView, templates: Templates, feed: Feed) -> Artifact:
    path = f"{feed.folder}feed.xml"
    text = templates.render(
        "feeds/atom.xml",
        path=path,
        base="",
        frame=frame,
        title=printable(feed.title),
        address=address(frame.base_url, path),
        page=address(frame.base_url, feed.folder),
        updated=feed.updated,
        entries=feed.entries,
    )
    return Artifact(path=path, content=text.encode())


def _json(frame: FrameView, templates: Templates, feed: Feed) -> bytes:
    """Return a feed as JSON Feed 1.1 has it."""
    data = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": address(frame.base_url, feed.folder),
        "feed_url": address(frame.base_url, f"{feed.folder}feed.json"),
        "language": frame.language,
        "authors": [{"name": frame.owner or frame.title, "url": address(frame.base_url)}],
        "items": [_item(templates, each) for each in feed.entries],
    }
    if frame.description:
        data["description"] = frame.description
    text = json.dumps(data, ensure_ascii=False, separators=(",", ": "))
    return f"{text}\n".encode("utf-8", "replace")


def _item(templates: Templates, entry: FeedEntry) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.address,
        "url": entry.address,
        "title": entry.title,
        "content_text": entry.summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": entry.unit}],
        "tags": [templates.messages.text(f"site.kind.{entry.kind}")],
    }
    if entry.files:
        item["attachments"] = [_attached(each) for each in entry.files]
    return item


def _attached(file: FeedFile) -> dict[str, object]:
    return {
        "url": file.address,
        "mime_type": file.type,
        "title": file.title,
        "size_in_bytes": file.size,
    }
