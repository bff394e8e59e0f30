"""The pages of the site, each to be set by itself, and what is made of the site as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from dispatch.rendering import kiosk
from dispatch.rendering import opendata
from dispatch.rendering import scripts
from dispatch.rendering import search
from dispatch.rendering.artifact import Artifact
from dispatch.rendering.artifact import nothing_known
from dispatch.rendering.linked import entry_data
from dispatch.rendering.linked import site_data
from dispatch.rendering.press import MISSING
from dispatch.rendering.press import Page
from dispatch.rendering.press import Press

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.planning.views.entries import EntryView
    from dispatch.planning.views.finding import FindingView
    from dispatch.planning.views.scripts import ScriptView
    from dispatch.planning.views.site import SiteView
    from dispatch.rendering.artifact import Known
    from dispatch.rendering.artifact import Made
    from dispatch.rendering.templates import Templates


def pages(
    view: SiteView,
    templates: Templates,
    variants: Iterable[tuple[ScriptView, Templates]] = (),
) -> Iterator[Artifact]:
    """Yield the assets, the data and every page, those for screens with their workers.

    For each further script every page comes once more; its templates hold the words of that
    script, and link within its folder. Assets and data are those of the site.
    """
    room = Pressroom(view, templates, variants)
    made = tuple(chain.from_iterable(part(nothing_known) for part in room.wholes))
    yield from made
    for leaf in (*room.leaves, *room.told_by(made)):
        yield from room.print(leaf)


WIDE = ("map", "find")
"""Pages that show the whole site: to look whether it is the same costs what setting them does."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page that hangs on nothing but its own views, and the edition that it is for."""

    edition: int
    page: Page | EntryView

    @property
    def layout(self) -> str:
        """The layout that it is set by."""
        return self.page.layout if isinstance(self.page, Page) else "entry"

    @property
    def is_wide(self) -> bool:
        """Whether it shows the whole site."""
        return self.layout in WIDE


@dataclass(frozen=True, slots=True)
class Edition:
    """All pages in one script: the first, or a further one."""

    view: SiteView
    press: Press
    script: ScriptView | None = None

    def moved(self, made: Iterable[Artifact]) -> Iterator[Artifact]:
        """Yield pages where they are in this edition, in its script."""
        yield from _moved(made, self.script)


@dataclass(frozen=True, slots=True)
class Printer:
    """What sets leaves, here or sent elsewhere: by edition the press, and the script it is in."""

    presses: tuple[tuple[Press, ScriptView | None], ...]

    def __call__(self, leaf: Leaf) -> tuple[Artifact, ...]:
        """Return the file of a page; none of one that its edition does not have."""
        press, script = self.presses[leaf.edition]
        page = leaf.page if isinstance(leaf.page, Page) else _entry(leaf.page, press)
        return tuple(_moved([press.print(page)], script))


class Pressroom:
    """All that is to be set for a site, in parts that can be set in any order and place."""

    def __init__(
        self,
        view: SiteView,
        templates: Templates,
        variants: Iterable[tuple[ScriptView, Templates]] = (),
    ) -> None:
        """Make ready what `pages` makes."""
        first = Edition(view, Press(view.frame, templates))
        further = (
            Edition(own := _in(view, script), Press(own.frame, words), script)
            for script, words in variants
        )
        self.editions = (first, *further)

    @property
    def wholes(self) -> tuple[Callable[[Known], Iterable[Artifact]], ...]:
        """What makes the files that show the site as a whole, the longest work first."""
        first = self.editions[0]
        finding = (partial(self._search, each) for each in self.editions)
        data = opendata.data_parts(first.view, first.press.templates.messages)
        kiosks = (partial(self._kiosks, each) for each in self.editions)
        return (*finding, *data, *kiosks, self._assets)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every other page, but those that tell of what was made."""
        found: list[Leaf] = []
        for number, edition in enumerate(self.editions):
            found += (Leaf(number, page) for page in _pages(edition.view))
            found += (Leaf(number, entry) for entry in edition.view.entries)
        return tuple(found)

    def told_by(self, made: Iterable[Made]) -> tuple[Leaf, ...]:
        """Return the pages that tell of files that were made."""
        told = opendata.data_page({each.path: each.size for each in made})
        return tuple(
            Leaf(number, _data(edition.view, told)) for number, edition in enumerate(self.editions)
        )

    def print(self, leaf: Leaf) -> tuple[Artifact, ...]:
        """Return the file of a page; none of one that its edition does not have."""
        return self.printer(leaf)

    @property
    def printer(self) -> Printer:
        """What sets leaves, without the views of the whole site."""
        return Printer(tuple((each.press, each.script) for each in self.editions))

    def path(self, leaf: Leaf) -> str:
        """Return where the file of a page goes; empty for one that its edition does not have."""
        script = self.editions[leaf.edition].script
        path = leaf.page.path if isinstance(leaf.page, Page) else leaf.page.row.path
        if path == MISSING:
            return "" if script else path
        return f"{script.folder if script else ''}{path}index.html"

    def key(self, leaf: Leaf) -> str:
        """Return the digest of all that decides a page; empty where it is to be set each time."""
        edition, page = self.editions[leaf.edition], leaf.page
        if leaf.is_wide:
            return ""
        views = (page.path, page.views) if isinstance(page, Page) else page
        script = edition.script
        return edition.press.key(leaf.layout, (views, script))

    def _assets(self, known: Known) -> Iterator[Artifact]:
        del known
        for asset in self.editions[0].press.templates.assets.values():
            yield Artifact(path=asset.path, content=asset.content)

    def _search(self, edition: Edition, known: Known) -> Iterator[Artifact]:
        del known
        if edition.view.finding:
            yield from edition.moved(_search(edition.view.finding, edition.press))

    def _kiosks(self, edition: Edition, known: Known) -> Iterator[Artifact]:
        del known
        yield from edition.moved(kiosk.kiosks(edition.view, edition.press.templates))


def _moved(made: Iterable[Artifact], script: ScriptView | None) -> Iterator[Artifact]:
    """Yield pages where they are in a script, if it is a further one."""
    if script is None:
        yield from made
    else:
        there = (each for each in made if each.path != MISSING)
        yield from scripts.moved(there, script)


def _in(view: SiteView, script: ScriptView) -> SiteView:
    """Return the views of the pages in a script."""
    finding = view.finding and scripts.finding_in(view.finding, script)
    return replace(view, frame=scripts.frame_in(view.frame, script), finding=finding)


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
    if view.finding:
        yield from _finding(view.finding)


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


def _entry(entry: EntryView, press: Press) -> Page:
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


def _search(view: FindingView, press: Press) -> Iterator[Artifact]:
    """Yield the search with its index."""
    index = search.index_of(view)
    yield from index.files
    found = (("finding", view), ("index", index))
    yield press.print(Page(path=search.FOLDER, layout="search", views=found))


def _finding(view: FindingView) -> Iterator[Page]:
    """Yield the shelves, for whoever looks without the search."""
    yield Page(path="find/", layout="find", views=(("finding", view),))
    for facet in view.facets:
        yield Page(path=facet.path, layout="facet", views=(("facet", facet),))
    for shelf in view.shelves:
        yield Page(path=shelf.path, layout="shelf", views=(("shelf", shelf),))
