"""The pages of the site, one at a time, and what they are dressed in."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dispatch.rendering import kiosk
from dispatch.rendering import opendata
from dispatch.rendering import scripts
from dispatch.rendering import search
from dispatch.rendering.artifact import Artifact
from dispatch.rendering.linked import entry_data
from dispatch.rendering.linked import site_data
from dispatch.rendering.policy import policy
from dispatch.rendering.templates.links import address

if TYPE_CHECKING:
    from collections.abc import Hashable
    from collections.abc import Iterable
    from collections.abc import Iterator

    from markupsafe import Markup

    from dispatch.planning.views.entries import EntryView
    from dispatch.planning.views.finding import FindingView
    from dispatch.planning.views.scripts import ScriptView
    from dispatch.planning.views.site import FrameView
    from dispatch.planning.views.site import SiteView
    from dispatch.rendering.templates import Templates

MISSING = "404.html"
"""Shown by a server under any address, so its links cannot be relative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to be set: where it goes, by which layout, from which views."""

    path: str
    """Below the output folder; a folder's path is that of its index page."""
    layout: str
    views: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """What pages of one depth and one part of the site share, set once."""

    head: Markup
    header: Markup
    footer: Markup


def pages(
    view: SiteView,
    templates: Templates,
    variants: Iterable[tuple[ScriptView, Templates]] = (),
) -> Iterator[Artifact]:
    """Yield the assets, the data and every page, those for screens with their workers.

    For each further script every page comes once more; its templates hold the words of that
    script, and link within its folder. Assets and data are those of the site.
    """
    for asset in templates.assets.values():
        yield Artifact(path=asset.path, content=asset.content)
    sizes: list[tuple[str, int]] = []
    for data in opendata.data_files(view, templates.messages):
        sizes.append((data.path, len(data.content)))
        yield data
    told = opendata.data_page(sizes)
    yield from _set(view, templates, told)
    for script, own in variants:
        there = (each for each in _set(_in(view, script), own, told) if each.path != MISSING)
        yield from scripts.moved(there, script)


def _in(view: SiteView, script: ScriptView) -> SiteView:
    """Return the views of the pages in a script."""
    finding = view.finding and scripts.finding_in(view.finding, script)
    return replace(view, frame=scripts.frame_in(view.frame, script), finding=finding)


def _set(view: SiteView, templates: Templates, data: opendata.DataPage) -> Iterator[Artifact]:
    press = _Press(view.frame, templates)
    yield press.print(_data(view, data))
    for page in _pages(view):
        yield press.print(page)
    for entry in view.entries:
        yield press.print(_entry(entry, press))
    if view.finding:
        yield from _finding(view.finding, press)
    yield from kiosk.kiosks(view, templates)


def _pages(view: SiteView) -> Iterator[Page]:
    yield Page(
        path="", layout="home", views=(("home", view.home), ("linked", site_data(view.frame)))
    )
    yield from _lists(view)
    for board in view.boards:
        yield Page(path=board.path, layout="board", views=(("board", board),))
    yield from _norms(view)
    for duties in view.duties.units:
        yield Page(path=duties.path, layout="duties-unit", views=(("duties", duties),))
    for archive in view.archive:
        yield Page(path=archive.path, layout="archive", views=(("archive", archive),))
    for page in view.pages:
        yield Page(path=page.path, layout="about", views=(("page", page),))
    yield Page(path=MISSING, layout="missing")


def _data(view: SiteView, data: opendata.DataPage) -> Page:
    """Return the page that tells of the data, and of all that one can subscribe to."""
    shown = (("data", data), ("boards", view.boards), ("units", view.units))
    calendars = (("deadlines", view.duties.feeds), ("notices", view.calendars))
    return Page(path=opendata.PATH, layout="data", views=(*shown, *calendars))


def _norms(view: SiteView) -> Iterator[Page]:
    """Yield the pages of items and units, each with what the public may know of its duties."""
    by_item = {each.code: each for each in view.duties.items}
    for item in view.items:
        duties = by_item.get(item.row.code)
        yield Page(path=item.row.path, layout="item", views=(("item", item), ("duties", duties)))
    by_unit = {each.id: each.path for each in view.duties.units}
    for unit in view.units:
        owed = by_unit.get(unit.id, "")
        yield Page(path=unit.path, layout="unit", views=(("unit", unit), ("owed", owed)))


def _entry(entry: EntryView, press: _Press) -> Page:
    """Return the page of an entry; what many entries have in common is set once."""
    path = entry.row.path
    norm = press.part(
        path,
        "norm",
        item=entry.row.item,
        scope=entry.scope,
        channels=entry.channels,
        category=entry.category,
        basis=entry.basis,
        responsible=entry.responsible,
    )
    contacts = press.part(path, "contacts", contacts=entry.contacts)
    linked = entry_data(entry, press.frame, press.address(path))
    views = (("entry", entry), ("norm", norm), ("contacts", contacts), ("linked", linked))
    return Page(path=path, layout="entry", views=views)


