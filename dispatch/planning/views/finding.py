"""What can be found on the public site, and the shelves that it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from dispatch.planning.views import EntryRow
    from dispatch.planning.views.norms import ItemRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundView:
    """A page that can be found, with the text that it is found by."""

    path: str
    title: str
    kind: str
    """The kind of an entry, or item, or page."""
    text: str = ""
    """What it says beside its title and its unit, one field a line."""
    unit: str = ""
    """The name of its unit."""
    day: date | None = None
    state: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    """By name of a facet, the value that it is filtered by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueView:
    """A value of a facet."""

    key: str
    text: str = ""
    """Its name; empty where the layout has the word for the key."""
    path: str = ""
    """Of its first shelf; empty where it is only filtered by."""
    count: int = 0
    """How many entries stand there."""
    items: int = 0
    """How many items of the catalogue it has; only for facets of the catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetView:
    """A side from which entries are looked at."""

    name: str
    """category, unit, year, channel, scope or kind; item and state only filter."""
    path: str
    values: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfView:
    """One page of the entries that have a value."""

    facet: str
    value: ValueView
    path: str
    number: int
    """Of the page, from 1."""
    pages: tuple[str, ...]
    """The paths of all pages of the value."""
    rows: tuple[EntryRow, ...]
    items: tuple[ItemRow, ...] = ()
    """The items of the catalogue that have the value; on the first page only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeView:
    """An entry in the line of time of another."""

    row: EntryRow
    relation: str
    """What it is to the other: as in `RelatedView`, or before, after, line; empty for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """All that can be found: entries, newest first, then items, then pages about the site."""

    documents: tuple[FoundView, ...]
    filters: tuple[FacetView, ...]
    """What a search can be narrowed by."""
    facets: tuple[FacetView, ...]
    """What there are shelves of."""
    shelves: tuple[ShelfView, ...]
