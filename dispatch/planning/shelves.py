"""The shelves: entries by category, unit, year, channel, scope and kind, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.planning.leaves import leaves
from dispatch.planning.views.finding import FacetView
from dispatch.planning.views.finding import ShelfView
from dispatch.planning.views.finding import ValueView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.planning.views import EntryRow
    from dispatch.planning.views.entries import EntryView
    from dispatch.planning.views.norms import ItemRow
    from dispatch.planning.views.norms import ItemView
    from dispatch.planning.views.site import SiteView

FACETS = ("category", "unit", "year", "kind", "channel", "scope")
"""The sides from which entries are looked at, in the order that they are offered."""
FOLDER = "find/"
PAGE = 50
"""How many entries stand on one page of a shelf."""

_KINDS = ("notice", "statement", "procedure", "targets", "profile")
_SCOPES = ("society", "party", "unit", "group")
_LONGEST = 40
"""Characters of a name in the name of a folder."""


@dataclass(slots=True)
class _Value:
    """What is gathered for a value."""

    text: str = ""
    rows: list[EntryRow] = field(default_factory=list)
    items: list[ItemRow] = field(default_factory=list)


def shelves_of(site: SiteView) -> tuple[tuple[FacetView, ...], tuple[ShelfView, ...]]:
    """Return the facets of a site, and every page of their shelves.

    What was withdrawn stands on none of them: only the archive names it.
    """
    norms = {item.row.path: item for item in site.items}
    gathered: dict[str, dict[str, _Value]] = {name: {} for name in FACETS}
    _begin(site, gathered)
    for entry in site.entries:
        if entry.withdrawn is None:
            for name, key, text in _values(entry, norms.get(entry.row.item.path)):
                gathered[name].setdefault(key, _Value(text)).rows.append(entry.row)
    facets: list[FacetView] = []
    shelves: list[ShelfView] = []
    for name in FACETS:
        used = {key: value for key, value in gathered[name].items() if value.rows or value.items}
        facet, pages = _facet(name, used)
        facets.append(facet)
        shelves += pages
    return tuple(facets), tuple(shelves)


def _begin(site: SiteView, gathered: Mapping[str, dict[str, _Value]]) -> None:
    """Set out the values that there may be, in their order, with the items of the catalogue."""
    gathered["scope"] |= {scope: _Value() for scope in _SCOPES}
    gathered["kind"] |= {kind: _Value() for kind in _KINDS}
    gathered["unit"] |= {unit.id: _Value(unit.name) for unit in site.units}
    for item in site.items:
        row = item.row
        gathered["category"].setdefault(item.category[0], _Value(item.category[0])).items.append(
            row
        )
        gathered["scope"].setdefault(row.scope, _Value()).items.append(row)
        for channel in row.channels:
            gathered["channel"].setdefault(channel, _Value()).items.append(row)


def _values(entry: EntryView, norm: ItemView | None) -> Iterator[tuple[str, str, str]]:
    """Yield the facets of an entry: name, key, and name of the value where it has one."""
    row = entry.row
    if norm is not None:
        yield "category", norm.category[0], norm.category[0]
    if row.unit.path:
        yield "unit", row.unit.id, row.unit.text
    yield "year", f"{row.published.year:04}", ""
    yield "kind", row.kind, ""
    for channel in entry.channels:
        yield "channel", channel, ""
    yield "scope", entry.scope, ""


def _facet(name: str, values: Mapping[str, _Value]) -> tuple[FacetView, list[ShelfView]]:
    folder = f"{FOLDER}{name}/"
    slugs = _slugs(values) if name == "category" else {key: key for key in values}
    told: list[ValueView] = []
    shelves: list[ShelfView] = []
    for key, value in values.items():
        view = ValueView(
            key=key,
            text=value.text,
            path=f"{folder}{slugs[key]}/",
            count=len(value.rows),
            items=len(value.items),
        )
        told.append(view)
        shelves += _pages(name, view, value)
    return FacetView(name=name, path=folder, values=tuple(told)), shelves


def _pages(facet: str, view: ValueView, value: _Value) -> Iterator[ShelfView]:
    parts = tuple(leaves(view.path, value.rows, PAGE))
    first = ShelfView(
        facet=facet,
        value=view,
        path=view.path,
        number=1,
        pages=tuple(path for path, _ in parts),
        rows=parts[0][1],
        items=tuple(value.items),
    )
    yield first
    for number, (path, rows) in enumerate(parts[1:], start=2):
        yield replace(first, path=path, number=number, rows=rows, items=())


def _slugs(names: Iterable[str]) -> Mapping[str, str]:
    """Return by name a name for a folder: readable, of letters and digits, each another."""
    found: dict[str, str] = {}
    for name in names:
        kept = "".join(each if each.isalnum() else "-" for each in name)
        slug = kept.strip("-")[:_LONGEST].lower()
        taken = set(found.values())
        # Short Latin names may be those of devices, which no file of some systems may bear.
        if not slug or (slug.isascii() and len(slug) <= len("com1")) or slug in taken:
            slug = next(
                each
                for each in (f"{slug or 'x'}-{n}" for n in range(1, len(taken) + 2))
                if each not in taken
            )
        found[name] = slug
    return found
