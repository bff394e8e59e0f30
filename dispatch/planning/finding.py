"""What can be found, made of the views of the public site and of nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.ground import prose
from dispatch.planning.views.finding import FacetView
from dispatch.planning.views.finding import FindingView
from dispatch.planning.views.finding import FoundView
from dispatch.planning.views.finding import ValueView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.planning.views.elements import ElementView
    from dispatch.planning.views.elements import FlowView
    from dispatch.planning.views.entries import EntryView
    from dispatch.planning.views.finding import ShelfView
    from dispatch.planning.views.norms import ItemView
    from dispatch.planning.views.site import PageView
    from dispatch.planning.views.site import SiteView

FILTERS = ("unit", "item", "kind", "year", "state")
"""What a search can be narrowed by."""
ORDER = (
    *("statement", "notice", "profile", "procedure", "targets", "item", "page"),
    *("in-force", "past"),
)
"""In which order the values of a set are offered."""
PAST = "past"
"""The state, as a filter, of all that is no longer in force."""

_FIXED = tuple((name, key) for name in ("kind", "state") for key in ORDER)


def finding_view(
    site: SiteView, facets: tuple[FacetView, ...], shelves: tuple[ShelfView, ...]
) -> FindingView:
    """Return what can be found on a site that has these shelves."""
    documents = (
        *map(_entry, site.entries),
        *map(_item, site.items),
        *map(_page, site.pages),
    )
    return FindingView(
        documents=documents, filters=_filters(site, documents), facets=facets, shelves=shelves
    )


def _words(html: str) -> str:
    """Return the words of clean HTML; nothing is found across blocks or cells."""
    return prose.plain(html).replace("\t", "\n")


def _entry(entry: EntryView) -> FoundView:
    row = entry.row
    keys = (
        ("unit", row.unit.id),
        ("item", row.item.id),
        ("kind", row.kind),
        ("year", f"{row.published.year:04}"),
        ("state", row.state if row.state == "in-force" else PAST),
    )
    return FoundView(
        path=row.path,
        title=row.title,
        kind=row.kind,
        text="\n".join(filter(None, _stated(entry))),
        unit=row.unit.text,
        day=row.published,
        state=row.state,
        keys=tuple((name, key) for name, key in keys if key),
    )


def _stated(entry: EntryView) -> Iterator[str]:
    """Yield the fields of an entry; of one that was withdrawn, what the archive shows."""
    row = entry.row
    yield from (row.id, row.item.text, row.period)
    if entry.withdrawn is not None:
        return
    yield from (row.number, row.summary, *entry.keywords, _words(entry.html))
    for element in entry.elements:
        yield element.name
        yield from _element(element)
    yield from (each.title for each in entry.attachments)
    for record in entry.feedback:
        yield from (record.text, record.answer)


def _element(element: ElementView) -> Iterator[str]:
    yield element.text
    yield from element.items
    yield from (name for name, _ in element.columns)
    for cells in element.cells:
        yield from cells
    if element.flow is not None:
        yield from _flow(element.flow)
    for each in element.targets:
        yield from (each.name, each.office, each.measure, each.plan, each.done, each.note)


def _flow(flow: FlowView) -> Iterator[str]:
    for node in flow.nodes:
        yield from (node.name, node.by, node.within, node.needs, node.note)


def _item(item: ItemView) -> FoundView:
    row = item.row
    told = (row.code, *item.category, *(each.name for each in item.elements), *item.basis)
    return FoundView(
        path=row.path,
        title=row.title,
        kind="item",
        text="\n".join(filter(None, (*told, row.limit.phrase, item.note))),
        keys=(("item", row.code), ("kind", "item")),
    )


def _page(page: PageView) -> FoundView:
    return FoundView(
        path=page.path,
        title=page.title,
        kind="page",
        text=_words(page.html),
        keys=(("kind", "page"),),
    )


def _filters(site: SiteView, documents: Iterable[FoundView]) -> tuple[FacetView, ...]:
    """Return the facets to narrow by, each with the values that something has."""
    names = {("unit", unit.id): unit.name for unit in site.units}
    names |= {("item", item.row.code): item.row.title for item in site.items}
    counts: dict[str, dict[str, int]] = {name: {} for name in FILTERS}
    for document in documents:
        for name, key in document.keys:
            counts[name][key] = counts[name].get(key, 0) + 1
    order = {key: place for place, key in enumerate((*names, *_FIXED))}
    return tuple(
        FacetView(
            name=name,
            path="",
            values=tuple(
                ValueView(key=key, text=names.get((name, key), ""), count=count)
                for key, count in sorted(
                    counts[name].items(), key=lambda pair: order.get((name, pair[0]), 0)
                )
            ),
        )
        for name in FILTERS
    )
