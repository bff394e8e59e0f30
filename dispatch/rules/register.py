"""The site on a day, with what the rules look up by id; made once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING
from typing import Protocol
from typing import TypeVar

from dispatch.ground import yamldoc
from dispatch.model.elements import typed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date

    from dispatch.ground.source import Place
    from dispatch.model.board import Board
    from dispatch.model.catalogue import Element
    from dispatch.model.catalogue import Item
    from dispatch.model.elements import Fault
    from dispatch.model.elements import Typed
    from dispatch.model.entry import Entry
    from dispatch.model.organisation import Person
    from dispatch.model.organisation import Unit
    from dispatch.model.site import Site
    from dispatch.model.values import Origin


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An element as an entry states it, held against the type that its item asks for."""

    entry: Entry
    element: Element
    typed: Typed | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The site on a day; of two things with one id, the first counts."""

    site: Site
    day: date
    entries: Mapping[str, Entry]
    units: Mapping[str, Unit]
    people: Mapping[str, Person]
    boards: Mapping[str, Board]
    public: tuple[Entry, ...]
    """The entries that are, or one day will be, on the web."""
    hidden: frozenset[str]
    """The ids of entries that the web never shows: another scope or channel, or a draft."""

    statements: tuple[Statement, ...]
    """Every element that is stated and that its item has."""

    def under_items(self) -> Iterator[tuple[Entry, Item]]:
        """Return each entry whose item is known, with the item."""
        for entry in self.site.entries:
            if item := self.site.items.get(entry.item):
                yield entry, item

    def hides(self, entry: Entry) -> bool:
        """Tell whether the web never shows an entry."""
        return entry.draft or not self.site.on_web(entry)

    def at(self, origin: Origin, *keys: str | int) -> Place:
        """Return where the value under these keys of a noun stands."""
        return self.site.place(origin, *keys)

    def at_key(self, origin: Origin, *keys: str | int) -> Place:
        """Return where the last of these keys of a noun stands itself."""
        source = self.site.sources.get(origin.path)
        if source is None:
            return self.site.place(origin)
        path = (*origin.keys, *keys)
        return yamldoc.locate(source, origin.start, origin.end, path, at_key=True)


def register(site: Site, day: date) -> Register:
    """Return the register of a site on a day."""
    public = tuple(entry for entry in site.entries if not entry.draft and site.on_web(entry))
    shown = frozenset(map(id, public))
    return Register(
        site=site,
        day=day,
        entries=_by_id(site.entries),
        units=_by_id(site.organisation.units),
        people=_by_id(site.organisation.people),
        boards=_by_id(site.boards),
        public=public,
        hidden=frozenset(entry.id for entry in site.entries if id(entry) not in shown),
        statements=tuple(_statements(site)),
    )


def _by_id(things: Iterable[N]) -> Mapping[str, N]:
    by_id: dict[str, N] = {}
    for thing in things:
        by_id.setdefault(thing.id, thing)
    return MappingProxyType(by_id)


def _statements(site: Site) -> Iterator[Statement]:
    for entry in site.entries:
        item = site.items.get(entry.item)
        for element in item.elements if item else ():
            raw = entry.elements.get(element.name)
            if raw not in (None, "", [], {}):
                value, faults = typed(element, raw)
                yield Statement(entry=entry, element=element, typed=value, faults=faults)
