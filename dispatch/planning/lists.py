"""The front page and the archive: all entries, from two sides."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dispatch.planning.leaves import leaves
from dispatch.planning.views import Link
from dispatch.planning.views import SectionView
from dispatch.planning.views.entries import ArchiveView
from dispatch.planning.views.site import HomeView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

    from dispatch.ledger.index import Index
    from dispatch.planning.views import BoardView
    from dispatch.planning.views import EntryRow

LATEST = 10
"""How many entries the front page names."""
PAGE = 100
"""How many entries one page of the archive names."""


def home_view(index: Index, rows: tuple[EntryRow, ...], boards: tuple[BoardView, ...]) -> HomeView:
    """Return the front page; the rows are those of every entry, newest first."""
    live = tuple(row for row in rows if row.state != "withdrawn")
    open_notices = (row for row in live if row.notice_open)
    owing = dict.fromkeys(name for item in index.site.catalogue.items for name in item.units)
    return HomeView(
        open_notices=tuple(sorted(open_notices, key=_end)),
        latest=live[:LATEST],
        boards=boards,
        units=tuple(
            Link(text=unit.name, path=f"units/{unit.id}/")
            for unit in index.site.organisation.units
            if unit.id in owing
        ),
        groups=_groups(index),
        in_force=sum(row.state == "in-force" for row in live),
        this_year=sum(row.published.year == index.day.year for row in live),
    )


def archive_views(rows: tuple[EntryRow, ...], day: date) -> tuple[ArchiveView, ...]:
    """Return a page for every year in which an entry was published, and for that of the day."""
    by_year: dict[int, list[EntryRow]] = {day.year: []}
    for row in rows:
        by_year.setdefault(row.published.year, []).append(row)
    years = sorted(by_year, reverse=True)
    links = tuple(Link(text=f"{year:04}", path=f"archive/{year:04}/") for year in years)
    return tuple(
        page
        for year, link in zip(years, links, strict=True)
        for page in _year(link, links, by_year[year])
    )


def _year(link: Link, years: tuple[Link, ...], rows: list[EntryRow]) -> Iterator[ArchiveView]:
    """Yield the pages of a year."""
    parts = tuple(leaves(link.path, rows, PAGE))
    for number, (path, part) in enumerate(parts, start=1):
        yield ArchiveView(
            year=link.text,
            path=path,
            years=years,
            months=tuple(_months(part)),
            count=len(rows),
            number=number,
            pages=tuple(each for each, _ in parts),
        )


def _months(rows: Iterable[EntryRow]) -> Iterable[SectionView]:
    """Yield the months of rows that are newest first; a month is named like 2026-10."""
    for month, group in groupby(rows, key=lambda row: row.published.isoformat()[:7]):
        yield SectionView(name=month, rows=tuple(group))


def _end(row: EntryRow) -> tuple[int, str]:
    return row.days_left or 0, row.id


def _groups(index: Index) -> tuple[tuple[str, int], ...]:
    """Return the first-level categories in the catalogue's order with what is on the web."""
    counts: dict[str, int] = {}
    for item in index.site.catalogue.items:
        shown = sum(index.state(e) != "withdrawn" for e in index.by_item.get(item.code, ()))
        counts[item.category[0]] = counts.get(item.category[0], 0) + shown
    return tuple(counts.items())
