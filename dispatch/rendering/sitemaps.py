"""The map of the site for search engines, and the word to robots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.rendering import scripts
from dispatch.rendering.artifact import Artifact
from dispatch.rendering.changes import changed_on
from dispatch.rendering.templates.links import address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dispatch.planning.views.finding import FindingView
    from dispatch.planning.views.scripts import TwinView
    from dispatch.planning.views.site import SiteView
    from dispatch.rendering.templates import Templates

MOST = 50_000
"""How many addresses a map may hold; with more there is an index of several maps."""
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
    "data/",
)
"""Pages that every site has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A page as the map of the site names it, with its twins in other scripts."""

    page: str
    changed: date | None
    twins: tuple[TwinView, ...]


def sitemaps(view: SiteView, templates: Templates) -> Iterator[Artifact]:
    """Yield the map, or the index of the maps and each of them, and robots.txt."""
    base, layout = view.frame.base_url, "feeds/sitemap.xml"
    listed = tuple(_addresses(view))
    if len(listed) <= MOST:
        yield _file(templates, "sitemap.xml", layout, addresses=listed)
    else:
        parts = [listed[start : start + MOST] for start in range(0, len(listed), MOST)]
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            yield _file(templates, name, layout, addresses=part)
        maps = tuple(address(base, name) for name in names)
        yield _file(templates, "sitemap.xml", "feeds/sitemap-index.xml", maps=maps)
    found = address(base, "sitemap.xml")
    yield _file(templates, "robots.txt", "feeds/robots.txt", sitemap=found)


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
        *(_found(view.finding) if view.finding else ()),
        *(("requests/", "requests/form/") if view.taking.items else ()),
    )
    for path in paths:
        yield path, None
    for entry in view.entries:
        yield entry.row.path, changed_on(entry, view.frame.day)


def _found(finding: FindingView) -> Iterator[str]:
    yield from ("search/", "find/")
    yield from (facet.path for facet in finding.facets)
    yield from (shelf.path for shelf in finding.shelves)


def _file(templates: Templates, path: str, layout: str, **views: object) -> Artifact:
    return Artifact(
        path=path, content=templates.render(layout, path=path, base="", **views).encode()
    )
