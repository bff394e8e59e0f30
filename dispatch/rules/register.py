"""The site on a day, with what the rules look up by id; made once for all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING
from typing import Protocol
from typing import TypeVar

from dispatch.ground import yamldoc
from dispatch.ground.crew import Crew
from dispatch.ground.diagnostics import Severity
from dispatch.model.elements import typed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date

    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ground.source import Place
    from dispatch.ledger.account import Account
    from dispatch.ledger.hanging import Hanging
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
    from dispatch.reading.history import History
    from dispatch.reading.inspection import Inspected
    from dispatch.rules.base import Rule
    from dispatch.rules.exposure import Exposed
    from dispatch.rules.texts import Told


NOTHING: Mapping[str, Inspected] = MappingProxyType({})
ENTRIES = "content/entries/"
_NAMED_ID = re.compile(r"/([0-9]{4}-[0-9]{4,6})[^/]*$")
_STATED_ID = re.compile(r"^id[:：]\s*[\"']?([0-9]{4}-[0-9]{4,6})\b", re.MULTILINE)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What need not be looked for, and who looks for the rest."""

    found: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    """By path, what follows from the text of an entry's file alone: it was found before."""
    unasked: frozenset[str] = frozenset()
    """The files that nobody asks about: what is found in them may be left out."""
    crew: Crew = field(default_factory=Crew)
    """Who goes through the texts, where there are many."""


ALL_ASKED = Known()


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
    account: Account
    """What stands and what is owed on the day, by which calendar."""
    entries: Mapping[str, Entry]
    units: Mapping[str, Unit]
    people: Mapping[str, Person]
    boards: Mapping[str, Board]
    public: tuple[Entry, ...]
    """The entries that are, or one day will be, on the web."""
    hidden: frozenset[str]
    """The ids of entries that the web never shows: another scope or channel, or a draft.

    Where the item or the unit is unknown nobody can say; those are neither public nor hidden.
    """

    inspected: Mapping[str, Inspected]
    """By path below content/, what is in the attachments that were looked into."""
    history: History | None
    """What git knows of the files; none where it knows nothing or was not asked."""
    unread: frozenset[str]
    """The paths of files that are there and could not be understood."""
    unread_ids: frozenset[str]
    """The ids that entries among them seem to have, so that nobody misses those entries."""
    walls: Mapping[str, tuple[Hanging, ...]]
    """By id of a board, what is to hang there, hangs there or hung there."""
    statements: tuple[Statement, ...]
    """Every element that is stated and that its item has."""
    exposed: tuple[Exposed, ...]
    """Everything personal in the content; nothing until it was looked for."""
    rules: tuple[Rule, ...] = ()
    """All rules there are, for those that are about others."""
    passed: frozenset[str] = frozenset()
    """The files that need not be looked at for what follows from their texts alone."""
    unasked: frozenset[str] = frozenset()
    """Those of them that nobody asks about at all."""
    told: tuple[Told, ...] | None = None
    """The texts of a part of the site; none where they are yet to be gathered."""
    used: frozenset[int] = frozenset()
    """Which waivers, counted from 0, something was found about; known once the others spoke."""

    def under_items(self) -> Iterator[tuple[Entry, Item]]:
        """Return each entry whose item is known, with the item."""
        for entry in self.site.entries:
            if item := self.site.items.get(entry.item):
                yield entry, item

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


def register(
    account: Account,
    told: Iterable[Diagnostic] = (),
    inspected: Mapping[str, Inspected] = NOTHING,
    history: History | None = None,
    known: Known = ALL_ASKED,
) -> Register:
    """Return the register of an account; what the reader told says which files it lacks.

    What is personal in the content is not looked for yet.
    """
    site = account.site
    units = _by_id(site.organisation.units)
    public = tuple(entry for entry in site.entries if not entry.draft and site.on_web(entry))
    shown = frozenset(map(id, public))
    placed = (each for each in site.entries if each.item in site.items and each.unit in units)
    unread = _unread(site, told)
    return Register(
        site=site,
        day=account.day,
        account=account,
        entries=_by_id(site.entries),
        units=units,
        people=_by_id(site.organisation.people),
        boards=_by_id(site.boards),
        public=public,
        hidden=frozenset(entry.id for entry in placed if id(entry) not in shown),
        inspected=inspected,
        history=history,
        unread=unread,
        unread_ids=frozenset(_ids_in(site, unread)),
        walls=account.walls,
        statements=tuple(_statements(site)),
        exposed=(),
        passed=known.unasked.union(known.found),
        unasked=known.unasked,
    )


def _by_id(things: Iterable[N]) -> Mapping[str, N]:
    by_id: dict[str, N] = {}
    for thing in things:
        by_id.setdefault(thing.id, thing)
    return MappingProxyType(by_id)


def _unread(site: Site, told: Iterable[Diagnostic]) -> frozenset[str]:
    """Return the paths where the reader found errors, or read an entry's file and made no entry."""
    made = {entry.origin.path for entry in site.entries}
    lost = (path for path in site.sources if path.startswith(ENTRIES) and path not in made)
    refused = (each.place.path for each in told if each.severity is Severity.ERROR)
    return frozenset((*lost, *refused))


def _ids_in(site: Site, paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        if path.startswith(ENTRIES):
            source = site.sources.get(path)
            yield from _NAMED_ID.findall(path)
            yield from _STATED_ID.findall(source.text if source else "")


def _statements(site: Site) -> Iterator[Statement]:
    for entry in site.entries:
        item = site.items.get(entry.item)
        for element in item.elements if item else ():
            raw = entry.elements.get(element.name)
            if raw not in (None, "", [], {}):
                value, faults = typed(element, raw)
                yield Statement(entry=entry, element=element, typed=value, faults=faults)