def _lists(view: SiteView) -> Iterator[Page]:
    """Yield the pages that stand once, each named after the view that it shows."""
    parts: tuple[tuple[str, object], ...] = (
        ("boards", view.boards),
        ("catalogue", view.catalogue),
        ("duties", view.duties),
        ("units", view.units),
        ("organisation", view.organisation),
        ("procedures", view.procedures),
        ("targets", view.targets),
    )
    for name, part in parts:
        yield Page(path=f"{name}/", layout=name, views=((name, part),))
    assessed = ("assessment", view.assessment)
    overseen = (("oversight", view.oversight), ("waivers", view.waivers), assessed)
    yield Page(path="oversight/", layout="oversight", views=overseen)
    if view.assessment:
        yield Page(path=view.assessment.path, layout="assessment", views=(assessed,))
    taking = ("taking", view.taking)
    yield Page(path="feedback/", layout="feedback", views=(("feedback", view.feedback), taking))
    yield Page(path="feedback/form/", layout="feedback-form", views=(taking,))
    if view.taking.items:
        yield Page(path="requests/", layout="requests", views=(taking,))
        yield Page(path="requests/form/", layout="requests-form", views=(taking,))
    years = tuple(each for each in view.archive if each.number == 1)
    yield Page(path="archive/", layout="archives", views=(("archives", years),))
    yield Page(path="map/", layout="map", views=(("site", view),))


def _finding(view: FindingView, press: _Press) -> Iterator[Artifact]:
    """Yield the search with its index, and the shelves for whoever looks without it."""
    index = search.index_of(view)
    yield from index.files
    found = (("finding", view), ("index", index))
    yield press.print(Page(path=search.FOLDER, layout="search", views=found))
    yield press.print(Page(path="find/", layout="find", views=(("finding", view),)))
    for facet in view.facets:
        yield press.print(Page(path=facet.path, layout="facet", views=(("facet", facet),)))
    for shelf in view.shelves:
        yield press.print(Page(path=shelf.path, layout="shelf", views=(("shelf", shelf),)))


class _Press:
    """Sets pages of one site; keeps the chrome that they share."""

    def __init__(self, frame: FrameView, templates: Templates) -> None:
        self.frame = frame
        self._templates = templates
        self._chromes: dict[tuple[int, str, bool], Chrome] = {}
        self._parts: dict[tuple[Hashable, ...], Markup] = {}
        self._mount = urlsplit(frame.base_url).path.rstrip("/") + "/"

    def print(self, page: Page) -> Artifact:
        """Return the file of a page."""
        frame = self.frame
        file = page.path if page.path == MISSING else f"{page.path}index.html"
        twins = () if page.path == MISSING else scripts.twins(frame, page.path, frame.language)
        text = self._templates.render(
            f"site/{page.layout}.html",
            path=file,
            base=self._base(page),
            frame=frame,
            chrome=self._chrome(page),
            twins=twins,
            canonical="" if page.path == MISSING else self.address(page.path),
            place=page.path,
            column=self._column(page),
            **dict(page.views),
        )
        return Artifact(path=file, content=text.encode())

    def part(self, path: str, name: str, **views: Hashable) -> Markup:
        """Return a part of the page at a path; pages of one depth share it for equal views."""
        key = (name, path.count("/"), *views.values())
        if key not in self._parts:
            layout = f"parts/{name}.html"
            self._parts[key] = self._templates.fragment(layout, path=path, base="", **views)
        return self._parts[key]

    def address(self, path: str) -> str:
        """Return the full address of a page, which is its own in each script."""
        return address(self.frame.base_url, scripts.own_path(self.frame, path))

    def _base(self, page: Page) -> str:
        return self._mount if page.path == MISSING else ""

    def _chrome(self, page: Page) -> Chrome:
        current = self._current(page.path)
        depth = -1 if page.path == MISSING else page.path.count("/")
        key = (depth, current, current == page.path)
        if key not in self._chromes:
            self._chromes[key] = self._set_chrome(page, current)
        return self._chromes[key]

    def _set_chrome(self, page: Page, current: str) -> Chrome:
        head, header, footer = (
            self._templates.fragment(
                f"parts/{name}.html",
                path=page.path,
                base=self._base(page),
                frame=self.frame,
                current=current,
                exact=current == page.path,
                domain=urlsplit(self.frame.base_url).hostname or "",
                policy=policy(self.frame.endpoint),
            )
            for name in ("head", "header", "footer")
        )
        return Chrome(head=head, header=header, footer=footer)

    def _column(self, page: Page) -> str:
        """Return the name of the part of the site that a page belongs to; empty for none."""
        current = self._current(page.path)
        return next((each.text for each in self.frame.navigation if each.path == current), "")

    def _current(self, path: str) -> str:
        """Return the path of the part of the site that a page belongs to; `-` for none."""
        parts = (link.path for link in self.frame.navigation)
        around = (part for part in parts if path.startswith(part) and (part or not path))
        return max(around, key=len, default="-")
