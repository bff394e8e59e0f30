"""What machines read: feeds, the map of the site, and the list of its entries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.rendering import scripts
from dispatch.rendering.artifact import Artifact
from dispatch.rendering.calendars import Calendars
from dispatch.rendering.templates.links import address

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

    from dispatch.planning.views import EntryRow
    from dispatch.planning.views import FrameView
    from dispatch.planning.views import SiteView
    from dispatch.planning.views.duties import FiguresView
    from dispatch.planning.views.scripts import TwinView
    from dispatch.rendering.templates import Templates

NEWEST = 50
"""How many entries a feed names."""

PARTS = (
    "",
    "boards/",
    "catalogue/",
    "duties/",
    "units/",
    "organisation/",
    "procedures/",
    "targets/",
    "feedback/",
    "feedback/form/",
    "oversight/",
    "archive/",
    "map/",
)
"""Pages that every site has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An entry as a feed names it; times are the starts of days, in UTC."""

    title: str
    address: str
    published: str
    updated: str
    day: date
    unit: str
    kind: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A page as the map of the site names it, with its twins in other scripts."""

    page: str
    changed: date | None
    twins: tuple[TwinView, ...]


def feeds(view: SiteView, templates: Templates) -> Iterator[Artifact]:
    """Yield the feeds of the site and of each board, the map, the data, and the word to robots."""
    frame = view.frame
    rows = tuple(entry.row for entry in view.entries)
    yield _feed(frame, templates, path="feed.xml", title=frame.title, rows=rows)
    for board in view.boards:
        on_board = (row for section in board.sections for row in section.rows)
        title = f"{board.name} · {frame.title}"
        path = f"{board.path}feed.xml"
        yield _feed(frame, templates, path=path, title=title, rows=on_board)
    yield _file(templates, "sitemap.xml", "feeds/sitemap.xml", addresses=tuple(_addresses(view)))
    yield _file(
        templates, "robots.txt", "feeds/robots.txt", sitemap=address(frame.base_url, "sitemap.xml")
    )
    yield Artifact(path="data/entries.json", content=_entries_json(view).encode())
    yield Artifact(path="data/duties.json", content=_duties_json(view).encode())
    written = Calendars(frame.day)
    for calendar in view.duties.feeds:
        content = written.text(calendar.name, calendar.occasions)
        yield Artifact(path=calendar.path, content=content.encode())


def _feed(
    frame: FrameView, templates: Templates, *, path: str, title: str, rows: Iterable[EntryRow]
) -> Artifact:
    holding = (row for row in rows if row.state != "withdrawn")
    newest = sorted(holding, key=lambda row: (row.published, row.id), reverse=True)[:NEWEST]
    return _file(
        templates,
        path,
        "feeds/atom.xml",
        frame=frame,
        title=title,
        address=address(frame.base_url, path),
        page=address(frame.base_url, path.removesuffix("feed.xml")),
        updated=_moment(newest[0].published if newest else frame.day),
        entries=tuple(_feed_entry(frame, row) for row in newest),
    )


def _feed_entry(frame: FrameView, row: EntryRow) -> FeedEntry:
    return FeedEntry(
        title=row.title,
        address=address(frame.base_url, row.path),
        published=_moment(row.published),
        updated=_moment(row.published),
        day=row.published,
        unit=row.unit.text,
        kind=row.kind,
        summary=row.summary,
    )


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _addresses(view: SiteView) -> Iterator[Address]:
    """Yield every page in every script."""
    frame = view.frame
    for path, changed in _paths(view):
        twins = scripts.twins(frame, path, frame.language)
        for own in (twin.address for twin in twins) if twins else (address(frame.base_url, path),):
            yield Address(page=own, changed=changed, twins=twins)


def _paths(view: SiteView) -> Iterator[tuple[str, date | None]]:
    """Yield the path of every page, with the day it changed last where that is known."""
    paths = (
        *PARTS,
        *(board.path for board in view.boards),
        *(item.row.path for item in view.items),
        *(unit.path for unit in view.units),
        *(unit.path for unit in view.duties.units),
        *(year.path for year in view.archive),
        *(page.path for page in view.pages),
        *((view.assessment.path,) if view.assessment else ()),
        *(("requests/", "requests/form/") if view.taking.items else ()),
    )
    for path in paths:
        yield path, None
    for entry in view.entries:
        told = (entry.row.published, *(on for on, _ in entry.editions if on <= view.frame.day))
        changed = entry.withdrawn[0] if entry.withdrawn else max(told)
        yield entry.row.path, changed


def _entries_json(view: SiteView) -> str:
    """Return the public entries as JSON, in the order of the view."""
    base = view.frame.base_url
    data = {
        "site": view.frame.title,
        "address": address(base),
        "day": view.frame.day.isoformat(),
        "entries": [_record(base, entry.row) for entry in view.entries],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _duties_json(view: SiteView) -> str:
    """Return the public duties as JSON: `totals`, and a line for each duty in `duties`.

    The keys of a duty are those of `due --format json`; those of the totals are its states, how
    many were `due`, `published` and `in_time`, and the percentages `coverage` and `timeliness`.
    """
    duties, frame = view.duties, view.frame
    head = {
        "site": frame.title,
        "address": address(frame.base_url, "duties/"),
        "day": frame.day.isoformat(),
        "totals": {
            **_totals(duties.figures),
            "units": {unit.id: _totals(unit.figures) for unit in duties.units},
        },
    }
    opened = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = ",\n  ".join(map(encode, duties.rows))
    listed = f"[\n  {lines}\n ]" if lines else "[]"
    return f'{opened},\n "duties": {listed}\n}}\n'


def _totals(figures: FiguresView) -> dict[str, object]:
    return {
        "states": dict(figures.states),
        "due": figures.due,
        "published": figures.published,
        "in_time": figures.in_time,
        "coverage": figures.coverage or None,
        "timeliness": figures.timeliness or None,
    }


def _record(base: str, row: EntryRow) -> dict[str, object]:
    """Return a row with the words that the site shows; what is not stated is left out."""
    stated: dict[str, object] = {
        "id": row.id,
        "address": address(base, row.path),
        "title": row.title,
        "number": row.number,
        "kind": row.kind,
        "item": {"title": row.item.text, "address": address(base, row.item.path)},
        "unit": {"name": row.unit.text, "address": address(base, row.unit.path)},
        "period": row.period,
        "published": row.published.isoformat(),
        "until": row.until.isoformat() if row.until else "",
        "state": row.state,
        "summary": row.summary,
        "boards": list(row.boards),
    }
    return {key: value for key, value in stated.items() if value not in ("", [])}


def _file(templates: Templates, path: str, layout: str, **views: object) -> Artifact:
    return Artifact(
        path=path, content=templates.render(layout, path=path, base="", **views).encode()
    )
